//! How fast the embedded store is, without an embedder or an engine around it.
//!
//! ```text
//! cargo run --release -p mem0-store --example store_speed [MEMORIES]
//! ```
//!
//! One scope, 256 dimensions, twelve terms a memory out of thirty thousand (a few of them in
//! every third memory, as in real texts), questions of eight terms with a pool of 64.

#![expect(
    clippy::print_stdout,
    reason = "a program that prints what it measures"
)]

use std::time::{Duration, Instant};

use jiff::Timestamp;
use mem0_core::filter::{Field, Filter, Test};
use mem0_core::memory_store::{
    Action, CandidateQuery, Changes, EntityMention, IndexEntry, ListQuery, ReadCandidates,
    ReadMemories, View, Write,
};
use mem0_core::{IdSource, MemoryItem, MemoryStore, Metadata, RandomIds, Scope};
use mem0_store::{Settings, SqliteStore};

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

const DIMENSIONS: usize = 256;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let memories: usize = match std::env::args().nth(1) {
        Some(number) => number.parse()?,
        None => 10_000,
    };
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("mem0.db");
    let mut dice = Dice {
        state: 1,
        written: 0,
    };
    {
        let store = SqliteStore::open(&path, Settings::default())?;
        let batches: Vec<Changes> = (0..memories.div_ceil(1000))
            .map(|batch| {
                let size = 1000.min(memories - batch * 1000);
                Changes {
                    episodes: Vec::new(),
                    writes: (0..size).map(|_| add(&mut dice)).collect(),
                }
            })
            .collect();
        let (begun, spent) = (Instant::now(), processor());
        for batch in batches {
            store.commit(batch).await?;
        }
        let rate = memories as f64 / begun.elapsed().as_secs_f64();
        let alone = memories as f64 / (processor() - spent).max(0.01);
        println!("bulk commits of 1000      {rate:>10.0} memories/s, {alone:.0} per second of cpu");
        store.close().await?;
    }
    let begun = Instant::now();
    let store = SqliteStore::open(&path, Settings::default())?;
    println!("opening                   {:>10.2?}", begun.elapsed());
    let before = resident();
    let (begun, spent) = (Instant::now(), processor());
    store.candidates(&question(&mut dice)).await?;
    let spent = (processor() - spent) * 1000.0;
    println!(
        "first search (loads)      {:>10.2?}, {spent:.0} ms of cpu",
        begun.elapsed()
    );
    println!("RAM that it took          {:>10.1} MB", resident() - before);

    let mut times = Times::default();
    for _ in 0..500 {
        let question = question(&mut dice);
        times.take(store.candidates(&question)).await?;
    }
    times.print("search");
    let keys: Vec<_> = store.candidates(&question(&mut dice)).await?.hits;
    let keys: Vec<_> = keys.iter().take(30).map(|it| it.key).collect();
    let mut times = Times::default();
    for _ in 0..200 {
        times.take(store.fetch(&keys)).await?;
    }
    times.print("fetching 30 memories");

    let (mut commits, mut searches) = (Times::default(), Times::default());
    for _ in 0..300 {
        let write = add(&mut dice);
        commits
            .take(store.commit(Changes {
                episodes: Vec::new(),
                writes: vec![write],
            }))
            .await?;
        let question = question(&mut dice);
        searches.take(store.candidates(&question)).await?;
    }
    commits.print("single commit");
    searches.print("search after a commit");

    let filter = Filter::Field(
        Field::Metadata("topic".to_owned()),
        Test::Equals("7".into()),
    );
    let filtered = CandidateQuery {
        filter: Some(filter.clone()),
        ..question(&mut dice)
    };
    let begun = Instant::now();
    store.candidates(&filtered).await?;
    println!("search, new filter        {:>10.2?}", begun.elapsed());
    let mut times = Times::default();
    for _ in 0..100 {
        times.take(store.candidates(&filtered)).await?;
    }
    times.print("search, known filter");
    let mut times = Times::default();
    for _ in 0..20 {
        let page = ListQuery {
            scope: scope(),
            filter: None,
            view: filtered.view.clone(),
            offset: 100,
            limit: 100,
        };
        times.take(store.list(&page)).await?;
    }
    times.print("page of 100");
    println!(
        "file                      {:>10.1} MB",
        store.health().await?.bytes as f64 / 1e6
    );
    Ok(())
}

