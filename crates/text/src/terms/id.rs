//! The identity of an index term.

/// What an index term was made of; kept in the id, so that a reader needs no text to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TermClass {
    /// A word: folded, and stemmed in a way that does not depend on the text's language.
    Word,
    /// One Chinese character or Korean syllable: weak evidence, it weighs less than a bigram.
    Character,
    /// Two neighbouring characters of a script that is written without spaces.
    Bigram,
    /// What more forms of a word share than its stem, beside its [`TermClass::Word`].
    Root,
}

/// A stable 64-bit name of a normalised index term.
///
/// The two lowest bits are the [`TermClass`]; the others come from FNV-1a (64 bit) over the
/// term's UTF-8 bytes, mixed by MurmurHash3's finaliser so that short terms spread as well as
/// long ones. Ids are stored on disk: the function never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(u64);

impl TermId {
    /// The id of a normalised term.
    pub const fn new(class: TermClass, normalised: &str) -> Self {
        let hash = mix(fnv1a(normalised.as_bytes()));
        Self((hash & !0b11) | class as u64)
    }

    /// The id as it is stored.
    pub const fn to_bits(self) -> u64 {
        self.0
    }

    /// An id that was stored.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// What the term was made of.
    pub const fn class(self) -> TermClass {
        match self.0 & 0b11 {
            0 => TermClass::Word,
            1 => TermClass::Character,
            2 => TermClass::Bigram,
            _ => TermClass::Root,
        }
    }

    /// Whether the term stands for itself: a word or a bigram, not one of the weaker views.
    pub const fn is_primary(self) -> bool {
        matches!(self.class(), TermClass::Word | TermClass::Bigram)
    }
}

/// FNV-1a over bytes, 64 bit (Fowler, Noll, Vo; draft-eastlake-fnv).
pub(crate) const fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

/// MurmurHash3's 64-bit finaliser.
const fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// A hasher for keys that are hashes already.
#[derive(Debug, Default, Clone)]
pub struct TermIdHasher(u64);

impl std::hash::Hasher for TermIdHasher {
    fn finish(&self) -> u64 {
        // The class bits would leave three quarters of a table's buckets unused.
        self.0.rotate_right(2)
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= fnv1a(bytes);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A map keyed by term, without hashing twice.
pub type TermMap<V> =
    std::collections::HashMap<TermId, V, std::hash::BuildHasherDefault<TermIdHasher>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_never_change() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x85944171f73967e8);
        assert_eq!(
            TermId::new(TermClass::Word, "memory").to_bits(),
            0xdc66_c530_b2b1_ba8c
        );
        assert_eq!(
            TermId::new(TermClass::Bigram, "记忆").to_bits(),
            0xd073_4fcc_9d68_c2f2
        );
    }

    #[test]
    fn the_class_is_read_from_the_id() {
        for class in [
            TermClass::Word,
            TermClass::Character,
            TermClass::Bigram,
            TermClass::Root,
        ] {
            let id = TermId::new(class, "猫");
            assert_eq!(id.class(), class);
            assert_eq!(TermId::from_bits(id.to_bits()), id);
        }
    }
}
