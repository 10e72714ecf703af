//! Which language model a reranker asks that has none of its own.

use mem0_core::{Error, Result};
use serde_json::{Map, Value, json};

use super::environment::Environment;
use super::layer::{Layer, Origin};
use super::provider::ProviderConfig;
use super::resolve;
use crate::registry::{self, ProviderKind};

/// Options of the reranker that are its model's, where the original has them: name here, name
/// there.
const OPTIONS: [&str; 4] = ["model", "api_key", "temperature", "max_tokens"];

/// The model that the reranker's options name: a section `llm`, else `provider`, `model` and the
/// like beside the main model's options. `None`: the main model, as it is.
pub(super) fn resolve(
    reranker: &ProviderConfig,
    main: Option<&ProviderConfig>,
    environment: &Environment,
    warnings: &mut Vec<String>,
) -> Result<Option<ProviderConfig>> {
    let own: Map<String, Value> = OPTIONS
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), reranker.value(name)?.clone())))
        .collect();
    let named = reranker.text("llm_provider");
    let (name, mut options) = match (reranker.value("llm"), named, main) {
        (Some(Value::Object(section)), ..) => of_section(section)?,
        (Some(name), ..) => (name.as_str().unwrap_or_default().to_owned(), Map::new()),
        (None, None, Some(_)) if own.is_empty() => return Ok(None),
        (None, named, Some(main)) if named.is_none_or(|name| is_of(main, name)) => {
            (main.provider().name.to_owned(), options_of(main))
        }
        (None, Some(name), _) => (name.to_owned(), Map::new()),
        // As in the original: a model without a provider is OpenAI's.
        (None, None, _) if !own.is_empty() || environment.get(resolve::OPENAI_KEY).is_some() => {
            ("openai".to_owned(), Map::new())
        }
        (None, None, _) => return Ok(None),
    };
    // In a section of its own, what stands there is more exact than what stands beside it.
    let in_section = reranker.value("llm").is_some();
    let provider = registry::find(ProviderKind::Llm, &name).map_err(below_reranker)?;
    for (option, value) in own {
        let known = provider.setting(&option).is_some();
        if known && !(in_section && options.contains_key(&option)) {
            options.insert(option, value);
        }
    }
    read(&name, options, environment, warnings)
}

/// `{"provider": …, "config": {…}}`; options may stand beside the provider too.
fn of_section(section: &Map<String, Value>) -> Result<(String, Map<String, Value>)> {
    let wrong = |setting: &str, problem: &str| Error::Configuration {
        setting: format!("reranker.config.{setting}"),
        problem: problem.to_owned(),
    };
    let name = match section.get("provider") {
        Some(Value::String(name)) => name.clone(),
        Some(_) => return Err(wrong("llm.provider", "it must be a text")),
        None => "openai".to_owned(),
    };
    let mut options = match section.get("config") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(options)) => options.clone(),
        Some(_) => return Err(wrong("llm.config", "it must be an object")),
    };
    for (option, value) in section {
        if option != "provider" && option != "config" && !options.contains_key(option) {
            options.insert(option.clone(), value.clone());
        }
    }
    Ok((name, options))
}

fn is_of(chosen: &ProviderConfig, name: &str) -> bool {
    registry::find(ProviderKind::Llm, name)
        .is_ok_and(|provider| provider.name == chosen.provider().name)
}

fn options_of(chosen: &ProviderConfig) -> Map<String, Value> {
    match chosen.to_json() {
        Value::Object(options) => options,
        _ => Map::new(),
    }
}

/// A provider with these options, checked as the section `llm` is; what is wrong is told with the
/// keys of the reranker.
fn read(
    name: &str,
    options: Map<String, Value>,
    environment: &Environment,
    warnings: &mut Vec<String>,
) -> Result<Option<ProviderConfig>> {
    let section = json!({"llm": {"provider": name, "config": options}});
    let nothing = Map::new();
    let section = section.as_object().unwrap_or(&nothing);
    let mut found = Vec::new();
    let layer = Layer::of_object(section, &Origin::Explicit, &mut found).map_err(below_reranker)?;
    let chosen = resolve::model(&layer, environment, &mut found).map_err(below_reranker)?;
    let renamed = found
        .into_iter()
        .map(|warning| warning.replace("`llm.", "`reranker.config.llm."));
    warnings.extend(renamed);
    Ok(chosen)
}

