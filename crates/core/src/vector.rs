//! Arithmetic on embeddings.

/// Scales a vector to length 1; a zero vector, or one with a number that is not finite, becomes
/// all zeros.
pub fn normalize(vector: &mut [f32]) {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length.is_finite() && length > 0.0 {
        for x in vector {
            *x /= length;
        }
    } else {
        vector.fill(0.0);
    }
}

/// Inner product; the cosine where both are of length 1. Surplus elements of the longer one
/// are left out.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    // Several sums side by side: one alone would wait for each addition before the next.
    const LANES: usize = 16;
    let length = a.len().min(b.len());
    let whole = length - length % LANES;
    let mut sums = [0.0_f32; LANES];
    for (x, y) in a[..whole]
        .chunks_exact(LANES)
        .zip(b[..whole].chunks_exact(LANES))
    {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    let rest = a[whole..length].iter().zip(&b[whole..length]);
    sums.iter().sum::<f32>() + rest.map(|(x, y)| x * y).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_normalized_vector_has_length_one_or_zero() {
        let mut vector = [3.0, 4.0];
        normalize(&mut vector);
        assert!((dot(&vector, &vector) - 1.0).abs() < 1e-6);
        let long: Vec<f32> = (0..37).map(|it| it as f32).collect();
        assert_eq!(
            dot(&long, &long),
            16_206.0,
            "the sum of the squares up to 36"
        );
        assert_eq!(dot(&long, &vector), dot(&vector, &long[..2]));
        let mut broken = [f32::NAN, 1.0];
        normalize(&mut broken);
        assert_eq!(broken, [0.0, 0.0]);
    }
}
