//! Azure without a key: tokens of Microsoft Entra ID for an application, for a workload of
//! Kubernetes, or from Azure's own machines.

use std::sync::Arc;

use async_trait::async_trait;
use mem0_core::ModelError;
use reqwest::{Method, Url};
use secrecy::SecretString;

use super::exchange::{Exchange, Question};
use super::lease::Fetched;
use super::token::{BearerTokens, TokenAnswer, TokenSource};
use super::{Variables, unusable};
use crate::connection::Proxies;
use crate::transport::Authorize;

/// What tokens for Azure OpenAI are for.
const RESOURCE: &str = "https://cognitiveservices.azure.com";

const VARIABLES: [&str; 8] = [
    "AZURE_TENANT_ID",
    "AZURE_CLIENT_ID",
    "AZURE_CLIENT_SECRET",
    "AZURE_FEDERATED_TOKEN_FILE",
    "AZURE_AUTHORITY_HOST",
    "IDENTITY_ENDPOINT",
    "IDENTITY_HEADER",
    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
];

/// Tokens for Azure's models, from what the environment has, in this order:
///
/// 1. `AZURE_TENANT_ID`, `AZURE_CLIENT_ID`, `AZURE_CLIENT_SECRET`: an application;
/// 2. `AZURE_FEDERATED_TOKEN_FILE` beside the first two: a workload of Kubernetes;
/// 3. the identity of the App Service, the function or the virtual machine this runs on
///    (`AZURE_CLIENT_ID` chooses among several).
///
/// Connects to nothing; where there are none, the first call says so. `provider` is the name
/// under which errors speak of it (`llm/azure_openai`).
pub fn default_credential(
    provider: &str,
    proxies: Option<Proxies>,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Arc<dyn Authorize> {
    BearerTokens::from(Source {
        exchange: Exchange {
            provider: provider.to_owned(),
            proxies,
        },
        variables: Variables::look_up(&VARIABLES, lookup),
    })
}

/// Where Azure's tokens come from.
struct Source {
    exchange: Exchange,
    variables: Variables,
}

impl Source {
    /// The token of an application, which shows who it is by these fields.
    async fn of_the_application(
        &self,
        tenant: &str,
        client: &str,
        proof: &[(&str, &str)],
    ) -> Result<TokenAnswer, ModelError> {
        let authority = self
            .variables
            .get("AZURE_AUTHORITY_HOST")
            .unwrap_or("https://login.microsoftonline.com")
            .trim_end_matches('/');
        let authority = if authority.contains("://") {
            authority.to_owned()
        } else {
            format!("https://{authority}")
        };
        let scope = format!("{RESOURCE}/.default");
        let mut form = vec![
            ("grant_type", "client_credentials"),
            ("client_id", client),
            ("scope", &*scope),
        ];
        form.extend(proof);
        let url = format!("{authority}/{tenant}/oauth2/v2.0/token");
        self.exchange.json(Question::form(url, &form)).await
    }

    /// The token of whatever Azure runs this on.
    async fn of_the_machine(&self) -> Result<TokenAnswer, ModelError> {
        let get = |name| self.variables.get(name);
        let service = get("IDENTITY_ENDPOINT").zip(get("IDENTITY_HEADER"));
        let (endpoint, version, header) = match service {
            Some((endpoint, header)) => (
                endpoint.to_owned(),
                "2019-08-01",
                ("x-identity-header", header),
            ),
            None => {
                let host = get("AZURE_POD_IDENTITY_AUTHORITY_HOST")
                    .unwrap_or("http://169.254.169.254")
                    .trim_end_matches('/');
                let endpoint = format!("{host}/metadata/identity/oauth2/token");
                (endpoint, "2018-02-01", ("metadata", "true"))
            }
        };
        let mut query = vec![("api-version", version), ("resource", RESOURCE)];
        query.extend(get("AZURE_CLIENT_ID").map(|client| ("client_id", client)));
        let url = Url::parse_with_params(&endpoint, query)
            .map_err(|error| unusable(&self.exchange.provider, format!("{endpoint}: {error}")))?;
        let question = Question::beside(Method::GET, url, &[header]);
        match self.exchange.json(question).await {
            // Nobody there: this is no machine of Azure's.
            Err(ModelError::Unreachable { .. } | ModelError::Timeout { .. }) => {
                Err(ModelError::NoKey {
                    provider: self.exchange.provider.clone(),
                    setting: "api_key",
                    environment: "AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET",
                })
            }
            outcome => outcome,
        }
    }
}

#[async_trait]
impl TokenSource for Source {
    async fn fetch(&self) -> Result<Fetched<SecretString>, ModelError> {
        let get = |name| self.variables.get(name);
        let application = get("AZURE_TENANT_ID").zip(get("AZURE_CLIENT_ID"));
        let answer = match (
            application,
            get("AZURE_CLIENT_SECRET"),
            get("AZURE_FEDERATED_TOKEN_FILE"),
        ) {
            (Some((tenant, client)), Some(secret), _) => {
                let proof = [("client_secret", secret)];
                self.of_the_application(tenant, client, &proof).await?
            }
            (Some((tenant, client)), None, Some(path)) => {
                // Kubernetes renews this file: it is read each time.
                let assertion = std::fs::read_to_string(path).map_err(|error| {
                    unusable(&self.exchange.provider, format!("{path}: {error}"))
                })?;
                let proof = [
                    (
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    ),
                    ("client_assertion", assertion.trim()),
                ];
                self.of_the_application(tenant, client, &proof).await?
            }
            _ => self.of_the_machine().await?,
        };
        Ok(answer.into())
    }

    fn secrets(&self) -> Vec<SecretString> {
        ["AZURE_CLIENT_SECRET", "IDENTITY_HEADER"]
            .into_iter()
            .filter_map(|name| self.variables.get(name))
            .map(SecretString::from)
            .collect()
    }
}
