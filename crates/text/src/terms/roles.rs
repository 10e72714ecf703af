//! Which characters of a run are function words: the particles of Japanese, the endings of
//! Korean, the many small words of Chinese.

use super::stem::korean;
use super::tokens::TokenKind;
use crate::language::Language;
use crate::lexicon::lexicon;
use crate::script::{Script, script};

/// How a character of a run takes part in function words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Part of what is asked for; the number of the listed word it belongs to, 0 for none.
    Content(u16),
    /// A function word of one character that is often part of another word.
    Weak,
    /// A function word, or part of one.
    Function,
}

/// The roles of a run's folded characters in a text of `language`.
pub(super) fn roles(kind: TokenKind, characters: &[char], language: Language) -> Vec<Role> {
    match (kind, language) {
        (TokenKind::Hangul, _) => korean_roles(characters),
        (TokenKind::Cjk, Language::Japanese) => listed_roles(characters, Language::Japanese),
        (TokenKind::Cjk, _) => listed_roles(characters, Language::Chinese),
        _ => vec![Role::Content(0); characters.len()],
    }
}

/// Function words found by longest match; a listed content word shields its characters, so that
/// 会议 is not 会 and a rest.
fn listed_roles(characters: &[char], language: Language) -> Vec<Role> {
    let lexicon = lexicon();
    let longest = lexicon.longest_run(language);
    let mut roles = vec![Role::Content(0); characters.len()];
    let mut at = 0;
    let mut words = 0_u16;
    let mut word = String::new();
    while at < characters.len() {
        let known = (1..=longest.min(characters.len() - at))
            .rev()
            .find_map(|length| {
                word.clear();
                word.extend(&characters[at..at + length]);
                lexicon
                    .get(&word)
                    .map(|known| (length, known.stop_in & language.bit() != 0))
            });
        let length = match known {
            Some((1, true)) => {
                roles[at] = if stands_for_itself(characters, at, language) {
                    Role::Function
                } else {
                    Role::Weak
                };
                1
            }
            Some((length, true)) => {
                roles[at..at + length].fill(Role::Function);
                length
            }
            Some((length, false)) => {
                words = words.wrapping_add(1).max(1);
                roles[at..at + length].fill(Role::Content(words));
                length
            }
            None => 1,
        };
        at += length;
    }
    roles
}

/// Whether a function word of one character is hardly part of a longer word.
fn stands_for_itself(characters: &[char], at: usize, language: Language) -> bool {
    const PLAIN: &str = "我你您他她它的了吗呢吧啊嘛呀是谁啥哪这那は";
    if language != Language::Japanese {
        return PLAIN.contains(characters[at]);
    }
    // A particle stands at the end of a run or beside other than hiragana: 東京に住む. Among
    // hiragana it may be part of a word: the な of さかな.
    let hiragana = |at: Option<usize>| {
        at.and_then(|at| characters.get(at))
            .is_some_and(|character| script(*character) == Script::Hiragana)
    };
    let inside = hiragana(at.checked_sub(1)) && hiragana(Some(at + 1));
    !inside || characters[at] == 'は' || characters[at] == 'を'
}

/// The particles that Korean writes onto its nouns, longest first.
const PARTICLES: &[&str] = &[
    "에서는",
    "에게서",
    "한테서",
    "이라고",
    "으로는",
    "에서도",
    "에게는",
    "이에요",
    "입니다",
    "이었다",
    "에서",
    "에게",
    "한테",
    "으로",
    "까지",
    "부터",
    "처럼",
    "보다",
    "이나",
    "이랑",
    "하고",
    "라고",
    "에는",
    "에도",
    "마다",
    "조차",
    "밖에",
    "께서",
    "예요",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "에",
    "의",
    "도",
    "로",
    "와",
    "과",
    "만",
    "랑",
    "요",
];

fn korean_roles(characters: &[char]) -> Vec<Role> {
    let word: String = characters.iter().collect();
    if lexicon().is_stop(&word, Language::Korean) {
        return vec![Role::Function; characters.len()];
    }
    let mut roles = vec![Role::Content(0); characters.len()];
    let particle = PARTICLES
        .iter()
        .find(|particle| word.ends_with(**particle))
        .map_or(0, |particle| particle.chars().count());
    let ending = korean::ending(&word);
    let length = particle.max(ending);
    if length > 0 && length < characters.len() {
        // 바다 and 포도 end like a verb and like a noun with its particle, and are neither.
        let doubtful = length == 1 && (characters.len() == 2 || particle == 0);
        let role = if doubtful { Role::Weak } else { Role::Function };
        roles[characters.len() - length..].fill(role);
    }
    roles
}
