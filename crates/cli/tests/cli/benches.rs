//! The benches measure what they say, on data of their own.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::program::Program;

fn conversation() -> Value {
    let turn = |id: &str, session: u32, date: &str, speaker: &str, text: &str| json!({"id": id, "session": session, "date": date, "speaker": speaker, "text": text});
    let question = |text: &str, category: u8, evidence: &[&str]| json!({"n": 0, "question": text, "category": category, "evidence": evidence});
    json!({"conversations": [{
        "id": "tea and bees",
        "turns": [
            turn("1:1", 1, "2024-01-05T10:00", "Ann", "I started to keep bees on the roof."),
            turn("1:2", 1, "2024-01-05T10:00", "Bob", "How lovely!"),
            turn("1:3", 1, "2024-01-05T10:00", "Bob", "我上周学会了泡乌龙茶。"),
            turn("2:1", 2, "2024-03-09T18:30", "Ann", "The violin lesson is on Friday."),
            {"id": "3:1", "session": 3, "date": "2024-04-02", "speaker": null, "text": "Ann is allergic to cats."},
        ],
        "questions": [
            question("Where does Ann keep her bees?", 4, &["1:1"]),
            question("Bob学会了泡什么茶？", 4, &["1:3"]),
            question("What do Ann and Bob like?", 1, &["1:1", "no such turn"]),
            {"question": "Which car does Bob drive?", "category": 5, "distance": "far"},
            {"question": "What was Ann allergic to?", "category": 4, "evidence": ["3:1"], "split": "test", "asked_at": "2024-05-01"},
        ],
    }]})
}

#[test]
fn recall_is_counted_by_turns_plain_or_packed() {
    let program = Program::new();
    let text = conversation().to_string();
    let plain = program.file("set.json", &text);
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    let file = program.store().join("packed.json.gz");
    std::fs::write(&file, packed.finish().unwrap()).unwrap();
    let log = program.store().join("log.jsonl");
    let words = [
        "bench",
        "retrieval",
        plain.to_str().unwrap(),
        file.to_str().unwrap(),
        "--explain",
        "--log",
        log.to_str().unwrap(),
    ];
    let measured = program.data(&words);
    let sets = measured["sets"].as_array().unwrap();
    assert_eq!(sets.len(), 2);
    assert_eq!(
        (&sets[0]["set"], &sets[1]["set"]),
        (&json!("set"), &json!("packed"))
    );
    for set in sets {
        assert_eq!(set["overall"]["questions"], 4);
        assert_eq!(set["by_category"]["single-hop"]["any"]["5"], 100.0);
        assert_eq!(set["by_category"]["single-hop"]["all"]["5"], 100.0);
        assert_eq!(set["by_category"]["single-hop"]["hit@1"], 100.0);
        assert_eq!(set["by_category"]["single-hop"]["mrr"], 1.0);
        assert_eq!(set["by_category"]["multi-hop"]["all"]["50"], 0.0);
        assert_eq!(set["abstention"]["unanswerable"], 1);
        assert!(set["abstention"]["auc_far"].is_number());
        assert!(set["abstention"]["auc_near"].is_null());
        assert_eq!(set["abstention"]["curve"][0]["silenced"], 0.0);
        assert!(set["overall"]["tokens"]["5"].as_f64().unwrap() > 5.0);
    }
    let lines = std::fs::read_to_string(&log).unwrap();
    assert_eq!(lines.lines().count(), 10);
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["ranks"], json!([1]));
    assert_eq!(first["hits"][0]["turn"], "1:1");
    assert!(first["hits"][0]["explanation"].is_object());
    assert!(
        !program.store().join("store").exists(),
        "no store in use is touched"
    );
}

