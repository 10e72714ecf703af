//! An embedder without a model: texts that share words get similar vectors.

use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;
use mem0_core::vector::normalize;
use mem0_core::{Embedder, EmbedderIdentity, ModelError, Purpose};

use crate::lock;

/// Hashes the words of a text, and the characters of scripts without spaces, into a vector of
/// length 1. The same text always gives the same vector, on every machine.
#[derive(Debug)]
pub struct HashEmbedder {
    identity: EmbedderIdentity,
    /// What becomes of the next calls.
    failures: Mutex<VecDeque<Option<ModelError>>>,
    embedded: Mutex<Vec<String>>,
}

impl HashEmbedder {
    /// An embedder with vectors of this many dimensions.
    pub fn new(dimensions: usize) -> Self {
        Self {
            identity: EmbedderIdentity {
                provider: "test".to_owned(),
                model: "hash".to_owned(),
                revision: "1".to_owned(),
                dimensions,
            },
            failures: Mutex::default(),
            embedded: Mutex::default(),
        }
    }

    /// Makes the next call fail.
    pub fn fail_next(&self, error: ModelError) {
        lock(&self.failures).push_back(Some(error));
    }

    /// Lets this many calls succeed and the one after them fail.
    pub fn succeed_then_fail(&self, calls: usize, error: ModelError) {
        let mut failures = lock(&self.failures);
        failures.extend(std::iter::repeat_n(None, calls));
        failures.push_back(Some(error));
    }

    /// The texts it was given so far, failed calls included.
    pub fn embedded(&self) -> Vec<String> {
        lock(&self.embedded).clone()
    }

    /// The vector of a text; all zeros for a text without words.
    pub fn vector(&self, text: &str) -> Vec<f32> {
        let mut vector = vec![0.0; self.identity.dimensions];
        for token in tokens(text) {
            let hash = token_hash(&token);
            // Two places for each token: a chance collision in one of them stays a weak one.
            for half in [hash as u32, (hash >> 32) as u32] {
                let place = (half >> 1) as usize % vector.len().max(1);
                if let Some(number) = vector.get_mut(place) {
                    *number += if half & 1 == 0 { 1.0 } else { -1.0 };
                }
            }
        }
        normalize(&mut vector);
        vector
    }
}

impl Default for HashEmbedder {
    /// 64 dimensions.
    fn default() -> Self {
        Self::new(64)
    }
}

#[async_trait]
impl Embedder for HashEmbedder {
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
        Ok(self.identity.clone())
    }

    async fn embed(
        &self,
        texts: &[String],
        _purpose: Purpose,
    ) -> Result<Vec<Vec<f32>>, ModelError> {
        lock(&self.embedded).extend_from_slice(texts);
        match lock(&self.failures).pop_front().flatten() {
            Some(error) => Err(error),
            None => Ok(texts.iter().map(|text| self.vector(text)).collect()),
        }
    }
}

/// Words in lower case; of scripts without spaces, characters.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    for character in text.chars() {
        let alone = is_cjk(character);
        if character.is_alphanumeric() && !alone {
            word.extend(character.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        if alone {
            tokens.push(character.to_string());
        }
    }
    if !word.is_empty() {
        tokens.push(word);
    }
    tokens
}

/// A stable hash of a token (FNV-1a, then mixed, so that all 64 bits vary).
pub(crate) fn token_hash(token: &str) -> u64 {
    let hash = token
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

fn is_cjk(character: char) -> bool {
    matches!(character as u32, 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mem0_core::vector::dot;

    #[tokio::test]
    async fn texts_that_share_words_are_nearer_than_texts_that_do_not() {
        let embedder = HashEmbedder::default();
        let texts = [
            "Ann drinks green tea",
            "green tea is what Ann drinks",
            "the moon landing",
            "我喜欢喝绿茶",
            "她喜欢绿茶",
            "",
        ]
        .map(str::to_owned);
        let vectors = embedder.embed(&texts, Purpose::Document).await.unwrap();
        assert!(dot(&vectors[0], &vectors[1]) > 0.6);
        assert!(dot(&vectors[0], &vectors[2]) < 0.4);
        assert!(dot(&vectors[3], &vectors[4]) > 0.6);
        assert!((dot(&vectors[0], &vectors[0]) - 1.0).abs() < 1e-5);
        assert!(vectors[5].iter().all(|number| *number == 0.0));
        assert_eq!(embedder.embedded(), texts);
    }

    #[tokio::test]
    async fn a_planned_failure_happens_once() {
        let embedder = HashEmbedder::new(8);
        embedder.fail_next(ModelError::Local {
            provider: "embedder/test".to_owned(),
            problem: "as planned".to_owned(),
        });
        assert!(
            embedder
                .embed(&["a".to_owned()], Purpose::Query)
                .await
                .is_err()
        );
        assert!(
            embedder
                .embed(&["a".to_owned()], Purpose::Query)
                .await
                .is_ok()
        );
    }
}
