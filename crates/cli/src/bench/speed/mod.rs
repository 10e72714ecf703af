//! `bench speed`: how fast memories are imported, opened, found and added, at several sizes, in
//! one big scope and in many small ones.

mod goals;
mod import;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use clap::ValueEnum;
use serde_json::{Value, json};

use self::goals::{Goal, goals};
use super::machine::Machine;
use super::timing::{Spread, disk, rounded};
use super::worker::{CALLERS, Measured, Throughput, WORD};
use crate::commands::Speed;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Paint, Reply, Table, View};

/// Memories in each of many small scopes.
const SMALL: usize = 100;

/// How memories are spread over scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Layout {
    /// All of one user
    One,
    /// 100 of each user
    Many,
}

impl Layout {
    /// As tables name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::One => "one scope",
            Self::Many => "scopes of 100",
        }
    }

    fn each(self, size: usize) -> usize {
        match self {
            Self::One => size,
            Self::Many => SMALL,
        }
    }
}

/// Runs it.
pub async fn run(arguments: &Speed, context: &Context) -> Result<Reply, Failure> {
    let machine = Machine::here();
    let start = start_time()?;
    let binary = std::env::current_exe()?.metadata()?.len();
    let mut rows = Vec::new();
    for &size in &arguments.sizes {
        for layout in [Layout::One, Layout::Many] {
            let wanted = arguments.layout.is_none_or(|wanted| wanted == layout);
            if wanted && (layout == Layout::One || size > SMALL) {
                let row = Row::measure(layout, size, arguments, context).await?;
                // The big sizes take minutes; what is known is said at once.
                let (name, search) = (layout.name(), row.measured.search);
                context.say(&format!(
                    "{size} memories, {name}: search p95 {:.2} ms",
                    search.p95
                ));
                rows.push(row);
            }
        }
    }
    Ok(reply(&machine, start, binary, &rows, context.paint))
}

/// What was measured at one size.
struct Row {
    layout: Layout,
    size: usize,
    /// `None` where the store was there already.
    import_per_second: Option<f64>,
    disk: u64,
    measured: Measured,
}

impl Row {
    async fn measure(
        layout: Layout,
        size: usize,
        arguments: &Speed,
        context: &Context,
    ) -> Result<Self, Failure> {
        let each = layout.each(size);
        let passing = tempfile::tempdir()?;
        let folder = match &arguments.stores {
            Some(stores) => stores.join(format!("{size}-{each}")),
            None => passing.path().to_owned(),
        };
        let import_per_second = if folder.join("memory.db").exists() {
            None
        } else {
            std::fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, error))?;
            let took = import::import(&folder, size, each, context).await?;
            Some(size as f64 / took.as_secs_f64().max(1e-9))
        };
        let disk = disk(&folder);
        let measured = worker(&folder, size, each, arguments, context)?;
        Ok(Self {
            layout,
            size,
            import_per_second,
            disk,
            measured,
        })
    }

    /// How many times as much many callers get done together as one alone.
    fn gain(&self) -> f64 {
        self.measured.together.per_second / self.measured.alone.per_second.max(1e-9)
    }

    fn to_json(&self) -> Value {
        let measured = &self.measured;
        let throughput = |throughput: Throughput| {
            json!({
                "per_second": rounded(throughput.per_second),
                "each": throughput.each.to_json(),
            })
        };
        json!({
            "layout": self.layout.name(),
            "memories": self.size,
            "import_per_second": self.import_per_second.map(rounded),
            "disk_bytes": self.disk,
            "open_ms": rounded(measured.open),
            "first_search_ms": rounded(measured.first_search),
            "cold": measured.cold.map(Spread::to_json),
            "search": measured.search.to_json(),
            "throughput": {
                "1": throughput(measured.alone),
                CALLERS.to_string(): throughput(measured.together),
                "ratio": rounded(self.gain()),
            },
            "add": measured.add.to_json(),
            "resident_after_search_bytes": measured.resident_after_search,
            "resident_bytes": measured.resident.map(|(now, _)| now),
            "resident_peak_bytes": measured.resident.map(|(_, most)| most),
        })
    }
}

