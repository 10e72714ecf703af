//! Gets the attachments of messages: images, PDFs, texts.
//!
//! | file | question it answers |
//! | --- | --- |
//! | `address` | which addresses are public? |
//! | `guard` | may this URL be asked, and where do connections go? |
//! | `http` | what is there, and how much of it is taken? |
//! | `data_url` | what does a `data:` URL hold? |
//! | `sniff` | what came, whatever it was called? |
//! | `text`, `pdf` | what does it say? |
//!
//! Whoever sends a message decides what we fetch, so nothing is trusted: neither the address nor
//! what comes. Nothing of this machine or its network is read unless settings allow it.

mod address;
mod data_url;
mod guard;
mod http;
mod pdf;
mod sniff;
mod text;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use mem0_core::fetcher::{Attachment, AttachmentError, AttachmentKind, Document, Fetcher, Page};
use mem0_core::llm::{Image, ImageDetail};
use tokio::io::AsyncReadExt;

pub use self::address::is_public;
use self::guard::Guard;
pub use self::guard::{HostResolver, SystemResolver};
use self::http::Web;
use self::pdf::PdfReader;
use self::sniff::{Content, sniff};

/// How much is taken, and how long is waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// For one attachment, from the first packet to the last page.
    pub timeout: Duration,
    /// The largest image, in bytes.
    pub image_bytes: usize,
    /// The largest PDF, in bytes.
    pub pdf_bytes: usize,
    /// The most pages of a PDF.
    pub pdf_pages: usize,
    /// The longest text, in bytes; of a PDF the text in it.
    pub text_bytes: usize,
}

impl Default for Limits {
    /// 30 seconds; images of 20 MB, PDFs of 50 MB and 1,000 pages, 10 MB of text.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            image_bytes: 20_000_000,
            pdf_bytes: 50_000_000,
            pdf_pages: 1_000,
            text_bytes: 10_000_000,
        }
    }
}

impl Limits {
    /// How much is taken of what came; where that isn't clear, of what was announced.
    fn of(&self, content: Content, kind: AttachmentKind) -> usize {
        match (content, kind) {
            (Content::Image(_) | Content::OtherImage(_), _) => self.image_bytes,
            (Content::Pdf, _) => self.pdf_bytes,
            (Content::Text | Content::WebPage, _) | (_, AttachmentKind::Text) => self.text_bytes,
            (_, AttachmentKind::Image) => self.image_bytes,
            (_, AttachmentKind::Pdf) => self.pdf_bytes,
        }
    }

    fn largest(&self) -> usize {
        self.image_bytes.max(self.pdf_bytes).max(self.text_bytes)
    }
}

/// What a fetcher may do.
#[derive(Clone, Default)]
pub struct FetcherConfig {
    /// How much, and how long.
    pub limits: Limits,
    /// Whether files of this machine are read: paths and `file:` URLs. Default `false`: whoever
    /// sends messages could read whatever this process can.
    pub allow_local_files: bool,
    /// Whether addresses that are not public are asked: this machine, its network, the metadata
    /// of its cloud. Default `false`.
    pub allow_private_urls: bool,
    /// A proxy for everything that is fetched. It resolves names itself, so it should refuse
    /// private addresses. Proxies of the environment are not used.
    pub proxy: Option<String>,
}

impl std::fmt::Debug for FetcherConfig {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("FetcherConfig")
            .field("limits", &self.limits)
            .field("allow_local_files", &self.allow_local_files)
            .field("allow_private_urls", &self.allow_private_urls)
            .field("proxy", &self.proxy.as_ref().map(|_| "[hidden]"))
            .finish()
    }
}

/// Gets attachments over HTTP, out of `data:` URLs, and, where that is allowed, from files.
pub struct AttachmentFetcher {
    web: Web,
    pdf: PdfReader,
    limits: Limits,
    allow_local_files: bool,
}

impl AttachmentFetcher {
    /// A fetcher with the system's resolver. Opens nothing before its first use.
    pub fn new(config: FetcherConfig) -> Self {
        Self::resolving(config, Arc::new(SystemResolver))
    }

    /// A fetcher that finds hosts by this resolver.
    pub fn resolving(config: FetcherConfig, resolver: Arc<dyn HostResolver>) -> Self {
        let guard = Guard {
            resolver,
            allow_private: config.allow_private_urls,
        };
        Self {
            web: Web::new(guard, config.proxy),
            pdf: PdfReader::default(),
            limits: config.limits,
            allow_local_files: config.allow_local_files,
        }
    }

    async fn load(&self, attachment: &Attachment) -> Result<Loaded, Failure> {
        let source = attachment.source.trim();
        let kind = attachment.kind;
        match scheme(source) {
            Some(("data", body)) => {
                let (bytes, content_type) =
                    data_url::read(body, self.limits.largest()).map_err(Failure::Unreadable)?;
                let content_type = Some(content_type.to_owned());
                Ok(Loaded {
                    bytes,
                    content_type,
                })
            }
            Some(("http" | "https", _)) => self.web.fetch(source, kind, &self.limits).await,
            Some(("file", _)) => {
                let url = reqwest::Url::parse(source).ok();
                match url.and_then(|url| url.to_file_path().ok()) {
                    Some(path) => self.read_file(path).await,
                    None => Err(Failure::Forbidden("it names no file here".to_owned())),
                }
            }
            Some(_) => Err(Failure::Forbidden(
                "its scheme is none of http, https, data and file".to_owned(),
            )),
            None => self.read_file(PathBuf::from(source)).await,
        }
    }

