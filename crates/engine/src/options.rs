//! What callers may ask for, one struct for each operation.

use mem0_core::filter::Filter;
use mem0_core::{Date, InputError, Metadata, Scope, Timestamp};

/// How [`Engine::add`](crate::Engine::add) works.
#[derive(Debug, Clone, PartialEq)]
pub struct AddOptions {
    /// Whose memory it is; at least one id.
    pub scope: Scope,
    /// Attached to every memory that comes of it.
    pub metadata: Metadata,
    /// `true`: draw statements worth keeping from the messages. `false`: keep each message word
    /// for word. Default `true`.
    pub infer: bool,
    /// `None`, or `"procedural_memory"`: one memory that tells how something was done.
    pub memory_type: Option<String>,
    /// What extraction should heed, in words; for procedural memories the system prompt.
    pub prompt: Option<String>,
    /// What to keep, in words ("food, health"); nothing else is kept then. Default: the engine's
    /// setting, else everything worth keeping.
    pub includes: Option<String>,
    /// What to leave out, in words; wins over `includes`. Default: the engine's setting.
    pub excludes: Option<String>,
    /// When it was said; default now.
    pub timestamp: Option<Timestamp>,
    /// When the memories count as made, for memories that were kept elsewhere before; default now.
    pub created_at: Option<Timestamp>,
    /// The last day (UTC) on which the memories are shown.
    pub expires_on: Option<Date>,
    /// Whether the memories refuse updates.
    pub immutable: bool,
    /// Categories of the memories.
    pub categories: Vec<String>,
}

impl From<Scope> for AddOptions {
    /// The defaults for this scope.
    fn from(scope: Scope) -> Self {
        Self::new(scope)
    }
}

impl AddOptions {
    /// The defaults for this scope.
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            metadata: Metadata::new(),
            infer: true,
            memory_type: None,
            prompt: None,
            includes: None,
            excludes: None,
            timestamp: None,
            created_at: None,
            expires_on: None,
            immutable: false,
            categories: Vec::new(),
        }
    }

    /// Attaches metadata.
    pub fn metadata(mut self, metadata: Metadata) -> Self {
        self.metadata = metadata;
        self
    }

    /// Keeps each message word for word.
    pub fn verbatim(mut self) -> Self {
        self.infer = false;
        self
    }

    /// Makes one procedural memory.
    pub fn procedural(mut self) -> Self {
        self.memory_type = Some(PROCEDURAL.to_owned());
        self
    }

    /// Tells extraction what to heed.
    pub fn prompt(mut self, prompt: impl Into<String>) -> Self {
        self.prompt = Some(prompt.into());
        self
    }

    /// Keeps only what concerns this.
    pub fn includes(mut self, topics: impl Into<String>) -> Self {
        self.includes = Some(topics.into());
        self
    }

    /// Leaves out what concerns this.
    pub fn excludes(mut self, topics: impl Into<String>) -> Self {
        self.excludes = Some(topics.into());
        self
    }

    /// Says when it was said.
    pub fn timestamp(mut self, timestamp: Timestamp) -> Self {
        self.timestamp = Some(timestamp);
        self
    }

    /// Says how long it is shown.
    pub fn expires_on(mut self, last_day: Date) -> Self {
        self.expires_on = Some(last_day);
        self
    }

    /// Makes the memories refuse updates.
    pub fn immutable(mut self) -> Self {
        self.immutable = true;
        self
    }

    /// Gives the memories categories.
    pub fn categories(mut self, categories: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.categories = categories.into_iter().map(Into::into).collect();
        self
    }
}

/// The one `memory_type` that can be created.
pub const PROCEDURAL: &str = "procedural_memory";

/// How [`Engine::search`](crate::Engine::search) works.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchOptions {
    /// Whose memories; at least one id, here or in the filter.
    pub scope: Scope,
    /// Which of them.
    pub filter: Option<Filter>,
    /// How many at most. Default 100.
    pub limit: usize,
    /// Hits below this score are left out. 0..1; default: none is.
    pub threshold: Option<f32>,
    /// Whether a reranker looks at the best hits again. Default `false`.
    pub rerank: bool,
    /// Whether each hit explains its score. Default `false`.
    pub explain: bool,
    /// Answer from what held at this moment instead of now.
    pub as_of: Option<Timestamp>,
    /// What "yesterday" in the question means; default now.
    pub reference_date: Option<Timestamp>,
    /// Whether expired memories are shown. Default `false`.
    pub show_expired: bool,
}

impl From<Scope> for SearchOptions {
    /// The defaults for this scope.
    fn from(scope: Scope) -> Self {
        Self::new(scope)
    }
}

