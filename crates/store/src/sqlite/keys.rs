//! Small numbers by which rows are looked up.
//!
//! Ids and hashes are long and random: an index of them is large, and every commit dirties pages
//! all over it. An index of 64-bit hashes of them is four times smaller. Two things may share a
//! number, so whoever looks one up also compares the columns themselves. The numbers are part of
//! the file's format: they never change.

use mem0_core::{Scope, ScopeId};

/// FNV-1a, as its authors published it.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(mut self, bytes: &[u8]) -> Self {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self
    }

    fn number(self) -> i64 {
        self.0 as i64
    }
}

/// The number of an id.
pub(super) fn id_key(id: &str) -> i64 {
    Fnv::new().add(id.as_bytes()).number()
}

/// The number of a text's hash in exactly this scope.
pub(super) fn hash_key(scope: &Scope, hash: &str) -> i64 {
    let mut key = Fnv::new().add(scope.namespace.as_str().as_bytes());
    for id in ScopeId::ALL {
        // Neither byte occurs in UTF-8, so no two scopes are written alike.
        key = match scope.get(id) {
            Some(value) => key.add(&[0xfe]).add(value.as_bytes()),
            None => key.add(&[0xff]),
        };
    }
    key.add(&[0xfe]).add(hash.as_bytes()).number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_never_change() {
        assert_eq!(id_key(""), 0xcbf2_9ce4_8422_2325_u64 as i64);
        assert_eq!(id_key("a"), 0xaf63_dc4c_8601_ec8c_u64 as i64);
        let here = hash_key(&Scope::user("ann"), "5d41402abc4b2a76b9719d911017c592");
        assert_ne!(
            here,
            hash_key(&Scope::agent("ann"), "5d41402abc4b2a76b9719d911017c592")
        );
    }
}
