//! The rules of every store, kept by a pair: with a vector store that can do everything, with one
//! that can do little, and with one that is always down.

mod whole {
    use mem0_testkit::StoreUnderTest;

    async fn empty_store() -> StoreUnderTest {
        StoreUnderTest::new(crate::pair(&crate::side(), &crate::vectors()).await)
    }

    mem0_testkit::memory_store_suite!(empty_store);
}

mod scanty {
    use std::sync::Arc;

    use mem0_core::Namespace;
    use mem0_core::vector_store::Capabilities;
    use mem0_store::PairedStore;
    use mem0_testkit::{PlainVectorStore, StoreUnderTest};

    async fn empty_store() -> StoreUnderTest {
        let vectors = PlainVectorStore::that_can(Capabilities::default());
        let paired =
            PairedStore::open(crate::side(), Arc::new(vectors), Namespace::default()).await;
        StoreUnderTest::new(paired.unwrap())
    }

    mem0_testkit::memory_store_suite!(empty_store);
}
