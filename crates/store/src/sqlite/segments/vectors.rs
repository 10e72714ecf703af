//! The vectors of a segment, ready to be compared with a question's.

use mem0_core::StoreError;

use super::best::Best;
use super::bitmap::Bitmap;
use super::sketches::Sketches;
use crate::sqlite::codes::{self, quantize};
use crate::sqlite::failure::Failure;
use crate::sqlite::simd::bytes::{LANES, product, products};
use crate::sqlite::simd::crumbs;

/// Vectors, in one of two layouts.
#[derive(Debug)]
pub(super) enum Vectors {
    /// All of each vector: the cosine is computed from RAM.
    Whole(Whole),
    /// A sketch of each vector: it finds the neighbourhood, and the file gives the cosine.
    Sketched(Sketches),
}

/// A question's embedding, ready to be compared.
pub(super) struct Asked<'a> {
    pub(super) exact: &'a [f32],
    pub(super) scale: f32,
    /// Rounded to 255 steps, and padded for either layout.
    pub(super) coarse: Vec<i8>,
    /// The sum of the steps.
    pub(super) sum: i32,
}

/// Vectors with both their planes, see [`codes`].
#[derive(Debug)]
pub(super) struct Whole {
    dimensions: usize,
    /// Length of a row of `coarse`: padded for the widest instructions.
    stride: usize,
    coarse: Vec<i8>,
    fine: Vec<i8>,
    /// Not a number where the row has no vector.
    scales: Vec<f32>,
}

impl Vectors {
    /// No vectors yet, with room for so many. Beyond `whole` rows they are sketched.
    pub(super) fn empty(dimensions: usize, rows: usize, whole: usize) -> Self {
        if rows > whole {
            Self::Sketched(Sketches::empty(dimensions, rows))
        } else {
            Self::Whole(Whole::empty(dimensions, rows))
        }
    }

    /// Length of the vectors, 0 while there are none.
    pub(super) fn dimensions(&self) -> usize {
        match self {
            Self::Whole(it) => it.dimensions,
            Self::Sketched(it) => it.dimensions,
        }
    }

    /// Adds a row's vector, of the right length. Beyond `whole` rows all are sketched.
    pub(super) fn push(&mut self, planes: Option<&[u8]>, scale: f32, whole: usize) {
        match self {
            Self::Whole(it) if it.scales.len() < whole => it.push(planes, scale),
            Self::Whole(it) => {
                let mut sketches = it.sketch();
                sketches.push(planes, scale);
                *self = Self::Sketched(sketches);
            }
            Self::Sketched(it) => it.push(planes, scale),
        }
    }

    /// Makes a question ready. Refuses one that doesn't fit; where there are no vectors, all fit.
    pub(super) fn ask<'a>(&self, vector: &'a [f32]) -> Result<Asked<'a>, Failure> {
        let (expected, found) = (self.dimensions(), vector.len());
        if expected != 0 && found != expected {
            return Err(StoreError::Dimensions { expected, found }.into());
        }
        let (scale, mut coarse) = quantize(vector);
        let sum = coarse.iter().map(|it| i32::from(*it)).sum();
        let padding = LANES.max(crumbs::DIMENSIONS);
        coarse.resize(expected.next_multiple_of(padding), 0);
        Ok(Asked {
            exact: vector,
            scale,
            coarse,
            sum,
        })
    }

    /// Rows among which the `pool` with the highest cosine are: a few times as many.
    pub(super) fn near(&self, asked: &Asked<'_>, mask: Option<&Bitmap>, pool: usize) -> Vec<u32> {
        if self.dimensions() == 0 || pool == 0 {
            return Vec::new();
        }
        match self {
            Self::Whole(it) => it.near(asked, mask, pool),
            Self::Sketched(it) => it.near(asked, mask, pool),
        }
    }

    /// The cosine to a digit or two; below every cosine if the row has no vector.
    pub(super) fn rough_cosine(&self, asked: &Asked<'_>, row: usize) -> f32 {
        match self {
            Self::Whole(it) => it.near_cosine(asked, row),
            Self::Sketched(it) => it.rough_cosine(asked, row),
        }
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Whole(it) => it.coarse.capacity() + it.fine.capacity() + it.scales.capacity() * 4,
            Self::Sketched(it) => it.bytes(),
        }
    }
}

