//! From letters with places to lines and paragraphs.
//!
//! Letters are taken in the order in which the PDF draws them, which nearly all programs make the
//! order of reading; where the next one stands says whether a space, a line or a paragraph lies
//! between them.

/// A letter, or several that are one glyph.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub text: String,
    /// Where it begins.
    pub at: (f64, f64),
    /// How far it is from there to where the next one begins.
    pub advance: (f64, f64),
    /// How high its font is.
    pub size: f64,
}

/// A wider gap, as a share of the font's size, is a space. Kerning stays below.
const SPACE: f64 = 0.18;

/// A letter that stands higher or lower by more is on another line; sub- and superscripts are
/// not.
const LINE: f64 = 0.7;

/// Lines further apart than this are paragraphs.
const PARAGRAPH: f64 = 1.9;

/// A line shorter than this share of the page's longest ends a paragraph.
const FULL: f64 = 0.8;

#[derive(Debug, Default)]
struct Line {
    text: String,
    /// Where its last letter ends.
    end: (f64, f64),
    /// Along which it runs, of length 1.
    direction: (f64, f64),
    length: f64,
    size: f64,
    /// Whether more room than usual lies before it.
    is_apart: bool,
}

/// Puts letters in lines.
#[derive(Debug, Default)]
pub(super) struct Layout {
    lines: Vec<Line>,
    bytes: usize,
    run: Option<(f64, f64)>,
}

impl Layout {
    /// About how many bytes of text there are.
    pub(super) fn len(&self) -> usize {
        self.bytes
    }

    /// Notes where a run of letters begins.
    pub(super) fn begin_run(&mut self, at: Option<(f64, f64)>) {
        self.run = at;
    }

    /// Whether the last run began here.
    pub(super) fn ends_with_a_run_at(&self, at: Option<(f64, f64)>) -> bool {
        self.run
            .zip(at)
            .is_some_and(|((x, y), (other_x, other_y))| {
                (x - other_x).abs() < 0.01 && (y - other_y).abs() < 0.01
            })
    }

    /// Adds a letter.
    pub(super) fn add(&mut self, piece: Piece) {
        let text: String = piece
            .text
            .chars()
            .filter(|letter| !letter.is_control() && *letter != '\u{fffd}')
            .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
            .collect();
        if text.is_empty() || piece.size <= 0.0 {
            return;
        }
        self.bytes += text.len();
        let length = piece.advance.0.hypot(piece.advance.1);
        let end = (piece.at.0 + piece.advance.0, piece.at.1 + piece.advance.1);
        let Some(line) = self.lines.last_mut() else {
            self.begin_line(&piece, text, length, end, false);
            return;
        };
        let gap = (piece.at.0 - line.end.0, piece.at.1 - line.end.1);
        let (along_x, along_y) = line.direction;
        let along = gap.0 * along_x + gap.1 * along_y;
        let across = (gap.0 * along_y - gap.1 * along_x).abs();
        let size = line.size.max(piece.size);
        // Further back than a letter is wide: another column, or a line that starts anew.
        if across > LINE * size.min(line.size * 1.5) || along < -1.5 * size {
            let is_apart = across > PARAGRAPH * size;
            self.begin_line(&piece, text, length, end, is_apart);
            return;
        }
        let is_space = text.trim().is_empty();
        if along > SPACE * size && !line.text.ends_with(' ') && !is_space {
            line.text.push(' ');
        }
        if !(is_space && line.text.ends_with(' ')) {
            line.text.push_str(&text);
        }
        line.length += along + length;
        line.end = end;
    }

    fn begin_line(
        &mut self,
        piece: &Piece,
        text: String,
        length: f64,
        end: (f64, f64),
        is_apart: bool,
    ) {
        let direction = if length > 0.0 {
            (piece.advance.0 / length, piece.advance.1 / length)
        } else {
            (1.0, 0.0)
        };
        self.lines.push(Line {
            text,
            end,
            direction,
            length,
            size: piece.size,
            is_apart,
        });
    }

    /// The text: a line for each paragraph, an empty one where more room lies between.
    pub(super) fn into_text(self) -> String {
        let longest = self
            .lines
            .iter()
            .map(|line| line.length)
            .fold(0.0, f64::max);
        let mut text = String::with_capacity(self.bytes);
        let mut before: Option<&Line> = None;
        for line in self
            .lines
            .iter()
            .filter(|line| !line.text.trim().is_empty())
        {
            if let Some(before) = before {
                join(&mut text, before, line, longest);
            }
            text.push_str(line.text.trim());
            before = Some(line);
        }
        text
    }
}

