use mem0_core::{AttachmentKind, ImageDetail, Part};
use serde_json::{Value, json};

use super::origin::Origin;
use super::parts::{Reference, reference};
use super::passages::cut;

fn read(part: Value) -> Reference {
    let Value::Object(object) = part else {
        panic!("no object");
    };
    reference(&Part::Object(object))
}

#[test]
fn every_form_in_which_chats_name_attachments_is_read() {
    use AttachmentKind::{Image, Pdf, Text};
    let png = "data:image/png;base64,AA==";
    for (part, kind, source, detail) in [
        (
            json!({"type": "image_url", "image_url": "http://h/a"}),
            Image,
            "http://h/a",
            None,
        ),
        (
            json!({"type": "image_url", "image_url": {"url": "http://h/a", "detail": "high"}}),
            Image,
            "http://h/a",
            Some(ImageDetail::High),
        ),
        (json!({"image_url": {"url": png}}), Image, png, None),
        (
            json!({"type": "input_image", "image_url": png, "detail": "low"}),
            Image,
            png,
            Some(ImageDetail::Low),
        ),
        (
            json!({"type": "image", "source":
                {"type": "base64", "media_type": "image/png", "data": "AA=="}}),
            Image,
            png,
            None,
        ),
        (
            json!({"type": "image", "source": {"type": "url", "url": "u"}}),
            Image,
            "u",
            None,
        ),
        (
            json!({"type": "pdf_url", "pdf_url": {"url": "u"}}),
            Pdf,
            "u",
            None,
        ),
        (
            json!({"type": "mdx_url", "mdx_url": {"url": "u"}}),
            Text,
            "u",
            None,
        ),
        (json!({"type": "txt_url", "txt_url": "u"}), Text, "u", None),
        (
            json!({"type": "file", "file": {"filename": "a.pdf", "file_data": "AA=="}}),
            Pdf,
            "data:application/octet-stream;base64,AA==",
            None,
        ),
        (
            json!({"type": "input_file", "file_url": "http://h/notes.TXT?v=1"}),
            Text,
            "http://h/notes.TXT?v=1",
            None,
        ),
        (
            json!({"type": "document", "source": {"type": "url", "url": "http://h/a"}}),
            Pdf,
            "http://h/a",
            None,
        ),
    ] {
        let shown = part.to_string();
        let Reference::To(pointer) = read(part) else {
            panic!("{shown}");
        };
        assert_eq!(pointer.attachment.kind, kind, "{shown}");
        assert_eq!(pointer.attachment.source, source, "{shown}");
        assert_eq!(pointer.detail, detail, "{shown}");
    }
}

#[test]
fn what_points_nowhere_is_told_and_tools_are_left_alone() {
    for part in [
        json!({"type": "image_url"}),
        json!({"type": "image_url", "image_url": {"url": " "}}),
        json!({"type": "pdf_url", "pdf_url": 7}),
        json!({"type": "file", "file": {"file_id": "file-1"}}),
    ] {
        assert!(matches!(read(part.clone()), Reference::Broken(_)), "{part}");
    }
    for part in [
        json!({"type": "tool_use", "name": "x", "input": {}}),
        json!({"type": "tool_result", "content": "x"}),
        json!({"type": "text", "text": "x"}),
        json!({"type": "thinking", "thinking": "x"}),
    ] {
        assert!(matches!(read(part.clone()), Reference::None), "{part}");
    }
    for part in [json!({"type": "input_audio"}), json!({"x": 1})] {
        assert!(
            matches!(read(part.clone()), Reference::Unknown(_)),
            "{part}"
        );
    }
}

#[test]
fn an_episode_tells_where_it_is_from() {
    let origin = Origin {
        kind: "pdf".into(),
        source: "https://h/手册.pdf".into(),
        page: Some(3),
    };
    let content = origin.heading("第三页\n[attachment {}]");
    let (read, text) = Origin::of(&content).unwrap();
    assert_eq!((read, text), (origin, "第三页\n[attachment {}]"));
    for said in [
        "[attachment ",
        "[attachment x]\ny",
        "hello\n",
        "[attachment {}]\ny",
    ] {
        assert_eq!(Origin::of(said), None, "{said}");
    }
}

#[test]
fn passages_hold_everything_in_order_and_are_short() {
    let letters = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    for text in [
        "One line.\n\nAnother line.".to_owned(),
        "A sentence of some length, said again. ".repeat(300),
        "我对花生过敏，住在杭州。".repeat(300),
        "长".repeat(5_000),
        "word ".repeat(3_000),
        "short\n".repeat(2_000),
    ] {
        let passages = cut(&text);
        assert_eq!(letters(&passages.concat()), letters(&text));
        let weight = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 4 }).sum();
        for passage in &passages {
            let weight: usize = weight(passage);
            assert!(weight <= 1_800 && !passage.trim().is_empty(), "{weight}");
        }
        let total: usize = weight(&text);
        assert!(passages.len() <= total / 900 + 1, "{}", passages.len());
    }
    assert_eq!(
        cut("One line.\n\nAnother line."),
        ["One line.\n\nAnother line."]
    );
    assert!(cut(" \n \n").is_empty());
}
