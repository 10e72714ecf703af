//! What was said is kept as it was said.

use mem0_core::{Episode, MemoryStore, Namespace, Scope};

use crate::TestResult;
use crate::scribe::{Scribe, episodes};

/// By id, in the order asked for; unknown ids are left out; every field comes back.
pub async fn episodes_come_back_in_the_order_asked(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope {
        agent_id: Some("tutor".into()),
        run_id: Some("monday".into()),
        ..Scope::user("ann")
    };
    let mut said: Vec<_> = (0..3)
        .map(|n| scribe.episode(&scope, format!("said {n}")))
        .collect();
    said[1].name = Some("小明".into());
    said[1].role = "narrator".into();
    said[1].position = 7;
    said[1].extracted = true;
    said[1].batch = said[0].batch.clone();
    said[1].occurred_at = crate::scribe::hours(-9_000, 0).start;
    store.commit(episodes(said.clone())).await?;
    let ids = [&said[2].id, &said[0].id, "unknown", &said[1].id].map(str::to_owned);
    let found = store.episodes(&ids).await?;
    assert_eq!(found, [said[2].clone(), said[0].clone(), said[1].clone()]);
    assert!(store.episodes(&[]).await?.is_empty());
    Ok(())
}

/// The end of a conversation, in the order in which it was said; all of it, page by page.
pub async fn the_latest_episodes_come_oldest_first(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let mut said = Vec::new();
    for turn in 0..4 {
        let mut batch: Vec<Episode> = (0..3)
            .map(|n| scribe.episode(&scope, format!("turn {turn}.{n}")))
            .collect();
        let (id, at) = (batch[0].batch.clone(), batch[0].occurred_at);
        for (position, episode) in batch.iter_mut().enumerate() {
            // The messages of one call share their times: their position tells them apart.
            episode.batch.clone_from(&id);
            episode.position = position as u32;
            (episode.occurred_at, episode.created_at) = (at, at);
        }
        store.commit(episodes(batch.clone())).await?;
        said.extend(batch);
    }
    assert_eq!(store.recent_episodes(&scope, 5).await?, said[7..]);
    assert_eq!(store.recent_episodes(&scope, 100).await?, said);
    assert!(store.recent_episodes(&scope, 0).await?.is_empty());
    assert_eq!(store.all_episodes(&scope, 0, 5).await?, said[..5]);
    assert_eq!(store.all_episodes(&scope, 5, 100).await?, said[5..]);
    assert!(store.all_episodes(&scope, 12, 5).await?.is_empty());
    Ok(())
}

/// Kept again under its id, an episode is replaced and stays in its place.
pub async fn an_episode_kept_again_is_replaced(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let mut said: Vec<_> = (0..3)
        .map(|n| scribe.episode(&scope, format!("said {n}")))
        .collect();
    store.commit(episodes(said.clone())).await?;
    said[0].extracted = true;
    store.commit(episodes([said[0].clone()])).await?;
    assert_eq!(store.all_episodes(&scope, 0, 10).await?, said);
    Ok(())
}

/// What no memories were drawn from yet is pending, oldest first.
pub async fn pending_episodes_wait_for_extraction(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let mut said: Vec<_> = (0..4)
        .map(|n| scribe.episode(&scope, format!("said {n}")))
        .collect();
    said[1].extracted = true;
    store.commit(episodes(said.clone())).await?;
    let pending = store.pending_episodes(&scope).await?;
    assert_eq!(pending, [said[0].clone(), said[2].clone(), said[3].clone()]);
    said.iter_mut().for_each(|episode| episode.extracted = true);
    store.commit(episodes(said)).await?;
    assert!(store.pending_episodes(&scope).await?.is_empty());
    Ok(())
}

/// Episodes are seen from their scope and from wider ones, like memories.
pub async fn episodes_keep_to_their_scope(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let ann = Scope::user("ann");
    let monday = Scope {
        run_id: Some("monday".into()),
        ..ann.clone()
    };
    let elsewhere = Scope {
        namespace: Namespace::new("elsewhere"),
        ..ann.clone()
    };
    let said =
        [&ann, &monday, &Scope::user("bob"), &elsewhere].map(|it| scribe.episode(it, "said"));
    store.commit(episodes(said.clone())).await?;
    let cases = [
        (&ann, &said[..2]),
        (&monday, &said[1..2]),
        (&Scope::default(), &said[..3]),
        (&Scope::user("eve"), &[]),
    ];
    for (scope, expected) in cases {
        assert_eq!(
            store.all_episodes(scope, 0, 10).await?,
            expected,
            "{scope:?}"
        );
        assert_eq!(
            store.recent_episodes(scope, 10).await?,
            expected,
            "{scope:?}"
        );
        assert_eq!(store.pending_episodes(scope).await?, expected, "{scope:?}");
    }
    Ok(())
}
