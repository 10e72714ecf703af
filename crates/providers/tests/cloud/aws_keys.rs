//! Where AWS's keys are found, which win, and when they are fetched anew.

use mem0_core::{ChatMessage, ChatRequest, Llm, ModelError};
use mem0_providers::llm::aws_bedrock::BedrockLlmConfig;
use serde_json::{Value, json};
use wiremock::matchers::{header as has_header, method, path, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::double::{KEY_ID, REGION, SECRET, assert_signed, environment, form, header, received};

/// A model's server that also answers as clouds' servers of credentials do.
async fn double() -> MockServer {
    let server = MockServer::start().await;
    let answer = json!({
        "output": {"message": {"role": "assistant", "content": [{"text": "x"}]}},
        "stopReason": "end_turn",
        "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2},
    });
    Mock::given(path_regex("^/model/.*/converse$"))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .mount(&server)
        .await;
    server
}

fn keys(id: &str, lives_for: i64) -> Value {
    let end = jiff::Timestamp::now().as_second() + lives_for;
    json!({"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": id, "SecretAccessKey": SECRET,
        "Token": "a-session-token", "Expiration": jiff::Timestamp::from_second(end).unwrap().to_string()})
}

/// Asks so often, with this configuration and environment.
async fn ask(
    server: &MockServer,
    config: Value,
    variables: &[(&str, &str)],
    times: usize,
) -> Result<(), ModelError> {
    let uri = server.uri();
    let mut variables = variables.to_vec();
    variables.push(("AWS_ENDPOINT_URL", &uri));
    let config: BedrockLlmConfig = serde_json::from_value(config).unwrap();
    let client = config.build_in(&environment(&variables));
    for _ in 0..times {
        let request = ChatRequest {
            messages: vec![ChatMessage::user("你好")],
            ..ChatRequest::default()
        };
        client.chat(request).await?;
    }
    Ok(())
}

async fn calls(server: &MockServer) -> Vec<wiremock::Request> {
    let mut requests = received(server).await;
    requests.retain(|request| request.url.path().ends_with("/converse"));
    requests
}

#[tokio::test]
async fn the_environment_s_keys_are_used_with_their_token() {
    let server = double().await;
    let variables = [
        ("AWS_ACCESS_KEY_ID", KEY_ID),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
        ("AWS_SESSION_TOKEN", "a-session-token"),
        ("AWS_DEFAULT_REGION", REGION),
    ];
    ask(&server, json!({}), &variables, 1).await.unwrap();
    assert_signed(
        &calls(&server).await[0],
        KEY_ID,
        SECRET,
        Some("a-session-token"),
    );
}

#[tokio::test]
async fn keys_of_the_configuration_never_take_a_token_of_the_environment() {
    let server = double().await;
    let variables = [
        ("AWS_ACCESS_KEY_ID", "AKIAOTHER"),
        ("AWS_SECRET_ACCESS_KEY", "other"),
        ("AWS_SESSION_TOKEN", "another-token"),
    ];
    let config = json!({"aws_access_key_id": KEY_ID, "aws_secret_access_key": SECRET,
        "aws_region": REGION});
    ask(&server, config, &variables, 1).await.unwrap();
    assert_signed(&calls(&server).await[0], KEY_ID, SECRET, None);
}

#[tokio::test]
async fn profiles_give_keys_and_region_and_win_over_the_environment_if_they_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (credentials, config) = (
        folder.path().join("credentials"),
        folder.path().join("config"),
    );
    let text = format!(
        "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = {SECRET}\n\n\
         [work]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n"
    );
    std::fs::write(&credentials, text).unwrap();
    let text = format!(
        "[default]\nregion = {REGION}\n[profile work]\nregion = {REGION}\n\
         [profile sso]\nsso_session = corp\n"
    );
    std::fs::write(&config, text).unwrap();
    let files = [
        ("AWS_SHARED_CREDENTIALS_FILE", credentials.to_str().unwrap()),
        ("AWS_CONFIG_FILE", config.to_str().unwrap()),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ];
    let of_environment = [
        ("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT"),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
    ];
    let server = double().await;
    for (config, variables, expected) in [
        (json!({}), vec![], "AKIADEFAULT"),
        (json!({"aws_profile": "work"}), vec![], KEY_ID),
        (json!({}), vec![("AWS_PROFILE", "work")], KEY_ID),
        (json!({}), of_environment.to_vec(), "AKIAENVIRONMENT"),
        (
            json!({"aws_profile": "work"}),
            of_environment.to_vec(),
            KEY_ID,
        ),
    ] {
        let variables: Vec<_> = files.iter().copied().chain(variables).collect();
        ask(&server, config, &variables, 1).await.unwrap();
        assert_signed(calls(&server).await.last().unwrap(), expected, SECRET, None);
    }
    for (profile, expected) in [
        ("nobody", "there is no AWS profile \"nobody\""),
        ("sso", "`sso_session`"),
    ] {
        let config = json!({ "aws_profile": profile });
        let error = ask(&server, config, &files, 1).await.unwrap_err();
        assert!(!error.is_temporary());
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn a_container_s_keys_are_fetched_once_and_anew_before_they_expire() {
    for (lives_for, times, fetched) in [(3_600, 3, 1), (0, 3, 3)] {
        let server = double().await;
        Mock::given(method("GET"))
            .and(path("/v1/credentials"))
            .and(has_header("authorization", "container-token"))
            .respond_with(ResponseTemplate::new(200).set_body_json(keys(KEY_ID, lives_for)))
            .expect(fetched)
            .mount(&server)
            .await;
        let url = format!("{}/v1/credentials", server.uri());
        let variables = [
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", &*url),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "container-token"),
            ("AWS_REGION", REGION),
        ];
        ask(&server, json!({}), &variables, times).await.unwrap();
        for call in calls(&server).await {
            assert_signed(&call, KEY_ID, SECRET, Some("a-session-token"));
        }
    }
}

#[tokio::test]
async fn a_workload_s_token_is_exchanged_for_the_keys_of_its_role() {
    let server = double().await;
    let end = jiff::Timestamp::from_second(jiff::Timestamp::now().as_second() + 3_600).unwrap();
    let answer = format!(
        "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <AssumeRoleWithWebIdentityResult><Credentials><SessionToken>a-session-token</SessionToken>\
         <SecretAccessKey>{SECRET}</SecretAccessKey><Expiration>{end}</Expiration>\
         <AccessKeyId>{KEY_ID}</AccessKeyId></Credentials></AssumeRoleWithWebIdentityResult>\
         </AssumeRoleWithWebIdentityResponse>"
    );
    Mock::given(method("POST"))
        .and(path("/sts"))
        .respond_with(ResponseTemplate::new(200).set_body_string(answer))
        .expect(1)
        .mount(&server)
        .await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "cluster-token\n").unwrap();
    let url = format!("{}/sts", server.uri());
    let variables = [
        ("AWS_WEB_IDENTITY_TOKEN_FILE", file.to_str().unwrap()),
        ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/memory"),
        ("AWS_ENDPOINT_URL_STS", &*url),
        ("AWS_REGION", REGION),
    ];
    ask(&server, json!({}), &variables, 2).await.unwrap();
    let expected = [
        ("Action", "AssumeRoleWithWebIdentity"),
        ("Version", "2011-06-15"),
        ("RoleArn", "arn:aws:iam::123456789012:role/memory"),
        ("RoleSessionName", "mem0"),
        ("WebIdentityToken", "cluster-token"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(form(&received(&server).await[0]), expected);
    for call in calls(&server).await {
        assert_signed(&call, KEY_ID, SECRET, Some("a-session-token"));
    }
}

#[tokio::test]
async fn a_role_that_is_refused_is_told_in_aws_s_words() {
    let server = double().await;
    let answer = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>\
                  <Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message>\
                  </Error></ErrorResponse>";
    Mock::given(path("/sts"))
        .respond_with(ResponseTemplate::new(403).set_body_string(answer))
        .mount(&server)
        .await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "cluster-token").unwrap();
    let url = format!("{}/sts", server.uri());
    let variables = [
        ("AWS_WEB_IDENTITY_TOKEN_FILE", file.to_str().unwrap()),
        ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/memory"),
        ("AWS_ENDPOINT_URL_STS", &*url),
    ];
    let error = ask(&server, json!({}), &variables, 1).await.unwrap_err();
    assert!(
        matches!(error, ModelError::Unauthorized { .. }),
        "{error:?}"
    );
    assert!(
        error.to_string().contains("Not authorized to perform"),
        "{error}"
    );
    assert!(calls(&server).await.is_empty());
}

#[tokio::test]
async fn a_machine_s_keys_are_asked_for_by_the_second_version_of_its_protocol() {
    let server = double().await;
    Mock::given(method("PUT"))
        .and(path("/latest/api/token"))
        .and(has_header("x-aws-ec2-metadata-token-ttl-seconds", "21600"))
        .respond_with(ResponseTemplate::new(200).set_body_string("metadata-token"))
        .expect(1)
        .mount(&server)
        .await;
    let roles = "/latest/meta-data/iam/security-credentials/";
    Mock::given(method("GET"))
        .and(path(roles))
        .and(has_header("x-aws-ec2-metadata-token", "metadata-token"))
        .respond_with(ResponseTemplate::new(200).set_body_string("my-role\n"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .and(path(format!("{roles}my-role")))
        .and(has_header("x-aws-ec2-metadata-token", "metadata-token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(keys(KEY_ID, 3_600)))
        .expect(1)
        .mount(&server)
        .await;
    let variables = [
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", &*server.uri()),
        ("AWS_REGION", REGION),
    ];
    ask(&server, json!({}), &variables, 2).await.unwrap();
    for call in calls(&server).await {
        assert_signed(&call, KEY_ID, SECRET, Some("a-session-token"));
    }
}

#[tokio::test]
async fn a_machine_without_a_role_has_no_keys() {
    let server = double().await;
    let variables = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", &*server.uri())];
    let error = ask(&server, json!({}), &variables, 1).await.unwrap_err();
    assert!(
        matches!(
            error,
            ModelError::NoKey {
                setting: "aws_access_key_id",
                ..
            }
        ),
        "{error:?}"
    );
    assert!(calls(&server).await.is_empty());
}

#[tokio::test]
async fn nobody_sees_keys_that_were_fetched() {
    let server = MockServer::start().await;
    Mock::given(path_regex("^/model/"))
        .respond_with(move |request: &wiremock::Request| {
            let token = header(request, "x-amz-security-token").unwrap_or("none");
            let message = format!("The security token {token} of {SECRET} has expired");
            ResponseTemplate::new(403).set_body_json(json!({ "message": message }))
        })
        .mount(&server)
        .await;
    Mock::given(path("/keys"))
        .respond_with(ResponseTemplate::new(200).set_body_json(keys(KEY_ID, 3_600)))
        .mount(&server)
        .await;
    let url = format!("{}/keys", server.uri());
    let variables = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", &*url)];
    let error = ask(&server, json!({}), &variables, 1).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("token [hidden] of [hidden]"), "{shown}");
    assert!(
        !shown.contains(SECRET) && !shown.contains("a-session-token"),
        "{shown}"
    );
}
