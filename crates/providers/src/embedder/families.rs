//! What a family of models wants in front of texts, to know questions from what answers them.
//!
//! A family is known by words of the model's name, so that new members need no entry here. Sources:
//! the models' cards.

use crate::driver::embeddings::Prefixes;

const SEARCHING: &str = "Represent this sentence for searching relevant passages: ";

const INSTRUCTION: &str = "Instruct: Given a question, retrieve statements that answer it\nQuery: ";

/// Words that all stand in the names of a family; what its members want in front of questions and
/// in front of what will be found.
const FAMILIES: [(&[&str], &str, &str); 12] = [
    (&["e5", "instruct"], INSTRUCTION, ""),
    (&["e5"], "query: ", "passage: "),
    (&["nomic", "embed"], "search_query: ", "search_document: "),
    (&["bge", "m3"], "", ""),
    (&["bge", "zh"], "为这个句子生成表示以用于检索相关文章：", ""),
    (&["bge", "en"], SEARCHING, ""),
    (&["mxbai", "embed"], SEARCHING, ""),
    (&["arctic", "embed2"], "query: ", ""),
    (&["arctic", "embed", "v2"], "query: ", ""),
    (&["arctic", "embed"], SEARCHING, ""),
    (&["qwen3", "embedding"], INSTRUCTION, ""),
    (
        &["embeddinggemma"],
        "task: search result | query: ",
        "title: none | text: ",
    ),
];

/// What the model of this name wants.
pub(super) fn prefixes(model: &str) -> Prefixes {
    let model = model.to_lowercase();
    let words: Vec<&str> = model.split(|c: char| !c.is_alphanumeric()).collect();
    FAMILIES
        .iter()
        .find(|(marks, ..)| marks.iter().all(|mark| words.contains(mark)))
        .map(|(_, query, document)| Prefixes {
            query: (*query).to_owned(),
            document: (*document).to_owned(),
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_family_whoever_serves_it() {
        let of = |model: &str| {
            let prefixes = prefixes(model);
            (prefixes.query, prefixes.document)
        };
        let pair = |query: &str, document: &str| (query.to_owned(), document.to_owned());
        let nomic = pair("search_query: ", "search_document: ");
        assert_eq!(of("nomic-embed-text:latest"), nomic);
        assert_eq!(
            of("nomic-ai/nomic-embed-text-v1.5-GGUF/nomic-embed-text-v1.5.f16.gguf"),
            nomic
        );
        assert_eq!(
            of("intfloat/multilingual-e5-large-instruct"),
            pair(INSTRUCTION, "")
        );
        assert_eq!(of("intfloat/e5-base-v2"), pair("query: ", "passage: "));
        assert_eq!(of("mxbai-embed-large"), pair(SEARCHING, ""));
        assert_eq!(of("snowflake-arctic-embed2"), pair("query: ", ""));
        assert_eq!(of("qwen3-embedding:0.6b"), pair(INSTRUCTION, ""));
        for plain in ["bge-m3", "all-minilm", "text-embedding-3-small", "tei", ""] {
            assert_eq!(of(plain), pair("", ""), "{plain}");
        }
    }
}
