//! The list of providers, as Python reads it.

use mem0::registry::{self, Provider, ProviderKind};
use pyo3::prelude::*;
use serde_json::{Value, json};

use crate::value;

/// All providers, each `{"kind", "name", "aliases", "available", "summary", "settings"}`; one that
/// is not available yet has no settings.
#[pyfunction]
pub(crate) fn providers(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let here = registry::providers().iter().map(described);
    let kinds = ProviderKind::ALL.into_iter();
    let awaited = kinds.flat_map(|kind| {
        registry::names_awaited(kind).map(move |name| {
            json!({
                "kind": kind.name(), "name": name, "aliases": [], "available": false,
                "summary": "Not available yet.", "settings": [],
            })
        })
    });
    value::to_python(py, &here.chain(awaited).collect())
}

fn described(provider: &Provider) -> Value {
    let aliases = |setting: &str| -> Vec<&str> {
        let all = provider.setting_aliases.iter().copied().flatten();
        all.filter(|(_, name)| *name == setting)
            .map(|(alias, _)| *alias)
            .collect()
    };
    let settings = provider.settings.iter().map(|setting| {
        json!({
            "name": setting.name,
            "aliases": aliases(setting.name),
            "default": setting.default,
            "secret": setting.secret,
            "summary": setting.summary,
        })
    });
    json!({
        "kind": provider.kind.name(),
        "name": provider.name,
        "aliases": provider.aliases,
        "available": true,
        "summary": provider.summary,
        "settings": settings.collect::<Value>(),
    })
}
