//! Where AWS's keys are found: in the order in which AWS's own programs look.

use jiff::Timestamp;
use mem0_core::ModelError;
use reqwest::Method;
use secrecy::SecretString;
use serde::Deserialize;

use super::shared_files::SharedFiles;
use super::{AwsConfig, AwsKeys, web_identity};
use crate::auth::exchange::{Exchange, Question};
use crate::auth::lease::Fetched;
use crate::auth::{Variables, unusable};
use crate::transport::retry::left_until;

/// Beside these, [`SharedFiles::VARIABLES`] and [`web_identity::VARIABLES`].
pub(super) const VARIABLES: [&str; 11] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT",
];

/// Everything that may lead to keys.
pub(super) struct Chain {
    pub(super) configured: Option<AwsKeys>,
    /// The profile that the configuration names; then the environment's keys don't count.
    pub(super) profile: Option<String>,
    pub(super) variables: Variables,
    pub(super) files: SharedFiles,
    /// Where roles are taken on.
    pub(super) region: String,
    pub(super) exchange: Exchange,
}

impl Chain {
    pub(super) fn new(
        config: &AwsConfig,
        exchange: Exchange,
        lookup: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let names: Vec<&'static str> = VARIABLES
            .into_iter()
            .chain(SharedFiles::VARIABLES)
            .chain(web_identity::VARIABLES)
            .collect();
        let variables = Variables::look_up(&names, lookup);
        Self {
            configured: config.keys(),
            profile: config.aws_profile.clone(),
            files: SharedFiles::of(&variables),
            variables,
            region: String::new(),
            exchange,
        }
    }

    /// The region that the profile in force names.
    pub(super) fn profile_region(&self) -> Option<String> {
        self.files.profile(self.profile_name())?.remove("region")
    }

    fn profile_name(&self) -> &str {
        self.profile
            .as_deref()
            .or_else(|| self.variables.get("AWS_PROFILE"))
            .or_else(|| self.variables.get("AWS_DEFAULT_PROFILE"))
            .unwrap_or("default")
    }

    /// The first keys found.
    pub(super) async fn find(&self) -> Result<Fetched<AwsKeys>, ModelError> {
        let fixed = |value| {
            Ok(Fetched {
                value,
                lifetime: None,
            })
        };
        if let Some(keys) = &self.configured {
            return fixed(keys.clone());
        }
        if self.profile.is_none() {
            if let Some(keys) = self.of_the_environment() {
                return fixed(keys);
            }
            let workload = web_identity::keys(&self.variables, &self.region, &self.exchange);
            if let Some(keys) = workload.await? {
                return Ok(keys);
            }
        }
        if let Some(keys) = self.of_the_profile()? {
            return fixed(keys);
        }
        if let Some(keys) = self.of_the_container().await? {
            return Ok(keys);
        }
        self.of_the_machine().await
    }

    fn of_the_environment(&self) -> Option<AwsKeys> {
        let text = |name| self.variables.get(name).map(ToOwned::to_owned);
        AwsKeys::of(
            text("AWS_ACCESS_KEY_ID"),
            text("AWS_SECRET_ACCESS_KEY"),
            text("AWS_SESSION_TOKEN"),
        )
    }

    fn of_the_profile(&self) -> Result<Option<AwsKeys>, ModelError> {
        let name = self.profile_name();
        let Some(mut profile) = self.files.profile(name) else {
            let is_named = self.profile.is_some() || self.variables.get("AWS_PROFILE").is_some();
            return if is_named {
                Err(self.unusable(format!("there is no AWS profile \"{name}\"")))
            } else {
                Ok(None)
            };
        };
        let keys = AwsKeys::of(
            profile.remove("aws_access_key_id"),
            profile.remove("aws_secret_access_key"),
            profile.remove("aws_session_token"),
        );
        if keys.is_some() {
            return Ok(keys);
        }
        let other_ways = [
            "sso_session",
            "sso_start_url",
            "role_arn",
            "credential_process",
        ];
        match other_ways.iter().find(|key| profile.contains_key(**key)) {
            Some(key) => Err(self.unusable(format!(
                "the AWS profile \"{name}\" gets its keys by `{key}`, which is not supported; \
                 `aws configure export-credentials --profile {name} --format env` gives keys \
                 for the environment"
            ))),
            None => Ok(None),
        }
    }

