//! Hindi: endings of nouns and verbs.

/// Endings of Hindi nouns and verbs, longest first (Ramanathan and Rao, "A Lightweight Stemmer
/// for Hindi", 2003), with the number of letters that must stay before them.
const HINDI_ENDINGS: [(&[&str], usize); 4] = [
    (&["ाएंगी", "ाएंगे", "ाऊंगी", "ाऊंगा", "ाइयाँ", "ाइयों", "ाइयां"], 2),
    (
        &[
            "ाएगी",
            "ाएगा",
            "ाओगी",
            "ाओगे",
            "एंगी",
            "ेंगी",
            "एंगे",
            "ेंगे",
            "ूंगी",
            "ूंगा",
            "ातीं",
            "नाओं",
            "नाएं",
            "ताओं",
            "ताएं",
            "ियाँ",
            "ियों",
            "ियां",
        ],
        2,
    ),
    (
        &[
            "ाकर",
            "ाइए",
            "ाईं",
            "ाया",
            "ेगी",
            "ेगा",
            "ोगी",
            "ोगे",
            "ाने",
            "ाना",
            "ाते",
            "ाती",
            "ाता",
            "तीं",
            "ाओं",
            "ाएं",
            "ुओं",
            "ुएं",
            "ुआं",
        ],
        2,
    ),
    (
        &[
            "कर", "ाओ", "िए", "ाई", "ाए", "ने", "नी", "ना", "ते", "ीं", "ती", "ता", "ाँ", "ां", "ों", "ें",
            "ो", "े", "ू", "ु", "ी", "ि", "ा",
        ],
        1,
    ),
];

/// A folded word without its ending.
pub(super) fn stem(word: &str) -> &str {
    for (endings, keep) in HINDI_ENDINGS {
        for ending in endings {
            if let Some(stem) = word.strip_suffix(ending)
                && stem.chars().count() > keep
            {
                return stem;
            }
        }
    }
    word
}
