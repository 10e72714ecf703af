//! `mem0 event`: shows what a server works on, and has worked on.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::output::{Reply, Table, View};
use crate::server::Server;

/// What to show.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List what was worked on, newest first
    List(List),
    /// Show how far one piece of work is
    Status(Status),
}

/// Which of them.
#[derive(Debug, Args)]
pub struct List {
    /// Which page, from 1
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page: u32,
    /// How many on each page
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page_size: u32,
}

/// Which one.
#[derive(Debug, Args)]
pub struct Status {
    /// The event's id
    id: String,
}

impl Command {
    /// The words by which it is called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "event list",
            Self::Status(_) => "event status",
        }
    }
}

/// The local store does everything at once, so there is nothing to show.
pub fn run(command: &Command) -> Result<Reply, Failure> {
    Err(Failure::usage(
        format!(
            "`mem0 {}` asks a server: the local store works at once and has no events",
            command.name()
        ),
        "Name a server with --base-url or MEM0_BASE_URL.",
    ))
}

/// Shows a server's.
pub async fn remote(command: Command, server: &Server) -> Result<Reply, Failure> {
    match command {
        Command::List(list) => {
            let page = json!({"page": list.page, "page_size": list.page_size});
            let raw = server.call("get_events", page).await?;
            let events = raw["results"].as_array().cloned().unwrap_or_default();
            let mut table = Table::new(&["ID", "TYPE", "STATUS", "RESULTS", "LATENCY", "CREATED"]);
            for event in &events {
                table.row([
                    text(event, "id"),
                    text(event, "event_type"),
                    text(event, "status"),
                    event["results"].as_array().map_or(0, Vec::len).to_string(),
                    latency(event),
                    text(event, "created_at"),
                ]);
            }
            Ok(Reply::new(View::Table(table), Value::Array(events)).raw(raw))
        }
        Command::Status(Status { id }) => {
            let Some(event) = server.find("get_event", json!({"event_id": id})).await? else {
                return Err(Failure::NotFound {
                    problem: format!("the server knows no event {id}"),
                    hint: "`mem0 event list` shows those it knows.".to_owned(),
                });
            };
            let mut fields: Vec<(String, String)> = ["id", "event_type", "status", "created_at"]
                .into_iter()
                .map(|name| (name.replace('_', " "), text(&event, name)))
                .collect();
            fields.push(("latency".to_owned(), latency(&event)));
            for result in event["results"].as_array().into_iter().flatten() {
                let made = [&result["data"]["memory"], &result["memory"]];
                let made = made.into_iter().find_map(Value::as_str);
                let what = text(result, "event").to_lowercase();
                fields.push((what, made.unwrap_or_default().to_owned()));
            }
            if !event["error"].is_null() {
                fields.push(("error".to_owned(), event["error"].to_string()));
            }
            Ok(Reply::new(View::Fields(fields), event))
        }
    }
}

fn text(event: &Value, name: &str) -> String {
    event[name].as_str().unwrap_or_default().to_owned()
}

fn latency(event: &Value) -> String {
    let milliseconds = event["latency"].as_f64();
    milliseconds.map_or_else(String::new, |latency| format!("{latency:.0} ms"))
}
