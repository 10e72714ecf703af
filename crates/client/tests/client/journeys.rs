//! From adding to the reset, by name and by type.

use mem0_client::api::{
    AddRequest, ExportRequest, FeedbackRequest, FetchExport, Grade, Ids, ListRequest,
    MemberRequest, More, Paging, ProfileSettings, ProjectUpdate, SearchRequest, SummaryRequest,
    Tenancy, UpdateRequest, WebhookRequest,
};
use mem0_client::{Client, ClientOptions, ErrorKind};
use mem0_testkit::hosted::{HostedDouble, KEY};
use serde_json::{Value, json};

async fn started() -> (HostedDouble, Client) {
    let double = HostedDouble::start().await;
    let client = Client::new(ClientOptions::new(KEY).at(double.url())).unwrap();
    (double, client)
}

async fn added(client: &Client, user: &str, text: &str) -> String {
    let request = AddRequest {
        infer: Some(false),
        ..AddRequest::new(text, Ids::user(user))
    };
    let answer = client.add(&request).await.unwrap();
    let changes = answer.changes();
    assert_eq!(
        (changes[0].event.as_str(), changes[0].statement()),
        ("ADD", text)
    );
    changes[0].id.clone()
}

#[tokio::test]
async fn a_memory_is_added_found_changed_and_deleted() {
    let (_double, client) = started().await;
    let id = added(&client, "李雷", "我周日在河上划船").await;
    let found = client
        .search(&SearchRequest {
            query: "划船".into(),
            ids: Ids::user("李雷"),
            ..SearchRequest::default()
        })
        .await
        .unwrap();
    assert_eq!(found.results[0].id, id);
    assert!(found.results[0].score > Some(0.0));
    let update = UpdateRequest {
        text: Some("我周六划船".into()),
        ..UpdateRequest::default()
    };
    assert_eq!(
        client.update(&id, &update).await.unwrap().statement(),
        "我周六划船"
    );
    let memory = client.get(&id).await.unwrap();
    assert_eq!(memory.user_id.as_deref(), Some("李雷"));
    client.delete(&id).await.unwrap();
    let events: Vec<String> = client
        .history(&id)
        .await
        .unwrap()
        .into_iter()
        .map(|change| change.event)
        .collect();
    assert_eq!(events, ["ADD", "UPDATE", "DELETE"]);
    assert_eq!(
        client.get(&id).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
}

#[tokio::test]
async fn lists_come_whole_or_by_pages() {
    let (_double, client) = started().await;
    for number in 0..3 {
        added(&client, "mia", &format!("Fact {number}")).await;
    }
    let request = ListRequest {
        ids: Ids::user("mia"),
        ..ListRequest::default()
    };
    let all = client.get_all(&request).await.unwrap();
    assert_eq!((all.count, all.results.len()), (3, 3));
    let request = ListRequest {
        paging: Paging {
            page: Some(2),
            page_size: Some(2),
        },
        ..request
    };
    let page = client.get_all(&request).await.unwrap();
    assert_eq!((page.count, page.results.len()), (3, 1));
    assert!(page.previous.is_some() && page.next.is_none());
}

#[tokio::test]
async fn everybody_is_deleted_page_by_page() {
    let (double, client) = started().await;
    for number in 0..103 {
        added(&client, &format!("user {number}/x"), "Rows").await;
    }
    double.forget_requests();
    let answer = client.call("delete_users", json!({})).await.unwrap();
    assert_eq!(
        answer,
        json!({"message": "All users, agents, apps and runs deleted."})
    );
    let requests = double.requests();
    let gets = requests
        .iter()
        .filter(|request| request.method == "GET")
        .count();
    assert_eq!((gets, requests.len()), (2, 105));
    assert_eq!(client.users(Paging::default()).await.unwrap().page.count, 0);
    for operation in ["delete_users", "reset"] {
        let error = client.call(operation, json!({})).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string()),
            (ErrorKind::Argument, "No entities to delete".into())
        );
    }
}

