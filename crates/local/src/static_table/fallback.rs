//! The vector of a text in which no token is known.

use super::folding::Folded;
use super::format::Table;
use super::{excerpt, normalize};

/// Fills `vector` with the direction hashed from the text's characters, of length 1.
pub(super) fn hashed(table: &Table, text: &str, vector: &mut [f32]) {
    vector.fill(0.0);
    for part in excerpt::parts(text) {
        let folded = Folded::new(table, part);
        for character in folded
            .text
            .chars()
            .filter(|character| !character.is_whitespace())
        {
            add_signs(u64::from(character as u32), vector);
        }
    }
    if !normalize(vector) {
        vector.fill(0.0);
        add_signs(0, vector);
        normalize(vector);
    }
}

/// Adds 1 or -1 to every dimension, by SplitMix64 from the seed.
fn add_signs(seed: u64, vector: &mut [f32]) {
    let mut state = seed.wrapping_mul(0x2545_f491_4f6c_dd1d);
    for block in vector.chunks_mut(64) {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        for x in block {
            *x += if bits & 1 == 1 { 1.0 } else { -1.0 };
            bits >>= 1;
        }
    }
}
