//! Google Cloud: tokens for a service account, for a user who logged in, or from Google's own
//! machines.

mod assertion;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use mem0_core::ModelError;
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::exchange::{Exchange, Question};
use super::lease::Fetched;
use super::token::{BearerTokens, TokenAnswer, TokenSource};
use super::{Variables, unusable};
use crate::connection::{Connection, Proxies};
use crate::transport::{Authorize, Key, Target};

/// What a token allows: everything that its owner may do in Google Cloud.
const SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform";

/// Where tokens are given, unless the credentials say otherwise.
const TOKEN_URL: &str = "https://oauth2.googleapis.com/token";

/// The wait for an answer where the configuration names none.
const TIMEOUT: Duration = Duration::from_secs(120);

/// The region where nothing names one: the original's.
pub const DEFAULT_LOCATION: &str = "us-central1";

/// Which project of Google Cloud, where, and on whose behalf.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct VertexConfig {
    /// Credentials: a file's path, or its JSON. `None`: `GOOGLE_APPLICATION_CREDENTIALS`, who
    /// logged in by `gcloud auth application-default login`, or the machine this runs on.
    #[serde(
        alias = "vertexCredentialsJson",
        alias = "google_service_account_json",
        alias = "credentials_path",
        deserialize_with = "credentials"
    )]
    pub vertex_credentials_json: Option<SecretString>,
    /// The project. `None`: `GOOGLE_CLOUD_PROJECT`, or the credentials' own.
    #[serde(
        alias = "google_project_id",
        alias = "vertex_project",
        alias = "project_id"
    )]
    pub project: Option<String>,
    /// The region, or `global`. `None`: `GOOGLE_CLOUD_LOCATION`, or [`DEFAULT_LOCATION`].
    #[serde(alias = "vertex_location")]
    pub location: Option<String>,
}

