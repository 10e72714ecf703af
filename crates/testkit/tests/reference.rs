//! The reference store keeps its own rules.

use mem0_testkit::{ReferenceStore, StoreUnderTest};

async fn empty_store() -> StoreUnderTest {
    StoreUnderTest::new(ReferenceStore::new())
}

mem0_testkit::memory_store_suite!(empty_store);
