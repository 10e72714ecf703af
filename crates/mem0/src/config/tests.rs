use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::environment::Environment;
use super::{
    EffectiveSetting, LoadOptions, MemoryConfig, Origin, PipelineKind, config_file, resolve,
};
use mem0_core::{Error, Result};

/// A configuration from exactly these sources.
struct Sources {
    folder: tempfile::TempDir,
    environment: Vec<(String, String)>,
    given: Value,
}

impl Sources {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            folder,
            environment: Vec::new(),
            given: Value::Null,
        }
    }

    fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    fn file(self, name: &str, text: &str) -> Self {
        fs::write(self.folder.path().join(name), text).unwrap();
        self
    }

    fn given(mut self, given: Value) -> Self {
        self.given = given;
        self
    }

    fn options(&self) -> LoadOptions {
        LoadOptions {
            dir: Some(self.folder.path().to_owned()),
            ..LoadOptions::default()
        }
    }

    fn load(&self) -> Result<MemoryConfig> {
        let environment = Environment::of(self.environment.clone());
        resolve::load(&self.options(), &self.given, environment)
    }

    fn refused(&self) -> (String, String) {
        match self.load() {
            Err(Error::Configuration { setting, problem }) => (setting, problem),
            other => panic!("{other:?} instead of a configuration error"),
        }
    }
}

fn row(config: &MemoryConfig, key: &str) -> EffectiveSetting {
    let rows = config.effective();
    rows.into_iter()
        .find(|row| row.key == key)
        .unwrap_or_else(|| panic!("{key} is not shown"))
}

#[test]
fn without_any_source_everything_is_local() {
    let config = Sources::new().load().unwrap();
    assert_eq!(config.embedder().provider().name, "static");
    assert!(config.llm().is_none());
    assert_eq!(config.pipeline(), PipelineKind::Local);
    assert_eq!(config.path(), config.dir().join("memory.db"));
    assert_eq!(config.namespace().as_str(), "mem0");
    assert!(config.warnings().is_empty());
    assert_eq!(row(&config, "llm.provider").value, "none");
    assert_eq!(row(&config, "embedder.provider").origin, Origin::Default);
}

#[test]
fn given_beats_file_beats_environment_beats_default() {
    let sources = Sources::new()
        .variable("MEM0_COLLECTION_NAME", "from-environment")
        .variable("MEM0_DURABILITY", "full")
        .variable("MEM0_CACHE_BYTES", "1000")
        .file(
            "config.toml",
            "collection_name = 'from-file'\ndurability = 'normal'\n",
        )
        .given(json!({"collection_name": "given"}));
    let config = sources.load().unwrap();
    let file = Origin::File(sources.folder.path().join("config.toml"));
    let expected = [
        ("collection_name", "given", Origin::Explicit),
        ("durability", "normal", file),
        (
            "cache_bytes",
            "1000",
            Origin::Environment("MEM0_CACHE_BYTES".to_owned()),
        ),
        ("episodes", "keep", Origin::Default),
    ];
    for (key, value, origin) in expected {
        let row = row(&config, key);
        assert_eq!((row.value.as_str(), row.origin), (value, origin), "{key}");
    }
}

#[test]
fn a_key_of_openai_alone_chooses_openai() {
    let config = Sources::new()
        .variable("OPENAI_API_KEY", "sk-top-secret")
        .load()
        .unwrap();
    assert_eq!(config.embedder().provider().name, "openai");
    assert_eq!(config.llm().unwrap().provider().name, "openai");
    assert_eq!(config.pipeline(), PipelineKind::Reconcile);
    let chosen = row(&config, "llm.provider");
    assert_eq!(
        chosen.origin,
        Origin::Environment("OPENAI_API_KEY".to_owned())
    );
}

#[test]
fn a_key_of_openai_changes_nothing_that_is_configured() {
    let sources = Sources::new()
        .variable("OPENAI_API_KEY", "sk-top-secret")
        .given(json!({"embedder": {"provider": "static"}}));
    let config = sources.load().unwrap();
    assert_eq!(config.embedder().provider().name, "static");
    assert!(config.llm().is_none());
}

#[test]
fn a_language_model_can_be_switched_off_by_name() {
    let sources = Sources::new()
        .variable("OPENAI_API_KEY", "sk-top-secret")
        .given(json!({"llm": {"provider": "none"}}));
    let config = sources.load().unwrap();
    assert!(config.llm().is_none());
    assert_eq!(config.embedder().provider().name, "static");
}

