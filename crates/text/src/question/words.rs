//! Question words in words, folded, in the languages that are written with spaces.

use super::QuestionKind::{self, How, HowLong, HowMany, What, When, Where, Who, Why};

/// What a question word asks for, by itself; the words after it are read elsewhere.
pub(super) fn question_word(word: &str) -> Option<QuestionKind> {
    Some(match word {
        "when" | "whens" | "cuando" | "quando" | "quand" | "wann" | "wanneer" | "когда" | "متي"
        | "कब" | "zaman" => When,
        "where" | "wheres" | "donde" | "adonde" | "dove" | "dov" | "onde" | "aonde" | "wo"
        | "wohin" | "woher" | "waar" | "waarheen" | "где" | "куда" | "откуда" | "اين" | "कहां"
        | "कहा" | "किधर" | "nerede" | "nereye" | "nereden" | "nereli" => Where,
        "who" | "whom" | "whose" | "whos" | "quien" | "quienes" | "chi" | "quem" | "qui"
        | "wer" | "wen" | "wem" | "wessen" | "wie's" | "кто" | "кого" | "кому" | "кем" | "чей"
        | "чья" | "чье" | "чьи" | "لمن" | "किसने" | "किसको" | "किसका" | "किसकी" | "किसके" | "किसे"
        | "kim" | "kimin" | "kime" | "kimle" | "kiminle" => Who,
        "cuanto" | "cuantos" | "cuanta" | "cuantas" | "quanto" | "quanti" | "quanta" | "quante"
        | "quantos" | "quantas" | "combien" | "wieviel" | "wieviele" | "hoeveel" | "сколько"
        | "كم" | "بكم" | "कितना" | "कितने" | "कितनी" | "kac" => {
            HowMany
        }
        "why" | "whys" | "warum" | "wieso" | "weshalb" | "wozu" | "pourquoi" | "perche"
        | "waarom" | "почему" | "зачем" | "لماذا" | "क्यों" | "neden" | "nicin" | "niye" => {
            Why
        }
        "how" | "hows" | "como" | "comment" | "hoe" | "wie" | "как" | "كيف" | "कैसे" | "nasil" => {
            How
        }
        "what" | "whats" | "which" | "cual" | "cuales" | "qual" | "quais" | "quale" | "quali"
        | "quel" | "quelle" | "quels" | "quelles" | "was" | "welche" | "welcher" | "welches"
        | "welchen" | "welchem" | "womit" | "wofur" | "woruber" | "wovon" | "woran" | "worauf"
        | "wat" | "welke" | "welk" | "что" | "чего" | "чему" | "чем" | "какой" | "какая"
        | "какое" | "какие" | "каком" | "какую" | "какого" | "каким" | "каких" | "ماذا" | "ما"
        | "اي" | "ايه" | "क्या" | "कौन" | "किस" | "किन" | "hangi" | "que" | "cosa" | "che" => {
            What
        }
        _ => return None,
    })
}

/// What "which" asks for by the noun after it.
pub(super) fn by_noun(noun: &str) -> Option<QuestionKind> {
    Some(match noun {
        "time" | "year" | "month" | "day" | "date" | "week" | "season" | "weekday" | "hora"
        | "ano" | "mes" | "dia" | "fecha" | "data" | "semana" | "uhr" | "jahr" | "monat"
        | "tag" | "datum" | "woche" | "wochentag" | "uhrzeit" | "heure" | "annee" | "mois"
        | "jour" | "semaine" | "ora" | "anno" | "mese" | "giorno" | "settimana" | "jaar"
        | "maand" | "dag" | "году" | "год" | "месяце" | "месяц" | "день" | "дня" | "числа"
        | "неделе" | "неделю" | "час" | "ساعه" | "الساعه" | "سنه" | "عام" | "شهر" | "يوم"
        | "اسبوع" | "तारीख" | "साल" | "महीने" | "दिन" | "समय" | "बजे" | "वक्त" | "yil" | "ay"
        | "gun" | "tarih" | "saat" => When,
        "city"
        | "country"
        | "place"
        | "town"
        | "street"
        | "state"
        | "address"
        | "continent"
        | "ciudad"
        | "pais"
        | "lugar"
        | "calle"
        | "pueblo"
        | "barrio"
        | "cidade"
        | "rua"
        | "bairro"
        | "stadt"
        | "land"
        | "ort"
        | "strasse"
        | "viertel"
        | "ville"
        | "pays"
        | "endroit"
        | "lieu"
        | "rue"
        | "quartier"
        | "citta"
        | "paese"
        | "posto"
        | "luogo"
        | "via"
        | "stad"
        | "plaats"
        | "straat"
        | "городе"
        | "город"
        | "стране"
        | "страну"
        | "месте"
        | "улице"
        | "районе"
        | "مدينه"
        | "بلد"
        | "مكان"
        | "شارع"
        | "حي"
        | "शहर"
        | "देश"
        | "जगह"
        | "गांव"
        | "मोहल्ले"
        | "sehir"
        | "sehirde"
        | "ulke"
        | "ulkede" => Where,
        "person" | "people" | "friend" | "friends" | "colleague" | "relative" | "persona"
        | "amigo" | "amiga" | "freund" | "freundin" | "ami" | "amie" | "amico" | "amica"
        | "personne" | "человек" | "शख्स" | "लोग" => Who,
        "number" | "amount" | "age" | "percentage" | "price" | "edad" | "numero" | "precio"
        | "idade" | "preco" | "alter" | "nummer" | "preis" | "prix" | "eta" | "prezzo"
        | "возраст" | "उम्र" => HowMany,
        _ => return None,
    })
}

