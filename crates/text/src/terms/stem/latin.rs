//! What the forms of a word share in the languages of Latin letters, without knowing which one
//! it is.
//!
//! A question of three words doesn't tell Spanish from Portuguese, and a wrong stemmer finds
//! nothing. So the endings of Spanish, Portuguese, Italian, French, German and Dutch are taken off
//! together. That joins more words than a stemmer of one language would; the term is one of two
//! views of a word, and the other one is exact.

use std::sync::LazyLock;

/// Endings, in any order: the longest that leaves enough is taken off.
const ENDINGS: &[&str] = &[
    // Verbs of the Romance languages.
    "eraient", "assent", "issent", "issons", "issait", "aient", "erons", "eront", "erait", "erais",
    "arono", "erono", "irono", "avamo", "evamo", "ivamo", "avano", "evano", "ivano", "aremos",
    "eremos", "iremos", "abamos", "avamos", "iamos", "ieron", "aron", "iendo", "iamo", "amos",
    "emos", "imos", "aste", "iste", "aram", "eram", "iram", "ando", "endo", "indo", "aban", "abas",
    "avam", "avas", "avo", "evo", "ivo", "ava", "eva", "aba", "are", "ere", "ire", "ian", "ias",
    "iam", "ait", "ant", "ent", "ons", "iez", "ar", "er", "ir", "ez", "ou", "eu", "iu", "ei",
    // Their participles.
    "ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas", "ato", "ata", "ati", "atos", "atas",
    "ito", "ita", "iti", "itos", "itas", "uto", "uta", "uti", "utos", "utas", "ee", "ees",
    // Their nouns and adjectives.
    "ion", "ione", "ioni", "iones", "ions", "oes", "aos", "ao", "ones", "ines", "ins", "in", "al",
    "ali", "ales", "ais", "aux", "eux", "euse", "euses", "ien", "iens", "ienne", "iennes", "ies",
    "hes", "he", "hi", // German and Dutch.
    "test", "tet", "ten", "ern", "est", "sten", "enten", "entin", "entinnen", "anten", "innen",
    "eren", "ieren", "iert", "iere", "ierte", "te", "st", "et", "de", "ns",
    // Vowels and what follows them in most of the languages.
    "es", "os", "as", "is", "an", "en", "em", "am", "on", "io", "ia", "ie", "oi", "ai", "ui", "eo",
    "ea", "ue", "a", "e", "i", "o", "s", "n", "t", "y",
];

/// The endings by their last letter, longest first: most words are compared with a few only.
static BY_LAST_LETTER: LazyLock<[Vec<&str>; 128]> = LazyLock::new(|| {
    let mut endings = [const { Vec::new() }; 128];
    for ending in ENDINGS {
        let last = ending.bytes().next_back().unwrap_or(0);
        endings[usize::from(last & 0x7F)].push(*ending);
    }
    for same in &mut endings {
        same.sort_by_key(|ending: &&str| std::cmp::Reverse(ending.len()));
    }
    endings
});

/// The letters that stay.
const SHORTEST: usize = 3;

/// What the forms of a folded word share.
pub(super) fn root(folded: &str) -> String {
    let word = participle(folded).unwrap_or(folded);
    let last = word.bytes().next_back().unwrap_or(0);
    let cut = BY_LAST_LETTER[usize::from(last & 0x7F)]
        .iter()
        .find_map(|ending| {
            let rest = word.strip_suffix(ending)?;
            (rest.len() >= SHORTEST && !keeps(rest, ending)).then_some(rest)
        })
        .unwrap_or(word);
    let cut = match cut.as_bytes() {
        // "mangeons" and "mangi-are": the vowel only keeps the consonant soft.
        [.., b'a' | b'e' | b'i' | b'o'] if cut.len() > SHORTEST => &cut[..cut.len() - 1],
        _ => cut,
    };
    even_out(cut)
}

/// "gekauft" without "ge": the participle of "kaufen".
fn participle(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("ge")?;
    (word.len() >= 7 && (word.ends_with('t') || word.ends_with("en"))).then_some(rest)
}

/// Whether an ending belongs to the word: "haus", "cross"; "hund" keeps its n.
fn keeps(rest: &str, ending: &str) -> bool {
    let last = rest.as_bytes().last();
    match ending {
        "s" => matches!(last, Some(b'u' | b's')) || rest.ends_with("ui"),
        "n" => !matches!(last, Some(b'e' | b'r' | b'l')),
        "t" => matches!(last, Some(b'a' | b'e' | b'o' | b'u' | b's')),
        "te" | "de" => {
            matches!(last, Some(b'a' | b'e' | b'i' | b'o' | b'u')) && !rest.ends_with("ei")
        }
        _ => false,
    }
}

/// One letter for two ("gatto", "woon"), and the consonants that Dutch turns ("leven", "leef").
fn even_out(cut: &str) -> String {
    let mut root = String::with_capacity(cut.len());
    for letter in cut.chars() {
        if !root.ends_with(letter) {
            root.push(letter);
        }
    }
    match root.pop() {
        Some('v') => root.push('f'),
        Some('z') => root.push('s'),
        Some(other) => root.push(other),
        None => {}
    }
    root
}
