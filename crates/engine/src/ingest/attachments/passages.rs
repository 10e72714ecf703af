//! Long texts cut where a thought ends.

use mem0_text::sentences;

/// About how long a passage is, in quarters of tokens: what an embedder reads at once. A Latin
/// letter is a quarter, any other character a whole one.
const PASSAGE: usize = 4 * 450;

fn weight(text: &str) -> usize {
    text.chars()
        .map(|letter| if letter.is_ascii() { 1 } else { 4 })
        .sum()
}

/// A text as passages in order: whole lines where they fit, else whole sentences, else pieces.
/// None are blank.
pub(super) fn cut(text: &str) -> Vec<String> {
    let mut passages = Vec::new();
    let mut passage = String::new();
    let mut room = PASSAGE;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() && passage.is_empty() {
            continue;
        }
        if weight(line) <= PASSAGE {
            put(line, "\n", &mut passage, &mut room, &mut passages);
            continue;
        }
        for (place, sentence) in sentences(line).into_iter().enumerate() {
            // Sentences of scripts without spaces follow each other directly.
            let joint = match (place, sentence.is_ascii()) {
                (0, _) => "\n",
                (_, true) => " ",
                (_, false) => "",
            };
            for piece in pieces(sentence) {
                put(piece, joint, &mut passage, &mut room, &mut passages);
            }
        }
    }
    close(&mut passage, &mut passages);
    passages
}

fn put(
    text: &str,
    joint: &str,
    passage: &mut String,
    room: &mut usize,
    passages: &mut Vec<String>,
) {
    let cost = weight(text) + joint.len();
    if cost > *room {
        close(passage, passages);
        *room = PASSAGE;
    }
    if !passage.is_empty() {
        passage.push_str(joint);
    }
    passage.push_str(text);
    *room = room.saturating_sub(cost);
}

fn close(passage: &mut String, passages: &mut Vec<String>) {
    let text = std::mem::take(passage);
    let text = text.trim();
    if !text.is_empty() {
        passages.push(text.to_owned());
    }
}

/// A sentence that is longer than a passage, in pieces that are not.
fn pieces(sentence: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut used, mut word) = (0, 0, 0);
    for (at, letter) in sentence.char_indices() {
        used += if letter.is_ascii() { 1 } else { 4 };
        if used > PASSAGE {
            let end = if word > start { word } else { at };
            pieces.push(&sentence[start..end]);
            start = end;
            used = weight(&sentence[start..at + letter.len_utf8()]);
        }
        if letter.is_whitespace() {
            word = at + letter.len_utf8();
        }
    }
    pieces.push(&sentence[start..]);
    pieces
}
