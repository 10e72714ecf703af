//! Folders with tiny transformer models, written byte by byte: real ONNX files and tokenizers of a
//! few kilobytes whose answers can be worked out by hand. What they can't show is how well a
//! trained model understands; that takes a trained model.

use std::path::Path;

use serde_json::{Value, json};

use crate::TestResult;

/// The numbers of `[PAD]`, `[UNK]`, `[CLS]` and `[SEP]`; words follow in their order.
pub const SPECIAL: [&str; 4] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];

/// Writes an embedder that knows these words (in small letters; Chinese ones have one character).
///
/// A token's vector is 1 in the dimension of its number and 0 elsewhere, so that the mean of a
/// text's tokens counts its words; padding is 9 instead of 1, so that it shows where it counts.
/// `with_types` says whether the network wants to be told which text of a pair a token is of.
///
/// # Errors
/// The folder can't be written.
pub fn write_embedder(folder: &Path, words: &[&str], with_types: bool) -> TestResult {
    let tokens = SPECIAL.len() + words.len();
    let table = table(tokens, |token| if token == 0 { 9.0 } else { 1.0 });
    let mut inputs = vec!["input_ids", "attention_mask"];
    let mut nodes = vec![
        node("Gather", &["table", "input_ids"], "embedded", &[]),
        cast("attention_mask", "mask"),
        cast_like_rows("mask", "rows"),
        node("Mul", &["rows", "nothing"], "still", &[]),
    ];
    if with_types {
        inputs.push("token_type_ids");
        nodes.push(cast("token_type_ids", "types"));
        nodes.push(cast_like_rows("types", "type_rows"));
        nodes.push(node("Add", &["still", "type_rows"], "typed", &[]));
        nodes.push(node(
            "Add",
            &["embedded", "typed"],
            "last_hidden_state",
            &[],
        ));
    } else {
        nodes.push(node(
            "Add",
            &["embedded", "still"],
            "last_hidden_state",
            &[],
        ));
    }
    let constants = [
        floats("table", &[tokens, tokens], &table),
        floats("nothing", &[], &[0.0]),
        integers("two", &[2]),
    ];
    let network = model(&nodes, &constants, &inputs, "last_hidden_state");
    let config = json!({
        "architectures": ["TinyModel"],
        "hidden_size": tokens,
        "max_position_embeddings": 64,
    });
    write(folder, &network, words, &config)
}

/// Writes a cross-encoder that knows these words. Its logit is twice the number of words that
/// question and text have in common (each pair of equal words counts), less three: one common word
/// is a no, two are a yes.
///
/// # Errors
/// The folder can't be written.
pub fn write_cross_encoder(folder: &Path, words: &[&str]) -> TestResult {
    let tokens = SPECIAL.len() + words.len();
    let known = |token| if token < SPECIAL.len() { 0.0 } else { 1.0 };
    let nodes = [
        node("Gather", &["table", "input_ids"], "embedded", &[]),
        cast("attention_mask", "mask"),
        cast("token_type_ids", "types"),
        node("Mul", &["types", "mask"], "second", &[]),
        node("Sub", &["mask", "second"], "first", &[]),
        node("Unsqueeze", &["first", "one"], "first_row", &[]),
        node("Unsqueeze", &["second", "one"], "second_row", &[]),
        node("MatMul", &["first_row", "embedded"], "question", &[]),
        node("MatMul", &["second_row", "embedded"], "document", &[]),
        node("Mul", &["question", "document"], "common", &[]),
        node(
            "ReduceSum",
            &["common", "two"],
            "overlap",
            &[("keepdims", 0)],
        ),
        node("Mul", &["overlap", "scale"], "scaled", &[]),
        node("Add", &["scaled", "bias"], "logits", &[]),
    ];
    let constants = [
        floats("table", &[tokens, tokens], &table(tokens, known)),
        integers("one", &[1]),
        integers("two", &[2]),
        floats("scale", &[], &[2.0]),
        floats("bias", &[], &[-3.0]),
    ];
    let inputs = ["input_ids", "attention_mask", "token_type_ids"];
    let network = model(&nodes, &constants, &inputs, "logits");
    let config = json!({
        "architectures": ["TinyForSequenceClassification"],
        "hidden_size": tokens,
        "max_position_embeddings": 64,
    });
    write(folder, &network, words, &config)
}

fn write(folder: &Path, network: &[u8], words: &[&str], config: &Value) -> TestResult {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("model.onnx"), network)?;
    std::fs::write(folder.join("tokenizer.json"), tokenizer(words).to_string())?;
    std::fs::write(folder.join("config.json"), config.to_string())?;
    Ok(())
}

