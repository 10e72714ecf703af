//! How memories are drawn from messages, and what language models are told for it.

use mem0_core::{Error, Result};
use mem0_engine::prompts::two_phase::decision::Request as Decision;
use mem0_engine::prompts::two_phase::extraction::Rules;
use mem0_engine::prompts::{additive, procedure};

use super::layer::Layer;

/// How memories are drawn from messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PipelineKind {
    /// Rules in this process.
    Local,
    /// One structured call of a language model.
    Reconcile,
    /// Facts first, then what they change: the two calls of the original's first generation, with
    /// the prompts that can be set for them.
    TwoPhase,
    /// One call that only ever adds: the original's second generation.
    Additive,
}

impl PipelineKind {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Local, Self::Reconcile, Self::TwoPhase, Self::Additive];

    /// `local`, `reconcile`, `two_phase` or `additive`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Reconcile => "reconcile",
            Self::TwoPhase => "two_phase",
            Self::Additive => "additive",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// What language models are told beside our own prompts, or in their place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prompts {
    /// What every extraction should heed (`custom_instructions`).
    pub instructions: Option<String>,
    /// In place of our rules for drawing facts (`custom_fact_extraction_prompt`).
    pub fact_extraction: Option<String>,
    /// In place of our rules for changing memories (`custom_update_memory_prompt`).
    pub update_memory: Option<String>,
    /// What to keep, in words (`includes`); nothing else is kept then.
    pub includes: Option<String>,
    /// What to leave out, in words (`excludes`).
    pub excludes: Option<String>,
}

impl Prompts {
    /// What the engine itself tells language models, by what it is for: a start for prompts of one's
    /// own.
    pub fn of_the_engine() -> Vec<(&'static str, String)> {
        let decision = Decision {
            guidance: None,
            known: &[],
            facts: &[],
        };
        vec![
            ("extraction_of_user", Rules::OfUser.text().to_owned()),
            ("extraction_of_agent", Rules::OfAgent.text().to_owned()),
            ("decision", decision.guidance().to_owned()),
            ("additive", additive::RULES.to_owned()),
            ("procedure", procedure::RULES.to_owned()),
        ]
    }
}

/// The pipeline that is named; else, with a language model, the one that reads the prompts that
/// are set, else `reconcile`.
pub(super) fn chosen(layer: &Layer, has_llm: bool) -> Result<PipelineKind> {
    let named = layer.text("pipeline").and_then(PipelineKind::from_name);
    let has_own_prompt = [FACT_PROMPT, UPDATE_PROMPT]
        .iter()
        .any(|key| prompt(layer, key).is_some());
    match named {
        Some(kind) if kind != PipelineKind::Local && !has_llm => Err(Error::Configuration {
            setting: "pipeline".to_owned(),
            problem: format!(
                "\"{}\" needs a language model; set llm.provider",
                kind.as_str()
            ),
        }),
        Some(kind) => Ok(kind),
        None if !has_llm => Ok(PipelineKind::Local),
        None if has_own_prompt => Ok(PipelineKind::TwoPhase),
        None => Ok(PipelineKind::Reconcile),
    }
}

const FACT_PROMPT: &str = "custom_fact_extraction_prompt";
const UPDATE_PROMPT: &str = "custom_update_memory_prompt";

