//! Moving in from stores that the original itself wrote (`fixtures/original`, see `make.py` there).

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::program::Program;

/// The versions whose stores are kept here, each with the stores that it wrote.
const STORES: [(&str, &[&str]); 3] = [
    ("0.1.118", &["qdrant", "faiss"]),
    ("1.0.11", &["qdrant", "faiss", "chroma"]),
    ("2.2.1", &["qdrant", "faiss"]),
];

fn fixtures() -> PathBuf {
    let crate_folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap();
    Path::new(&crate_folder).join("tests/fixtures/original")
}

fn unpacked(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut file = GzDecoder::new(File::open(path).unwrap());
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

fn unpack(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            unpack(&path, &to.join(name));
        } else {
            let name = name.strip_suffix(".gz").unwrap();
            std::fs::write(to.join(name), unpacked(&path)).unwrap();
        }
    }
}

/// A store of the original in a folder of its own.
fn store(program: &Program, version: &str, kind: &str) -> String {
    let folder = program.store().join(format!("of-{version}")).join(kind);
    unpack(&fixtures().join(version).join(kind), &folder);
    folder.to_str().unwrap().to_owned()
}

/// What the original itself says of a store.
fn expected(version: &str, kind: &str) -> Value {
    let bytes = unpacked(&fixtures().join(version).join("expected.json.gz"));
    let all: Value = serde_json::from_slice(&bytes).unwrap();
    all[kind].clone()
}

fn at(time: &Value) -> Timestamp {
    time.as_str().unwrap().parse().unwrap()
}

fn memories(expected: &Value) -> &Vec<Value> {
    expected["memories"].as_array().unwrap()
}

/// The memory that the store holds under this text.
fn id_of(expected: &Value, text: &str) -> String {
    let mut found = memories(expected).iter();
    let found = found.find(|memory| memory["memory"] == text).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

fn all_files(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all_files(&path, found);
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
}

#[test]
fn every_store_of_the_original_moves_in_whole() {
    for (version, kinds) in STORES {
        for kind in kinds {
            let program = Program::new();
            let folder = store(&program, version, kind);
            let expected = expected(version, kind);
            let came = program.data(&["import", &folder]);
            let deleted = 1;
            let all = memories(&expected).len() + deleted;
            assert_eq!(came["added"], all, "{version} {kind}: {came}");
            assert_eq!(came["failed"], 0, "{version} {kind}: {came}");
            assert_eq!(came["found"]["collections"]["mem0"], all - deleted);
            assert_eq!(
                came["found"]["collections"].as_object().unwrap().len(),
                1,
                "entities that 2.x derives are no memories"
            );
            for wanted in memories(&expected) {
                the_memory_is_the_same(&program, wanted);
            }
            for (id, rows) in expected["history"].as_object().unwrap() {
                the_history_is_the_same(&program, id, rows.as_array().unwrap());
            }
            let messages = if version == "2.2.1" { 2 } else { 0 };
            assert_eq!(came["messages"], messages, "{version} {kind}");
        }
    }
}

fn the_memory_is_the_same(program: &Program, wanted: &Value) {
    let id = wanted["id"].as_str().unwrap();
    let found = program.data(&["get", id]);
    for key in [
        "memory",
        "hash",
        "user_id",
        "agent_id",
        "run_id",
        "actor_id",
        "role",
        "expiration_date",
        "metadata",
    ] {
        assert_eq!(found[key], wanted[key], "{key} of {wanted}");
    }
    assert_eq!(at(&found["created_at"]), at(&wanted["created_at"]));
    // Until its first update, versions up to 1.x don't say when that was.
    let updated = if wanted["updated_at"].is_null() {
        &wanted["created_at"]
    } else {
        &wanted["updated_at"]
    };
    assert_eq!(at(&found["updated_at"]), at(updated));
    if found["metadata"]["memory_type"] == "procedural_memory" {
        assert_eq!(found["kind"], "procedure");
    }
}

fn the_history_is_the_same(program: &Program, id: &str, wanted: &[Value]) {
    let found = program.data(&["history", id]);
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), wanted.len(), "{found:?} {wanted:?}");
    // The original may answer changes of one second, and deletions, in any order.
    for wanted in wanted {
        let row = found.iter().find(|row| row["id"] == wanted["id"]).unwrap();
        for key in [
            "memory_id",
            "old_memory",
            "new_memory",
            "event",
            "actor_id",
            "role",
            "is_deleted",
        ] {
            assert_eq!(row[key], wanted[key], "{key} of {wanted}");
        }
        for key in ["created_at", "updated_at"] {
            if wanted[key].is_string() {
                assert_eq!(at(&row[key]), at(&wanted[key]), "{key} of {wanted}");
            }
        }
    }
}

