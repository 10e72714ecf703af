//! What messages point at: images, PDFs, texts. Read before anything else, all side by side; each
//! page, passage or description becomes an episode of its own, after the message's text.
//!
//! | file | question it answers |
//! | --- | --- |
//! | `parts` | which parts of a message point at something, in whose words? |
//! | `passages` | where is a long text cut? |
//! | `origin` | how does an episode say which attachment and page it is from? |

mod origin;
mod parts;
mod passages;
#[cfg(test)]
mod tests;

use futures::StreamExt;
use mem0_core::{Attachment, Document, Episode, Fetcher, Image, ImageDetail, Llm, Message, Usage};
use mem0_text::shorten;

pub(crate) use self::origin::Origin;
use self::parts::{Pointer, Reference};
use super::admit::Admitted;
use super::operation::{Operation, Proposal, Rejection, Statement};
use crate::prompts::image;
use crate::results::UnreadAttachment;

/// How many attachments are fetched and looked at at a time.
const AT_ONCE: usize = 6;

/// Why a part is left out that is neither text nor attachment.
pub const UNKNOWN_TYPE: &str = "parts of this type are not read";

/// The most attachments of one `add`.
const MAX_ATTACHMENTS: usize = 100;

/// How much of what was said before an image helps to understand it, in characters.
const CONTEXT_CHARACTERS: usize = 1_000;

/// Who looks at images.
#[derive(Clone, Copy)]
pub enum Vision<'a> {
    /// Nobody: it is switched off.
    Off,
    /// Nobody: there is no language model.
    NoModel,
    /// This model, this closely.
    By(&'a dyn Llm, ImageDetail),
}

/// Reads attachments.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// Gets them.
    pub fetcher: Option<&'a dyn Fetcher>,
    /// Looks at images.
    pub vision: Vision<'a>,
}

/// What the attachments of one `add` gave.
#[derive(Debug, Default)]
pub struct Attached {
    /// What they say, in order.
    pub passages: Vec<Passage>,
    /// Those that gave nothing, in order.
    pub unread: Vec<UnreadAttachment>,
    /// Parts that are neither text nor attachment.
    pub left_out: Vec<Rejection>,
    /// What looking at images took.
    pub usage: Usage,
}

/// A page, a passage, or the description of an image, as an episode keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The message that points at it, as a place among the messages.
    pub message: usize,
    /// What it says, after a line that tells where it is from.
    pub content: String,
}

/// Whether any message points at something.
pub fn has_attachments(messages: &[Message]) -> bool {
    messages.iter().flat_map(Message::attachments).any(|part| {
        matches!(
            parts::reference(part),
            Reference::To(_) | Reference::Broken(_)
        )
    })
}

/// Reads what all messages point at, side by side. What can't be read is told and costs nothing
/// of the rest.
pub async fn read(messages: &[Message], reader: Reader<'_>) -> Attached {
    let mut attached = Attached::default();
    let mut wanted = Vec::new();
    for (message, part) in parts_of(messages) {
        match parts::reference(part) {
            Reference::None => {}
            Reference::Unknown(kind) => attached.left_out.push(Rejection {
                proposal: kind,
                reason: UNKNOWN_TYPE,
            }),
            Reference::To(pointer) if wanted.len() < MAX_ATTACHMENTS => {
                wanted.push((message, Ok(pointer)));
            }
            Reference::To(pointer) => {
                let reason = format!("one `add` reads {MAX_ATTACHMENTS} attachments at most");
                wanted.push((message, Err(pointer.unread(reason))));
            }
            Reference::Broken(unread) => wanted.push((message, Err(unread))),
        }
    }
    let outcomes = wanted.into_iter().map(|(message, pointer)| async move {
        let outcome = match pointer {
            Ok(pointer) => reader.read(&pointer, messages, message).await,
            Err(unread) => Err(unread),
        };
        (message, outcome)
    });
    let mut outcomes = futures::stream::iter(outcomes).buffered(AT_ONCE);
    while let Some((message, outcome)) = outcomes.next().await {
        match outcome {
            Ok((contents, usage)) => {
                attached.usage += usage;
                let passage = |content| Passage { message, content };
                attached.passages.extend(contents.into_iter().map(passage));
            }
            Err(unread) => attached.unread.push(unread),
        }
    }
    attached
}

fn parts_of(messages: &[Message]) -> impl Iterator<Item = (usize, &mem0_core::Part)> {
    let numbered = messages.iter().enumerate();
    numbered.flat_map(|(place, message)| message.attachments().map(move |part| (place, part)))
}

