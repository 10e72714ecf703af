//! Figures and what they should be.

use serde_json::{Value, json};

use super::{Layout, Row};
use crate::bench::timing::{Spread, rounded};

/// A figure and what it should be.
pub struct Goal {
    pub what: String,
    pub value: f64,
    pub unit: &'static str,
    pub bound: f64,
    /// Whether more is better.
    pub at_least: bool,
}

impl Goal {
    fn at_most(what: String, value: f64, unit: &'static str, bound: f64) -> Self {
        Self {
            what,
            value,
            unit,
            bound,
            at_least: false,
        }
    }

    fn at_least(what: String, value: f64, unit: &'static str, bound: f64) -> Self {
        Self {
            at_least: true,
            ..Self::at_most(what, value, unit, bound)
        }
    }

    /// Whether it is as it should be.
    pub fn is_met(&self) -> bool {
        if self.at_least {
            self.value >= self.bound
        } else {
            self.value <= self.bound
        }
    }

    /// As JSON.
    pub fn to_json(&self) -> Value {
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

/// The goals that these rows have figures for.
pub fn goals(start: Spread, binary: u64, rows: &[Row], cores: usize) -> Vec<Goal> {
    let mut goals = vec![
        Goal::at_most("`mem0 --version`".to_owned(), start.p50, "ms", 20.0),
        Goal::at_most(
            "size of the program".to_owned(),
            binary as f64 / 1e6,
            "MB",
            60.0,
        ),
    ];
    for row in rows {
        let place = format!("{} memories, {}", row.size, row.layout.name());
        let at = |what: &str| format!("{what} at {place}");
        let measured = &row.measured;
        let resident = measured.resident.map_or(0.0, |(now, _)| now as f64 / 1e6);
        match (row.layout, row.size) {
            (Layout::One, 10_000) => goals.extend([
                Goal::at_most(at("search p50"), measured.search.p50, "ms", 1.0),
                Goal::at_most(at("search p95"), measured.search.p95, "ms", 2.0),
                Goal::at_most(at("add p50"), measured.add.p50, "ms", 1.0),
            ]),
            (Layout::One, 100_000) => goals.extend([
                Goal::at_most(at("search p95"), measured.search.p95, "ms", 6.0),
                Goal::at_most(at("open"), measured.open, "ms", 300.0),
                Goal::at_most(at("resident memory"), resident, "MB", 250.0),
            ]),
            (Layout::One, 1_000_000) => goals.extend([
                Goal::at_most(at("search p95"), measured.search.p95, "ms", 25.0),
                Goal::at_most(at("resident memory"), resident, "MB", 700.0),
            ]),
            (Layout::Many, 1_000_000) => {
                let cold = measured.cold.map_or(0.0, |cold| cold.p95);
                goals.extend([
                    Goal::at_most(at("search p95, warm scope"), measured.search.p95, "ms", 1.0),
                    Goal::at_most(at("search p95, cold scope"), cold, "ms", 5.0),
                ]);
            }
            _ => {}
        }
        if row.layout == Layout::One {
            let per_second = row.import_per_second;
            if let Some(per_second) = per_second {
                goals.push(Goal::at_least(
                    at("import"),
                    per_second,
                    "memories/s",
                    5000.0,
                ));
            }
        }
        if row.size >= 10_000 {
            let callers = super::super::worker::CALLERS.min(cores) as f64;
            let gain = row.gain();
            goals.push(Goal::at_least(
                at("16 callers against 1"),
                gain,
                "×",
                0.8 * callers,
            ));
        }
    }
    goals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_met_on_its_own_side_of_the_bound() {
        let most = |value| Goal::at_most(String::new(), value, "ms", 5.0).is_met();
        let least = |value| Goal::at_least(String::new(), value, "ms", 5.0).is_met();
        assert!(most(5.0) && least(5.0));
        assert!(!most(5.1) && !least(4.9));
    }
}
