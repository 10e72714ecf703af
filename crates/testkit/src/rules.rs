//! One list of rules, and what is made of it.
//!
//! A suite with an object of one's own is a list made by `rules_of!`, run by its `check`. A suite
//! whose every rule gets a test of its own hands its list, in modules, to the macros here:
//! `tests_of_rules!` makes the tests, and `assert_list_is_whole!` holds list and files together.

/// Makes the list of rules about `$subject`, each with its name: functions of this name beside it.
macro_rules! rules_of {
    ($subject:ty: $($rule:ident)+) => {
        /// A rule as a test may run it.
        pub type Rule = for<'a> fn(
            &'a $subject,
        ) -> std::pin::Pin<
            Box<dyn Future<Output = $crate::TestResult> + Send + 'a>,
        >;

        /// All rules, by name.
        pub const RULES: &[(&str, Rule)] = &[
            $((stringify!($rule), |subject| Box::pin($rule(subject)))),+
        ];
    };
}

/// Makes a `#[tokio::test]` of every rule of `$suite`, each on what `$open` opens (by `AsRef`).
#[doc(hidden)]
#[macro_export]
macro_rules! tests_of_rules {
    (($open:ident, $suite:ident) $($module:ident { $($rule:ident)+ })+) => {
        $(mod $module {
            $(#[tokio::test]
            async fn $rule() -> $crate::TestResult {
                let opened = super::$open().await;
                $crate::$suite::$module::$rule(opened.as_ref()).await
            })+
        })+
    };
}

/// Asserts that the list names just the public functions of the files in `$folder`, in order.
#[cfg(test)]
macro_rules! assert_list_is_whole {
    (($folder:literal) $($module:ident { $($rule:ident)+ })+) => {
        $(
            let source = include_str!(concat!($folder, stringify!($module), ".rs"));
            let written: Vec<&str> = source
                .lines()
                .filter_map(|line| line.strip_prefix("pub async fn ")?.split_once('('))
                .map(|(name, _)| name)
                .collect();
            let listed = [$(stringify!($rule)),+];
            let module = stringify!($module);
            assert_eq!(written, listed, "{module}: the list and the file differ");
        )+
    };
}