#[test]
fn a_half_and_depths_may_be_chosen() {
    let program = Program::new();
    let file = program.file("set.json", &conversation().to_string());
    let words = [
        "bench",
        "retrieval",
        file.to_str().unwrap(),
        "--split",
        "test",
        "--k",
        "7,3",
    ];
    let measured = program.data(&words);
    let set = &measured["sets"][0];
    assert_eq!(set["questions"], 1);
    let depths: Vec<&String> = set["overall"]["any"].as_object().unwrap().keys().collect();
    assert_eq!(depths, ["3", "7"]);
    let shown = program.ok(&[&words[..], &["--by-category", "--corrected", "--rerank"]].concat());
    assert!(
        shown.contains("ANY@3") && shown.contains("single-hop"),
        "{shown}"
    );
    assert!(!shown.contains("multi-hop"), "{shown}");
}

#[test]
fn a_file_without_conversations_is_refused() {
    let program = Program::new();
    let wrong = program.file("wrong.json", "{}");
    let answer = program.run(&["bench", "retrieval", wrong.to_str().unwrap()]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("wrong.json"), "{}", answer.err);
    assert_eq!(program.run(&["bench", "retrieval"]).code, 2);
}

#[test]
fn speed_is_measured_against_the_goals() {
    let program = Program::new();
    let stores = program.store().join("stores");
    let words = [
        "bench",
        "speed",
        "--sizes",
        "300",
        "--repeat",
        "5",
        "--seconds",
        "0.05",
        "--stores",
        stores.to_str().unwrap(),
    ];
    let measured = program.data(&words);
    assert!(measured["machine"]["cores"].as_u64().unwrap() >= 1);
    let sizes = measured["sizes"].as_array().unwrap();
    assert_eq!(sizes.len(), 2, "one scope, and many small ones");
    for size in sizes {
        for figure in [
            "import_per_second",
            "open_ms",
            "first_search_ms",
            "disk_bytes",
        ] {
            assert!(size[figure].as_f64().unwrap() > 0.0, "{figure}");
        }
        assert!(size["search"]["p95_ms"].as_f64() >= size["search"]["p50_ms"].as_f64());
        assert!(size["throughput"]["16"]["per_second"].as_f64().unwrap() > 0.0);
        assert!(size["throughput"]["ratio"].as_f64().unwrap() > 0.0);
    }
    assert!(
        sizes[0]["cold"].is_null(),
        "one scope is cold once: its first search"
    );
    assert!(sizes[1]["cold"]["p95_ms"].as_f64().unwrap() > 0.0);
    assert!(measured["goals"].as_array().unwrap().len() >= 3);

    let again = program.data(&words);
    assert!(
        again["sizes"][0]["import_per_second"].is_null(),
        "a store that is there is used again"
    );
    let one = program.data(&[&words[..], &["--layout", "one"]].concat());
    assert_eq!(one["sizes"].as_array().unwrap().len(), 1);
    assert!(
        !program.store().join("store").exists(),
        "no store in use is touched"
    );
}

#[test]
fn vectors_are_written_one_after_another() {
    let program = Program::new();
    let texts = program.file("texts.json", &json!(["tea", "我喜欢茶"]).to_string());
    let to = program.store().join("vectors.f32");
    let words = [
        "bench",
        "vectors",
        texts.to_str().unwrap(),
        "--to",
        to.to_str().unwrap(),
    ];
    let written = program.data(&words);
    let dimensions = usize::try_from(written["dimensions"].as_u64().unwrap()).unwrap();
    let bytes = std::fs::read(&to).unwrap();
    assert_eq!(bytes.len(), 2 * dimensions * 4);
    let numbers = bytes
        .chunks_exact(4)
        .map(|it| f32::from_le_bytes(it.try_into().unwrap()));
    let vectors: Vec<f32> = numbers.collect();
    for vector in vectors.chunks(dimensions) {
        let length: f32 = vector.iter().map(|it| it * it).sum();
        assert!((length - 1.0).abs() < 1e-3, "{length}");
    }
    assert_ne!(vectors[..dimensions], vectors[dimensions..]);
}
