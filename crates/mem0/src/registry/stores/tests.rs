use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::local_form::left_behind;
use crate::config::{LoadOptions, MemoryConfig};
use crate::{Error, Result};

/// What a section comes to, in this folder and without any environment.
fn read(dir: &Path, section: Value) -> Result<MemoryConfig> {
    let options = LoadOptions {
        dir: Some(dir.to_owned()),
        environment: false,
        ..LoadOptions::default()
    };
    MemoryConfig::load_with(options, &json!({"vector_store": section}))
}

fn refused(section: Value) -> (String, String) {
    match read(Path::new("/nowhere"), section.clone()) {
        Err(Error::Configuration { setting, problem }) => (setting, problem),
        other => panic!("{section}: {other:?} instead of a configuration error"),
    }
}

#[test]
fn every_local_form_has_its_file_where_it_is_asked_for() {
    let dir = Path::new("/data/mem0");
    let here = std::env::current_dir().unwrap();
    let home = std::env::home_dir().unwrap();
    for (section, expected) in [
        (
            json!({"provider": "qdrant", "config": {"path": "/tmp/q"}}),
            PathBuf::from("/tmp/q/memory.db"),
        ),
        (
            json!({"provider": "chroma", "config": {"path": "./chroma_db"}}),
            here.join("chroma_db/memory.db"),
        ),
        (
            json!({"provider": "faiss", "config": {"path": "~/记忆/faiss"}}),
            home.join("记忆/faiss/memory.db"),
        ),
        (
            json!({"provider": "milvus", "config": {"url": "./milvus.db"}}),
            here.join("milvus.mem0.db"),
        ),
        (
            json!({"provider": "memory", "config": {"dbPath": "/tmp/vector_store.db"}}),
            PathBuf::from("/tmp/vector_store.mem0.db"),
        ),
        (json!({"provider": "qdrant"}), dir.join("memory.db")),
        (json!({"provider": "chroma"}), dir.join("chroma/memory.db")),
        (json!({"provider": "faiss"}), dir.join("faiss/memory.db")),
        (
            json!({"provider": "memory", "config": {"dimension": 1536}}),
            PathBuf::from(":memory:"),
        ),
        (
            json!({"provider": "qdrant", "config": {"path": ":memory:"}}),
            PathBuf::from(":memory:"),
        ),
        (
            json!({"provider": "chroma", "path": "/tmp/c"}),
            PathBuf::from("/tmp/c/memory.db"),
        ),
    ] {
        let config = read(dir, section.clone()).unwrap();
        assert_eq!(config.path(), expected, "{section}");
        assert!(config.warnings().is_empty(), "{:?}", config.warnings());
    }
}

#[test]
fn no_memory_is_kept_where_the_system_clears_up_unless_somebody_says_so() {
    let temporary = std::env::temp_dir();
    for provider in ["qdrant", "chroma", "faiss"] {
        let config = read(Path::new("/data/mem0"), json!({"provider": provider})).unwrap();
        assert!(!config.path().starts_with(&temporary), "{provider}");
    }
}

#[test]
fn a_server_is_refused_and_the_local_form_named() {
    for (provider, config, option) in [
        ("qdrant", json!({"host": "localhost"}), "host"),
        (
            "qdrant",
            json!({"path": "./q", "url": "http://q:6333"}),
            "url",
        ),
        ("qdrant", json!({"api_key": "secret-word"}), "api_key"),
        ("qdrant", json!({"port": 6333}), "port"),
        ("chroma", json!({"host": "localhost", "port": 8000}), "host"),
        (
            "chroma",
            json!({"api_key": "secret-word", "tenant": "t"}),
            "api_key",
        ),
        ("milvus", json!({"url": "http://localhost:19530"}), "url"),
        ("milvus", json!({"url": "https://host/lite.db"}), "url"),
        ("milvus", json!({}), "url"),
    ] {
        let (setting, problem) = refused(json!({"provider": provider, "config": config}));
        assert_eq!(setting, format!("vector_store.config.{option}"));
        assert!(problem.contains("not available yet"), "{problem}");
        assert!(problem.contains("local form"), "{problem}");
        assert!(problem.contains("sqlite"), "{problem}");
        assert!(!problem.contains("secret-word"), "{problem}");
    }
}

#[test]
fn what_means_nothing_here_is_taken_and_what_nobody_knows_is_refused() {
    for (provider, config) in [
        (
            "qdrant",
            json!({"distance": "cosine", "on_disk": true, "embedding_model_dims": 1536}),
        ),
        (
            "qdrant",
            json!({"distance": "Dot", "host": null, "https": false}),
        ),
        (
            "faiss",
            json!({"distance_strategy": "euclidean", "normalize_L2": true, "dimension": 8}),
        ),
        (
            "milvus",
            json!({"url": "m.db", "metric_type": "COSINE", "token": "", "db_name": ""}),
        ),
        ("chroma", json!({"collectionName": "notes"})),
    ] {
        let config = read(
            Path::new("/data"),
            json!({"provider": provider, "config": config}),
        );
        assert!(config.unwrap().warnings().is_empty());
    }
    for (provider, config, expected) in [
        (
            "qdrant",
            json!({"colection_name": "x"}),
            "did you mean `collection_name`?",
        ),
        ("chroma", json!({"paht": "./x"}), "did you mean `path`?"),
        (
            "faiss",
            json!({"host": "localhost"}),
            "there are path, embedding_model_dims",
        ),
        (
            "qdrant",
            json!({"distance": "hamming"}),
            "\"cosine\" or \"dot\"",
        ),
        ("faiss", json!({"normalize_L2": "yes"}), "true or false"),
        ("chroma", json!({"path": ""}), "a path"),
    ] {
        let (setting, problem) = refused(json!({"provider": provider, "config": config}));
        assert!(setting.starts_with("vector_store.config."), "{setting}");
        assert!(problem.contains(expected), "{problem}");
    }
}

