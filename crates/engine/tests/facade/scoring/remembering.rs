//! A model is asked once what its cosines mean: the store remembers it.

use mem0_core::MemoryStore;

use super::*;

/// An embedder under another name with the vectors of the same.
struct Named(HashEmbedder, &'static str);

#[async_trait]
impl Embedder for Named {
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
        Ok(EmbedderIdentity {
            model: self.1.to_owned(),
            ..self.0.identity().await?
        })
    }

    async fn embed(&self, texts: &[String], purpose: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        self.0.embed(texts, purpose).await
    }
}

const QUESTION: &str = "Where is the violin?";

/// What one more process is told, and how many texts it has its model embed for the answer.
async fn asked_by_another(store: &Arc<ReferenceStore>) -> (Answers, usize) {
    let embedder = Arc::new(HashEmbedder::default());
    let engine = builder(store.clone(), embedder.clone()).build();
    let answers = ask(&engine, QUESTION).await;
    ask(&engine, QUESTION).await;
    (answers, embedder.embedded().len() - 1)
}

async fn filled() -> Arc<ReferenceStore> {
    let store = Arc::new(ReferenceStore::new());
    let engine = builder(store.clone(), Arc::new(HashEmbedder::default())).build();
    let said = [
        Said::new(0, "The violin is in the attic."),
        Said::new(1, "The lantern is in the kitchen."),
    ];
    keep_all(&engine, &said).await;
    store
}

#[tokio::test]
async fn a_model_is_asked_once_for_each_store() {
    let store = filled().await;
    let (first, texts) = asked_by_another(&store).await;
    assert_eq!(texts, 1 + 32, "the question, and pairs that tell the scale");
    let (second, texts) = asked_by_another(&store).await;
    assert_eq!(texts, 1, "the question alone");
    assert_eq!(scores(&first), scores(&second));
}

#[tokio::test]
async fn another_model_is_asked_itself() {
    let store = filled().await;
    asked_by_another(&store).await;
    let other = Arc::new(Named(HashEmbedder::default(), "other"));
    let engine = builder(store.clone(), other.clone()).build();
    engine.reembed(|_| {}).await.unwrap();
    let before = other.0.embedded().len();
    ask(&engine, QUESTION).await;
    assert_eq!(other.0.embedded().len() - before, 1 + 32);
}

#[tokio::test]
async fn a_note_that_makes_no_sense_is_replaced() {
    let store = filled().await;
    for nonsense in ["", "{}", r#"{"embedder": 1, "scale": "tea"}"#] {
        store.keep_note("scale-1", nonsense).await.unwrap();
        assert_eq!(asked_by_another(&store).await.1, 1 + 32, "{nonsense}");
        assert_eq!(asked_by_another(&store).await.1, 1, "{nonsense}");
    }
}
