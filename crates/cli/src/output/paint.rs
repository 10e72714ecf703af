//! Colours, where the terminal shows them.

/// Paints words, or leaves them as they are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Paint {
    on: bool,
}

impl Paint {
    /// Paints if `on`.
    pub fn new(on: bool) -> Self {
        Self { on }
    }

    /// Whether it paints.
    pub fn is_on(self) -> bool {
        self.on
    }

    /// Heavier.
    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    /// Fainter.
    pub fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// For what went wrong.
    pub fn red(self, text: &str) -> String {
        self.with("31", text)
    }

    /// For what came.
    pub fn green(self, text: &str) -> String {
        self.with("32", text)
    }

    /// For what changed.
    pub fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }

    /// For figures.
    pub fn cyan(self, text: &str) -> String {
        self.with("36", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.on {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}
