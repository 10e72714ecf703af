//! Scopes, memories and filters for property tests.
//!
//! All draw from one small vocabulary, so that a filter often matches, and a memory of another
//! scope often looks the same.

use jiff::{SignedDuration, Timestamp};
use mem0_core::filter::{Field, Filter, Test};
use mem0_core::{MemoryItem, MemoryKind, Metadata, Namespace, Scope};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::scribe::FIRST_MOMENT;

/// A scope of one of two namespaces, with few different ids.
pub fn arbitrary_scope() -> impl Strategy<Value = Scope> {
    let id = |values: &'static [&'static str]| {
        prop::option::weighted(0.6, prop::sample::select(values)).prop_map(|it| it.map(Into::into))
    };
    (
        prop::sample::select(&["mem0", "other"][..]),
        id(&["ann", "Ann", "a/b", "李雷"]),
        id(&["tutor", "🦀"]),
        id(&["monday", "tuesday"]),
        id(&["web"]),
    )
        .prop_map(|(namespace, user_id, agent_id, run_id, app_id)| Scope {
            namespace: Namespace::new(namespace),
            user_id,
            agent_id,
            run_id,
            app_id,
        })
}

/// A current first version of a memory, with an id of its own.
pub fn arbitrary_item() -> impl Strategy<Value = MemoryItem> {
    let who = (
        prop::option::of(prop::sample::select(&["Ann", "小明", "bob"][..])),
        prop::option::of(prop::sample::select(&["user", "assistant"][..])),
    );
    let when = (moment(), moment(), moment(), prop::option::of(0_i32..4));
    let what = (
        text(),
        arbitrary_metadata(),
        prop::collection::vec(
            prop::sample::select(&["food", "Travel plans", "爱好"][..]),
            0..3,
        ),
        any::<bool>(),
    );
    (any::<u128>(), arbitrary_scope(), who, when, what).prop_map(
        |(id, scope, (actor_id, role), when, (text, metadata, categories, immutable))| {
            let (occurred_at, created_at, updated_at, expires_in) = when;
            let expires_on = expires_in.and_then(|days| {
                crate::scribe::TODAY
                    .checked_add(jiff::Span::new().days(days - 2))
                    .ok()
            });
            MemoryItem {
                kind: MemoryKind::Message,
                actor_id: actor_id.map(Into::into),
                role: role.map(Into::into),
                metadata,
                categories: categories.into_iter().map(Into::into).collect(),
                created_at,
                updated_at: updated_at.max(created_at),
                expires_on,
                immutable,
                ..MemoryItem::new(Uuid::from_u128(id), scope, text, occurred_at)
            }
        },
    )
}

/// A filter as [`Filter::parse`] makes them: whatever a store is asked comes from there.
pub fn arbitrary_filter() -> impl Strategy<Value = Filter> {
    test_of_a_field().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Filter::Any),
            inner.prop_map(|filter| Filter::Not(Box::new(filter))),
        ]
    })
}

/// What callers may attach: all types, lists and objects, missing keys and nulls.
pub fn arbitrary_metadata() -> impl Strategy<Value = Metadata> {
    let value = prop_oneof![
        4 => scalar(),
        1 => Just(Value::Null),
        2 => prop::collection::vec(scalar(), 0..3).prop_map(Value::from),
        1 => (nested_key(), scalar()).prop_map(|(key, value)| json!({key: value})),
    ];
    prop::collection::vec((key(), value), 0..5).prop_map(|entries| entries.into_iter().collect())
}

/// The first `count` values of a strategy, the same ones in every run.
///
/// # Panics
/// The strategy can't make a value.
pub fn samples<S: Strategy>(strategy: S, count: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..count)
        .map(|_| {
            strategy
                .new_tree(&mut runner)
                .expect("the strategy makes values")
                .current()
        })
        .collect()
}

fn test_of_a_field() -> BoxedStrategy<Filter> {
    let texts = prop_oneof![
        texts_of(Field::UserId, &["ann", "Ann", "a/b", "李雷", "nobody"]),
        texts_of(Field::AgentId, &["tutor", "🦀"]),
        texts_of(Field::RunId, &["monday", "tuesday"]),
        texts_of(Field::AppId, &["web"]),
        texts_of(Field::ActorId, &["Ann", "小明"]),
        texts_of(Field::Role, &["user", "assistant"]),
        texts_of(
            Field::Categories,
            &["food", "Travel plans", "爱好", "plan", "FOOD"]
        ),
        texts_of(
            Field::Text,
            &[
                "tea",
                "Tea",
                "喜欢",
                "",
                "Ann drinks tea",
                "' OR 1=1 --",
                "%"
            ]
        ),
    ];
    let times = (
        prop::sample::select(vec![
            Field::CreatedAt,
            Field::UpdatedAt,
            Field::OccurredAt,
            Field::ExpirationDate,
        ]),
        tests_with(
            moment().prop_map(|it| json!(it.to_string())),
            prop::bool::ANY.boxed(),
        ),
    );
    let metadata = (
        prop_oneof![4 => key(), 1 => nested_key().prop_map(|it| format!("address.{it}"))],
        prop_oneof![
            4 => tests_with(scalar(), prop::bool::ANY.boxed()),
            1 => part().prop_map(Test::Contains),
            1 => part().prop_map(Test::ContainsIgnoringCase),
            1 => (nested_key(), scalar()).prop_map(|(key, value)| Test::Equals(json!({key: value}))),
        ],
    );
    prop_oneof![
        3 => texts,
        2 => times.prop_map(|(field, test)| Filter::Field(field, test)),
        4 => metadata.prop_map(|(key, test)| Filter::Field(Field::Metadata(key), test)),
    ]
    .boxed()
}