#[test]
fn what_moved_in_can_be_found_looked_back_at_and_taken_back() {
    let program = Program::new();
    let folder = store(&program, "1.0.11", "qdrant");
    let expected = expected("1.0.11", "qdrant");
    program.ok(&["import", &folder]);
    assert_eq!(
        program.texts(&["search", "小雨早上喝什么？", "-u", "小雨"])[0],
        "我每天早上喝普洱茶。"
    );
    assert_eq!(
        program.texts(&["search", "Which instrument?", "-u", "nora"])[0],
        "Nora plays the piano and the organ."
    );
    assert_eq!(program.texts(&["list", "-u", "nora"]).len(), 2);
    let piano = id_of(&expected, "Nora plays the piano and the organ.");
    program.ok(&["undo", &piano]);
    let before = program.data(&["get", &piano]);
    assert_eq!(before["memory"], "Nora plays the piano in a trio.");
    let entities = program.data(&["entity", "list"]).to_string();
    for owner in ["nora", "小雨", "olga@example.org", "guide", "potter"] {
        assert!(entities.contains(owner), "{owner} in {entities}");
    }
}

#[test]
fn it_comes_in_once_however_often_it_is_brought() {
    let program = Program::new();
    let folder = store(&program, "2.2.1", "qdrant");
    let first = program.data(&["import", &folder]);
    let before = program.ok(&["export"]);
    let again = program.data(&["import", &folder]);
    assert_eq!((&again["added"], &again["failed"]), (&json!(0), &json!(0)));
    assert_eq!(again["skipped"], first["added"]);
    assert_eq!(program.ok(&["export"]), before);
    // The same memories by another way: FAISS has other ids, a dump of this one the same.
    let dump = json!({"results": expected("2.2.1", "qdrant")["memories"]});
    let dump = program.file("dump.json", &dump.to_string());
    let dumped = program.data(&["import", dump.to_str().unwrap()]);
    assert_eq!(dumped["added"], 0, "{dumped}");
}

#[test]
fn what_moved_in_leaves_and_comes_back_as_it_is() {
    let program = Program::new();
    let folder = store(&program, "2.2.1", "qdrant");
    let came = program.data(&["import", &folder]);
    let file = program.store().join("all.jsonl");
    let file = file.to_str().unwrap();
    program.ok(&["export", file]);
    let other = Program::new();
    let moved = other.data(&["import", file]);
    assert_eq!(
        (&moved["added"], &moved["failed"]),
        (&came["added"], &json!(0))
    );
}

#[test]
fn a_dry_run_tells_what_there_is_and_touches_nothing() {
    let program = Program::new();
    let folder = store(&program, "2.2.1", "qdrant");
    let would = program.run(&["import", &folder, "--dry-run"]);
    assert_eq!(would.code, 0, "{}", would.err);
    assert!(
        would.out.contains("10 memories would be added, 2 messages"),
        "{}",
        would.out
    );
    assert!(would.err.contains("mem0: 9 memories"), "{}", would.err);
    assert!(
        would.err.contains("mem0_entities: left out"),
        "{}",
        would.err
    );
    assert!(
        would.err.contains("history.db: 15 changes, 2 messages"),
        "{}",
        would.err
    );
    assert!(!program.store().join("store").exists(), "no store was made");
}

#[test]
fn reading_a_store_leaves_it_as_it_was() {
    for (version, kinds) in STORES {
        for kind in kinds {
            let program = Program::new();
            let folder = store(&program, version, kind);
            let mut before = BTreeMap::new();
            all_files(Path::new(&folder), &mut before);
            program.ok(&["import", &folder]);
            let mut after = BTreeMap::new();
            all_files(Path::new(&folder), &mut after);
            assert!(before == after, "{version} {kind}");
        }
    }
}

#[test]
fn a_folder_in_use_is_not_touched() {
    let program = Program::new();
    let folder = store(&program, "1.0.11", "qdrant");
    // What qdrant-client does as long as it has the folder open.
    let lock = File::create(Path::new(&folder).join(".lock")).unwrap();
    lock.try_lock().unwrap();
    let refused = program.run(&["import", &folder]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("in use by another program"),
        "{}",
        refused.err
    );
    lock.unlock().unwrap();
    program.ok(&["import", &folder]);
}

