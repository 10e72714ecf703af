//! What fields there are, and how each is compared.

use super::*;

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
