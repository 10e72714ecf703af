//! Of whom a statement speaks, and of whom a question asks.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use super::Aspects;
use super::cues::{Cues, Match, is_han};
use super::units::{Break, Unit};
use crate::language::Language;
use crate::lexicon::lexicon;
use crate::mentions::{MentionKind, mentions};

static RELATIONS: LazyLock<Cues<Aspects>> = LazyLock::new(|| {
    Cues::read(
        &[include_str!("relations.txt")],
        |meaning: &mut Aspects, section, _| {
            let section = if section == "partner" {
                "spouse"
            } else {
                section
            };
            *meaning |= Aspects::named(section).unwrap_or_default();
        },
    )
});

/// Of whom a statement speaks: the subjects of its clauses, and every relation it mentions.
///
/// "I visited my sister in Rome" is about the speaker and the sister, "My sister lives in Rome"
/// about the sister alone.
pub(super) fn of_statement(text: &str, units: &[Unit<'_>]) -> Aspects {
    let reader = Reader::new(text, units);
    let mut found = reader.related();
    if reader.tells_a_name() {
        found |= Aspects::NAME;
    }
    let mut start = 0;
    for end in 1..=units.len() {
        if reader.begins_sentence(end) {
            found |= reader.sentence(start..end);
            start = end;
        }
    }
    found
}

/// Of whom a question asks.
pub(super) fn of_question(text: &str, units: &[Unit<'_>]) -> Aspects {
    let reader = Reader::new(text, units);
    let speaks = (0..units.len()).any(|at| reader.is_speaker(at, false));
    match speaks {
        true => reader.related() | Aspects::SELF,
        false => reader.related(),
    }
}

/// Whom a sentence is about, as far as its first words tell.
enum Opening {
    /// The speaker, or the user that a note is about.
    Speaker,
    /// Somebody given by name.
    Named,
    /// The speaker, or somebody who can't be told from a plain word.
    Unclear,
    /// Somebody or something else.
    Nobody,
}

/// A text with the relations that it names.
struct Reader<'a> {
    text: &'a str,
    units: &'a [Unit<'a>],
    relations: Vec<Match<'static, Aspects>>,
    /// For each unit, whether a relation begins there.
    begins: Vec<bool>,
    /// For each unit, whether it belongs to a relation.
    belongs: Vec<bool>,
    /// Where people are named, in bytes; found when first asked for.
    names: OnceCell<Vec<Range<usize>>>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, units: &'a [Unit<'a>]) -> Self {
        let relations: Vec<_> = RELATIONS
            .find(units, |_| true)
            .into_iter()
            .filter(|one| !one.meaning.is_empty())
            .collect();
        let mut begins = vec![false; units.len()];
        let mut belongs = vec![false; units.len()];
        for one in &relations {
            begins[one.start] = true;
            belongs[one.start..one.end].fill(true);
        }
        Self {
            text,
            units,
            relations,
            begins,
            belongs,
            names: OnceCell::new(),
        }
    }

    fn word(&self, at: usize) -> &'a str {
        self.units.get(at).map_or("", |unit| unit.word)
    }

    fn begins_relation(&self, at: usize) -> bool {
        self.begins.get(at).copied().unwrap_or(false)
    }

    /// Whether a sentence, or nothing, begins there.
    fn begins_sentence(&self, at: usize) -> bool {
        self.units
            .get(at)
            .is_none_or(|unit| unit.after == Break::Sentence)
    }

    /// The relations that are named. Somebody's somebody ("my sister's husband") is neither of
    /// the two.
    fn related(&self) -> Aspects {
        let mut found = Aspects::default();
        let mut relations = self.relations.iter().peekable();
        while let Some(first) = relations.next() {
            let (mut kind, mut end) = (*first.meaning, first.end);
            while let Some(next) =
                relations.next_if(|next| next.start < end || self.possesses(end, next.start))
            {
                kind = match next.start < end {
                    true => kind | *next.meaning,
                    false => Aspects::RELATIVE,
                };
                end = end.max(next.end);
            }
            found |= kind;
        }
        found
    }

    /// Whether a relation is given its name: "my sister Ana", "two sons, Rohan and Kiran", 老公周建明.
    fn tells_a_name(&self) -> bool {
        self.relations.iter().any(|one| {
            let after = match self.word(one.end) {
                "is" | "are" | "was" | "and" => one.end + 1,
                _ => one.end,
            };
            self.units.get(after).is_some_and(|next| {
                let place = self.units[one.end - 1].possessive || self.word(after) == "i";
                if next.after == Break::Sentence || place {
                    return false;
                }
                // Looking names up is dear: after a relation a capital letter is enough, and no
                // Chinese name begins with these.
                next.capital
                    || next.after == Break::None
                        && next.word.chars().all(is_han)
                        && !GLYPHS_AFTER_RELATIONS.contains(next.word)
                        && self.names_somebody(after)
            })
        })
    }

    /// Whether who ends before `end` is said to have what begins at `start`.
    fn possesses(&self, end: usize, start: usize) -> bool {
        let of = self
            .units
            .get(end.wrapping_sub(1))
            .is_some_and(|last| last.possessive);
        of && (end..end + 2).contains(&start) || start == end + 1 && self.word(end) == "的"
    }

    /// What a sentence says about the speaker and about people by name.
    fn sentence(&self, mut sentence: Range<usize>) -> Aspects {
        let mut late = false;
        let mut speaks = false;
        for at in sentence.clone() {
            speaks |= self.is_speaker(at, late);
            late |= self.belongs[at];
        }
        let mut found = match speaks {
            true => Aspects::SELF,
            false => Aspects::default(),
        };
        let opening = sentence.find(|at| self.belongs[*at] || !goes_before(self.word(*at)));
        let Some(opening) = opening else {
            return found;
        };
        if self.belongs[opening] || self.is_speaker(opening, false) {
            return found;
        }
        found |= match self.opening(opening) {
            Opening::Nobody => Aspects::default(),
            Opening::Speaker => Aspects::SELF,
            Opening::Named => Aspects::NAMED,
            Opening::Unclear if speaks => Aspects::default(),
            Opening::Unclear => Aspects::SELF | Aspects::NAMED,
        };
        found
    }

    /// Whom a sentence is about that opens with this unit, which is no relation.
    fn opening(&self, at: usize) -> Opening {
        let word = self.word(at);
        if PRONOUNS.contains(&word) {
            // Notes about the user say "she" as often as chats say it of others.
            return Opening::Unclear;
        }
        if OTHER_OPENINGS.contains(&word)
            || matches!(
                (word, self.word(at + 1)),
                ("公", "司") | ("用", "户") | ("我", _)
            )
        {
            return Opening::Nobody;
        }
        // "Prefers tea", "Moved to Rome", "Allergic to nuts": what is noted about the user has no
        // subject.
        if is_predicate(word) || GLYPHS_OF_PREDICATES.contains(word) && !self.names_somebody(at) {
            return Opening::Speaker;
        }
        match self.names_somebody(at) {
            true => Opening::Named,
            false => Opening::Unclear,
        }
    }

    /// Whether the unit is the speaker: I, me, 我, the user; "my" only with a thing of the
    /// speaker's, and not `late`, after somebody else was named.
    fn is_speaker(&self, at: usize, late: bool) -> bool {
        let after_of = |at: usize| if self.word(at) == "的" { at + 1 } else { at };
        match self.word(at) {
            "i" => at == 0 || self.word(at - 1) != "war",
            "we" | "im" | "ive" | "ill" | "id" | "me" | "myself" | "mine" | "us" | "ourselves"
            | "咱" => true,
            "my" | "our" => {
                let mut next = at + 1;
                while is_quality(self.word(next)) && !self.begins_relation(next) {
                    next += 1;
                }
                !late && !self.begins_relation(next) && !self.begins_relation(at)
            }
            "user" => !(self.units[at].possessive && self.begins_relation(at + 1)),
            "我" => !self.belongs[at] && !self.begins_relation(after_of(at + 1)),
            "用" => self.word(at + 1) == "户" && !self.begins_relation(after_of(at + 2)),
            _ => false,
        }
    }

    /// Whether the unit belongs to the name of a person.
    fn names_somebody(&self, at: usize) -> bool {
        let Some(unit) = self.units.get(at) else {
            return false;
        };
        if !unit.capital && !unit.word.chars().all(is_han) {
            return false;
        }
        let names = self.names.get_or_init(|| {
            mentions(self.text)
                .into_iter()
                .filter(|mention| mention.kind == MentionKind::Name)
                .map(|mention| mention.offset..mention.offset + mention.text.len())
                .collect()
        });
        let next = names.partition_point(|name| name.end <= unit.offset);
        names
            .get(next)
            .is_some_and(|name| name.contains(&unit.offset))
    }
}

