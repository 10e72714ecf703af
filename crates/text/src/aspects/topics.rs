//! What a statement speaks of, and what a question asks for.

use std::sync::LazyLock;

use super::Aspects;
use super::cues::Cues;
use super::names::{GENERIC, RELATIONS};
use super::units::{Break, Unit};
use crate::question::{QuestionKind, question_kind};

/// What a cue stands for.
#[derive(Debug, Clone, Copy, Default)]
struct Meaning {
    /// Topics said in a statement and asked for in a question.
    about: Aspects,
    /// Topics asked for in a question.
    asks: Aspects,
    /// Topics said in a statement, and asked for in a question if nothing clearer is.
    says: Aspects,
    /// What it does to the topics near it.
    sign: Option<Sign>,
    /// Whether it is there to hide what lies inside it.
    hides: bool,
}

impl Meaning {
    fn counts_in_statements(&self) -> bool {
        self.hides || self.sign.is_some() || !(self.about | self.says).is_empty()
    }
}

/// A word that changes what the topics near it are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Liking,
    Disliking,
    Future,
}

static CUES: LazyLock<Cues<Meaning>> = LazyLock::new(|| {
    let tables = [include_str!("cues_en.txt"), include_str!("cues_zh.txt")];
    Cues::read(&tables, |meaning: &mut Meaning, section, kind| {
        let sign = match section {
            "liking" => Some(Sign::Liking),
            "disliking" => Some(Sign::Disliking),
            "future" => Some(Sign::Future),
            _ => None,
        };
        if sign.is_some() {
            meaning.sign = sign;
            return;
        }
        let Some(topic) = Aspects::named(section) else {
            meaning.hides = true;
            return;
        };
        match kind {
            "about" => meaning.about |= topic,
            "asks" => meaning.asks |= topic,
            _ => meaning.says |= topic,
        }
    })
});

/// The topics of a statement.
pub(super) fn of_statement(text: &str, units: &[Unit<'_>]) -> Aspects {
    let mut found = match text.contains(['$', '€', '£', '¥', '￥']) {
        true => Aspects::MONEY,
        false => Aspects::default(),
    };
    let mut sentence = Sentence::default();
    let mut read = 0;
    for one in CUES.find(units, Meaning::counts_in_statements) {
        for unit in &units[read..=one.start] {
            sentence.pass(unit, &mut found);
        }
        read = one.start + 1;
        sentence.take(one.meaning);
    }
    sentence.close(&mut found);
    if found.intersects(Aspects::TRAVEL_PLAN) {
        found |= Aspects::TRAVEL;
    }
    if found.intersects(Aspects::FOOD_LIKED | Aspects::FOOD_DISLIKED) {
        found |= Aspects::FOOD;
    }
    found
}

/// What was read of a sentence.
#[derive(Default)]
struct Sentence {
    topics: Aspects,
    /// Whether what is named is liked or disliked, as last said.
    liking: Option<Sign>,
    /// Whether food was named before that was said.
    pending: bool,
    /// Whether something lies ahead.
    future: bool,
}

impl Sentence {
    /// Goes on to the next unit.
    fn pass(&mut self, unit: &Unit<'_>, found: &mut Aspects) {
        if unit.after == Break::Sentence {
            std::mem::take(self).close(found);
        } else if matches!(
            unit.word,
            "but" | "however" | "while" | "whereas" | "但" | "却"
        ) {
            self.liking = None;
            self.pending = false;
        }
    }

    fn take(&mut self, meaning: &Meaning) {
        let topics = meaning.about | meaning.says;
        self.topics |= topics;
        match meaning.sign {
            Some(Sign::Future) => self.future = true,
            Some(sign) => {
                if std::mem::take(&mut self.pending) {
                    self.topics |= taste_for_food(sign);
                }
                self.liking = Some(sign);
            }
            None => {}
        }
        if topics.intersects(Aspects::FOOD) {
            match self.liking {
                Some(sign) => self.topics |= taste_for_food(sign),
                None => self.pending = true,
            }
        }
    }

    fn close(self, found: &mut Aspects) {
        *found |= self.topics;
        if self.future && self.topics.intersects(Aspects::TRAVEL) {
            *found |= Aspects::TRAVEL_PLAN;
        }
    }
}

fn taste_for_food(sign: Sign) -> Aspects {
    match sign {
        Sign::Liking => Aspects::FOOD_LIKED,
        Sign::Disliking => Aspects::FOOD_DISLIKED,
        Sign::Future => Aspects::default(),
    }
}

/// The topics that a question asks for.
pub(super) fn of_question(text: &str, units: &[Unit<'_>]) -> Aspects {
    let mut about = Aspects::default();
    let mut asks = Aspects::default();
    let mut says = Aspects::default();
    let mut signs = Vec::new();
    for one in CUES.find(units, |_| true) {
        about |= one.meaning.about;
        asks |= one.meaning.asks;
        says |= one.meaning.says;
        signs.extend(one.meaning.sign);
    }
    let clear = about | asks;
    let mut asked = clear;
    if clear.without(GENERIC).is_empty() {
        // What is proposed ("Would a picnic …?") is not what the answer speaks of, unless it is eaten.
        asked |= match question_kind(text) {
            QuestionKind::YesNo => says.both(Aspects::FOOD | Aspects::DRINK),
            _ => says.without(RELATIONS),
        };
    }
    let telling = asked.without(GENERIC);
    if !telling.is_empty() {
        asked = telling | about.both(GENERIC).without(Aspects::TASTE);
    }
    if !asked.without(RELATIONS | GENERIC).is_empty() {
        asked = asked.without(RELATIONS);
    }
    if asked.intersects(Aspects::FOOD) {
        let dislikes = signs.contains(&Sign::Disliking);
        let likes = signs.contains(&Sign::Liking) && !dislikes;
        if likes {
            asked |= Aspects::FOOD_LIKED;
        }
        if dislikes {
            asked |= Aspects::FOOD_DISLIKED;
        }
    }
    // Which food is liked, disliked or not borne says more than that there is food.
    let closer = Aspects::FOOD_LIKED | Aspects::FOOD_DISLIKED | Aspects::DIET;
    if asked.intersects(closer) {
        asked = asked.without(Aspects::FOOD);
    }
    if asked.intersects(Aspects::TRAVEL_PLAN) {
        asked = asked.without(Aspects::TRAVEL);
    }
    asked
}
