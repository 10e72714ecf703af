//! `data:` URLs: the attachment itself.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// The bytes of what follows `data:`, and the type that it says it has. Line breaks and missing
/// padding are forgiven, and so is the alphabet of URLs; a length above `limit` is not.
pub(super) fn read(data: &str, limit: usize) -> Result<(Vec<u8>, &str), String> {
    let (head, body) = data
        .split_once(',')
        .ok_or_else(|| "it has no comma before its data".to_owned())?;
    // Base64 takes four characters for three bytes, percent-encoding at most three for one.
    if body.len() / 3 > limit {
        return Err(super::too_large(body.len() as u64 / 4 * 3, limit));
    }
    let bytes = percent_decoded(body);
    let is_base64 = head
        .rsplit(';')
        .next()
        .is_some_and(|last| last.trim().eq_ignore_ascii_case("base64"));
    let bytes = if is_base64 {
        base64_decoded(bytes).ok_or_else(|| "its base64 is damaged".to_owned())?
    } else {
        bytes
    };
    if bytes.len() > limit {
        return Err(super::too_large(bytes.len() as u64, limit));
    }
    Ok((bytes, head))
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = (*byte == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(hex.unwrap_or(*byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    decoded
}

fn base64_decoded(mut text: Vec<u8>) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    text.retain(|byte| !byte.is_ascii_whitespace());
    for byte in &mut text {
        match byte {
            b'-' => *byte = b'+',
            b'_' => *byte = b'/',
            _ => {}
        }
    }
    GeneralPurpose::new(&alphabet::STANDARD, LENIENT)
        .decode(text)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_and_percent_encoding_are_read_as_browsers_read_them() {
        for (url, bytes) in [
            ("text/plain;base64,5L2g5aW9", "你好".as_bytes()),
            (
                "text/plain;charset=utf-8;BASE64,5L2g\n5aW9",
                "你好".as_bytes(),
            ),
            (",%E4%BD%A0%e5%a5%bd", "你好".as_bytes()),
            (";base64,aGk", b"hi"),
            (";base64,aGk%3D", b"hi"),
            (";base64,-_-_", &[0xfb, 0xff, 0xbf]),
            (",100%", b"100%"),
            (",a%zz%C", b"a%zz%C"),
            (",", b""),
        ] {
            assert_eq!(read(url, 100).unwrap().0, bytes, "{url}");
        }
    }

    #[test]
    fn damaged_and_large_ones_are_refused() {
        assert!(read("image/png;base64", 100).is_err());
        assert!(read(";base64,@@@", 100).is_err());
        assert!(read(";base64,A", 100).is_err());
        assert!(read(&format!(",{}", "x".repeat(101)), 100).is_err());
        assert!(read(&format!(",{}", "x".repeat(400)), 100).is_err());
        assert!(read(&format!(",{}", "x".repeat(100)), 100).is_ok());
    }
}
