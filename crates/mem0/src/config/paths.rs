//! Paths as people write them.

use std::path::{Path, PathBuf};

/// Replaces a leading `~` by the home folder; without a home folder the path stays as it is.
pub(crate) fn expand(path: &str) -> PathBuf {
    let path = path.trim();
    let Some(rest) = path.strip_prefix('~') else {
        return PathBuf::from(path);
    };
    if !rest.is_empty() && !rest.starts_with(['/', '\\']) {
        return PathBuf::from(path);
    }
    match std::env::home_dir().filter(|home| !home.as_os_str().is_empty()) {
        Some(home) => home.join(rest.trim_start_matches(['/', '\\'])),
        None => PathBuf::from(path),
    }
}

/// The path that stands in a file: relative ones count from the file's folder.
pub(crate) fn from_file(path: &str, file: &Path) -> String {
    let expanded = expand(path);
    if path == MEMORY || expanded.is_absolute() || path.starts_with('~') {
        return path.to_owned();
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    folder.join(expanded).to_string_lossy().into_owned()
}

/// The name of the store's file, where nobody names one.
pub(crate) const FILE: &str = "memory.db";

/// The path that stands for a store in this process only.
pub(crate) const MEMORY: &str = ":memory:";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_the_home_folder_and_only_at_the_beginning() {
        let home = std::env::home_dir().unwrap();
        assert_eq!(expand("~"), home);
        assert_eq!(expand("~/.mem0"), home.join(".mem0"));
        assert_eq!(expand("~ann/x"), PathBuf::from("~ann/x"));
        assert_eq!(expand("/a/~/b"), PathBuf::from("/a/~/b"));
    }

    #[test]
    fn a_relative_path_in_a_file_counts_from_the_files_folder() {
        let file = Path::new("/etc/mem0/config.toml");
        assert_eq!(from_file("notes.db", file), "/etc/mem0/notes.db");
        assert_eq!(from_file("/var/notes.db", file), "/var/notes.db");
        assert_eq!(from_file(":memory:", file), ":memory:");
        assert_eq!(from_file("~/notes.db", file), "~/notes.db");
    }
}
