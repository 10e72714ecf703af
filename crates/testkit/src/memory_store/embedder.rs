//! Vectors of different models never meet.

use mem0_core::memory_store::VersionKey;
use mem0_core::{EmbedderIdentity, MemoryStore, Scope, StoreError};

use crate::scribe::{DIMENSIONS, Scribe, asked, identity, nothing_asked, writes};
use crate::{HashEmbedder, TestResult};

/// Another model, with vectors half as long.
fn other() -> EmbedderIdentity {
    EmbedderIdentity {
        model: "other".to_owned(),
        dimensions: DIMENSIONS / 2,
        ..identity()
    }
}

fn other_vector(text: &str) -> Vec<f32> {
    HashEmbedder::new(DIMENSIONS / 2).vector(text)
}

/// All texts that `other` has not embedded yet, read in pages of 3.
async fn outdated(store: &dyn MemoryStore) -> TestResult<Vec<(VersionKey, String)>> {
    let mut texts: Vec<(VersionKey, String)> = Vec::new();
    loop {
        let after = texts.last().map(|(key, _)| *key);
        let page = store.outdated_texts(&other(), after, 3).await?;
        assert!(page.len() <= 3);
        if page.is_empty() {
            return Ok(texts);
        }
        texts.extend(page.into_iter().map(|it| (it.key, it.text)));
    }
}

async fn stage_all(store: &dyn MemoryStore) -> TestResult {
    let vectors = outdated(store).await?.into_iter();
    let vectors = vectors
        .map(|(key, text)| (key, other_vector(&text)))
        .collect();
    store.stage_vectors(&other(), vectors).await?;
    Ok(())
}

/// The first claim stands; claiming it again is fine.
pub async fn a_store_belongs_to_the_embedder_that_claims_it(store: &dyn MemoryStore) -> TestResult {
    assert_eq!(store.embedder().await?, None);
    store.claim(&identity()).await?;
    store.claim(&identity()).await?;
    assert_eq!(store.embedder().await?, Some(identity()));
    assert_eq!(store.health().await?.embedder, Some(identity()));
    Ok(())
}

/// Every part of an identity counts; the error names both models.
pub async fn another_embedder_is_refused(store: &dyn MemoryStore) -> TestResult {
    store.claim(&identity()).await?;
    let others = [
        EmbedderIdentity {
            provider: "else".to_owned(),
            ..identity()
        },
        EmbedderIdentity {
            model: "else".to_owned(),
            ..identity()
        },
        EmbedderIdentity {
            revision: "2".to_owned(),
            ..identity()
        },
        EmbedderIdentity {
            dimensions: 7,
            ..identity()
        },
    ];
    for other in others {
        match store.claim(&other).await {
            Err(StoreError::OtherEmbedder { stored, configured }) => {
                assert_eq!(stored, identity().to_string());
                assert_eq!(configured, other.to_string());
            }
            refused => panic!("{other} gave {refused:?}"),
        }
    }
    assert_eq!(store.embedder().await?, Some(identity()));
    Ok(())
}

/// Every version is outdated for another model, closed ones too; none for the store's own.
pub async fn outdated_texts_come_in_pages(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let mut written = Vec::new();
    for n in 0..7 {
        let first = scribe.remember(store, &scope, &format!("fact {n}")).await?;
        let second = scribe.next_version(&first, format!("fact {n}, changed"));
        store.commit(writes([scribe.update(&second)])).await?;
        written.extend([first.text, second.text]);
    }
    let texts = outdated(store).await?;
    assert!(texts.is_sorted_by(|(a, _), (b, _)| a < b));
    assert_eq!(
        texts.into_iter().map(|(_, text)| text).collect::<Vec<_>>(),
        written
    );
    assert!(
        store
            .outdated_texts(&identity(), None, 100)
            .await?
            .is_empty()
    );
    Ok(())
}

/// Recall uses the old vectors up to the adoption, and the new ones from then on.
pub async fn staged_vectors_wait_for_adoption(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    for n in 0..5 {
        scribe
            .remember(store, &scope, &format!("green tea {n}"))
            .await?;
    }
    stage_all(store).await?;
    assert!(
        outdated(store).await?.is_empty(),
        "what is staged needs no second embedding"
    );
    assert_eq!(store.embedder().await?, Some(identity()));
    let found = store.candidates(&asked(&scope, "green tea 3")).await?;
    let best = found
        .hits
        .iter()
        .filter_map(|hit| hit.dense)
        .fold(0.0, f32::max);
    assert!((best - 1.0).abs() < 1e-5, "{best}");
    scribe.remember(store, &scope, "green tea 5").await?;

    stage_all(store).await?;
    store.adopt(&other()).await?;
    assert_eq!(store.embedder().await?, Some(other()));
    assert!(outdated(store).await?.is_empty());
    let mut question = nothing_asked(&scope);
    question.vector = Some(other_vector("green tea 5"));
    question.pool = 1;
    let found = store.candidates(&question).await?;
    assert_eq!(found.hits.len(), 1);
    assert!((found.hits[0].dense.unwrap_or(0.0) - 1.0).abs() < 1e-5);
    let (_, item) = store.fetch(&[found.hits[0].key]).await?.remove(0);
    assert_eq!(item.text, "green tea 5");

    let late = scribe.memory(&scope, "late");
    let refused = store.commit(writes([scribe.add(&late)])).await;
    assert!(
        matches!(refused, Err(StoreError::Dimensions { .. })),
        "{refused:?}"
    );
    assert!(store.claim(&identity()).await.is_err());
    store.claim(&other()).await?;
    Ok(())
}

/// A version that was written meanwhile holds the adoption up; nothing has changed then.
pub async fn adoption_is_refused_while_a_version_lacks_a_vector(
    store: &dyn MemoryStore,
) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    scribe.remember(store, &scope, "green tea").await?;
    assert!(store.adopt(&other()).await.is_err(), "nothing is staged");
    stage_all(store).await?;
    scribe.remember(store, &scope, "black tea").await?;
    assert!(store.adopt(&other()).await.is_err(), "one is missing");

    assert_eq!(store.embedder().await?, Some(identity()));
    let found = store.candidates(&asked(&scope, "black tea")).await?;
    assert!(found.hits.iter().all(|hit| hit.dense.is_some()));
    let left: Vec<_> = outdated(store)
        .await?
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    assert_eq!(left, ["black tea"]);
    stage_all(store).await?;
    store.adopt(&other()).await?;
    Ok(())
}

/// A staged vector must be as long as its embedder says; nothing of the call is kept otherwise.
pub async fn staged_vectors_of_another_length_are_refused(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    for text in ["green tea", "black tea"] {
        scribe.remember(store, &scope, text).await?;
    }
    let texts = outdated(store).await?;
    let wrong = vec![
        (texts[0].0, other_vector("green tea")),
        (texts[1].0, vec![1.0; 3]),
    ];
    let refused = store.stage_vectors(&other(), wrong).await;
    assert!(
        matches!(refused, Err(StoreError::Dimensions { .. })),
        "{refused:?}"
    );
    assert_eq!(outdated(store).await?, texts);
    Ok(())
}
