//! The machine that figures were taken on; numbers without it mean little.

use serde_json::{Value, json};

/// What is known of this machine; `None` or 0 where the system doesn't say.
#[derive(Debug, Clone, PartialEq)]
pub struct Machine {
    processor: Option<String>,
    /// Cores that this process may use.
    pub cores: usize,
    memory_bytes: Option<u64>,
    /// Processes that were running or waiting, over the last minute. Above some tenths, others
    /// were using the machine at the same time.
    load: Option<f64>,
}

impl Machine {
    /// This machine, now.
    pub fn here() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        Self {
            processor: value_of(&read("/proc/cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            memory_bytes: value_of(&read("/proc/meminfo"), "MemTotal").and_then(|value| {
                let kilobytes: u64 = value.split(' ').next()?.parse().ok()?;
                Some(kilobytes * 1024)
            }),
            load: read("/proc/loadavg")
                .split(' ')
                .next()
                .and_then(|load| load.parse().ok()),
        }
    }

    /// As JSON.
    pub fn to_json(&self) -> Value {
        json!({
            "processor": self.processor,
            "cores": self.cores,
            "memory_bytes": self.memory_bytes,
            "load_before": self.load,
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
        if let Some(load) = self.load {
            write!(formatter, ", load before {load}")?;
        }
        Ok(())
    }
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
}
