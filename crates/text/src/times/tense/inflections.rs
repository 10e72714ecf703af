//! What the forms of verbs tell of the direction in other languages than English and Chinese:
//! a few auxiliaries, and endings that are plain enough.

use crate::language::Language;

/// True for the past, false for the future, `None` where a word tells nothing.
pub(super) fn is_past(word: &str, language: Language) -> Option<bool> {
    let word = word.to_lowercase();
    let ends = |endings: &[&str]| {
        endings
            .iter()
            .any(|ending| word.len() >= ending.len() + 2 && word.ends_with(ending))
    };
    let is = |words: &[&str]| words.contains(&word.as_str());
    let (past, future) = match language {
        Language::Spanish => (
            is(&[
                "fui", "fue", "fuimos", "estuve", "estuvo", "hice", "hizo", "tuve", "tuvo", "era",
                "había", "vi", "vino", "dijo",
            ]) || ends(&["aron", "ieron", "aba", "ábamos", "ó"])
                || ends(&["é"]) && !ends(&["aré", "eré", "iré"]),
            is(&["voy", "va", "vamos", "van", "quiero", "pienso"])
                || ends(&[
                    "aré", "eré", "iré", "ará", "erá", "irá", "aremos", "eremos", "iremos",
                ]),
        ),
        Language::Portuguese => (
            is(&[
                "fui", "foi", "fomos", "estive", "esteve", "fiz", "fez", "tive", "teve", "era",
                "vi", "veio",
            ]) || ends(&["ei", "ou", "eu", "iu", "aram", "eram", "iram", "ava"]),
            is(&["vou", "vai", "vamos", "vão", "quero"]) || ends(&["arei", "ará", "erá", "irá"]),
        ),
        Language::Italian => (
            is(&[
                "ero", "era", "avevo", "andai", "stato", "stata", "fatto", "visto", "preso",
            ]) || ends(&[
                "ato", "ata", "ati", "uto", "uta", "uti", "ito", "ita", "ava", "avo",
            ]),
            ends(&["erò", "irò", "erà", "irà", "eremo", "iremo"]),
        ),
        Language::French => (
            is(&[
                "suis", "étais", "était", "fus", "vu", "pris", "fait", "venu", "venue", "parti",
                "partie",
            ]) || ends(&["é", "ée", "és", "ées", "ait", "ais", "aient"]),
            is(&["vais", "va", "allons", "vont"])
                || ends(&["erai", "era", "erons", "eront", "irai", "ira"]),
        ),
        Language::German => (
            is(&[
                "war", "waren", "hatte", "hatten", "ging", "kam", "traf", "sah", "wurde", "bekam",
                "kaufte", "machte",
            ]) || word.starts_with("ge")
                && word.len() > 5
                && ends(&["t", "en"])
                && !is(&["gestern", "gegen", "gehen"]),
            is(&[
                "werde", "wird", "werden", "will", "wollen", "möchte", "soll", "muss", "müssen",
            ]),
        ),
        Language::Dutch => (
            is(&[
                "was", "waren", "had", "hadden", "ging", "kwam", "zag", "werd",
            ]) || word.starts_with("ge") && word.len() > 5 && ends(&["t", "d", "en"]),
            is(&["zal", "zullen", "ga", "gaat", "gaan", "wil", "moet"]),
        ),
        Language::Russian => (
            ends(&[
                "ал", "ил", "ел", "ял", "ла", "ли", "ло", "лся", "лась", "лись",
            ]),
            is(&[
                "буду",
                "будет",
                "будем",
                "будут",
                "собираюсь",
                "планирую",
                "хочу",
                "надо",
            ]) || ends(&["еду", "ечу"]),
        ),
        Language::Hindi => (
            is(&[
                "था",
                "थी",
                "थे",
                "थीं",
                "गया",
                "गई",
                "गए",
                "किया",
                "हुआ",
                "हुई",
                "लिया",
                "दिया",
                "मिला",
                "मिली",
                "आया",
                "आई",
                "खरीदा",
            ]),
            ends(&[
                "ूंगा",
                "ूँगा",
                "ूंगी",
                "ूँगी",
                "ेगा",
                "ेगी",
                "ेंगे",
                "ोगे",
                "एगा",
                "एंगे",
                "एगी",
            ]),
        ),
        Language::Arabic => (
            is(&["كان", "كانت", "كنت", "كنا"])
                || ends(&["ت", "نا"]) && !word.starts_with(['ي', 'أ', 'ت', 'ن']),
            is(&["سوف", "أريد", "أنوي", "علي"])
                || word.starts_with("سن")
                || word.starts_with("سأ")
                || word.starts_with("سي"),
        ),
        _ => (false, false),
    };
    match (past, future) {
        (_, true) => Some(false),
        (true, false) => Some(true),
        _ => None,
    }
}
