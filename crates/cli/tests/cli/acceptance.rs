//! What a newcomer tries first.

use crate::program::Program;

#[test]
fn a_chinese_taste_is_the_first_hit_among_other_memories() {
    let program = Program::new();
    for text in [
        "我住在上海浦东新区。",
        "我的生日是五月三日。",
        "我在一家银行做软件工程师。",
        "我每天早上跑步五公里。",
        "我有一只叫豆豆的猫。",
        "我下个月要去日本出差。",
        "我女儿今年上小学二年级。",
        "我正在学弹吉他。",
        "我的车是白色的电动车。",
        "我妈妈是一名退休教师。",
    ] {
        program.ok(&["add", text, "-u", "小明"]);
    }
    let added = program.data(&["add", "我喜欢披萨，讨厌西兰花", "-u", "小明"]);
    assert!(!added.as_array().unwrap().is_empty());
    let found = program.texts(&["search", "食物偏好", "-u", "小明"]);
    assert!(
        found[0].contains("披萨") || found[0].contains("西兰花"),
        "{found:?}"
    );
}

#[test]
fn the_tour_shows_only_what_is_right() {
    let program = Program::new();
    let shown = program.ok(&["demo"]);
    assert!(shown.contains("Maya") && shown.contains("林晓") && shown.contains('✓'));
    assert!(!shown.contains('\u{1b}'), "no colours where no terminal is");
    let checks = program.data(&["demo", "--chinese"]);
    let checks = checks.as_array().unwrap();
    assert!(checks.len() >= 8 && checks.iter().all(|check| check["passed"] == true));
    assert!(
        !program.store().join("store").exists(),
        "the tour must not touch the store"
    );
}

#[test]
fn every_command_of_the_help_answers_for_itself() {
    let program = Program::new();
    let tree = program.data(&["help"]);
    let commands = tree["commands"].as_array().unwrap();
    let names: Vec<&str> = commands
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    for absent in ["serve", "mcp", "chat"] {
        assert!(!names.contains(&absent), "{absent} is not there yet");
        assert_eq!(program.run(&[absent]).code, 2);
    }
    for command in commands {
        let name = command["name"].as_str().unwrap();
        assert!(
            command["about"]
                .as_str()
                .is_some_and(|about| !about.is_empty()),
            "{name}"
        );
        let nested = command["commands"].as_array().into_iter().flatten();
        for words in std::iter::once(vec![name])
            .chain(nested.map(|nested| vec![name, nested["name"].as_str().unwrap()]))
        {
            let help = program.ok(&[&words[..], &["--help"]].concat());
            assert!(help.contains("Usage: mem0"), "{words:?}");
            let help = program.ok(&[&["help"], &words[..]].concat());
            assert!(help.contains("Usage: mem0"), "{words:?}");
        }
    }
}

#[test]
fn completions_are_there_for_every_shell() {
    let program = Program::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = program.ok(&["completion", shell]);
        assert!(
            script.contains("search") && script.contains("user-id"),
            "{shell}"
        );
    }
}

#[test]
fn the_version_is_told_at_once() {
    let program = Program::new();
    let version = format!("mem0 {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(program.ok(&["--version"]), version);
    assert_eq!(program.ok(&["version"]), version);
    assert_eq!(
        program.data(&["version"])["version"],
        env!("CARGO_PKG_VERSION")
    );
    assert!(
        !program.store().join("store").exists(),
        "no store is made for it"
    );
}