#[tokio::test]
async fn a_reset_says_so() {
    let (_double, client) = started().await;
    added(&client, "mia", "Rows").await;
    added(&client, "bo", "Skis").await;
    let ids = Ids::user("bo");
    assert_eq!(
        client.delete_users(&ids).await.unwrap().message,
        "Entity deleted successfully."
    );
    let done = client.reset().await.unwrap();
    assert_eq!(
        done.message,
        "Client reset successful. All users and memories deleted."
    );
    assert_eq!(
        client.call("get_all", json!({})).await.unwrap()["results"],
        json!([])
    );
}

#[tokio::test]
async fn many_are_changed_and_deleted_at_once() {
    let (_double, client) = started().await;
    let (one, two) = (
        added(&client, "mia", "Rows").await,
        added(&client, "mia", "Skis").await,
    );
    let changes = vec![mem0_client::api::BatchItem {
        text: Some("Rows daily".into()),
        ..mem0_client::api::BatchItem::new(&one)
    }];
    client.batch_update(changes).await.unwrap();
    assert_eq!(client.get(&one).await.unwrap().memory, "Rows daily");
    client
        .batch_delete([one.as_str(), two.as_str()])
        .await
        .unwrap();
    assert!(
        client
            .delete_all(&Ids::user("mia"))
            .await
            .unwrap()
            .event_id
            .is_some()
    );
    let refused = client.delete_all(&Ids::default()).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Validation);
}

#[tokio::test]
async fn feedback_exports_summaries_and_events_are_there() {
    let (_double, client) = started().await;
    let id = added(&client, "mia", "Rows").await;
    let feedback = client
        .feedback(&FeedbackRequest {
            memory_id: id,
            feedback: Some(Grade::Positive),
            feedback_reason: Some("准确".into()),
        })
        .await
        .unwrap();
    assert_eq!(feedback.feedback, Some(Grade::Positive));
    let export = client
        .create_memory_export(&ExportRequest {
            schema: json!({"type": "object", "properties": {"sport": {"type": "string"}}}),
            filters: Some(json!({"user_id": "mia"})),
            ids: Ids::default(),
            export_instructions: None,
            tenancy: Tenancy::default(),
            more: More::new(),
        })
        .await
        .unwrap();
    let fetch = FetchExport {
        memory_export_id: Some(export.id),
        ..FetchExport::default()
    };
    assert_eq!(
        client.get_memory_export(&fetch).await.unwrap(),
        json!({"sport": "Rows"})
    );
    let request = SummaryRequest {
        filters: Some(json!({"user_id": "mia"})),
        ..SummaryRequest::default()
    };
    assert_eq!(client.get_summary(&request).await.unwrap().summary, "Rows");
    let events = client.get_events(Paging::default()).await.unwrap();
    let add = events
        .results
        .iter()
        .find(|event| event.event_type == "ADD")
        .unwrap();
    assert_eq!(client.get_event(&add.id).await.unwrap().status, "SUCCEEDED");
}

#[tokio::test]
async fn a_client_that_does_not_know_its_project_asks() {
    let (double, client) = started().await;
    let project = client.get_project().await.unwrap();
    assert_eq!(project.project_id.as_deref(), Some("prj_31"));
    let paths: Vec<String> = double
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(
        paths,
        [
            "/v1/ping/",
            "/api/v1/orgs/organizations/org_7f/projects/prj_31/"
        ]
    );
    let update = ProjectUpdate {
        custom_instructions: Some(json!("只记运动")),
        ..ProjectUpdate::default()
    };
    client.update_project(&update).await.unwrap();
    assert_eq!(
        client.get_project().await.unwrap().custom_instructions,
        Some(json!("只记运动"))
    );
    let pings = double
        .requests()
        .iter()
        .filter(|request| request.path == "/v1/ping/")
        .count();
    assert_eq!(pings, 1, "it remembers");
    let li = MemberRequest {
        email: "li@example.test".into(),
        role: None,
    };
    client.add_project_member(&li).await.unwrap();
    let members = client.get_project_members().await.unwrap();
    assert!(
        members
            .iter()
            .any(|member| member.email == li.email && member.role == "READER")
    );
    let owner = MemberRequest {
        role: Some("OWNER".into()),
        ..li.clone()
    };
    client.update_project_member(&owner).await.unwrap();
    client.remove_project_member(&li.email).await.unwrap();
    let made = client.create_project("p2", Some("划船")).await.unwrap();
    assert!(made.more["project_id"].is_string(), "{made:?}");
    client.delete_project().await.unwrap();
}

