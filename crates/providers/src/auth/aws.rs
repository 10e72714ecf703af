//! AWS: Signature Version 4, and where its keys are found.

mod chain;
mod shared_files;
mod signature;
mod web_identity;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use mem0_core::ModelError;
use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use self::chain::Chain;
use self::signature::Signing;
use super::exchange::Exchange;
use super::lease::Lease;
use crate::connection::{Proxies, secret};
use crate::transport::{Authorize, shown_url};

pub(crate) use self::signature::path_segment;

/// The region where nothing names one: the original's.
pub const DEFAULT_REGION: &str = "us-west-2";

/// How to reach AWS. In configurations its keys stand beside the provider's own.
///
/// Keys are looked for here, then (unless a profile is named here) in `AWS_ACCESS_KEY_ID` and its
/// companions and by `AWS_WEB_IDENTITY_TOKEN_FILE`, then in the shared files' profile, at the
/// container's and at the machine's address for credentials.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct AwsConfig {
    /// Whose key it is.
    #[serde(alias = "awsAccessKeyId")]
    pub aws_access_key_id: Option<String>,
    /// The key.
    #[serde(alias = "awsSecretAccessKey", deserialize_with = "secret")]
    pub aws_secret_access_key: Option<SecretString>,
    /// What temporary keys have beside them.
    #[serde(alias = "awsSessionToken", deserialize_with = "secret")]
    pub aws_session_token: Option<SecretString>,
    /// `None`: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's, [`DEFAULT_REGION`].
    #[serde(alias = "awsRegion", alias = "region", alias = "region_name")]
    pub aws_region: Option<String>,
    /// Which section of the shared files. `None`: `AWS_PROFILE`, or `default`.
    #[serde(alias = "awsProfile", alias = "profile_name")]
    pub aws_profile: Option<String>,
    /// Where the service is, for emulators and private networks. `None`: in the region.
    #[serde(alias = "awsEndpointUrl", alias = "endpoint_url")]
    pub aws_endpoint_url: Option<String>,
}

impl AwsConfig {
    /// The keys that the configuration itself holds.
    fn keys(&self) -> Option<AwsKeys> {
        let exposed = |secret: &SecretString| secret.expose_secret().to_owned();
        AwsKeys::of(
            self.aws_access_key_id.clone(),
            self.aws_secret_access_key.as_ref().map(exposed),
            self.aws_session_token.as_ref().map(exposed),
        )
    }

    /// Whether the configuration itself holds keys.
    pub(crate) fn has_keys(&self) -> bool {
        self.keys().is_some()
    }

    /// The region and a signer of calls to this service (`bedrock`) there.
    pub fn signer(
        &self,
        provider: &str,
        service: &'static str,
        proxies: Option<Proxies>,
        lookup: &dyn Fn(&str) -> Option<String>,
    ) -> (String, Arc<dyn Authorize>) {
        let exchange = Exchange {
            provider: provider.to_owned(),
            proxies,
        };
        let mut chain = Chain::new(self, exchange, lookup);
        let given = |region: &String| !region.trim().is_empty();
        let region = self
            .aws_region
            .clone()
            .filter(given)
            .or_else(|| lookup("AWS_REGION").filter(given))
            .or_else(|| lookup("AWS_DEFAULT_REGION").filter(given))
            .or_else(|| chain.profile_region())
            .unwrap_or_else(|| DEFAULT_REGION.to_owned());
        let region = region.trim().to_owned();
        chain.region.clone_from(&region);
        let signer = Signer {
            service,
            region: region.clone(),
            chain,
            lease: Lease::default(),
        };
        (region, Arc::new(signer))
    }
}

/// Passwords hide in URLs.
impl fmt::Debug for AwsConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AwsConfig")
            .field("aws_access_key_id", &self.aws_access_key_id)
            .field("aws_secret_access_key", &self.aws_secret_access_key)
            .field("aws_session_token", &self.aws_session_token)
            .field("aws_region", &self.aws_region)
            .field("aws_profile", &self.aws_profile)
            .field(
                "aws_endpoint_url",
                &self.aws_endpoint_url.as_deref().map(shown_url),
            )
            .finish()
    }
}

/// Keys of an AWS account.
#[derive(Debug, Clone)]
struct AwsKeys {
    access_key_id: String,
    secret_access_key: SecretString,
    session_token: Option<SecretString>,
}

impl AwsKeys {
    /// Keys, if both parts are there.
    fn of(id: Option<String>, secret: Option<String>, token: Option<String>) -> Option<Self> {
        let said = |text: Option<String>| {
            text.map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        Some(Self {
            access_key_id: said(id)?,
            secret_access_key: said(secret)?.into(),
            session_token: said(token).map(SecretString::from),
        })
    }

    fn secrets(&self) -> Vec<SecretString> {
        let mut secrets = vec![self.secret_access_key.clone()];
        secrets.extend(self.session_token.clone());
        secrets
    }
}

/// Signs calls to one service in one region.
struct Signer {
    service: &'static str,
    region: String,
    chain: Chain,
    lease: Lease<AwsKeys>,
}

#[async_trait]
impl Authorize for Signer {
    async fn headers(&self, url: &Url, body: &[u8]) -> Result<HeaderMap, ModelError> {
        let keys = self.lease.get(self.chain.find()).await?;
        let moment = Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
        let host = host(url);
        let token = keys.session_token.as_ref().map(ExposeSecret::expose_secret);
        let mut signed = vec![("host", &*host), ("x-amz-date", &*moment)];
        signed.extend(token.map(|token| ("x-amz-security-token", token)));
        let authorization = Signing {
            keys: &keys,
            region: &self.region,
            service: self.service,
            moment: &moment,
            method: "POST",
            url,
            headers: &signed,
            body,
        }
        .authorization();
        let mut headers = HeaderMap::new();
        let mut show = |name: &'static str, value: &str| {
            // Keys that can't stand in a header are refused by the server as unsigned.
            if let Ok(mut value) = HeaderValue::try_from(value) {
                value.set_sensitive(true);
                headers.insert(name, value);
            }
        };
        show("authorization", &authorization);
        show("x-amz-date", &moment);
        if let Some(token) = token {
            show("x-amz-security-token", token);
        }
        Ok(headers)
    }

    fn secrets(&self) -> Vec<SecretString> {
        let held = self.lease.held();
        let mut secrets = self.chain.secrets();
        secrets.extend(held.iter().flat_map(|keys| keys.secrets()));
        secrets
    }
}

/// The `Host` header that a request to this URL carries.
fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}
