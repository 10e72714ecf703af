//! Texts of like length side by side, so that little time is spent on padding.

use super::tokens::Encoded;

/// No batch has more tokens than this, padding included: attention grows with the square of a
/// text's length, and eight of 512 tokens already take some 100 MB.
const MOST_TOKENS: usize = 4096;

/// Which texts go together, by their lengths: neighbours in length, at most `most` of them.
///
/// Longest first: what takes the most memory is known to fit at once, and the last batches to run
/// are short ones, which keeps all threads busy to the end.
pub(super) fn plan(lengths: &[usize], most: usize) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by_key(|text| std::cmp::Reverse(lengths[*text]));
    let mut batches: Vec<Vec<usize>> = Vec::new();
    let mut width = 0;
    for text in order {
        match batches.last_mut() {
            Some(batch) if batch.len() < most && width * (batch.len() + 1) <= MOST_TOKENS => {
                batch.push(text);
            }
            _ => {
                width = lengths[text];
                batches.push(vec![text]);
            }
        }
    }
    batches
}

/// A batch as the network takes it: texts padded to the longest one's length.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Batch {
    pub(super) width: usize,
    /// How many tokens of each row are a text's.
    pub(super) lengths: Vec<usize>,
    pub(super) ids: Vec<i32>,
    pub(super) types: Vec<i32>,
    pub(super) mask: Vec<i32>,
}

impl Batch {
    pub(super) fn of(texts: &[Encoded], padding: i32) -> Self {
        let width = texts.iter().map(|text| text.ids.len()).max().unwrap_or(0);
        let mut batch = Self {
            width,
            lengths: Vec::with_capacity(texts.len()),
            ids: Vec::with_capacity(texts.len() * width),
            types: Vec::with_capacity(texts.len() * width),
            mask: Vec::with_capacity(texts.len() * width),
        };
        for text in texts {
            let end = batch.ids.len() + width;
            batch.lengths.push(text.ids.len());
            batch.ids.extend_from_slice(&text.ids);
            batch.ids.resize(end, padding);
            batch.types.extend_from_slice(&text.types);
            batch.types.resize(end, 0);
            batch.mask.resize(end - width + text.ids.len(), 1);
            batch.mask.resize(end, 0);
        }
        batch
    }

    pub(super) fn rows(&self) -> usize {
        self.lengths.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_in_length_go_together_longest_first() {
        let lengths = [3, 90, 4, 80, 5];
        assert_eq!(plan(&lengths, 2), [vec![1, 3], vec![4, 2], vec![0]]);
        assert_eq!(plan(&lengths, 1).len(), 5);
        assert!(plan(&[], 8).is_empty());
    }

    #[test]
    fn every_text_is_in_one_batch_and_none_is_too_large() {
        let lengths: Vec<usize> = (0..500).map(|n| 1 + n * 37 % 512).collect();
        let batches = plan(&lengths, 32);
        let mut texts: Vec<usize> = batches.concat();
        texts.sort_unstable();
        assert_eq!(texts, (0..500).collect::<Vec<_>>());
        for batch in batches {
            let width = batch.iter().map(|text| lengths[*text]).max().unwrap_or(0);
            assert!(batch.len() <= 32 && batch.len() * width <= MOST_TOKENS);
        }
    }

    #[test]
    fn a_text_longer_than_the_bound_goes_alone() {
        assert_eq!(plan(&[9000, 9000], 8), [[0], [1]]);
    }

    #[test]
    fn short_texts_are_padded_and_their_padding_is_masked() {
        let encoded = |ids: &[i32]| Encoded {
            ids: ids.to_vec(),
            types: vec![1; ids.len()],
        };
        let batch = Batch::of(&[encoded(&[5, 6, 7]), encoded(&[8])], 9);
        assert_eq!((batch.rows(), batch.width), (2, 3));
        assert_eq!(batch.ids, [5, 6, 7, 8, 9, 9]);
        assert_eq!(batch.types, [1, 1, 1, 1, 0, 0]);
        assert_eq!(batch.mask, [1, 1, 1, 1, 0, 0]);
    }
}
