//! The rules of every store, kept by a store in a file and by one in memory.

mod file {
    use mem0_testkit::StoreUnderTest;

    async fn empty_store() -> StoreUnderTest {
        let folder = tempfile::tempdir().unwrap();
        StoreUnderTest::new(crate::open(folder.path())).keeping(folder)
    }

    mem0_testkit::memory_store_suite!(empty_store);
}

/// With sketches of vectors in RAM instead of whole ones, as for large scopes.
mod sketched {
    use mem0_store::{Settings, SqliteStore};
    use mem0_testkit::StoreUnderTest;

    async fn empty_store() -> StoreUnderTest {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            whole_vectors: 3,
            ..crate::settings()
        };
        let store = SqliteStore::open(folder.path().join("mem0.db"), settings).unwrap();
        StoreUnderTest::new(store).keeping(folder)
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
