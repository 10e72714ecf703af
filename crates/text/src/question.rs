//! Whether a text asks, and what for.

mod characters;

use crate::fold::fold_into;
use crate::script::Script;
use crate::terms::tokens::{TokenKind, tokens};
use characters::{IN_CHARACTERS, YES_NO};

/// What a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionKind {
    /// A point or stretch of time: when, which year, 什么时候.
    When,
    /// A place: where, 哪里.
    Where,
    /// A person: who, whose, 谁.
    Who,
    /// A number or an amount: how many, how much, how old, 多少, 几个.
    HowMany,
    /// A duration or how often: how long, 多久.
    HowLong,
    /// A thing: what, which, 什么, 哪个.
    What,
    /// A reason: why, 为什么.
    Why,
    /// A way: how, 怎么.
    How,
    /// Whether it is so: is …?, do …?, 吗.
    YesNo,
    /// None of these, or no question.
    Other,
}

/// Whether the text asks something: it ends a sentence in a question mark, or begins one as
/// questions begin. A request ("tell me where …", 告诉我…) is a question too.
pub fn is_question(text: &str) -> bool {
    has_question_mark(text) || question_kind(text) != QuestionKind::Other
}

/// A question mark that closes something; not the one of an address (`?q=1`).
fn has_question_mark(text: &str) -> bool {
    text.char_indices().any(|(at, character)| match character {
        '？' | '؟' | '⁇' | '⁉' => true,
        '?' => text[at + 1..]
            .chars()
            .next()
            .is_none_or(|next| !next.is_ascii_alphanumeric() && next != '='),
        _ => false,
    })
}

/// What the text asks for. Of several questions the first counts; a statement is
/// [`QuestionKind::Other`].
///
/// ```
/// use mem0_text::{QuestionKind, question_kind};
/// assert_eq!(question_kind("When did I move to Berlin?"), QuestionKind::When);
/// assert_eq!(question_kind("我住在哪里"), QuestionKind::Where);
/// ```
pub fn question_kind(text: &str) -> QuestionKind {
    // Questions are short; of a long text the beginning decides.
    const ENOUGH: usize = 1000;
    let text = &text[..text.floor_char_boundary(ENOUGH)];
    let mut words = Words::default();
    for token in tokens(text).take(60) {
        let start = words.folded.len();
        fold_into(token.text, &mut words.folded);
        words
            .spans
            .push((start, words.folded.len(), token.kind, token.script));
    }
    let marked = has_question_mark(text);
    if words
        .spans
        .iter()
        .any(|(_, _, kind, _)| matches!(kind, TokenKind::Cjk | TokenKind::Hangul))
        && let Some(kind) = in_characters(&words, marked)
    {
        return kind;
    }
    in_words(&words, marked).unwrap_or(QuestionKind::Other)
}

/// The folded tokens of a text.
#[derive(Default)]
struct Words {
    folded: String,
    spans: Vec<(usize, usize, TokenKind, Script)>,
}

impl Words {
    fn get(&self, at: usize) -> &str {
        self.spans
            .get(at)
            .map_or("", |(start, end, ..)| &self.folded[*start..*end])
    }

    fn len(&self) -> usize {
        self.spans.len()
    }
}

/// Question words after these are indefinite: 没什么, 谁都, 什么都.
fn is_indefinite(before: &str, after: &str) -> bool {
    before.ends_with(['没', '无', '不']) && !after.is_empty() && !before.ends_with("不知道")
        || after.starts_with(['都', '也'])
}

fn in_characters(words: &Words, marked: bool) -> Option<QuestionKind> {
    // Tokens stand one after the other without spaces: "何时" is found across none.
    let text = &words.folded;
    let mut best: Option<(usize, usize, QuestionKind)> = None;
    for (word, kind) in IN_CHARACTERS {
        let Some(at) = text.find(word) else { continue };
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        if !marked && is_indefinite(before, after) {
            continue;
        }
        // 几 is also "some": 几天前, 前几天, 几个朋友. Without a mark it asks only at the end or
        // after 有.
        let counts = word.starts_with('几');
        let asks = marked
            || after.is_empty()
            || before.ends_with(['有', '是', '在', '养'])
            || after.starts_with(['了', '吗', '呢']);
        if counts
            && (!asks || after.starts_with(['前', '后']) || before.ends_with(['前', '这', '好']))
        {
            continue;
        }
        let earlier =
            best.is_none_or(|(found, length, _)| at < found || at == found && word.len() > length);
        if earlier {
            best = Some((at, word.len(), kind));
        }
    }
    if let Some((at, _, kind)) = best {
        // 为什么 contains 什么 and begins earlier; 在哪里 begins before 哪里: both are settled by
        // position. A question word in a statement about knowing asks nothing, unless marked.
        let statement = !marked
            && (text[..at].contains("知道")
                || text[..at].contains("无论")
                || text[..at].contains("不管"));
        return (!statement).then_some(kind);
    }
    if YES_NO.iter().any(|form| text.contains(form)) || marked {
        return Some(QuestionKind::YesNo);
    }
    None
}

