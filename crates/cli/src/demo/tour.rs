//! One story, told step by step.

use mem0::contract::{change_json, hit_json};
use mem0::{AddOptions, ChangeEvent, Hit, Memory, Scope, SearchOptions, UpdateOptions};

use super::{Check, Narration, Screen, Story};
use crate::failure::Failure;
use crate::output::{day, history, hit_lines};

/// One story, told step by step.
pub struct Tour<'a> {
    pub memory: &'a Memory,
    pub story: &'a Story,
    pub narration: &'static Narration,
    pub screen: &'a Screen,
}

impl Tour<'_> {
    /// Tells it; answers what was checked on the way.
    pub async fn guide(&self) -> Result<Vec<Check>, Failure> {
        self.title(&format!("{}{}", self.narration.title, self.story.user))?;
        self.converse().await?;
        let mut checks = self.ask().await?;
        checks.extend(self.update().await?);
        checks.extend(self.then_and_now().await?);
        Ok(checks)
    }

    fn scope(&self) -> Scope {
        Scope::user(&self.story.user)
    }

    fn title(&self, words: &str) -> std::io::Result<()> {
        self.screen.show(&format!(
            "\n{}",
            self.screen.paint.bold(&format!("— {words} —"))
        ))
    }

    async fn converse(&self) -> Result<(), Failure> {
        let paint = self.screen.paint;
        for session in &self.story.sessions {
            let options = AddOptions::new(self.scope()).timestamp(session.date);
            let added = self.memory.add(session.messages.clone(), options).await?;
            let [before, after] = self.narration.session;
            let date = session.date.to_string();
            self.screen.show(&format!(
                "\n{}  {before}{}{after}",
                paint.cyan(day(&date)),
                session.messages.len()
            ))?;
            if added.results.is_empty() {
                self.screen.show(&format!("  {}", self.narration.nothing))?;
            }
            for result in &added.results {
                let sign = match result.event {
                    ChangeEvent::Add => paint.green("+"),
                    ChangeEvent::Update => paint.yellow("~"),
                    ChangeEvent::Delete => paint.red("-"),
                };
                let before = result.previous_memory.as_ref();
                let before = before.map(|text| paint.dim(&format!("  ← {text}")));
                self.screen.show(&format!(
                    "  {sign} {}{}",
                    result.memory,
                    before.unwrap_or_default()
                ))?;
            }
        }
        Ok(())
    }

    async fn ask(&self) -> Result<Vec<Check>, Failure> {
        self.title(self.narration.questions)?;
        let mut checks = Vec::new();
        for sight in &self.story.tour.questions {
            let options = SearchOptions::new(self.scope()).limit(2).explain();
            let hits = self.memory.search(&sight.ask, options).await?.hits;
            self.show(&sight.ask, &hits)?;
            checks.push(first_hit(&sight.ask, &sight.expect, &hits));
        }
        Ok(checks)
    }

    async fn update(&self) -> Result<Vec<Check>, Failure> {
        let update = &self.story.tour.update;
        self.title(self.narration.update)?;
        let options = SearchOptions::new(self.scope()).limit(1);
        let hits = self.memory.search(&update.ask, options).await?.hits;
        let mut checks = vec![first_hit(&update.ask, &update.expect, &hits)];
        let Some(hit) = hits.into_iter().next() else {
            return Ok(checks);
        };
        let id = hit.item.id.as_str();
        let paint = self.screen.paint;
        self.screen.show(&format!(
            "  {}\n{} {}",
            hit.item.text,
            paint.yellow("~"),
            update.text
        ))?;
        self.memory
            .update(id, UpdateOptions::text(&update.text))
            .await?;

        self.title(self.narration.history)?;
        let changes = self.memory.history(id).await?;
        let rows: Vec<_> = changes.iter().map(change_json).collect();
        self.screen.show(&history(&rows, paint))?;
        let last = changes.last().and_then(|change| change.new_memory.clone());
        checks.push(same("the last change of the history", &update.text, last));

        self.memory.undo(id).await?;
        let now = self.memory.get(id).await?.map(|item| item.text);
        self.screen.show(&format!(
            "{}{}",
            self.narration.undone,
            now.as_deref().unwrap_or_default()
        ))?;
        checks.push(same("the memory after undo", &hit.item.text, now));
        Ok(checks)
    }

    async fn then_and_now(&self) -> Result<Vec<Check>, Failure> {
        let sight = &self.story.tour.then_and_now;
        self.title(self.narration.then_and_now)?;
        let options = SearchOptions::new(self.scope()).limit(1);
        let then = self
            .memory
            .search(&sight.ask, options.clone().as_of(sight.then))
            .await?
            .hits;
        let now = self.memory.search(&sight.ask, options).await?.hits;
        let date = sight.then.to_string();
        self.show(
            &format!("{} ({} {})", sight.ask, self.narration.then, day(&date)),
            &then,
        )?;
        self.show(&format!("{} ({})", sight.ask, self.narration.now), &now)?;
        Ok(vec![
            first_hit(
                &format!("{} ({})", sight.ask, day(&date)),
                &sight.then_expect,
                &then,
            ),
            first_hit(&sight.ask, &sight.now_expect, &now),
        ])
    }

    fn show(&self, question: &str, hits: &[Hit]) -> std::io::Result<()> {
        let paint = self.screen.paint;
        let mut text = format!("\n{} {}\n", paint.cyan("?"), paint.bold(question));
        for (place, hit) in hits.iter().enumerate() {
            let reason = hit
                .explanation
                .as_ref()
                .map(|explanation| explanation.sentence());
            text += &hit_lines(place + 1, &hit_json(hit), reason.as_deref(), paint);
        }
        self.screen.show(&text)
    }
}

fn first_hit(question: &str, expected: &[String], hits: &[Hit]) -> Check {
    let got = hits
        .first()
        .map(|hit| hit.item.text.clone())
        .unwrap_or_default();
    let lower = got.to_lowercase();
    Check {
        what: question.to_owned(),
        expected: expected.join(" / "),
        passed: expected
            .iter()
            .any(|words| lower.contains(&words.to_lowercase())),
        got,
    }
}

fn same(what: &str, expected: &str, got: Option<String>) -> Check {
    let got = got.unwrap_or_default();
    Check {
        what: what.to_owned(),
        expected: expected.to_owned(),
        passed: got == expected,
        got,
    }
}