/// Words between "what" and its noun: "what is my age", "quel est mon âge".
pub(super) fn is_small(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "my"
            | "the"
            | "his"
            | "her"
            | "es"
            | "son"
            | "mi"
            | "el"
            | "la"
            | "ist"
            | "sind"
            | "mein"
            | "meine"
            | "der"
            | "die"
            | "das"
            | "est"
            | "mon"
            | "ma"
            | "le"
            | "e"
            | "il"
            | "o"
            | "a"
            | "mia"
            | "mio"
            | "minha"
            | "meu"
            | "mijn"
            | "de"
    )
}

/// What "how" asks for by the word after it.
pub(super) fn by_degree(word: &str) -> Option<QuestionKind> {
    Some(match word {
        "many" | "much" | "old" | "tall" | "big" | "far" | "heavy" | "large" | "high" | "fast"
        | "viel" | "viele" | "vielen" | "alt" | "gross" | "hoch" | "weit" | "teuer" | "schwer"
        | "schnell" | "veel" | "oud" | "groot" | "ver" | "далеко" => HowMany,
        "long" | "often" | "frequently" | "lange" | "oft" | "haufig" | "lang" | "vaak"
        | "долго" | "часто" | "давно" => HowLong,
        _ => return None,
    })
}

/// What "how many" asks for by the noun after it: how many years is how long.
pub(super) fn by_unit(noun: &str) -> Option<QuestionKind> {
    Some(match noun {
        "times" | "years" | "months" | "weeks" | "days" | "hours" | "minutes" | "veces"
        | "anos" | "meses" | "semanas" | "dias" | "horas" | "tiempo" | "tempo" | "mal"
        | "jahre" | "monate" | "wochen" | "tage" | "stunden" | "ans" | "annees" | "mois"
        | "semaines" | "jours" | "heures" | "temps" | "fois" | "anni" | "mesi" | "settimane"
        | "giorni" | "ore" | "volte" | "vezes" | "keer" | "jaar" | "weken" | "dagen"
        | "времени" | "недель" | "месяцев" | "дней" | "раз" | "مره" | "يوما" | "اسبوعا"
        | "شهرا" | "बार" | "महीने" | "दिन" | "घंटे" | "kez" | "yil" | "gun" => {
            HowLong
        }
        "uhr" | "बजे" => When,
        _ => return None,
    })
}

/// Words that may stand before the question word: "so, when", "tell me who", "in which year".
pub(super) fn may_precede(word: &str) -> bool {
    matches!(
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
            | "por"
            | "para"
            | "de"
            | "desde"
            | "en"
            | "a"
            | "con"
            | "seit"
            | "mit"
            | "bei"
            | "von"
            | "aus"
            | "um"
            | "an"
            | "zu"
            | "bis"
            | "vor"
            | "depuis"
            | "avec"
            | "chez"
            | "dans"
            | "pour"
            | "da"
            | "di"
            | "per"
            | "em"
            | "com"
            | "o"
            | "i"
            | "just"
            | "exactly"
            | "в"
            | "во"
            | "с"
            | "у"
            | "на"
            | "к"
            | "о"
            | "от"
            | "до"
            | "а"
            | "и"
            | "из"
            | "за"
            | "في"
            | "مع"
            | "منذ"
            | "الي"
            | "عند"
            | "و"
    )
}
