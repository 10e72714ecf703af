//! The words by which subjects are known.

use crate::language::Language;
use crate::lexicon::lexicon;

/// Adjectives between "my" and a relation.
pub(super) fn is_quality(word: &str) -> bool {
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
pub(super) fn goes_before(word: &str) -> bool {
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
pub(super) const PRONOUNS: [&str; 9] = [
    "he", "hes", "she", "shes", "they", "theyre", "他", "她", "它",
];

/// Words that open a sentence about somebody or something else.
pub(super) const OTHER_OPENINGS: [&str; 44] = [
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
pub(super) fn is_predicate(word: &str) -> bool {
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
pub(super) const GLYPHS_AFTER_RELATIONS: &str =
    "的是在有住和跟很也都会不没要去来说叫把给对从被为喜爱做当最今每想们家打买";

/// What Chinese sentences without a subject begin with.
pub(super) const GLYPHS_OF_PREDICATES: &str = "喜讨住养买卖换搬做当学读看听吃喝用有没想打准正对把给跟和因参加家报考拿坐开写玩跑爱怕会能习希梦患身血体膝腰手电微邮从到被刚";

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
