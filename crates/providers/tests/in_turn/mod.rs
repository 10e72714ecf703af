//! A double of a server that gives its answers one after another.

use wiremock::{Mock, MockBuilder, MockServer, ResponseTemplate};

/// A server that gives these answers to what is `asked`, in this order; the last one for ever.
pub async fn in_turn(
    asked: impl Fn() -> MockBuilder,
    answers: Vec<ResponseTemplate>,
) -> MockServer {
    let server = MockServer::start().await;
    let last = answers.len() - 1;
    for (place, answer) in answers.into_iter().enumerate() {
        let mock: Mock = asked().respond_with(answer);
        let mock = if place < last {
            mock.up_to_n_times(1)
        } else {
            mock
        };
        mock.with_priority(u8::try_from(place + 1).unwrap())
            .mount(&server)
            .await;
    }
    server
}