/// A tokenizer of whole words, with BERT's treatment of case, accents and Chinese. It asks for
/// padding to a fixed width, as published ones do.
fn tokenizer(words: &[&str]) -> Value {
    let vocabulary: serde_json::Map<String, Value> = SPECIAL
        .iter()
        .chain(words)
        .enumerate()
        .map(|(number, word)| ((*word).to_owned(), number.into()))
        .collect();
    let special = |token: &str, of: usize| json!({"SpecialToken": {"id": token, "type_id": of}});
    let sequence = |id: &str, of: usize| json!({"Sequence": {"id": id, "type_id": of}});
    let named = |token: &str, id: usize| json!({"id": token, "ids": [id], "tokens": [token]});
    json!({
        "version": "1.0",
        "truncation": {"max_length": 16, "strategy": "LongestFirst", "stride": 0},
        "padding": {
            "strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": null,
            "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]",
        },
        "added_tokens": [],
        "normalizer": {
            "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
            "strip_accents": null, "lowercase": true,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [special("[CLS]", 0), sequence("A", 0), special("[SEP]", 0)],
            "pair": [
                special("[CLS]", 0), sequence("A", 0), special("[SEP]", 0),
                sequence("B", 1), special("[SEP]", 1),
            ],
            "special_tokens": {"[CLS]": named("[CLS]", 2), "[SEP]": named("[SEP]", 3)},
        },
        "decoder": null,
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"},
    })
}

/// A square table with these numbers on its diagonal.
fn table(tokens: usize, diagonal: impl Fn(usize) -> f32) -> Vec<f32> {
    let mut table = vec![0.0; tokens * tokens];
    for token in 0..tokens {
        table[token * tokens + token] = diagonal(token);
    }
    table
}

// ONNX files are protocol buffers; these are the few fields that a small network needs. The
// numbers are those of onnx.proto.

fn model(nodes: &[Vec<u8>], constants: &[Vec<u8>], inputs: &[&str], output: &str) -> Vec<u8> {
    let mut graph = Vec::new();
    for node in nodes {
        bytes(&mut graph, 1, node);
    }
    bytes(&mut graph, 2, b"tiny");
    for constant in constants {
        bytes(&mut graph, 5, constant);
    }
    for input in inputs {
        bytes(&mut graph, 11, &value(input, INT64));
    }
    bytes(&mut graph, 12, &value(output, FLOAT));
    let mut opset = Vec::new();
    number(&mut opset, 2, 17);
    let mut model = Vec::new();
    number(&mut model, 1, 8);
    bytes(&mut model, 7, &graph);
    bytes(&mut model, 8, &opset);
    model
}

const FLOAT: u64 = 1;
const INT64: u64 = 7;

fn node(operator: &str, inputs: &[&str], output: &str, attributes: &[(&str, u64)]) -> Vec<u8> {
    let mut node = Vec::new();
    for input in inputs {
        bytes(&mut node, 1, input.as_bytes());
    }
    bytes(&mut node, 2, output.as_bytes());
    bytes(&mut node, 3, output.as_bytes());
    bytes(&mut node, 4, operator.as_bytes());
    for (name, whole) in attributes {
        let mut attribute = Vec::new();
        bytes(&mut attribute, 1, name.as_bytes());
        number(&mut attribute, 3, *whole);
        number(&mut attribute, 20, 2);
        bytes(&mut node, 5, &attribute);
    }
    node
}

fn cast(from: &str, to: &str) -> Vec<u8> {
    node("Cast", &[from], to, &[("to", FLOAT)])
}

/// One number for each token as a row that is added to its vector.
fn cast_like_rows(from: &str, to: &str) -> Vec<u8> {
    node("Unsqueeze", &[from, "two"], to, &[])
}

fn floats(name: &str, shape: &[usize], numbers: &[f32]) -> Vec<u8> {
    let raw: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
    tensor(name, shape, FLOAT, &raw)
}

fn integers(name: &str, numbers: &[i64]) -> Vec<u8> {
    let raw: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
    tensor(name, &[numbers.len()], INT64, &raw)
}

fn tensor(name: &str, shape: &[usize], kind: u64, raw: &[u8]) -> Vec<u8> {
    let mut tensor = Vec::new();
    for size in shape {
        number(&mut tensor, 1, *size as u64);
    }
    number(&mut tensor, 2, kind);
    bytes(&mut tensor, 8, name.as_bytes());
    bytes(&mut tensor, 9, raw);
    tensor
}

/// An input or output; its sizes are open.
fn value(name: &str, kind: u64) -> Vec<u8> {
    let mut tensor_type = Vec::new();
    number(&mut tensor_type, 1, kind);
    let mut value_type = Vec::new();
    bytes(&mut value_type, 1, &tensor_type);
    let mut value = Vec::new();
    bytes(&mut value, 1, name.as_bytes());
    bytes(&mut value, 2, &value_type);
    value
}

fn number(message: &mut Vec<u8>, field: u64, value: u64) {
    varint(message, field << 3);
    varint(message, value);
}

fn bytes(message: &mut Vec<u8>, field: u64, value: &[u8]) {
    varint(message, field << 3 | 2);
    varint(message, value.len() as u64);
    message.extend_from_slice(value);
}

fn varint(message: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        message.push(value as u8 | 0x80);
        value >>= 7;
    }
    message.push(value as u8);
}