/// The same error, of the model that the reranker asks.
fn below_reranker(error: Error) -> Error {
    match error {
        Error::Configuration { setting, problem } if setting.starts_with("llm.") => {
            Error::Configuration {
                setting: format!("reranker.config.{setting}"),
                problem,
            }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::config::LoadOptions;
    use crate::config::environment::Environment;
    use crate::config::resolve::load;
    use crate::{MemoryConfig, Result};

    fn config(given: Value, variables: &[(&str, &str)]) -> Result<MemoryConfig> {
        let mut given = given;
        given["dir"] = "/nowhere".into();
        let variables = variables.iter().map(|(name, value)| {
            let pair: (String, String) = ((*name).to_owned(), (*value).to_owned());
            pair
        });
        load(&LoadOptions::default(), &given, Environment::of(variables))
    }

    /// The provider, the model and the temperature that the reranker asks.
    fn asked(config: &MemoryConfig) -> Option<(&str, Option<&str>, Option<f64>)> {
        let llm = config.reranker_llm()?;
        Some((
            llm.provider().name,
            llm.text("model"),
            llm.number("temperature"),
        ))
    }

    fn reranker(options: Value) -> Value {
        json!({"provider": "llm_reranker", "config": options})
    }

    #[test]
    fn without_a_model_of_its_own_it_asks_the_main_one() {
        let given = json!({
            "reranker": reranker(json!({"top_k": 3})),
            "llm": {"provider": "groq", "config": {"model": "m"}},
        });
        assert_eq!(asked(&config(given, &[]).unwrap()), None);
    }

    #[test]
    fn a_section_names_another_model() {
        let given = json!({
            "reranker": reranker(json!({
                "temperature": 0,
                "model": "beside",
                "llm": {"provider": "groq", "config": {"model": "mine", "topP": 0.5}},
            })),
            "llm": {"provider": "openai", "config": {"model": "main", "temperature": 1}},
        });
        let config = config(given, &[("GROQ_API_KEY", "gsk-secret")]).unwrap();
        assert_eq!(asked(&config), Some(("groq", Some("mine"), Some(0.0))));
        let llm = config.reranker_llm().unwrap();
        assert_eq!(llm.number("top_p"), Some(0.5));
        assert_eq!(llm.text("api_key"), Some("gsk-secret"));
        assert!(config.warnings().is_empty(), "{:?}", config.warnings());
        assert!(!format!("{config:?}").contains("gsk-secret"));
    }

    #[test]
    fn a_section_may_be_a_name_alone_or_without_config() {
        for llm in [json!("groq"), json!({"provider": "groq", "model": null})] {
            let given = json!({"reranker": reranker(json!({"llm": llm}))});
            assert_eq!(
                asked(&config(given, &[]).unwrap()),
                Some(("groq", None, None))
            );
        }
    }

    #[test]
    fn options_beside_change_the_main_model_of_the_same_provider() {
        let main = json!({"provider": "groq", "config": {"model": "main", "temperature": 1}});
        for (options, expected) in [
            (json!({"temperature": 0}), ("groq", Some("main"), Some(0.0))),
            (
                json!({"provider": "groq", "model": "mine"}),
                ("groq", Some("mine"), Some(1.0)),
            ),
            (
                json!({"provider": "openai", "model": "mine"}),
                ("openai", Some("mine"), None),
            ),
        ] {
            let given = json!({"reranker": reranker(options), "llm": main});
            assert_eq!(asked(&config(given, &[]).unwrap()), Some(expected));
        }
    }

    #[test]
    fn a_model_without_a_provider_is_of_openai() {
        let given = json!({"reranker": reranker(json!({"model": "gpt-4o-mini"}))});
        let found = config(given, &[]).unwrap();
        assert_eq!(asked(&found), Some(("openai", Some("gpt-4o-mini"), None)));
        // The environment names the reranker's key too, also beside another embedder.
        let given = json!({"reranker": reranker(json!({})), "embedder": {"provider": "static"}});
        let found = config(given.clone(), &[("OPENAI_API_KEY", "sk-1")]).unwrap();
        assert_eq!(asked(&found), Some(("openai", None, None)));
        assert_eq!(asked(&config(given, &[]).unwrap()), None);
    }

    #[test]
    fn the_variable_that_chooses_the_reranker_names_no_model() {
        let variables = [("MEM0_RERANKER_PROVIDER", "llm_reranker")];
        let given = json!({"llm": {"provider": "groq"}});
        let config = config(given, &variables).unwrap();
        assert_eq!(config.reranker().provider().name, "llm_reranker");
        assert_eq!(asked(&config), None);
    }

    #[test]
    fn what_is_wrong_names_the_key() {
        for (llm, key) in [
            (json!({"provider": "grok"}), "reranker.config.llm.provider"),
            (json!({"provider": 3}), "reranker.config.llm.provider"),
            (
                json!({"provider": "groq", "config": {"temperature": "hot"}}),
                "reranker.config.llm.config.temperature",
            ),
            (
                json!({"provider": "groq", "config": []}),
                "reranker.config.llm.config",
            ),
        ] {
            let given = json!({"reranker": reranker(json!({"llm": llm}))});
            let problem = config(given, &[]).unwrap_err().to_string();
            assert!(problem.contains(&format!("`{key}`")), "{problem}");
        }
        let llm = json!({"provider": "groq", "config": {"modle": "x"}});
        let given = json!({"reranker": reranker(json!({"llm": llm}))});
        let warnings = config(given, &[]).unwrap().warnings().to_vec();
        assert!(
            warnings[0].contains("`reranker.config.llm.config.modle`"),
            "{warnings:?}"
        );
    }

    #[test]
    fn a_reranker_may_name_itself_among_its_options() {
        let given = json!({"reranker": {"provider": "cohere", "config": {"provider": "cohere"}}});
        let config = config(given, &[]).unwrap();
        assert!(config.warnings().is_empty(), "{:?}", config.warnings());
    }
}
