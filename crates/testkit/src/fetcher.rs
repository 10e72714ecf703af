//! Attachments that the test makes up.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use mem0_core::{Attachment, AttachmentError, Document, Fetcher, Image, ImageDetail, Page};

use crate::lock;

/// Has the documents that it was given, by their sources, and remembers what it was asked for.
/// What it wasn't given can't be fetched.
#[derive(Debug, Default)]
pub struct ScriptedFetcher {
    documents: Mutex<BTreeMap<String, Document>>,
    asked: Mutex<Vec<Attachment>>,
}

impl ScriptedFetcher {
    /// The same with this document.
    #[must_use]
    pub fn with(self, source: &str, document: Document) -> Self {
        lock(&self.documents).insert(source.to_owned(), document);
        self
    }

    /// The same with an image.
    #[must_use]
    pub fn with_image(self, source: &str) -> Self {
        self.with(
            source,
            Document::Image(Image {
                media_type: "image/png".to_owned(),
                bytes: source.as_bytes().into(),
                detail: ImageDetail::Auto,
            }),
        )
    }

    /// The same with a text, or with a document of these pages if they are several.
    #[must_use]
    pub fn with_pages(self, source: &str, pages: &[&str]) -> Self {
        let number = |place: usize| (pages.len() > 1).then_some(place as u32 + 1);
        let pages = pages.iter().enumerate().map(|(place, text)| Page {
            number: number(place),
            text: (*text).to_owned(),
        });
        self.with(source, Document::Pages(pages.collect()))
    }

    /// What it was asked for so far, in order.
    pub fn asked(&self) -> Vec<Attachment> {
        lock(&self.asked).clone()
    }
}

#[async_trait]
impl Fetcher for ScriptedFetcher {
    async fn fetch(&self, attachment: &Attachment) -> Result<Document, AttachmentError> {
        lock(&self.asked).push(attachment.clone());
        let found = lock(&self.documents).get(&attachment.source).cloned();
        found.ok_or_else(|| AttachmentError::Unavailable {
            source_shown: attachment.source_shown(),
            reason: "the server answers 404 Not Found".to_owned(),
        })
    }
}
