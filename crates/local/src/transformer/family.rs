//! What a family of models wants done to texts, where the model's folder doesn't say.
//!
//! A family is known by a word of the model's name, so that new members need no entry here. What
//! is not listed wants the mean of its tokens and no prefixes, as MiniLM, GTE, MPNet, Jina and M3E
//! do. Sources: the models' cards.

use super::Pooling;

/// What a family wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Family {
    pub(super) pooling: Pooling,
    pub(super) query_prefix: &'static str,
    pub(super) document_prefix: &'static str,
}

const PLAIN: Family = Family {
    pooling: Pooling::Mean,
    query_prefix: "",
    document_prefix: "",
};

const FIRST_TOKEN: Family = Family {
    pooling: Pooling::Cls,
    ..PLAIN
};

const SEARCHING: &str = "Represent this sentence for searching relevant passages: ";

/// A family, and the words that all stand in its members' names.
const FAMILIES: [(&[&str], Family); 13] = [
    (
        &["e5", "instruct"],
        Family {
            query_prefix: "Instruct: Given a question, retrieve statements that answer it\nQuery: ",
            ..PLAIN
        },
    ),
    (
        &["e5"],
        Family {
            query_prefix: "query: ",
            document_prefix: "passage: ",
            ..PLAIN
        },
    ),
    (&["bge", "m3"], FIRST_TOKEN),
    (
        &["bge", "zh"],
        Family {
            query_prefix: "为这个句子生成表示以用于检索相关文章：",
            ..FIRST_TOKEN
        },
    ),
    (
        &["bge", "en"],
        Family {
            query_prefix: SEARCHING,
            ..FIRST_TOKEN
        },
    ),
    (&["bge"], FIRST_TOKEN),
    (
        &["nomic", "embed"],
        Family {
            query_prefix: "search_query: ",
            document_prefix: "search_document: ",
            ..PLAIN
        },
    ),
    (
        &["arctic", "embed", "v2"],
        Family {
            query_prefix: "query: ",
            ..FIRST_TOKEN
        },
    ),
    (
        &["arctic", "embed"],
        Family {
            query_prefix: SEARCHING,
            ..FIRST_TOKEN
        },
    ),
    (
        &["mxbai", "embed"],
        Family {
            query_prefix: SEARCHING,
            ..FIRST_TOKEN
        },
    ),
    // The later GTE models changed over to the first token.
    (&["gte", "v1"], FIRST_TOKEN),
    (&["gte", "multilingual"], FIRST_TOKEN),
    (&["granite", "embedding"], FIRST_TOKEN),
];

/// What the first of these names that belongs to a family wants.
pub(super) fn family<'a>(names: impl IntoIterator<Item = &'a str>) -> Family {
    names.into_iter().find_map(of_name).unwrap_or(PLAIN)
}

fn of_name(name: &str) -> Option<Family> {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    FAMILIES
        .iter()
        .find(|(marks, _)| marks.iter().all(|mark| words.contains(mark)))
        .map(|(_, family)| *family)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> (Pooling, &'static str, &'static str) {
        let family = family([name]);
        (family.pooling, family.query_prefix, family.document_prefix)
    }

    #[test]
    fn a_name_tells_the_family_whoever_publishes_it() {
        let e5 = (Pooling::Mean, "query: ", "passage: ");
        assert_eq!(of("multilingual-e5-small"), e5);
        assert_eq!(of("e5-base-v2"), e5);
        assert_eq!(of("bge-small-en-v1.5"), (Pooling::Cls, SEARCHING, ""));
        assert_eq!(
            of("BGE-small-zh-v1.5").1,
            "为这个句子生成表示以用于检索相关文章："
        );
        assert_eq!(of("bge-m3"), (Pooling::Cls, "", ""));
        assert_eq!(of("nomic-embed-text-v1.5").2, "search_document: ");
        assert_eq!(of("snowflake-arctic-embed-m-v2.0").1, "query: ");
        assert_eq!(of("gte-small"), (Pooling::Mean, "", ""));
        assert_eq!(of("gte-base-en-v1.5"), (Pooling::Cls, "", ""));
        assert_eq!(of("all-MiniLM-L6-v2"), (Pooling::Mean, "", ""));
    }

    #[test]
    fn a_word_inside_another_word_is_no_mark() {
        assert_eq!(family(["me5s"]), PLAIN);
        assert_eq!(family(["unknown", "e5-small"]).query_prefix, "query: ");
    }
}