#[test]
fn options_without_a_provider_mean_openai() {
    let given = json!({"llm": {"config": {"model": "gpt-4.1-mini", "api_key": "sk"}}});
    let config = Sources::new().given(given).load().unwrap();
    let llm = config.llm().unwrap();
    assert_eq!(
        (llm.provider().name, llm.text("model")),
        ("openai", Some("gpt-4.1-mini"))
    );
    assert_eq!(config.embedder().provider().name, "static");
}

#[test]
fn secrets_show_nowhere() {
    let given = json!({
        "llm": {"provider": "openai", "config": {
            "api_key": "sk-top-secret",
            "headers": {"x-key": "sk-top-secret"},
            "http_client_proxies": "http://me:sk-top-secret@proxy.test",
        }},
        "embedder": {"provider": "openai"},
    });
    let sources = Sources::new()
        .given(given)
        .variable("OPENAI_API_KEY", "sk-top-secret");
    let config = sources.load().unwrap();
    let rows = serde_json::to_string(&config.effective()).unwrap();
    for shown in [rows, format!("{config:?}"), format!("{:?}", config.llm())] {
        assert!(!shown.contains("sk-top-secret"), "{shown}");
    }
    let key = row(&config, "embedder.config.api_key");
    assert_eq!(key.value, "********");
    assert_eq!(key.origin, Origin::Environment("OPENAI_API_KEY".to_owned()));
}

#[test]
fn an_unknown_key_warns_and_names_the_nearest() {
    let given = json!({
        "embeder": {"provider": "static"},
        "llm": {"provider": "openai", "config": {"tempreature": 0.2}},
        "vector_store": {"provder": "sqlite"},
        "telemetry_endpoint": true,
    });
    let config = Sources::new().given(given).load().unwrap();
    let warnings = config.warnings().join("\n");
    for expected in [
        "`embeder` (given) has no effect; did you mean `embedder`?",
        "`llm.config.tempreature` (given) has no effect; did you mean `temperature`?",
        "`vector_store.provder` (given) has no effect; did you mean `provider`?",
        "`telemetry_endpoint` (given) has no effect",
    ] {
        assert!(
            warnings.contains(expected),
            "{expected} is missing in\n{warnings}"
        );
    }
}

#[test]
fn a_value_of_the_wrong_type_names_its_key() {
    let cases = [
        (json!({"path": 7}), "path"),
        (json!({"durability": "paranoid"}), "durability"),
        (json!({"cache_bytes": -1}), "cache_bytes"),
        (json!({"collection_name": " "}), "collection_name"),
        (json!({"llm": "openai"}), "llm"),
        (json!({"llm": {"provider": 1}}), "llm.provider"),
        (
            json!({"llm": {"provider": "openai", "config": []}}),
            "llm.config",
        ),
        (
            json!({"llm": {"provider": "openai", "config": {"max_tokens": "many"}}}),
            "llm.config.max_tokens",
        ),
        (json!({"pipeline": "reconcile"}), "pipeline"),
        (json!([1]), "config"),
    ];
    for (given, expected) in cases {
        let (setting, problem) = Sources::new().given(given.clone()).refused();
        assert_eq!(setting, expected, "{given}: {problem}");
    }
    let variable = Sources::new()
        .variable("MEM0_CACHE_BYTES", "lots")
        .refused();
    assert_eq!(variable.0, "MEM0_CACHE_BYTES");
}

#[test]
fn a_provider_that_is_not_there_is_an_error_that_lists_those_that_are() {
    for (given, available) in [
        (
            json!({"vector_store": {"provider": "pinecone", "config": {"api_key": "x"}}}),
            "sqlite",
        ),
        (json!({"llm": {"provider": "oracle_of_delphi"}}), "openai, "),
        (
            json!({"embedder": {"provider": "word2vec"}}),
            "static, local, openai",
        ),
        (
            json!({"graph_store": {"provider": "neo4j", "config": {"url": "x"}}}),
            "none",
        ),
        (
            json!({"embedder": {"provider": "none"}}),
            "static, local, openai",
        ),
    ] {
        let (setting, problem) = Sources::new().given(given.clone()).refused();
        assert!(setting.ends_with(".provider"), "{given}");
        assert!(
            problem.contains(&format!("available: {available}")),
            "{problem}"
        );
    }
}

#[test]
fn keys_of_the_original_that_have_no_effect_say_so() {
    let given = json!({
        "version": "v1.1",
        "history_db_path": "~/.mem0/history.db",
        "graph_store": {"config": {"url": "bolt://x"}},
        "custom_fact_extraction_prompt": "Only food.",
        "custom_update_memory_prompt": "Never.",
        "reranker": null,
    });
    let config = Sources::new().given(given).load().unwrap();
    let warnings = config.warnings().join("\n");
    for key in [
        "history_db_path",
        "graph_store",
        "custom_fact_extraction_prompt",
        "custom_update_memory_prompt",
    ] {
        assert!(warnings.contains(key), "{key} is missing in\n{warnings}");
    }
    assert_eq!(config.warnings().len(), 4, "{warnings}");
}

