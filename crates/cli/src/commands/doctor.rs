//! `mem0 doctor`: checks store, models, keys and disk.

use std::path::Path;

use clap::Args;
use mem0::registry::ProviderKind;
use mem0::{Memory, MemoryConfig, PipelineKind};
use serde_json::{Value, json};

use super::status::bytes;
use super::{counted, memories};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Paint, Reply, View};

/// Below this much free disk it says so.
const LITTLE_DISK: u64 = 256 << 20;

/// Nothing to choose.
#[derive(Debug, Args)]
pub struct Arguments {}

/// One thing that was looked at.
struct Finding {
    about: &'static str,
    state: State,
    words: String,
    /// What to do; empty if all is well.
    advice: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Well,
    Warning,
    Wrong,
}

/// Looks at everything, also when something is wrong.
pub async fn run(_: Arguments, context: &Context) -> Result<Reply, Failure> {
    let mut findings = Vec::new();
    match MemoryConfig::load(context.load_options()) {
        Err(error) => findings.push(wrong("configuration", &error)),
        Ok(config) => {
            findings.extend(configuration(&config));
            findings.extend(keys(&config));
            findings.extend(disk(config.path()));
            let named = config.embedder().provider().name;
            match Memory::open(config).await {
                Err(error) => findings.push(wrong("store", &error)),
                Ok(memory) => {
                    findings.extend(store(&memory, named).await);
                    // Everything is read; what closing has to say changes nothing of it.
                    let _ = memory.close().await;
                }
            }
        }
    }
    Ok(reply(&findings, context.paint))
}

fn configuration(config: &MemoryConfig) -> Vec<Finding> {
    let mut findings: Vec<Finding> = config
        .warnings()
        .iter()
        .map(|warning| Finding {
            about: "configuration",
            state: State::Warning,
            words: warning.clone(),
            advice: "`mem0 config show` prints what is in force.".to_owned(),
        })
        .collect();
    if findings.is_empty() {
        findings.push(well(
            "configuration",
            "no unknown or unusable setting".to_owned(),
        ));
    }
    let extraction = match config.pipeline() {
        PipelineKind::Local => "by rules in this program (no language model)",
        PipelineKind::Reconcile => "by the configured language model",
        PipelineKind::TwoPhase => "by the configured language model, in two steps",
        PipelineKind::Additive => "by the configured language model, which only adds",
    };
    findings.push(well("extraction", extraction.to_owned()));
    let reranker = config.reranker();
    let model = reranker.text("model");
    let model = model.map_or(String::new(), |model| format!("/{model}"));
    findings.push(well(
        "reranker",
        format!(
            "{}{model}, where a search asks for one",
            reranker.provider().name
        ),
    ));
    findings
}

/// Names the keys that are there or missing; never shows one.
fn keys(config: &MemoryConfig) -> Vec<Finding> {
    let rows = config.effective();
    let mut findings = Vec::new();
    let chosen = [
        (ProviderKind::Llm, config.llm()),
        (ProviderKind::Embedder, Some(config.embedder())),
        (ProviderKind::Reranker, Some(config.reranker())),
    ];
    for (kind, provider) in chosen {
        let Some(provider) = provider.map(mem0::config::ProviderConfig::provider) else {
            continue;
        };
        // Headers and proxies are secrets too, but nothing that must be set.
        let keys = provider.settings.iter();
        for setting in keys.filter(|key| key.secret && !key.environment.is_empty()) {
            let key = format!("{kind}.config.{}", setting.name);
            findings.push(match rows.iter().find(|row| row.key == key) {
                Some(row) => well("key", format!("{key} is set ({})", row.origin)),
                None => Finding {
                    about: "key",
                    state: State::Warning,
                    words: format!("{key} is not set, which {} may need", provider.name),
                    advice: format!(
                        "Set {} in the environment, or run `mem0 config set {key} KEY`.",
                        setting.environment.join(" or ")
                    ),
                },
            });
        }
    }
    if findings.is_empty() {
        findings.push(well("key", "none needed".to_owned()));
    }
    findings
}

