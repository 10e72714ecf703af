//! Values, lists, nulls and words of logic.

use super::*;

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
