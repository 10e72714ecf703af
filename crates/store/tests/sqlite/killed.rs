//! A process that is killed while it writes: what it was told is kept, is kept.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use mem0_core::memory_store::{Changes, ReadHistory, ReadMemories};
use mem0_core::{Clock, IdSource, MemoryStore, RandomIds, Scope, SystemClock};
use mem0_testkit::scribe::{Scribe, everything_of};
use mem0_testkit::{SequentialIds, TestResult};

use crate::open;

const FOLDER: &str = "MEM0_TEST_FOLDER";

/// The process that is killed: commits pairs of memories, each with its episode, and says so.
#[tokio::test]
#[ignore = "runs inside the process that another test starts and kills"]
async fn victim() -> TestResult {
    let folder = std::env::var_os(FOLDER).expect("the other test names the folder");
    let store = open(folder.as_ref());
    let random = RandomIds.next_id();
    let first = u64::from_str_radix(&random[..8], 16)? << 24;
    let scribe = Scribe {
        ids: SequentialIds::from(first),
        ..Scribe::default()
    };
    scribe.clock.set(SystemClock.now());
    let scope = Scope::user("ann");
    for round in 0_u64.. {
        let many = if round % 5 == 0 { 200 } else { 1 };
        let mut changes = Changes::default();
        let mut ids = Vec::new();
        for _ in 0..many {
            let said = scribe.episode(&scope, format!("said in round {round}"));
            let mut item = scribe.memory(&scope, format!("words of round {round}"));
            item.sources = vec![said.id.clone()];
            ids.push(item.id.clone());
            changes.episodes.push(said);
            changes.writes.push(scribe.add(&item));
        }
        store.commit(changes).await?;
        let mut out = std::io::stdout().lock();
        for id in ids {
            writeln!(out, "kept {id}")?;
        }
        out.flush()?;
    }
    Ok(())
}

#[tokio::test]
async fn a_killed_import_keeps_what_it_acknowledged_and_nothing_by_halves() -> TestResult {
    let folder = tempfile::tempdir()?;
    let scope = Scope::user("ann");
    let mut acknowledged = Vec::new();
    for kill_after in [1, 250, 450, 640] {
        let mut victim = Command::new(std::env::current_exe()?)
            .args([
                "--exact",
                "killed::victim",
                "--ignored",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let lines = BufReader::new(victim.stdout.take().ok_or("no pipe")?).lines();
        let mut seen = 0;
        for line in lines.map_while(Result::ok) {
            let Some((_, id)) = line.split_once("kept ") else {
                continue;
            };
            acknowledged.push(id.to_owned());
            seen += 1;
            if seen == kill_after {
                victim.kill()?;
            }
        }
        victim.wait()?;
        assert!(seen >= kill_after, "the victim died by itself after {seen}");

        let store = open(folder.path());
        let health = store.health().await?;
        assert_eq!(health.problems, [""; 0]);
        assert_eq!(
            health.memories, health.episodes,
            "each came with its episode"
        );
        assert_eq!(
            health.memories, health.changes,
            "each has its row of history"
        );
        for id in &acknowledged {
            let kept = store.get(&scope.namespace, id).await?;
            let item = kept.ok_or_else(|| format!("{id} was acknowledged and is lost"))?;
            assert_eq!(store.history(&scope.namespace, id).await?.len(), 1);
            assert_eq!(store.episodes(&item.sources).await?.len(), 1);
        }
        let listed = store.list(&everything_of(&scope)).await?;
        assert_eq!(listed.total, health.memories);
        store.close().await?;
    }
    Ok(())
}
