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

/// How much of a source is shown.
const SHOWN_CHARACTERS: usize = 200;

impl Attachment {
    /// The source as it may be kept and shown: without user and password, with the values of keys
    /// and signatures hidden; of a `data:` URL its type and length only.
    pub fn source_shown(&self) -> String {
        let source = self.source.trim();
        if let Some(data) = strip_scheme(source, "data:") {
            let media_type = data.split([',', ';']).next().unwrap_or_default();
            let media_type: String = media_type.chars().take(60).collect();
            return format!("data:{media_type} ({} characters)", data.len());
        }
        let shown = match source.split_once("://") {
            Some((scheme, rest)) => format!("{scheme}://{}", without_secrets(rest)),
            None => source.to_owned(),
        };
        match shown.char_indices().nth(SHOWN_CHARACTERS) {
            Some((end, _)) => format!("{}…", &shown[..end]),
            None => shown,
        }
    }
}

fn strip_scheme<'a>(source: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = source.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// What follows `scheme://`, without user, password, fragment, and the values of parameters that
/// give access.
fn without_secrets(rest: &str) -> String {
    const SECRET: [&str; 9] = [
        "key",
        "token",
        "sig",
        "secret",
        "pass",
        "pwd",
        "auth",
        "credential",
        "policy",
    ];
    let rest = rest.split('#').next().unwrap_or_default();
    let (place, query) = match rest.split_once('?') {
        Some((place, query)) => (place, Some(query)),
        None => (rest, None),
    };
    // A backslash ends the host too, in the eyes of browsers.
    let (host, path) = place.split_at(place.find(['/', '\\']).unwrap_or(place.len()));
    let host = host.rsplit('@').next().unwrap_or_default();
    let Some(query) = query else {
        return format!("{host}{path}");
    };
    let query: Vec<String> = query
        .split('&')
        .map(|parameter| match parameter.split_once('=') {
            Some((name, _)) if SECRET.iter().any(|word| name.to_lowercase().contains(word)) => {
                format!("{name}=…")
            }
            _ => parameter.to_owned(),
        })
        .collect();
    format!("{host}{path}?{}", query.join("&"))
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

impl AttachmentError {
    /// What is wrong, without the source.
    pub fn reason(&self) -> &str {
        match self {
            Self::Forbidden { reason, .. }
            | Self::Unavailable { reason, .. }
            | Self::Unreadable { reason, .. } => reason,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> String {
        let source = source.to_owned();
        let kind = AttachmentKind::Image;
        Attachment { kind, source }.source_shown()
    }

    #[test]
    fn what_is_shown_of_a_source_gives_no_access() {
        assert_eq!(
            shown("https://ann:s3cret@host.test:8443/a.png?v=2&X-Amz-Signature=abc&token=t#x"),
            "https://host.test:8443/a.png?v=2&X-Amz-Signature=…&token=…"
        );
        assert_eq!(shown("https://a@b@host.test/x@y"), "https://host.test/x@y");
        assert_eq!(
            shown("DATA:image/png;base64,AAAA"),
            "data:image/png (21 characters)"
        );
        assert_eq!(shown("/home/图/a.png"), "/home/图/a.png");
        assert!(shown(&format!("https://host.test/{}", "长".repeat(500))).ends_with('…'));
    }
}