fn texts_of(field: Field, values: &'static [&'static str]) -> BoxedStrategy<Filter> {
    let value = prop::sample::select(values);
    // On categories `contains` is read as `icontains`, so no reader gives the plain one.
    let part = if field == Field::Categories {
        value
            .clone()
            .prop_map(|it| Test::ContainsIgnoringCase(it.to_owned()))
            .boxed()
    } else {
        value
            .clone()
            .prop_map(|it| Test::Contains(it.to_owned()))
            .boxed()
    };
    prop_oneof![
        4 => tests_with(value.clone().prop_map(Value::from), prop::bool::ANY.boxed()),
        1 => part,
        1 => value.prop_map(|it| Test::ContainsIgnoringCase(it.to_owned())),
    ]
    .prop_map(move |test| Filter::Field(field.clone(), test))
    .boxed()
}

/// Every test that takes such values. Booleans have no order, so ranges leave them out.
fn tests_with(
    value: impl Strategy<Value = Value> + Clone + 'static,
    exists: BoxedStrategy<bool>,
) -> BoxedStrategy<Test> {
    let bound = value
        .clone()
        .prop_map(|it| if it.is_boolean() { json!(0) } else { it });
    prop_oneof![
        value.clone().prop_map(Test::Equals),
        value.clone().prop_map(Test::NotEquals),
        prop::collection::vec(value.clone(), 0..3).prop_map(Test::In),
        prop::collection::vec(value, 0..3).prop_map(Test::NotIn),
        bound.clone().prop_map(Test::Greater),
        bound.clone().prop_map(Test::GreaterOrEqual),
        bound.clone().prop_map(Test::Less),
        bound.prop_map(Test::LessOrEqual),
        exists.prop_map(Test::Exists),
    ]
    .boxed()
}

fn scalar() -> BoxedStrategy<Value> {
    prop_oneof![
        (-2_i64..4).prop_map(Value::from),
        prop::sample::select(&[-1.0, 0.5, 1.0, 2.5][..]).prop_map(|number: f64| json!(number)),
        prop::sample::select(&[9_007_199_254_740_993, i64::MAX, i64::MIN][..])
            .prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        prop::sample::select(WORDS).prop_map(Value::from),
    ]
    .boxed()
}

/// Texts that are easily confused: numbers, dates of one moment, cases, quotes, jokers.
const WORDS: &[&str] = &[
    "1",
    "true",
    "tea",
    "Tea",
    "茶",
    "",
    "*",
    "it's",
    "100%",
    "a_b",
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "2026-01-01T08:00:00+08:00",
    "2026-01-01 07:30",
];

fn part() -> impl Strategy<Value = String> {
    prop::sample::select(&["te", "TE", "茶", "", "%", "_", "'", "2026"][..]).prop_map(Into::into)
}

fn key() -> BoxedStrategy<String> {
    prop::sample::select(
        &[
            "type",
            "price",
            "tags",
            "address",
            "a.b",
            "钥匙",
            "it's \"$key\"",
        ][..],
    )
    .prop_map(Into::into)
    .boxed()
}

fn nested_key() -> BoxedStrategy<String> {
    prop::sample::select(&["city", "zip"][..])
        .prop_map(Into::into)
        .boxed()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(
            &[
                "Ann drinks tea",
                "TEA",
                "我喜欢喝茶",
                "100% sure",
                "it's 'quoted'"
            ][..]
        )
        .prop_map(Into::into),
        "\\PC{1,12}",
    ]
}

/// Some hour of the four days from [`FIRST_MOMENT`], some of them with microseconds.
fn moment() -> BoxedStrategy<Timestamp> {
    (0_i64..96, prop::bool::ANY)
        .prop_map(|(hours, odd)| {
            let odd = SignedDuration::from_micros(if odd { 123_456 } else { 0 });
            FIRST_MOMENT + SignedDuration::from_hours(hours) + odd
        })
        .boxed()
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest! {
        #[test]
        fn every_arbitrary_filter_survives_the_way_through_json(filter in arbitrary_filter()) {
            prop_assert_eq!(Filter::parse(&filter.to_json()), Ok(filter));
        }

        #[test]
        fn not_is_the_complement(filter in arbitrary_filter(), item in arbitrary_item()) {
            let denied = Filter::Not(Box::new(filter.clone()));
            prop_assert_ne!(filter.matches(&item), denied.matches(&item));
        }
    }

    #[test]
    fn filters_and_items_meet_often_enough_to_tell() {
        let items = samples(arbitrary_item(), 50);
        let filters = samples(arbitrary_filter(), 200);
        let telling = filters.iter().filter(|filter| {
            let matched = items.iter().filter(|item| filter.matches(item)).count();
            0 < matched && matched < items.len()
        });
        let telling = telling.count();
        assert!(
            telling > 60,
            "only {telling} of 200 filters tell memories apart"
        );
    }
}