impl Reader<'_> {
    async fn read(
        &self,
        pointer: &Pointer,
        messages: &[Message],
        message: usize,
    ) -> Result<(Vec<String>, Usage), UnreadAttachment> {
        let attachment = &pointer.attachment;
        let Some(fetcher) = self.fetcher else {
            return Err(pointer.unread("nothing is fetched here".to_owned()));
        };
        if pointer.is_image() {
            // Nobody is asked for what nobody will look at.
            self.eye(pointer)?;
        }
        let document = fetcher
            .fetch(attachment)
            .await
            .map_err(|error| pointer.unread(error.reason().to_owned()))?;
        match document {
            Document::Image(image) => {
                let said = said_before(messages, message);
                let (description, usage) = self.describe(pointer, image, &said).await?;
                let origin = origin_of(attachment, "image", None);
                Ok((vec![origin.heading(&description)], usage))
            }
            Document::Pages(pages) => {
                let mut contents = Vec::new();
                for page in &pages {
                    let kind = page.number.map_or("text", |_| "pdf");
                    let origin = origin_of(attachment, kind, page.number);
                    let passages = passages::cut(&page.text);
                    contents.extend(passages.iter().map(|text| origin.heading(text)));
                }
                if contents.is_empty() {
                    return Err(pointer.unread("it carries no text".to_owned()));
                }
                Ok((contents, Usage::default()))
            }
        }
    }

    fn eye(&self, pointer: &Pointer) -> Result<(&dyn Llm, ImageDetail), UnreadAttachment> {
        match self.vision {
            Vision::By(llm, detail) => Ok((llm, pointer.detail.unwrap_or(detail))),
            Vision::Off => Err(pointer.unread(
                "images are not looked at; set `enable_vision` with a model that sees".to_owned(),
            )),
            Vision::NoModel => Err(pointer.unread(
                "there is no model to look at images; configure `llm` with one that sees"
                    .to_owned(),
            )),
        }
    }

    async fn describe(
        &self,
        pointer: &Pointer,
        image: Image,
        said: &str,
    ) -> Result<(String, Usage), UnreadAttachment> {
        let (llm, detail) = self.eye(pointer)?;
        image::describe(llm, Image { detail, ..image }, said)
            .await
            .map_err(|error| pointer.unread(format!("the model could not describe it: {error}")))
    }
}

/// What was said up to the message with an image, its end if it is long.
fn said_before(messages: &[Message], message: usize) -> String {
    let said: Vec<String> = messages
        .iter()
        .take(message + 1)
        .filter(|said| said.role != "system")
        .map(Message::text)
        .filter(|text| !text.trim().is_empty())
        .collect();
    let said = said.join("\n");
    let start = said
        .char_indices()
        .rev()
        .nth(CONTEXT_CHARACTERS - 1)
        .map_or(0, |(start, _)| start);
    said[start..].to_owned()
}

fn origin_of(attachment: &Attachment, kind: &str, page: Option<u32>) -> Origin {
    Origin {
        kind: kind.to_owned(),
        source: attachment.source_shown(),
        page,
    }
}

/// The changes, with source and page for what comes of an attachment. `episodes` stand in the
/// order of the conversation's utterances.
pub(crate) fn attributed(admitted: &[Admitted], episodes: &[Episode]) -> Vec<Admitted> {
    let with_origin = |statement: &Statement| {
        let mut statement = statement.clone();
        let first = statement
            .sources
            .first()
            .and_then(|place| episodes.get(*place));
        let origin = first.and_then(|episode| Origin::of(&episode.content));
        if let Some((origin, _)) = origin {
            for (key, value) in origin.metadata() {
                statement.metadata.entry(key).or_insert(value);
            }
        }
        statement
    };
    admitted
        .iter()
        .map(|change| match change {
            Admitted::Add(statement) => Admitted::Add(with_origin(statement)),
            Admitted::Update(known, statement) => {
                Admitted::Update(known.clone(), with_origin(statement))
            }
            Admitted::Delete(known) => Admitted::Delete(known.clone()),
        })
        .collect()
}

/// Takes deletions out that only an attachment asks for: what a document says was said by
/// nobody here.
pub(crate) fn refuse_deletions(proposal: &mut Proposal, episodes: &[Episode]) {
    let (deletions, others) = std::mem::take(&mut proposal.operations)
        .into_iter()
        .partition(|operation| match operation {
            Operation::Delete { source, .. } => episodes
                .get(*source)
                .is_some_and(|episode| Origin::of(&episode.content).is_some()),
            Operation::Add(_) | Operation::Update { .. } => false,
        });
    proposal.operations = others;
    let deletions: Vec<Operation> = deletions;
    for deletion in deletions {
        if let Operation::Delete { memory_id, .. } = deletion {
            proposal.rejected.push(Rejection {
                proposal: shorten(&memory_id, 120).into_owned(),
                reason: "an attachment deletes no memory",
            });
        }
    }
}