/// Puts between two lines what belongs there: nothing or a space if a sentence runs on.
fn join(text: &mut String, before: &Line, line: &Line, longest: f64) {
    let last = before.text.trim_end().chars().last().unwrap_or(' ');
    let first = line.text.trim_start().chars().next().unwrap_or(' ');
    if line.is_apart {
        text.push_str("\n\n");
    } else if before.length < FULL * longest
        || (before.size - line.size).abs() > 0.15 * before.size
        || ends_a_sentence(last)
        || begins_an_item(line.text.trim_start())
    {
        text.push('\n');
    } else if last == '-' && first.is_lowercase() {
        // A word that was divided; a real hyphen at the end of a line is rarer.
        text.pop();
    } else if !(is_wide(last) || is_wide(first)) {
        text.push(' ');
    }
}

fn ends_a_sentence(letter: char) -> bool {
    matches!(
        letter,
        '.' | '!' | '?' | ':' | '。' | '！' | '？' | '：' | '；' | '…'
    )
}

/// `1.`, `(a)`, `•`, `一、`.
fn begins_an_item(line: &str) -> bool {
    let mut letters = line.chars();
    match letters.next() {
        Some('•' | '·' | '●' | '■' | '◆' | '-' | '–' | '*' | '（' | '(') => true,
        Some('第') => true,
        Some('一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十') => {
            letters.next() == Some('、')
        }
        Some(digit) if digit.is_ascii_digit() => letters
            .find(|letter| !letter.is_ascii_digit())
            .is_some_and(|letter| matches!(letter, '.' | ')' | '、' | '．')),
        _ => false,
    }
}

/// Written without spaces: Chinese and Japanese, with their punctuation.
fn is_wide(letter: char) -> bool {
    matches!(letter as u32, 0x2e80..=0x9fff | 0xf900..=0xfaff | 0xff00..=0xffef | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of size 10, each 5 wide (10 if wide), set from here on.
    fn set(layout: &mut Layout, text: &str, mut x: f64, y: f64) {
        for letter in text.chars() {
            let width = if is_wide(letter) { 10.0 } else { 5.0 };
            layout.add(Piece {
                text: letter.to_string(),
                at: (x, y),
                advance: (width, 0.0),
                size: 10.0,
            });
            x += width;
        }
    }

    fn text(lines: &[(&str, f64, f64)]) -> String {
        let mut layout = Layout::default();
        for (text, x, y) in lines {
            set(&mut layout, text, *x, *y);
        }
        layout.into_text()
    }

    #[test]
    fn gaps_are_spaces_and_kerning_is_none() {
        assert_eq!(
            text(&[("Hello", 0.0, 0.0), ("world", 28.0, 0.0)]),
            "Hello world"
        );
        assert_eq!(text(&[("Hel", 0.0, 0.0), ("lo", 15.5, 0.0)]), "Hello");
        assert_eq!(text(&[("x", 0.0, 0.0), ("2", 5.0, 4.0)]), "x2");
    }

    #[test]
    fn a_sentence_runs_on_over_lines() {
        assert_eq!(
            text(&[
                ("the quick brown", 0.0, 0.0),
                ("fox jumps over", 0.0, -12.0)
            ]),
            "the quick brown fox jumps over"
        );
        assert_eq!(
            text(&[("我对花生过", 0.0, 0.0), ("敏，住杭州", 0.0, -12.0)]),
            "我对花生过敏，住杭州"
        );
        assert_eq!(
            text(&[("an exam-", 0.0, 0.0), ("ple text", 0.0, -12.0)]),
            "an example text"
        );
    }

    #[test]
    fn items_short_lines_and_room_end_a_paragraph() {
        assert_eq!(
            text(&[("A title", 0.0, 0.0), ("a long line of text", 0.0, -12.0)]),
            "A title\na long line of text"
        );
        assert_eq!(
            text(&[("mix the flour", 0.0, 0.0), ("2. bake it all", 0.0, -12.0)]),
            "mix the flour\n2. bake it all"
        );
        assert_eq!(
            text(&[("one line", 0.0, 0.0), ("far away", 0.0, -40.0)]),
            "one line\n\nfar away"
        );
    }

    #[test]
    fn a_rotated_line_is_a_line() {
        let mut layout = Layout::default();
        for (place, letter) in "down".chars().enumerate() {
            layout.add(Piece {
                text: letter.to_string(),
                at: (0.0, -5.0 * place as f64),
                advance: (0.0, -5.0),
                size: 10.0,
            });
        }
        assert_eq!(layout.into_text(), "down");
    }
}
