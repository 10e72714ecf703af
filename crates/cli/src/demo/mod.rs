//! The guided tour: two people, four conversations each, and what is remembered of them.

mod narration;
mod story;
mod tour;

use mem0::{Memory, MemoryConfig};
use serde_json::{Value, json};

use self::narration::Narration;
pub use self::story::Story;
use self::tour::Tour;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Format, Paint, Reply, View, print};

/// The conversations that are shipped.
///
/// # Errors
/// They can't be read, which a test rules out.
pub fn stories() -> Result<Vec<Story>, Failure> {
    let texts = [
        include_str!("../../../../examples/data/english.json"),
        include_str!("../../../../examples/data/chinese.json"),
    ];
    let read = |text| serde_json::from_str(text);
    texts
        .into_iter()
        .map(read)
        .collect::<Result<_, _>>()
        .map_err(|error| {
            Failure::wrong(
                format!("the conversations of the tour can't be read: {error}"),
                "",
            )
        })
}

/// Tells the stories on a store of their own, which is gone afterwards. The exit code is 1 if
/// something that is shown is not as it should be.
pub async fn run(stories: Vec<Story>, context: &Context) -> Result<Reply, Failure> {
    let screen = Screen {
        shown: matches!(context.global.format(), Format::Text | Format::Table),
        paint: context.paint,
    };
    let folder = tempfile::tempdir()?;
    let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
    let mut checks = Vec::new();
    for story in &stories {
        let narration = Narration::in_language(&story.language);
        let tour = Tour {
            memory: &memory,
            story,
            narration,
            screen: &screen,
        };
        checks.extend(tour.guide().await?);
    }
    memory.close().await?;
    let failed: Vec<&Check> = checks.iter().filter(|check| !check.passed).collect();
    let took = context.started.elapsed().as_secs_f64();
    if failed.is_empty() {
        let mut words = String::new();
        for story in &stories {
            let narration = Narration::in_language(&story.language);
            let [before, between, after] = narration.passed;
            words += &format!(
                "\n{} {before}{}{between}{took:.1}{after}\n{}\n",
                screen.paint.green("✓"),
                checks.len(),
                narration.your_turn
            );
        }
        screen.show(&words)?;
    } else {
        for check in &failed {
            context.say(&format!(
                "{} {}: expected {}, got {}",
                context.paint.red("✗"),
                check.what,
                check.expected,
                check.got
            ));
        }
    }
    let data: Vec<Value> = checks.iter().map(Check::to_json).collect();
    let mut reply = Reply::new(View::Shown, data.into());
    reply.exit_code = u8::from(!failed.is_empty());
    Ok(reply)
}

/// Something that is shown, and whether it is as it should be.
pub struct Check {
    what: String,
    expected: String,
    got: String,
    passed: bool,
}

impl Check {
    fn to_json(&self) -> Value {
        json!({
            "check": self.what,
            "expected": self.expected,
            "got": self.got,
            "passed": self.passed,
        })
    }
}

/// Where the tour is shown, step by step.
pub struct Screen {
    shown: bool,
    paint: Paint,
}

impl Screen {
    fn show(&self, text: &str) -> std::io::Result<()> {
        if self.shown { print(text) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_conversations_span_months_in_both_languages() {
        let stories = stories().unwrap();
        let languages: Vec<&str> = stories
            .iter()
            .map(|story| story.language.as_str())
            .collect();
        assert_eq!(languages, ["en", "zh"]);
        for story in &stories {
            let messages: usize = story.sessions.iter().map(|it| it.messages.len()).sum();
            assert!(
                story.sessions.len() >= 4 && messages >= 40,
                "{}",
                story.user
            );
            assert!(story.sessions.is_sorted_by_key(|session| session.date));
        }
    }
}
