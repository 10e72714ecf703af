//! What we ask of somebody who gets attachments: images, PDFs, texts that a message points at.

use async_trait::async_trait;

use crate::llm::Image;

/// What a message points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// What the message says it is.
    pub kind: AttachmentKind,
    /// `http(s)://…`, `data:…`, or the path of a file.
    pub source: String,
}

/// What kind of thing a message says it points at; what really comes decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttachmentKind {
    /// `image_url`
    Image,
    /// `pdf_url`
    Pdf,
    /// `txt_url`, `mdx_url` and other prose
    Text,
}

/// What an attachment holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// A picture.
    Image(Image),
    /// Text, page by page in order; a text without pages is one.
    Pages(Vec<Page>),
}

/// One page of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Which page, from 1; `None` where the document has no pages.
    pub number: Option<u32>,
    /// What it says.
    pub text: String,
}

/// Why an attachment could not be read. `source` never holds credentials.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentError {
    /// It must not be fetched: a private address, a local file, another scheme.
    #[error("{source_shown} is not fetched: {reason}")]
    Forbidden {
        /// Where it is, shortened.
        source_shown: String,
        /// Why not, with the setting that would allow it.
        reason: String,
    },
    /// It did not come.
    #[error("{source_shown} can't be fetched: {reason}")]
    Unavailable {
        /// Where it is, shortened.
        source_shown: String,
        /// What went wrong.
        reason: String,
    },
    /// It came, and can't be read: too large, another kind, damaged, a scan without text.
    #[error("{source_shown} can't be read: {reason}")]
    Unreadable {
        /// Where it is, shortened.
        source_shown: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Gets attachments and reads them.
#[async_trait]
pub trait Fetcher: Send + Sync {
    /// What an attachment holds.
    ///
    /// # Errors
    /// It must not be fetched, did not come, or can't be read.
    async fn fetch(&self, attachment: &Attachment) -> Result<Document, AttachmentError>;
}
