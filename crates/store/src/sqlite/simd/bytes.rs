//! Inner products of 8-bit vectors.

/// Vectors are padded with zeros to a multiple of this many bytes.
pub(in crate::sqlite) const LANES: usize = 64;

/// The inner products of `query` with each row of `matrix`, into `products`.
///
/// `query` is as long as a row, a multiple of [`LANES`]; `matrix` holds at least as many rows as
/// `products`. Other lengths leave the rest of `products` as it was.
pub(in crate::sqlite) fn products(query: &[i8], matrix: &[i8], products: &mut [i32]) {
    debug_assert!(query.len().is_multiple_of(LANES));
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx512vnni")
            && std::arch::is_x86_feature_detected!("avx512bw")
        {
            // SAFETY: the processor has AVX-512 VNNI, and with it the AVX-512 that it is part of.
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

/// The inner product of two vectors of equal length, a multiple of [`LANES`].
pub(in crate::sqlite) fn product(query: &[i8], row: &[i8]) -> i32 {
    let mut one = [0];
    products(query, row, &mut one);
    one[0]
}

#[cfg_attr(
    target_arch = "aarch64",
    expect(dead_code, reason = "every ARM processor has NEON")
)]
fn products_plain(query: &[i8], matrix: &[i8], products: &mut [i32]) {
    for (row, product) in matrix.chunks_exact(query.len().max(1)).zip(products) {
        *product = query
            .iter()
            .zip(row)
            .map(|(a, b)| i32::from(*a) * i32::from(*b))
            .sum();
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    /// # Safety
    /// The processor must have AVX-512 F, BW and VNNI.
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub(super) unsafe fn products_vnni(query: &[i8], matrix: &[i8], products: &mut [i32]) {
        // The instruction multiplies unsigned by signed bytes: rows are lifted by 128, and what
        // that adds is taken off at the end.
        let lift = 128 * query.iter().map(|it| i32::from(*it)).sum::<i32>();
        let sign = _mm512_set1_epi8(i8::MIN);
        for (row, product) in matrix.chunks_exact(query.len().max(1)).zip(products) {
            let mut sum = _mm512_setzero_si512();
            for (a, b) in query
                .as_chunks::<64>()
                .0
                .iter()
                .zip(row.as_chunks::<64>().0)
            {
                // SAFETY: both pointers are to 64 bytes, and the loads need no alignment.
                let (a, b) =
                    unsafe { (_mm512_loadu_epi8(a.as_ptr()), _mm512_loadu_epi8(b.as_ptr())) };
                sum = _mm512_dpbusd_epi32(sum, _mm512_xor_si512(b, sign), a);
            }
            *product = _mm512_reduce_add_epi32(sum) - lift;
        }
    }

    /// # Safety
    /// The processor must have AVX2.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn products_avx2(query: &[i8], matrix: &[i8], products: &mut [i32]) {
        for (row, product) in matrix.chunks_exact(query.len().max(1)).zip(products) {
            let mut sums = [_mm256_setzero_si256(); 2];
            for (a, b) in query
                .as_chunks::<32>()
                .0
                .iter()
                .zip(row.as_chunks::<32>().0)
            {
                for (half, sum) in sums.iter_mut().enumerate() {
                    // SAFETY: 16 bytes are read at offset 0 or 16 of 32, unaligned.
                    let (a, b) = unsafe {
                        (
                            _mm_loadu_si128(a.as_ptr().add(16 * half).cast()),
                            _mm_loadu_si128(b.as_ptr().add(16 * half).cast()),
                        )
                    };
                    let pairs = _mm256_madd_epi16(_mm256_cvtepi8_epi16(a), _mm256_cvtepi8_epi16(b));
                    *sum = _mm256_add_epi32(*sum, pairs);
                }
            }
            let sum = _mm256_add_epi32(sums[0], sums[1]);
            let sum = _mm_add_epi32(
                _mm256_castsi256_si128(sum),
                _mm256_extracti128_si256(sum, 1),
            );
            let sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0b01_00_11_10));
            let sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0b10_11_00_01));
            *product = _mm_cvtsi128_si32(sum);
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod arm {
    use std::arch::aarch64::*;

    /// # Safety
    /// The processor must have NEON.
    #[target_feature(enable = "neon")]
    pub(super) unsafe fn products_neon(query: &[i8], matrix: &[i8], products: &mut [i32]) {
        for (row, product) in matrix.chunks_exact(query.len().max(1)).zip(products) {
            let mut sum = vdupq_n_s32(0);
            for (a, b) in query
                .as_chunks::<16>()
                .0
                .iter()
                .zip(row.as_chunks::<16>().0)
            {
                // SAFETY: both pointers are to 16 bytes.
                let (a, b) = unsafe { (vld1q_s8(a.as_ptr()), vld1q_s8(b.as_ptr())) };
                sum = vpadalq_s16(sum, vmull_s8(vget_low_s8(a), vget_low_s8(b)));
                sum = vpadalq_s16(sum, vmull_high_s8(a, b));
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
        fn all_ways_give_the_same_numbers(
            chunks in 1usize..7,
            bytes in prop::collection::vec(any::<i8>(), 7 * LANES * 6),
        ) {
            let length = chunks * LANES;
            let (query, matrix) = bytes.split_at(length);
            let rows = matrix.len() / length;
            let mut expected = vec![0; rows];
            products_plain(query, matrix, &mut expected);
            let mut found = vec![0; rows];
            products(query, matrix, &mut found);
            prop_assert_eq!(&found, &expected);
            prop_assert_eq!(product(query, &matrix[..length]), expected[0]);
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                found.fill(0);
                // SAFETY: the processor has AVX2.
                unsafe { x86::products_avx2(query, matrix, &mut found) };
                prop_assert_eq!(&found, &expected);
            }
        }
    }

    #[test]
    fn the_extremes_do_not_overflow() {
        let lowest = vec![i8::MIN; 4096];
        assert_eq!(product(&lowest, &lowest), 4096 * 128 * 128);
        let highest = vec![i8::MAX; 4096];
        assert_eq!(product(&highest, &lowest), -4096 * 127 * 128);
    }
}