#[tokio::test]
async fn profiles_are_made_by_jobs() {
    let (_double, client) = started().await;
    let settings = ProfileSettings {
        enabled: Some(true),
        ..ProfileSettings::default()
    };
    client.update_profile_settings(&settings).await.unwrap();
    assert_eq!(
        client.get_profile_settings().await.unwrap().enabled,
        Some(true)
    );
    let job = client.generate_profile("李雷", "once").await.unwrap();
    let again = client.generate_profile("李雷", "once").await.unwrap();
    assert_eq!(job.job_id, again.job_id);
    let id = job.job_id.unwrap();
    assert_eq!(
        client.get_profile_job(&id).await.unwrap().status,
        "succeeded"
    );
    client.sample_profiles(Some(3), "other").await.unwrap();
    let profile = client.get_profile("李雷").await.unwrap();
    assert_eq!(
        (profile.entity_id.as_str(), profile.generation_count),
        ("李雷", 1)
    );
}

#[tokio::test]
async fn webhooks_come_and_go() {
    let (_double, client) = started().await;
    let request = WebhookRequest {
        name: Some("log".into()),
        url: Some("https://h.test/x".into()),
        event_types: Some(vec!["memory_add".into()]),
        is_active: None,
    };
    let made = client.create_webhook(&request).await.unwrap();
    let id = made.webhook_id.unwrap();
    let quiet = WebhookRequest {
        is_active: Some(false),
        ..WebhookRequest::default()
    };
    client.update_webhook(&id, &quiet).await.unwrap();
    assert!(!client.get_webhooks().await.unwrap()[0].is_active);
    client.delete_webhook(&id).await.unwrap();
    assert!(client.get_webhooks().await.unwrap().is_empty());
}

#[tokio::test]
async fn both_eras_of_every_call_are_understood() {
    let (_double, client) = started().await;
    added(&client, "mia", "Rows on the river").await;
    for arguments in [
        json!({"query": "river", "user_id": "mia"}),
        json!({"query": "river", "user_id": "mia", "version": "v2"}),
        json!({"query": "river", "filters": {"user_id": "mia"}}),
        json!({"query": "river", "filters": {"user_id": "mia"}, "version": "v3"}),
        json!({"query": "river", "filters": {"AND": [{"user_id": "mia"}]}, "user_id": "mia"}),
        json!({"query": "river", "user_id": "mia", "latest_only": true}),
    ] {
        let found = client.call("search", arguments.clone()).await.unwrap();
        assert_eq!(
            found["results"][0]["memory"], "Rows on the river",
            "{arguments}"
        );
    }
    for arguments in [
        json!({}),
        json!({"user_id": "mia"}),
        json!({"filters": {"user_id": "mia"}}),
        json!({"filters": {"user_id": "mia"}, "version": "v3", "page": 1}),
        json!({"user_id": "mia", "page_size": 5}),
        json!({"user_id": "mia", "top_k": 5}),
    ] {
        let listed = client.call("get_all", arguments.clone()).await.unwrap();
        assert_eq!(
            listed["results"].as_array().map(Vec::len),
            Some(1),
            "{arguments}"
        );
    }
    let put_off = json!({"messages": "I ski", "user_id": "mia", "async_mode": true});
    let added = client.call("add", put_off).await.unwrap();
    assert_eq!(
        (&added["status"], &added["results"][0]["status"]),
        (&json!("PENDING"), &json!("PENDING"))
    );
    let third = json!({"messages": "I bake", "user_id": "mia", "version": "v3"});
    assert!(client.call("add", third).await.unwrap()["event_id"].is_string());
    let gone = client
        .call("delete_all", json!({"filters": {"user_id": "mia"}}))
        .await
        .unwrap();
    assert_ne!(gone["message"], Value::Null);
}