/// Adjectives between "my" and a relation.
fn is_quality(word: &str) -> bool {
    QUALITIES.contains(&word)
}

const QUALITIES: [&str; 28] = [
    "older",
    "younger",
    "elder",
    "eldest",
    "youngest",
    "oldest",
    "little",
    "big",
    "twin",
    "best",
    "late",
    "former",
    "new",
    "good",
    "old",
    "dear",
    "middle",
    "only",
    "two",
    "three",
    "four",
    "closest",
    "close",
    "childhood",
    "favorite",
    "favourite",
    "beloved",
    "other",
];

/// What may stand before the subject of a sentence.
fn goes_before(word: &str) -> bool {
    is_quality(word) || BEFORE_SUBJECTS.contains(&word)
}

const BEFORE_SUBJECTS: [&str; 81] = [
    "and",
    "but",
    "so",
    "then",
    "also",
    "now",
    "today",
    "yesterday",
    "recently",
    "lately",
    "currently",
    "usually",
    "sometimes",
    "often",
    "actually",
    "well",
    "oh",
    "yes",
    "yeah",
    "hi",
    "hey",
    "hello",
    "last",
    "next",
    "week",
    "month",
    "year",
    "every",
    "since",
    "because",
    "although",
    "though",
    "when",
    "still",
    "just",
    "always",
    "never",
    "both",
    "all",
    "another",
    "one",
    "今",
    "天",
    "昨",
    "明",
    "年",
    "最",
    "近",
    "现",
    "在",
    "目",
    "前",
    "去",
    "上",
    "下",
    "个",
    "月",
    "周",
    "其",
    "实",
    "另",
    "外",
    "还",
    "也",
    "而",
    "且",
    "但",
    "是",
    "不",
    "过",
    "然",
    "后",
    "已",
    "经",
    "每",
    "那",
    "这",
    "早",
    "晚",
    "刚",
    "都",
];

