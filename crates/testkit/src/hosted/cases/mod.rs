//! What every server of the hosted API must do, one function each; the function's name is the
//! rule. A server goes in as an address with a key:
//!
//! ```ignore
//! async fn empty_server() -> ServerUnderTest {
//!     let double = HostedDouble::start().await;
//!     ServerUnderTest::new(&double.url(), KEY).with_other_key(OTHER_KEY).keeping(double)
//! }
//! mem0_testkit::hosted_api_suite!(empty_server);
//! ```
//!
//! Memories are added word for word (`infer: false`), so that no rule depends on a model.

pub mod adding;
pub mod batches;
pub mod deleting;
pub mod entities;
pub mod events;
pub mod filtering;
pub mod handshake;
pub mod listing;
pub mod making;
pub mod memories;
pub mod profiles;
pub mod projects;
pub mod searching;
pub mod webhooks;

use std::any::Any;

use reqwest::Method;
use serde_json::{Value, json};

use crate::TestResult;

/// An empty server, with whatever must live as long as it does.
pub struct ServerUnderTest {
    base: String,
    key: String,
    other_key: String,
    http: reqwest::Client,
    kept: Vec<Box<dyn Any + Send + Sync>>,
}

/// What a server answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The content's type.
    pub kind: String,
    /// The JSON body.
    pub json: Value,
}

impl ServerUnderTest {
    /// A server at this address, asked with this key.
    ///
    /// # Panics
    /// No HTTP client can be made.
    pub fn new(base: &str, key: &str) -> Self {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // Fails only if another test was faster.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let http = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("an HTTP client without certificates can always be made");
        Self {
            base: base.trim_end_matches('/').to_owned(),
            key: key.to_owned(),
            other_key: String::new(),
            http,
            kept: Vec::new(),
        }
    }

    /// The key of another account, whose project is empty too.
    #[must_use]
    pub fn with_other_key(mut self, key: &str) -> Self {
        key.clone_into(&mut self.other_key);
        self
    }

    /// The same, and this is dropped after it.
    #[must_use]
    pub fn keeping(mut self, thing: impl Any + Send + Sync) -> Self {
        self.kept.push(Box::new(thing));
        self
    }

    /// Asks as the other account.
    #[must_use]
    pub fn as_other(&self) -> Self {
        Self::new(&self.base, &self.other_key)
    }

    /// Asks with this key, right or wrong.
    #[must_use]
    pub fn with_key(&self, key: &str) -> Self {
        Self::new(&self.base, key)
    }

    /// Asks, with `Token` before the key.
    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> TestResult<Reply> {
        let header = format!("Token {}", self.key);
        self.ask_as(method, path, body, Some(&header)).await
    }

    /// Asks with this `Authorization`.
    pub async fn ask_as(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        authorization: Option<&str>,
    ) -> TestResult<Reply> {
        let url = format!("{}{path}", self.base);
        let mut request = self
            .http
            .request(Method::from_bytes(method.as_bytes())?, url);
        if let Some(authorization) = authorization {
            request = request.header("Authorization", authorization);
        }
        if let Some(body) = body {
            request = request
                .header("Content-Type", "application/json")
                .body(body.to_string());
        }
        let response = request.send().await?;
        let kind = response.headers().get("content-type");
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let (status, kind) = (response.status().as_u16(), kind.to_owned());
        let text = response.text().await?;
        let json = serde_json::from_str(&text)
            .map_err(|error| format!("{method} {path}: {status} {text:?} is no JSON: {error}"))?;
        assert!(
            kind.starts_with("application/json"),
            "{method} {path}: {kind}"
        );
        Ok(Reply { status, kind, json })
    }

