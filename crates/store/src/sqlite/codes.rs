//! How vectors, terms, spans and entities are written into blobs, and bits into a number.
//!
//! A vector is kept as two bytes for each dimension and one scale: the first plane holds the
//! vector rounded to 255 steps, the second what the rounding lost in 255 finer steps. The first
//! plane alone finds the neighbourhood (one byte for each dimension to read), both together give
//! the cosine to 1e-5, so the 32-bit floats need no room on disk nor in RAM.

use mem0_core::memory_store::TimeSpan;

use super::failure::Failure;
use super::rows::{microseconds, moment};

/// Steps of the fine plane in one step of the coarse one.
const FINE: f32 = 254.0;

/// A vector as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Code {
    /// The size of a coarse step.
    pub(super) scale: f32,
    /// All coarse steps, then all fine ones.
    pub(super) planes: Vec<u8>,
}

/// Encodes a vector; one with a number that isn't finite becomes all zeros.
pub(super) fn encode_vector(vector: &[f32]) -> Code {
    let (scale, coarse) = quantize(vector);
    let mut planes: Vec<u8> = coarse.iter().map(|step| *step as u8).collect();
    planes.extend(vector.iter().zip(&coarse).map(|(x, step)| {
        if scale == 0.0 {
            return 0;
        }
        let lost = x / scale - f32::from(*step);
        rounded(lost * FINE) as u8
    }));
    Code { scale, planes }
}

/// The vector that a code stands for.
pub(super) fn decode_vector(scale: f32, blob: &[u8]) -> Vec<f32> {
    let (coarse, fine) = planes(blob);
    let steps = coarse.iter().zip(fine);
    steps
        .map(|(coarse, fine)| scale * (f32::from(*coarse as i8) + f32::from(*fine as i8) / FINE))
        .collect()
}

/// The coarse and the fine plane of a vector's blob.
pub(super) fn planes(blob: &[u8]) -> (&[u8], &[u8]) {
    blob.split_at(blob.len() / 2)
}

/// The inner product of a vector with one given by its planes, in steps of the coarse one.
/// `number` reads a byte of a plane.
pub(super) fn product<T: Copy>(
    vector: &[f32],
    coarse: &[T],
    fine: &[T],
    number: impl Fn(T) -> f32,
) -> f32 {
    let mut lanes = [0.0_f32; 16];
    let (vector, vector_rest) = vector.as_chunks::<16>();
    let (coarse, coarse_rest) = coarse.as_chunks::<16>();
    let (fine, fine_rest) = fine.as_chunks::<16>();
    let sum = |coarse, fine| number(coarse) + number(fine) * (1.0 / FINE);
    for ((vector, coarse), fine) in vector.iter().zip(coarse).zip(fine) {
        for lane in 0..16 {
            lanes[lane] += vector[lane] * sum(coarse[lane], fine[lane]);
        }
    }
    let rest = vector_rest.iter().zip(coarse_rest).zip(fine_rest);
    let rest = rest.map(|((x, coarse), fine)| x * sum(*coarse, *fine));
    lanes.iter().sum::<f32>() + rest.sum::<f32>()
}

/// Rounds a vector to 255 steps: the size of a step, and how many steps each number is.
pub(super) fn quantize(vector: &[f32]) -> (f32, Vec<i8>) {
    let largest = vector
        .iter()
        .fold(0.0_f32, |largest, x| largest.max(x.abs()));
    let broken = vector.iter().any(|x| !x.is_finite());
    let scale = largest / 127.0;
    if broken || scale < f32::MIN_POSITIVE {
        return (0.0, vec![0; vector.len()]);
    }
    let steps = vector.iter().map(|x| rounded(x / scale)).collect();
    (scale, steps)
}

/// The nearest step: a cast cuts towards zero. (`f32::round` is a call where the processor may be
/// an old one, twice for each number of a vector.)
fn rounded(number: f32) -> i8 {
    (number + 0.5_f32.copysign(number)).clamp(-127.0, 127.0) as i8
}

/// Writes terms with their counts: eight bytes, then the count in seven-bit groups.
pub(super) fn encode_terms(terms: &[(u64, u16)]) -> Vec<u8> {
    let in_order = terms.is_sorted_by(|a, b| a.0 < b.0);
    if !in_order {
        let mut sorted = terms.to_vec();
        sorted.sort_unstable();
        sorted.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = kept.1.saturating_add(next.1);
            }
            same
        });
        return encode_terms(&sorted);
    }
    let mut bytes = Vec::with_capacity(terms.len() * 9);
    for (term, count) in terms {
        bytes.extend_from_slice(&term.to_le_bytes());
        let mut rest = *count;
        while rest >= 0x80 {
            bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }
    bytes
}