impl SearchOptions {
    /// The defaults for this scope.
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            filter: None,
            limit: 100,
            threshold: None,
            rerank: false,
            explain: false,
            as_of: None,
            reference_date: None,
            show_expired: false,
        }
    }

    /// Sees only what passes the filter.
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// Returns at most this many.
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Leaves out hits below this score.
    pub fn threshold(mut self, threshold: f32) -> Self {
        self.threshold = Some(threshold);
        self
    }

    /// Lets a reranker look at the best hits again.
    pub fn rerank(mut self) -> Self {
        self.rerank = true;
        self
    }

    /// Lets each hit explain its score.
    pub fn explain(mut self) -> Self {
        self.explain = true;
        self
    }

    /// Answers from what held at this moment.
    pub fn as_of(mut self, moment: Timestamp) -> Self {
        self.as_of = Some(moment);
        self
    }

    /// Says what "yesterday" in the question means.
    pub fn reference_date(mut self, moment: Timestamp) -> Self {
        self.reference_date = Some(moment);
        self
    }

    /// Shows expired memories too.
    pub fn show_expired(mut self) -> Self {
        self.show_expired = true;
        self
    }

    pub(crate) fn validated(self) -> Result<Self, InputError> {
        let (scope, filter) = bounded(self.scope, self.filter)?;
        if let Some(threshold) = self.threshold
            && !(0.0..=1.0).contains(&threshold)
        {
            return Err(InputError::Parameter {
                parameter: "threshold",
                value: threshold.to_string(),
                problem: "it must be between 0 and 1".to_owned(),
            });
        }
        Ok(Self {
            scope,
            filter,
            ..self
        })
    }
}

/// How [`Engine::get_all`](crate::Engine::get_all) works.
#[derive(Debug, Clone, PartialEq)]
pub struct ListOptions {
    /// Whose memories; at least one id, here or in the filter.
    pub scope: Scope,
    /// Which of them.
    pub filter: Option<Filter>,
    /// How many to pass over. Default 0.
    pub offset: usize,
    /// How many at most. Default 100.
    pub limit: usize,
    /// List what held at this moment instead of now.
    pub as_of: Option<Timestamp>,
    /// Whether expired memories are shown. Default `false`.
    pub show_expired: bool,
}

impl From<Scope> for ListOptions {
    /// The defaults for this scope.
    fn from(scope: Scope) -> Self {
        Self::new(scope)
    }
}

impl ListOptions {
    /// The defaults for this scope.
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            filter: None,
            offset: 0,
            limit: 100,
            as_of: None,
            show_expired: false,
        }
    }

    /// Lists only what passes the filter.
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// Passes over this many.
    pub fn offset(mut self, offset: usize) -> Self {
        self.offset = offset;
        self
    }

    /// Returns at most this many.
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Lists what held at this moment.
    pub fn as_of(mut self, moment: Timestamp) -> Self {
        self.as_of = Some(moment);
        self
    }

    /// Shows expired memories too.
    pub fn show_expired(mut self) -> Self {
        self.show_expired = true;
        self
    }

    pub(crate) fn validated(self) -> Result<Self, InputError> {
        let (scope, filter) = bounded(self.scope, self.filter)?;
        Ok(Self {
            scope,
            filter,
            ..self
        })
    }
}

/// What [`Engine::update`](crate::Engine::update) changes. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UpdateOptions {
    /// The new text.
    pub text: Option<String>,
    /// Keys to set; other keys stay.
    pub metadata: Option<Metadata>,
    /// `Some(None)` clears the expiry.
    pub expires_on: Option<Option<Date>>,
    /// From when on it is true; default now.
    pub timestamp: Option<Timestamp>,
    /// New categories, in place of the old ones.
    pub categories: Option<Vec<String>>,
}

impl UpdateOptions {
    /// Changes the text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::default()
        }
    }

    /// Sets keys of the metadata.
    pub fn metadata(mut self, metadata: Metadata) -> Self {
        self.metadata = Some(metadata);
        self
    }

    /// Sets or clears the last day on which it is shown.
    pub fn expires_on(mut self, last_day: Option<Date>) -> Self {
        self.expires_on = Some(last_day);
        self
    }

    /// Says from when on it is true.
    pub fn timestamp(mut self, timestamp: Timestamp) -> Self {
        self.timestamp = Some(timestamp);
        self
    }

    /// Sets the categories.
    pub fn categories(mut self, categories: Vec<String>) -> Self {
        self.categories = Some(categories);
        self
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A scope with at least one id: those given, and those that the filter requires at its top.
/// An id that is given both ways counts as given; the filter then still has to hold as well.
fn bounded(scope: Scope, filter: Option<Filter>) -> Result<(Scope, Option<Filter>), InputError> {
    let mut scope = scope.validated()?;
    if let Some(filter) = &filter {
        for (id, value) in filter.scope_ids() {
            if scope.get(id).is_none() {
                scope.set(id, Some(value));
            }
        }
    }
    if scope.is_unbounded() {
        return Err(InputError::NoScope);
    }
    Ok((scope, filter))
}
