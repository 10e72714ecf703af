//! The text of PDFs, page by page.
//!
//! A PDF is a program by a stranger. It is read in a thread of its own with room to nest, one for
//! each core at most, within a time and an amount of text; what goes wrong in there stays there.

#[cfg(feature = "pdf")]
mod inflation;
#[cfg(feature = "pdf")]
mod layout;
#[cfg(feature = "pdf")]
mod reading;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use mem0_core::fetcher::Page;
use tokio::sync::{Semaphore, oneshot};

use super::Limits;

/// Nesting is bounded by the reader; this is room for the deepest that it allows.
const STACK_BYTES: usize = 64 << 20;

/// Reads PDFs, as many at once as there are cores.
pub(super) struct PdfReader {
    turns: Arc<Semaphore>,
}

impl Default for PdfReader {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            turns: Arc::new(Semaphore::new(cores)),
        }
    }
}

/// Bounds of one reading.
pub(super) struct Bounds {
    pages: usize,
    text_bytes: usize,
    deadline: Instant,
    /// Nobody waits for the text any more.
    given_up: Arc<AtomicBool>,
}

impl Bounds {
    fn is_over(&self) -> bool {
        self.given_up.load(Ordering::Relaxed) || Instant::now() > self.deadline
    }
}

/// Why reading was left in the middle: the payload of an unwinding.
struct Stopped(&'static str);

/// Tells the thread when whoever asked has gone.
struct GivesUp(Arc<AtomicBool>);

impl Drop for GivesUp {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl PdfReader {
    /// The pages that carry text.
    pub(super) async fn read(&self, bytes: Vec<u8>, limits: &Limits) -> Result<Vec<Page>, String> {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| STOPPED.to_owned())?;
        let given_up = Arc::new(AtomicBool::new(false));
        let _gives_up = GivesUp(Arc::clone(&given_up));
        let bounds = Bounds {
            pages: limits.pdf_pages,
            text_bytes: limits.text_bytes,
            deadline: Instant::now() + limits.timeout,
            given_up,
        };
        let (tell, told) = oneshot::channel();
        std::thread::Builder::new()
            .name("mem0-pdf".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || {
                // Held to the end, even if nobody waits: threads never pile up.
                let _turn = turn;
                let pages =
                    std::panic::catch_unwind(|| pages(bytes, &bounds)).unwrap_or_else(|panic| {
                        let stopped = panic.downcast_ref::<Stopped>();
                        Err(stopped.map_or(DAMAGED, |stopped| stopped.0).to_owned())
                    });
                // Nobody waits any more: nobody needs it.
                let _ = tell.send(pages);
            })
            .map_err(|error| error.to_string())?;
        told.await.map_err(|_| STOPPED.to_owned())?
    }
}

const STOPPED: &str = "reading it was stopped";
const DAMAGED: &str = "it is no PDF that can be read: it is damaged";

#[cfg(feature = "pdf")]
use reading::pages;

#[cfg(not(feature = "pdf"))]
fn pages(_: Vec<u8>, bounds: &Bounds) -> Result<Vec<Page>, String> {
    // Nobody else asks for the bounds where nothing is read.
    let _ = (bounds.pages, bounds.text_bytes, bounds.is_over());
    Err("this program was built without PDFs (feature `pdf`)".to_owned())
}
