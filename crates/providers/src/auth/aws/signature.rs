//! AWS Signature Version 4, for every service but S3. Pure.

use std::fmt::Write;

use reqwest::Url;
use ring::{digest, hmac};
use secrecy::ExposeSecret;

use super::AwsKeys;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// What is signed, and for whom.
pub(super) struct Signing<'a> {
    pub(super) keys: &'a AwsKeys,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
    /// `20150830T123600Z`
    pub(super) moment: &'a str,
    pub(super) method: &'a str,
    pub(super) url: &'a Url,
    /// The headers that are signed, names in lower case, in order; `host` is among them.
    pub(super) headers: &'a [(&'a str, &'a str)],
    pub(super) body: &'a [u8],
}

impl Signing<'_> {
    /// The `Authorization` header.
    pub(super) fn authorization(&self) -> String {
        let date = self.moment.get(..8).unwrap_or(self.moment);
        let scope = format!("{date}/{}/{}/aws4_request", self.region, self.service);
        let request = hexadecimal(sha256(self.canonical_request().as_bytes()).as_ref());
        let to_sign = format!("{ALGORITHM}\n{}\n{scope}\n{request}", self.moment);
        let signature = hmac_sha256(&self.signing_key(date), to_sign.as_bytes());
        format!(
            "{ALGORITHM} Credential={}/{scope}, SignedHeaders={}, Signature={}",
            self.keys.access_key_id,
            self.signed_headers(),
            hexadecimal(signature.as_ref()),
        )
    }

    fn canonical_request(&self) -> String {
        let headers: String = self
            .headers
            .iter()
            .map(|(name, value)| {
                let words: Vec<&str> = value.split_ascii_whitespace().collect();
                format!("{name}:{}\n", words.join(" "))
            })
            .collect();
        [
            self.method,
            // What is already encoded once more: so every service but S3 wants it.
            &encoded(self.url.path(), true),
            &canonical_query(self.url),
            &headers,
            &self.signed_headers(),
            &hexadecimal(sha256(self.body).as_ref()),
        ]
        .join("\n")
    }

    fn signed_headers(&self) -> String {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        names.join(";")
    }

    fn signing_key(&self, date: &str) -> hmac::Tag {
        let secret = format!("AWS4{}", self.keys.secret_access_key.expose_secret());
        let date = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()),
            date.as_bytes(),
        );
        let region = hmac_sha256(&date, self.region.as_bytes());
        let service = hmac_sha256(&region, self.service.as_bytes());
        hmac_sha256(&service, b"aws4_request")
    }
}

fn hmac_sha256(key: &hmac::Tag, text: &[u8]) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_ref()), text)
}

fn sha256(bytes: &[u8]) -> digest::Digest {
    digest::digest(&digest::SHA256, bytes)
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The query, sorted and encoded as AWS does.
fn canonical_query(url: &Url) -> String {
    let mut pairs: Vec<(String, String)> = url
        .query_pairs()
        .map(|(name, value)| (encoded(&name, false), encoded(&value, false)))
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

/// Everything but letters, digits and `-_.~` as `%XX`; slashes stay in paths.
fn encoded(text: &str, is_path: bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            b'/' if is_path => encoded.push('/'),
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// One segment of a path: a model's name, which may hold `:` and `/`.
pub(crate) fn path_segment(text: &str) -> String {
    encoded(text, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: &str = "20150830T123600Z";

    fn sign(service: &str, method: &str, url: &str, token: Option<&str>, body: &str) -> String {
        let keys = AwsKeys {
            access_key_id: "AKIDEXAMPLE".into(),
            secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
            session_token: token.map(Into::into),
        };
        let url: Url = url.parse().unwrap();
        let mut headers = vec![("host", url.host_str().unwrap()), ("x-amz-date", MOMENT)];
        headers.extend(token.map(|token| ("x-amz-security-token", token)));
        let authorization = Signing {
            keys: &keys,
            region: "us-east-1",
            service,
            moment: MOMENT,
            method,
            url: &url,
            headers: &headers,
            body: body.as_bytes(),
        }
        .authorization();
        let (rest, signature) = authorization.rsplit_once("Signature=").unwrap();
        let names = if token.is_some() {
            "host;x-amz-date;x-amz-security-token"
        } else {
            "host;x-amz-date"
        };
        assert_eq!(
            rest,
            format!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/{service}/aws4_request, \
                 SignedHeaders={names}, "
            )
        );
        signature.to_owned()
    }

    /// Key, moment and signatures are those that AWS publishes for checking signers.
    #[test]
    fn published_examples_are_signed_as_published() {
        let long_token = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
        for (method, target, token, expected) in [
            (
                "GET",
                "/",
                None,
                "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            ),
            (
                "POST",
                "/",
                None,
                "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            ),
            (
                "GET",
                "/?Param2=value2&Param1=value1",
                None,
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            ),
            (
                "POST",
                "/?Param1=value1",
                None,
                "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
            ),
            (
                "POST",
                "/",
                Some(long_token),
                "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
            ),
        ] {
            let url = format!("https://example.amazonaws.com{target}");
            assert_eq!(
                sign("service", method, &url, token, ""),
                expected,
                "{method} {target}"
            );
        }
    }

    /// Signatures made by AWS's own Python signer: the path is encoded twice, the body counts.
    #[test]
    fn names_of_models_are_encoded_once_in_the_path_and_twice_in_the_signature() {
        let sonnet = path_segment("anthropic.claude-3-5-sonnet-20240620-v1:0");
        assert_eq!(sonnet, "anthropic.claude-3-5-sonnet-20240620-v1%3A0");
        let url =
            format!("https://bedrock-runtime.us-east-1.amazonaws.com/model/{sonnet}/converse");
        assert_eq!(
            sign("bedrock", "POST", &url, None, r#"{"messages":[]}"#),
            "45ed9094cb7bbcb4417afabcd8b554f2bc1514d87c579c214ff36778c9bda300"
        );
        let profile = path_segment(
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
        );
        let url =
            format!("https://bedrock-runtime.us-east-1.amazonaws.com/model/{profile}/converse");
        assert_eq!(
            sign("bedrock", "POST", &url, Some("token/with+signs="), "{}"),
            "e53212be20cd55fca581a2e604029527454204fd6a35e865cd23d84cee871a7e"
        );
    }

    #[test]
    fn queries_are_sorted_by_name_then_value_and_encoded() {
        let url = "https://x/?b=2&a=2&a=1&c%20d=%E4%BD%A0+&e";
        assert_eq!(
            canonical_query(&url.parse().unwrap()),
            "a=1&a=2&b=2&c%20d=%E4%BD%A0%20&e="
        );
    }
}
