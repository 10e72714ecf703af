//! What these tests share: environments, vectors, and a server that checks AWS's signatures.

use ring::{digest, hmac};
use serde_json::Value;
use wiremock::{MockServer, Request};

pub const KEY_ID: &str = "AKIATEST12345678";
pub const SECRET: &str = "secret-access-key/1234567890";
pub const REGION: &str = "eu-central-1";

/// An environment of these variables.
pub fn environment(variables: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> + use<> {
    let variables: Vec<(String, String)> = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    move |name| {
        let found = variables.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    }
}

pub async fn received(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

pub fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

pub fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    Some(request.headers.get(name)?.to_str().unwrap())
}

/// The fields of a form.
pub fn form(request: &Request) -> Vec<(String, String)> {
    let text = std::str::from_utf8(&request.body).unwrap();
    let url = reqwest::Url::parse(&format!("http://form/?{text}")).unwrap();
    url.query_pairs().into_owned().collect()
}

/// Fails unless the request is signed by these keys, as AWS would check it: from what came over
/// the wire alone.
pub fn assert_signed(request: &Request, key_id: &str, secret: &str, token: Option<&str>) {
    let authorization = header(request, "authorization").expect("it is signed");
    let date = header(request, "x-amz-date").expect("it is dated");
    let rest = authorization.strip_prefix("AWS4-HMAC-SHA256 ").unwrap();
    let part = |name: &str| {
        rest.split(", ")
            .find_map(|part| part.strip_prefix(name))
            .unwrap_or_else(|| panic!("{name} in {rest}"))
    };
    let scope = format!("{}/{REGION}/bedrock/aws4_request", &date[..8]);
    assert_eq!(part("Credential="), format!("{key_id}/{scope}"));
    let names = part("SignedHeaders=");
    let expected = match token {
        Some(_) => "host;x-amz-date;x-amz-security-token",
        None => "host;x-amz-date",
    };
    assert_eq!(names, expected);
    assert_eq!(header(request, "x-amz-security-token"), token);

    let path = request.url.path();
    // The wire's path holds only what needs no further encoding, and percent signs.
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~/%".contains(c);
    assert!(path.chars().all(plain), "{path}");
    let mut canonical = format!("POST\n{}\n\n", path.replace('%', "%25"));
    for name in names.split(';') {
        let value = header(request, name).unwrap();
        canonical.push_str(&format!("{name}:{value}\n"));
    }
    canonical.push_str(&format!("\n{names}\n{}", sha256(&request.body)));
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n{date}\n{scope}\n{}",
        sha256(canonical.as_bytes())
    );
    let mut key = format!("AWS4{secret}").into_bytes();
    for step in scope.split('/') {
        key = hmac_sha256(&key, step.as_bytes());
    }
    let signature = hexadecimal(&hmac_sha256(&key, to_sign.as_bytes()));
    assert_eq!(part("Signature="), signature);
}

fn hmac_sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    hmac::sign(&key, text).as_ref().to_vec()
}

fn sha256(bytes: &[u8]) -> String {
    hexadecimal(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A vector that tells texts apart.
pub fn vector(text: &str, dimensions: u64) -> Vec<f32> {
    let seed = text.bytes().fold(7_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    (0..dimensions)
        .map(|place| {
            let mixed = seed
                .wrapping_mul(2_654_435_761)
                .rotate_left(place as u32 % 32);
            (mixed % 1_000) as f32 - 500.5
        })
        .collect()
}
