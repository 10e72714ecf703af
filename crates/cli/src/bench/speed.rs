//! `bench speed`: how fast memories are imported, opened, found and added, at several sizes.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use mem0::{ImportRecord, Memory, MemoryItem, Timestamp};
use serde_json::{Value, json};

use super::texts::Texts;
use super::timing::{Spread, disk, rounded};
use super::worker::{Measured, WORD, scope_of};
use crate::commands::Speed;
use crate::context::{Context, Unit};
use crate::failure::Failure;
use crate::output::{Paint, Reply, Table, View};

/// Memories in each of many small scopes.
const SMALL: usize = 100;

/// Records of one commit of the import.
const BATCH: usize = 1000;

/// Runs it.
pub async fn run(arguments: &Speed, context: &Context) -> Result<Reply, Failure> {
    let start = start_time()?;
    let binary = std::env::current_exe()?.metadata()?.len();
    let mut rows = Vec::new();
    for &size in &arguments.sizes {
        rows.push(Row::measure("one scope", size, size, arguments, context).await?);
        if size > SMALL {
            let name = "scopes of 100";
            rows.push(Row::measure(name, size, SMALL, arguments, context).await?);
        }
    }
    Ok(reply(start, binary, &rows, context.paint))
}

/// What was measured at one size.
struct Row {
    layout: &'static str,
    size: usize,
    import_per_second: f64,
    disk: u64,
    measured: Measured,
}

impl Row {
    async fn measure(
        layout: &'static str,
        size: usize,
        each: usize,
        arguments: &Speed,
        context: &Context,
    ) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let took = import(folder.path(), size, each, context).await?;
        let disk = disk(folder.path());
        let measured = worker(folder.path(), size, each, arguments.repeat, context)?;
        let import_per_second = size as f64 / took.as_secs_f64().max(1e-9);
        Ok(Self {
            layout,
            size,
            import_per_second,
            disk,
            measured,
        })
    }

    fn to_json(&self) -> Value {
        json!({
            "layout": self.layout,
            "memories": self.size,
            "import_per_second": rounded(self.import_per_second),
            "disk_bytes": self.disk,
            "open_ms": rounded(self.measured.open),
            "first_search_ms": rounded(self.measured.first_search),
            "search": self.measured.search.to_json(),
            "add": self.measured.add.to_json(),
            "resident_bytes": self.measured.resident.map(|(now, _)| now),
            "resident_peak_bytes": self.measured.resident.map(|(_, most)| most),
        })
    }
}

/// Imports generated memories; the time that importing took, without making them.
async fn import(
    folder: &Path,
    size: usize,
    each: usize,
    context: &Context,
) -> Result<Duration, Failure> {
    let memory = Memory::open(super::config(context, folder)?).await?;
    let bar = context
        .progress(size as u64, Unit::Things)
        .with_message("Importing");
    let mut texts = Texts::new(1);
    let mut took = Duration::ZERO;
    let mut place = 0;
    while place < size {
        let end = size.min(place + BATCH);
        let records = (place..end)
            .map(|place| record(place, each, texts.memory()))
            .collect();
        let begun = Instant::now();
        memory.import(records).await?;
        took += begun.elapsed();
        bar.inc((end - place) as u64);
        place = end;
    }
    let begun = Instant::now();
    memory.close().await?;
    bar.finish_and_clear();
    Ok(took + begun.elapsed())
}

fn record(place: usize, each: usize, text: String) -> ImportRecord {
    // Spread over a year, so that times differ as they do in life.
    let seconds = 1_700_000_000 + i64::try_from(place).unwrap_or(0) * 317 % 31_536_000;
    let at = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    let item = MemoryItem {
        id: uuid::Uuid::from_u128(place as u128 + 1).to_string(),
        version: 1,
        scope: scope_of(place, each),
        hash: MemoryItem::hash_of(&text),
        text,
        language: "und".to_owned(),
        kind: mem0::MemoryKind::Fact,
        actor_id: None,
        role: None,
        metadata: mem0::Metadata::new(),
        categories: Vec::new(),
        occurred_at: at,
        created_at: at,
        updated_at: at,
        expires_on: None,
        immutable: false,
        valid_from: at,
        valid_to: None,
        superseded_by: None,
        sources: Vec::new(),
    };
    ImportRecord::Memory {
        versions: vec![item],
        history: Vec::new(),
    }
}

