//! Vectors drawn with four bits for each dimension, for segments that are large.
//!
//! Each number of a vector becomes one of 16 equal steps over three times its root mean square on
//! either side (what lies beyond is cut off). The upper two bits, kept apart, are a sieve that
//! reads 64 bytes of a vector with 256 dimensions; what passes it is looked at with all four bits,
//! and what passes that is compared exactly, from the file. So this is no exact search: among
//! 264 000 sentences, all of the 64 rows with the highest cosine were found, and 99.97 % of 128.
//!
//! Rounding shortens a vector by more or less; as in RaBitQ (Gao and Long, SIGMOD 2024), each
//! estimate is divided by how much of the vector the rounded one keeps, so that it errs to neither
//! side.

use super::best::Best;
use super::bitmap::Bitmap;
use super::vectors::{Asked, NO_VECTOR, weighted};
use crate::sqlite::codes;
use crate::sqlite::simd::crumbs::{self, pack, product, products};

/// How many root mean squares the steps reach to either side.
const REACH: f32 = 3.0;

/// Rows that pass the sieve, for each one that is wanted.
const SIFTED: usize = 32;

/// Rows that are compared exactly, for each one that is wanted.
const FINALISTS: usize = 3;

/// Sketches of vectors; where one is missing, its scales are not a number.
#[derive(Debug)]
pub(super) struct Sketches {
    pub(super) dimensions: usize,
    /// Bytes of a row in each half.
    stride: usize,
    upper: Vec<u8>,
    lower: Vec<u8>,
    /// The size of a step of the upper half alone.
    rough: Vec<f32>,
    /// The size of a step of both.
    scales: Vec<f32>,
}

impl Sketches {
    /// No sketches yet, with room for so many.
    pub(super) fn empty(dimensions: usize, rows: usize) -> Self {
        let stride = dimensions.next_multiple_of(crumbs::DIMENSIONS) / 4;
        Self {
            dimensions,
            stride,
            upper: Vec::with_capacity(rows * stride),
            lower: Vec::with_capacity(rows * stride),
            rough: Vec::with_capacity(rows),
            scales: Vec::with_capacity(rows),
        }
    }

    /// Adds a row by the planes of its vector.
    pub(super) fn push(&mut self, planes: Option<&[u8]>, scale: f32) {
        let steps: Option<Vec<i8>> =
            planes.map(|it| codes::planes(it).0.iter().map(|it| *it as i8).collect());
        self.push_steps(steps.as_deref(), scale);
    }

    /// Adds a row by its coarse steps.
    pub(super) fn push_steps(&mut self, steps: Option<&[i8]>, scale: f32) {
        let rows = self.scales.len() + 1;
        let Some(steps) = steps else {
            self.rough.push(f32::NAN);
            self.scales.push(f32::NAN);
            self.upper.resize(rows * self.stride, 0);
            self.lower.resize(rows * self.stride, 0);
            return;
        };
        let square: i32 = steps.iter().map(|it| i32::from(*it).pow(2)).sum();
        let square = square as f32;
        let step = (square / steps.len().max(1) as f32).sqrt() * (REACH / 8.0);
        // In 16 bits, so that many are rounded at once: 4 of them and 12 of these are shifted out.
        let inverse = if step > 0.0 { 4096.0 / step } else { 0.0 } as i16;
        let levels: Vec<u8> = steps
            .iter()
            .map(|it| {
                let level = (i32::from(i16::from(*it) << 4) * i32::from(inverse)) >> 16;
                (level as i16 + 8).clamp(0, 15) as u8
            })
            .collect();
        let upper: Vec<u8> = levels.iter().map(|level| level >> 2).collect();
        pack(&upper, &mut self.upper);
        pack(&levels, &mut self.lower);
        // What the rounded vector has in common with the vector, twice.
        let common = |levels: &[u8], middle: i16| -> i32 {
            let twice = levels.iter().map(|level| 2 * i16::from(*level) - middle);
            let products = steps.iter().zip(twice);
            products
                .map(|(step, level)| i32::from(*step) * i32::from(level))
                .sum()
        };
        let (common_upper, common) = (common(&upper, 3), common(&levels, 15));
        let kept = |common: i32| {
            if common > 0 {
                scale * square / common as f32
            } else {
                0.0
            }
        };
        self.rough.push(kept(common_upper));
        self.scales.push(kept(common));
    }

    /// About the cosine, by all four bits.
    pub(super) fn near_cosine(&self, asked: &Asked<'_>, row: usize) -> f32 {
        let query = &asked.coarse[..4 * self.stride];
        let upper = product(query, &self.upper[row * self.stride..][..self.stride]);
        let lower = product(query, &self.lower[row * self.stride..][..self.stride]);
        let steps = 2 * (4 * upper + lower) - 15 * asked.sum;
        weighted(steps, self.scales[row] * asked.scale)
    }