#[test]
fn options_of_qdrant_without_a_provider_mean_qdrant() {
    let dir = Path::new("/data/mem0");
    let config = read(dir, json!({"config": {"path": "/tmp/q", "on_disk": true}})).unwrap();
    assert_eq!(config.vector_store().provider().name, "qdrant");
    assert_eq!(config.path(), Path::new("/tmp/q/memory.db"));
    let (setting, _) = refused(json!({"config": {"host": "localhost", "port": 6333}}));
    assert_eq!(setting, "vector_store.config.host");
    let config = read(dir, json!({"config": {"path": "/tmp/q.db"}})).unwrap();
    assert_eq!(config.vector_store().provider().name, "sqlite");
    assert_eq!(config.path(), Path::new("/tmp/q.db"));
}

#[test]
fn the_strongest_source_says_where_the_store_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    std::fs::write(
        &file,
        "[vector_store]\nprovider = 'chroma'\nconfig = { path = 'mine', collection_name = 'a' }\n",
    )
    .unwrap();
    let load = |given: Value| {
        let options = LoadOptions {
            config_file: Some(file.clone()),
            dir: Some(folder.path().to_owned()),
            environment: false,
        };
        MemoryConfig::load_with(options, &given).unwrap()
    };
    // What stands in a file counts from the file.
    let config = load(Value::Null);
    assert_eq!(config.path(), folder.path().join("mine/memory.db"));
    assert_eq!(config.namespace().as_str(), "a");
    let shown = config.effective().into_iter().find(|row| row.key == "path");
    assert_eq!(
        shown.unwrap().origin.to_string(),
        file.display().to_string()
    );

    let config = load(json!({"path": "/else/where.db"}));
    assert_eq!(config.path(), Path::new("/else/where.db"));
    let config = load(json!({"vector_store": {"config": {"path": "/c"}}}));
    assert_eq!(config.path(), Path::new("/c/memory.db"));
    let config = load(json!({"vector_store": {"provider": "faiss"}}));
    assert_eq!(config.path(), folder.path().join("faiss/memory.db"));
    // In one source, `path` at the top is the store's file itself.
    let both = json!({"path": "/top.db", "vector_store": {"config": {"path": "/c"}}});
    assert_eq!(load(both).path(), Path::new("/top.db"));
    let again = load(json!({"path": "/top.db"}));
    let again = again.with("vector_store.config.path", "/c").unwrap();
    assert_eq!(again.path(), Path::new("/c/memory.db"));
}

#[test]
fn lengths_that_contradict_each_other_are_refused() {
    let load = |store: &str, length: u64, embedder: Value| {
        let options = LoadOptions {
            dir: Some(PathBuf::from("/data")),
            environment: false,
            ..LoadOptions::default()
        };
        let section = json!({"provider": store, "config": {"embedding_model_dims": length}});
        let given = json!({"vector_store": section, "embedder": embedder});
        MemoryConfig::load_with(options, &given)
    };
    let openai = json!({"provider": "openai", "config": {"embedding_dims": 512}});
    let small = json!({"provider": "static"});
    for (store, length, embedder) in [
        ("chroma", 1536, &openai),
        ("qdrant", 1536, &small),
        ("faiss", 1536, &json!({"provider": "local"})),
    ] {
        let error = load(store, length, embedder.clone()).unwrap_err();
        let Error::Configuration { setting, problem } = error else {
            panic!("{error}");
        };
        assert_eq!(setting, "vector_store.config.embedding_model_dims");
        assert!(problem.contains("1536"), "{problem}");
    }
    for (store, length, embedder) in [
        ("chroma", 512, &openai),
        ("qdrant", 256, &small),
        // Told at first use, if at all.
        ("qdrant", 768, &json!({"provider": "ollama"})),
        // Nobody chose an embedder.
        ("qdrant", 1536, &Value::Null),
        // The embedded store always takes what comes.
        ("sqlite", 1536, &small),
    ] {
        load(store, length, embedder.clone()).unwrap();
    }
}

#[test]
fn what_the_original_left_is_told_with_the_way_to_bring_it_in() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("小雨's store");
    std::fs::create_dir(&store).unwrap();
    let section =
        json!({"provider": "faiss", "config": {"path": store, "collection_name": "notes"}});
    let config = read(folder.path(), section).unwrap();
    assert_eq!(left_behind(&config), None);
    for file in ["notes.faiss", "notes.json"] {
        std::fs::write(store.join(file), "{}").unwrap();
    }
    let told = left_behind(&config).unwrap();
    let shown = format!("{:?}", store.display().to_string());
    let python = format!("memory.import_from({shown}, collection=\"notes\")");
    assert!(told.contains(&python), "{told}");
    let line = format!("MEM0_COLLECTION_NAME=\"notes\" mem0 import {shown} --collection \"notes\"");
    assert!(told.contains(&line), "{told}");

    let lite = folder.path().join("lite.db");
    let section = json!({"provider": "milvus", "config": {"url": lite}});
    let config = read(folder.path(), section).unwrap();
    assert_eq!(left_behind(&config), None);
    std::fs::write(&lite, "theirs").unwrap();
    let told = left_behind(&config).unwrap();
    assert!(
        told.contains("get_all") && told.contains("lite.db"),
        "{told}"
    );
}