/// Reads what [`encode_terms`] wrote.
pub(super) fn decode_terms(
    mut bytes: &[u8],
    mut each: impl FnMut(u64, u16),
) -> Result<(), Failure> {
    while let Some((term, rest)) = bytes.split_first_chunk::<8>() {
        let mut count = 0u32;
        let mut used = 0;
        loop {
            let Some(byte) = rest.get(used) else {
                return Err(broken("terms"));
            };
            count |= u32::from(byte & 0x7f) << (7 * used);
            used += 1;
            if byte & 0x80 == 0 {
                break;
            }
            if used == 3 {
                return Err(broken("terms"));
            }
        }
        each(
            u64::from_le_bytes(*term),
            u16::try_from(count).unwrap_or(u16::MAX),
        );
        bytes = &rest[used..];
    }
    if bytes.is_empty() {
        Ok(())
    } else {
        Err(broken("terms"))
    }
}

/// Writes spans of time; nothing for none.
pub(super) fn encode_spans(spans: &[TimeSpan]) -> Option<Vec<u8>> {
    let moments = spans.iter().flat_map(|span| [span.start, span.end]);
    let bytes: Vec<u8> = moments
        .flat_map(|it| microseconds(it).to_le_bytes())
        .collect();
    (!bytes.is_empty()).then_some(bytes)
}

/// Reads what [`encode_spans`] wrote, as pairs of microseconds.
pub(super) fn decode_spans(bytes: &[u8], mut each: impl FnMut(i64, i64)) -> Result<(), Failure> {
    let (pairs, rest) = bytes.as_chunks::<16>();
    for pair in pairs {
        let number = u128::from_le_bytes(*pair);
        each(number as u64 as i64, (number >> 64) as u64 as i64);
    }
    if rest.is_empty() {
        Ok(())
    } else {
        Err(broken("spans of time"))
    }
}

/// A span of time from its microseconds.
pub(super) fn span(start: i64, end: i64) -> Result<TimeSpan, Failure> {
    Ok(TimeSpan {
        start: moment(start)?,
        end: moment(end)?,
    })
}

/// Writes numbers of entities; nothing for none.
pub(super) fn encode_numbers(numbers: &[i64]) -> Option<Vec<u8>> {
    let bytes: Vec<u8> = numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect();
    (!bytes.is_empty()).then_some(bytes)
}

/// Reads what [`encode_numbers`] wrote.
pub(super) fn decode_numbers(bytes: &[u8], mut each: impl FnMut(i64)) -> Result<(), Failure> {
    let (numbers, rest) = bytes.as_chunks::<8>();
    for number in numbers {
        each(i64::from_le_bytes(*number));
    }
    if rest.is_empty() {
        Ok(())
    } else {
        Err(broken("entities"))
    }
}

fn broken(what: &str) -> Failure {
    Failure::Damaged(format!("the {what} of a version can't be read"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mem0_core::vector::normalize;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_vector_comes_back_to_the_fifth_digit(
            mut vector in prop::collection::vec(-1.0f32..1.0, 1..400),
        ) {
            normalize(&mut vector);
            let code = encode_vector(&vector);
            let back = decode_vector(code.scale, &code.planes);
            for (x, y) in vector.iter().zip(&back) {
                prop_assert!((x - y).abs() < 2e-5, "{x} became {y}");
            }
        }

        #[test]
        fn terms_come_back_sorted_and_each_once(
            terms in prop::collection::vec((0u64..50, 1u16..40_000), 0..40),
        ) {
            let mut expected = std::collections::BTreeMap::<u64, u16>::new();
            for (term, count) in &terms {
                let sum = expected.entry(*term).or_default();
                *sum = sum.saturating_add(*count);
            }
            let mut back = Vec::new();
            decode_terms(&encode_terms(&terms), |term, count| back.push((term, count))).unwrap();
            prop_assert_eq!(back, expected.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn broken_bytes_are_told_and_never_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..60),
        ) {
            let _ = decode_terms(&bytes, |_, _| ());
            let _ = decode_spans(&bytes, |_, _| ());
            let _ = decode_numbers(&bytes, |_| ());
            if bytes.len() % 8 != 0 {
                prop_assert!(decode_numbers(&bytes, |_| ()).is_err());
            }
        }
    }

    #[test]
    fn a_broken_vector_is_all_zeros() {
        for vector in [[0.0, 0.0], [f32::NAN, 1.0], [f32::INFINITY, 1.0]] {
            assert_eq!(
                encode_vector(&vector),
                Code {
                    scale: 0.0,
                    planes: vec![0; 4]
                }
            );
        }
    }
}