fn in_words(words: &Words, marked: bool) -> Option<QuestionKind> {
    let mut at = 0;
    // "So, when", "and where", "tell me who", "do you know why", "in which year".
    while at < words.len().min(12) {
        let word = words.get(at);
        if let Some(kind) = question_word(words, at) {
            // "When I was young, …", "What a day": a statement, unless somebody is asked to tell.
            let asked = marked
                || (0..at)
                    .any(|at| matches!(words.get(at), "tell" | "know" | "remind" | "remember"));
            return (asked || !begins_statement(words.get(at + 1))).then_some(kind);
        }
        let skips = matches!(
            word,
            "so" | "and"
                | "but"
                | "then"
                | "well"
                | "ok"
                | "okay"
                | "hey"
                | "hi"
                | "hello"
                | "please"
                | "tell"
                | "me"
                | "remind"
                | "do"
                | "you"
                | "know"
                | "remember"
                | "can"
                | "could"
                | "would"
                | "to"
                | "for"
                | "in"
                | "at"
                | "on"
                | "from"
                | "with"
                | "about"
                | "by"
                | "since"
                | "until"
                | "of"
                | "y"
                | "und"
                | "et"
                | "e"
                | "in which"
                | "por"
                | "para"
                | "de"
                | "desde"
                | "en"
                | "a"
                | "seit"
                | "mit"
                | "depuis"
                | "avec"
                | "i"
                | "just"
                | "exactly"
        );
        if !skips {
            break;
        }
        at += 1;
    }
    let first = words.get(0);
    let asks = matches!(
        first,
        "is" | "are"
            | "am"
            | "was"
            | "were"
            | "do"
            | "does"
            | "did"
            | "have"
            | "has"
            | "had"
            | "can"
            | "could"
            | "will"
            | "would"
            | "should"
            | "shall"
            | "may"
            | "might"
            | "must"
            | "isnt"
            | "arent"
            | "dont"
            | "doesnt"
            | "didnt"
            | "havent"
            | "hasnt"
            | "cant"
            | "wont"
    );
    let subject = matches!(
        words.get(1),
        "i" | "you"
            | "he"
            | "she"
            | "it"
            | "we"
            | "they"
            | "my"
            | "your"
            | "his"
            | "her"
            | "our"
            | "their"
            | "the"
            | "there"
            | "this"
            | "that"
            | "any"
            | "anyone"
    );
    if marked {
        // A mark after a statement, or with a question word further back: "You live where?"
        let later = (at..words.len()).find_map(|at| question_word(words, at));
        return Some(later.unwrap_or(QuestionKind::YesNo));
    }
    // "have you", "did she": without a mark the subject must follow; "may I" is polite, "will" a name.
    (asks && subject && words.len() > 2).then_some(QuestionKind::YesNo)
}

/// Whether a word after an English question word makes it a conjunction or a cry.
fn begins_statement(next: &str) -> bool {
    matches!(
        next,
        "i" | "you"
            | "he"
            | "she"
            | "it"
            | "we"
            | "they"
            | "my"
            | "his"
            | "her"
            | "our"
            | "their"
            | "the"
            | "a"
            | "an"
            | "im"
            | "ive"
            | "youre"
    )
}

/// What a question word asks for, by the words after it.
fn question_word(words: &Words, at: usize) -> Option<QuestionKind> {
    use QuestionKind::{How, HowLong, HowMany, What, When, Where, Who, Why};
    let next = words.get(at + 1);
    Some(match words.get(at) {
        "when" | "whens" => When,
        "where" | "wheres" => Where,
        "who" | "whom" | "whose" | "whos" => Who,
        "why" | "whys" => Why,
        "how" | "hows" => match next {
            "many" | "much" | "old" | "tall" | "big" | "far" | "heavy" | "large" | "high"
            | "fast" => HowMany,
            "long" | "often" | "frequently" => HowLong,
            _ => How,
        },
        "what" | "whats" | "which" => match next {
            "time" | "year" | "month" | "day" | "date" | "week" | "season" | "weekday" => When,
            "city" | "country" | "place" | "town" | "street" | "state" | "address"
            | "continent" => Where,
            "person" | "people" | "friend" | "friends" | "colleague" | "relative" => Who,
            "number" | "amount" | "age" | "percentage" | "price" => HowMany,
            _ => What,
        },
        "cuando" | "quando" | "quand" | "wann" | "wanneer" | "когда" | "متى" | "कब" => {
            When
        }
        "donde" | "adonde" | "dove" | "onde" | "wo" | "wohin" | "woher" | "waar" | "где"
        | "куда" | "откуда" | "اين" | "कहां" | "कहाँ" => Where,
        "quien" | "quienes" | "chi" | "quem" | "qui" | "wer" | "wen" | "wem" | "wie's" | "кто"
        | "кого" | "кому" | "من" | "कौन" => Who,
        "cuanto" | "cuantos" | "cuanta" | "cuantas" | "quanto" | "quanti" | "quantos"
        | "quantas" | "combien" | "wieviel" | "wieviele" | "hoeveel" | "сколько" | "كم"
        | "कितना" | "कितने" | "कितनी" => HowMany,
        "warum" | "wieso" | "weshalb" | "pourquoi" | "perche" | "waarom" | "почему" | "зачем"
        | "لماذا" | "क्यों" => Why,
        "por" if next == "que" => Why,
        "wie" => match next {
            "viel" | "viele" | "alt" => HowMany,
            "lange" | "oft" => HowLong,
            _ => How,
        },
        "como" | "comment" | "hoe" | "как" | "كيف" | "कैसे" => How,
        "cual" | "cuales" | "qual" | "quale" | "quali" | "quel" | "quelle" | "quels"
        | "quelles" | "was" | "welche" | "welcher" | "welches" | "wat" | "welke" | "что"
        | "какой" | "какая" | "какое" | "какие" | "ماذا" | "क्या" =>
        {
            return ambiguous_what(words, at);
        }
        _ => return None,
    })
}

