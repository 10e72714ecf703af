//! How much a sentence says.

use std::sync::LazyLock;

use super::phrases::{LIGHT, PERSONAL_STARTS, Phrases};
use super::tokens::{Sort, Token, is_han};

/// What a sentence holds, counted.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Content {
    /// Words that carry meaning; a Chinese character counts as half a word.
    pub amount: f32,
    /// Whether the speaker speaks of himself or of his own.
    pub is_personal: bool,
    /// Whether digits occur.
    pub has_number: bool,
    /// Whether a capitalised word stands inside the sentence.
    pub has_name: bool,
    /// Whether something in it looks like a verb, where that can be told.
    has_verb: bool,
    /// Whether it is in another language than English, of which less is known.
    is_foreign: bool,
    /// How many characters of a script without spaces it has.
    glyphs: usize,
    /// Whether it has the form "label: value".
    is_entry: bool,
}

impl Content {
    /// Whether a sentence with this content states something.
    pub fn is_enough(&self) -> bool {
        if self.is_personal {
            // 我没有车 says enough with one character of content.
            return self.amount >= 1.0 || self.amount >= 0.5 && self.glyphs >= 4;
        }
        let anchored = self.has_number || self.has_name;
        match (self.is_entry, self.has_verb) {
            (true, _) => self.amount >= 2.0,
            (_, true) if anchored || self.is_foreign => self.amount >= 2.0,
            (_, true) => self.amount >= 2.5,
            (_, false) => anchored && self.amount >= 4.0,
        }
    }

    /// A number to compare statements by when not all can be kept.
    pub fn rank(&self) -> f32 {
        let bonus = |present: bool, worth: f32| if present { worth } else { 0.0 };
        self.amount.min(14.0)
            + bonus(self.is_personal, 4.0)
            + bonus(self.has_number, 2.0)
            + bonus(self.has_name, 2.0)
    }
}

/// What changes a life, in few characters.
static LIFE_EVENTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "去世 | 过世 | 生病 | 住院 | 怀孕 | 出生 | 结婚 | 离婚 | 订婚 | 毕业 | 退休 | 失业 | 辞职 | 离职 \
         | 升职 | 搬家",
    )
});

/// Counts what a sentence holds.
pub(super) fn content(span: &[Token]) -> Content {
    let heavy = LIGHT.uncovered(span);
    let told: f32 = heavy.iter().map(|token| weight(token)).sum();
    // 豆包去世了 is short, and says a lot.
    let amount = told + if LIFE_EVENTS.occur_in(span) { 1.0 } else { 0.0 };
    let is_latin = |token: &Token| token.text.is_ascii();
    let words = span.iter().filter(|token| token.is_wordlike());
    let all_latin = words.clone().all(is_latin);
    let speaks_of_self = span.iter().any(|token| {
        matches!(
            token.text.as_str(),
            "i" | "my"
                | "me"
                | "mine"
                | "myself"
                | "we"
                | "our"
                | "ours"
                | "us"
                | "我"
                | "咱"
                | "俺"
        )
    });
    let foreign = !all_latin || !is_english(span);
    let colon = span.iter().position(|token| token.is(":"));
    Content {
        amount,
        is_personal: speaks_of_self || PERSONAL_STARTS.prefix(span).is_some(),
        has_number: span.iter().any(|token| token.sort == Sort::Number),
        has_name: span
            .iter()
            .skip(1)
            .any(|token| token.capital && !token.is("i")),
        // Only English says little enough about itself to be tested.
        has_verb: foreign || words.clone().skip(1).any(looks_like_verb),
        is_foreign: foreign,
        glyphs: span
            .iter()
            .filter(|token| token.sort == Sort::Glyph)
            .count(),
        is_entry: colon.is_some_and(|at| at > 0 && at + 1 < span.len()) && span.len() <= 16,
    }
}

fn weight(token: &Token) -> f32 {
    match token.sort {
        Sort::Glyph => 0.5,
        Sort::Number => 1.0,
        Sort::Mark => 0.0,
        // Scripts without spaces write whole phrases as one word.
        Sort::Word
            if token
                .text
                .chars()
                .any(|c| matches!(c as u32, 0xE00..=0xEFF | 0x1000..=0x109F | 0x1780..=0x17FF)) =>
        {
            token.text.chars().count() as f32 / 4.0
        }
        Sort::Word => 1.0,
    }
}

fn looks_like_verb(token: &Token) -> bool {
    const AUXILIARIES: [&str; 24] = [
        "is", "are", "was", "were", "am", "be", "been", "has", "have", "had", "will", "would",
        "can", "could", "should", "must", "does", "did", "do", "may", "might", "went", "got",
        "came",
    ];
    const VERBS: [&str; 52] = [
        "likes", "loves", "hates", "works", "lives", "wants", "needs", "plays", "goes", "says",
        "thinks", "knows", "makes", "takes", "gets", "gives", "comes", "runs", "eats", "drinks",
        "reads", "writes", "speaks", "studies", "teaches", "starts", "ends", "begins", "costs",
        "keeps", "prefers", "enjoys", "owns", "uses", "drives", "left", "made", "took", "gave",
        "said", "told", "bought", "sold", "met", "won", "lost", "broke", "grew", "taught",
        "became", "closes", "opens",
    ];
    let word = token.text.as_str();
    AUXILIARIES.contains(&word)
        || VERBS.contains(&word)
        || word.len() > 4 && word.ends_with("ed") && !token.capital
}

/// Whether the words are English as far as anybody can tell.
fn is_english(span: &[Token]) -> bool {
    let text: Vec<&str> = span
        .iter()
        .map(|token| token.text.as_str())
        .take(64)
        .collect();
    mem0_text::detect(&text.join(" ")) == mem0_text::Language::English
}

/// Whether a text is written mostly without spaces between words.
pub(super) fn is_dense(text: &str) -> bool {
    let glyphs = text.chars().filter(|character| is_han(*character)).count();
    glyphs * 3 > text.chars().count()
}