#[test]
fn the_stores_place_may_stand_where_the_original_has_it() {
    let given = json!({"vector_store": {"provider": "sqlite", "config": {
        "path": ":memory:", "collection_name": "notes", "embedding_model_dims": 256,
    }}});
    let config = Sources::new().given(given).load().unwrap();
    assert_eq!(config.path(), Path::new(":memory:"));
    assert_eq!(config.namespace().as_str(), "notes");
    assert!(config.warnings().is_empty(), "{:?}", config.warnings());
}

#[test]
fn naming_another_provider_drops_the_options_of_the_one_below() {
    let sources = Sources::new()
        .file(
            "config.toml",
            "[embedder]\nprovider = 'openai'\n[embedder.config]\nmodel = 'm'\n",
        )
        .given(json!({"embedder": {"provider": "static"}}));
    let config = sources.load().unwrap();
    assert!(config.warnings().is_empty(), "{:?}", config.warnings());
    let sources = sources.given(json!({"embedder": {"config": {"embedding_dims": 64}}}));
    let config = sources.load().unwrap();
    assert_eq!(config.embedder().text("model"), Some("m"));
    assert_eq!(config.embedder().whole("embedding_dims"), Some(64));
}

#[test]
fn a_variable_sets_an_option_of_a_provider() {
    let sources = Sources::new()
        .variable("MEM0_LLM_PROVIDER", "openai")
        .variable("MEM0_LLM_MODEL", "qwen")
        .variable("MEM0_LLM_TEMPERATURE", "0.3")
        .variable("OPENAI_BASE_URL", "http://127.0.0.1:1/v1");
    let config = sources.load().unwrap();
    let llm = config.llm().unwrap();
    assert_eq!(llm.text("model"), Some("qwen"));
    assert_eq!(llm.number("temperature"), Some(0.3));
    assert_eq!(llm.text("openai_base_url"), Some("http://127.0.0.1:1/v1"));
    assert!(config.warnings().is_empty(), "{:?}", config.warnings());
}