#[test]
fn a_history_comes_from_where_it_is_said_to_be_or_from_nowhere() {
    let expected = expected("1.0.11", "chroma");
    let piano = id_of(&expected, "Nora plays the piano and the organ.");
    let changes = |program: &Program| program.data(&["history", &piano]).as_array().unwrap().len();
    let moved = |program: &Program| {
        let folder = store(program, "1.0.11", "chroma");
        let history = Path::new(&folder).join("history.db");
        let elsewhere = program.store().join("elsewhere.db");
        std::fs::rename(history, &elsewhere).unwrap();
        (folder, elsewhere)
    };

    let program = Program::new();
    let (folder, elsewhere) = moved(&program);
    let bare = program.run(&["import", &folder, "--dry-run"]);
    assert!(bare.err.contains("no history was found"), "{}", bare.err);
    program.ok(&["import", &folder, "--history", elsewhere.to_str().unwrap()]);
    assert_eq!(changes(&program), 3);

    let program = Program::new();
    let folder = store(&program, "1.0.11", "chroma");
    program.ok(&["import", &folder, "--no-history"]);
    assert_eq!(changes(&program), 1);

    // The original's default, which is our folder too.
    let program = Program::new();
    let (folder, elsewhere) = moved(&program);
    std::fs::create_dir_all(program.store().join("store")).unwrap();
    std::fs::rename(elsewhere, program.store().join("store/history.db")).unwrap();
    program.ok(&["import", &folder]);
    assert_eq!(changes(&program), 3);
    assert_eq!(
        program.data(&["status"])["memories"],
        8,
        "our store is another file there"
    );

    // One that tells of other memories stays where it is.
    let program = Program::new();
    let other = store(&program, "2.2.1", "qdrant");
    std::fs::create_dir_all(program.store().join("store")).unwrap();
    let history = program.store().join("store/history.db");
    std::fs::rename(Path::new(&other).join("history.db"), history).unwrap();
    let (folder, _) = moved(&program);
    let came = program.data(&["import", &folder]);
    assert_eq!(came["found"]["history"], Value::Null);
    assert_eq!(changes(&program), 1);
}

#[test]
fn memories_of_other_stores_in_a_shared_history_are_left_to_them() {
    let program = Program::new();
    let folder = store(&program, "1.0.11", "faiss");
    let history = Path::new(&store(&program, "1.0.11", "chroma")).join("history.db");
    let came = program.data(&["import", &folder, "--history", history.to_str().unwrap()]);
    // The deleted one of the other store is nobody's any more, so its history can come.
    assert_eq!(came["added"], 9, "{came}");
    assert_eq!(came["found"]["history"]["of_other_stores"], 8, "{came}");
}

#[test]
fn a_history_alone_brings_back_what_it_tells_of() {
    let program = Program::new();
    let history = Path::new(&store(&program, "1.0.11", "qdrant")).join("history.db");
    let history = history.to_str().unwrap();
    let nobodys = program.run(&["import", history, "--json"]);
    assert_eq!(nobodys.code, 1, "it says of no memory whose it is");
    assert_eq!(nobodys.json()["data"]["failed"], 8);
    // A deleted memory needs no owner.
    assert_eq!(nobodys.json()["data"]["added"], 1);
    let came = program.data(&["import", history, "-u", "nora"]);
    assert_eq!((&came["added"], &came["skipped"]), (&json!(8), &json!(1)));
    let texts = program.texts(&["list", "-u", "nora"]);
    assert!(
        texts.contains(&"小雨每周五游泳两公里。".to_owned()),
        "{texts:?}"
    );
    assert!(
        !texts.iter().any(|text| text.contains("Pixel")),
        "{texts:?}"
    );
}

#[test]
fn the_owner_of_what_has_one_is_not_changed() {
    let program = Program::new();
    let folder = store(&program, "1.0.11", "qdrant");
    program.ok(&["import", &folder, "-u", "mia"]);
    assert_eq!(program.texts(&["list", "-u", "nora"]).len(), 2);
    let mias = program.texts(&["list", "-u", "mia"]);
    assert_eq!(
        mias.len(),
        2,
        "only what had an agent and no user: {mias:?}"
    );
    assert_eq!(program.texts(&["list", "--agent-id", "guide"]).len(), 1);
}

