//! Two processes, one file: what one commits, the other finds in its next search.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use mem0_core::memory_store::{Erasure, ReadCandidates};
use mem0_core::{MemoryStore, Scope};
use mem0_testkit::TestResult;
use mem0_testkit::scribe::{FIRST_MOMENT, Scribe, asked, writes};

use crate::open;

const FOLDER: &str = "MEM0_TEST_FOLDER";

/// The second process: searches for each line that it is given, and says how many memories the
/// scope has and how many hold the word.
#[tokio::test]
#[ignore = "runs inside the process that another test starts"]
async fn searcher() -> TestResult {
    let folder = std::env::var_os(FOLDER).ok_or("the other test names the folder")?;
    let store = open(folder.as_ref());
    for word in std::io::stdin().lines() {
        let found = store
            .candidates(&asked(&Scope::user("ann"), &word?))
            .await?
            .lexical;
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "found {} {:?}",
            found.documents, found.document_frequency
        )?;
        out.flush()?;
    }
    Ok(())
}

#[tokio::test]
async fn a_second_process_sees_every_commit_in_its_next_search() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    let scribe = Scribe::of(&store).await?;
    let scope = Scope::user("ann");
    let mut searcher = Command::new(std::env::current_exe()?)
        .args([
            "--exact",
            "processes::searcher",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(FOLDER, folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut to = searcher.stdin.take().ok_or("no pipe")?;
    let mut from = BufReader::new(searcher.stdout.take().ok_or("no pipe")?).lines();
    let mut ask = |word: &str| -> TestResult<String> {
        writeln!(to, "{word}")?;
        to.flush()?;
        loop {
            let line = from.next().ok_or("the searcher went away")??;
            if let Some((_, answer)) = line.split_once("found ") {
                return Ok(answer.to_owned());
            }
        }
    };
    assert_eq!(ask("tea")?, "0 [0]");
    let mut item = scribe.remember(&store, &scope, "likes tea").await?;
    assert_eq!(ask("tea")?, "1 [1]");
    for round in 0..20 {
        let next = scribe.next_version(&item, format!("likes drink{round}"));
        store.commit(writes([scribe.update(&next)])).await?;
        assert_eq!(ask(&format!("drink{round}"))?, "1 [1]");
        item = next;
    }
    assert_eq!(ask("tea")?, "1 [0]");
    store.commit(writes([scribe.delete(&item)])).await?;
    assert_eq!(ask("likes")?, "0 [0]");
    scribe.remember(&store, &scope, "plays cello").await?;
    assert_eq!(ask("cello")?, "1 [1]");
    store.erase(&Erasure::Scope(scope), FIRST_MOMENT).await?;
    assert_eq!(ask("cello")?, "0 [0]");
    drop(to);
    assert!(searcher.wait()?.success());
    Ok(())
}
