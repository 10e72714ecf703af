use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Field, Filter, Test};
use crate::error::InputError;
use crate::memory::MemoryItem;
use crate::scope::{Scope, ScopeId};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A memory of mia with this metadata.
fn memory(metadata: Value) -> MemoryItem {
    let scope = Scope {
        run_id: Some("monday".into()),
        ..Scope::user("mia")
    };
    let said = at("2025-12-31T20:00:00Z");
    MemoryItem {
        language: "en".into(),
        role: Some("user".into()),
        metadata: metadata.as_object().cloned().unwrap(),
        categories: vec!["Food".into(), "travel plans".into()],
        created_at: at("2026-01-15T12:30:00Z"),
        updated_at: at("2026-01-16T00:00:00Z"),
        expires_on: Some(jiff::civil::date(2026, 2, 1)),
        ..MemoryItem::new("m-1", scope, "Mia 喜欢 Pizza from ΝΑΠΟΛΙΣ", said)
    }
}

pub(super) fn item() -> MemoryItem {
    memory(json!({
        "type": "preference", "price": 12, "ratio": 0.5, "big": 9_007_199_254_740_993_i64,
        "done": true, "nothing": null, "tags": ["red", "green", 3], "none": [],
        "due": "2026-03-01", "met": "2026-03-01T10:00:00+02:00", "code": "1",
        "address": {"city": "Paris", "geo": {"lat": 48}}, "a.b": "spelled", "a": {"b": "nested"},
        "AND": "conjunction",
    }))
}