#[test]
fn the_original_is_found_where_it_keeps_things_by_default() {
    let program = Program::new();
    let temporary = program.store().join("tmp");
    unpack(&fixtures().join("2.2.1/qdrant"), &temporary.join("qdrant"));
    let home = program.store().join("store");
    std::fs::create_dir_all(&home).unwrap();
    let history = temporary.join("qdrant/history.db");
    std::fs::rename(history, home.join("history.db")).unwrap();
    std::fs::write(home.join("config.json"), r#"{"user_id": "5f0c"}"#).unwrap();
    let words = ["import", "original", "--json"];
    let answer = program.command(&words).env("TMPDIR", &temporary).output();
    let answer: Value = serde_json::from_slice(&answer.unwrap().stdout).unwrap();
    assert_eq!(answer["data"]["added"], 10, "{answer}");
    assert_eq!(
        answer["data"]["found"]["history"]["changes"], 15,
        "{answer}"
    );
    let empty = program.store().join("empty");
    std::fs::create_dir_all(&empty).unwrap();
    let nothing = program.command(&words).env("TMPDIR", &empty).output();
    assert_ne!(nothing.unwrap().status.code(), Some(0));
}

#[test]
fn a_folder_around_a_store_and_the_files_in_it_stand_for_the_store() {
    let program = Program::new();
    let faiss = store(&program, "1.0.11", "faiss");
    let around = Path::new(&faiss).parent().unwrap().to_str().unwrap();
    let inner = Path::new(&faiss).join("mem0.pkl");
    assert_eq!(program.data(&["import", around])["added"], 9);
    assert_eq!(
        program.data(&["import", inner.to_str().unwrap()])["skipped"],
        9
    );
    let chroma = store(&program, "1.0.11", "chroma");
    let several = program.run(&["import", around]);
    assert_eq!(several.code, 2);
    assert!(several.err.contains("name one"), "{}", several.err);
    let inner = Path::new(&chroma).join("chroma.sqlite3");
    assert_eq!(
        program.data(&["import", inner.to_str().unwrap()])["added"],
        9
    );
    let qdrant = store(&program, "1.0.11", "qdrant");
    let inner = Path::new(&qdrant).join("collection/mem0/storage.sqlite");
    assert_eq!(
        program.data(&["import", inner.to_str().unwrap()])["added"],
        9
    );
}

#[test]
fn what_cannot_be_brought_in_is_refused_in_words() {
    let program = Program::new();
    program.add("ann", "I like tea.");
    let folder = store(&program, "1.0.11", "qdrant");
    let own = program.store().join("store/memory.db");
    let empty = program.store().join("nothing");
    std::fs::create_dir_all(&empty).unwrap();
    let refused = |words: &[&str], code: i32, said: &str| {
        let answer = program.run(&[&["import"], words].concat());
        assert_eq!(answer.code, code, "{words:?} {}", answer.err);
        assert!(answer.err.contains(said), "{words:?} {}", answer.err);
    };
    refused(&["/no/such/place"], 3, "/no/such/place");
    refused(
        &[empty.to_str().unwrap()],
        2,
        "no store of Qdrant, Chroma or FAISS",
    );
    refused(&[own.to_str().unwrap()], 2, "mem0 export");
    refused(&[&folder, "--collection", "other"], 3, "there is mem0");
    refused(&[&folder, "--history", "/no/such.db"], 1, "/no/such.db");
    refused(&["postgres://nobody@127.0.0.1:1/none"], 1, "Postgres");
    let file = program.file("list.json", "[]");
    refused(
        &[file.to_str().unwrap(), "--table", "x"],
        2,
        "this is a file",
    );
    let damaged = Path::new(&folder).join("collection/mem0/storage.sqlite");
    std::fs::write(damaged, "SQLite format 3\0 and nothing more").unwrap();
    refused(&[&folder], 1, "can't be read");
}

#[test]
fn an_import_that_was_killed_goes_on() {
    let program = Program::new();
    let lines: Vec<String> = (0..4000)
        .map(|one| json!({"id": format!("m{one}"), "memory": format!("Fact number {one}"), "user_id": "mia"}).to_string())
        .collect();
    let file = program.file("many.jsonl", &lines.join("\n"));
    let file = file.to_str().unwrap();
    let mut child = program.start(&["import", file]);
    std::thread::sleep(std::time::Duration::from_millis(150));
    child.kill().unwrap();
    child.wait().unwrap();
    let rest = program.data(&["import", file]);
    let (added, skipped) = (
        rest["added"].as_u64().unwrap(),
        rest["skipped"].as_u64().unwrap(),
    );
    assert_eq!(added + skipped, 4000, "{rest}");
    assert_eq!(program.data(&["status"])["memories"], 4000);
}

/// A database of its own on a live server, with the tables that the original made in it.
async fn pgvector(server: &str, version: &str) -> String {
    let name = format!("mem0_{}_{}", version.replace('.', "_"), std::process::id());
    let connect = async |url: &str| {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        client
    };
    let root = connect(server).await;
    root.batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))
        .await
        .unwrap();
    root.batch_execute(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    let client = connect(&url).await;
    let folder = fixtures().join(version).join("pgvector");
    let columns: Value =
        serde_json::from_slice(&unpacked(&folder.join("columns.json.gz"))).unwrap();
    assert_eq!(
        columns,
        json!([["id", "uuid"], ["vector", "vector"], ["payload", "jsonb"]])
    );
    client
        .batch_execute(
            "CREATE EXTENSION IF NOT EXISTS vector;
             CREATE TABLE mem0 (id UUID PRIMARY KEY, vector vector(8), payload JSONB);
             CREATE TABLE mem0_entities (id UUID PRIMARY KEY, vector vector(8), payload JSONB);
             CREATE TABLE mem0migrations (id UUID PRIMARY KEY, vector vector(1), payload JSONB);
             CREATE TABLE invoices (id UUID PRIMARY KEY, payload JSONB);
             CREATE SCHEMA \"Old One\";
             CREATE TABLE \"Old One\".notes (id UUID PRIMARY KEY, vector vector(2), payload JSONB);
             INSERT INTO \"Old One\".notes VALUES ('0e2a9c4e-1b7d-4c59-9a41-1f3d2f8b6a10', '[1,2]',
                '{\"data\": \"Mia keeps bees\", \"user_id\": \"mia\"}'), (gen_random_uuid(), NULL, NULL)",
        )
        .await
        .unwrap();
    let rows: Vec<[String; 3]> =
        serde_json::from_slice(&unpacked(&folder.join("rows.json.gz"))).unwrap();
    for [id, vector, payload] in &rows {
        let sql = "INSERT INTO mem0 VALUES ($1::text::uuid, $2::text::vector, $3::text::jsonb)";
        client.execute(sql, &[id, vector, payload]).await.unwrap();
    }
    url
}