/// Where Vertex AI keeps Google's models (`…/publishers/google`), and calls signed for it.
/// Connects to nothing. Without credentials or project, the first call says so.
///
/// A base URL in `connection` stands for `https://{location}-aiplatform.googleapis.com`.
pub fn vertex_target(
    provider: &str,
    config: VertexConfig,
    connection: Connection,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Target {
    let given = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
    let source = Source::new(
        provider,
        &config,
        connection.http_client_proxies.clone(),
        lookup,
    );
    let location = given(config.location)
        .or_else(|| given(lookup("GOOGLE_CLOUD_LOCATION")))
        .unwrap_or_else(|| DEFAULT_LOCATION.to_owned());
    let project = given(config.project)
        .or_else(|| given(lookup("GOOGLE_CLOUD_PROJECT")))
        .or_else(|| source.project());
    let host = given(connection.base_url.clone()).unwrap_or_else(|| match &*location {
        "global" => "https://aiplatform.googleapis.com".to_owned(),
        location => format!("https://{location}-aiplatform.googleapis.com"),
    });
    let host = host.trim().trim_end_matches('/');
    let key = match &project {
        Some(_) => Key::Signed(BearerTokens::from(source)),
        None => Key::Missing {
            setting: "project",
            environment: "GOOGLE_CLOUD_PROJECT",
        },
    };
    let project = project.unwrap_or_default();
    Target {
        base_url: format!("{host}/v1/projects/{project}/locations/{location}/publishers/google"),
        query: Vec::new(),
        key,
        timeout: connection.timeout_or(TIMEOUT),
        headers: connection.headers,
        proxies: connection.http_client_proxies,
    }
}

/// Tokens for Google Cloud. `credentials` is a file's path or its JSON.
pub fn default_credential(
    provider: &str,
    credentials: Option<SecretString>,
    proxies: Option<Proxies>,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Arc<dyn Authorize> {
    let config = VertexConfig {
        vertex_credentials_json: credentials,
        ..VertexConfig::default()
    };
    BearerTokens::from(Source::new(provider, &config, proxies, lookup))
}

/// Where Google's tokens come from.
struct Source {
    exchange: Exchange,
    /// What stands in the file that was found; the machine's own server if there is none.
    credentials: Result<Option<Credentials>, ModelError>,
    variables: Variables,
}

impl Source {
    fn new(
        provider: &str,
        config: &VertexConfig,
        proxies: Option<Proxies>,
        lookup: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let names = [
            "GOOGLE_APPLICATION_CREDENTIALS",
            "CLOUDSDK_CONFIG",
            "HOME",
            "APPDATA",
            "GCE_METADATA_HOST",
            "NO_GCE_CHECK",
        ];
        let variables = Variables::look_up(&names, lookup);
        let named = config
            .vertex_credentials_json
            .as_ref()
            .map(|given| given.expose_secret().to_owned())
            .or_else(|| {
                variables
                    .get("GOOGLE_APPLICATION_CREDENTIALS")
                    .map(ToOwned::to_owned)
            });
        let credentials = match named {
            Some(named) => Credentials::named(provider, &named).map(Some),
            None => Credentials::logged_in(provider, &variables),
        };
        Self {
            exchange: Exchange {
                provider: provider.to_owned(),
                proxies,
            },
            credentials,
            variables,
        }
    }

    /// The project that the credentials belong to.
    fn project(&self) -> Option<String> {
        match self.credentials.as_ref().ok()?.as_ref()? {
            Credentials::ServiceAccount(account) => account.project_id.clone(),
            Credentials::AuthorizedUser(user) => user.quota_project_id.clone(),
        }
    }

    /// The token of the machine's own service account.
    async fn of_the_machine(&self) -> Result<TokenAnswer, ModelError> {
        let no_key = || ModelError::NoKey {
            provider: self.exchange.provider.clone(),
            setting: "vertex_credentials_json",
            environment: "GOOGLE_APPLICATION_CREDENTIALS",
        };
        if self.variables.get("NO_GCE_CHECK") == Some("true") {
            return Err(no_key());
        }
        let host = self
            .variables
            .get("GCE_METADATA_HOST")
            .unwrap_or("metadata.google.internal");
        let url =
            format!("http://{host}/computeMetadata/v1/instance/service-accounts/default/token");
        let question = Question::beside(Method::GET, url, &[("metadata-flavor", "Google")]);
        match self.exchange.json(question).await {
            // Nobody there: this is no machine of Google's.
            Err(ModelError::Unreachable { .. } | ModelError::Timeout { .. }) => Err(no_key()),
            outcome => outcome,
        }
    }
}

#[async_trait]
impl TokenSource for Source {
    async fn fetch(&self) -> Result<Fetched<SecretString>, ModelError> {
        let answer = match self.credentials.as_ref().map_err(Clone::clone)? {
            None => self.of_the_machine().await?,
            Some(Credentials::ServiceAccount(account)) => {
                let assertion = assertion::signed(account, jiff::Timestamp::now())
                    .map_err(|problem| unusable(&self.exchange.provider, problem))?;
                let form = [
                    ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                    ("assertion", &*assertion),
                ];
                let question = Question::form(account.token_uri(), &form);
                self.exchange.json(question).await?
            }
            Some(Credentials::AuthorizedUser(user)) => {
                let form = [
                    ("grant_type", "refresh_token"),
                    ("client_id", &*user.client_id),
                    ("client_secret", user.client_secret.expose_secret()),
                    ("refresh_token", user.refresh_token.expose_secret()),
                ];
                let url = user.token_uri.as_deref().unwrap_or(TOKEN_URL);
                self.exchange.json(Question::form(url, &form)).await?
            }
        };
        Ok(TokenAnswer::into(answer))
    }

    fn secrets(&self) -> Vec<SecretString> {
        match &self.credentials {
            Ok(Some(Credentials::ServiceAccount(account))) => vec![account.private_key.clone()],
            Ok(Some(Credentials::AuthorizedUser(user))) => {
                vec![user.client_secret.clone(), user.refresh_token.clone()]
            }
            Ok(None) | Err(_) => Vec::new(),
        }
    }

    /// A user's calls are counted to a project of theirs.
    fn more_headers(&self) -> Vec<(&'static str, String)> {
        match &self.credentials {
            Ok(Some(Credentials::AuthorizedUser(user))) => user
                .quota_project_id
                .iter()
                .map(|project| ("x-goog-user-project", project.clone()))
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// What a credentials file holds.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Credentials {
    ServiceAccount(ServiceAccount),
    AuthorizedUser(AuthorizedUser),
}

#[derive(Deserialize)]
struct ServiceAccount {
    client_email: String,
    #[serde(deserialize_with = "text")]
    private_key: SecretString,
    private_key_id: Option<String>,
    project_id: Option<String>,
    token_uri: Option<String>,
}

impl ServiceAccount {
    fn token_uri(&self) -> &str {
        self.token_uri.as_deref().unwrap_or(TOKEN_URL)
    }
}

#[derive(Deserialize)]
struct AuthorizedUser {
    client_id: String,
    #[serde(deserialize_with = "text")]
    client_secret: SecretString,
    #[serde(deserialize_with = "text")]
    refresh_token: SecretString,
    quota_project_id: Option<String>,
    token_uri: Option<String>,
}

impl Credentials {
    /// From a path, or from JSON itself.
    fn named(provider: &str, named: &str) -> Result<Self, ModelError> {
        let named = named.trim();
        if named.starts_with('{') {
            return Self::read(provider, "the Google credentials", named);
        }
        let text = std::fs::read_to_string(named).map_err(|error| {
            unusable(
                provider,
                format!("the Google credentials file {named} can't be read: {error}"),
            )
        })?;
        Self::read(provider, named, &text)
    }

    /// From the file that `gcloud auth application-default login` leaves, if it is there.
    fn logged_in(provider: &str, variables: &Variables) -> Result<Option<Self>, ModelError> {
        let folder = match (
            variables.get("CLOUDSDK_CONFIG"),
            variables.get("APPDATA"),
            variables.get("HOME"),
        ) {
            (Some(folder), ..) => folder.to_owned(),
            (None, Some(data), _) => format!("{data}/gcloud"),
            (None, None, Some(home)) => format!("{home}/.config/gcloud"),
            (None, None, None) => return Ok(None),
        };
        let path = format!("{folder}/application_default_credentials.json");
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::read(provider, &path, &text).map(Some),
            Err(_) => Ok(None),
        }
    }

    fn read(provider: &str, place: &str, text: &str) -> Result<Self, ModelError> {
        serde_json::from_str(text).map_err(|error| {
            // Of the error only where and what is missing: never a part of the key.
            let problem = if error.is_data() {
                error.to_string()
            } else {
                "it is not JSON".to_owned()
            };
            unusable(
                provider,
                format!(
                    "{place} holds no credentials that can be used ({problem}); \
                     a service account's or a user's are supported"
                ),
            )
        })
    }
}

fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}

/// A path, JSON as a text, or JSON itself.
fn credentials<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    let given = Option::<serde_json::Value>::deserialize(deserializer)?;
    Ok(given
        .map(|given| match given {
            serde_json::Value::String(text) => text,
            given => given.to_string(),
        })
        .filter(|text| !text.trim().is_empty())
        .map(SecretString::from))
}
