use super::*;
use ChangeEvent::{Add, Delete, Update};

use crate::MemoryItem;

fn time(day: u8) -> Timestamp {
    format!("2024-03-{day:02}T12:00:00Z").parse().unwrap()
}

fn row(event: ChangeEvent, old: Option<&str>, new: Option<&str>, day: Option<u8>) -> HistoryRow {
    HistoryRow {
        id: format!("{event}-{day:?}"),
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
        event,
        created_at: Some(time(1)),
        at: day.map(time),
        is_deleted: event == Delete,
        actor_id: None,
        role: Some("user".to_owned()),
    }
}

fn item(text: &str, updated: u8) -> MemoryItem {
    let mut item = blank("m".to_owned(), Scope::user("mia"), text.to_owned(), time(1));
    item.updated_at = time(updated);
    item.metadata.insert("mood".to_owned(), "calm".into());
    item
}

fn parts(record: ImportRecord) -> (Vec<MemoryItem>, Vec<Change>) {
    match record {
        ImportRecord::Memory { versions, history } => (versions, history),
        ImportRecord::Episode(episode) => panic!("{episode:?}"),
    }
}

fn shape(versions: &[MemoryItem]) -> Vec<(u32, &str, Timestamp, Option<Timestamp>)> {
    versions
        .iter()
        .map(|it| (it.version, it.text.as_str(), it.valid_from, it.valid_to))
        .collect()
}

#[test]
fn every_change_of_the_history_is_a_version_and_the_last_one_is_the_store_s() {
    let rows = vec![
        row(Add, None, Some("茶"), Some(1)),
        row(Update, Some("茶"), Some("绿茶"), Some(3)),
    ];
    let (versions, history) = parts(current(item("绿茶", 3), rows));
    let expected = [
        (1, "茶", time(1), Some(time(3))),
        (2, "绿茶", time(3), None),
    ];
    assert_eq!(shape(&versions), expected);
    assert_eq!(versions[1].metadata["mood"], "calm");
    assert!(
        versions[0].metadata.is_empty(),
        "nobody wrote down what it was"
    );
    let ids: Vec<&str> = history.iter().map(|change| change.id.as_str()).collect();
    assert_eq!(ids, ["ADD-Some(1)", "UPDATE-Some(3)"]);
    assert_eq!(history[1].version, 2);
    assert_eq!(history[1].updated_at, time(3));
    assert_eq!(history[1].scope, Scope::user("mia"));
}

#[test]
fn what_the_history_does_not_know_becomes_one_more_change() {
    let rows = vec![row(Add, None, Some("tea"), Some(1))];
    let (versions, history) = parts(current(item("coffee", 5), rows));
    let expected = [
        (1, "tea", time(1), Some(time(5))),
        (2, "coffee", time(5), None),
    ];
    assert_eq!(shape(&versions), expected);
    assert_eq!(history.len(), 2);
    assert_eq!((history[1].event, history[1].version), (Update, 2));
    assert_eq!(history[1].old_memory.as_deref(), Some("tea"));
}

#[test]
fn a_memory_without_history_was_added() {
    let (versions, history) = parts(current(item("tea", 2), Vec::new()));
    assert_eq!(shape(&versions), [(1, "tea", time(1), None)]);
    assert_eq!((history.len(), history[0].event), (1, Add));
}

#[test]
fn a_deleted_memory_is_closed_when_it_was_deleted() {
    let rows = vec![
        row(Add, None, Some("cat"), Some(1)),
        row(Delete, Some("cat"), None, Some(4)),
    ];
    let record = remembered("m", Scope::default(), rows, time(9)).unwrap();
    let (versions, history) = parts(record);
    assert_eq!(shape(&versions), [(1, "cat", time(1), Some(time(4)))]);
    assert!(history[1].is_deleted);
    assert_eq!(history[1].version, 1);
}

#[test]
fn a_history_that_begins_in_the_middle_tells_what_was_before() {
    let rows = vec![row(Update, Some("old"), Some("new"), Some(4))];
    let (versions, _) = parts(current(item("new", 4), rows));
    let expected = [
        (1, "old", time(1), Some(time(4))),
        (2, "new", time(4), None),
    ];
    assert_eq!(shape(&versions), expected);
    let rows = vec![row(Delete, Some("last words"), None, None)];
    let record = remembered("m", Scope::default(), rows, time(9)).unwrap();
    let (versions, _) = parts(record);
    assert_eq!(versions[0].text, "last words");
    assert!(!versions[0].is_current());
    let rows = vec![row(Delete, None, None, Some(4))];
    assert_eq!(remembered("m", Scope::default(), rows, time(9)), None);
}

#[test]
fn no_version_begins_before_the_one_it_follows() {
    let rows = vec![
        row(Add, None, Some("a"), Some(8)),
        row(Update, Some("a"), Some("b"), Some(3)),
        row(Update, Some("b"), Some("c"), None),
    ];
    let (versions, _) = parts(current(item("c", 2), rows));
    let begins: Vec<Timestamp> = versions.iter().map(|version| version.valid_from).collect();
    assert!(begins.is_sorted(), "{begins:?}");
    assert_eq!(versions.iter().filter(|it| it.is_current()).count(), 1);
}
