//! What something is, by its first bytes: names and headers may say anything.

/// Enough bytes to tell.
pub(super) const ENOUGH: usize = 1_024;

/// What bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// An image of a format that models take, by its media type.
    Image(&'static str),
    /// An image of another format, by its name.
    OtherImage(&'static str),
    /// A PDF.
    Pdf,
    /// A web page.
    WebPage,
    /// What may be text.
    Text,
    /// Neither: a program, an archive, a film.
    Binary,
    /// Nothing at all.
    Empty,
}

/// Tells what begins with these bytes.
pub(super) fn sniff(bytes: &[u8]) -> Content {
    let head = &bytes[..bytes.len().min(ENOUGH)];
    if head.is_empty() {
        return Content::Empty;
    }
    if let Some(image) = image(head) {
        return image;
    }
    // Readers accept a PDF that begins a little later.
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Content::Pdf;
    }
    if is_utf16(head) {
        return Content::Text;
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = text.trim_ascii_start().to_ascii_lowercase();
    const PAGE: [&[u8]; 5] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<script"];
    if PAGE.iter().any(|tag| start.starts_with(tag)) {
        return Content::WebPage;
    }
    if start.starts_with(b"<svg") || (start.starts_with(b"<?xml") && contains(&start, b"<svg")) {
        return Content::OtherImage("SVG");
    }
    let control = |byte: &&u8| matches!(byte, 0..=8 | 14..=26 | 28..=31);
    if head.contains(&0) || head.iter().filter(control).count() * 20 > head.len() {
        return Content::Binary;
    }
    Content::Text
}

fn image(head: &[u8]) -> Option<Content> {
    const BRANDS: [&[u8]; 6] = [b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc"];
    let brand = head
        .get(4..12)
        .and_then(|bytes| bytes.strip_prefix(b"ftyp"));
    Some(match head {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Content::Image("image/png"),
        [0xff, 0xd8, 0xff, ..] => Content::Image("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Content::Image("image/gif"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Content::Image("image/webp"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Content::OtherImage("BMP"),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Content::OtherImage("TIFF"),
        [0, 0, 1, 0, ..] => Content::OtherImage("ICO"),
        _ if brand == Some(b"avif") => Content::OtherImage("AVIF"),
        _ if brand.is_some_and(|brand| BRANDS.contains(&brand)) => Content::OtherImage("HEIC"),
        _ => return None,
    })
}

pub(super) fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff])
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell() {
        for (bytes, content) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], Content::Image("image/png")),
            (b"\xff\xd8\xff\xe0", Content::Image("image/jpeg")),
            (b"GIF89a", Content::Image("image/gif")),
            (b"RIFF\0\0\0\0WEBPVP8 ", Content::Image("image/webp")),
            (b"\0\0\0\x1cftypheic", Content::OtherImage("HEIC")),
            (b"\0\0\0\x1cftypavif", Content::OtherImage("AVIF")),
            (b"<?xml version='1.0'?><svg>", Content::OtherImage("SVG")),
            (b"%PDF-1.7\n", Content::Pdf),
            (b"\n\njunk %PDF-1.4", Content::Pdf),
            (b" \n<!DOCTYPE HTML><p>404", Content::WebPage),
            (b"\xef\xbb\xbf<html lang=zh>", Content::WebPage),
            ("# 标题\n\n<Card/>".as_bytes(), Content::Text),
            (b"\xff\xfea\0b\0", Content::Text),
            (b"\xc4\xe3\xba\xc3", Content::Text),
            (b"\x7fELF\x02\x01\x01\0\0", Content::Binary),
            (b"PK\x03\x04\x14\0\0\0", Content::Binary),
            (b"", Content::Empty),
        ] {
            assert_eq!(sniff(bytes), content, "{bytes:?}");
        }
    }
}
