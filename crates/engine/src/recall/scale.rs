//! What a cosine means: every embedding model has its own idea of "unrelated" and "the same".
//!
//! A model is asked once: the store remembers what it said, for every process that opens it.

use futures::future::try_join;
use mem0_core::vector::dot;
use mem0_core::{Embedder, EmbedderIdentity, MemoryStore, ModelError, Purpose};
use serde::{Deserialize, Serialize};

/// The note in which a store remembers the scale. It is measured anew, under the next number, when
/// the [`PROBES`] change.
const NOTE: &str = "scale-1";

/// The cosines that a model gives to unrelated texts and to paraphrases.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    /// Typical cosine of a question with a text that has nothing to do with it.
    pub unrelated: f32,
    /// Typical cosine of a question with a text that answers it.
    pub paraphrase: f32,
}

/// Questions, each with a text that answers it. A question and another one's text are unrelated.
/// English and Chinese by turns, so that the scale holds for both.
const PROBES: [(&str, &str); 16] = [
    (
        "Which sport does she play at the weekend?",
        "On Saturdays she plays tennis with her cousin.",
    ),
    ("他最喜欢吃什么水果？", "他最爱吃的水果是芒果。"),
    (
        "Where does the family spend the summer?",
        "Every summer the family goes to a lake in Austria.",
    ),
    ("她的猫叫什么名字？", "她养了一只猫，名字叫团子。"),
    (
        "What is he allergic to?",
        "He can't eat shrimp because of an allergy.",
    ),
    ("他在哪家公司上班？", "他在一家做芯片的公司当工程师。"),
    (
        "Which instrument is she learning?",
        "She has been taking cello lessons since spring.",
    ),
    ("她什么时候过生日？", "她的生日是十一月三日。"),
    (
        "What car does he drive?",
        "He bought a used electric car last year.",
    ),
    ("他周末喜欢做什么？", "一到周末他就去爬山。"),
    (
        "Which language is he studying?",
        "He is studying Portuguese for his new job.",
    ),
    ("她住在哪个城市？", "她搬到成都住了三年。"),
    (
        "What does her brother do for a living?",
        "Her brother works as a nurse at the hospital.",
    ),
    ("他对什么电影感兴趣？", "他特别爱看科幻片。"),
    (
        "What does she drink in the morning?",
        "Her morning starts with a cup of green tea.",
    ),
    ("他的孩子上几年级？", "他的女儿今年读小学三年级。"),
];

/// A scale and the model that it was measured with.
#[derive(Serialize, Deserialize)]
struct Measured {
    embedder: EmbedderIdentity,
    scale: Scale,
}

impl Scale {
    /// The scale of a store's model: what the store remembers, else what the model says, which the
    /// store remembers from then on. A store that can't remember it is no reason to fail.
    ///
    /// # Errors
    /// The model failed.
    pub async fn of(store: &dyn MemoryStore, embedder: &dyn Embedder) -> Result<Self, ModelError> {
        let identity = embedder.identity().await?;
        let noted = store.note(NOTE).await.unwrap_or_else(|error| {
            tracing::debug!(%error, "what the store knows of the model's cosines can't be read");
            None
        });
        let noted = noted.and_then(|note| serde_json::from_str::<Measured>(&note).ok());
        if let Some(measured) = noted.filter(|it| it.embedder == identity) {
            return Ok(measured.scale);
        }
        let measured = Measured {
            scale: Self::measure(embedder).await?,
            embedder: identity,
        };
        if let Ok(note) = serde_json::to_string(&measured)
            && let Err(error) = store.keep_note(NOTE, &note).await
        {
            tracing::debug!(%error, "the model will be asked again what its cosines mean");
        }
        Ok(measured.scale)
    }

    /// Asks the model itself: embeds a few questions and texts (one batch each, side by side) and
    /// takes the medians.
    ///
    /// # Errors
    /// The model failed.
    pub async fn measure(embedder: &dyn Embedder) -> Result<Self, ModelError> {
        let questions: Vec<String> = PROBES
            .iter()
            .map(|(question, _)| (*question).into())
            .collect();
        let texts: Vec<String> = PROBES.iter().map(|(_, text)| (*text).into()).collect();
        let (questions, texts) = try_join(
            embedder.embed(&questions, Purpose::Query),
            embedder.embed(&texts, Purpose::Document),
        )
        .await?;
        let mut related = Vec::new();
        let mut unrelated = Vec::new();
        for (row, question) in questions.iter().enumerate() {
            for (column, text) in texts.iter().enumerate() {
                let cosines = if row == column {
                    &mut related
                } else {
                    &mut unrelated
                };
                cosines.push(dot(question, text));
            }
        }
        let unrelated = median(unrelated);
        Ok(Self {
            unrelated,
            paraphrase: median(related).max(unrelated + 0.05),
        })
    }

    /// 0 for unrelated, 1 for a typical paraphrase, linear; cut off at -1 (less alike than texts on
    /// different matters usually are) and 1.5.
    pub fn stretch(&self, cosine: f32) -> f32 {
        ((cosine - self.unrelated) / (self.paraphrase - self.unrelated)).clamp(-1.0, 1.5)
    }
}

fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