/// Runs one measured process.
fn worker(
    folder: &Path,
    size: usize,
    each: usize,
    arguments: &Speed,
    context: &Context,
) -> Result<Measured, Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(WORD).args(["-o", "json"]);
    if let Some(config) = &context.global.config {
        command.arg("--config").arg(config);
    }
    for (name, value) in [
        ("--size", size),
        ("--each", each),
        ("--repeat", arguments.repeat),
    ] {
        command.arg(name).arg(value.to_string());
    }
    command.arg("--seconds").arg(arguments.seconds.to_string());
    let output = command.arg(folder).output()?;
    if !output.status.success() {
        let problem = String::from_utf8_lossy(&output.stdout).into_owned();
        return Err(Failure::wrong(
            format!("a measured process failed: {problem}"),
            "",
        ));
    }
    Ok(serde_json::from_slice(&output.stdout).map_err(std::io::Error::from)?)
}

/// How long `mem0 --version` takes, process and all.
fn start_time() -> Result<Spread, Failure> {
    let program = std::env::current_exe()?;
    let mut times = Vec::new();
    for _ in 0..21 {
        let begun = Instant::now();
        Command::new(&program).arg("--version").output()?;
        times.push(begun.elapsed());
    }
    Ok(Spread::of(&times))
}

fn reply(machine: &Machine, start: Spread, binary: u64, rows: &[Row], paint: Paint) -> Reply {
    let goals = goals(start, binary, rows, machine.cores);
    let mut words = format!("{machine}\n\n{}\n\n", table(rows).render(paint));
    for goal in &goals {
        let sign = if goal.is_met() {
            paint.green("✓")
        } else {
            paint.red("✗")
        };
        words += &format!(
            "{sign} {}: {:.2} {} (goal: {} {})\n",
            goal.what, goal.value, goal.unit, goal.bound, goal.unit
        );
    }
    if cfg!(debug_assertions) {
        words += "This is a debug build: its times mean nothing.\n";
    }
    let data = json!({
        "machine": machine.to_json(),
        "start": start.to_json(),
        "binary_bytes": binary,
        "sizes": rows.iter().map(Row::to_json).collect::<Vec<_>>(),
        "goals": goals.iter().map(Goal::to_json).collect::<Vec<_>>(),
        "debug_build": cfg!(debug_assertions),
    });
    Reply::new(View::Words(words), data)
}

fn table(rows: &[Row]) -> Table {
    let mut table = Table::new(&[
        "MEMORIES",
        "LAYOUT",
        "IMPORT/S",
        "OPEN",
        "FIRST",
        "COLD P95",
        "SEARCH P50",
        "P95",
        "P99",
        "1 CALLER/S",
        "16 CALLERS/S",
        "RATIO",
        "ADD P50",
        "P95",
        "RSS",
        "DISK",
    ]);
    let time = |milliseconds: f64| format!("{milliseconds:.2} ms");
    let size = |bytes: u64| format!("{:.0} MB", bytes as f64 / 1e6);
    let unknown = || "–".to_owned();
    for row in rows {
        let measured = &row.measured;
        let import = row.import_per_second.map(|speed| format!("{speed:.0}"));
        let resident = measured.resident.map(|(now, _)| size(now));
        table.rows.push(vec![
            row.size.to_string(),
            row.layout.name().to_owned(),
            import.unwrap_or_else(unknown),
            time(measured.open),
            time(measured.first_search),
            measured.cold.map_or_else(unknown, |cold| time(cold.p95)),
            time(measured.search.p50),
            time(measured.search.p95),
            time(measured.search.p99),
            format!("{:.0}", measured.alone.per_second),
            format!("{:.0}", measured.together.per_second),
            format!("{:.2}", row.gain()),
            time(measured.add.p50),
            time(measured.add.p95),
            resident.unwrap_or_else(unknown),
            size(row.disk),
        ]);
    }
    table
}
