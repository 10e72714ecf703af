use base64::Engine as _;
use serde_json::json;

use super::*;

/// One point, pickled by qdrant-client.
const POINT: &[u8] = include_bytes!("../../../tests/fixtures/pickles/4.pickle");
const ID: &str = "0e2a9c4e-1b7d-4c59-9a41-1f3d2f8b6a10";

/// The pickle of a text, by protocol 4 as it is shortest.
fn key(id: &str) -> String {
    let pickle = [
        b"\x80\x04\x8c",
        &[id.len() as u8][..],
        id.as_bytes(),
        b"\x94.",
    ]
    .concat();
    base64::engine::general_purpose::STANDARD.encode(pickle)
}

fn folder(rows: &[(String, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let collection = folder.path().join("collection/mem0");
    std::fs::create_dir_all(&collection).unwrap();
    let meta = json!({"collections": {"mem0": {}, "never used": {}, "../outside": {}}});
    std::fs::write(folder.path().join("meta.json"), meta.to_string()).unwrap();
    let connection = Connection::open(collection.join("storage.sqlite")).unwrap();
    connection
        .execute("CREATE TABLE points (id TEXT PRIMARY KEY, point BLOB)", [])
        .unwrap();
    for (key, point) in rows {
        let row = rusqlite::params![key, point];
        connection
            .execute("INSERT INTO points VALUES (?, ?)", row)
            .unwrap();
    }
    folder
}

fn points(rows: &[(String, &[u8])]) -> Vec<Point> {
    let folder = folder(rows);
    let opened = QdrantFolder::open(folder.path()).unwrap();
    let mut points = opened.points(vec!["mem0".to_owned(), "never used".to_owned()]);
    let mut all = Vec::new();
    loop {
        let page = points.page().unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

#[test]
fn of_a_point_that_was_stored_under_several_keys_the_newest_counts() {
    let spelled = ID.to_uppercase();
    let old = POINT.to_vec();
    // The payload's text, with one letter changed.
    let place = old
        .windows(8)
        .position(|it| it == "Иван".as_bytes())
        .unwrap();
    let mut new = old.clone();
    new[place..place + 8].copy_from_slice("Ирма".as_bytes());
    let found = points(&[
        (key(ID), &old),
        (key("other"), b"junk"),
        (key(&spelled), &new),
    ]);
    let texts: Vec<String> = found
        .iter()
        .filter_map(|point| Some(point.payload.as_ref().ok()?["data"].to_string()))
        .collect();
    assert_eq!(texts, ["\"Ирма чинит велосипед 🚲\""]);
}

#[test]
fn a_damaged_point_is_told_by_its_id_and_costs_no_other() {
    let evil = b"\x80\x04cos\nsystem\n\x8c\x04true\x85R.";
    let found = points(&[
        (key("one"), &POINT[..200]),
        (key("two"), evil),
        (key("three"), b"\x80\x04N."),
        ("no key".to_owned(), POINT),
    ]);
    let told: Vec<(&str, Option<&str>)> = found
        .iter()
        .map(|point| {
            let problem = point.payload.as_ref().err();
            (point.id.as_str(), problem.map(String::as_str))
        })
        .collect();
    let why = |problem: &str| format!("its pickle can't be read: {problem}");
    let cut = why("it is cut off");
    let class = why("it holds a value of the class os.system, which is not read");
    let none = why("it holds no point");
    assert_eq!(
        told,
        [
            ("one", Some(cut.as_str())),
            ("two", Some(class.as_str())),
            ("three", Some(none.as_str())),
            (ID, None),
        ]
    );
}

#[test]
fn no_name_of_a_collection_leads_out_of_the_folder() {
    let folder = folder(&[]);
    let opened = QdrantFolder::open(folder.path()).unwrap();
    let names: Vec<&str> = opened
        .collections()
        .iter()
        .map(|collection| collection.name.as_str())
        .collect();
    assert_eq!(names, ["mem0", "never used"]);
}

#[test]
fn the_format_of_the_first_versions_is_refused_with_the_way_out() {
    let folder = folder(&[]);
    let old = folder.path().join("collection/never used");
    std::fs::create_dir_all(&old).unwrap();
    std::fs::write(old.join("storage.dbm"), "").unwrap();
    let refused = QdrantFolder::open(folder.path()).unwrap_err().to_string();
    assert!(refused.contains("before 1.1.7"), "{refused}");
}
