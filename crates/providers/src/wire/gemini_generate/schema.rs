//! JSON schemas as Gemini takes them.

use serde_json::{Map, Value, json};

/// What Google's older form can say, by the same names.
const KNOWN: [&str; 14] = [
    "title",
    "description",
    "nullable",
    "required",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minProperties",
    "maxProperties",
    "pattern",
    "default",
];

/// The schema with the order of each object's keys said aloud: older models write them in the
/// order of the alphabet otherwise.
pub(super) fn with_ordering(schema: &Value) -> Value {
    match schema {
        Value::Object(object) => {
            let mut ordered: Map<String, Value> = object
                .iter()
                .map(|(key, value)| {
                    let value = match key.as_str() {
                        // These hold values, which may look like schemas.
                        "enum" | "const" | "default" | "required" => value.clone(),
                        "properties" | "$defs" => each(value, with_ordering),
                        _ => with_ordering(value),
                    };
                    (key.clone(), value)
                })
                .collect();
            if let Some(keys) = keys(object.get("properties")) {
                ordered.insert("propertyOrdering".into(), keys);
            }
            Value::Object(ordered)
        }
        Value::Array(list) => list.iter().map(with_ordering).collect(),
        other => other.clone(),
    }
}

/// The schema in Google's older form, after OpenAPI 3.0: one type each, `nullable` for null, and
/// nothing that it has no word for, such as `additionalProperties`.
pub(super) fn open_api(schema: &Value) -> Value {
    let Value::Object(object) = schema else {
        return json!({});
    };
    let mut written = Map::new();
    for key in KNOWN {
        if let Some(value) = object.get(key) {
            written.insert(key.to_owned(), value.clone());
        }
    }
    match object.get("type") {
        Some(Value::String(kind)) => {
            written.insert("type".into(), kind.as_str().into());
        }
        Some(Value::Array(kinds)) => types(kinds, &mut written),
        _ => {}
    }
    let choices = object
        .get("anyOf")
        .or_else(|| object.get("oneOf"))
        .and_then(Value::as_array);
    if let Some(choices) = choices {
        any_of(choices, &mut written);
    }
    let constant = object.get("const").map(std::slice::from_ref);
    let values = object.get("enum").and_then(Value::as_array);
    if let Some(values) = values.map(Vec::as_slice).or(constant) {
        words(values, &mut written);
    }
    if let Some(items) = object.get("items") {
        written.insert("items".into(), open_api(items));
    }
    if let Some(properties) = object.get("properties") {
        written.insert("properties".into(), each(properties, open_api));
    }
    if let Some(keys) = keys(object.get("properties")) {
        written.insert("propertyOrdering".into(), keys);
    }
    Value::Object(written)
}

/// `["string", "null"]` is a string that may be null.
fn types(kinds: &[Value], written: &mut Map<String, Value>) {
    let solid: Vec<&Value> = kinds.iter().filter(|kind| *kind != "null").collect();
    if solid.len() < kinds.len() {
        written.insert("nullable".into(), true.into());
    }
    match &*solid {
        [] => {}
        [kind] => {
            written.insert("type".into(), (*kind).clone());
        }
        several => {
            let choices = several.iter().map(|kind| json!({"type": kind})).collect();
            written.insert("anyOf".into(), choices);
        }
    }
}

fn any_of(choices: &[Value], written: &mut Map<String, Value>) {
    let solid: Vec<Value> = choices
        .iter()
        .filter(|choice| choice.get("type").is_none_or(|kind| kind != "null"))
        .map(open_api)
        .collect();
    if solid.len() < choices.len() {
        written.insert("nullable".into(), true.into());
    }
    match <[Value; 1]>::try_from(solid) {
        Ok([Value::Object(only)]) => {
            for (key, value) in only {
                written.entry(key).or_insert(value);
            }
        }
        Ok(_) => {}
        Err(several) => {
            written.insert("anyOf".into(), several.into());
        }
    }
}

/// Only words can be listed.
fn words(values: &[Value], written: &mut Map<String, Value>) {
    let words: Vec<Value> = values.iter().filter(|it| it.is_string()).cloned().collect();
    let nulls = values.iter().filter(|it| it.is_null()).count();
    if nulls > 0 {
        written.insert("nullable".into(), true.into());
    }
    if !words.is_empty() && words.len() + nulls == values.len() {
        written
            .entry("type")
            .or_insert_with(|| Value::from("string"));
        written.insert("enum".into(), words.into());
    }
}

fn each(named: &Value, change: fn(&Value) -> Value) -> Value {
    let Value::Object(named) = named else {
        return named.clone();
    };
    named
        .iter()
        .map(|(name, schema)| (name.clone(), change(schema)))
        .collect()
}

fn keys(properties: Option<&Value>) -> Option<Value> {
    let properties = properties?.as_object()?;
    (!properties.is_empty()).then(|| properties.keys().map(String::as_str).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_older_form_says_what_it_can_and_nothing_else() {
        for (schema, expected) in [
            (
                json!({"type": "object", "additionalProperties": false, "$schema": "x",
                    "properties": {"b": {"type": ["integer", "null"]}, "a": {"const": "x"}},
                    "required": ["b", "a"]}),
                json!({"type": "object", "required": ["b", "a"],
                    "properties": {
                        "b": {"type": "integer", "nullable": true},
                        "a": {"type": "string", "enum": ["x"]},
                    },
                    "propertyOrdering": ["b", "a"]}),
            ),
            (
                json!({"type": "array", "items": {"oneOf": [{"type": "string"}, {"type": "null"}]}}),
                json!({"type": "array", "items": {"type": "string", "nullable": true}}),
            ),
            (
                json!({"type": ["string", "integer", "null"]}),
                json!({"nullable": true, "anyOf": [{"type": "string"}, {"type": "integer"}]}),
            ),
            (
                json!({"anyOf": [{"type": "string"}, {"type": "object", "properties": {}, "additionalProperties": false}]}),
                json!({"anyOf": [{"type": "string"}, {"type": "object", "properties": {}}]}),
            ),
            (
                json!({"enum": ["a", null]}),
                json!({"type": "string", "nullable": true, "enum": ["a"]}),
            ),
            (
                json!({"type": "integer", "enum": [1, 2]}),
                json!({"type": "integer"}),
            ),
        ] {
            assert_eq!(open_api(&schema), expected, "{schema}");
        }
    }

    #[test]
    fn the_order_of_keys_is_said_aloud_at_every_depth() {
        let schema = json!({
            "type": "object",
            "properties": {
                "properties": {"type": "string", "enum": ["properties"]},
                "list": {"type": "array", "items": {
                    "type": "object", "properties": {"z": {}, "a": {}}, "additionalProperties": false,
                }},
            },
        });
        let ordered = with_ordering(&schema);
        assert_eq!(ordered["propertyOrdering"], json!(["properties", "list"]));
        let items = &ordered["properties"]["list"]["items"];
        assert_eq!(items["propertyOrdering"], json!(["z", "a"]));
        assert_eq!(items["additionalProperties"], false);
        assert_eq!(
            ordered["properties"]["properties"],
            schema["properties"]["properties"]
        );
    }
}
