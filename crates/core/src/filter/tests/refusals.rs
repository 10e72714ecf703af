//! What is no filter, and what a filter tells of itself.

use super::*;

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
