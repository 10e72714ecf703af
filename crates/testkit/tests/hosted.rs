//! The double of the hosted API keeps the rules of every server of it.

use mem0_testkit::hosted::cases::ServerUnderTest;
use mem0_testkit::hosted::{HostedDouble, KEY, OTHER_KEY};

async fn empty_server() -> ServerUnderTest {
    let double = HostedDouble::start().await;
    ServerUnderTest::new(&double.url(), KEY)
        .with_other_key(OTHER_KEY)
        .keeping(double)
}

mem0_testkit::hosted_api_suite!(empty_server);