/// "was" and "was" (German what), "qui" and "que": English words and relative pronouns ask only
/// where they open the text and no English verb form is meant.
fn ambiguous_what(words: &Words, at: usize) -> Option<QuestionKind> {
    let english_was = words.get(at) == "was"
        && matches!(
            words.get(at + 1),
            "i" | "you"
                | "he"
                | "she"
                | "it"
                | "the"
                | "my"
                | "your"
                | "there"
                | "this"
                | "that"
                | "a"
                | "an"
                | "not"
                | ""
        )
        || words.get(at) == "was" && at > 0;
    (!english_was).then_some(QuestionKind::What)
}

#[cfg(test)]
mod tests {
    use super::*;
    use QuestionKind::{How, HowLong, HowMany, Other, What, When, Where, Who, Why, YesNo};
    use proptest::prelude::*;

    #[test]
    fn questions_tell_what_they_ask_for() {
        for (text, expected) in [
            ("When did I move?", When),
            ("In which year did I move?", When),
            ("what time is my flight", When),
            ("so where do i live", Where),
            ("Which city does Ann live in?", Where),
            ("Tell me who my boss is", Who),
            ("Whose birthday is it?", Who),
            ("How many cats do I have?", HowMany),
            ("How old am I?", HowMany),
            ("How long did I live there?", HowLong),
            ("How often do I run?", HowLong),
            ("What is my favourite food?", What),
            ("Why did Ann leave?", Why),
            ("How do I get home?", How),
            ("Do I like pizza?", YesNo),
            ("did she call", YesNo),
            ("You live where?", Where),
            ("我什么时候搬家的", When),
            ("我住在哪里？", Where),
            ("我在哪个城市工作", Where),
            ("我的老板是谁", Who),
            ("我有几只猫", HowMany),
            ("这个多少钱？", HowMany),
            ("我学了多久钢琴", HowLong),
            ("我喜欢吃什么", What),
            ("我为什么离开", Why),
            ("怎么去公司？", How),
            ("我喜欢披萨吗", YesNo),
            ("我為什麼離開", Why),
            ("你喜歡貓嗎", YesNo),
            ("你有没有猫", YesNo),
            ("どこに住んでいますか", Where),
            ("誕生日はいつですか", When),
            ("어디에 살아요?", Where),
            ("¿Dónde vivo?", Where),
            ("¿Por qué me fui?", Why),
            ("Wo wohne ich?", Where),
            ("Was esse ich gern?", What),
            ("Wie viele Katzen habe ich?", HowMany),
            ("Où est-ce que j'habite ? Quand ?", When),
            ("Где я живу?", Where),
            ("أين أعيش؟", Where),
            ("मैं कहाँ रहता हूँ?", Where),
        ] {
            assert_eq!(question_kind(text), expected, "{text}");
            assert!(is_question(text), "{text}");
        }
    }

    #[test]
    fn statements_ask_nothing() {
        for text in [
            "I live in Berlin",
            "I was there when it rained",
            "When I was young, I lived in Rome",
            "What a day!",
            "Was a good day",
            "See https://example.com/?q=1",
            "我住在上海",
            "我养了几年猫，前几天搬家",
            "没什么特别的",
            "谁都喜欢他",
            "私は東京に住んでいます",
            "Vivo en Madrid",
            "",
        ] {
            assert_eq!(question_kind(text), Other, "{text}");
            assert!(!is_question(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_closing_question_mark_makes_a_question(text in "[a-z 一-龥]{1,20}[?？]") {
            prop_assert!(is_question(&text));
        }

        #[test]
        fn any_text_is_of_some_kind(text in "(?s).*") {
            question_kind(&text);
            is_question(&text);
        }
    }
}
