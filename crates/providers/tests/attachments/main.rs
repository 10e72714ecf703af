//! Attachments: what is fetched, what is refused, and what is read of it.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod local;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(feature = "pdf")]
mod pdf_writer;
mod private;
mod web;

use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use mem0_core::fetcher::{Attachment, AttachmentError, AttachmentKind, Document, Fetcher};
use mem0_providers::fetcher::{AttachmentFetcher, FetcherConfig, HostResolver, Limits};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and so on";

/// Answers one after another of these lists of addresses; the last for ever.
struct Answers {
    lists: Mutex<Vec<Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Answers {
    fn of(lists: &[&[&str]]) -> Arc<Self> {
        let list = |list: &&[&str]| list.iter().map(|text| text.parse().unwrap()).collect();
        Arc::new(Self {
            lists: Mutex::new(lists.iter().map(list).collect()),
            asked: AtomicUsize::new(0),
        })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl HostResolver for Answers {
    async fn lookup(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mut lists = self.lists.lock().unwrap();
        let next = lists.first().cloned().unwrap_or_default();
        if lists.len() > 1 {
            lists.remove(0);
        }
        Ok(next)
    }
}

/// May go everywhere.
fn open() -> FetcherConfig {
    FetcherConfig {
        allow_local_files: true,
        allow_private_urls: true,
        limits: Limits {
            timeout: Duration::from_secs(20),
            ..Limits::default()
        },
        proxy: None,
    }
}

async fn fetch_with(
    fetcher: &AttachmentFetcher,
    kind: AttachmentKind,
    source: impl Into<String>,
) -> Result<Document, AttachmentError> {
    let source = source.into();
    fetcher.fetch(&Attachment { kind, source }).await
}

async fn fetch(
    kind: AttachmentKind,
    source: impl Into<String>,
) -> Result<Document, AttachmentError> {
    fetch_with(&AttachmentFetcher::new(open()), kind, source).await
}

fn texts(document: Document) -> Vec<String> {
    match document {
        Document::Pages(pages) => pages.into_iter().map(|page| page.text).collect(),
        Document::Image(image) => panic!("an image of type {}", image.media_type),
    }
}

fn media_type(document: Document) -> String {
    match document {
        Document::Image(image) => image.media_type,
        Document::Pages(pages) => panic!("pages: {pages:?}"),
    }
}
