//! Whose memories a command is about.

use clap::Args;
use mem0::{Filter, Scope};
use serde_json::{Map, Value};

/// The four ids, as flags.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Whose memories")]
pub struct ScopeFlags {
    /// The person [env: MEM0_USER_ID]
    #[arg(short, long, value_name = "ID")]
    pub user_id: Option<String>,
    /// The assistant or agent [env: MEM0_AGENT_ID]
    #[arg(long, value_name = "ID")]
    pub agent_id: Option<String>,
    /// The application [env: MEM0_APP_ID]
    #[arg(long, value_name = "ID")]
    pub app_id: Option<String>,
    /// The conversation, session or task [env: MEM0_RUN_ID]
    #[arg(long, value_name = "ID")]
    pub run_id: Option<String>,
}

impl ScopeFlags {
    /// The ids that were typed, and no others.
    pub fn typed(&self) -> Scope {
        Scope {
            user_id: self.user_id.clone(),
            agent_id: self.agent_id.clone(),
            app_id: self.app_id.clone(),
            run_id: self.run_id.clone(),
            ..Scope::default()
        }
    }

    /// The ids that were typed. If none was, those of `defaults`: somebody who names a user does
    /// not mean the default agent of the environment as well.
    pub fn or(&self, defaults: &Scope) -> Scope {
        let typed = self.typed();
        if typed.is_unbounded() {
            defaults.clone()
        } else {
            typed
        }
    }

    /// The same beside a filter. Ids in it count as typed: the defaults must not narrow them.
    pub fn beside(&self, filter: Option<&Filter>, defaults: &Scope) -> Scope {
        if filter.is_some_and(|filter| !filter.scope_ids().is_empty()) {
            self.typed()
        } else {
            self.or(defaults)
        }
    }
}

/// The ids as a JSON object.
pub fn to_json(scope: &Scope) -> Value {
    scope
        .ids()
        .map(|(id, value)| (id.name().to_owned(), Value::from(value)))
        .collect::<Map<_, _>>()
        .into()
}

/// The ids as people read them: `user ann, run monday`.
pub fn in_words(scope: &Scope) -> String {
    let ids: Vec<String> = scope
        .ids()
        .map(|(id, value)| format!("{} {value}", id.name().trim_end_matches("_id")))
        .collect();
    if ids.is_empty() {
        "everybody".to_owned()
    } else {
        ids.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_id_puts_all_defaults_aside() {
        let defaults = Scope::user("ann");
        assert_eq!(ScopeFlags::default().or(&defaults), Scope::user("ann"));
        let typed = ScopeFlags {
            agent_id: Some("guide".into()),
            ..ScopeFlags::default()
        };
        assert_eq!(typed.or(&defaults), Scope::agent("guide"));
    }

    #[test]
    fn a_scope_reads_as_words_and_as_json() {
        let scope = Scope {
            run_id: Some("周一".into()),
            ..Scope::user("李雷")
        };
        assert_eq!(in_words(&scope), "user 李雷, run 周一");
        assert_eq!(
            to_json(&scope),
            serde_json::json!({"user_id": "李雷", "run_id": "周一"})
        );
    }
}
