//! What new facts mean for known memories: asks, then holds every event against what was shown
//! and what was said.

use std::collections::{HashSet, VecDeque};

use mem0_core::{MemoryItem, Metadata, ReplyFormat, Result};
use mem0_text::{normalized, overlap, term_counts};

use super::super::asking::{Answer, Asked};
use super::super::grounding::{other_script, share_in};
use super::super::reconcile::known::nearest;
use super::super::reconcile::retraction::is_order;
use super::super::{Recalled, Recollection};
use super::{Fact, Findings, TwoPhasePipeline, check_text, statement};
use crate::ingest::conversation::Conversation;
use crate::ingest::operation::Operation;
use crate::prompts::reconcile::{self, Action, Suggestion};
use crate::prompts::two_phase::decision::{self, Request};

/// The most known memories in one decision.
const MAX_KNOWN: usize = 60;

/// The share of a text that a fact must have to be where it comes from. The model rewords facts,
/// but it has nothing else to take a text from.
const MIN_SHARED: f32 = 0.34;

/// How many memories that no fact speaks of may be deleted: a retraction may name its memory by
/// other words, but not many at once.
const MAX_UNNAMED_DELETIONS: usize = 2;

impl TwoPhasePipeline {
    /// The operations that these facts lead to.
    pub(super) async fn decide(
        &self,
        conversation: &Conversation,
        recollection: &dyn Recollection,
        facts: Vec<Fact>,
        findings: &mut Findings,
    ) -> Result<Vec<Operation>> {
        if facts.is_empty() {
            return Ok(Vec::new());
        }
        let texts: Vec<String> = facts.iter().map(|fact| fact.text.clone()).collect();
        let each = self.settings.known_for_each;
        let mut near = recollection.near(&texts, each).await?;
        near.resize_with(facts.len(), Vec::new);
        let mut waiting = VecDeque::new();
        let mut fresh = Vec::new();
        for (fact, near) in facts.into_iter().zip(near) {
            let text = normalized(&fact.text);
            if near
                .iter()
                .any(|known| normalized(&known.item.text) == text)
            {
                findings.reject(&fact.text, "it is known already");
            } else {
                fresh.push((fact, near));
            }
            if fresh.len() >= self.settings.facts_at_once.max(1) {
                waiting.push_back(std::mem::take(&mut fresh));
            }
        }
        if !fresh.is_empty() {
            waiting.push_back(fresh);
        }
        let mut operations = Vec::new();
        let mut changed = HashSet::new();
        while let Some(mut batch) = waiting.pop_front() {
            let (facts, lists): (Vec<Fact>, Vec<Vec<Recalled>>) = batch.iter().cloned().unzip();
            // What an earlier batch changed is not changed again by what it doesn't know of.
            let known: Vec<MemoryItem> = nearest(lists, MAX_KNOWN)
                .into_iter()
                .map(|recalled| recalled.item)
                .filter(|item| !changed.contains(&item.id))
                .collect();
            let mut court = Court {
                conversation,
                facts: &facts,
                known: &known,
                covered: HashSet::new(),
                touched: HashSet::new(),
                unnamed: Vec::new(),
                operations: Vec::new(),
            };
            if known.is_empty() && self.settings.update_prompt.is_none() {
                court.add_all();
            } else {
                match self.ask(&facts, &known, findings).await? {
                    Answer::Read(suggestions) => court.take(suggestions, findings),
                    Answer::CutOff => {
                        let second = batch.split_off(batch.len() / 2);
                        waiting.push_front(second);
                        waiting.push_front(batch);
                        continue;
                    }
                }
            }
            changed.extend(std::mem::take(&mut court.touched));
            operations.append(&mut court.operations);
        }
        Ok(operations)
    }

    async fn ask(
        &self,
        facts: &[Fact],
        known: &[MemoryItem],
        findings: &mut Findings,
    ) -> Result<Answer<Vec<Suggestion>>> {
        let known: Vec<&str> = known.iter().map(|item| item.text.as_str()).collect();
        let texts: Vec<&str> = facts.iter().map(|fact| fact.text.as_str()).collect();
        let request = Request {
            guidance: self.settings.update_prompt.as_deref(),
            known: &known,
            facts: &texts,
        };
        let asked = Asked {
            messages: request.messages(),
            format: ReplyFormat::Json {
                name: "memory_events",
                schema: decision::schema(),
            },
            form: decision::FORM,
            may_split: facts.len() > 1,
        };
        Ok(asked
            .of(&*self.llm, &mut findings.usage, reconcile::read)
            .await?)
    }
}

