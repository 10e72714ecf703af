//! From a PDF's drawing instructions to glyphs with their places.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};
use mem0_core::fetcher::Page;

use super::layout::{Layout, Piece};
use super::{Bounds, DAMAGED, Stopped, inflation};

/// The most glyphs without a letter, as a share of all: beyond it the text is riddles.
const MAX_UNKNOWN: f32 = 0.3;

const TOO_MUCH: &str = "it holds more text than is read";

/// How a glyph's units relate to its font's size.
const UNITS: f64 = 1_000.0;

/// The pages that carry text, in order.
pub(super) fn pages(bytes: Vec<u8>, bounds: &Bounds) -> Result<Vec<Page>, String> {
    inflation::check(&bytes, bounds)?;
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => "it is encrypted: it opens with a password only".to_owned(),
        LoadPdfError::Invalid => DAMAGED.to_owned(),
    })?;
    let count = pdf.pages().len();
    if count > bounds.pages {
        return Err(format!(
            "it has {count} pages, more than the {} that are read",
            bounds.pages
        ));
    }
    let cache = InterpreterCache::new();
    let (mut pages, mut room) = (Vec::new(), bounds.text_bytes);
    let (mut shown, mut unknown, mut has_images) = (0, 0, false);
    for (place, page) in pdf.pages().iter().enumerate() {
        let mut context = Context::new(
            Affine::IDENTITY,
            Rect::new(0.0, 0.0, 1.0, 1.0),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        let mut scribe = Scribe {
            bounds,
            room,
            layout: Layout::default(),
            shown: 0,
            unknown: 0,
            has_images: false,
        };
        interpret_page(page, &mut context, &mut scribe);
        shown += scribe.shown;
        unknown += scribe.unknown;
        has_images |= scribe.has_images;
        let text = scribe.layout.into_text();
        room = room
            .checked_sub(text.len())
            .ok_or_else(|| TOO_MUCH.to_owned())?;
        if !text.trim().is_empty() {
            pages.push(Page {
                number: u32::try_from(place + 1).ok(),
                text,
            });
        }
    }
    if shown > 0 && unknown as f32 > shown as f32 * MAX_UNKNOWN {
        return Err("its fonts don't tell which letters they show".to_owned());
    }
    if pages.is_empty() {
        return Err(if has_images {
            "it is a scan: pictures of pages without text; let text recognition read it first, \
             or send its pages as images"
                .to_owned()
        } else {
            "it carries no text".to_owned()
        });
    }
    Ok(pages)
}

/// Notes down what is written, wherever it is drawn.
struct Scribe<'b> {
    bounds: &'b Bounds,
    room: usize,
    layout: Layout,
    shown: usize,
    unknown: usize,
    has_images: bool,
}

impl Scribe<'_> {
    /// Leaves a page that takes too long or says too much. There is no other way out of the
    /// interpreter; `catch_unwind` is waiting, and the hook for panics is not called.
    fn check(&self) {
        let problem = if self.bounds.is_over() {
            "reading it takes too long"
        } else if self.layout.len() > self.room {
            TOO_MUCH
        } else {
            return;
        };
        std::panic::resume_unwind(Box::new(Stopped(problem)));
    }

    fn write(&mut self, glyph: &Glyph<'_>, transform: Affine, mode: WritingMode) {
        self.shown += 1;
        let text = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(letters)) => letters,
            None => {
                self.unknown += 1;
                return;
            }
        };
        let origin = transform * Point::ZERO;
        let vector = |x: f64, y: f64| transform * Point::new(x, y) - origin;
        let up = vector(0.0, UNITS);
        let advance = match mode {
            WritingMode::Vertical => -up,
            WritingMode::Horizontal => {
                let width = match glyph {
                    Glyph::Outline(outline) => outline.advance_width(),
                    Glyph::Type3(_) => None,
                };
                vector(width.map_or(UNITS / 2.0, f64::from), 0.0)
            }
        };
        let is_finite = |vector: Vec2| vector.x.is_finite() && vector.y.is_finite();
        if is_finite(origin.to_vec2()) && is_finite(advance) {
            self.layout.add(Piece {
                text,
                at: (origin.x, origin.y),
                advance: (advance.x, advance.y),
                size: up.hypot(),
            });
        }
    }
}

impl<'a> Device<'a> for Scribe<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.check();
        // What is filled and stroked comes twice.
        if matches!(mode, DrawMode::Stroke(_)) && self.layout.ends_with_a_run_at(place(run, &props))
        {
            return;
        }
        self.layout.begin_run(place(run, &props));
        for glyph in run.glyphs() {
            let transform = props.transform * glyph.transform();
            self.write(glyph, transform, run.writing_mode());
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.check();
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.has_images = true;
        self.check();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn place(run: &GlyphRun<'_, '_>, props: &DrawProps<'_>) -> Option<(f64, f64)> {
    let first = run.glyphs().first()?;
    let at = props.transform * first.transform() * Point::ZERO;
    Some((at.x, at.y))
}