/// Runs one measured process.
fn worker(
    folder: &Path,
    size: usize,
    each: usize,
    repeat: usize,
    context: &Context,
) -> Result<Measured, Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(WORD).args(["-o", "json"]);
    if let Some(config) = &context.global.config {
        command.arg("--config").arg(config);
    }
    let output = command
        .arg("--size")
        .arg(size.to_string())
        .arg("--each")
        .arg(each.to_string())
        .arg("--repeat")
        .arg(repeat.to_string())
        .arg(folder)
        .output()?;
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

fn reply(start: Spread, binary: u64, rows: &[Row], paint: Paint) -> Reply {
    let mut table = Table::new(&[
        "MEMORIES",
        "LAYOUT",
        "IMPORT/S",
        "OPEN",
        "FIRST",
        "SEARCH P50",
        "P95",
        "P99",
        "ADD P50",
        "P95",
        "RSS",
        "DISK",
    ]);
    let megabytes = |bytes: u64| format!("{:.0} MB", bytes as f64 / 1e6);
    for row in rows {
        let measured = &row.measured;
        table.rows.push(vec![
            row.size.to_string(),
            row.layout.to_owned(),
            format!("{:.0}", row.import_per_second),
            format!("{:.1} ms", measured.open),
            format!("{:.1} ms", measured.first_search),
            format!("{:.2} ms", measured.search.p50),
            format!("{:.2} ms", measured.search.p95),
            format!("{:.2} ms", measured.search.p99),
            format!("{:.2} ms", measured.add.p50),
            format!("{:.2} ms", measured.add.p95),
            measured
                .resident
                .map(|(now, _)| megabytes(now))
                .unwrap_or_default(),
            megabytes(row.disk),
        ]);
    }
    let goals = goals(start, binary, rows);
    let mut words = format!("{}\n\n", table.render(paint));
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
        "start": start.to_json(),
        "binary_bytes": binary,
        "sizes": rows.iter().map(Row::to_json).collect::<Vec<_>>(),
        "goals": goals.iter().map(Goal::to_json).collect::<Vec<_>>(),
        "debug_build": cfg!(debug_assertions),
    });
    Reply::new(View::Words(words), data)
}

/// A figure and what it should be.
struct Goal {
    what: String,
    value: f64,
    unit: &'static str,
    bound: f64,
    /// Whether more is better.
    at_least: bool,
}

impl Goal {
    fn is_met(&self) -> bool {
        if self.at_least {
            self.value >= self.bound
        } else {
            self.value <= self.bound
        }
    }

    fn to_json(&self) -> Value {
        json!({
            "what": self.what,
            "value": rounded(self.value),
            "unit": self.unit,
            "goal": self.bound,
            "at_least": self.at_least,
            "met": self.is_met(),
        })
    }
}

fn goals(start: Spread, binary: u64, rows: &[Row]) -> Vec<Goal> {
    let at_most = |what: String, value: f64, unit: &'static str, bound: f64| Goal {
        what,
        value,
        unit,
        bound,
        at_least: false,
    };
    let mut goals = vec![
        at_most("`mem0 --version`".to_owned(), start.p50, "ms", 20.0),
        at_most(
            "size of the program".to_owned(),
            binary as f64 / 1e6,
            "MB",
            60.0,
        ),
    ];
    for row in rows.iter().filter(|row| row.layout == "one scope") {
        let (size, measured) = (row.size, &row.measured);
        let at = |what: &str| format!("{what} at {size} memories in one scope");
        goals.push(Goal {
            what: at("import"),
            value: row.import_per_second,
            unit: "memories/s",
            bound: 5000.0,
            at_least: true,
        });
        if size == 10_000 {
            goals.push(at_most(at("search p50"), measured.search.p50, "ms", 1.0));
            goals.push(at_most(at("search p95"), measured.search.p95, "ms", 2.0));
            goals.push(at_most(at("add p50"), measured.add.p50, "ms", 1.0));
        }
        if size == 100_000 {
            goals.push(at_most(at("search p95"), measured.search.p95, "ms", 6.0));
            goals.push(at_most(at("open"), measured.open, "ms", 300.0));
            let resident = measured.resident.map_or(0.0, |(now, _)| now as f64 / 1e6);
            goals.push(at_most(at("resident memory"), resident, "MB", 250.0));
        }
    }
    goals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_met_on_its_own_side_of_the_bound() {
        let goal = |value, at_least| Goal {
            what: String::new(),
            value,
            unit: "ms",
            bound: 5.0,
            at_least,
        };
        assert!(goal(5.0, false).is_met() && goal(5.0, true).is_met());
        assert!(!goal(5.1, false).is_met() && !goal(4.9, true).is_met());
    }
}
