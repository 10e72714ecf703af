//! Which language a text is written in.

mod votes;

pub(crate) use votes::Votes;

use crate::terms::tokens::analyse;

/// A language that analysis knows something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Language {
    /// No letters, or a script that we have no words of.
    #[default]
    Unknown,
    /// English.
    English,
    /// Chinese, simplified or traditional.
    Chinese,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// Spanish.
    Spanish,
    /// German.
    German,
    /// French.
    French,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
    /// Dutch.
    Dutch,
    /// Swedish.
    Swedish,
    /// Polish.
    Polish,
    /// Turkish.
    Turkish,
    /// Vietnamese.
    Vietnamese,
    /// Indonesian and Malay.
    Indonesian,
    /// Russian.
    Russian,
    /// Ukrainian.
    Ukrainian,
    /// Greek.
    Greek,
    /// Arabic.
    Arabic,
    /// Persian.
    Persian,
    /// Urdu.
    Urdu,
    /// Hebrew.
    Hebrew,
    /// Hindi.
    Hindi,
    /// Thai.
    Thai,
}

impl Language {
    /// Every language, in the order of declaration.
    pub const ALL: [Self; 25] = [
        Self::Unknown,
        Self::English,
        Self::Chinese,
        Self::Japanese,
        Self::Korean,
        Self::Spanish,
        Self::German,
        Self::French,
        Self::Italian,
        Self::Portuguese,
        Self::Dutch,
        Self::Swedish,
        Self::Polish,
        Self::Turkish,
        Self::Vietnamese,
        Self::Indonesian,
        Self::Russian,
        Self::Ukrainian,
        Self::Greek,
        Self::Arabic,
        Self::Persian,
        Self::Urdu,
        Self::Hebrew,
        Self::Hindi,
        Self::Thai,
    ];

    /// The ISO 639-1 code, or `und` for [`Language::Unknown`].
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "und",
            Self::English => "en",
            Self::Chinese => "zh",
            Self::Japanese => "ja",
            Self::Korean => "ko",
            Self::Spanish => "es",
            Self::German => "de",
            Self::French => "fr",
            Self::Italian => "it",
            Self::Portuguese => "pt",
            Self::Dutch => "nl",
            Self::Swedish => "sv",
            Self::Polish => "pl",
            Self::Turkish => "tr",
            Self::Vietnamese => "vi",
            Self::Indonesian => "id",
            Self::Russian => "ru",
            Self::Ukrainian => "uk",
            Self::Greek => "el",
            Self::Arabic => "ar",
            Self::Persian => "fa",
            Self::Urdu => "ur",
            Self::Hebrew => "he",
            Self::Hindi => "hi",
            Self::Thai => "th",
        }
    }

    /// The language of an ISO 639-1 code, whatever region follows it (`zh-CN`, `pt_BR`);
    /// [`Language::Unknown`] for any other string.
    pub fn from_code(code: &str) -> Self {
        let primary = code.split(['-', '_']).next().unwrap_or(code);
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
            .unwrap_or_default()
    }

    /// Whether the language is written in Latin letters.
    pub(crate) const fn is_latin(self) -> bool {
        matches!(
            self,
            Self::English
                | Self::Spanish
                | Self::German
                | Self::French
                | Self::Italian
                | Self::Portuguese
                | Self::Dutch
                | Self::Swedish
                | Self::Polish
                | Self::Turkish
                | Self::Vietnamese
                | Self::Indonesian
        )
    }

    /// The bit of this language in a set of languages.
    pub(crate) const fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())
    }
}

/// The language most of `text` is written in.
///
/// Decided by script first; languages in Latin letters by their function words and diacritics.
/// A short text in plain ASCII without evidence counts as English, a text without letters as
/// [`Language::Unknown`].
///
/// ```
/// use mem0_text::{Language, detect};
/// assert_eq!(detect("我在用 Rust 写代码"), Language::Chinese);
/// assert_eq!(detect("¿Dónde vive mi hermana?"), Language::Spanish);
/// ```
pub fn detect(text: &str) -> Language {
    // The language of a book shows on its first pages.
    const ENOUGH: usize = 4096;
    analyse(&text[..text.floor_char_boundary(ENOUGH)]).language
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_are_recognised() {
        for (text, expected) in [
            ("I live in Berlin with my two cats", Language::English),
            ("我住在上海，喜欢吃火锅", Language::Chinese),
            ("我用 Rust 和 Python 写代码", Language::Chinese),
            ("私は東京に住んでいます", Language::Japanese),
            ("저는 서울에 살고 있어요", Language::Korean),
            (
                "Vivo en Madrid con mi hermana y dos gatos",
                Language::Spanish,
            ),
            ("¿Dónde trabajo?", Language::Spanish),
            ("Ich wohne in Berlin und habe zwei Katzen", Language::German),
            ("Wo wohne ich?", Language::German),
            ("J'habite à Paris avec ma sœur", Language::French),
            ("Où est-ce que je travaille ?", Language::French),
            (
                "Vivo a Roma con mia sorella e il nostro gatto",
                Language::Italian,
            ),
            ("Moro em Lisboa com a minha irmã", Language::Portuguese),
            ("Ik woon in Amsterdam met mijn zus", Language::Dutch),
            ("Jag bor i Stockholm och har två katter", Language::Swedish),
            ("Mieszkam w Krakowie i mam dwa koty", Language::Polish),
            ("İstanbul'da yaşıyorum ve çok mutluyum", Language::Turkish),
            ("Tôi sống ở Hà Nội với chị của tôi", Language::Vietnamese),
            (
                "Saya tinggal di Jakarta dan tidak makan daging",
                Language::Indonesian,
            ),
            ("Я живу в Москве с двумя кошками", Language::Russian),
            ("Я живу в Києві і люблю каву", Language::Ukrainian),
            ("Μένω στην Αθήνα", Language::Greek),
            ("أعيش في القاهرة مع أختي", Language::Arabic),
            ("من در تهران زندگی می‌کنم و گربه دارم", Language::Persian),
            (
                "میں لاہور میں رہتا ہوں اور مجھے چائے پسند ہے",
                Language::Urdu,
            ),
            ("אני גר בתל אביב", Language::Hebrew),
            ("मैं दिल्ली में रहता हूँ", Language::Hindi),
            ("ฉันอยู่กรุงเทพ", Language::Thai),
        ] {
            assert_eq!(detect(text), expected, "{text}");
        }
    }

    #[test]
    fn a_short_ascii_text_is_english_unless_it_says_otherwise() {
        for text in [
            "pizza",
            "Paris",
            "Rust code",
            "die hard",
            "where do I live",
            "hat",
            "Al Pacino",
        ] {
            assert_eq!(detect(text), Language::English, "{text}");
        }
    }

    #[test]
    fn a_text_without_letters_has_no_language() {
        for text in ["", "   ", "12:30", "🎉🎉", "…"] {
            assert_eq!(detect(text), Language::Unknown, "{text:?}");
        }
    }

    #[test]
    fn codes_lead_back_to_their_language() {
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), language);
        }
        assert_eq!(Language::from_code("zh-CN"), Language::Chinese);
        assert_eq!(Language::from_code("tlh"), Language::Unknown);
    }

    proptest! {
        #[test]
        fn any_string_has_some_language(text in ".*") {
            detect(&text);
        }
    }
}
