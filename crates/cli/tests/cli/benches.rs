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
        ],
        "questions": [
            question("Where does Ann keep her bees?", 4, &["1:1"]),
            question("Bob学会了泡什么茶？", 4, &["1:3"]),
            question("What do Ann and Bob like?", 1, &["1:1", "no such turn"]),
            question("Which car does Bob drive?", 5, &[]),
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
    let file = program.store().join("set.json.gz");
    std::fs::write(&file, packed.finish().unwrap()).unwrap();
    let log = program.store().join("log.jsonl");
    for file in [plain, file] {
        let words = [
            "bench",
            "retrieval",
            file.to_str().unwrap(),
            "--log",
            log.to_str().unwrap(),
        ];
        let measured = program.data(&words);
        assert_eq!(measured["overall"]["questions"], 3);
        assert_eq!(measured["by_category"]["single-hop"]["any"]["5"], 100.0);
        assert_eq!(measured["by_category"]["single-hop"]["all"]["5"], 100.0);
        assert_eq!(measured["by_category"]["multi-hop"]["all"]["50"], 0.0);
        assert_eq!(measured["abstention"]["unanswerable"], 1);
        assert!(measured["overall"]["tokens"]["5"].as_f64().unwrap() > 5.0);
        let lines = std::fs::read_to_string(&log).unwrap();
        assert_eq!(lines.lines().count(), 4);
        let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        assert!(first["ranks"][0].as_u64().unwrap() <= 4);
    }
    assert!(
        !program.store().join("store").exists(),
        "no store in use is touched"
    );
    let wrong = program.file("wrong.json", "{}");
    assert_eq!(
        program
            .run(&["bench", "retrieval", wrong.to_str().unwrap()])
            .code,
        1
    );
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
