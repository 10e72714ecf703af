//! `bench retrieval`: how often the right turns of a conversation are found.
//!
//! Conversations come in as a user would bring them in: one `add` for each session, word for
//! word (`infer = false`), with the speaker as the message's name, the session's date as its
//! time, the conversation as `user_id` and the session as `run_id`. Then each question is one
//! `search`.

use std::collections::HashMap;
use std::io::Write;
use std::time::{Duration, Instant};

use mem0::{AddOptions, Memory, Message, Scope, SearchOptions, parse_timestamp};
use serde_json::{Map, Value, json};

use super::dataset::{Conversation, Question, Turn, category_name, read};
use super::metrics::{DEPTHS, Outcome, Recall, abstention, auc, recall, tokens};
use super::timing::{Spread, milliseconds, rounded};
use crate::commands::Retrieval;
use crate::context::{Context, Unit};
use crate::failure::Failure;
use crate::output::{Reply, Table, View};

/// How many memories each search may return.
const LIMIT: usize = 50;

/// Runs it.
pub async fn run(arguments: &Retrieval, context: &Context) -> Result<Reply, Failure> {
    let mut data = read(&arguments.file)?;
    data.conversations
        .truncate(arguments.limit_conversations.unwrap_or(usize::MAX));
    let folder = tempfile::tempdir()?;
    let memory = Memory::open(super::config(context, folder.path())?).await?;
    let mut log = match &arguments.log {
        None => None,
        Some(path) => {
            let file = std::fs::File::create(path).map_err(|error| Failure::file(path, error))?;
            Some(std::io::BufWriter::new(file))
        }
    };
    let total: usize = data
        .conversations
        .iter()
        .map(|it| it.turns.len() + it.questions.len())
        .sum();
    let bar = context
        .progress(total as u64, Unit::Things)
        .with_message("Measuring");
    let mut run = Run::default();
    for conversation in &data.conversations {
        let turns = run.ingest(&memory, conversation).await?;
        bar.inc(conversation.turns.len() as u64);
        for question in &conversation.questions {
            let found = run.ask(&memory, conversation, question, &turns).await?;
            if let Some(log) = &mut log {
                writeln!(log, "{}", found.to_json(conversation, question))?;
            }
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    if let Some(mut log) = log {
        log.flush()?;
    }
    memory.close().await?;
    Ok(run.reply(arguments.by_category))
}

/// What was measured so far.
#[derive(Default)]
struct Run {
    conversations: usize,
    turns: usize,
    ingesting: Duration,
    searches: Vec<Duration>,
    outcomes: Vec<Outcome>,
    corrected: Vec<Outcome>,
    answerable: Vec<f32>,
    unanswerable: Vec<f32>,
}

/// What one question brought.
struct Found {
    /// Turn, text and score of each hit, best first.
    hits: Vec<(Option<String>, String, f32)>,
}

impl Run {
    /// Adds a conversation, session by session; answers which memory is which turn.
    async fn ingest(
        &mut self,
        memory: &Memory,
        conversation: &Conversation,
    ) -> Result<HashMap<String, String>, Failure> {
        let mut turns = HashMap::new();
        for session in conversation.turns.chunk_by(|a, b| a.session == b.session) {
            let Some(first) = session.first() else {
                continue;
            };
            let date = parse_timestamp(&first.date).map_err(mem0::Error::from)?;
            let scope = Scope {
                run_id: Some(format!("session {}", first.session)),
                ..Scope::user(&conversation.id)
            };
            let messages: Vec<Message> = session
                .iter()
                .map(|turn| Message::user(&turn.text).named(&turn.speaker))
                .collect();
            let begun = Instant::now();
            let added = memory
                .add(messages, AddOptions::new(scope).verbatim().timestamp(date))
                .await?;
            self.ingesting += begun.elapsed();
            turns.extend(matched(
                session,
                added.results.into_iter().map(|it| (it.id, it.memory)),
            )?);
        }
        self.conversations += 1;
        self.turns += conversation.turns.len();
        Ok(turns)
    }

    async fn ask(
        &mut self,
        memory: &Memory,
        conversation: &Conversation,
        question: &Question,
        turns: &HashMap<String, String>,
    ) -> Result<Found, Failure> {
        let options = SearchOptions::new(Scope::user(&conversation.id)).limit(LIMIT);
        let begun = Instant::now();
        let answers = memory.search(&question.question, options).await?;
        self.searches.push(begun.elapsed());

        let best = answers.hits.first().map_or(0.0, |hit| hit.score);
        let hits: Vec<_> = answers
            .hits
            .into_iter()
            .map(|hit| (turns.get(&hit.item.id).cloned(), hit.item.text, hit.score))
            .collect();
        let found = Found { hits };
        if question.is_answerable() {
            self.answerable.push(best);
            self.outcomes
                .push(found.outcome(question, &question.evidence));
            self.corrected
                .push(found.outcome(question, question.corrected()));
        } else {
            self.unanswerable.push(best);
        }
        Ok(found)
    }

    fn reply(&self, by_category: bool) -> Reply {
        let overall = recall(&self.outcomes);
        let mut table = Table::new(&[
            "QUESTIONS",
            "N",
            "ANY@5",
            "ANY@10",
            "ANY@20",
            "ANY@50",
            "ALL@5",
            "ALL@10",
            "ALL@20",
            "ALL@50",
        ]);
        table.rows.push(row("all", &overall));
        let mut categories = Map::new();
        for category in 1..=4 {
            let of_it = recall(self.outcomes.iter().filter(|it| it.category == category));
            if by_category {
                table.rows.push(row(category_name(category), &of_it));
            }
            categories.insert(category_name(category).to_owned(), recall_json(&of_it));
        }
        let corrected = recall(&self.corrected);
        table.rows.push(row("all, corrected labels", &corrected));

        let area = auc(&self.answerable, &self.unanswerable);
        let searches = Spread::of(&self.searches);
        let per_second = self.turns as f64 / self.ingesting.as_secs_f64().max(1e-9);
        let mut words = table.render(crate::output::Paint::default());
        let depths = DEPTHS.iter().zip(overall.tokens);
        let depths: Vec<String> = depths
            .map(|(depth, tokens)| format!("{tokens:.0} at {depth}"))
            .collect();
        words += &format!(
            "\n\nTokens returned (words × 1.35): {}\n\
             Abstention: AUC {area:.3} over {} answerable and {} unanswerable questions\n",
            depths.join(", "),
            self.answerable.len(),
            self.unanswerable.len(),
        );
        let cuts = abstention(&self.answerable, &self.unanswerable);
        for cut in cuts
            .iter()
            .filter(|cut| [0.3, 0.4, 0.5, 0.6, 0.7].contains(&cut.threshold))
        {
            words += &format!(
                "  threshold {:.2}: {:.0} % answered, {:.0} % rightly refused\n",
                cut.threshold, cut.answered, cut.refused
            );
        }
        words += &format!(
            "Search: p50 {:.2} ms, p95 {:.2} ms; add: {per_second:.0} turns/s{}",
            searches.p50,
            searches.p95,
            if cfg!(debug_assertions) {
                " (debug build: times mean nothing)"
            } else {
                ""
            },
        );
        let data = json!({
            "conversations": self.conversations,
            "turns": self.turns,
            "overall": recall_json(&overall),
            "by_category": categories,
            "corrected_labels": recall_json(&corrected),
            "tokens": "words between blanks (characters in scripts without blanks) × 1.35",
            "abstention": {
                "auc": rounded(area),
                "answerable": self.answerable.len(),
                "unanswerable": self.unanswerable.len(),
                "curve": cuts.iter().map(|cut| json!({
                    "threshold": rounded(f64::from(cut.threshold)),
                    "answered": rounded(cut.answered),
                    "refused": rounded(cut.refused),
                })).collect::<Vec<_>>(),
            },
            "search": searches.to_json(),
            "ingest_ms": rounded(milliseconds(self.ingesting)),
            "debug_build": cfg!(debug_assertions),
        });
        Reply::new(View::Words(words), data).count(overall.questions)
    }
}

impl Found {
    fn outcome(&self, question: &Question, evidence: &[String]) -> Outcome {
        let rank = |turn: &String| {
            self.hits
                .iter()
                .position(|hit| hit.0.as_ref() == Some(turn))
        };
        let mut counts = [0.0; 4];
        for (count, depth) in counts.iter_mut().zip(DEPTHS) {
            *count = self
                .hits
                .iter()
                .take(depth)
                .map(|(_, text, _)| tokens(text))
                .sum();
        }
        Outcome {
            category: question.category,
            ranks: evidence.iter().map(rank).collect(),
            tokens: counts,
        }
    }

    fn to_json(&self, conversation: &Conversation, question: &Question) -> Value {
        let outcome = self.outcome(question, &question.evidence);
        let hits: Vec<Value> = self
            .hits
            .iter()
            .take(10)
            .map(|(turn, _, score)| json!({"turn": turn, "score": rounded(f64::from(*score))}))
            .collect();
        json!({
            "conversation": conversation.id,
            "n": question.n,
            "category": question.category,
            "question": question.question,
            "evidence": question.evidence,
            "corrected_evidence": question.corrected(),
            "ranks": outcome.ranks.iter().map(|rank| rank.map(|it| it + 1)).collect::<Vec<_>>(),
            "hits": hits,
        })
    }
}

/// Which memory is which turn. Memories come in the order of the turns; a turn without any text
/// makes none.
fn matched(
    session: &[Turn],
    added: impl Iterator<Item = (String, String)>,
) -> Result<Vec<(String, String)>, Failure> {
    let mut turns = session.iter();
    let mut pairs = Vec::with_capacity(session.len());
    for (id, text) in added {
        let turn = turns
            .find(|turn| turn.text.trim() == text.trim())
            .ok_or_else(|| {
                Failure::wrong(
                    format!("a memory reads otherwise than its turn: {text}"),
                    "",
                )
            })?;
        pairs.push((id, turn.id.clone()));
    }
    Ok(pairs)
}

fn row(name: &str, recall: &Recall) -> Vec<String> {
    let mut row = vec![name.to_owned(), recall.questions.to_string()];
    row.extend(
        recall
            .any
            .iter()
            .chain(&recall.all)
            .map(|share| format!("{share:.1}")),
    );
    row
}

fn recall_json(recall: &Recall) -> Value {
    let by_depth = |figures: [f64; 4]| {
        let pairs = DEPTHS.iter().zip(figures);
        let pairs = pairs.map(|(depth, figure)| (depth.to_string(), json!(rounded(figure))));
        Value::Object(pairs.collect())
    };
    json!({
        "questions": recall.questions,
        "any": by_depth(recall.any),
        "all": by_depth(recall.all),
        "tokens": by_depth(recall.tokens),
    })
}
