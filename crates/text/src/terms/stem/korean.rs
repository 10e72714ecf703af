//! Korean predicates: 마셔요, 마십니다 and 마셨어요 are forms of 마시-.

/// What closes a predicate, longest first.
const ENDINGS: &[&str] = &[
    "었습니다",
    "았습니다",
    "였습니다",
    "었는데",
    "았는데",
    "습니까",
    "습니다",
    "었어요",
    "았어요",
    "였어요",
    "으려고",
    "을까요",
    "는데요",
    "었나요",
    "았나요",
    "려고",
    "니다",
    "니까",
    "아요",
    "어요",
    "여요",
    "었던",
    "았던",
    "어서",
    "아서",
    "으면",
    "는데",
    "나요",
    "까요",
    "네요",
    "지만",
    "군요",
    "었다",
    "았다",
    "어도",
    "아도",
    "거나",
    "는지",
    "요",
    "고",
    "는",
    "은",
    "을",
    "며",
    "면",
    "서",
    "던",
    "지",
    "게",
    "나",
    "다",
    "기",
];

/// The closing part of a word that may be a predicate: how many syllables it has, 0 for none.
pub(in crate::terms) fn ending(word: &str) -> usize {
    ENDINGS
        .iter()
        .find(|ending| word.len() > ending.len() && word.ends_with(**ending))
        .map_or(0, |ending| ending.len() / 3)
}

/// The root that the forms of a predicate share: without what closes it, without the last
/// syllable's final consonant, contracted vowels taken apart. `None` if nothing closes it.
pub(super) fn root(word: &str) -> Option<String> {
    let ending = ENDINGS.iter().find(|ending| word.ends_with(**ending))?;
    let mut root = word.strip_suffix(ending)?.to_owned();
    // 먹었 without its tense; 먹 is left.
    if root.chars().nth(1).is_some() && root.ends_with(['었', '았']) {
        root.pop();
    }
    let last = plain_syllable(root.pop()?)?;
    root.push(last);
    Some(root)
}

const FIRST: u32 = 0xAC00;
const FINALS: u32 = 28;
const VOWELS: u32 = 21;

/// A syllable without its final consonant, with the vowel that it has before any ending.
fn plain_syllable(syllable: char) -> Option<char> {
    const AE: u32 = 1;
    const A: u32 = 0;
    const YEO: u32 = 6;
    const O: u32 = 8;
    const WA: u32 = 9;
    const WAE: u32 = 10;
    const OE: u32 = 11;
    const U: u32 = 13;
    const WO: u32 = 14;
    const I: u32 = 20;
    const HIEUT: u32 = 18;
    let index = (syllable as u32).checked_sub(FIRST)?;
    if index >= 19 * VOWELS * FINALS {
        return None;
    }
    let (initial, vowel) = (index / FINALS / VOWELS, index / FINALS % VOWELS);
    let vowel = match vowel {
        // 해 is 하, 마셔 is 마시, 와 is 오, 배워 is 배우, 돼 is 되.
        AE if initial == HIEUT => A,
        YEO => I,
        WA => O,
        WO => U,
        WAE => OE,
        vowel => vowel,
    };
    char::from_u32(FIRST + (initial * VOWELS + vowel) * FINALS)
}
