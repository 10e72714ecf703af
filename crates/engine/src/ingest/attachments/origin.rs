//! Where a text is from, in the first line of the episode that keeps it:
//! `[attachment {"type":"pdf","source":"https://…/manual.pdf","page":3}]`.
//!
//! So a conversation can be read again from its episodes alone, and people see what was sent.

use mem0_core::Metadata;
use serde::{Deserialize, Serialize};

const OPENING: &str = "[attachment ";

/// An attachment, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Origin {
    /// `image`, `pdf` or `text`: what came.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Where it came from; gives no access.
    pub(crate) source: String,
    /// Which page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) page: Option<u32>,
}

impl Origin {
    /// The text under the line that tells where it is from.
    pub(crate) fn heading(&self, text: &str) -> String {
        let origin = serde_json::to_string(self).expect("an origin is texts and numbers");
        format!("{OPENING}{origin}]\n{text}")
    }

    /// Where an episode's text is from, and the text; `None` for what somebody said.
    pub(crate) fn of(content: &str) -> Option<(Self, &str)> {
        let (line, text) = content.strip_prefix(OPENING)?.split_once('\n')?;
        let origin = serde_json::from_str(line.strip_suffix(']')?).ok()?;
        Some((origin, text))
    }

    /// What memories tell of it: `source`, and `page` where it has pages.
    pub(crate) fn metadata(self) -> Metadata {
        let mut metadata = Metadata::new();
        metadata.insert("source".to_owned(), self.source.into());
        if let Some(page) = self.page {
            metadata.insert("page".to_owned(), page.into());
        }
        metadata
    }
}
