//! One measured process of `bench speed`: opens a store that is there, searches, adds, and tells
//! what it took. A process of its own, so that opening is cold and memory is its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{Args, Parser};
use mem0::{AddOptions, Memory, Scope, SearchOptions};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use super::texts::Texts;
use super::timing::{Spread, milliseconds, resident};
use crate::arguments::Global;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};

/// The first word of the command line of a measured process. It is no command: people have no use
/// for it, so neither help nor completions should offer it.
pub const WORD: &str = "measured-process";

/// How many callers search at once when throughput is measured.
pub const CALLERS: usize = 16;

/// How many hits a search returns.
const LIMIT: usize = 10;

/// The command line of a measured process.
#[derive(Debug, Parser)]
pub struct Measuring {
    #[command(flatten)]
    pub global: Global,
    #[command(flatten)]
    pub task: Task,
}

/// What to measure.
#[derive(Debug, Args)]
pub struct Task {
    /// The store's folder
    pub folder: PathBuf,
    /// How many memories are in it
    #[arg(long)]
    pub size: usize,
    /// How many of them share a scope
    #[arg(long)]
    pub each: usize,
    /// How many searches and adds are timed
    #[arg(long)]
    pub repeat: usize,
    /// For how many seconds throughput is measured
    #[arg(long)]
    pub seconds: f64,
}

/// What one process measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Measured {
    /// Milliseconds until the store was open.
    pub open: f64,
    /// Milliseconds of the first search of all, which brings its scope into memory.
    pub first_search: f64,
    /// Searches in scopes that this process had not searched yet, after the first search; `None`
    /// if there is but one scope.
    pub cold: Option<Spread>,
    /// Searches in scopes that were searched before, one caller.
    pub search: Spread,
    /// One caller after another.
    pub alone: Throughput,
    /// [`CALLERS`] at once.
    pub together: Throughput,
    /// Adds, word for word.
    pub add: Spread,
    /// Bytes of memory after the searches.
    pub resident_after_search: Option<u64>,
    /// Bytes of memory at the end, and at most.
    pub resident: Option<(u64, u64)>,
}

/// Searches by several callers at once.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Throughput {
    /// Searches in a second, of all callers together.
    pub per_second: f64,
    /// How long each took.
    pub each: Spread,
}

/// Whose memory this one is.
pub fn scope_of(place: usize, each: usize) -> Scope {
    scope(place / each.max(1))
}

fn scope(number: usize) -> Scope {
    Scope::user(format!("user {number}"))
}

/// Measures.
pub async fn run(task: &Task, context: &Context) -> Result<Reply, Failure> {
    let config = super::config(context, &task.folder)?;
    let begun = Instant::now();
    let memory = Memory::open(config).await?;
    memory.get("nobody").await?;
    let open = milliseconds(begun.elapsed());

    let mut caller = Caller::new(2);
    let scopes: Arc<[usize]> = caller
        .draw(task.size.div_ceil(task.each), task.repeat)
        .into();
    let first_search = milliseconds(caller.search(&memory, scopes[0]).await?);
    let mut cold = Vec::with_capacity(scopes.len());
    for &scope in &scopes[1..] {
        cold.push(caller.search(&memory, scope).await?);
    }
    let mut warm = Vec::with_capacity(task.repeat);
    for _ in 0..task.repeat {
        let scope = scopes[caller.texts.below(scopes.len())];
        warm.push(caller.search(&memory, scope).await?);
    }
    let lasting = Duration::from_secs_f64(task.seconds);
    let alone = throughput(&memory, &scopes, 1, lasting).await?;
    let together = throughput(&memory, &scopes, CALLERS, lasting).await?;
    let resident_after_search = resident().map(|(now, _)| now);

    let mut texts = Texts::new(3);
    let mut adds = Vec::with_capacity(task.repeat);
    for _ in 0..task.repeat {
        let whose = scope_of(texts.below(task.size), task.each);
        let text = texts.memory();
        let begun = Instant::now();
        memory.add(text, AddOptions::new(whose).verbatim()).await?;
        adds.push(begun.elapsed());
    }
    let measured = Measured {
        open,
        first_search,
        cold: (!cold.is_empty()).then(|| Spread::of(&cold)),
        search: Spread::of(&warm),
        alone,
        together,
        add: Spread::of(&adds),
        resident_after_search,
        resident: resident(),
    };
    memory.close().await?;
    let data = serde_json::to_value(&measured).map_err(std::io::Error::from)?;
    Ok(Reply::new(View::Shown, data))
}

/// Somebody who asks one question after another.
struct Caller {
    texts: Texts,
}

impl Caller {
    fn new(seed: u64) -> Self {
        Self {
            texts: Texts::new(seed),
        }
    }

    /// Up to so many different scopes, one at least.
    fn draw(&mut self, scopes: usize, wanted: usize) -> Vec<usize> {
        let mut drawn: Vec<usize> = (0..scopes.max(1)).collect();
        let wanted = wanted.clamp(1, drawn.len());
        for place in 0..wanted {
            let other = place + self.texts.below(drawn.len() - place);
            drawn.swap(place, other);
        }
        drawn.truncate(wanted);
        drawn
    }

    async fn search(&mut self, memory: &Memory, number: usize) -> mem0::Result<Duration> {
        let options = SearchOptions::new(scope(number)).limit(LIMIT);
        let question = self.texts.question();
        let begun = Instant::now();
        memory.search(&question, options).await?;
        Ok(begun.elapsed())
    }
}

/// So many callers, each asking without a pause for so long.
async fn throughput(
    memory: &Memory,
    scopes: &Arc<[usize]>,
    callers: usize,
    lasting: Duration,
) -> Result<Throughput, Failure> {
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for seed in (100..).take(callers) {
        let (memory, scopes) = (memory.clone(), Arc::clone(scopes));
        tasks.spawn(async move {
            let mut caller = Caller::new(seed);
            let mut times = Vec::new();
            while times.is_empty() || begun.elapsed() < lasting {
                let scope = scopes[caller.texts.below(scopes.len())];
                times.push(caller.search(&memory, scope).await?);
            }
            Ok::<_, mem0::Error>(times)
        });
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.extend(done.map_err(std::io::Error::other)??);
    }
    Ok(Throughput {
        per_second: times.len() as f64 / begun.elapsed().as_secs_f64().max(1e-9),
        each: Spread::of(&times),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_drawn_once_each() {
        let mut caller = Caller::new(7);
        let mut drawn = caller.draw(50, 20);
        assert_eq!(drawn.len(), 20);
        drawn.sort_unstable();
        drawn.dedup();
        assert_eq!(drawn.len(), 20);
        assert!(drawn.iter().all(|scope| *scope < 50));
        assert_eq!(caller.draw(1, 20), [0]);
    }
}
