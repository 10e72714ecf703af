//! What was decided is written, in one commit.

use mem0_core::memory_store::{Changes, Outcome, Write};
use mem0_core::{ChangeEvent, Episode, Error, MemoryItem, Purpose, Result, StoreError, Timestamp};
use mem0_text::shorten;

use crate::engine::Engine;
use crate::ingest::admit::{Admitted, admit};
use crate::ingest::attachments;
use crate::ingest::conversation::Conversation;
use crate::ingest::operation::{Proposal, Rejection};
use crate::ingest::pipelines::additive::{ATTRIBUTED_TO, LINKED_MEMORY_IDS};
use crate::ingest::write::{drafts, writes};
use crate::options::AddOptions;
use crate::results::{AddResult, Added};
use crate::settings::EpisodePolicy;

/// How often a commit is tried again when somebody else changed the same memory meanwhile.
const ATTEMPTS: usize = 4;

impl Engine {
    /// Lets the gate decide and writes what it lets through; again where somebody else changed the
    /// same memory meanwhile.
    pub(super) async fn admit_and_write(
        &self,
        mut proposal: Proposal,
        episodes: Vec<Episode>,
        conversation: &Conversation,
        options: &AddOptions,
        now: Timestamp,
    ) -> Result<Added> {
        let mut attempt = 1;
        loop {
            let mut left_out = std::mem::take(&mut proposal.rejected);
            let admitted =
                admit(conversation, &proposal, &*self.parts.store, &mut left_out).await?;
            match self
                .write(&admitted, episodes.clone(), conversation, options, now)
                .await
            {
                Err(Error::Store(StoreError::Conflict { .. })) if attempt < ATTEMPTS => {
                    attempt += 1;
                }
                Err(error) => return Err(error),
                Ok(mut added) => {
                    added.usage += proposal.usage;
                    left_out.append(&mut added.left_out);
                    added.left_out = left_out;
                    return Ok(added);
                }
            }
        }
    }

    /// Embeds what is new and commits everything at once.
    pub(super) async fn write(
        &self,
        admitted: &[Admitted],
        episodes: Vec<Episode>,
        conversation: &Conversation,
        options: &AddOptions,
        now: Timestamp,
    ) -> Result<Added> {
        let admitted = &*attachments::attributed(admitted, &episodes);
        let drafts = drafts(admitted, conversation, options, now, &*self.parts.ids);
        let texts: Vec<String> = drafts.iter().map(|draft| draft.item.text.clone()).collect();
        let vectors = self.parts.embedder.embed(&texts, Purpose::Document).await?;
        let opened: Vec<_> = drafts.iter().map(|draft| draft.item.clone()).collect();
        let writes = writes(admitted, drafts, vectors, now, &*self.parts.ids);
        let episodes = match self.parts.settings.episodes {
            EpisodePolicy::Off => Vec::new(),
            EpisodePolicy::Keep => episodes
                .into_iter()
                .map(|said| Episode {
                    extracted: true,
                    ..said
                })
                .collect(),
        };
        let outcomes = self
            .parts
            .store
            .commit(Changes { episodes, writes })
            .await?;
        Ok(report(admitted, opened, &outcomes))
    }

    /// Writes changes that need no pipeline.
    pub(in crate::engine) async fn commit(&self, writes: Vec<Write>) -> Result<Vec<Outcome>> {
        Ok(self
            .parts
            .store
            .commit(Changes {
                episodes: Vec::new(),
                writes,
            })
            .await?)
    }
}

/// Pairs what was admitted with what became of it.
fn report(admitted: &[Admitted], opened: Vec<MemoryItem>, outcomes: &[Outcome]) -> Added {
    let mut added = Added::default();
    let mut opened = opened.into_iter();
    for (change, outcome) in admitted.iter().zip(outcomes) {
        let (item, event, previous) = match change {
            Admitted::Add(_) => (opened.next(), ChangeEvent::Add, None),
            Admitted::Update(known, _) => {
                (opened.next(), ChangeEvent::Update, Some(known.text.clone()))
            }
            Admitted::Delete(known) => (Some((**known).clone()), ChangeEvent::Delete, None),
        };
        let Some(item) = item else { continue };
        match outcome {
            Outcome::Duplicate { .. } => added.left_out.push(Rejection {
                proposal: shorten(&item.text, 120).into_owned(),
                reason: "it is known already",
            }),
            Outcome::Applied { .. } => added.results.push(AddResult {
                attributed_to: item
                    .metadata
                    .get(ATTRIBUTED_TO)
                    .and_then(|speaker| speaker.as_str())
                    .map(str::to_owned),
                linked_memory_ids: item
                    .metadata
                    .get(LINKED_MEMORY_IDS)
                    .and_then(|ids| ids.as_array())
                    .map(|ids| {
                        ids.iter()
                            .filter_map(|id| id.as_str())
                            .map(str::to_owned)
                            .collect()
                    })
                    .unwrap_or_default(),
                id: item.id,
                memory: item.text,
                event,
                previous_memory: previous,
                actor_id: item.actor_id,
                role: item.role,
            }),
        }
    }
    added
}
