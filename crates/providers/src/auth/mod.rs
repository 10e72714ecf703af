//! Showing who calls, where a fixed key doesn't do: signatures and tokens that expire.
//!
//! | module | who asks for it |
//! | --- | --- |
//! | [`aws`] | Bedrock and everything else that wants Signature Version 4 |
//! | [`google`] | Vertex AI: service accounts, a user's own login, Google's machines |
//! | [`azure`] | Azure OpenAI without a key: Microsoft Entra ID |
//!
//! Each gives an [`Authorize`](crate::transport::Authorize) for
//! [`Key::Signed`](crate::transport::Key::Signed). Environment variables are read when it is
//! made; files and servers only at the first call. What expires is kept until shortly before
//! that, and fetched by one call while the others wait.

pub mod aws;
pub mod azure;
mod exchange;
pub mod google;
mod lease;
mod token;

use std::collections::BTreeMap;

use mem0_core::ModelError;

/// Environment variables as they were when they were looked up.
#[derive(Clone, Default)]
struct Variables(BTreeMap<&'static str, String>);

impl Variables {
    /// Those of these names that are set and not blank.
    fn look_up(names: &[&'static str], lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        let set = names.iter().filter_map(|name| {
            let value = lookup(name)?.trim().to_owned();
            (!value.is_empty()).then_some((*name, value))
        });
        Self(set.collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// Credentials are there, but can't be used: no use trying again.
fn unusable(provider: &str, problem: impl Into<String>) -> ModelError {
    ModelError::Local {
        provider: provider.to_owned(),
        problem: problem.into(),
    }
}
