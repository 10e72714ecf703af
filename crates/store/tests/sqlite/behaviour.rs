//! The rules of every store, kept by a store in a file and by one in memory.

mod file {
    use mem0_testkit::StoreUnderTest;

    async fn empty_store() -> StoreUnderTest {
        let folder = tempfile::tempdir().unwrap();
        StoreUnderTest::new(crate::open(folder.path())).keeping(folder)
    }

    mem0_testkit::memory_store_suite!(empty_store);
}

mod memory {
    use mem0_store::{Settings, SqliteStore};
    use mem0_testkit::StoreUnderTest;

    async fn empty_store() -> StoreUnderTest {
        StoreUnderTest::new(SqliteStore::in_memory(Settings::default()).unwrap())
    }

    mem0_testkit::memory_store_suite!(empty_store);
}
