//! A transformer that reads question and text together and judges how well one answers the other.

use async_trait::async_trait;
use mem0_core::{ModelError, Ranked, Reranker};

use super::batch::Batch;
use super::card::Card;
use super::network::Output;
use super::runtime::{Limits, Runtime};
use super::{ModelFolder, TransformerError};

/// How many of the best hits are judged by default, and at most.
const CANDIDATES: usize = 50;
const MOST_CANDIDATES: usize = 200;

/// What may be set about a cross-encoder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CrossEncoderOptions {
    /// The most texts it gives a place to; the others keep their order behind. `None`: all.
    pub top_k: Option<usize>,
    /// How many of the best hits it judges, from 1 to 200. `None`: 50.
    pub candidates: Option<usize>,
    /// Bounds on its work.
    pub limits: Limits,
}

/// Reranks with a cross-encoder in an ONNX file, on this machine's processor.
///
/// Its score is the network's answer through a sigmoid, or a softmax where it has two classes:
/// from 0 to 1, and above 0.5 where the network says yes. Its files are looked at when it is made
/// and loaded at its first use.
pub struct CrossEncoder {
    runtime: Runtime,
    top_k: usize,
    candidates: usize,
}

impl CrossEncoder {
    /// A reranker with this folder's model.
    ///
    /// # Errors
    /// A file can't be read, the model is no cross-encoder, or an option doesn't fit it.
    pub fn open(
        folder: ModelFolder,
        options: CrossEncoderOptions,
    ) -> Result<Self, TransformerError> {
        let card = Card::read(&folder, Some(super::Pooling::Cls))?;
        if card.judges_pairs == Some(false) {
            return Err(TransformerError::Unusable {
                path: folder.path().join("config.json"),
                problem: "it is no cross-encoder: its architecture judges no pairs of texts"
                    .to_owned(),
            });
        }
        if options.top_k == Some(0) {
            return Err(TransformerError::Option {
                option: "top_k",
                problem: "it must be at least 1".to_owned(),
            });
        }
        if options
            .candidates
            .is_some_and(|candidates| !(1..=MOST_CANDIDATES).contains(&candidates))
        {
            return Err(TransformerError::Option {
                option: "candidates",
                problem: format!("it must be from 1 to {MOST_CANDIDATES}"),
            });
        }
        let max_tokens = options.limits.check(card.max_tokens, card.positions)?;
        Ok(Self {
            runtime: Runtime::new(
                "reranker/local",
                folder,
                &["logits"],
                max_tokens,
                options.limits,
            ),
            top_k: options.top_k.unwrap_or(usize::MAX),
            candidates: options.candidates.unwrap_or(CANDIDATES),
        })
    }

    /// The model's folder.
    pub fn folder(&self) -> &ModelFolder {
        self.runtime.folder()
    }
}

#[async_trait]
impl Reranker for CrossEncoder {
    fn name(&self) -> String {
        format!("local/{}", self.folder().name())
    }

    fn pool(&self) -> usize {
        self.candidates
    }

    async fn rerank(
        &self,
        question: &str,
        documents: &[String],
        top: usize,
    ) -> Result<Vec<Ranked>, ModelError> {
        let pairs = documents
            .iter()
            .map(|document| (question.to_owned(), Some(document.clone())));
        let scores = self.runtime.run(pairs.collect(), score).await?;
        let mut ranked: Vec<Ranked> = scores
            .into_iter()
            .enumerate()
            .map(|(index, score)| Ranked { index, score })
            .collect();
        // Stable: what is judged equal keeps the order it had.
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
        ranked.truncate(top.min(self.top_k));
        Ok(ranked)
    }
}

fn score(output: &Output, batch: &Batch, row: usize) -> Result<f32, String> {
    let rows = batch.rows();
    let score = match output.shape[..] {
        [given] | [given, 1] if given == rows => sigmoid(output.numbers[row]),
        // Two classes, no and yes: their softmax is the sigmoid of the difference.
        [given, 2] if given == rows => {
            sigmoid(output.numbers[2 * row + 1] - output.numbers[2 * row])
        }
        _ => {
            return Err(format!(
                "its output has the shape {:?}, which is no judgement of {rows} pairs",
                output.shape
            ));
        }
    };
    if score.is_finite() {
        Ok(score)
    } else {
        Err("it answered with something that is no number".to_owned())
    }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transformer::tokens::Encoded;

    #[test]
    fn one_number_or_two_classes_are_a_judgement_and_others_are_not() {
        let pair = Encoded {
            ids: vec![1],
            types: vec![0],
        };
        let batch = Batch::of(&[pair.clone(), pair], 0);
        let judged = |shape: &[usize], numbers: &[f32]| {
            let output = Output {
                shape: shape.to_vec(),
                numbers: numbers.to_vec(),
            };
            score(&output, &batch, 1)
        };
        let half = |score: Result<f32, String>| (score.unwrap() - 0.5).abs() < 1e-6;
        assert!(half(judged(&[2, 1], &[9.0, 0.0])));
        assert!(half(judged(&[2], &[9.0, 0.0])));
        assert!(half(judged(&[2, 2], &[9.0, 9.0, 4.0, 4.0])));
        assert!(judged(&[2, 2], &[0.0, 0.0, 0.0, 3.0]).unwrap() > 0.9);
        assert!(judged(&[2, 3], &[0.0; 6]).is_err());
        assert!(judged(&[2, 1, 4], &[0.0; 8]).is_err());
        assert!(judged(&[2, 1], &[0.0, f32::NAN]).is_err());
    }
}
