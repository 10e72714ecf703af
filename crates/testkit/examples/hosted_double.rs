//! Starts the double of the hosted API on a free port of this machine, prints its address, and
//! runs until standard input ends:
//!
//! ```text
//! $ cargo run -p mem0-testkit --features hosted --example hosted_double
//! http://127.0.0.1:40123
//! ```
//!
//! Its keys are `m0-double` and `m0-double-other`. It is steered over HTTP:
//!
//! | request | what it does |
//! | --- | --- |
//! | `GET /__double/requests` | what was asked: `method`, `path`, `query`, `headers`, `body` |
//! | `DELETE /__double/requests` | forgets that |
//! | `POST /__double/faults` | lets the next request fail: `status`, `body` or `text`, `headers`, `retry_after`, `delay_ms`, `drop`, `acts` (does it, then drops), `times`, `path`, `method` |
//! | `POST /__double/reset` | empties it |

#![expect(clippy::print_stdout, reason = "whoever starts it reads the address")]

use std::io::Read;

use mem0_testkit::hosted::HostedDouble;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let double = HostedDouble::start().await;
    println!("{}", double.url());
    tokio::task::spawn_blocking(|| {
        let mut buffer = [0_u8; 256];
        while std::io::stdin().read(&mut buffer)? > 0 {}
        Ok::<_, std::io::Error>(())
    })
    .await??;
    Ok(())
}