    /// ECS, EKS Pod Identity, and whatever else answers as they do.
    async fn of_the_container(&self) -> Result<Option<Fetched<AwsKeys>>, ModelError> {
        let relative = self.variables.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        let url = match relative {
            Some(path) => format!("http://169.254.170.2{path}"),
            None => match self.variables.get("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
                Some(url) => url.to_owned(),
                None => return Ok(None),
            },
        };
        let token = match self.variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            Some(path) => {
                let token = std::fs::read_to_string(path);
                let token = token.map_err(|error| self.unusable(format!("{path}: {error}")))?;
                Some(token.trim().to_owned())
            }
            None => self
                .variables
                .get("AWS_CONTAINER_AUTHORIZATION_TOKEN")
                .map(ToOwned::to_owned),
        };
        let headers: Vec<_> = token
            .iter()
            .map(|token| ("authorization", &**token))
            .collect();
        let question = Question::beside(Method::GET, url, &headers);
        let keys: TemporaryKeys = self.exchange.json(question).await?;
        Ok(Some(keys.into()))
    }

    /// EC2's machines, by the second version of their protocol.
    async fn of_the_machine(&self) -> Result<Fetched<AwsKeys>, ModelError> {
        let disabled = self.variables.get("AWS_EC2_METADATA_DISABLED");
        if disabled.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            return Err(self.no_keys());
        }
        let endpoint = self
            .variables
            .get("AWS_EC2_METADATA_SERVICE_ENDPOINT")
            .unwrap_or("http://169.254.169.254")
            .trim_end_matches('/');
        let lifetime = [("x-aws-ec2-metadata-token-ttl-seconds", "21600")];
        let token = Question::beside(
            Method::PUT,
            format!("{endpoint}/latest/api/token"),
            &lifetime,
        );
        // Whatever goes wrong here: this is no machine of AWS that has keys to give.
        let Ok(token) = self.exchange.text(token).await else {
            return Err(self.no_keys());
        };
        let headers = [("x-aws-ec2-metadata-token", &*token)];
        let roles = format!("{endpoint}/latest/meta-data/iam/security-credentials/");
        let role = Question::beside(Method::GET, &roles, &headers);
        let Ok(role) = self.exchange.text(role).await else {
            return Err(self.no_keys());
        };
        let role = role.lines().next().unwrap_or_default();
        let keys = Question::beside(Method::GET, format!("{roles}{role}"), &headers);
        let keys: TemporaryKeys = self.exchange.json(keys).await?;
        Ok(keys.into())
    }

    fn no_keys(&self) -> ModelError {
        ModelError::NoKey {
            provider: self.exchange.provider.clone(),
            setting: "aws_access_key_id",
            environment: "AWS_ACCESS_KEY_ID",
        }
    }

    fn unusable(&self, problem: String) -> ModelError {
        unusable(&self.exchange.provider, problem)
    }

    pub(super) fn secrets(&self) -> Vec<SecretString> {
        let keys = [self.configured.clone(), self.of_the_environment()];
        let token = self.variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        keys.into_iter()
            .flatten()
            .flat_map(|keys| keys.secrets())
            .chain(token.map(SecretString::from))
            .collect()
    }
}

/// Keys as AWS's machines give them.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TemporaryKeys {
    access_key_id: String,
    secret_access_key: String,
    token: Option<String>,
    expiration: Option<Timestamp>,
}

impl From<TemporaryKeys> for Fetched<AwsKeys> {
    fn from(keys: TemporaryKeys) -> Self {
        // Already over: used once, and fetched again the next time.
        let lifetime = keys.expiration.map(left_until);
        Self {
            value: AwsKeys {
                access_key_id: keys.access_key_id,
                secret_access_key: keys.secret_access_key.into(),
                session_token: keys.token.map(SecretString::from),
            },
            lifetime,
        }
    }
}
