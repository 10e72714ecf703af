//! Russian and Ukrainian: what the forms of a verb or noun share where the Snowball stemmer
//! keeps them apart: живу and живёт, люблю and любит, кошка and кошек.

/// Endings of verbs, longest first.
const VERB_ENDINGS: &[&str] = &[
    "ться",
    "ется",
    "ится",
    "ются",
    "ятся",
    "ешься",
    "ишься",
    "лась",
    "лось",
    "лись",
    "ешь",
    "ишь",
    "ете",
    "ите",
    "ует",
    "уют",
    "лся",
    "юсь",
    "усь",
    "ла",
    "ло",
    "ли",
    "ть",
    "ет",
    "ит",
    "ем",
    "им",
    "ут",
    "ют",
    "ат",
    "ят",
    "лю",
    "ю",
    "л",
];
/// Letters after which a verb takes an л in some persons: люблю, готовлю.
const LABIALS: [char; 5] = ['б', 'п', 'в', 'м', 'ф'];

/// What the forms of a folded word share; `stem` is its Snowball stem.
pub(super) fn root(folded: &str, stem: &str) -> String {
    let long = |rest: &str| rest.chars().nth(2).is_some();
    if let Some((ending, rest)) = VERB_ENDINGS
        .iter()
        .find_map(|ending| Some((ending, folded.strip_suffix(ending)?)))
        .filter(|(_, rest)| long(rest))
        && (*ending != "лю" || rest.ends_with(LABIALS))
    {
        let rest = rest
            .strip_suffix(['а', 'я', 'и', 'ы', 'у', 'е', 'о'])
            .filter(|rest| long(rest))
            .unwrap_or(rest);
        return rest.to_owned();
    }
    // The vowel that flees from other cases: кошек, подарок.
    for ending in ["ек", "ок"] {
        if let Some(rest) = stem.strip_suffix(ending)
            && rest.chars().nth(1).is_some()
        {
            return format!("{rest}к");
        }
    }
    stem.strip_suffix(['а', 'я', 'и', 'ы', 'у', 'е', 'о'])
        .filter(|rest| long(rest))
        .unwrap_or(stem)
        .to_owned()
}
