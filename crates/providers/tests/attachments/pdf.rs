//! What PDFs say, and what is told of those that say nothing.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mem0_core::fetcher::{AttachmentError, AttachmentKind, Document, Page};
use mem0_providers::fetcher::{AttachmentFetcher, FetcherConfig, Limits};
use proptest::prelude::*;

use super::pdf_writer as write;
use super::{fetch, fetch_with, open, texts};

fn url(file: &[u8]) -> String {
    format!("data:application/pdf;base64,{}", STANDARD.encode(file))
}

async fn read(file: &[u8]) -> Result<Document, AttachmentError> {
    fetch(AttachmentKind::Pdf, url(file)).await
}

async fn problem(file: &[u8]) -> String {
    let outcome = read(file).await;
    assert!(
        matches!(outcome, Err(AttachmentError::Unreadable { .. })),
        "{outcome:?}"
    );
    outcome.unwrap_err().to_string()
}

#[tokio::test]
async fn pages_are_read_with_their_numbers() {
    let file = write::plain(&[
        &["The boiler was serviced", "in March."],
        &[],
        &["The next service is due in 2027."],
    ]);
    let Document::Pages(pages) = read(&file).await.unwrap() else {
        panic!("no pages");
    };
    let page = |number, text: &str| Page {
        number: Some(number),
        text: text.to_owned(),
    };
    assert_eq!(
        pages,
        [
            page(1, "The boiler was serviced in March."),
            page(3, "The next service is due in 2027."),
        ]
    );
}

#[tokio::test]
async fn what_comes_as_an_image_and_is_a_pdf_is_read_as_one() {
    let file = write::plain(&[&["Hello"]]);
    let found = fetch(AttachmentKind::Image, url(&file)).await.unwrap();
    assert_eq!(texts(found), ["Hello"]);
}

#[tokio::test]
async fn chinese_is_read_by_table_and_by_encoding() {
    let text = "我对花生过敏，住在杭州。";
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    let ucs2: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for file in [
        write::chinese_by_table(text),
        write::chinese_by_encoding("UniGB-UCS2-H", &ucs2),
        write::chinese_by_encoding("UniGB-UTF16-H", &ucs2),
        write::chinese_by_encoding("GBK-EUC-H", &gbk),
    ] {
        assert_eq!(texts(read(&file).await.unwrap()), [text]);
    }
}

#[tokio::test]
async fn words_set_one_by_one_have_spaces_and_what_is_bold_twice_is_read_once() {
    let page = "BT /F1 12 Tf 72 700 Td [(Al) 20 (ler) -300 (gies)] TJ ET \
                BT 2 Tr /F1 12 Tf 72 660 Td (Peanuts) Tj ET";
    let font = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>".to_vec();
    let file = write::of_pages(&[page], "/Font <</F1 4 0 R>>", &[font]);
    assert_eq!(texts(read(&file).await.unwrap()), ["Aller gies\n\nPeanuts"]);
}

#[tokio::test]
async fn a_scan_and_a_locked_file_say_so() {
    let scan = problem(&write::scan()).await;
    assert!(scan.contains("it is a scan"), "{scan}");
    let locked = problem(&write::encrypted()).await;
    assert!(locked.contains("encrypted"), "{locked}");
    let empty = problem(&write::plain(&[&[]])).await;
    assert!(empty.contains("no text"), "{empty}");
    let damaged = problem(b"%PDF-1.7\nand nothing else").await;
    assert!(damaged.contains("damaged"), "{damaged}");
}

#[tokio::test]
async fn pages_text_and_time_are_bounded() {
    let pages: Vec<&[&str]> = vec![&["A line of text"]; 20];
    let file = write::plain(&pages);
    let bounded = |limits: Limits| AttachmentFetcher::new(FetcherConfig { limits, ..open() });
    for (limits, reason) in [
        (
            Limits {
                pdf_pages: 10,
                ..Limits::default()
            },
            "20 pages",
        ),
        (
            Limits {
                text_bytes: 100,
                ..Limits::default()
            },
            "more text",
        ),
        (
            Limits {
                timeout: Duration::from_nanos(1),
                ..Limits::default()
            },
            "long",
        ),
    ] {
        let outcome = fetch_with(&bounded(limits), AttachmentKind::Pdf, url(&file)).await;
        let told = outcome.unwrap_err().to_string();
        assert!(told.contains(reason), "{told}");
    }
}

/// A form that draws itself, and one that draws two, which draw two, and so on.
#[tokio::test]
async fn a_page_without_end_is_left() {
    let form = |draws: &str| {
        write::stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 3 0 R",
            draws.as_bytes(),
        )
    };
    let names: Vec<String> = (0..30).map(|n| format!("/X{n} {} 0 R", n + 4)).collect();
    let mut forms: Vec<Vec<u8>> = (0..29)
        .map(|n| form(&format!("/X{} Do /X{} Do", n + 1, n + 1)))
        .collect();
    forms.push(form("0 0 1 1 re f"));
    let wide = write::of_pages(
        &["/X0 Do"],
        &format!("/XObject <<{}>>", names.join(" ")),
        &forms,
    );
    let deep = write::of_pages(&["/X0 Do"], "/XObject <</X0 4 0 R>>", &[form("/X0 Do")]);
    let limits = Limits {
        timeout: Duration::from_secs(1),
        ..Limits::default()
    };
    let fetcher = AttachmentFetcher::new(FetcherConfig { limits, ..open() });
    for file in [wide, deep] {
        let start = std::time::Instant::now();
        let outcome = fetch_with(&fetcher, AttachmentKind::Pdf, url(&file)).await;
        assert!(outcome.is_err(), "{outcome:?}");
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}

/// A stream of a few hundred kilobytes that unpacks to 400 MB, plain and packed twice.
#[tokio::test]
async fn a_bomb_is_not_unpacked() {
    use std::io::Write;
    let pack = |bytes: &mut dyn std::io::Read| {
        let level = flate2::Compression::fast();
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), level);
        std::io::copy(bytes, &mut packer).unwrap();
        packer.flush().unwrap();
        packer.finish().unwrap()
    };
    let once = pack(&mut std::io::Read::take(std::io::repeat(b' '), 400_000_000));
    let twice = pack(&mut &once[..]);
    for (filter, content) in [
        ("/FlateDecode", once),
        ("[/FlateDecode /FlateDecode]", twice),
    ] {
        let file = write::of_objects(
            &[
                b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
                b"<</Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 9 9]>>".to_vec(),
                b"<</Type /Page /Parent 2 0 R /Contents 4 0 R>>".to_vec(),
                write::stream(&format!("/Filter {filter}"), &content),
            ],
            "",
        );
        let told = problem(&file).await;
        assert!(told.contains("unpacks to far more"), "{told}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However a PDF is damaged, the answer is pages or an error, and the program lives on.
    #[test]
    fn a_damaged_file_never_takes_us_down(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        end in any::<prop::sample::Index>(),
        chinese: bool,
    ) {
        let mut file = if chinese {
            write::chinese_by_table("我对花生过敏")
        } else {
            write::plain(&[&["The boiler was serviced"], &["in March."]])
        };
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        file.truncate(file.len() - end.index(file.len()) / 4);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let outcome = runtime.block_on(read(&file));
        prop_assert!(
            matches!(outcome, Ok(_) | Err(AttachmentError::Unreadable { .. })),
            "{:?}", outcome
        );
    }
}
