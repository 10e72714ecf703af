//! From a text to the numbers of its tokens.

use tokenizers::{Tokenizer, TruncationParams, TruncationStrategy};

use super::{ModelFolder, TransformerError};

/// No tokenizer needs more bytes than this for a token worth reading: a text is cut to so many
/// for each token first, so that ten megabytes cost no more than a page.
const BYTES_OF_TOKEN: usize = 64;

/// A text, or a pair of texts, as numbers; at least one.
#[derive(Debug, Clone)]
pub(super) struct Encoded {
    pub(super) ids: Vec<i32>,
    /// 1 for the tokens of the second text of a pair.
    pub(super) types: Vec<i32>,
}

/// A model's own tokenizer.
pub(super) struct Tokens {
    tokenizer: Tokenizer,
    padding: i32,
    most_bytes: usize,
}

impl Tokens {
    /// Reads the folder's tokenizer, which shall cut texts to `max_tokens`.
    pub(super) fn load(folder: &ModelFolder, max_tokens: usize) -> Result<Self, TransformerError> {
        let path = folder.tokenizer();
        let unusable = |error: tokenizers::Error| TransformerError::Unusable {
            path: path.clone(),
            problem: error.to_string(),
        };
        let mut tokenizer = Tokenizer::from_file(&path).map_err(unusable)?;
        let padding = padding(&tokenizer);
        // The file may ask for padding to a fixed width and for a limit of its own; batches are
        // padded here, to no more than they need.
        tokenizer.with_padding(None);
        let truncation = TruncationParams {
            max_length: max_tokens,
            strategy: TruncationStrategy::LongestFirst,
            ..TruncationParams::default()
        };
        tokenizer
            .with_truncation(Some(truncation))
            .map_err(unusable)?;
        Ok(Self {
            tokenizer,
            padding,
            most_bytes: max_tokens * BYTES_OF_TOKEN,
        })
    }

    /// The number of the token that fills rows up.
    pub(super) fn padding(&self) -> i32 {
        self.padding
    }

    /// The tokens of a text, or of a question and what may answer it.
    pub(super) fn encode(&self, text: &str, second: Option<&str>) -> Result<Encoded, String> {
        let encoding = match second {
            None => self.tokenizer.encode_fast(self.cut(text), true),
            Some(second) => {
                let pair = (self.cut(text), self.cut(second));
                self.tokenizer.encode_fast(pair, true)
            }
        }
        .map_err(|error| format!("the tokenizer failed: {error}"))?;
        let signed = |numbers: &[u32]| numbers.iter().map(|n| n.cast_signed()).collect();
        let mut encoded = Encoded {
            ids: signed(encoding.get_ids()),
            types: signed(encoding.get_type_ids()),
        };
        if encoded.ids.is_empty() {
            // A blank text under a tokenizer that adds nothing: networks want a token.
            encoded.ids.push(self.padding);
            encoded.types.push(0);
        }
        Ok(encoded)
    }

    fn cut<'a>(&self, text: &'a str) -> &'a str {
        &text[..text.floor_char_boundary(self.most_bytes)]
    }
}

fn padding(tokenizer: &Tokenizer) -> i32 {
    let stated = tokenizer.get_padding().map(|padding| padding.pad_id);
    let named = || {
        ["[PAD]", "<pad>", "<|endoftext|>"]
            .iter()
            .find_map(|token| tokenizer.token_to_id(token))
    };
    stated.or_else(named).unwrap_or(0).cast_signed()
}