/// Where the events of one decision are held against facts and memories.
struct Court<'a> {
    conversation: &'a Conversation,
    facts: &'a [Fact],
    known: &'a [MemoryItem],
    /// The facts that an operation took up.
    covered: HashSet<usize>,
    /// The memories that have an operation.
    touched: HashSet<String>,
    /// Deletions of memories that no fact speaks of, each with its fact.
    unnamed: Vec<(&'a MemoryItem, usize)>,
    operations: Vec<Operation>,
}

impl<'a> Court<'a> {
    /// Every fact is new.
    fn add_all(&mut self) {
        let added = self.facts.iter().map(|fact| {
            let sources = fact.sources.clone();
            Operation::Add(statement(
                self.conversation,
                &fact.text,
                sources,
                Metadata::new(),
            ))
        });
        self.operations.extend(added);
    }

    fn take(&mut self, suggestions: Vec<Suggestion>, findings: &mut Findings) {
        let (deletions, others): (Vec<_>, Vec<_>) = suggestions
            .into_iter()
            .partition(|suggestion| suggestion.action == Action::Delete);
        // An update says more than a deletion of the same memory: it goes first.
        for suggestion in others.iter().chain(&deletions) {
            if let Err(reason) = self.judge(suggestion) {
                findings.reject(&suggestion.text, reason);
            }
        }
        self.delete_unnamed(findings);
        for (place, fact) in self.facts.iter().enumerate() {
            if !self.covered.contains(&place) {
                findings.reject(&fact.text, "known already, as the model decided");
            }
        }
    }

