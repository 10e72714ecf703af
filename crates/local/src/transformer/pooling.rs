//! From one vector for each token to one for the text.

/// How the vectors of a text's tokens become its embedding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pooling {
    /// Their mean.
    Mean,
    /// The first one's.
    Cls,
    /// The last one's.
    Last,
}

impl Pooling {
    /// The names, as a configuration has them.
    pub const NAMES: [&str; 3] = ["mean", "cls", "last"];

    /// The way of this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "mean" => Some(Self::Mean),
            "cls" => Some(Self::Cls),
            "last" => Some(Self::Last),
            _ => None,
        }
    }

    /// `mean`, `cls` or `last`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Cls => "cls",
            Self::Last => "last",
        }
    }

    /// The vector of a text of `length` tokens; `rows` may go on with padding, which doesn't count.
    pub(super) fn of(self, rows: &[f32], dimensions: usize, length: usize) -> Vec<f32> {
        let mut rows = rows.chunks_exact(dimensions).take(length);
        match self {
            Self::Cls => rows.next().map(<[f32]>::to_vec),
            Self::Last => rows.next_back().map(<[f32]>::to_vec),
            Self::Mean => rows.next().map(|first| {
                let mut sum = first.to_vec();
                for row in rows {
                    for (x, y) in sum.iter_mut().zip(row) {
                        *x += y;
                    }
                }
                // Of use only relative to each other: the length is made 1 afterwards.
                sum
            }),
        }
        .unwrap_or_else(|| vec![0.0; dimensions])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three tokens and one of padding.
    const ROWS: [f32; 8] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 9.0, 9.0];

    #[test]
    fn padding_never_counts() {
        assert_eq!(Pooling::Cls.of(&ROWS, 2, 3), [1.0, 2.0]);
        assert_eq!(Pooling::Last.of(&ROWS, 2, 3), [5.0, 6.0]);
        assert_eq!(Pooling::Mean.of(&ROWS, 2, 3), [9.0, 12.0]);
        assert_eq!(Pooling::Mean.of(&ROWS, 2, 0), [0.0, 0.0]);
    }

    #[test]
    fn a_name_and_its_way_belong_together() {
        for name in Pooling::NAMES {
            assert_eq!(Pooling::named(name).map(Pooling::name), Some(name));
        }
        assert_eq!(Pooling::named("max"), None);
    }
}
