//! What every [`Embedder`] must do. [`RULES`] is the one list; [`check`] runs it.

use mem0_core::vector::dot;
use mem0_core::{Embedder, Purpose};

use crate::TestResult;

rules_of! {
    dyn Embedder:
    no_texts_give_no_vectors
    vectors_are_as_long_as_the_identity_says
    vectors_come_in_the_order_of_texts
    the_same_text_has_the_same_vector
    many_texts_keep_their_order
    callers_at_once_get_their_own_vectors
    odd_texts_are_texts
    a_very_long_text_is_no_trouble
}

/// Runs all rules; an error names the rule.
///
/// # Errors
/// A call failed.
///
/// # Panics
/// A rule does not hold.
pub async fn check(embedder: &dyn Embedder) -> TestResult {
    for (name, rule) in RULES {
        rule(embedder)
            .await
            .map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(())
}

/// Two vectors of one text may differ in the last digits where a model works on several texts at
/// once, and no further.
const SAME: f32 = 0.9999;

async fn no_texts_give_no_vectors(embedder: &dyn Embedder) -> TestResult {
    for purpose in [Purpose::Query, Purpose::Document] {
        assert!(embedder.embed(&[], purpose).await?.is_empty());
    }
    Ok(())
}

async fn vectors_are_as_long_as_the_identity_says(embedder: &dyn Embedder) -> TestResult {
    let identity = embedder.identity().await?;
    assert!(!identity.provider.is_empty() && !identity.model.is_empty());
    assert_eq!(embedder.identity().await?, identity, "the identity changed");
    for purpose in [Purpose::Query, Purpose::Document] {
        for vector in embedder.embed(&texts(), purpose).await? {
            assert_eq!(vector.len(), identity.dimensions);
            let length = dot(&vector, &vector).sqrt();
            assert!((length - 1.0).abs() < 1e-3, "a vector's length is {length}");
        }
    }
    Ok(())
}

async fn vectors_come_in_the_order_of_texts(embedder: &dyn Embedder) -> TestResult {
    let texts = texts();
    let together = embedder.embed(&texts, Purpose::Document).await?;
    assert_eq!(together.len(), texts.len());
    for (text, vector) in texts.iter().zip(&together) {
        let alone = embedder
            .embed(std::slice::from_ref(text), Purpose::Document)
            .await?;
        let cosine = dot(&alone[0], vector);
        assert!(cosine > SAME, "{text:?} differs among others: {cosine}");
    }
    Ok(())
}

async fn the_same_text_has_the_same_vector(embedder: &dyn Embedder) -> TestResult {
    let text = "She plays chess with her brother on Sundays.".to_owned();
    let twice = [text.clone(), "today".to_owned(), text];
    for purpose in [Purpose::Query, Purpose::Document] {
        let vectors = embedder.embed(&twice, purpose).await?;
        assert!(dot(&vectors[0], &vectors[2]) > SAME);
    }
    Ok(())
}

/// More texts than any provider takes in one request.
async fn many_texts_keep_their_order(embedder: &dyn Embedder) -> TestResult {
    let texts: Vec<String> = (0..130).map(|number| format!("note {number}")).collect();
    let together = embedder.embed(&texts, Purpose::Document).await?;
    assert_eq!(together.len(), texts.len());
    for place in [0, 31, 32, 99, 100, 129] {
        let text = std::slice::from_ref(&texts[place]);
        let alone = embedder.embed(text, Purpose::Document).await?;
        let cosine = dot(&alone[0], &together[place]);
        assert!(cosine > SAME, "text {place} differs among others: {cosine}");
    }
    Ok(())
}

async fn callers_at_once_get_their_own_vectors(embedder: &dyn Embedder) -> TestResult {
    let (tea, chess) = (["绿茶".to_owned()], ["She plays chess".to_owned()]);
    let alone = embedder.embed(&tea, Purpose::Document).await?;
    let (first, second, identity) = tokio::join!(
        embedder.embed(&tea, Purpose::Document),
        embedder.embed(&chess, Purpose::Document),
        embedder.identity(),
    );
    assert!(dot(&first?[0], &alone[0]) > SAME);
    assert_eq!(second?[0].len(), identity?.dimensions);
    Ok(())
}

async fn odd_texts_are_texts(embedder: &dyn Embedder) -> TestResult {
    let odd = [
        "",
        " ",
        "\n\t",
        "\0",
        "?!…",
        "🦊🦊",
        "e\u{301}",
        "\u{200b}",
        "ܫܠܡܐ",
        "𝔘𝔫𝔦",
        "a\u{feff}b",
    ]
    .map(str::to_owned);
    let vectors = embedder.embed(&odd, Purpose::Document).await?;
    assert_eq!(vectors.len(), odd.len());
    for (text, vector) in odd.iter().zip(&vectors) {
        let length = dot(vector, vector).sqrt();
        let fits = length == 0.0 || (length - 1.0).abs() < 1e-3;
        assert!(fits, "{text:?} has a vector of length {length}");
    }
    Ok(())
}

async fn a_very_long_text_is_no_trouble(embedder: &dyn Embedder) -> TestResult {
    let long = ["她喜欢在周末爬山。And then she writes. ".repeat(20_000)];
    let vectors = embedder.embed(&long, Purpose::Document).await?;
    assert!(vectors[0].iter().all(|number| number.is_finite()));
    Ok(())
}

/// Texts of many lengths and languages, shortest and longest mixed.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "I love hiking",
        "她对花生过敏，所以从来不吃花生酱。",
        "Jo moved to Lisbon in March, where she found a flat near the river and a job at a bakery.",
        "今天",
        "Моя сестра живёт в Праге",
        "database index",
        "昨日は友だちと映画を見ました",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("one more word ".repeat(30));
    texts.push("tea".to_owned());
    texts
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;
    use mem0_core::{EmbedderIdentity, ModelError};

    use super::*;
    use crate::HashEmbedder;

    #[derive(Debug, Clone, Copy)]
    enum Fault {
        None,
        /// The order of the texts is lost.
        Reversed,
        /// What doesn't fit into one request is forgotten.
        FirstHundredOnly,
        /// Behind the first hundred, vectors are those of other texts.
        SecondBatchShifted,
        /// Vectors are as long as they happen to be.
        NotOfLengthOne,
        /// The identity tells another number of dimensions.
        OtherDimensions,
        /// No texts are an error.
        RefusesNothing,
        /// A blank text is an error.
        RefusesBlankTexts,
    }

    struct Faulty(HashEmbedder, Fault);

    #[async_trait]
    impl Embedder for Faulty {
        async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
            let identity = self.0.identity().await?;
            let more = usize::from(matches!(self.1, Fault::OtherDimensions));
            Ok(EmbedderIdentity {
                dimensions: identity.dimensions + more,
                ..identity
            })
        }

        async fn embed(
            &self,
            texts: &[String],
            purpose: Purpose,
        ) -> Result<Vec<Vec<f32>>, ModelError> {
            let refused = match self.1 {
                Fault::RefusesNothing => texts.is_empty(),
                Fault::RefusesBlankTexts => texts.iter().any(|text| text.trim().is_empty()),
                _ => false,
            };
            if refused {
                return Err(ModelError::BadRequest {
                    provider: "embedder/faulty".to_owned(),
                    message: "as planned".to_owned(),
                    parameter: None,
                });
            }
            let mut vectors = self.0.embed(texts, purpose).await?;
            match self.1 {
                Fault::Reversed => vectors.reverse(),
                Fault::FirstHundredOnly => vectors.truncate(100),
                Fault::SecondBatchShifted if vectors.len() > 101 => vectors[100..].rotate_left(1),
                Fault::NotOfLengthOne => {
                    for number in vectors.iter_mut().flatten() {
                        *number *= 2.0;
                    }
                }
                _ => {}
            }
            Ok(vectors)
        }
    }

    /// Whether a rule says no.
    async fn is_caught(fault: Fault) -> bool {
        let run = tokio::spawn(async move {
            let embedder = Faulty(HashEmbedder::default(), fault);
            check(&embedder).await.map_err(|error| error.to_string())
        });
        !matches!(run.await, Ok(Ok(())))
    }

    #[tokio::test]
    async fn every_fault_breaks_a_rule_and_none_breaks_without() {
        assert!(!is_caught(Fault::None).await);
        for fault in [
            Fault::Reversed,
            Fault::FirstHundredOnly,
            Fault::SecondBatchShifted,
            Fault::NotOfLengthOne,
            Fault::OtherDimensions,
            Fault::RefusesNothing,
            Fault::RefusesBlankTexts,
        ] {
            assert!(is_caught(fault).await, "{fault:?}");
        }
    }
}
