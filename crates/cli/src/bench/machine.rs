//! The machine that figures were taken on; numbers without it mean little.

use std::time::Duration;

use serde_json::{Value, json};

use super::timing::rounded;

/// How long others are watched.
const MOMENT: Duration = Duration::from_millis(300);

/// What is known of this machine; `None` or 0 where the system doesn't say.
#[derive(Debug, Clone, PartialEq)]
pub struct Machine {
    processor: Option<String>,
    /// Cores that this process may use.
    pub cores: usize,
    memory_bytes: Option<u64>,
    /// Cores that other work kept busy just before; times are upper bounds if it is more than a
    /// tenth or two.
    busy: Option<f64>,
}

impl Machine {
    /// This machine, now. Looks on for a moment, so ask before anything is measured.
    pub fn here() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        Self {
            processor: value_of(&read("/proc/cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            memory_bytes: value_of(&read("/proc/meminfo"), "MemTotal").and_then(|value| {
                let kilobytes: u64 = value.split(' ').next()?.parse().ok()?;
                Some(kilobytes * 1024)
            }),
            busy: busy(&read),
        }
    }

    /// As JSON.
    pub fn to_json(&self) -> Value {
        json!({
            "processor": self.processor,
            "cores": self.cores,
            "memory_bytes": self.memory_bytes,
            "busy_cores_before": self.busy.map(rounded),
            "system": std::env::consts::OS,
            "architecture": std::env::consts::ARCH,
        })
    }
}

impl std::fmt::Display for Machine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let processor = self.processor.as_deref().unwrap_or("unknown processor");
        write!(formatter, "{} × {processor}", self.cores)?;
        if let Some(bytes) = self.memory_bytes {
            write!(formatter, ", {:.0} GB", bytes as f64 / 1e9)?;
        }
        write!(
            formatter,
            ", {} {}",
            std::env::consts::OS,
            std::env::consts::ARCH
        )?;
        if let Some(busy) = self.busy {
            write!(formatter, ", {busy:.1} cores busy before")?;
        }
        Ok(())
    }
}

/// How many cores work over a moment.
fn busy(read: &dyn Fn(&str) -> String) -> Option<f64> {
    let before = ticks(&read("/proc/stat"))?;
    std::thread::sleep(MOMENT);
    let after = ticks(&read("/proc/stat"))?;
    let total = after.total.saturating_sub(before.total).max(1) as f64;
    let working = after.working.saturating_sub(before.working) as f64;
    Some(after.cores as f64 * working / total)
}

/// Ticks of all cores since the machine started.
#[derive(Debug, PartialEq)]
struct Ticks {
    cores: usize,
    working: u64,
    total: u64,
}

fn ticks(statistics: &str) -> Option<Ticks> {
    let mut lines = statistics
        .lines()
        .take_while(|line| line.starts_with("cpu"));
    let all = lines.next()?.split_whitespace().skip(1).take(8);
    let all: Vec<u64> = all.map(str::parse).collect::<Result<_, _>>().ok()?;
    let total = all.iter().sum();
    // The fourth and fifth: doing nothing, and waiting for a disk.
    let idle = all.get(3)? + all.get(4)?;
    Some(Ticks {
        cores: lines.count(),
        working: total - idle,
        total,
    })
}

/// The value of a line `name : value`.
fn value_of(lines: &str, name: &str) -> Option<String> {
    lines.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_by_its_name() {
        let lines = "processor\t: 0\nmodel name\t: Fast One\nmodel name\t: Slow One\n";
        assert_eq!(value_of(lines, "model name").as_deref(), Some("Fast One"));
        assert_eq!(value_of(lines, "model"), None);
        assert!(Machine::here().cores >= 1);
    }

    #[test]
    fn waiting_for_a_disk_is_no_work() {
        let statistics = "cpu  10 1 4 80 5 0 0 0 0 0\ncpu0 5 1 2 40 2 0 0 0 0 0\ncpu1 5 0 2 40 3 0 0 0 0 0\nintr 1\n";
        let read = ticks(statistics);
        assert_eq!(
            read,
            Some(Ticks {
                cores: 2,
                working: 15,
                total: 100
            })
        );
        assert_eq!(ticks(""), None);
    }
}
