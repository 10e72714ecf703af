//! Loads a model at its first use and runs it beside the asynchronous tasks, a few batches at a
//! time.

use std::num::NonZeroUsize;
use std::sync::Arc;

use mem0_core::ModelError;
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

use super::batch::{Batch, plan};
use super::network::{Network, Output};
use super::tokens::{Encoded, Tokens};
use super::{ModelFolder, TransformerError};

/// The most threads by default: more of them help one question little.
const MOST_THREADS: usize = 8;
/// How many texts are run together by default: measured, more of them gain nothing.
const BATCH: usize = 8;

/// Bounds on a model's work, as the configuration may set them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// The most tokens that are read of a text. `None`: what the model's folder says.
    pub max_tokens: Option<usize>,
    /// The most texts that are run together. `None`: 8, and 1 for networks whose answer depends
    /// on the texts beside, so that a text always has the same vector.
    pub batch_size: Option<usize>,
    /// The most threads. `None`: one for each core, up to 8.
    pub threads: Option<usize>,
}

impl Limits {
    fn threads(&self) -> usize {
        self.threads.unwrap_or_else(|| {
            std::thread::available_parallelism()
                .map_or(1, NonZeroUsize::get)
                .min(MOST_THREADS)
        })
    }

    /// How many tokens are read of a text.
    ///
    /// # Errors
    /// A number is out of bounds.
    pub(super) fn check(
        &self,
        stated: usize,
        positions: Option<usize>,
    ) -> Result<usize, TransformerError> {
        let within = |option, chosen: Option<usize>, least: usize, most: usize| match chosen {
            Some(number) if !(least..=most).contains(&number) => Err(TransformerError::Option {
                option,
                problem: format!("it must be from {least} to {most}, not {number}"),
            }),
            _ => Ok(()),
        };
        within(
            "max_tokens",
            self.max_tokens,
            8,
            positions.unwrap_or(1 << 16),
        )?;
        within("batch_size", self.batch_size, 1, 1024)?;
        within("threads", self.threads, 1, 256)?;
        Ok(self.max_tokens.unwrap_or(stated))
    }
}

/// What is fed to a model: a text, or a pair of texts.
pub(super) type Text = (String, Option<String>);

/// A tokenizer and a network that run in a bounded number of threads.
pub(super) struct Runtime {
    /// Who fails, in errors: `embedder/local`.
    provider: &'static str,
    folder: ModelFolder,
    outputs: &'static [&'static str],
    max_tokens: usize,
    limits: Limits,
    loaded: OnceCell<Arc<Loaded>>,
    turns: Arc<Semaphore>,
}

struct Loaded {
    tokens: Tokens,
    network: Network,
    batch_size: usize,
}

impl Runtime {
    pub(super) fn new(
        provider: &'static str,
        folder: ModelFolder,
        outputs: &'static [&'static str],
        max_tokens: usize,
        limits: Limits,
    ) -> Self {
        Self {
            provider,
            folder,
            outputs,
            max_tokens,
            limits,
            loaded: OnceCell::new(),
            turns: Arc::new(Semaphore::new(limits.threads())),
        }
    }

    /// Runs texts through the model and reads one thing of each, in their order. `read` gets the
    /// network's answer to a batch, the batch, and the row.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        texts: Vec<Text>,
        read: impl Fn(&Output, &Batch, usize) -> Result<T, String> + Copy + Send + 'static,
    ) -> Result<Vec<T>, ModelError> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let loaded = self.loaded().await?;
        let encoded = self.encode(&loaded, texts).await?;
        let lengths: Vec<usize> = encoded.iter().map(|text| text.ids.len()).collect();
        let mut answers: Vec<Option<T>> = encoded.iter().map(|_| None).collect();
        let mut encoded: Vec<Option<Encoded>> = encoded.into_iter().map(Some).collect();
        let mut running = JoinSet::new();
        for places in plan(&lengths, loaded.batch_size) {
            let texts: Vec<Encoded> = places
                .iter()
                .filter_map(|place| encoded[*place].take())
                .collect();
            // Taken before the batch is handed over: a question that comes in during an import
            // waits for one batch, not for all.
            let turn = self.turn().await?;
            let loaded = loaded.clone();
            running.spawn_blocking(move || {
                let batch = Batch::of(&texts, loaded.tokens.padding());
                let output = loaded.network.run(&batch)?;
                drop(turn);
                let rows = 0..batch.rows();
                let read = rows
                    .map(|row| read(&output, &batch, row))
                    .collect::<Result<Vec<T>, _>>()?;
                Ok::<_, String>((places, read))
            });
        }
        while let Some(finished) = running.join_next().await {
            let (places, read) = finished
                .map_err(|stopped| self.failed(stopped.to_string()))?
                .map_err(|problem| self.failed(problem))?;
            for (place, answer) in places.into_iter().zip(read) {
                answers[place] = Some(answer);
            }
        }
        answers
            .into_iter()
            .collect::<Option<Vec<T>>>()
            .ok_or_else(|| self.failed("a text was left without an answer".to_owned()))
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, ModelError> {
        let turn = self.turns.clone().acquire_owned().await;
        turn.map_err(|closed| self.failed(closed.to_string()))
    }

    /// Loads the model, unless it is loaded.
    pub(super) async fn load(&self) -> Result<(), ModelError> {
        self.loaded().await.map(drop)
    }

    async fn loaded(&self) -> Result<Arc<Loaded>, ModelError> {
        let load = || async {
            let _turn = self.turn().await?;
            let (folder, outputs) = (self.folder.clone(), self.outputs);
            let (max_tokens, limits) = (self.max_tokens, self.limits);
            let loading = tokio::task::spawn_blocking(move || {
                let tokens = Tokens::load(&folder, max_tokens)?;
                let network = Network::load(folder.network(), outputs, limits.threads())?;
                let by_default = if network.depends_on_batch() { 1 } else { BATCH };
                Ok::<_, TransformerError>(Arc::new(Loaded {
                    tokens,
                    batch_size: limits.batch_size.unwrap_or(by_default),
                    network,
                }))
            });
            loading
                .await
                .map_err(|stopped| self.failed(stopped.to_string()))?
                .map_err(|error| self.failed(error.to_string()))
        };
        self.loaded.get_or_try_init(load).await.cloned()
    }

    /// Short texts are encoded in place: handing them to another thread would take longer.
    async fn encode(
        &self,
        loaded: &Arc<Loaded>,
        texts: Vec<Text>,
    ) -> Result<Vec<Encoded>, ModelError> {
        let bytes = |(first, second): &Text| first.len() + second.as_ref().map_or(0, String::len);
        let encode = |loaded: &Loaded, texts: &[Text]| {
            texts
                .iter()
                .map(|(first, second)| loaded.tokens.encode(first, second.as_deref()))
                .collect::<Result<Vec<Encoded>, String>>()
        };
        let encoded = if texts.iter().map(bytes).sum::<usize>() <= 2048 {
            encode(loaded, &texts)
        } else {
            let loaded = loaded.clone();
            tokio::task::spawn_blocking(move || encode(&loaded, &texts))
                .await
                .map_err(|stopped| self.failed(stopped.to_string()))?
        };
        encoded.map_err(|problem| self.failed(problem))
    }

    pub(super) fn folder(&self) -> &ModelFolder {
        &self.folder
    }

    pub(super) fn failed(&self, problem: String) -> ModelError {
        ModelError::Local {
            provider: format!("{} ({})", self.provider, self.folder.name()),
            problem,
        }
    }
}
