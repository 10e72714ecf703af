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
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_normalized_vector_has_length_one_or_zero() {
        let mut vector = [3.0, 4.0];
        normalize(&mut vector);
        assert!((dot(&vector, &vector) - 1.0).abs() < 1e-6);
        let mut broken = [f32::NAN, 1.0];
        normalize(&mut broken);
        assert_eq!(broken, [0.0, 0.0]);
    }
}