fn parse(json: Value) -> Filter {
    Filter::parse(&json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

#[track_caller]
fn passes(filters: impl IntoIterator<Item = Value>) {
    for json in filters {
        assert!(parse(json.clone()).matches(&item()), "{json} should pass");
    }
}

#[track_caller]
fn fails(filters: impl IntoIterator<Item = Value>) {
    for json in filters {
        assert!(
            !parse(json.clone()).matches(&item()),
            "{json} should not pass"
        );
    }
}

#[track_caller]
fn refused(json: Value, at: &str, because: &str) {
    match Filter::parse(&json) {
        Err(InputError::Filter { path, problem }) => {
            assert_eq!(path, at, "{json}: {problem}");
            assert!(problem.contains(because), "{json}: {problem}");
        }
        other => panic!("{json} gave {other:?}"),
    }
}

#[test]
fn an_empty_filter_lets_everything_through() {
    passes([
        json!({}),
        json!({"AND": []}),
        json!({"AND": [{}]}),
        json!({"metadata": {}}),
    ]);
    fails([json!({"NOT": {}})]);
}

#[test]
fn bare_values_mean_equality_and_bare_lists_mean_in() {
    passes([
        json!({"type": "preference"}),
        json!({"type": ["x", "preference"]}),
        json!({"price": 12}),
        json!({"done": true}),
        json!({"user_id": "mia", "role": "user"}),
        json!({"memory_ids": ["m-0", "m-1"]}),
        json!({"id": "m-1"}),
        json!({"hash": MemoryItem::hash_of("Mia 喜欢 Pizza from ΝΑΠΟΛΙΣ")}),
    ]);
    fails([
        json!({"type": "Preference"}),
        json!({"type": ["x"]}),
        json!({"type": []}),
        json!({"user_id": "Mia"}),
        json!({"memory_ids": []}),
    ]);
}

#[test]
fn equality_is_typed() {
    passes([
        json!({"price": 12.0}),
        json!({"ratio": 0.5}),
        json!({"code": "1"}),
    ]);
    fails([
        json!({"price": "12"}),
        json!({"code": 1}),
        json!({"done": 1}),
        json!({"price": true}),
        json!({"done": "true"}),
    ]);
    assert!(!Test::Equals(json!(1)).holds(Some(&json!(true))));
    assert!(Test::In(vec![json!("1"), json!(1)]).holds(Some(&json!(1.0))));
}

#[test]
fn integers_keep_their_last_digit() {
    passes([
        json!({"big": 9_007_199_254_740_993_i64}),
        json!({"big": {"gt": 9_007_199_254_740_992.0}}),
        json!({"big": {"lt": 1e300}}),
        json!({"big": {"gt": -1e300}}),
    ]);
    fails([
        json!({"big": 9_007_199_254_740_992_i64}),
        json!({"big": 9_007_199_254_740_992.0}),
    ]);
    assert!(Test::Greater(json!(-1)).holds(Some(&json!(u64::MAX))));
    assert!(Test::Less(json!(-1.5)).holds(Some(&json!(-2))));
    assert!(Test::Greater(json!(-1.5)).holds(Some(&json!(-1))));
}

#[test]
fn null_and_star_ask_whether_the_field_is_there() {
    passes([
        json!({"missing": null}),
        json!({"nothing": null}),
        json!({"actor_id": null}),
        json!({"type": "*"}),
        json!({"run_id": "*"}),
        json!({"none": "*"}),
        json!({"type": {"exists": true}}),
        json!({"nothing": {"$exists": false}}),
        json!({"type": {"ne": null}}),
        json!({"missing": {"eq": null}}),
        json!({"missing": {"in": ["x", null]}}),
        json!({"type": {"nin": ["x", null]}}),
    ]);
    fails([
        json!({"type": null}),
        json!({"missing": "*"}),
        json!({"agent_id": "*"}),
        json!({"type": {"eq": "*"}}),
        json!({"missing": {"nin": ["x", null]}}),
    ]);
}

#[test]
fn a_missing_key_passes_only_what_denies() {
    for key in ["missing", "nothing", "address.street"] {
        passes([
            json!({key: {"ne": 1}}),
            json!({key: {"nin": [1]}}),
            json!({"NOT": {key: 1}}),
        ]);
        fails([
            json!({key: 1}),
            json!({key: {"in": [1]}}),
            json!({key: {"gt": 0}}),
            json!({key: {"gte": 0}}),
            json!({key: {"lt": 9}}),
            json!({key: {"lte": 9}}),
            json!({key: {"contains": ""}}),
            json!({key: {"icontains": ""}}),
            json!({key: {"exists": true}}),
        ]);
    }
}

#[test]
fn a_list_passes_if_any_element_does_and_is_unequal_if_none_is_equal() {
    passes([
        json!({"tags": "red"}),
        json!({"tags": {"in": ["blue", "green"]}}),
        json!({"tags": {"gt": 2}}),
        json!({"tags": {"contains": "gre"}}),
        json!({"tags": {"ne": "blue"}}),
        json!({"tags": {"nin": ["blue", "3"]}}),
        json!({"none": {"ne": 1}}),
    ]);
    fails([
        json!({"tags": "blue"}),
        json!({"tags": {"ne": "red"}}),
        json!({"tags": {"nin": ["red"]}}),
        json!({"tags": {"gt": 3}}),
        json!({"none": {"gt": 0}}),
    ]);
}

#[test]
fn ranges_compare_numbers_times_and_texts_each_by_their_kind() {
    passes([
        json!({"price": {"gt": 11, "lte": 12}}),
        json!({"price": {"$gte": 12.0, "$lt": 12.5}}),
        json!({"due": {"gte": "2026-03-01T00:00:00Z"}}),
        json!({"due": {"lt": "2026-03-01T03:00:00+02:00"}}),
        json!({"met": {"lte": "2026-03-01T08:00:00"}}),
        json!({"met": {"lt": "2026-03-01 09:00"}}),
        json!({"type": {"gt": "pre", "lt": "q"}}),
        json!({"code": {"lt": "10"}}),
    ]);
    fails([
        json!({"price": {"gt": 12}}),
        json!({"price": {"gt": "1"}}),
        json!({"code": {"gt": 0}}),
        json!({"done": {"gt": 0}}),
        json!({"met": {"gt": "2026-03-01T08:00:00Z"}}),
    ]);
}

#[test]
fn metadata_is_reached_by_name_by_prefix_and_as_an_object() {
    passes([
        json!({"metadata.type": "preference"}),
        json!({"metadata": {"type": "preference", "price": {"gt": 1}}}),
        json!({"address.city": "Paris"}),
        json!({"metadata.address.geo.lat": {"lt": 50}}),
        json!({"a.b": "spelled"}),
        json!({"metadata.AND": "conjunction"}),
        json!({"address": {"eq": {"geo": {"lat": 48.0}, "city": "Paris"}}}),
        json!({"metadata.user_id": null}),
    ]);
    fails([
        json!({"metadata": {"type": "preference", "price": 1}}),
        json!({"a.b": "nested"}),
        json!({"address": {"eq": {"city": "Paris"}}}),
        json!({"type.deeper": "preference"}),
    ]);
}

#[test]
fn words_of_logic_nest_in_every_spelling() {
    passes([
        json!({"AND": [{"type": "preference"}, {"OR": [{"price": 0}, {"price": 12}]}]}),
        json!({"$or": [{"type": "x"}, {"and": [{"done": true}, {"not": {"done": false}}]}]}),
        json!({"NOT": [{"type": "x"}, {"price": 0}]}),
        json!({"$not": {"type": "preference", "price": 0}}),
        json!({"type": "preference", "OR": [{"price": 12}]}),
    ]);
    fails([
        json!({"NOT": [{"type": "x"}, {"price": 12}]}),
        json!({"type": "x", "OR": [{"price": 12}]}),
        json!({"or": [{"type": "x"}, {"price": 0}]}),
    ]);
}

#[test]
fn ids_may_be_written_in_camel_case() {
    for (name, field) in [
        ("userId", Field::UserId),
        ("agentId", Field::AgentId),
        ("runId", Field::RunId),
        ("appId", Field::AppId),
    ] {
        assert_eq!(
            parse(json!({name: "x"})),
            Filter::Field(field, Test::Equals(json!("x")))
        );
    }
}

#[test]
fn a_date_on_a_time_field_is_the_whole_day_for_equality_and_its_start_for_ranges() {
    passes([
        json!({"created_at": "2026-01-15"}),
        json!({"created_at": {"in": ["2025-01-01", "2026-01-15"]}}),
        json!({"created_at": {"ne": "2026-01-14"}}),
        json!({"created_at": {"nin": ["2026-01-14", "2026-01-15T00:00:00Z"]}}),
        json!({"created_at": {"gte": "2026-01-01", "lt": "2026-02-01"}}),
        json!({"created_at": {"gt": "2026-01-15"}}),
        json!({"created_at": "2026-01-15T13:30:00+01:00"}),
        json!({"created_at": {"in": ["2026-01-15T12:30:00"]}}),
        json!({"created_at": {"lte": 1_768_480_200}}),
        json!({"updated_at": {"lte": "2026-01-16"}}),
        json!({"timestamp": "2025-12-31"}),
        json!({"expiration_date": "2026-02-01"}),
        json!({"expiration_date": {"gte": "2026-02-01", "lt": "9999-12-31"}}),
        json!({"expiration_date": {"in": ["2026-02-01", null]}}),
    ]);
    fails([
        json!({"created_at": "2026-01-14"}),
        json!({"created_at": {"ne": "2026-01-15"}}),
        json!({"created_at": {"nin": ["2026-01-15"]}}),
        json!({"created_at": {"lte": "2026-01-15"}}),
        json!({"created_at": {"lt": 1_768_480_200}}),
        json!({"expiration_date": {"gt": "2026-02-01"}}),
    ]);
    let never = MemoryItem {
        expires_on: Some(jiff::civil::date(9999, 12, 31)),
        ..item()
    };
    assert!(parse(json!({"expiration_date": "9999-12-31"})).matches(&never));
    let unlimited = MemoryItem {
        expires_on: None,
        ..item()
    };
    assert!(parse(json!({"expiration_date": {"ne": "2026-02-01"}})).matches(&unlimited));
    assert!(parse(json!({"expiration_date": {"in": ["2026-02-01", null]}})).matches(&unlimited));
    assert!(!parse(json!({"expiration_date": {"gt": "2026-02-01"}})).matches(&unlimited));
}

#[test]
fn categories_are_found_by_overlap_and_by_part_whatever_the_case() {
    passes([
        json!({"categories": {"in": ["Food", "sport"]}}),
        json!({"categories": ["Food"]}),
        json!({"categories": "Food"}),
        json!({"categories": {"contains": "TRAVEL"}}),
        json!({"categories": {"ne": "sport"}}),
        json!({"categories": "*"}),
    ]);
    fails([
        json!({"categories": "food"}),
        json!({"categories": {"contains": "sport"}}),
        json!({"categories": {"ne": "Food"}}),
        json!({"categories": null}),
    ]);
    let plain = MemoryItem {
        categories: Vec::new(),
        ..item()
    };
    assert!(parse(json!({"categories": null})).matches(&plain));
}

#[test]
fn the_text_is_searched_by_keywords() {
    passes([
        json!({"keywords": {"contains": "Pizza"}}),
        json!({"keywords": {"icontains": "pizza"}}),
        json!({"keywords": "pIZZA"}),
        json!({"text": {"contains": "喜欢"}}),
        json!({"keywords_search": {"icontains": "ναπολις"}}),
        json!({"memory": {"icontains": "ΝΑΠΟΛΙ"}}),
        json!({"data": "Mia 喜欢 Pizza from ΝΑΠΟΛΙΣ"}),
    ]);
    fails([
        json!({"keywords": {"contains": "pizza"}}),
        json!({"memory": "Mia"}),
    ]);
}

#[test]
fn unknown_operators_are_refused_with_the_nearest_one() {
    refused(
        json!({"price": {"gtr": 1}}),
        "price.gtr",
        "did you mean `gt`",
    );
    refused(
        json!({"price": {">=": 1}}),
        "price.>=",
        "did you mean `gte`",
    );
    refused(
        json!({"price": {"gt": 1, "contians": 2}}),
        "price.contians",
        "`contains`",
    );
    refused(
        json!({"AND": [{"price": {"$regexp": 1}}]}),
        "AND.0.price.$regexp",
        "operators are",
    );
    refused(
        json!({"$nor": [{"a": 1}]}),
        "$nor",
        "there is no operator `$nor`",
    );
    refused(json!({"$gt": 1}), "$gt", "inside a field's condition");
    refused(
        json!({"metadata": {"$gt": 1}}),
        "metadata.$gt",
        "metadata key",
    );
    refused(
        json!({"address": {"city": "Paris"}}),
        "address.city",
        "{\"eq\": {…}}",
    );
}

#[test]
fn operands_of_the_wrong_type_are_refused() {
    refused(
        json!({"price": {"in": 1}}),
        "price.in",
        "needs a list, not a number",
    );
    refused(
        json!({"price": {"gt": {"a": 1}}}),
        "price.gt",
        "not an object",
    );
    refused(json!({"price": {"lt": true}}), "price.lt", "not a boolean");
    refused(json!({"price": {"lte": null}}), "price.lte", "not null");
    refused(
        json!({"tags": {"contains": 3}}),
        "tags.contains",
        "needs a text",
    );
    refused(
        json!({"price": {"exists": 1}}),
        "price.exists",
        "true or false",
    );
    refused(
        json!({"price": {"eq": [1]}}),
        "price.eq",
        "`in` takes a list",
    );
    refused(
        json!({"price": {"ne": [1]}}),
        "price.ne",
        "`nin` takes a list",
    );
    refused(json!({"price": [[1]]}), "price.0", "single values");
    refused(json!({"price": {}}), "price", "no operator");
    refused(
        json!({"user_id": 5}),
        "user_id",
        "needs a text, not a number",
    );
    refused(
        json!({"categories": {"in": ["a", 1]}}),
        "categories.in.1",
        "needs a text",
    );
    refused(
        json!({"created_at": "soon"}),
        "created_at",
        "a date or a time",
    );
    refused(
        json!({"created_at": {"gte": "2026-13-01"}}),
        "created_at.gte",
        "a date or a time",
    );
    refused(
        json!({"created_at": {"contains": "2026"}}),
        "created_at.contains",
        "a time",
    );
    refused(
        json!({"created_at": {"gt": 1e300}}),
        "created_at.gt",
        "a date or a time",
    );
    refused(json!({"metadata": "x"}), "metadata", "an object of keys");
    refused(json!({"keywords": ["a"]}), "keywords", "not a list");
}

#[test]
fn broken_logic_is_refused() {
    refused(json!([]), "filters", "an object, not a list");
    refused(json!(null), "filters", "an object, not null");
    for word in ["AND", "OR", "NOT", "$and", "or", "not"] {
        if !word.eq_ignore_ascii_case("and") && word != "$and" {
            refused(json!({word: []}), word, "empty");
        }
        refused(json!({word: "x"}), word, "a list of filters");
        refused(
            json!({word: [{"a": 1}, 2]}),
            &format!("{word}.1"),
            "an object, not a number",
        );
    }
    refused(json!({"AND": {"a": 1}}), "AND", "not an object");
}

#[test]
fn depth_and_size_are_bounded() {
    let nested = |levels| (1..levels).fold(json!({"a": 1}), |inner, _| json!({"NOT": inner}));
    assert!(Filter::parse(&nested(Filter::MAX_DEPTH)).is_ok());
    let error = Filter::parse(&nested(Filter::MAX_DEPTH + 1)).unwrap_err();
    assert!(error.to_string().contains("64 levels"), "{error}");

    let deep = (0..100).fold(json!(1), |inner, _| json!({"a": inner}));
    assert!(Filter::parse(&json!({"k": {"eq": deep}})).is_err());

    let wide = |filters| json!({"OR": vec![json!({"a": 1}); filters]});
    assert!(Filter::parse(&wide(4_999)).is_ok());
    assert!(Filter::parse(&wide(5_000)).is_err());
    assert!(Filter::parse(&json!({"memory_ids": vec!["x"; 50_000]})).is_ok());
}

#[test]
fn required_ids_are_read_from_the_top_and_its_ands_only() {
    let ids = |json| parse(json).scope_ids();
    assert_eq!(
        ids(json!({"AND": [{"user_id": "mia"}, {"and": [{"runId": {"eq": "r"}}]}], "app_id": "*"})),
        [
            (ScopeId::User, "mia".to_owned()),
            (ScopeId::Run, "r".to_owned())
        ]
    );
    assert_eq!(
        ids(json!({"AND": [{"user_id": "a"}, {"user_id": "a"}]})).len(),
        1
    );
    assert_eq!(
        ids(json!({"AND": [{"user_id": "a"}, {"user_id": "b"}]})).len(),
        2
    );
    assert!(ids(json!({"OR": [{"user_id": "mia"}]})).is_empty());
    assert!(ids(json!({"NOT": {"user_id": "mia"}})).is_empty());
    assert!(ids(json!({"user_id": {"ne": "mia"}})).is_empty());
    assert!(ids(json!({"metadata.user_id": "mia"})).is_empty());
}

#[test]
fn a_filter_prints_as_the_json_that_makes_it() {
    let filter = parse(json!({"price": {"gt": 1, "lt": 3}, "metadata.id": "x", "done": null}));
    assert_eq!(
        filter.to_string(),
        r#"{"AND":[{"AND":[{"price":{"gt":1}},{"price":{"lt":3}}]},{"metadata.id":"x"},{"done":null}]}"#
    );
    assert_eq!(
        Filter::parse(&Filter::Any(Vec::new()).to_json()),
        Ok(parse(json!({"NOT": {}})))
    );
}
