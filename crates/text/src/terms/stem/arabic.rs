//! Arabic: the article, conjunctions and endings of a folded word.
//!
//! [`stem`] is the light stemmer of Larkey, Ballesteros and Connell ("Light stemming for Arabic
//! information retrieval", 2007), which beats analysis to roots for finding texts. [`root`] goes
//! further, to what the persons of a verb and its one-letter prepositions share.

/// The article, with what is written onto it.
const ARTICLES: [&str; 6] = ["وال", "بال", "كال", "فال", "ال", "لل"];
/// Endings of nouns, in the order in which they are taken off.
const ENDINGS: [&str; 9] = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي", "ة"];

/// A folded word without article and endings.
pub(super) fn stem(word: &str) -> &str {
    let mut stem = word;
    if let Some(rest) = stem.strip_prefix('و')
        && has_letters(rest, 3)
    {
        stem = rest;
    }
    if let Some(rest) = ARTICLES
        .iter()
        .find_map(|article| stem.strip_prefix(article))
        .filter(|rest| has_letters(rest, 2))
    {
        stem = rest;
    }
    for ending in ENDINGS {
        if let Some(rest) = stem.strip_suffix(ending)
            && has_letters(rest, 2)
        {
            stem = rest;
        }
    }
    stem
}

/// What the persons of a verb share: أعيش, يعيش and تعيش are عيش; also لبرلين and برلين.
pub(super) fn root(word: &str) -> &str {
    let mut root = stem(word);
    if let Some(rest) = root.strip_prefix(['ب', 'ل', 'ك', 'ف', 'س'])
        && has_letters(rest, 3)
    {
        root = rest;
    }
    if let Some(rest) = root.strip_prefix(['ا', 'ي', 'ت', 'ن'])
        && has_letters(rest, 3)
    {
        root = rest;
    }
    // What a pronoun lays bare (قطتي) and the persons of a past verb (ذهبت).
    if let Some(rest) = root.strip_suffix('ت') {
        return if has_letters(rest, 2) { rest } else { root };
    }
    ["وا", "نا", "تم", "ا"]
        .iter()
        .find_map(|ending| root.strip_suffix(ending))
        .filter(|rest| has_letters(rest, 3))
        .unwrap_or(root)
}

fn has_letters(text: &str, least: usize) -> bool {
    text.chars().nth(least - 1).is_some()
}
