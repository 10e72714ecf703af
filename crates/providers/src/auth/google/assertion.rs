//! A service account's statement that it asks for a token: a JSON Web Token, RS256.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use secrecy::ExposeSecret;
use serde_json::json;

use super::{SCOPE, ServiceAccount};

/// How long the statement may be used, in seconds: the longest that Google takes.
const LIFETIME: i64 = 3_600;

/// The statement, signed. An error says why the account's key can't sign.
pub(super) fn signed(account: &ServiceAccount, now: Timestamp) -> Result<String, String> {
    let mut header = json!({"alg": "RS256", "typ": "JWT"});
    if let Some(id) = &account.private_key_id {
        header["kid"] = id.as_str().into();
    }
    let claims = json!({
        "iss": account.client_email,
        "scope": SCOPE,
        "aud": account.token_uri(),
        "iat": now.as_second(),
        "exp": now.as_second() + LIFETIME,
    });
    let part = |value: &serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let statement = format!("{}.{}", part(&header), part(&claims));
    let key = key(account)?;
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        statement.as_bytes(),
        &mut signature,
    )
    .map_err(|_| "the service account's private key can't sign".to_owned())?;
    let signature = BASE64_URL_SAFE_NO_PAD.encode(signature);
    Ok(format!("{statement}.{signature}"))
}

fn key(account: &ServiceAccount) -> Result<RsaKeyPair, String> {
    let pem = account.private_key.expose_secret();
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes())
        .map_err(|_| "the service account's private key is no PEM text".to_owned())?;
    let pair = match &key {
        PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()),
        key => RsaKeyPair::from_der(key.secret_der()),
    };
    pair.map_err(|error| format!("the service account's private key can't be used: {error}"))
}
