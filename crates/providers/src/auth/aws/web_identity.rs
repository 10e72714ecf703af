//! Keys for a workload of Kubernetes: its cluster's token is exchanged for those of a role.

use jiff::Timestamp;
use mem0_core::ModelError;
use secrecy::SecretString;

use super::AwsKeys;
use crate::auth::exchange::{Exchange, Question};
use crate::auth::lease::Fetched;
use crate::auth::{Variables, unusable};
use crate::transport::retry::left_until;

pub(super) const VARIABLES: [&str; 4] = [
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_ENDPOINT_URL_STS",
];

/// The role's keys; `None` if the environment names no role for a workload.
pub(super) async fn keys(
    variables: &Variables,
    region: &str,
    exchange: &Exchange,
) -> Result<Option<Fetched<AwsKeys>>, ModelError> {
    let named = variables
        .get("AWS_WEB_IDENTITY_TOKEN_FILE")
        .zip(variables.get("AWS_ROLE_ARN"));
    let Some((file, role)) = named else {
        return Ok(None);
    };
    // The cluster renews this file: it is read each time.
    let token = std::fs::read_to_string(file)
        .map_err(|error| unusable(&exchange.provider, format!("{file}: {error}")))?;
    let session = variables.get("AWS_ROLE_SESSION_NAME").unwrap_or("mem0");
    let form = [
        ("Action", "AssumeRoleWithWebIdentity"),
        ("Version", "2011-06-15"),
        ("RoleArn", role),
        ("RoleSessionName", session),
        ("WebIdentityToken", token.trim()),
    ];
    let url = match variables.get("AWS_ENDPOINT_URL_STS") {
        Some(url) => url.to_owned(),
        None => format!("https://sts.{region}.amazonaws.com/"),
    };
    let answer = exchange.text(Question::form(url, &form)).await?;
    read(&answer).map(Some).ok_or_else(|| ModelError::Unusable {
        provider: exchange.provider.clone(),
        problem: "AWS's token service gave no keys".to_owned(),
    })
}

/// The keys in the service's XML.
fn read(answer: &str) -> Option<Fetched<AwsKeys>> {
    let keys = AwsKeys {
        access_key_id: element(answer, "AccessKeyId")?.to_owned(),
        secret_access_key: element(answer, "SecretAccessKey")?.into(),
        session_token: element(answer, "SessionToken").map(SecretString::from),
    };
    let end: Option<Timestamp> = element(answer, "Expiration").and_then(|end| end.parse().ok());
    Some(Fetched {
        value: keys,
        lifetime: end.map(left_until),
    })
}

/// The text of the first element of this name. What is looked for holds no elements itself, and
/// of the signs that XML writes otherwise none is in keys.
fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    Some(text.trim()).filter(|text| !text.is_empty())
}