impl Whole {
    fn empty(dimensions: usize, rows: usize) -> Self {
        let stride = dimensions.next_multiple_of(LANES);
        Self {
            dimensions,
            stride,
            coarse: Vec::with_capacity(rows * stride),
            fine: Vec::with_capacity(rows * dimensions),
            scales: Vec::with_capacity(rows),
        }
    }

    fn push(&mut self, planes: Option<&[u8]>, scale: f32) {
        let (coarse, fine) = codes::planes(planes.unwrap_or_default());
        self.scales
            .push(if planes.is_some() { scale } else { f32::NAN });
        let rows = self.scales.len();
        self.coarse.extend(coarse.iter().map(|it| *it as i8));
        self.coarse.resize(rows * self.stride, 0);
        self.fine.extend(fine.iter().map(|it| *it as i8));
        self.fine.resize(rows * self.dimensions, 0);
    }

    fn sketch(&self) -> Sketches {
        let mut sketches = Sketches::empty(self.dimensions, self.scales.len() + 1);
        for (row, scale) in self.scales.iter().enumerate() {
            let coarse = &self.coarse[row * self.stride..][..self.dimensions];
            sketches.push_steps((!scale.is_nan()).then_some(coarse), *scale);
        }
        sketches
    }

    /// The cosine, to 1e-5; `None` if the row has no vector.
    pub(super) fn cosine(&self, asked: &Asked<'_>, row: usize) -> Option<f32> {
        let scale = self.scales[row];
        let coarse = &self.coarse[row * self.stride..][..self.dimensions];
        let fine = &self.fine[row * self.dimensions..][..self.dimensions];
        (!scale.is_nan()).then(|| codes::product(asked.exact, coarse, fine, f32::from) * scale)
    }

    fn near_cosine(&self, asked: &Asked<'_>, row: usize) -> f32 {
        let coarse = &self.coarse[row * self.stride..][..self.stride];
        let product = product(&asked.coarse[..self.stride], coarse);
        weighted(product, self.scales[row] * asked.scale)
    }

    fn near(&self, asked: &Asked<'_>, mask: Option<&Bitmap>, pool: usize) -> Vec<u32> {
        // More than asked for, because the rough order is not quite the right one.
        let mut near = Best::new(pool.saturating_add(pool / 2).saturating_add(16));
        let rows = self.scales.len();
        match mask.filter(|mask| mask.count() * 4 < rows) {
            Some(mask) => {
                for row in mask.iter() {
                    near.offer_cosine(self.near_cosine(asked, row), row);
                }
            }
            None => self.scan_all(asked, mask, &mut near),
        }
        near.into_rows().collect()
    }

    fn scan_all(&self, asked: &Asked<'_>, mask: Option<&Bitmap>, near: &mut Best) {
        const BLOCK: usize = 256;
        let mut inner = [0_i32; BLOCK];
        let mut cosines = [0_f32; BLOCK];
        let blocks = self
            .coarse
            .chunks(BLOCK * self.stride)
            .zip(self.scales.chunks(BLOCK));
        let seen = |row| mask.is_none_or(|mask| mask.contains(row));
        for (block, (coarse, scales)) in blocks.enumerate() {
            products(&asked.coarse[..self.stride], coarse, &mut inner);
            for (cosine, (product, scale)) in cosines.iter_mut().zip(inner.iter().zip(scales)) {
                *cosine = *product as f32 * (scale * asked.scale);
            }
            near.offer_all(&cosines[..scales.len()], block * BLOCK, NO_VECTOR, seen);
        }
    }
}

impl Best {
    /// Offers a row by its cosine, unless it has no vector.
    pub(super) fn offer_cosine(&mut self, cosine: f32, row: usize) {
        if cosine > NO_VECTOR {
            self.offer(cosine, row as u32);
        }
    }
}

/// Below every cosine.
pub(super) const NO_VECTOR: f32 = -3.0;

/// A cosine from an inner product of steps and their size; below [`NO_VECTOR`] if there is none.
pub(super) fn weighted(product: i32, scale: f32) -> f32 {
    let cosine = product as f32 * scale;
    if cosine.is_nan() {
        2.0 * NO_VECTOR
    } else {
        cosine
    }
}