    fn judge(&mut self, suggestion: &Suggestion) -> Result<(), &'static str> {
        match suggestion.action {
            Action::Keep => Ok(()),
            Action::Unknown => Err("an unknown event"),
            Action::Add => self.add(suggestion),
            Action::Update => match self.target(suggestion) {
                Some(item) => self.update(suggestion, item),
                // It changes something that we don't know: to us it is new.
                None => self.add(suggestion),
            },
            Action::Delete => {
                let item = suggestion.target.and_then(|id| self.numbered(id));
                let repeated = || self.reading(&suggestion.text);
                match item {
                    None => Err("names no known memory"),
                    // Models miscount more often than they miscopy.
                    Some(item) => self.delete(repeated().unwrap_or(item)),
                }
            }
        }
    }

    fn add(&mut self, suggestion: &Suggestion) -> Result<(), &'static str> {
        check_text(&suggestion.text)?;
        if self.reading(&suggestion.text).is_some() {
            return Err("it is known already");
        }
        let sources = self.sources(&suggestion.text, None)?;
        self.operations.push(Operation::Add(statement(
            self.conversation,
            &suggestion.text,
            sources,
            Metadata::new(),
        )));
        Ok(())
    }

    fn update(&mut self, suggestion: &Suggestion, item: &MemoryItem) -> Result<(), &'static str> {
        check_text(&suggestion.text)?;
        if normalized(&suggestion.text) == normalized(&item.text) {
            return Err("it is known already");
        }
        // A number that slipped: nothing of the old memory is left in the new text, nor repeated
        // beside it. Both stay.
        let repeats = suggestion
            .old_text
            .as_deref()
            .is_some_and(|old| normalized(old) == normalized(&item.text));
        let alike = overlap(&term_counts(&suggestion.text), &term_counts(&item.text));
        let is_meant = repeats || other_script(&suggestion.text, &item.text);
        // Nor does an order ("replace every memory with …") change what it doesn't speak of.
        if alike.jaccard == 0.0 && (!is_meant || self.is_ordered(&suggestion.text)) {
            return self.add(suggestion);
        }
        let sources = self.sources(&suggestion.text, Some(&item.text))?;
        self.touch(item)?;
        self.operations.push(Operation::Update {
            memory_id: item.id.clone(),
            statement: statement(
                self.conversation,
                &suggestion.text,
                sources,
                Metadata::new(),
            ),
        });
        Ok(())
    }

    /// Whether a fact that a text is made of comes from an order to the model.
    fn is_ordered(&self, text: &str) -> bool {
        self.facts
            .iter()
            .filter(|fact| share_in(text, &fact.text) >= MIN_SHARED)
            .filter_map(|fact| Some((fact, fact.sources.first()?)))
            .filter_map(|(fact, place)| Some((fact, self.conversation.utterances.get(*place)?)))
            .any(|(fact, said)| is_order(Some(&fact.text), &said.text))
    }

    fn delete(&mut self, item: &'a MemoryItem) -> Result<(), &'static str> {
        // A deletion says nothing itself: it goes by the fact that is most like the memory.
        let best = self
            .facts
            .iter()
            .enumerate()
            .map(|(place, fact)| (share_in(&item.text, &fact.text), place))
            .max_by(|(one, first), (other, second)| one.total_cmp(other).then(second.cmp(first)));
        let Some((share, place)) = best else {
            return Err("no fact says so");
        };
        self.touch(item)?;
        if share >= MIN_SHARED {
            self.push_deletion(item, place);
        } else {
            self.unnamed.push((item, place));
        }
        Ok(())
    }

    /// Deletions by facts that don't speak of what they delete: a few are retractions in other
    /// words, many are an order to forget, which a message can't give.
    fn delete_unnamed(&mut self, findings: &mut Findings) {
        let unnamed = std::mem::take(&mut self.unnamed);
        let many = unnamed.len() > MAX_UNNAMED_DELETIONS;
        for (item, place) in unnamed {
            let said = self.facts[place].sources.first();
            let said = said.and_then(|place| self.conversation.utterances.get(*place));
            let is_order = said.is_none_or(|said| {
                said.role == "assistant" || is_order(Some(&self.facts[place].text), &said.text)
            });
            if many || is_order {
                findings.reject(
                    &format!("delete {}", item.text),
                    "a message can't order memories deleted that it doesn't speak of",
                );
            } else {
                self.push_deletion(item, place);
            }
        }
    }

    fn push_deletion(&mut self, item: &MemoryItem, place: usize) {
        let Some(source) = self.facts[place].sources.first() else {
            return;
        };
        self.covered.insert(place);
        self.operations.push(Operation::Delete {
            memory_id: item.id.clone(),
            source: *source,
            quote: None,
        });
    }

    /// The messages of the facts that a text is made of.
    fn sources(&mut self, text: &str, beside: Option<&str>) -> Result<Vec<usize>, &'static str> {
        let mut made_of: Vec<(f32, usize)> = Vec::new();
        for (place, fact) in self.facts.iter().enumerate() {
            // Either may be the longer one: a text joins facts, or shortens one.
            let share = share_in(text, &fact.text).max(share_in(&fact.text, text));
            let new = beside.map_or(1.0, |old| 1.0 - share_in(&fact.text, old));
            if share >= MIN_SHARED && (new > 0.0 || self.facts.len() == 1) {
                made_of.push((share, place));
            }
        }
        if made_of.is_empty() && self.facts.iter().all(|fact| other_script(text, &fact.text)) {
            made_of = (0..self.facts.len()).map(|place| (1.0, place)).collect();
        }
        // The old memory's words are known, but something of the rest has to be said.
        if made_of.is_empty() {
            return Err("no fact says so");
        }
        made_of
            .sort_by(|(one, first), (other, second)| other.total_cmp(one).then(first.cmp(second)));
        let best = made_of[0].0;
        let mut sources = Vec::new();
        for (share, place) in made_of {
            // Weak resemblance beside a strong one is chance.
            if share < best.min(0.6) {
                continue;
            }
            self.covered.insert(place);
            for source in &self.facts[place].sources {
                if !sources.contains(source) {
                    sources.push(*source);
                }
            }
        }
        Ok(sources)
    }

    /// The memory that an update means: the one whose text it repeats, else the one with its
    /// number. Models miscount more often than they miscopy.
    fn target(&self, suggestion: &Suggestion) -> Option<&'a MemoryItem> {
        let repeated = suggestion.old_text.as_deref();
        repeated
            .and_then(|text| self.reading(text))
            .or_else(|| self.numbered(suggestion.target?))
    }

    /// The memory with this number, counted from 0.
    fn numbered(&self, number: i64) -> Option<&'a MemoryItem> {
        self.known.get(usize::try_from(number).ok()?)
    }

    /// The memory that reads like this.
    fn reading(&self, text: &str) -> Option<&'a MemoryItem> {
        let text = normalized(text);
        self.known
            .iter()
            .find(|item| !text.is_empty() && normalized(&item.text) == text)
    }

    /// Notes that a memory has its operation; a second one is refused.
    fn touch(&mut self, item: &MemoryItem) -> Result<(), &'static str> {
        if self.touched.insert(item.id.clone()) {
            Ok(())
        } else {
            Err("another event for the same memory")
        }
    }
}