#[cfg(unix)]
fn disk(store: &Path) -> Vec<Finding> {
    // The nearest folder that is there: the store may not have been made yet.
    let Some(folder) = store.ancestors().find(|folder| folder.is_dir()) else {
        return Vec::new();
    };
    let Ok(disk) = rustix::fs::statvfs(folder) else {
        return Vec::new();
    };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let words = format!("{} free at {}", bytes(free), folder.display());
    vec![if free < LITTLE_DISK {
        Finding {
            about: "disk",
            state: State::Warning,
            words,
            advice: "Make room: a full disk refuses every write.".to_owned(),
        }
    } else {
        well("disk", words)
    }]
}

#[cfg(not(unix))]
fn disk(_: &Path) -> Vec<Finding> {
    Vec::new()
}

/// `named` is the embedder that the configuration names.
async fn store(memory: &Memory, named: &str) -> Vec<Finding> {
    let health = match memory.health().await {
        Ok(health) => health,
        Err(error) => return vec![wrong("store", &error)],
    };
    let mut findings: Vec<Finding> = health
        .problems
        .iter()
        .map(|problem| Finding {
            about: "store",
            state: State::Wrong,
            words: problem.clone(),
            advice: "Export what can be read, then import it into a new store.".to_owned(),
        })
        .collect();
    if findings.is_empty() {
        findings.push(well(
            "store",
            format!(
                "{}: {}, {}, {}, {}, {}, format {}",
                health.location,
                memories(health.memories),
                counted(health.versions, "version"),
                counted(health.changes, "change"),
                counted(health.episodes, "message"),
                bytes(health.bytes),
                health.format
            ),
        ));
    }
    if health.pending_episodes > 0 {
        findings.push(Finding {
            about: "messages",
            state: State::Warning,
            words: match health.pending_episodes {
                1 => "1 message waits for extraction".to_owned(),
                waiting => format!("{waiting} messages wait for extraction"),
            },
            advice: "Run `mem0 retry`.".to_owned(),
        });
    }
    match (memory.embedder_identity().await, health.embedder) {
        (Err(error), _) => findings.push(wrong("embedder", &error)),
        (Ok(configured), Some(stored)) if configured != stored => findings.push(Finding {
            about: "embedder",
            state: State::Wrong,
            words: format!("the vectors are by {stored}, but {configured} is configured"),
            advice: "Configure the former, or run `mem0 reembed`.".to_owned(),
        }),
        (Ok(kept), _) if memory.config().embedder().provider().name != named => {
            findings.push(Finding {
                about: "embedder",
                state: State::Well,
                words: format!("{kept}, which made the vectors; a key alone changes nothing"),
                advice: format!(
                    "To change over: `mem0 config set embedder.provider {named}`, then `mem0 reembed`."
                ),
            });
        }
        (Ok(configured), _) => findings.push(well("embedder", configured.to_string())),
    }
    findings.push(well("signals", memory.signals().join(", ")));
    findings
}

fn well(about: &'static str, words: String) -> Finding {
    Finding {
        about,
        state: State::Well,
        words,
        advice: String::new(),
    }
}

fn wrong(about: &'static str, error: &mem0::Error) -> Finding {
    Finding {
        about,
        state: State::Wrong,
        words: error.to_string(),
        advice: error.hint(),
    }
}

fn reply(findings: &[Finding], paint: Paint) -> Reply {
    let mut words = String::new();
    let mut data: Vec<Value> = Vec::new();
    for finding in findings {
        let (sign, state) = match finding.state {
            State::Well => (paint.green("ok     "), "ok"),
            State::Warning => (paint.yellow("warning"), "warning"),
            State::Wrong => (paint.red("wrong  "), "wrong"),
        };
        words += &format!("{sign}  {:<13}  {}\n", finding.about, finding.words);
        if !finding.advice.is_empty() {
            words += &format!("{:24}{}\n", "", paint.dim(&finding.advice));
        }
        data.push(json!({
            "check": finding.about,
            "state": state,
            "message": finding.words,
            "advice": finding.advice,
        }));
    }
    let is_wrong = findings.iter().any(|finding| finding.state == State::Wrong);
    let mut reply = Reply::new(View::Words(words), data.into());
    reply.exit_code = u8::from(is_wrong);
    reply
}