fn scope() -> Scope {
    Scope::user("ann")
}

fn add(dice: &mut Dice) -> Write {
    dice.written += 1;
    let now = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(dice.written);
    let text: String = (0..12).map(|_| format!("word{} ", dice.term())).collect();
    let mut metadata = Metadata::new();
    metadata.insert("topic".to_owned(), dice.roll(10).to_string().into());
    let terms: std::collections::BTreeMap<u64, u16> = (0..12).map(|_| (dice.term(), 1)).collect();
    let entity = format!("name{}", dice.roll(3000));
    let scope = Scope {
        run_id: Some(format!("run{}", dice.roll(50))),
        ..scope()
    };
    let item = MemoryItem {
        language: "en".to_owned(),
        actor_id: Some("Ann".to_owned()),
        role: Some("user".to_owned()),
        metadata,
        ..MemoryItem::new(RandomIds.next_id(), scope, text, now)
    };
    let index = IndexEntry {
        vector: dice.vector(),
        length: terms.len() as u32,
        terms: terms.into_iter().collect(),
        entities: vec![EntityMention {
            key: entity.clone(),
            name: entity,
            kind: "name".to_owned(),
        }],
        times: Vec::new(),
        features: 0,
        aspects: 0,
    };
    let action = Action::Add {
        item: Box::new(item),
        index: Box::new(index),
        unless_known: true,
    };
    Write {
        change_id: RandomIds.next_id(),
        at: now,
        undoes: None,
        action,
    }
}

fn question(dice: &mut Dice) -> CandidateQuery {
    CandidateQuery {
        scope: scope(),
        filter: None,
        view: View::current(jiff::civil::date(2026, 1, 1)),
        vector: Some(dice.vector()),
        terms: (0..8).map(|_| (dice.term(), 1.0)).collect(),
        entities: vec![format!("name{}", dice.roll(3000))],
        times: Vec::new(),
        pool: 64,
        neighbours: 1,
        everything_below: 0,
    }
}

/// The same numbers in every run.
struct Dice {
    state: u64,
    /// Memories so far.
    written: i64,
}

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.state >> 33) % sides
    }

    fn term(&mut self) -> u64 {
        let number = if self.roll(4) == 0 {
            self.roll(10)
        } else {
            self.roll(30_000)
        };
        (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn vector(&mut self) -> Vec<f32> {
        let mut vector: Vec<f32> = (0..DIMENSIONS)
            .map(|_| self.roll(20_001) as f32 / 10_000.0 - 1.0)
            .collect();
        mem0_core::vector::normalize(&mut vector);
        vector
    }
}

#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    async fn take<T, E: Into<Box<dyn std::error::Error>>>(
        &mut self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Outcome<T> {
        let begun = Instant::now();
        let done = work.await.map_err(Into::into);
        self.0.push(begun.elapsed());
        done
    }

    fn print(&mut self, what: &str) {
        self.0.sort_unstable();
        let at = |share: usize| self.0[self.0.len() * share / 100];
        println!("{what:<25} {:>10.2?} p50 {:>10.2?} p95", at(50), at(95));
    }
}

/// Seconds of processor time that this process has used, in steps of 10 ms, where the system
/// tells.
fn processor() -> f64 {
    let line = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = line
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    fields
        .skip(11)
        .take(2)
        .filter_map(|it| it.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

/// Megabytes of RAM that this process holds, where the system tells.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|it| it.starts_with("VmRSS"))
        .unwrap_or_default();
    let kilobytes: String = line.chars().filter(char::is_ascii_digit).collect();
    kilobytes.parse().unwrap_or(0.0) / 1000.0
}