#[tokio::test]
#[ignore = "asks a live server: set MEM0_TEST_POSTGRES_URL"]
async fn tables_of_pgvector_move_in_whole() {
    let Ok(server) = std::env::var("MEM0_TEST_POSTGRES_URL") else {
        panic!("set MEM0_TEST_POSTGRES_URL to a server with pgvector");
    };
    for version in ["1.0.11", "2.2.1"] {
        let url = pgvector(&server, version).await;
        let program = Program::new();
        let folder = store(&program, version, "pgvector");
        let history = Path::new(&folder).join("history.db");
        let expected = expected(version, "pgvector");
        let table = format!("{url}?table=mem0");
        let words = ["import", &table, "--history", history.to_str().unwrap()];
        let came = program.data(&words);
        assert_eq!(came["added"], memories(&expected).len() + 1, "{came}");
        for wanted in memories(&expected) {
            the_memory_is_the_same(&program, wanted);
        }
        for (id, rows) in expected["history"].as_object().unwrap() {
            the_history_is_the_same(&program, id, rows.as_array().unwrap());
        }
        assert_eq!(program.data(&words)["added"], 0);

        let all = program.run(&["import", &url, "--json"]);
        let data = &all.json()["data"];
        assert_eq!(
            (&data["added"], &data["failed"]),
            (&json!(1), &json!(1)),
            "{data}"
        );
        assert_eq!(program.texts(&["list", "-u", "mia"]), ["Mia keeps bees"]);
        let named = program.run(&["import", &url, "--table", "nothing"]);
        assert_eq!(named.code, 3);
        assert!(named.err.contains("Old One.notes"), "{}", named.err);
        assert!(!named.err.contains("invoices"), "{}", named.err);
        let secret = url.replace("postgres@", "postgres:hunter2@");
        let secret = program.run(&["import", &secret, "--dry-run", "--json"]);
        assert!(!secret.out.contains("hunter2") && !secret.err.contains("hunter2"));
        let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        let name = url.rsplit_once('/').unwrap().1;
        let drop = format!("DROP DATABASE {name} WITH (FORCE)");
        client.batch_execute(&drop).await.unwrap();
    }
}
