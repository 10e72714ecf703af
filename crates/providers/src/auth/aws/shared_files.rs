//! The files that AWS's programs share: `~/.aws/credentials` and `~/.aws/config`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::auth::Variables;

/// What a file says, section by section.
pub(super) type Sections = BTreeMap<String, BTreeMap<String, String>>;

/// Where the two files are.
#[derive(Clone)]
pub(super) struct SharedFiles {
    pub(super) credentials: Option<PathBuf>,
    pub(super) config: Option<PathBuf>,
}

impl SharedFiles {
    pub(super) const VARIABLES: [&str; 4] = [
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_CONFIG_FILE",
        "HOME",
        "USERPROFILE",
    ];

    pub(super) fn of(variables: &Variables) -> Self {
        let home = variables
            .get("HOME")
            .or_else(|| variables.get("USERPROFILE"))
            .map(PathBuf::from);
        let place = |variable: &str, name: &str| {
            let named =
                variables
                    .get(variable)
                    .map(|path| match (path.strip_prefix("~/"), &home) {
                        (Some(rest), Some(home)) => home.join(rest),
                        _ => PathBuf::from(path),
                    });
            named.or_else(|| Some(home.as_ref()?.join(".aws").join(name)))
        };
        Self {
            credentials: place("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
            config: place("AWS_CONFIG_FILE", "config"),
        }
    }

    /// What both files say of a profile; the credentials file wins. `None`: neither knows it.
    pub(super) fn profile(&self, name: &str) -> Option<BTreeMap<String, String>> {
        let credentials = read(self.credentials.as_ref()).remove(name);
        let mut config = read(self.config.as_ref());
        let config = config
            .remove(&format!("profile {name}"))
            .or_else(|| config.remove(name));
        match (config, credentials) {
            (None, None) => None,
            (config, credentials) => {
                let mut profile = config.unwrap_or_default();
                profile.extend(credentials.unwrap_or_default());
                Some(profile)
            }
        }
    }
}

/// The sections of a file; a missing or unreadable one has none.
fn read(path: Option<&PathBuf>) -> Sections {
    let text = path.and_then(|path| std::fs::read_to_string(path).ok());
    sections(&text.unwrap_or_default())
}

/// Reads the form of these files: `[section]`, `key = value`, comments from `#` or `;` on.
/// Indented lines belong to nested settings, of which none is needed here.
fn sections(text: &str) -> Sections {
    let mut sections = Sections::new();
    let mut current = None;
    for line in text.trim_start_matches('\u{feff}').lines() {
        if line.starts_with([' ', '\t', '#', ';']) {
            continue;
        }
        let line = line.trim();
        if let Some(rest) = line.strip_prefix('[') {
            let name = rest.split(']').next().unwrap_or_default();
            let words: Vec<&str> = name.split_whitespace().collect();
            let name = words.join(" ").replace('"', "");
            sections.entry(name.clone()).or_default();
            current = Some(name);
        } else if let (Some(section), Some((key, value))) = (&current, line.split_once('=')) {
            let value = value.split(" #").next().unwrap_or_default();
            let value = value.split(" ;").next().unwrap_or_default().trim();
            sections
                .entry(section.clone())
                .or_default()
                .insert(key.trim().to_lowercase(), value.to_owned());
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_comments_and_nested_lines_are_told_apart() {
        let text = "\
# a comment
[default]
aws_access_key_id = AKIA1
aws_secret_access_key=a/b+c==
region = eu-west-1 # there
s3 =
  max_concurrent_requests = 20

[profile  work]
Region=cn-north-1
";
        let sections = sections(text);
        assert_eq!(sections["default"]["aws_access_key_id"], "AKIA1");
        assert_eq!(sections["default"]["aws_secret_access_key"], "a/b+c==");
        assert_eq!(sections["default"]["region"], "eu-west-1");
        assert!(!sections["default"].contains_key("max_concurrent_requests"));
        assert_eq!(sections["profile work"]["region"], "cn-north-1");
    }
}
