//! A memory that is erased while a search runs is missing from its answer, and nothing else is.

use std::sync::atomic::{AtomicBool, Ordering};

use futures::FutureExt;
use mem0_core::MemoryStore;
use mem0_core::memory_store::Erasure;

use super::*;

/// Erases memories of a store when it is told to, once.
struct Eraser {
    store: Arc<ReferenceStore>,
    erasure: Mutex<Option<Erasure>>,
}

impl Eraser {
    fn new(store: &Arc<ReferenceStore>) -> Arc<Self> {
        Arc::new(Self {
            store: store.clone(),
            erasure: Mutex::default(),
        })
    }

    fn prepare(&self, erasure: Erasure) {
        *self.erasure.lock().unwrap() = Some(erasure);
    }

    /// Whether there was something to erase.
    fn erase(&self) -> bool {
        let Some(erasure) = self.erasure.lock().unwrap().take() else {
            return false;
        };
        // The reference store never waits.
        let erased = self.store.erase(&erasure, now()).now_or_never().unwrap();
        assert!(erased.unwrap().memories > 0);
        true
    }
}

/// Erases while its scale is measured: after the candidates were gathered.
struct ErasingEmbedder {
    inner: HashEmbedder,
    eraser: Arc<Eraser>,
    has_erased: AtomicBool,
}

#[async_trait]
impl Embedder for ErasingEmbedder {
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
        self.inner.identity().await
    }

    async fn embed(&self, texts: &[String], purpose: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        // Only the scale is measured with several texts; searches and adds here embed one.
        if texts.len() > 1 && self.eraser.erase() {
            self.has_erased.store(true, Ordering::Relaxed);
        }
        self.inner.embed(texts, purpose).await
    }
}

/// Erases while texts are compared: after they were read, before the answers are.
struct ErasingCloseness(Arc<Eraser>);

impl Closeness for ErasingCloseness {
    fn closeness(&self, question: &str, texts: &[&str]) -> Vec<f32> {
        self.0.erase();
        CLOSE.closeness(question, texts)
    }
}

const CLOSE: Close = Close(&[("attic", 0.9), ("cellar", 0.5), ("kitchen", 0.2)]);
const QUESTION: &str = "Where is the violin?";

fn said() -> Vec<Said> {
    vec![
        Said::new(0, "The violin is in the attic."),
        Said::new(1, "The violin is in the cellar."),
        Said::new(2, "The lantern is in the kitchen."),
    ]
}

async fn id_of(engine: &Engine, wanted: usize) -> String {
    let listed = engine.get_all(ListOptions::new(ann())).await.unwrap();
    let mut items = listed.items.into_iter();
    let item = items.find(|item| item.metadata["number"] == json!(wanted));
    item.unwrap().id
}

async fn one(engine: &Engine, number: usize) -> Erasure {
    Erasure::Memory {
        namespace: mem0_core::Namespace::default(),
        memory_id: id_of(engine, number).await,
    }
}

#[tokio::test]
async fn erased_after_the_candidates_were_gathered() {
    for gone in 0..3 {
        let store = Arc::new(ReferenceStore::new());
        let eraser = Eraser::new(&store);
        let embedder = Arc::new(ErasingEmbedder {
            inner: HashEmbedder::default(),
            eraser: eraser.clone(),
            has_erased: AtomicBool::new(false),
        });
        let engine = builder(store, embedder.clone())
            .closeness(Arc::new(CLOSE))
            .build();
        keep_all(&engine, &said()).await;
        eraser.prepare(one(&engine, gone).await);

        let answers = ask(&engine, QUESTION).await;
        assert!(embedder.has_erased.load(Ordering::Relaxed));
        let expected = told(plain().closeness(Arc::new(CLOSE)), &said(), QUESTION).await;
        only_this_is_missing(gone, &answers, &expected);
    }
}

#[tokio::test]
async fn erased_after_its_text_was_read() {
    for gone in 0..3 {
        let store = Arc::new(ReferenceStore::new());
        let eraser = Eraser::new(&store);
        let engine = builder(store, Arc::new(HashEmbedder::default()))
            .closeness(Arc::new(ErasingCloseness(eraser.clone())))
            .build();
        keep_all(&engine, &said()).await;
        eraser.prepare(one(&engine, gone).await);

        let answers = ask(&engine, QUESTION).await;
        let expected = told(plain().closeness(Arc::new(CLOSE)), &said(), QUESTION).await;
        only_this_is_missing(gone, &answers, &expected);
    }
}

#[tokio::test]
async fn everything_erased_meanwhile_leaves_no_hits_and_no_error() {
    let store = Arc::new(ReferenceStore::new());
    let eraser = Eraser::new(&store);
    let engine = builder(store, Arc::new(HashEmbedder::default()))
        .closeness(Arc::new(ErasingCloseness(eraser.clone())))
        .build();
    keep_all(&engine, &said()).await;
    eraser.prepare(Erasure::Scope(ann()));
    assert!(ask(&engine, QUESTION).await.hits.is_empty());
}

/// The others have the score, the order and the closeness of their own texts that they would
/// have had.
fn only_this_is_missing(gone: usize, answers: &Answers, expected: &Answers) {
    let mut left = scores(expected);
    left.remove(&gone);
    assert_eq!(scores(answers), left);
    let mut order = numbers(expected);
    order.retain(|number| *number != gone);
    assert_eq!(numbers(answers), order);
    for hit in &answers.hits {
        let read = hit.explanation.as_ref().unwrap().strength("closeness");
        assert_eq!(read, Some(CLOSE.of(&hit.item.text)));
    }
}
