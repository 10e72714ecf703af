//! What a page says.

use std::collections::BTreeMap;
use std::fmt::Write;

use mem0::config::{SETTINGS, Setting};
use mem0::registry::{Provider, ProviderKind};
use serde_json::{Value, json};

/// The page of a name, with a section for each kind.
pub fn of_provider(name: &str, kinds: &[&Provider]) -> String {
    let mut page = format!("# {name}\n");
    for provider in kinds {
        section(&mut page, provider);
    }
    page
}

/// The page that lists all.
pub fn of_all(by_name: &BTreeMap<&str, Vec<&Provider>>) -> String {
    let mut page = String::from(
        "# Providers\n\nEvery section of the configuration names one: `llm`, `embedder`, `reranker`, \
         `vector_store`.\n",
    );
    for kind in ProviderKind::ALL {
        let mut of_kind = by_name
            .values()
            .flatten()
            .filter(|provider| provider.kind == kind)
            .peekable();
        if of_kind.peek().is_none() {
            continue;
        }
        let _ = write!(
            page,
            "\n## {}\n\n| provider | | tested |\n| --- | --- | --- |\n",
            heading(kind)
        );
        for provider in of_kind {
            let Provider {
                name,
                summary,
                tested,
                ..
            } = provider;
            let _ = writeln!(page, "| [{name}]({name}.md) | {summary} | {tested} |");
        }
    }
    page
}

/// The table of everything that is set beside the providers' own options.
pub fn of_settings() -> String {
    let mut page = String::from("## Settings\n\n| setting | default | |\n| --- | --- | --- |\n");
    for setting in SETTINGS {
        let Setting { name, summary, .. } = setting;
        let default = setting.default.map_or("–".to_owned(), |it| code(&[it]));
        let _ = writeln!(page, "| `{name}` | {default} | {summary} |");
    }
    page
}

fn section(page: &mut String, provider: &Provider) {
    let kind = provider.kind;
    let _ = write!(page, "\n## {}\n\n{}\n", heading(kind), provider.summary);
    let config: Value = serde_json::from_str(provider.example).unwrap();
    let example = json!({kind.name(): {"provider": provider.name, "config": config}});
    let example = serde_json::to_string_pretty(&example).unwrap();
    let _ = write!(page, "\n```json\n{example}\n```\n");
    if !provider.aliases.is_empty() {
        let _ = write!(page, "\nOther names: {}.\n", code(provider.aliases));
    }
    if !provider.settings.is_empty() {
        page.push_str("\n| option | default | environment | |\n| --- | --- | --- | --- |\n");
        for setting in provider.settings {
            row(page, provider, setting);
        }
    }
    if !provider.notes.is_empty() {
        let _ = write!(page, "\n{}\n", provider.notes.trim());
    }
    let _ = write!(
        page,
        "\nTested {}.\n",
        provider.tested.trim_end_matches('.')
    );
}

fn row(page: &mut String, provider: &Provider, setting: &Setting) {
    let also: Vec<&str> = provider
        .setting_aliases
        .iter()
        .copied()
        .flatten()
        .filter(|(_, name)| *name == setting.name)
        .map(|(alias, _)| *alias)
        .collect();
    let also = if also.is_empty() {
        String::new()
    } else {
        format!(" Also {}.", code(&also))
    };
    let default = setting.default.map_or("–".to_owned(), |it| code(&[it]));
    let environment = match setting.environment {
        [] => "–".to_owned(),
        names => code(names),
    };
    let Setting { name, summary, .. } = setting;
    let _ = writeln!(
        page,
        "| `{name}` | {default} | {environment} | {summary}{also} |"
    );
}

fn heading(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::Llm => "Language model",
        ProviderKind::Embedder => "Embedder",
        ProviderKind::Reranker => "Reranker",
        ProviderKind::VectorStore => "Store",
        ProviderKind::GraphStore => "Graph",
    }
}

fn code(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}
