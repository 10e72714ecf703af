//! A server that says HTTP byte by byte, as its script has it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with one request.
#[derive(Debug, Clone)]
pub enum Act {
    /// Sends these bytes, then waits for the next request.
    Send(Vec<u8>),
    /// Sends these bytes and closes the connection.
    SendAndClose(Vec<u8>),
    /// Sends these bytes, then nothing for as long as the client waits.
    SendAndStall(Vec<u8>),
    /// Sends these bytes in pieces with a pause after each.
    Drip(Vec<u8>, usize, Duration),
    /// Sends these bytes, then others again and again without an end.
    Flood(Vec<u8>, Vec<u8>),
}

/// Follows its script; after that it does the last act for ever.
pub struct Server {
    pub url: String,
    state: Arc<State>,
    task: tokio::task::JoinHandle<()>,
}

struct State {
    script: Mutex<VecDeque<Act>>,
    after: Act,
    asked: Mutex<Vec<Value>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    pub async fn start(script: Vec<Act>, after: Act) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let state = Arc::new(State {
            script: Mutex::new(script.into()),
            after,
            asked: Mutex::default(),
        });
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&shared)));
            }
        });
        Self {
            url: format!("http://{address}/v1"),
            state,
            task,
        }
    }

    /// The bodies of all requests so far.
    pub fn asked(&self) -> Vec<Value> {
        let asked = self.state.asked.lock();
        asked.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn converse(mut stream: TcpStream, state: Arc<State>) {
    let mut read = Vec::new();
    while let Some(body) = request(&mut stream, &mut read).await {
        let asked = state.asked.lock();
        asked
            .unwrap_or_else(PoisonError::into_inner)
            .push(serde_json::from_slice(&body).unwrap_or_default());
        let next = {
            let script = state.script.lock();
            script.unwrap_or_else(PoisonError::into_inner).pop_front()
        };
        if act(&mut stream, next.unwrap_or_else(|| state.after.clone()))
            .await
            .is_err()
        {
            return;
        }
    }
}

/// Does what is to be done; an error ends the connection.
async fn act(stream: &mut TcpStream, act: Act) -> std::io::Result<()> {
    let closed = || std::io::Error::from(std::io::ErrorKind::ConnectionAborted);
    match act {
        Act::Send(bytes) => stream.write_all(&bytes).await,
        Act::SendAndClose(bytes) => {
            stream.write_all(&bytes).await?;
            stream.shutdown().await?;
            Err(closed())
        }
        Act::SendAndStall(bytes) => {
            stream.write_all(&bytes).await?;
            // Until the client hangs up.
            let mut rest = [0; 64];
            while stream.read(&mut rest).await? > 0 {}
            Err(closed())
        }
        Act::Drip(bytes, size, pause) => {
            for piece in bytes.chunks(size) {
                stream.write_all(piece).await?;
                tokio::time::sleep(pause).await;
            }
            Ok(())
        }
        Act::Flood(bytes, more) => {
            stream.write_all(&bytes).await?;
            loop {
                stream.write_all(&more).await?;
            }
        }
    }
}

/// The body of the next request; `None` where there is none.
async fn request(stream: &mut TcpStream, read: &mut Vec<u8>) -> Option<Vec<u8>> {
    loop {
        let end = read.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = end.map(|at| at + 4) {
            let head = String::from_utf8_lossy(&read[..end]).to_lowercase();
            let length = head.split("content-length:").nth(1)?;
            let length: usize = length.lines().next()?.trim().parse().ok()?;
            if read.len() >= end + length {
                let rest = read.split_off(end + length);
                let body = read.split_off(end);
                *read = rest;
                return Some(body);
            }
        }
        let mut more = [0; 16_384];
        match stream.read(&mut more).await {
            Ok(count) if count > 0 => read.extend_from_slice(&more[..count]),
            _ => return None,
        }
    }
}

/// A response with this status and these header lines.
pub fn response(status: &str, headers: &[&str], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n", body.len());
    for line in headers {
        head.push_str(line);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

pub fn ok(body: impl AsRef<[u8]>) -> Vec<u8> {
    response("200 OK", &["content-type: application/json"], body)
}

/// A completion with this message.
pub fn completion(message: &Value) -> String {
    json!({
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20},
    })
    .to_string()
}

/// A completion that says this.
pub fn saying(content: &str) -> String {
    completion(&json!({"role": "assistant", "content": content}))
}
