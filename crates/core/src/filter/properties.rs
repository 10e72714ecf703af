//! What holds for every filter.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Filter;
use super::tests::item;

fn scalar() -> BoxedStrategy<Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_u8..20).prop_map(Value::from),
        (-20.0..20.0).prop_map(|number: f64| json!(number)),
        "[a-c*]{0,3}".prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
        "202[56]-0[1-3]-[0-3][0-9](T[0-2][0-9]:00:00(Z|\\+08:00)?)?".prop_map(Value::from),
    ]
    .boxed()
}

/// Any JSON at all, its keys often being words of the language.
fn anything() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        "(\\$)?(AND|OR|NOT|and|or|not)",
        "(\\$)?(eq|ne|gte?|lte?|in|nin|contains|icontains|exists|like)",
        "(metadata\\.)?(user_id|runId|created_at|expiration_date|categories|keywords|id)",
        "(metadata|type|price|tags|due|address|address\\.city|a\\.b)",
        "\\PC{0,4}",
    ];
    scalar().prop_recursive(6, 60, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// JSON that the grammar describes (operands may still be refused).
fn grammatical() -> impl Strategy<Value = Value> {
    let field = prop_oneof![
        "(metadata\\.)?(type|price|ratio|done|tags|none|due|met|code|a\\.b|address\\.city|AND|nothing)",
        "(user_id|runId|role|memory_ids|text|categories|created_at|timestamp|expiration_date)",
    ];
    let operands = prop::collection::vec(scalar(), 0..3).prop_map(Value::from);
    let condition = prop_oneof![
        scalar(),
        operands.clone(),
        ("(\\$)?(eq|ne|gte?|lte?|i?contains)", scalar())
            .prop_map(|(operator, operand)| json!({operator: operand})),
        ("(\\$)?n?in", operands).prop_map(|(operator, operand)| json!({operator: operand})),
    ];
    let leaf = prop::collection::vec((field, condition), 0..3)
        .prop_map(|entries| Value::Object(entries.into_iter().collect()));
    leaf.prop_recursive(4, 24, 3, |inner| {
        let list = prop::collection::vec(inner.clone(), 1..4).prop_map(Value::from);
        prop_oneof![
            ("(\\$)?(AND|OR|NOT|and|or|not)", list).prop_map(|(word, list)| json!({word: list})),
            inner.prop_map(|inner| json!({"NOT": inner})),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn no_json_makes_the_reader_panic(json in anything()) {
        if let Ok(filter) = Filter::parse(&json) {
            prop_assert_eq!(Filter::parse(&filter.to_json()), Ok(filter));
        }
    }

    #[test]
    fn a_filter_survives_the_way_through_json(json in grammatical()) {
        if let Ok(filter) = Filter::parse(&json) {
            prop_assert_eq!(Filter::parse(&filter.to_json()), Ok(filter));
        }
    }

    #[test]
    fn not_is_the_complement(json in grammatical()) {
        let denied = json!({"NOT": json});
        if let (Ok(filter), Ok(denied)) = (Filter::parse(&json), Filter::parse(&denied)) {
            prop_assert_ne!(filter.matches(&item()), denied.matches(&item()));
        }
    }

    #[test]
    fn ne_and_nin_are_the_complements_of_eq_and_in(value in scalar(), key in "type|tags|none|x") {
        let matches = |json: Value| Filter::parse(&json).map(|filter| filter.matches(&item()));
        let equal = matches(json!({&key: {"eq": value}})).unwrap();
        prop_assert_ne!(equal, matches(json!({&key: {"ne": value}})).unwrap());
        let among = matches(json!({&key: {"in": [value]}})).unwrap();
        prop_assert_eq!(equal, among);
        prop_assert_ne!(among, matches(json!({&key: {"nin": [value]}})).unwrap());
    }
}
