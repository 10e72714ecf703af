//! Which parts of a message point at something: the forms of the original, of OpenAI's chat and
//! responses, and of Anthropic's messages.

use mem0_core::{Attachment, AttachmentKind, ImageDetail, Part};
use serde_json::{Map, Value};

use crate::results::UnreadAttachment;

/// What a part of a message points at.
#[derive(Debug)]
pub(super) enum Reference {
    /// An attachment.
    To(Pointer),
    /// An attachment that it doesn't name.
    Broken(UnreadAttachment),
    /// Something else, of this type.
    Unknown(String),
    /// Nothing: text, or what tools are told and answer.
    None,
}

/// An attachment as a message names it.
#[derive(Debug)]
pub(super) struct Pointer {
    /// The part's type: `image_url`.
    pub(super) name: String,
    pub(super) attachment: Attachment,
    /// How closely it is to be looked at, if the message says so.
    pub(super) detail: Option<ImageDetail>,
}

impl Pointer {
    pub(super) fn is_image(&self) -> bool {
        self.attachment.kind == AttachmentKind::Image
    }

    pub(super) fn unread(&self, reason: String) -> UnreadAttachment {
        UnreadAttachment {
            kind: self.name.clone(),
            source: self.attachment.source_shown(),
            reason,
        }
    }
}

/// Reads a part.
pub(super) fn reference(part: &Part) -> Reference {
    let Part::Object(object) = part else {
        return Reference::None;
    };
    if part.text().is_some() {
        return Reference::None;
    }
    let name = match part.kind() {
        Some(kind) => kind.to_owned(),
        // `{"image_url": {…}}` without its type.
        None => match URLS.iter().find(|(key, _)| object.contains_key(*key)) {
            Some((key, _)) => (*key).to_owned(),
            None => return Reference::Unknown("a part without a type".to_owned()),
        },
    };
    let found = match name.as_str() {
        "input_image" => address(object.get("image_url")).map(|url| (AttachmentKind::Image, url)),
        "image" => content(object)
            .or_else(|| address(object.get("image")))
            .map(|url| (AttachmentKind::Image, url)),
        "file" | "input_file" | "document" => {
            let inner = object
                .get(&name)
                .and_then(Value::as_object)
                .unwrap_or(object);
            content(inner).map(|url| (kind_of_file(inner, &url), url))
        }
        "text" | "input_text" | "output_text" | "thinking" | "reasoning" | "refusal" => {
            return Reference::None;
        }
        tool if is_tool(tool) => return Reference::None,
        _ => match URLS.iter().find(|(key, _)| *key == name) {
            Some((key, kind)) => address(object.get(*key)).map(|url| (*kind, url)),
            None => return Reference::Unknown(name),
        },
    };
    match found {
        Some((kind, source)) if !source.trim().is_empty() => Reference::To(Pointer {
            detail: detail(object, &name),
            name,
            attachment: Attachment { kind, source },
        }),
        _ => Reference::Broken(UnreadAttachment {
            kind: name,
            source: String::new(),
            reason: "the message doesn't say where it is".to_owned(),
        }),
    }
}

/// Parts that hold a URL under their own name.
const URLS: [(&str, AttachmentKind); 6] = [
    ("image_url", AttachmentKind::Image),
    ("pdf_url", AttachmentKind::Pdf),
    ("mdx_url", AttachmentKind::Text),
    ("md_url", AttachmentKind::Text),
    ("txt_url", AttachmentKind::Text),
    ("text_url", AttachmentKind::Text),
];

/// Whether a part is what a tool was told or answered.
pub(crate) fn is_tool(kind: &str) -> bool {
    ["tool_", "function_", "server_tool_", "mcp_tool_"]
        .iter()
        .any(|beginning| kind.starts_with(beginning))
}

/// `"https://…"`, or `{"url": "https://…"}`.
fn address(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(url) => Some(url.clone()),
        Value::Object(object) => Some(object.get("url")?.as_str()?.to_owned()),
        _ => None,
    }
}

/// What a part holds itself, or where it says that it is.
fn content(object: &Map<String, Value>) -> Option<String> {
    let text = |object: &Map<String, Value>, key: &str| {
        object.get(key).and_then(Value::as_str).map(str::to_owned)
    };
    if let Some(source) = object.get("source") {
        return match source {
            Value::Object(source) => match text(source, "data") {
                Some(data) => {
                    let media_type = text(source, "media_type").unwrap_or_default();
                    Some(in_url(&media_type, &data))
                }
                None => text(source, "url"),
            },
            other => address(Some(other)),
        };
    }
    match text(object, "file_data") {
        Some(data) if data.starts_with("data:") => Some(data),
        Some(data) => Some(in_url("application/octet-stream", &data)),
        None => text(object, "file_url").or_else(|| text(object, "url")),
    }
}

fn in_url(media_type: &str, data: &str) -> String {
    format!("data:{media_type};base64,{data}")
}

/// What a file is by the names it has; most are PDFs.
fn kind_of_file(object: &Map<String, Value>, url: &str) -> AttachmentKind {
    let name = object.get("filename").or(object.get("name"));
    let name = name.and_then(Value::as_str).unwrap_or_default();
    let path = url.split(['?', '#', ',']).next().unwrap_or_default();
    let hint = format!("{name} {path}").to_lowercase();
    let has = |marks: &[&str]| marks.iter().any(|mark| hint.contains(mark));
    if has(&["data:image/", ".png", ".jpg", ".jpeg", ".gif", ".webp"]) {
        AttachmentKind::Image
    } else if has(&["data:text/", ".txt", ".md", ".csv", ".json", ".log"]) {
        AttachmentKind::Text
    } else {
        AttachmentKind::Pdf
    }
}

fn detail(object: &Map<String, Value>, name: &str) -> Option<ImageDetail> {
    let inner = object.get(name).and_then(|value| value.get("detail"));
    let detail = inner.or(object.get("detail"))?;
    serde_json::from_value(detail.clone()).ok()
}
