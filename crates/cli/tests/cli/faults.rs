//! Bad input, killed processes, processes side by side.

use std::fmt::Write;
use std::time::{Duration, Instant};

use crate::program::Program;

fn many_lines(count: usize) -> String {
    let mut lines = String::new();
    for line in 0..count {
        let _ = writeln!(
            lines,
            "{{\"memory\": \"Fact number {line}: 第{line}件事 happened on day {line}.\", \"user_id\": \"ann\"}}"
        );
    }
    lines
}

#[test]
fn an_import_that_is_killed_leaves_a_sound_store_and_can_be_run_again() {
    const LINES: usize = 20_000;
    let program = Program::new();
    let file = program.file("many.jsonl", &many_lines(LINES));
    let file = file.to_str().unwrap();
    let mut child = program.start(&["import", file]);
    let begun = Instant::now();
    let count = || {
        let answer = program.run(&["status", "--json"]);
        answer.json()["data"]["memories"].as_u64().unwrap_or(0)
    };
    while count() == 0 && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let there = count();
    assert!(there > 0, "it made progress before it was killed");
    assert!(there < LINES as u64, "it was killed before it was done");
    assert_eq!(there % 1000, 0, "a commit is wholly there or not: {there}");
    program.ok(&["doctor"]);

    let rest = program.data(&["import", file]);
    assert_eq!(rest["added"].as_u64().unwrap() + there, LINES as u64);
    assert_eq!(rest["skipped"].as_u64().unwrap(), there);
    assert_eq!(count(), LINES as u64);
    program.ok(&["doctor"]);
    assert_eq!(
        program
            .texts(&["search", "Fact number 4711", "-u", "ann", "-k", "1"])
            .len(),
        1
    );
}

#[test]
fn two_processes_add_side_by_side_and_nothing_is_lost() {
    let program = Program::new();
    program.ok(&["init"]);
    let run = |who: &'static str| {
        let words: Vec<String> = (0..10)
            .map(|number| format!("{who} remembers number {number}."))
            .collect();
        for text in &words {
            program.ok(&["add", text, "-u", "ann", "--no-infer"]);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| run("Kofi"));
        scope.spawn(|| run("Lena"));
    });
    let texts = program.texts(&["list", "-u", "ann"]);
    assert_eq!(texts.len(), 20);
    for who in ["Kofi", "Lena"] {
        assert_eq!(
            texts.iter().filter(|text| text.starts_with(who)).count(),
            10
        );
    }
    program.ok(&["doctor"]);
}

#[test]
fn one_bad_line_is_not_the_loss_of_the_rest() {
    let program = Program::new();
    let file = program.file(
        "mixed.jsonl",
        "{\"memory\": \"one\", \"user_id\": \"ann\"}\n{oops\n\n{\"memory\": \" \", \"user_id\": \"ann\"}\n\
         {\"memory\": \"half \\ud83d\", \"user_id\": \"ann\"}\n{\"memory\": \"x\", \"user_id\": \"a\\u0000b\"}\n[1]\n",
    );
    let answer = program.run(&["import", file.to_str().unwrap()]);
    assert_eq!(answer.code, 1);
    for line in ["line 2:", "line 4:", "line 6:", "line 7:"] {
        assert!(answer.out.contains(line), "{line} in {}", answer.out);
    }
    let mut texts = program.texts(&["list"]);
    texts.sort();
    assert_eq!(texts, ["half \u{fffd}", "one"]);
}

#[test]
fn a_bad_record_among_others_on_one_line_is_told_by_its_number() {
    let program = Program::new();
    let file = program.file(
        "list.json",
        r#"{"results": [{"memory": "one", "user_id": "ann"}, {"memory": ""}, {"memory": "two"}]}"#,
    );
    let answer = program.run(&["import", file.to_str().unwrap()]);
    assert_eq!(answer.code, 1);
    for place in ["line 1, record 2:", "line 1, record 3:"] {
        assert!(answer.out.contains(place), "{place} in {}", answer.out);
    }
}

#[test]
fn odd_texts_are_kept_or_refused_in_words() {
    let program = Program::new();
    for (text, code) in [
        ("", 2),
        ("   ", 2),
        ("a\u{1}b\u{7f} tab\there", 0),
        ("🦀🦀🦀", 0),
    ] {
        let answer = program.run(&["add", text, "-u", "ann", "--no-infer", "--json"]);
        assert_eq!(answer.code, code, "{text:?} {}", answer.out);
        assert_ne!(answer.json()["status"], "");
    }
    let long = "字 word ".repeat(1_000_000);
    let answer = program.run_with(&["add", "-u", "ann", "--no-infer", "--json"], &long);
    assert!(
        answer.code == 0 || answer.json()["status"] == "error",
        "{}",
        answer.err
    );
    for id in ["", " ", "a\nb"] {
        assert_eq!(
            program.run(&["add", "x", "-u", id, "--no-infer"]).code,
            2,
            "{id:?}"
        );
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let program = Program::new();
    let file = program.file("many.jsonl", &many_lines(3000));
    program.ok(&["import", file.to_str().unwrap()]);
    let mut child = program.start(&["list", "--page-size", "3000"]);
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
    let mut child = program.start(&["export"]);
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_finds_no_room_is_a_failure() {
    let program = Program::new();
    program.add("ann", "I like tea.");
    for words in [&["list"][..], &["export"], &["list", "--json"], &["demo"]] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = program.command(words).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        assert!(!output.stderr.is_empty(), "{words:?}");
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_told_with_its_name() {
    let program = Program::new();
    let file = program.file("a file", "");
    let inside = file.join("store");
    let answer = program.run(&["--dir", inside.to_str().unwrap(), "add", "x", "-u", "ann"]);
    assert_eq!(answer.code, 1);
    assert!(
        answer.err.contains("a file") && answer.err.contains("hint:"),
        "{}",
        answer.err
    );
}

#[test]
fn text_in_another_encoding_is_refused_rather_than_kept_unreadable() {
    let program = Program::new();
    let file = program.folder.path().join("gbk.txt");
    std::fs::write(&file, b"\xce\xd2\xcf\xb2\xbb\xb6\xb2\xe8").unwrap();
    let answer = program.run(&["add", "-u", "ann", "-f", file.to_str().unwrap()]);
    assert_eq!(answer.code, 1, "{}", answer.out);
    assert!(
        answer.err.contains("UTF-8") && answer.err.contains("iconv"),
        "{}",
        answer.err
    );
    let output = program
        .command(&["add", "-u", "ann"])
        .stdin(std::fs::File::open(&file).unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(program.texts(&["list"]).is_empty());
}

#[test]
fn a_mistake_names_the_flag_that_was_typed() {
    let program = Program::new();
    for (words, flag) in [
        (&["list", "--before", "soon"][..], "--before"),
        (
            &["search", "tea", "-u", "ann", "--as-of", "soon"],
            "--as-of",
        ),
        (
            &["add", "tea", "-u", "ann", "--expires", "soon"],
            "--expires",
        ),
        (&["search", "tea", "-u", "ann", "-k", "-1"], "--top-k"),
    ] {
        let answer = program.run(words);
        assert_eq!(answer.code, 2, "{words:?}");
        assert!(answer.err.contains(flag), "{words:?}: {}", answer.err);
    }
}
