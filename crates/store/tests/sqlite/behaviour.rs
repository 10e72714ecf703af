//! The rules of every store, kept by a store in a file and by one in memory.

macro_rules! tests {
    (($open:ident) $($module:ident { $($rule:ident)+ })+) => {
        $(mod $module {
            $(#[tokio::test]
            async fn $rule() -> mem0_testkit::TestResult {
                let opened = super::$open().await;
                mem0_testkit::memory_store::$module::$rule(opened.store()).await
            })+
        })+
    };
}

mod file {
    use mem0_testkit::StoreUnderTest;

    async fn empty_store() -> StoreUnderTest {
        let folder = tempfile::tempdir().unwrap();
        StoreUnderTest::new(crate::open(folder.path())).keeping(folder)
    }

    mem0_testkit::memory_store_rules! { tests!(empty_store) }
}

mod memory {
    use mem0_store::{Settings, SqliteStore};
    use mem0_testkit::StoreUnderTest;

    async fn empty_store() -> StoreUnderTest {
        StoreUnderTest::new(SqliteStore::in_memory(Settings::default()).unwrap())
    }

    mem0_testkit::memory_store_rules! { tests!(empty_store) }
}
