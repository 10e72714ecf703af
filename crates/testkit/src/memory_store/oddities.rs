//! Whatever a user may write comes back as it was.

use jiff::Timestamp;
use mem0_core::{Filter, MemoryItem, MemoryStore, Scope};
use serde_json::json;

use crate::TestResult;
use crate::arbitrary::{arbitrary_item, samples};
use crate::scribe::{Scribe, asked, everything_of, filtered, writes};

/// Adds the memory and checks that every read gives it back.
async fn comes_back(store: &dyn MemoryStore, scribe: &Scribe, item: &MemoryItem) -> TestResult {
    let mut said = scribe.episode(&item.scope, item.text.clone());
    said.name = item.actor_id.clone();
    let mut commit = writes([scribe.add(item)]);
    commit.episodes = vec![said.clone()];
    store.commit(commit).await?;
    assert_eq!(
        store.get(&item.scope.namespace, &item.id).await?.as_ref(),
        Some(item)
    );
    let history = store.history(&item.scope.namespace, &item.id).await?;
    assert_eq!(history[0].new_memory.as_ref(), Some(&item.text));
    assert_eq!(
        store.episodes(std::slice::from_ref(&said.id)).await?,
        [said]
    );
    let known = store
        .known_hashes(&item.scope, std::slice::from_ref(&item.hash))
        .await?;
    assert_eq!(known.len(), 1);
    Ok(())
}

/// Emoji, NUL, right-to-left, combining marks, quotes, jokers, line ends, nothing at all.
pub async fn odd_texts_come_back_unchanged(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let texts = [
        "",
        " ",
        "\u{0}",
        "before\u{0}after",
        "👩‍👩‍👧‍👦 🦀 \u{1F1E9}\u{1F1EA}",
        "مرحبا \u{202E}abc\u{202C} שלום",
        "e\u{301} is not é",
        "'; DROP TABLE memories; -- \"quoted\" `tick`",
        "100% _under_ *star* ?1 :name @name $name",
        "line\nline\r\nline\ttab\u{7f}\u{1b}[31m",
        "\u{FEFF}mark \u{FFFD} \u{FFFF} \u{10FFFF}",
        "我喜欢披萨，讨厌西兰花。",
        "{\"json\": [1, 2]}",
    ];
    for text in texts {
        let item = scribe.memory(&scope, text);
        comes_back(store, &scribe, &item).await?;
    }
    let page = store.list(&everything_of(&scope)).await?;
    let listed: Vec<_> = page
        .items
        .iter()
        .rev()
        .map(|item| item.text.as_str())
        .collect();
    assert_eq!(listed, texts);
    Ok(())
}

/// Slashes, blanks, quotes, emoji and length in ids.
pub async fn odd_ids_come_back_unchanged(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let long = "x".repeat(Scope::MAX_ID_BYTES);
    let ids = [
        "a/b",
        "../../etc/passwd",
        "李 雷",
        "🦀",
        "it's \"me\"",
        "100%",
        "C:\\x",
        "null",
        &long,
    ];
    for id in ids {
        let scope = Scope {
            agent_id: Some(id.into()),
            run_id: Some(id.into()),
            app_id: Some(id.into()),
            ..Scope::user(id)
        };
        let mut item = scribe.memory(&scope, format!("tea of {}", id.len()));
        item.actor_id = Some(id.into());
        item.role = Some(id.into());
        comes_back(store, &scribe, &item).await?;
        let only = Scope::user(id);
        assert_eq!(
            store.list(&everything_of(&only)).await?.items,
            [item.clone()]
        );
        assert_eq!(
            store.candidates(&asked(&only, "tea")).await?.hits.len(),
            1,
            "{id:?}"
        );
        let filter = Filter::parse(&json!({"run_id": id, "actor_id": {"in": [id]}}))?;
        assert_eq!(
            store
                .list(&filtered(&Scope::default(), &filter))
                .await?
                .items,
            [item]
        );
    }
    Ok(())
}

