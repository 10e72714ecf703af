//! How answers reach the screen: `text` for people, `table`, `quiet` (ids only), `json` (the bare
//! answer) and the envelope of `--json`.

mod json;
mod paint;
mod quiet;
mod table;
mod text;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, ValueEnum};
use mem0::Scope;
use serde_json::{Map, Value};

pub use self::paint::Paint;
pub use self::table::Table;
pub use self::text::{day, history, hit_lines};
use crate::arguments::Cli;
use crate::context::Context;
use crate::failure::Failure;

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// The bare answer
    Json,
    /// Rows and columns
    Table,
    /// Ids only
    Quiet,
    /// One envelope with the answer inside (what `--json` means)
    #[value(skip)]
    Envelope,
}

impl Format {
    /// Whether programs read it.
    pub fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Envelope)
    }
}

/// What a command answers.
pub struct Reply {
    /// What there is to see.
    pub view: View,
    /// What `--json` wraps.
    pub data: Value,
    /// What `-o json` prints, where it is not `data`.
    pub raw: Option<Value>,
    /// How many things `data` holds.
    pub count: Option<usize>,
    /// Whose memories it is about.
    pub scope: Scope,
    /// What else programs may want to know, beside the data.
    pub details: Map<String, Value>,
    /// What did not go as asked, in words.
    pub warnings: Vec<String>,
    /// What the exit code says; 0 unless a check found something wrong.
    pub exit_code: u8,
}

/// What there is to see.
pub enum View {
    /// Memories, each with a line that explains it or none.
    Memories {
        /// As the API shows them.
        items: Vec<Value>,
        /// Why each was found; as long as `items`, or empty.
        reasons: Vec<String>,
        /// Which part of all they are, in words; empty if they are all.
        place: String,
    },
    /// One memory with all that is known of it.
    Memory(Value),
    /// What an `add` changed, and how much it left out.
    Added {
        /// As the API shows them.
        items: Vec<Value>,
        /// What was left out, and why.
        left_out: Vec<(String, String)>,
    },
    /// A memory's history.
    Changes(Vec<Value>),
    /// Rows and columns.
    Table(Table),
    /// Names and values.
    Fields(Vec<(String, String)>),
    /// A sentence.
    Words(String),
    /// The text itself is the answer, in every format but the envelope.
    Verbatim(String),
    /// It is on the screen already.
    Shown,
}

impl Reply {
    /// An answer.
    pub fn new(view: View, data: Value) -> Self {
        let count = data.as_array().map(Vec::len);
        Self {
            view,
            data,
            raw: None,
            count,
            scope: Scope::default(),
            details: Map::new(),
            warnings: Vec::new(),
            exit_code: 0,
        }
    }

    /// Says what else programs may want to know; nothing is said of what is null.
    pub fn detail(mut self, name: &str, value: &Value) -> Self {
        if !value.is_null() {
            self.details.insert(name.to_owned(), value.clone());
        }
        self
    }

    /// Says whose memories it is about.
    pub fn of(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// Says what `-o json` prints.
    pub fn raw(mut self, raw: Value) -> Self {
        self.raw = Some(raw);
        self
    }

    /// Says how many things it holds.
    pub fn count(mut self, count: usize) -> Self {
        self.count = Some(count);
        self
    }

    /// Adds what did not go as asked.
    pub fn warn(mut self, warnings: impl IntoIterator<Item = String>) -> Self {
        self.warnings.extend(warnings);
        self
    }
}

/// Prints an answer.
pub fn reply(command: &str, reply: Reply, context: &Context) -> ExitCode {
    let format = context.global.format();
    if !matches!(format, Format::Envelope) {
        for warning in &reply.warnings {
            context.say(&format!("warning: {warning}"));
        }
    }
    let printed = match (&reply.view, format) {
        (View::Shown, Format::Text | Format::Table | Format::Quiet) => String::new(),
        (View::Verbatim(text), Format::Text | Format::Table | Format::Quiet) => text.clone(),
        (_, Format::Envelope) => json::envelope(command, &reply, context.started.elapsed()),
        (_, Format::Json) => json::pretty(reply.raw.as_ref().unwrap_or(&reply.data)),
        (view, Format::Text) => text::render(view, context.paint),
        (view, Format::Table) => table::render(view),
        (view, Format::Quiet) => quiet::render(view),
    };
    match print(&printed) {
        Ok(()) => ExitCode::from(reply.exit_code),
        Err(error) => {
            context.say(&format!("error: the answer can't be written: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Prints why a command failed.
pub fn failure(command: &str, failure: &Failure, context: &Context) -> ExitCode {
    let hint = failure.hint();
    if context.global.format().is_json() {
        // The exit code tells it even where the screen is gone.
        let _ = print(&json::failure(command, &failure.to_string(), &hint));
    } else {
        let paint = Paint::new(context.paint.is_on());
        context.say(&format!("{} {failure}", paint.red("error:")));
        if !hint.is_empty() {
            context.say(&format!("{} {hint}", paint.bold("hint:")));
        }
    }
    ExitCode::from(failure.exit_code())
}

/// Prints why the words on the command line make no command, or the help that was asked for.
pub fn refusal(refusal: &clap::Error, words: &[OsString]) -> ExitCode {
    let asked_for_help = matches!(
        refusal.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let for_programs = words
        .iter()
        .any(|word| word == "--json" || word == "--agent")
        || words
            .windows(2)
            .any(|pair| (pair[0] == "-o" || pair[0] == "--output") && pair[1] == "json")
        || words
            .iter()
            .any(|word| word == "-ojson" || word == "--output=json");
    if for_programs && !asked_for_help {
        let message = refusal.render().to_string();
        let message = message.strip_prefix("error: ").unwrap_or(&message);
        let (problem, hint) = message.split_once("\n").unwrap_or((message, ""));
        let known = Cli::command();
        let mut typed = words.iter().skip(1).filter_map(|word| word.to_str());
        let command = typed
            .clone()
            .find(|word| known.find_subcommand(word).is_some())
            .or_else(|| typed.find(|word| !word.starts_with('-')))
            .unwrap_or_default();
        let _ = print(&json::failure(command, problem.trim(), hint.trim()));
        return ExitCode::from(2);
    }
    // Nothing better can be done if the screen is gone.
    let _ = refusal.print();
    ExitCode::from(if asked_for_help { 0 } else { 2 })
}

/// Prints to standard output.
///
/// # Errors
/// It can't be written, on a full disk for example. A reader that went away (`mem0 list | head`)
/// is no failure.
pub fn print(text: &str) -> std::io::Result<()> {
    let mut screen = std::io::stdout().lock();
    let newline = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    match write!(screen, "{text}{newline}").and_then(|()| screen.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}