    /// About the cosine, by the upper half alone.
    pub(super) fn rough_cosine(&self, asked: &Asked<'_>, row: usize) -> f32 {
        let upper = &self.upper[row * self.stride..][..self.stride];
        let steps = 2 * product(&asked.coarse[..4 * self.stride], upper) - 3 * asked.sum;
        weighted(steps, self.rough[row] * asked.scale)
    }

    /// Rows among which those with the highest cosine are, in all likelihood.
    pub(super) fn near(&self, asked: &Asked<'_>, mask: Option<&Bitmap>, pool: usize) -> Vec<u32> {
        let mut near = Best::new(pool.saturating_mul(FINALISTS).saturating_add(64));
        let sifted = pool.saturating_mul(SIFTED).saturating_add(512);
        let rows = self.scales.len();
        match mask.filter(|mask| mask.count() < sifted || mask.count() * 16 < rows) {
            Some(mask) => {
                for row in mask.iter() {
                    near.offer_cosine(self.near_cosine(asked, row), row);
                }
            }
            None => {
                for row in self.sift(asked, mask, sifted) {
                    near.offer_cosine(self.near_cosine(asked, row as usize), row as usize);
                }
            }
        }
        near.into_rows().collect()
    }

    /// The rows that are nearest by the upper half alone.
    fn sift(&self, asked: &Asked<'_>, mask: Option<&Bitmap>, wanted: usize) -> Vec<u32> {
        const BLOCK: usize = 256;
        let mut sifted = Best::new(wanted);
        let query = &asked.coarse[..4 * self.stride];
        let mut inner = [0_i32; BLOCK];
        let mut cosines = [0_f32; BLOCK];
        let blocks = self
            .upper
            .chunks(BLOCK * self.stride)
            .zip(self.rough.chunks(BLOCK));
        let seen = |row| mask.is_none_or(|mask| mask.contains(row));
        for (block, (upper, scales)) in blocks.enumerate() {
            products(query, upper, &mut inner);
            for (cosine, (product, scale)) in cosines.iter_mut().zip(inner.iter().zip(scales)) {
                *cosine = (2 * product - 3 * asked.sum) as f32 * (scale * asked.scale);
            }
            sifted.offer_all(&cosines[..scales.len()], block * BLOCK, NO_VECTOR, seen);
        }
        sifted.into_rows().collect()
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.upper.capacity()
            + self.lower.capacity()
            + (self.rough.capacity() + self.scales.capacity()) * 4
    }
}

#[cfg(test)]
mod tests {
    use crate::sqlite::codes::encode_vector;
    use crate::sqlite::segments::vectors::{Asked, Vectors};
    use mem0_core::vector::{dot, normalize};
    use proptest::prelude::*;

    /// Vectors of which those beyond `whole` make all be sketched.
    fn sketched(vectors: &[Vec<f32>], whole: usize) -> Vectors {
        let mut sketched = Vectors::empty(vectors[0].len(), 0, whole);
        for vector in vectors {
            let code = encode_vector(vector);
            sketched.push(Some(&code.planes), code.scale, whole);
        }
        sketched
    }

    fn near_cosine(vectors: &Vectors, asked: &Asked<'_>, row: usize) -> f32 {
        match vectors {
            Vectors::Whole(_) => panic!("they should have been sketched"),
            Vectors::Sketched(it) => it.near_cosine(asked, row),
        }
    }

    proptest! {
        #[test]
        fn a_sketch_tells_the_cosine_roughly(
            mut vectors in prop::collection::vec(prop::collection::vec(-1.0f32..1.0, 150), 2..6),
        ) {
            vectors.iter_mut().for_each(|it| normalize(it));
            let sketched = sketched(&vectors, 0);
            let asked = sketched.ask(&vectors[0]).unwrap();
            for (row, vector) in vectors.iter().enumerate() {
                let exact = dot(&vectors[0], vector);
                let near = near_cosine(&sketched, &asked, row);
                prop_assert!((near - exact).abs() < 0.05, "{near} is not {exact}");
                let rough = sketched.rough_cosine(&asked, row);
                prop_assert!((rough - exact).abs() < 0.25, "{rough} is not {exact}");
            }
        }

        #[test]
        fn it_is_the_same_whether_rows_were_whole_before(
            vectors in prop::collection::vec(prop::collection::vec(-1.0f32..1.0, 70), 4),
        ) {
            let (at_once, later) = (sketched(&vectors, 0), sketched(&vectors, 2));
            let asked = at_once.ask(&vectors[0]).unwrap();
            for row in 0..vectors.len() {
                let told = [&at_once, &later].map(|it| near_cosine(it, &asked, row));
                prop_assert_eq!(told[0], told[1]);
            }
        }
    }

    #[test]
    fn what_has_no_vector_is_never_near() {
        let mut vectors = Vectors::empty(3, 0, 0);
        vectors.push(None, 0.0, 0);
        vectors.push(Some(&[0; 6]), 0.0, 0);
        let asked = vectors.ask(&[1.0, 0.0, 0.0]).unwrap();
        assert_eq!(vectors.near(&asked, None, 5), [1]);
        assert_eq!(vectors.rough_cosine(&asked, 1), 0.0);
    }
}
