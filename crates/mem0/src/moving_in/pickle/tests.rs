use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{PickleError, read};

/// One point with everything that a payload may hold, by each protocol.
const SAMPLES: [&[u8]; 4] = [
    include_bytes!("../../../tests/fixtures/pickles/2.pickle"),
    include_bytes!("../../../tests/fixtures/pickles/3.pickle"),
    include_bytes!("../../../tests/fixtures/pickles/4.pickle"),
    include_bytes!("../../../tests/fixtures/pickles/5.pickle"),
];

fn told(bytes: &[u8]) -> Result<Json, PickleError> {
    let pickle = read(bytes)?;
    pickle.json(pickle.root())
}

#[test]
fn a_point_reads_the_same_in_every_protocol() {
    let expected = include_str!("../../../tests/fixtures/pickles/expected.json");
    let expected: Json = serde_json::from_str(expected).unwrap();
    for (sample, protocol) in SAMPLES.into_iter().zip(2..) {
        let point = read(sample).unwrap();
        let root = point.root();
        let class = "qdrant_client.http.models.models.PointStruct";
        assert_eq!(point.class(root), Some(class), "{protocol}");
        let id = point.attribute(root, "id").unwrap();
        assert_eq!(point.text(id), Some("0e2a9c4e-1b7d-4c59-9a41-1f3d2f8b6a10"));
        let payload = point.attribute(root, "payload").unwrap();
        assert_eq!(point.json(payload).unwrap(), expected, "{protocol}");
        let vector = point.attribute(root, "vector").unwrap();
        assert_eq!(
            point.json(vector),
            Err(PickleError::Class(
                "qdrant_client.http.models.models.SparseVector".to_owned()
            )),
            "no class is taken for a plain value"
        );
    }
}

#[test]
fn nothing_that_a_pickle_asks_for_is_run() {
    // os.system("…") as every text on the dangers of pickle has it.
    let attack = b"cos\nsystem\n(X\x04\x00\x00\x00touctR.";
    let pickle = read(attack).unwrap();
    assert_eq!(pickle.class(pickle.root()), Some("os.system"));
    assert_eq!(
        told(attack),
        Err(PickleError::Class("os.system".to_owned()))
    );
}

#[test]
fn other_instructions_and_protocols_are_refused_by_name() {
    assert_eq!(told(b"\x80\x09N."), Err(PickleError::Protocol(9)));
    assert_eq!(told(b"\x80\x01N."), Err(PickleError::Protocol(1)));
    for code in [b'P', b'Q', b'I', b'S', 0x82, 0x97, 0xff] {
        let found = told(&[0x80, 4, code, b'.']);
        assert_eq!(found, Err(PickleError::Instruction { code, at: 2 }));
    }
}

#[test]
fn whatever_is_cut_off_or_contradicts_itself_is_an_error() {
    for sample in SAMPLES {
        for length in 0..sample.len() {
            assert!(read(&sample[..length]).is_err(), "{length}");
        }
    }
    for damaged in [
        &b"."[..],
        b"N",
        b"(.",
        b"(u.",
        b"}(Nu.",
        b"Na.",
        b"N\x85\x86.",
        b"(N\x86.",
        b"Nb.",
        b"h\x05.",
        b"NN\x93.",
        b"NR.",
        b"X\xff\xff\xff\xffab.",
        b"\x8d\xff\xff\xff\xff\xff\xff\xff\xffab.",
        b"\x8b\xff\xff\xff\x7f.",
        b"cos\nsystem",
    ] {
        assert!(read(damaged).is_err(), "{damaged:?}");
    }
}

#[test]
fn values_that_hold_themselves_end() {
    assert!(told(b"]q\x00h\x00a.").is_err());
    assert!(told(b"}q\x00X\x01\x00\x00\x00ah\x00s.").is_err());
    let deep = [vec![b']'; 100_000], vec![b'a'; 99_999], vec![b'.']].concat();
    assert!(told(&deep).is_err());
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    // A list of ten lists of ten lists …: 10^30 texts in a few hundred bytes.
    let mut bomb = b"X\x04\x00\x00\x00bangq\x00".to_vec();
    for level in 0..30_u8 {
        bomb.push(b'(');
        bomb.extend([b'h', level].repeat(10));
        bomb.extend([b'l', b'q', level + 1]);
    }
    bomb.push(b'.');
    let started = std::time::Instant::now();
    assert_eq!(
        told(&bomb),
        Err(PickleError::Value("far more than its length allows"))
    );
    assert!(started.elapsed().as_secs() < 2);
}

#[test]
fn numbers_and_texts_are_as_python_writes_them() {
    assert_eq!(told(b"K\x07."), Ok(json!(7)));
    assert_eq!(told(b"J\xff\xff\xff\xff."), Ok(json!(-1)));
    assert_eq!(told(b"\x8a\x00."), Ok(json!(0)));
    assert_eq!(told(b"\x8a\x02\xff\x00."), Ok(json!(255)));
    assert_eq!(told(b"\x8a\x01\xff."), Ok(json!(-1)));
    // Half of a surrogate pair, which no UTF-8 has.
    assert_eq!(
        told(b"\x8c\x03\xed\xa0\xbd."),
        Ok(json!("\u{fffd}\u{fffd}\u{fffd}"))
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_or_hang(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = told(&bytes);
    }

    /// Bytes that are instructions much more often than chance would have it.
    #[test]
    fn no_program_makes_it_panic_or_grow(
        program in prop::collection::vec(
            prop::sample::select(b"(.012NKMJGXBC)]}tldaesuqrhjcRb\n\x00\x01\x02\x80\x81\x85\x86\x87\x88\x8a\x8c\x8f\x90\x91\x92\x93\x94\x95".to_vec()),
            0..300,
        ),
    ) {
        if let Ok(pickle) = read(&program) {
            prop_assert!(pickle.values.len() <= program.len());
            if let Ok(json) = pickle.json(pickle.root()) {
                prop_assert!(json.to_string().len() <= 16 * pickle.allowance);
            }
        }
    }

    #[test]
    fn a_real_one_with_changed_bytes_is_read_or_refused(
        sample in prop::sample::select(SAMPLES.to_vec()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = sample.to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok(pickle) = read(&bytes) {
            let root = pickle.root();
            for name in ["id", "payload", "vector"] {
                let _ = pickle.attribute(root, name).map(|id| pickle.json(id));
            }
        }
    }
}
