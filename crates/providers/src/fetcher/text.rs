//! Text in whatever encoding it came.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// The text of these bytes: by their byte order mark, as UTF-8, by the encoding that the sender
/// names (`text/plain; charset=big5`), or as GB 18030, the one other encoding in wide use whose
/// errors show. `None` if it is none of these.
pub(super) fn decode(bytes: &[u8], content_type: Option<&str>) -> Option<String> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let marked = [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding);
        return marked
            .then(|| strictly(encoding, &bytes[length..]))
            .flatten();
    }
    strictly(UTF_8, bytes)
        .or_else(|| strictly(charset(content_type?)?, bytes))
        .or_else(|| strictly(GB18030, bytes))
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn charset(content_type: &str) -> Option<&'static Encoding> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (name.trim().eq_ignore_ascii_case("charset"))
            .then(|| Encoding::for_label(value.as_bytes()))
            .flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_encodings_of_chinese_and_english_are_read() {
        let (big5, _, _) = encoding_rs::BIG5.encode("繁體中文");
        for (bytes, content_type, text) in [
            ("你好\r\nhi".as_bytes(), None, "你好\nhi"),
            (b"\xef\xbb\xbf\xe4\xbd\xa0", None, "你"),
            (b"\xff\xfe`O}Y", None, "你好"),
            (b"\xfe\xffO`Y}", Some("text/plain; charset=latin1"), "你好"),
            (b"\xc4\xe3\xba\xc3", None, "你好"),
            (&big5, Some("text/plain; Charset=\"Big5\""), "繁體中文"),
            (b"caf\xe9", Some("text/plain;charset=iso-8859-1"), "café"),
        ] {
            assert_eq!(
                decode(bytes, content_type).as_deref(),
                Some(text),
                "{bytes:?}"
            );
        }
        assert_eq!(decode(b"\xff\xff\xff\xff\x80", None), None);
    }
}