/// Types, order of keys, depth, big and small numbers, odd keys.
pub async fn odd_metadata_comes_back_unchanged(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let mut item = scribe.memory(&scope, "drinks tea");
    item.metadata = serde_json::from_value(json!({
        "z first": 1, "a last": 1.0, "": "empty key", "null": null, "yes": true, "no": false,
        "big": i64::MAX, "small": i64::MIN, "huge": u64::MAX, "tiny": 1e-300, "half": -0.5,
        "text": "a\u{0}b 🦀", "a.b": {"c.d": [[], {}, [null]]}, "$where": "1", "user_id": "bob",
        "id": 7, "created_at": "whenever", "钥匙": ["值", 1, true],
    }))?;
    comes_back(store, &scribe, &item).await?;
    let back = store
        .get(&scope.namespace, &item.id)
        .await?
        .ok_or("it is gone")?;
    assert_eq!(
        back.metadata.keys().collect::<Vec<_>>(),
        item.metadata.keys().collect::<Vec<_>>(),
        "the order of the keys"
    );
    assert_eq!(
        serde_json::to_string(&back.metadata)?,
        serde_json::to_string(&item.metadata)?
    );
    assert_eq!(
        store.list(&everything_of(&Scope::user("bob"))).await?.total,
        0
    );
    Ok(())
}

/// A megabyte of text, in letters of several bytes, is a memory like others.
pub async fn a_text_of_a_megabyte_comes_back(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let unit = "茶 tea 🍵\n";
    let mut item = scribe.memory(&scope, unit.repeat((1 << 20) / unit.len() + 1));
    item.metadata
        .insert("long".into(), "x".repeat(100_000).into());
    comes_back(store, &scribe, &item).await?;
    let found = store.candidates(&asked(&scope, "tea")).await?;
    assert_eq!(found.hits.len(), 1);
    assert_eq!(found.hits[0].term_counts, [u16::MAX]);
    let filter = Filter::parse(&json!({"keywords": {"contains": "🍵\n茶"}}))?;
    assert_eq!(store.list(&filtered(&scope, &filter)).await?.total, 1);
    Ok(())
}

/// Before 1970, far ahead, and down to the microsecond.
pub async fn far_moments_come_back_unchanged(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let moments = [
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00Z",
        "2026-02-28T12:00:00.000001Z",
        "9999-12-30T00:00:00Z",
    ];
    for text in moments {
        let moment: Timestamp = text.parse()?;
        let mut item = scribe.memory(&scope, text);
        (item.occurred_at, item.created_at) = (moment, moment);
        (item.updated_at, item.valid_from) = (moment, moment);
        item.expires_on = Some(jiff::civil::date(9999, 12, 31));
        comes_back(store, &scribe, &item).await?;
    }
    let listed = store.list(&everything_of(&scope)).await?.items;
    let listed: Vec<_> = listed.iter().rev().map(|item| item.text.as_str()).collect();
    assert_eq!(listed, moments);
    for (json, expected) in [
        (json!({"timestamp": {"lt": "1970-01-01"}}), 2),
        (
            json!({"created_at": {"gt": "2026-02-28T12:00:00Z", "lt": "2026-02-28T12:00:00.000002Z"}}),
            1,
        ),
        (
            json!({"updated_at": {"gte": "1969-12-31T23:59:59.999999Z"}}),
            4,
        ),
        (json!({"expiration_date": "9999-12-31"}), 5),
    ] {
        let page = store
            .list(&filtered(&scope, &Filter::parse(&json)?))
            .await?;
        assert_eq!(page.total, expected, "{json}");
    }
    Ok(())
}

/// Any memory at all.
pub async fn every_arbitrary_memory_comes_back_unchanged(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    for item in samples(arbitrary_item(), 100) {
        comes_back(store, &scribe, &item).await?;
    }
    Ok(())
}