    /// Asks and expects this status; the body.
    pub async fn expect(
        &self,
        status: u16,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> TestResult<Value> {
        let reply = self.ask(method, path, body).await?;
        assert_eq!(reply.status, status, "{method} {path}: {}", reply.json);
        if status >= 400 {
            let text = &reply.json["detail"];
            assert!(text.is_string(), "errors carry a detail: {}", reply.json);
        }
        Ok(reply.json)
    }

    /// Gets and expects 200.
    pub async fn get(&self, path: &str) -> TestResult<Value> {
        self.expect(200, "GET", path, None).await
    }

    /// Posts and expects 200.
    pub async fn post(&self, path: &str, body: Value) -> TestResult<Value> {
        self.expect(200, "POST", path, Some(body)).await
    }

    /// Adds a text word for word; its id.
    pub async fn add(&self, user: &str, text: &str) -> TestResult<String> {
        self.add_with(text, json!({"user_id": user})).await
    }

    /// Adds a text word for word, with more to it; its id.
    pub async fn add_with(&self, text: &str, more: Value) -> TestResult<String> {
        let mut body = json!({
            "messages": [{"role": "user", "content": text}],
            "infer": false, "async_mode": false, "output_format": "v1.1",
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        let added = self.post("/v1/memories/", body).await?;
        let id = added["results"][0]["id"].as_str();
        Ok(id
            .ok_or_else(|| format!("nothing was added: {added}"))?
            .to_owned())
    }

    /// The texts of a scope, newest first.
    pub async fn texts(&self, filters: Value) -> TestResult<Vec<String>> {
        let listed = self
            .post("/v3/memories/", json!({"filters": filters}))
            .await?;
        Ok(texts(&listed["results"]))
    }
}

impl AsRef<Self> for ServerUnderTest {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// The texts of a list of memories.
pub fn texts(memories: &Value) -> Vec<String> {
    let list = memories.as_array().into_iter().flatten();
    list.map(|memory| memory["memory"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// Hands the one list of rules to a macro, behind the tokens that are given for it.
#[doc(hidden)]
#[macro_export]
macro_rules! hosted_api_rules {
    ($($then:ident)::+ ! ($($given:tt)*)) => {
        $($then)::+! { ($($given)*)
            handshake {
                a_ping_tells_whose_key_it_is
                a_key_may_come_as_token_or_as_bearer
                without_a_good_key_nothing_is_answered
                slashes_at_the_end_and_twice_make_no_difference
                a_project_of_somebody_else_is_refused
                projects_never_meet
            }
            adding {
                an_add_of_the_first_version_answers_what_was_made
                without_an_output_format_the_answer_is_a_list
                in_the_background_the_answer_is_a_pending_event
                the_third_version_answers_an_event
                the_third_version_takes_ids_in_filters
                word_for_word_every_message_but_the_systems_is_kept
                what_is_known_word_for_word_is_not_kept_twice
                without_scope_or_messages_nothing_is_added
                a_bare_text_is_what_the_user_said
                unknown_keys_are_ignored
            }
            memories {
                a_memory_is_told_whole
                an_update_changes_the_text_and_keeps_the_rest
                metadata_that_is_given_replaces_what_was_there
                an_expiry_can_be_set_and_taken_away
                an_immutable_memory_is_not_changed
                an_empty_update_is_refused
                an_id_that_cannot_be_is_told_from_one_that_is_not_there
                history_tells_every_change_also_after_deletion
                a_deletion_of_what_is_linked_too_tells_how_many
            }
            listing {
                the_first_version_lists_as_a_list
                the_second_version_lists_pages_when_both_numbers_are_given
                the_third_version_lists_pages_always
                a_page_beyond_the_end_is_not_found
                without_a_scope_only_the_third_version_refuses
                the_query_takes_json_and_what_python_makes_of_it
                newest_come_first
                expired_memories_are_hidden_until_asked_for
                the_memories_of_one_entity_have_a_path_of_their_own
            }
            searching {
                the_best_comes_first_with_its_score
                the_first_version_answers_a_list_or_what_was_asked_for
                the_second_version_ands_ids_beside_filters
                the_third_version_takes_ids_in_filters_only
                a_search_without_scope_or_question_is_refused
                no_more_are_found_than_asked_for
                only_the_fields_asked_for_come
                a_threshold_leaves_out_what_scores_less
            }
            filtering {
                every_documented_form_chooses_what_it_says
                an_unknown_field_is_refused_with_the_known_ones
                ids_that_are_not_named_do_not_constrain
            }
            deleting {
                a_deleted_memory_is_gone
                all_of_a_scope_are_deleted_and_no_others
                a_star_means_everybody_of_a_kind
                four_stars_mean_the_whole_project
                without_a_scope_nothing_is_deleted
                ids_in_other_spellings_never_mean_no_scope
            }
            batches {
                many_are_updated_at_once
                many_are_deleted_at_once
                an_item_without_id_is_refused
                more_than_a_thousand_are_refused
            }
            entities {
                entities_are_counted_by_type
                a_deleted_entity_takes_its_memories_along
                an_entity_can_be_deleted_by_its_number
                odd_names_are_one_segment_and_bare_slashes_are_taken_too
                an_unknown_type_is_refused
                one_of_them_is_told
                one_can_be_made_before_it_has_memories
                what_lists_can_be_narrowed_down_to_is_told
            }
            making {
                feedback_is_taken_and_told
                feedback_on_nothing_is_refused
                an_export_has_the_form_of_its_schema
                an_export_without_schema_or_id_is_refused
                a_summary_is_made_of_what_is_chosen
                there_are_counts_of_everything
            }
            events {
                every_add_has_an_event_that_tells_what_was_made
                an_unknown_event_is_not_found
                the_changes_of_all_memories_are_listed
            }
            profiles {
                a_profile_has_a_status
                settings_of_profiles_are_kept
                a_job_is_begun_and_told
            }
            webhooks {
                a_webhook_is_made_listed_changed_and_deleted
                older_names_of_events_are_taken
                a_webhook_lacking_something_is_refused
                webhooks_of_others_are_out_of_reach
            }
            projects {
                a_project_is_made_told_changed_and_deleted
                members_come_get_roles_and_leave
                organizations_are_made_and_told
                projects_of_others_are_out_of_reach
                members_of_an_organization_come_and_leave
            }
        }
    };
}

/// Makes a `#[tokio::test]` of every rule. Takes the name of an `async fn() -> ServerUnderTest`
/// beside it that starts an empty server. The crate must depend on tokio.
#[macro_export]
macro_rules! hosted_api_suite {
    ($open:ident) => {
        $crate::hosted_api_rules! { $crate::tests_of_rules!($open, hosted_api) }
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_rule_stands_in_the_list() {
        crate::hosted_api_rules! { assert_list_is_whole!("") }
    }
}
