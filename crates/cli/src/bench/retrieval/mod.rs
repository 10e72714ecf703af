//! `bench retrieval`: how often the right turns of a conversation are found.
//!
//! Conversations come in as a user would bring them in: one `add` for each session, word for
//! word (`infer = false`), with the speaker as the message's name, the session's date as its
//! time, the conversation as `user_id` and the session as `run_id`. A session of one turn without
//! a speaker is a fact and no conversation: it has no `run_id`. Then each question is one
//! `search`.

mod abstention;
mod dataset;
mod metrics;
mod report;
mod run;

use std::fs::File;
use std::io::{BufWriter, Write};

use mem0::Memory;
use serde_json::json;

use self::run::{How, Run};
use crate::bench::machine::Machine;
use crate::commands::Retrieval;
use crate::context::{Context, Unit};
use crate::failure::Failure;
use crate::output::{Reply, View};

/// Runs it.
pub async fn run(arguments: &Retrieval, context: &Context) -> Result<Reply, Failure> {
    let machine = Machine::here();
    let mut depths = arguments.k.clone();
    depths.sort_unstable();
    depths.dedup();
    let how = How {
        limit: depths.last().copied().unwrap_or(10).max(abstention::SHOWN),
        depths,
        corrected: arguments.corrected,
        rerank: arguments.rerank,
        explain: arguments.explain,
    };
    let mut log = match &arguments.log {
        None => None,
        Some(path) => {
            let file = File::create(path).map_err(|error| Failure::file(path, error))?;
            Some(BufWriter::new(file))
        }
    };
    let mut words = Vec::new();
    let mut sets = Vec::new();
    let mut questions = 0;
    for file in &arguments.files {
        let mut data = dataset::read(file)?;
        let split = arguments.split.map(|split| split.name());
        data.keep(arguments.limit_conversations, split);
        let run = measure(&data, &how, context, log.as_mut()).await?;
        words.push(run.words(&data.name, arguments.by_category, context.paint));
        sets.push(run.to_json(&data.name, split));
        questions += run.questions();
    }
    if let Some(mut log) = log {
        log.flush()?;
    }
    let mut words = words.join("\n\n");
    if cfg!(debug_assertions) {
        words += "\nThis is a debug build: its times mean nothing.";
    }
    let data = json!({
        "machine": machine.to_json(),
        "tokens": metrics::COUNTING,
        "labels": if how.corrected { "corrected" } else { "first" },
        "rerank": how.rerank,
        "explain": how.explain,
        "sets": sets,
        "debug_build": cfg!(debug_assertions),
    });
    Ok(Reply::new(View::Words(words), data).count(questions))
}

/// Measures one set, on a store of its own.
async fn measure(
    data: &dataset::Dataset,
    how: &How,
    context: &Context,
    mut log: Option<&mut BufWriter<File>>,
) -> Result<Run, Failure> {
    let folder = tempfile::tempdir()?;
    let memory = Memory::open(super::config(context, folder.path())?).await?;
    let total: usize = data
        .conversations
        .iter()
        .map(|it| it.turns.len() + it.questions.len())
        .sum();
    let bar = context
        .progress(total as u64, Unit::Things)
        .with_message(data.name.clone());
    let mut run = Run::new(how.clone());
    for conversation in &data.conversations {
        let turns = run.ingest(&memory, conversation).await?;
        bar.inc(conversation.turns.len() as u64);
        for question in &conversation.questions {
            let found = run.ask(&memory, conversation, question, &turns).await?;
            if let Some(log) = &mut log {
                let line = found.to_json(&data.name, conversation, question, how);
                writeln!(log, "{line}")?;
            }
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    memory.close().await?;
    Ok(run)
}