/// Pronouns that open a sentence about somebody mentioned elsewhere.
const PRONOUNS: [&str; 9] = [
    "he", "hes", "she", "shes", "they", "theyre", "他", "她", "它",
];

/// Words that open a sentence about somebody or something else.
const OTHER_OPENINGS: [&str; 44] = [
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "those",
    "there",
    "theres",
    "it",
    "its",
    "you",
    "youre",
    "his",
    "her",
    "their",
    "your",
    "who",
    "what",
    "which",
    "where",
    "how",
    "why",
    "someone",
    "everyone",
    "everybody",
    "somebody",
    "nobody",
    "people",
    "some",
    "many",
    "most",
    "if",
    "thats",
    "youve",
    "lets",
    "thanks",
    "my",
    "our",
    "whose",
    "let",
    "你",
    "您",
    "谁",
];

/// Whether a sentence that opens with this word leaves out its subject: verbs, and adjectives
/// and nouns of what people note about themselves.
fn is_predicate(word: &str) -> bool {
    PREDICATES.contains(&word) || is_inflected_verb(word)
}

/// A form with a verb's ending whose base form is a word: "owes", "started", "learning".
fn is_inflected_verb(word: &str) -> bool {
    let known = |base: &str| {
        lexicon()
            .get(base)
            .is_some_and(|known| known.typical_of & Language::English.bit() != 0)
    };
    let bases = [
        word.strip_suffix('s'),
        word.strip_suffix("es"),
        word.strip_suffix("ed"),
        word.strip_suffix('d'),
        word.strip_suffix("ing"),
    ];
    word.ends_with("ly")
        || bases
            .into_iter()
            .flatten()
            .any(|base| base.len() > 2 && known(base))
}

/// What often follows a relation in Chinese and begins no name.
const GLYPHS_AFTER_RELATIONS: &str =
    "的是在有住和跟很也都会不没要去来说叫把给对从被为喜爱做当最今每想们家打买";

/// What Chinese sentences without a subject begin with.
const GLYPHS_OF_PREDICATES: &str = "喜讨住养买卖换搬做当学读看听吃喝用有没想打准正对把给跟和因参加家报考拿坐开写玩跑爱怕会能习希梦患身血体膝腰手电微邮从到被刚";

const PREDICATES: [&str; 62] = [
    "is",
    "am",
    "was",
    "has",
    "had",
    "does",
    "did",
    "will",
    "would",
    "can",
    "cant",
    "cannot",
    "could",
    "should",
    "not",
    "no",
    "dont",
    "doesnt",
    "didnt",
    "allergic",
    "afraid",
    "vegetarian",
    "vegan",
    "single",
    "married",
    "favourite",
    "born",
    "went",
    "bought",
    "got",
    "ate",
    "met",
    "grew",
    "left",
    "quit",
    "broke",
    "took",
    "began",
    "sold",
    "found",
    "lost",
    "won",
    "read",
    "saw",
    "gave",
    "made",
    "spent",
    "blood",
    "height",
    "weight",
    "birthday",
    "phone",
    "email",
    "lactose",
    "owed",
    "taught",
    "wrote",
    "flew",
    "drove",
    "ran",
    "swam",
    "fluent",
];
