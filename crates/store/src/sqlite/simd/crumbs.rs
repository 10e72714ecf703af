//! Inner products of an 8-bit vector with vectors of two bits for each dimension (crumbs).
//!
//! A vector is laid out in blocks of 32 bytes for 128 dimensions: byte `i` of a block holds the
//! dimensions `i`, `32 + i`, `64 + i` and `96 + i` of it, the first one in its lowest bits. So one
//! shift and one mask bring a quarter of a block beside the question's bytes.

/// Bytes of a block.
const BLOCK: usize = 32;

/// Dimensions of a block; vectors are padded to a multiple of it.
pub(in crate::sqlite) const DIMENSIONS: usize = 4 * BLOCK;

/// Packs numbers from 0 to 3 into blocks; the last block is filled up with zeros.
pub(in crate::sqlite) fn pack(numbers: &[u8], into: &mut Vec<u8>) {
    for block in numbers.chunks(DIMENSIONS) {
        let begun = into.len();
        into.resize(begun + BLOCK, 0);
        for (quarter, numbers) in block.chunks(BLOCK).enumerate() {
            for (byte, number) in into[begun..].iter_mut().zip(numbers) {
                *byte |= (number & 3) << (2 * quarter);
            }
        }
    }
}

/// The inner products of `query` with each row of `matrix`, into `products`.
///
/// `query` has no number below -127 and as many as a row has dimensions, a multiple of
/// [`DIMENSIONS`]; `matrix` holds at least as many rows as `products`. Other lengths leave the
/// rest of `products` as it was.
pub(in crate::sqlite) fn products(query: &[i8], matrix: &[u8], products: &mut [i32]) {
    debug_assert!(query.len().is_multiple_of(DIMENSIONS));
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx512vnni")
            && std::arch::is_x86_feature_detected!("avx512vl")
        {
            // SAFETY: the processor has AVX-512 VNNI for 256 bits, and AVX2 with it.
            return unsafe { x86::products_vnni(query, matrix, products) };
        }
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has AVX2.
            return unsafe { x86::products_avx2(query, matrix, products) };
        }
    }
    #[cfg(target_arch = "aarch64")]
    {
        // SAFETY: NEON is part of every 64-bit ARM processor.
        return unsafe { arm::products_neon(query, matrix, products) };
    }
    #[cfg(not(target_arch = "aarch64"))]
    products_plain(query, matrix, products);
}

/// The inner product with one row.
pub(in crate::sqlite) fn product(query: &[i8], row: &[u8]) -> i32 {
    let mut one = [0];
    products(query, row, &mut one);
    one[0]
}

#[cfg_attr(
    target_arch = "aarch64",
    expect(dead_code, reason = "every ARM processor has NEON")
)]
fn products_plain(query: &[i8], matrix: &[u8], products: &mut [i32]) {
    for (row, product) in matrix.chunks_exact((query.len() / 4).max(1)).zip(products) {
        let blocks = query.chunks_exact(DIMENSIONS).zip(row.chunks_exact(BLOCK));
        *product = blocks
            .flat_map(|(query, block)| {
                query
                    .chunks_exact(BLOCK)
                    .zip(0..)
                    .map(move |it| (it, block))
            })
            .flat_map(|((query, quarter), block)| {
                let numbers = block
                    .iter()
                    .map(move |byte| i32::from(byte >> (2 * quarter) & 3));
                query.iter().zip(numbers)
            })
            .map(|(a, b)| i32::from(*a) * b)
            .sum();
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    /// # Safety
    /// The processor must have AVX-512 VL and VNNI.
    #[target_feature(enable = "avx2,avx512f,avx512vl,avx512vnni")]
    pub(super) unsafe fn products_vnni(query: &[i8], matrix: &[u8], products: &mut [i32]) {
        let low = _mm256_set1_epi8(3);
        for (row, product) in matrix.chunks_exact((query.len() / 4).max(1)).zip(products) {
            let mut sums = [_mm256_setzero_si256(); 2];
            for (query, block) in query
                .as_chunks::<128>()
                .0
                .iter()
                .zip(row.as_chunks::<32>().0)
            {
                // SAFETY: 32 bytes are read from 32, and from each quarter of 128, unaligned.
                let (block, query) =
                    unsafe { (_mm256_loadu_si256(block.as_ptr().cast()), quarters(query)) };
                let first = _mm256_and_si256(block, low);
                let second = _mm256_and_si256(_mm256_srli_epi16::<2>(block), low);
                let third = _mm256_and_si256(_mm256_srli_epi16::<4>(block), low);
                let fourth = _mm256_and_si256(_mm256_srli_epi16::<6>(block), low);
                sums[0] = _mm256_dpbusd_epi32(sums[0], first, query[0]);
                sums[1] = _mm256_dpbusd_epi32(sums[1], second, query[1]);
                sums[0] = _mm256_dpbusd_epi32(sums[0], third, query[2]);
                sums[1] = _mm256_dpbusd_epi32(sums[1], fourth, query[3]);
            }
            *product = total(_mm256_add_epi32(sums[0], sums[1]));
        }
    }

    /// # Safety
    /// The processor must have AVX2.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn products_avx2(query: &[i8], matrix: &[u8], products: &mut [i32]) {
        let low = _mm256_set1_epi8(3);
        let ones = _mm256_set1_epi16(1);
        for (row, product) in matrix.chunks_exact((query.len() / 4).max(1)).zip(products) {
            let mut sum = _mm256_setzero_si256();
            for (query, block) in query
                .as_chunks::<128>()
                .0
                .iter()
                .zip(row.as_chunks::<32>().0)
            {
                // SAFETY: 32 bytes are read from 32, and from each quarter of 128, unaligned.
                let (block, query) =
                    unsafe { (_mm256_loadu_si256(block.as_ptr().cast()), quarters(query)) };
                let first = _mm256_and_si256(block, low);
                let second = _mm256_and_si256(_mm256_srli_epi16::<2>(block), low);
                let third = _mm256_and_si256(_mm256_srli_epi16::<4>(block), low);
                let fourth = _mm256_and_si256(_mm256_srli_epi16::<6>(block), low);
                // Two products of 3 * 128 in each, four times: far from the 16 bits' end.
                let pairs = _mm256_add_epi16(
                    _mm256_add_epi16(
                        _mm256_maddubs_epi16(first, query[0]),
                        _mm256_maddubs_epi16(second, query[1]),
                    ),
                    _mm256_add_epi16(
                        _mm256_maddubs_epi16(third, query[2]),
                        _mm256_maddubs_epi16(fourth, query[3]),
                    ),
                );
                sum = _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, ones));
            }
            *product = total(sum);
        }
    }

    /// # Safety
    /// The processor must have AVX2.
    #[target_feature(enable = "avx2")]
    #[inline]
    unsafe fn quarters(query: &[i8; 128]) -> [__m256i; 4] {
        let at = query.as_ptr();
        // SAFETY: four times 32 bytes of 128, unaligned.
        unsafe {
            [
                _mm256_loadu_si256(at.cast()),
                _mm256_loadu_si256(at.add(32).cast()),
                _mm256_loadu_si256(at.add(64).cast()),
                _mm256_loadu_si256(at.add(96).cast()),
            ]
        }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn total(sums: __m256i) -> i32 {
        let sum = _mm_add_epi32(
            _mm256_castsi256_si128(sums),
            _mm256_extracti128_si256(sums, 1),
        );
        let sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0b01_00_11_10));
        let sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0b10_11_00_01));
        _mm_cvtsi128_si32(sum)
    }
}

