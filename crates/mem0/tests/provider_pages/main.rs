//! The pages of `docs/providers/` say what the registry says, and `docs/configuration.md` what the
//! list of settings says.
//!
//! `MEM0_WRITE_PAGES=1 cargo test -p mem0 --test provider_pages` writes them anew. A page that is
//! written by hand keeps its text; only what stands between the marks is generated.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod page;

use std::collections::BTreeMap;
use std::path::PathBuf;

use mem0::MemoryConfig;
use mem0::registry::{Provider, providers};
use serde_json::{Value, json};

const BEGIN: &str = "<!-- begin: from the program -->\n";
const END: &str = "<!-- end: from the program -->\n";

/// Asked at run time: a target folder that several clones share keeps the path of the first.
fn folder() -> PathBuf {
    PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../docs/providers")
}

/// Providers by name: a name that provides several kinds has one page.
fn by_name() -> BTreeMap<&'static str, Vec<&'static Provider>> {
    let mut by_name: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for provider in providers() {
        by_name.entry(provider.name).or_default().push(provider);
    }
    by_name
}

/// The whole page, with what was written by hand around the generated part.
fn renewed(old: &str, generated: &str) -> String {
    let (before, after) = match old.split_once(BEGIN) {
        Some((before, rest)) => (before, rest.split_once(END).map_or("", |(_, after)| after)),
        None => ("", ""),
    };
    // A page that was begun by hand has a title already.
    let generated = match generated.split_once('\n') {
        Some((title, rest)) if !before.is_empty() && title.starts_with("# ") => rest,
        _ => generated,
    };
    format!("{before}{BEGIN}{generated}{END}{after}")
}

#[test]
fn the_pages_are_fresh() {
    let write = std::env::var_os("MEM0_WRITE_PAGES").is_some();
    let mut pages: Vec<(String, String)> = by_name()
        .into_iter()
        .map(|(name, kinds)| (format!("{name}.md"), page::of_provider(name, &kinds)))
        .collect();
    pages.push(("README.md".to_owned(), page::of_all(&by_name())));
    pages.push(("../configuration.md".to_owned(), page::of_settings()));
    for (file, generated) in pages {
        let path = folder().join(&file);
        let old = std::fs::read_to_string(&path).unwrap_or_default();
        let new = renewed(&old, &generated);
        if write {
            std::fs::write(&path, new).unwrap();
        } else {
            assert!(
                old == new,
                "docs/providers/{file} is stale: run `make provider-pages`"
            );
        }
    }
}

#[test]
fn no_page_is_left_of_a_provider_that_is_gone() {
    let known = by_name();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let name = file.strip_suffix(".md").unwrap();
        assert!(name == "README" || known.contains_key(name), "{file}");
    }
}

#[test]
fn every_example_is_a_valid_configuration() {
    for provider in providers() {
        let config: Value = serde_json::from_str(provider.example)
            .unwrap_or_else(|error| panic!("{}.{}: {error}", provider.kind, provider.name));
        let example = json!({provider.kind.name(): {"provider": provider.name, "config": config}});
        let read = MemoryConfig::from_value(&example)
            .unwrap_or_else(|error| panic!("{}.{}: {error}", provider.kind, provider.name));
        let about = |warning: &&String| warning.contains(provider.kind.name());
        assert_eq!(read.warnings().iter().find(about), None, "{example}");
    }
}
