//! JSON as some servers write it although they should not: `NaN`, `Infinity`, a mark of the byte
//! order in front, and halves of surrogate pairs, which a text cut within an emoji leaves.

use serde_json::Value;

/// The JSON in this body; what no JSON can hold is null, what no text can hold is `�`.
///
/// # Errors
/// It is no JSON, not even so.
pub(crate) fn read(body: &[u8]) -> serde_json::Result<Value> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    serde_json::from_slice(body)
        .or_else(|error| serde_json::from_slice(&repaired(body)).map_err(|_| error))
}

fn repaired(json: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(json.len());
    let mut rest = json;
    let mut in_text = false;
    while let Some(&byte) = rest.first() {
        let (kept, length): (&[u8], usize) = match byte {
            b'\\' if in_text => escape(rest),
            b'"' => {
                in_text = !in_text;
                (b"\"", 1)
            }
            _ if in_text => (&rest[..1], 1),
            _ => match [&b"NaN"[..], b"Infinity", b"-Infinity"]
                .into_iter()
                .find(|word| rest.starts_with(word))
            {
                Some(word) => (b"null", word.len()),
                None => (&rest[..1], 1),
            },
        };
        whole.extend_from_slice(kept);
        rest = rest.get(length..).unwrap_or_default();
    }
    whole
}

/// What stands for the escape at the beginning, and how many bytes that takes up.
fn escape(rest: &[u8]) -> (&[u8], usize) {
    let unit = |at: usize| {
        let hex = rest.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()
    };
    match (unit(0), unit(6)) {
        (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (&rest[..12], 12),
        (Some(0xd800..=0xdfff), _) => (b"\\ufffd", 6),
        (Some(_), _) => (&rest[..6], 6),
        // The byte behind it belongs to it, a quotation mark above all.
        (None, _) => (&rest[..rest.len().min(2)], 2),
    }
}
