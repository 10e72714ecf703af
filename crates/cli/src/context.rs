//! What every command has at hand: the flags, the terminal, the memory.

use std::io::{BufRead, IsTerminal, Read, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mem0::{LoadOptions, Memory, MemoryConfig, Scope};

use crate::arguments::Global;
use crate::failure::Failure;
use crate::output::{Format, Paint};
use crate::scope::ScopeFlags;

/// Why a text is refused: kept as it is, it would be unreadable for ever.
pub const NO_UTF8: &str = "the text is not in UTF-8";

/// What every command has at hand.
pub struct Context {
    /// The flags that every command takes.
    pub global: Global,
    /// When the command began.
    pub started: Instant,
    /// Colours for standard output, where it shows them.
    pub paint: Paint,
}

impl Context {
    /// Ready for a command.
    pub fn new(global: Global) -> Self {
        listen(global.verbose);
        let coloured = global.format() == Format::Text
            && !global.no_color
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            && std::io::stdout().is_terminal();
        Self {
            global,
            started: Instant::now(),
            paint: Paint::new(coloured),
        }
    }

    /// The configuration that the flags, the file and the environment make.
    pub fn config(&self) -> Result<MemoryConfig, Failure> {
        let config = MemoryConfig::load(self.load_options())?;
        for warning in config.warnings() {
            self.say(&format!("warning: {warning}"));
        }
        Ok(config)
    }

    /// The configured memory, with the ids that are meant where none is typed.
    pub async fn open(&self) -> Result<(Memory, Scope), Failure> {
        let config = self.config()?;
        let defaults = config.scope().clone();
        Ok((Memory::open(config).await?, defaults))
    }

    /// The configured memory, and whose memories are meant.
    pub async fn open_for(&self, flags: &ScopeFlags) -> Result<(Memory, Scope), Failure> {
        let (memory, defaults) = self.open().await?;
        Ok((memory, flags.or(&defaults)))
    }

    /// Where the configuration is looked for.
    pub fn load_options(&self) -> LoadOptions {
        LoadOptions {
            config_file: self.global.config.clone(),
            dir: self.global.dir.clone(),
            environment: true,
        }
    }

    /// Says something to people, beside the answer.
    pub fn say(&self, words: &str) {
        let _ = writeln!(std::io::stderr(), "{words}");
    }

    /// Whether a person can be asked.
    pub fn can_ask(&self) -> bool {
        matches!(self.global.format(), Format::Text | Format::Table)
            && std::io::stdin().is_terminal()
            && std::io::stderr().is_terminal()
    }

    /// Asks before something is destroyed. Without a person at the terminal only `--force` will do.
    ///
    /// # Errors
    /// Nobody can be asked, or the answer was no.
    pub fn confirm(&self, what: &str, force: bool) -> Result<(), Failure> {
        if force {
            return Ok(());
        }
        if !self.can_ask() {
            return Err(Failure::usage(
                format!("this would {what}, and nobody is here to confirm it"),
                "Pass --force, or --dry-run where the command has it.",
            ));
        }
        let mut screen = std::io::stderr();
        write!(screen, "This will {what}. Continue? [y/N] ")?;
        screen.flush()?;
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        if matches!(
            answer.trim().to_lowercase().as_str(),
            "y" | "yes" | "是" | "好"
        ) {
            Ok(())
        } else {
            Err(Failure::wrong("nothing was done", ""))
        }
    }

    /// What is piped in; `None` at a terminal, or if nothing but blanks came.
    pub fn piped(&self) -> Result<Option<String>, Failure> {
        let mut input = std::io::stdin();
        if input.is_terminal() {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes)?;
        let text = String::from_utf8(bytes).map_err(|_| {
            let source = std::io::Error::new(std::io::ErrorKind::InvalidData, NO_UTF8);
            Failure::file(std::path::Path::new("standard input"), source)
        })?;
        Ok((!text.trim().is_empty()).then_some(text))
    }

    /// A progress bar on standard error; hidden where nobody watches.
    pub fn progress(&self, length: u64, unit: Unit) -> ProgressBar {
        let watched = self.global.format() == Format::Text && std::io::stderr().is_terminal();
        let target = if watched {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(length), target);
        let template = match unit {
            Unit::Bytes => "{msg} {bar:30} {bytes}/{total_bytes} {eta}",
            Unit::Things => "{msg} {bar:30} {human_pos}/{human_len} {eta}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}

/// What a progress bar counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of a file.
    Bytes,
    /// Memories, questions, …
    Things,
}

fn listen(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => "info",
        2 => "debug",
        _ => "trace",
    };
    let filter = tracing_subscriber::EnvFilter::new(format!(
        "warn,mem0={level},mem0_engine={level},mem0_store={level},mem0_providers={level},mem0_local={level},mem0_client={level}"
    ));
    // Only fails if a subscriber is there already, and then that one listens.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .try_init();
}