#[test]
fn a_file_may_be_json_and_the_originals_telemetry_id_is_no_user() {
    let config = Sources::new()
        .file("config.json", r#"{"durability": "full"}"#)
        .load()
        .unwrap();
    assert_eq!(config.durability(), mem0_store::Durability::Full);
    let config = Sources::new()
        .file("config.json", r#"{"user_id": "5f0c"}"#)
        .load()
        .unwrap();
    assert_eq!(config.scope().user_id, None);
    let config = Sources::new()
        .file("config.toml", "user_id = 'mia'")
        .load()
        .unwrap();
    assert_eq!(config.scope().user_id.as_deref(), Some("mia"));
}

#[test]
fn a_file_that_is_named_must_be_there_and_be_readable() {
    let sources = Sources::new().variable("MEM0_CONFIG", "/no/such/file.toml");
    assert_eq!(sources.refused().0, "/no/such/file.toml");
    let broken = Sources::new().file("config.toml", "path = ");
    assert!(broken.refused().0.ends_with("config.toml"));
}

#[test]
fn a_setting_written_to_the_file_is_in_force_and_leaves_the_rest_as_it_was() {
    let sources = Sources::new().file("config.toml", "# mine\ndurability = \"full\" # safe\n");
    let file = sources.folder.path().join("config.toml");
    config_file::set(&file, "cache_bytes", "1024").unwrap();
    config_file::set(&file, "llm.provider", "openai").unwrap();
    config_file::set(&file, "llm.model", "qwen").unwrap();
    config_file::set(&file, "llm.config.temperature", "0.5").unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.starts_with("# mine\ndurability = \"full\" # safe\n"),
        "{text}"
    );
    let config = sources.load().unwrap();
    assert_eq!(config.cache_bytes(), 1024);
    assert_eq!(config.llm().unwrap().text("model"), Some("qwen"));
    assert_eq!(
        config_file::get(&file, "llm.temperature").unwrap(),
        Some(json!(0.5))
    );
    config_file::unset(&file, "llm.temperature").unwrap();
    assert_eq!(
        config_file::get(&file, "llm.config.temperature").unwrap(),
        None
    );
    let leftovers: Vec<PathBuf> = fs::read_dir(sources.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(leftovers, [file]);
}

#[test]
fn a_json_file_stays_json_and_a_missing_one_is_made_as_toml() {
    let sources = Sources::new().file("config.json", r#"{"episodes": "off"}"#);
    let file = config_file::path(&LoadOptions {
        environment: false,
        ..sources.options()
    });
    let file = file.unwrap();
    assert!(file.ends_with("config.json"));
    config_file::set(&file, "embedder.provider", "static").unwrap();
    let json: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(
        json,
        json!({"episodes": "off", "embedder": {"provider": "static"}})
    );

    let empty = tempfile::tempdir().unwrap();
    let options = LoadOptions {
        config_file: None,
        dir: Some(empty.path().join("new/folder")),
        environment: false,
    };
    let file = config_file::path(&options).unwrap();
    config_file::set(&file, "durability", "full").unwrap();
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        "durability = \"full\"\n"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

#[test]
fn what_can_not_be_set_is_refused_and_the_file_stays_as_it_was() {
    let sources = Sources::new().file("config.toml", "durability = \"full\"\n");
    let file = sources.folder.path().join("config.toml");
    for (key, value) in [
        ("durabilty", "full"),
        ("durability", "paranoid"),
        ("cache_bytes", "lots"),
        ("llm.provider", "qdrant"),
        ("llm.modle", "x"),
        ("lmm.model", "x"),
        ("", "x"),
        ("a.b.c", "x"),
    ] {
        assert!(
            config_file::set(&file, key, value).is_err(),
            "{key} = {value}"
        );
    }
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        "durability = \"full\"\n"
    );
    let problem = config_file::set(&file, "durabilty", "full")
        .unwrap_err()
        .to_string();
    assert!(problem.contains("did you mean `durability`?"), "{problem}");
}

#[test]
fn with_sets_one_more_value_and_refuses_what_is_unknown() {
    let config = MemoryConfig::offline("/tmp/nowhere");
    let config = config.with("llm.provider", "openai").unwrap();
    let config = config.with("llm.config.model", "qwen").unwrap();
    assert_eq!(config.llm().unwrap().text("model"), Some("qwen"));
    assert_eq!(config.pipeline(), PipelineKind::Reconcile);
    assert!(config.clone().with("no_such_key", 1).is_err());
    assert!(config.with("durability", "paranoid").is_err());
}

#[test]
fn models_read_their_makers_variables_and_hide_keys() {
    for (provider, variable, value, option, shown) in [
        (
            "anthropic",
            "ANTHROPIC_API_KEY",
            "top-secret",
            "api_key",
            "********",
        ),
        (
            "anthropic",
            "ANTHROPIC_BASE_URL",
            "http://127.0.0.1:1",
            "anthropic_base_url",
            "http://127.0.0.1:1",
        ),
        (
            "gemini",
            "GOOGLE_API_KEY",
            "top-secret",
            "api_key",
            "********",
        ),
        (
            "gemini",
            "GEMINI_API_KEY",
            "top-secret",
            "api_key",
            "********",
        ),
        (
            "gemini",
            "GOOGLE_GENAI_USE_VERTEXAI",
            "true",
            "vertexai",
            "true",
        ),
        ("gemini", "GOOGLE_CLOUD_PROJECT", "mine", "project", "mine"),
        (
            "gemini",
            "GOOGLE_CLOUD_LOCATION",
            "global",
            "location",
            "global",
        ),
        (
            "gemini",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "/k.json",
            "vertex_credentials_json",
            "********",
        ),
        (
            "ollama",
            "OLLAMA_HOST",
            "0.0.0.0",
            "ollama_base_url",
            "0.0.0.0",
        ),
        (
            "ollama",
            "OLLAMA_API_KEY",
            "top-secret",
            "api_key",
            "********",
        ),
    ] {
        let config = Sources::new()
            .variable(variable, value)
            .given(json!({"llm": {"provider": provider}}))
            .load()
            .unwrap();
        let key = format!("llm.config.{option}");
        let row = config.effective().into_iter().find(|row| row.key == key);
        let row = row.unwrap();
        assert_eq!(row.value, shown, "{provider}: {variable}");
        assert_eq!(row.origin, Origin::Environment(variable.to_owned()));
        assert!(!format!("{config:?}").contains("top-secret"));
    }
}

#[test]
fn an_option_that_is_a_switch_or_a_word_takes_both() {
    for (given, expected) in [(json!(false), "false"), (json!("high"), "high")] {
        let config = Sources::new()
            .given(json!({"llm": {"provider": "ollama", "config": {"think": given}}}))
            .load()
            .unwrap();
        let rows = config.effective();
        let row = rows.iter().find(|row| row.key == "llm.config.think");
        assert_eq!(row.unwrap().value, expected);
    }
    let wrong = json!({"llm": {"provider": "ollama", "config": {"think": 3}}});
    let (setting, problem) = Sources::new().given(wrong).refused();
    assert_eq!(setting, "llm.config.think");
    assert!(problem.contains("true, false or a text"), "{problem}");
}