    async fn read_file(&self, path: PathBuf) -> Result<Loaded, Failure> {
        if !self.allow_local_files {
            return Err(Failure::Forbidden(
                "it is a file of this machine; set `allow_local_files` \
                 (MEM0_ALLOW_LOCAL_FILES=true) to allow it"
                    .to_owned(),
            ));
        }
        let failed = |error: std::io::Error| Failure::Unavailable(error.to_string());
        // Opening a pipe would wait for whoever writes to it.
        let metadata = tokio::fs::metadata(&path).await.map_err(failed)?;
        if !metadata.is_file() {
            return Err(Failure::Unreadable("it is no regular file".to_owned()));
        }
        let limit = self.limits.largest() as u64;
        let file = tokio::fs::File::open(&path).await.map_err(failed)?;
        let mut bytes = Vec::new();
        file.take(limit + 1)
            .read_to_end(&mut bytes)
            .await
            .map_err(failed)?;
        Ok(Loaded {
            bytes,
            content_type: None,
        })
    }

    async fn read(&self, loaded: Loaded, kind: AttachmentKind) -> Result<Document, Failure> {
        let content = sniff(&loaded.bytes);
        let limit = self.limits.of(content, kind);
        if loaded.bytes.len() > limit {
            let size = loaded.bytes.len() as u64;
            return Err(Failure::Unreadable(too_large(size, limit)));
        }
        match (content, kind) {
            (Content::Image(media_type), _) => Ok(Document::Image(Image {
                media_type: media_type.to_owned(),
                bytes: loaded.bytes.into(),
                detail: ImageDetail::default(),
            })),
            (Content::Pdf, _) => {
                let pages = self.pdf.read(loaded.bytes, &self.limits).await;
                Ok(Document::Pages(pages.map_err(Failure::Unreadable)?))
            }
            (Content::Text, AttachmentKind::Text) => {
                match text::decode(&loaded.bytes, loaded.content_type.as_deref()) {
                    Some(text) if text.trim().is_empty() => unreadable("it is empty"),
                    Some(text) => Ok(Document::Pages(vec![Page { number: None, text }])),
                    None => unreadable("its encoding is none of UTF-8, UTF-16 and GB 18030"),
                }
            }
            (Content::Text, _) => unreadable(&format!("it is text, not {}", wanted(kind))),
            (Content::WebPage, _) => unreadable(&format!("it is a web page, not {}", wanted(kind))),
            (Content::OtherImage(format), _) => unreadable(&format!(
                "it is an image in the format {format}; models take PNG, JPEG, GIF and WebP"
            )),
            (Content::Empty, _) => unreadable("it is empty"),
            (Content::Binary, _) => unreadable(&format!("it is not {}", wanted(kind))),
        }
    }
}

#[async_trait]
impl Fetcher for AttachmentFetcher {
    async fn fetch(&self, attachment: &Attachment) -> Result<Document, AttachmentError> {
        let fetched = async {
            let loaded = self.load(attachment).await?;
            self.read(loaded, attachment.kind).await
        };
        let timeout = self.limits.timeout;
        let outcome = tokio::time::timeout(timeout, fetched)
            .await
            .unwrap_or_else(|_| {
                Err(Failure::Unavailable(format!(
                    "it took longer than {} seconds",
                    timeout.as_secs_f32()
                )))
            });
        outcome.map_err(|failure| failure.of(attachment))
    }
}

/// What was loaded, before it is read.
struct Loaded {
    bytes: Vec<u8>,
    content_type: Option<String>,
}

/// Why there is no document; the reason names no source.
enum Failure {
    Forbidden(String),
    Unavailable(String),
    Unreadable(String),
}

impl Failure {
    fn of(self, attachment: &Attachment) -> AttachmentError {
        let source_shown = attachment.source_shown();
        match self {
            Self::Forbidden(reason) => AttachmentError::Forbidden {
                source_shown,
                reason,
            },
            Self::Unavailable(reason) => AttachmentError::Unavailable {
                source_shown,
                reason,
            },
            Self::Unreadable(reason) => AttachmentError::Unreadable {
                source_shown,
                reason,
            },
        }
    }
}

fn unreadable<T>(reason: &str) -> Result<T, Failure> {
    Err(Failure::Unreadable(reason.to_owned()))
}

fn wanted(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Image => "an image",
        AttachmentKind::Pdf => "a PDF",
        AttachmentKind::Text => "a text",
    }
}

fn too_large(size: u64, limit: usize) -> String {
    let told = |bytes: u64| match bytes {
        1_000_000.. => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{bytes} bytes"),
    };
    let limit = told(limit as u64);
    format!("it has {}, more than the {limit} that are read", told(size))
}

/// A URL's scheme, empty if it is none that we know, and what follows its colon; `None` for a
/// path. A single letter is a drive.
fn scheme(source: &str) -> Option<(&'static str, &str)> {
    const KNOWN: [&str; 4] = ["data", "http", "https", "file"];
    let (scheme, rest) = source.split_once(':')?;
    let is_scheme = scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let known = KNOWN
        .into_iter()
        .find(|known| scheme.eq_ignore_ascii_case(known));
    match known {
        Some(known) => Some((known, rest)),
        // `notes:1.txt` may well be a file.
        None if is_scheme && rest.starts_with("//") => Some(("", rest)),
        None => None,
    }
}