#[cfg(target_arch = "aarch64")]
mod arm {
    use std::arch::aarch64::*;

    /// # Safety
    /// The processor must have NEON.
    #[target_feature(enable = "neon")]
    pub(super) unsafe fn products_neon(query: &[i8], matrix: &[u8], products: &mut [i32]) {
        let low = vdupq_n_u8(3);
        for (row, product) in matrix.chunks_exact((query.len() / 4).max(1)).zip(products) {
            let mut sum = vdupq_n_s32(0);
            for (query, block) in query
                .as_chunks::<128>()
                .0
                .iter()
                .zip(row.as_chunks::<32>().0)
            {
                // Sixteen products of 3 * 128 in each: they fit into 16 bits.
                let mut pairs = vdupq_n_s16(0);
                for half in 0..2 {
                    // SAFETY: 16 bytes at 0 or 16 of 32.
                    let mut bytes = unsafe { vld1q_u8(block.as_ptr().add(16 * half)) };
                    for quarter in 0..4 {
                        // SAFETY: 16 bytes at 0 or 16 of each of four times 32.
                        let query =
                            unsafe { vld1q_s8(query.as_ptr().add(32 * quarter + 16 * half)) };
                        let numbers = vreinterpretq_s8_u8(vandq_u8(bytes, low));
                        pairs = vmlal_s8(pairs, vget_low_s8(query), vget_low_s8(numbers));
                        pairs = vmlal_high_s8(pairs, query, numbers);
                        bytes = vshrq_n_u8::<2>(bytes);
                    }
                }
                sum = vpadalq_s16(sum, pairs);
            }
            *product = vaddvq_s32(sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_ways_give_the_product_of_the_numbers(
            dimensions in 1usize..400,
            query in prop::collection::vec(-127i8..=127, 400),
            numbers in prop::collection::vec(0u8..4, 400 * 3),
        ) {
            let rows: Vec<&[u8]> = numbers.chunks_exact(400).map(|it| &it[..dimensions]).collect();
            let mut matrix = Vec::new();
            rows.iter().for_each(|row| pack(row, &mut matrix));
            let expected: Vec<i32> = rows
                .iter()
                .map(|row| query.iter().zip(*row).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum())
                .collect();
            let mut query = query[..dimensions].to_vec();
            query.resize(dimensions.next_multiple_of(DIMENSIONS), 99);
            // What pads a row is 0, whatever pads the question.
            let mut found = vec![0; rows.len()];
            products_plain(&query, &matrix, &mut found);
            prop_assert_eq!(&found, &expected);
            found.fill(0);
            products(&query, &matrix, &mut found);
            prop_assert_eq!(&found, &expected);
            prop_assert_eq!(product(&query, &matrix), expected[0]);
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                found.fill(0);
                // SAFETY: the processor has AVX2.
                unsafe { x86::products_avx2(&query, &matrix, &mut found) };
                prop_assert_eq!(&found, &expected);
            }
        }
    }

    #[test]
    fn the_extremes_do_not_overflow() {
        let mut row = Vec::new();
        pack(&[3; 4096], &mut row);
        assert_eq!(product(&[127; 4096], &row), 4096 * 3 * 127);
        assert_eq!(product(&[-127; 4096], &row), -4096 * 3 * 127);
    }
}