/// A text that is not blank.
fn prompt(layer: &Layer, key: &str) -> Option<String> {
    let text = layer.text(key)?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// What models are told. Pipelines that don't read the prompts of `two_phase` take the one for
/// facts as instructions, and say so.
pub(super) fn prompts(
    layer: &Layer,
    pipeline: PipelineKind,
    warnings: &mut Vec<String>,
) -> Prompts {
    let mut prompts = Prompts {
        instructions: prompt(layer, "custom_instructions"),
        fact_extraction: prompt(layer, FACT_PROMPT),
        update_memory: prompt(layer, UPDATE_PROMPT),
        includes: prompt(layer, "includes"),
        excludes: prompt(layer, "excludes"),
    };
    let name = pipeline.as_str();
    match pipeline {
        PipelineKind::TwoPhase => {}
        PipelineKind::Local => {
            let set = [
                ("custom_instructions", &prompts.instructions),
                (FACT_PROMPT, &prompts.fact_extraction),
                (UPDATE_PROMPT, &prompts.update_memory),
            ];
            for (key, _) in set.iter().filter(|(_, text)| text.is_some()) {
                warnings.push(format!(
                    "`{key}` has no effect with the pipeline \"{name}\": it is for language models"
                ));
            }
        }
        PipelineKind::Reconcile | PipelineKind::Additive => {
            if prompts.update_memory.is_some() {
                warnings.push(format!(
                    "`{UPDATE_PROMPT}` has no effect with the pipeline \"{name}\"; \"two_phase\" \
                     reads it"
                ));
            }
            if prompts.fact_extraction.is_some() {
                warnings.push(if prompts.instructions.is_some() {
                    format!(
                        "`{FACT_PROMPT}` has no effect beside `custom_instructions` with the \
                         pipeline \"{name}\"; \"two_phase\" reads both"
                    )
                } else {
                    format!(
                        "`{FACT_PROMPT}` is taken as `custom_instructions` by the pipeline \
                         \"{name}\"; \"two_phase\" puts it in place of its own"
                    )
                });
            }
            prompts.instructions = prompts.instructions.or(prompts.fact_extraction.clone());
        }
    }
    prompts
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::PipelineKind;
    use crate::config::{LoadOptions, MemoryConfig};

    fn config(given: Value) -> MemoryConfig {
        let folder = tempfile::tempdir().unwrap();
        let options = LoadOptions {
            config_file: None,
            dir: Some(folder.path().to_owned()),
            environment: false,
        };
        MemoryConfig::load_with(options, &given).unwrap()
    }

    fn with_model(more: Value) -> MemoryConfig {
        let mut given = json!({"llm": {"provider": "openai"}});
        let more = more.as_object().cloned().unwrap();
        given.as_object_mut().unwrap().extend(more);
        config(given)
    }

    #[test]
    fn the_prompts_of_the_original_choose_its_pipeline_unless_one_is_named() {
        let facts = "custom_fact_extraction_prompt";
        let update = "custom_update_memory_prompt";
        for (given, expected, warned) in [
            (json!({}), PipelineKind::Reconcile, 0),
            (
                json!({facts: "Only food: {messages}"}),
                PipelineKind::TwoPhase,
                0,
            ),
            (json!({update: "Merge."}), PipelineKind::TwoPhase, 0),
            (json!({facts: " "}), PipelineKind::Reconcile, 0),
            (json!({"pipeline": "two_phase"}), PipelineKind::TwoPhase, 0),
            (json!({"pipeline": "additive"}), PipelineKind::Additive, 0),
            (
                json!({"pipeline": "additive", facts: "x"}),
                PipelineKind::Additive,
                1,
            ),
            (
                json!({"pipeline": "reconcile", facts: "x", update: "y"}),
                PipelineKind::Reconcile,
                2,
            ),
            (
                json!({"pipeline": "local", update: "y"}),
                PipelineKind::Local,
                1,
            ),
            (
                json!({"custom_instructions": "x", facts: "y"}),
                PipelineKind::TwoPhase,
                0,
            ),
        ] {
            let config = with_model(given.clone());
            assert_eq!(config.pipeline(), expected, "{given}");
            assert_eq!(
                config.warnings().len(),
                warned,
                "{given}: {:?}",
                config.warnings()
            );
        }
    }

    #[test]
    fn without_a_language_model_its_prompts_say_that_they_have_no_effect() {
        let config = config(json!({
            "custom_fact_extraction_prompt": "Only food.",
            "includes": "food",
            "embedder": {"provider": "static"},
        }));
        assert_eq!(config.pipeline(), PipelineKind::Local);
        assert_eq!(config.warnings().len(), 1, "{:?}", config.warnings());
        assert!(config.warnings()[0].contains("custom_fact_extraction_prompt"));
        assert_eq!(config.prompts().includes.as_deref(), Some("food"));
    }

    #[test]
    fn a_pipeline_that_reads_no_prompt_for_facts_takes_it_as_instructions() {
        let config = with_model(json!({
            "pipeline": "additive", "custom_fact_extraction_prompt": "Only food.",
        }));
        assert_eq!(config.instructions(), Some("Only food."));
        let config = with_model(json!({"custom_fact_extraction_prompt": "Only food."}));
        assert_eq!(config.instructions(), None);
        assert_eq!(
            config.prompts().fact_extraction.as_deref(),
            Some("Only food.")
        );
    }
}
