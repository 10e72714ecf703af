//! The figures of a run, for people and for programs.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::abstention::{Cut, Scored, auc, curve};
use super::dataset::category_name;
use super::metrics::{COUNTING, Outcome, Recall, recall};
use super::run::Run;
use crate::bench::timing::{Spread, rounded};
use crate::output::{Paint, Table};

/// Categories of questions that have an answer.
const ANSWERABLE: std::ops::RangeInclusive<u8> = 1..=4;

/// Thresholds that people are shown; programs get them all.
const THRESHOLDS: [f32; 7] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];

impl Run {
    /// For people.
    pub fn words(&self, name: &str, by_category: bool, paint: Paint) -> String {
        let mut words = format!(
            "{}: {} conversations, {} turns, {} questions\n",
            paint.bold(name),
            self.conversations,
            self.turns,
            self.questions(),
        );
        if self.left_out > 0 {
            words += &format!("{} turns made no memory.\n", self.left_out);
        }
        words += &self.recall_table(by_category).render(paint);
        words += &format!("\nTokens: {COUNTING}.\n");
        if let Some(area) = self.auc(None) {
            words += &self.abstention(area, paint);
        }
        let searches = Spread::of(&self.searches);
        let adds = Spread::of(&self.adds);
        words
            + &format!(
                "Search: p50 {:.2} ms, p95 {:.2} ms. Add: p50 {:.2} ms, p95 {:.2} ms, {:.0} turns/s.",
                searches.p50,
                searches.p95,
                adds.p50,
                adds.p95,
                self.turns_per_second(),
            )
    }

    /// For programs.
    pub fn to_json(&self, name: &str, split: Option<&str>) -> Value {
        let depths = &self.how.depths;
        let categories = ANSWERABLE.map(|category| {
            let of_it = self.of_category(category).to_json(depths);
            (category_name(category).to_owned(), of_it)
        });
        let corrected =
            (!self.corrected.is_empty()).then(|| recall(&self.corrected, depths).to_json(depths));
        let cuts = curve(&self.scored);
        let answerable = self.scored.iter().filter(|it| it.answerable).count();
        json!({
            "set": name,
            "split": split,
            "conversations": self.conversations,
            "turns": self.turns,
            "turns_without_memory": self.left_out,
            "questions": self.questions(),
            "overall": recall(&self.outcomes, depths).to_json(depths),
            "by_category": categories.collect::<Map<_, _>>(),
            "corrected_labels": corrected,
            "abstention": {
                "answerable": answerable,
                "unanswerable": self.scored.len() - answerable,
                "auc": self.auc(None).map(rounded),
                "auc_near": self.auc(Some("near")).map(rounded),
                "auc_far": self.auc(Some("far")).map(rounded),
                "curve": cuts.into_iter().map(Cut::to_json).collect::<Vec<_>>(),
            },
            "search": Spread::of(&self.searches).to_json(),
            "add": Spread::of(&self.adds).to_json(),
            "add_turns_per_second": rounded(self.turns_per_second()),
        })
    }

    fn recall_table(&self, by_category: bool) -> Table {
        let depths = &self.how.depths;
        let mut table = Table::new(&["QUESTIONS", "N", "HIT@1", "MRR"]);
        for name in ["ANY", "ALL", "TOKENS"] {
            let named = depths
                .iter()
                .map(|depth| Cow::from(format!("{name}@{depth}")));
            table.columns.extend(named);
        }
        let mut add = |name: &str, recall: &Recall| {
            let mut row = vec![
                name.to_owned(),
                recall.questions.to_string(),
                format!("{:.1}", recall.first),
                format!("{:.3}", recall.reciprocal),
            ];
            let shares = recall.any.iter().chain(&recall.all);
            row.extend(shares.map(|share| format!("{share:.1}")));
            row.extend(recall.tokens.iter().map(|tokens| format!("{tokens:.0}")));
            table.rows.push(row);
        };
        add("all", &recall(&self.outcomes, depths));
        for category in ANSWERABLE.filter(|_| by_category) {
            let of_it = self.of_category(category);
            if of_it.questions > 0 {
                add(category_name(category), &of_it);
            }
        }
        if !self.corrected.is_empty() {
            add("all, corrected labels", &recall(&self.corrected, depths));
        }
        table
    }

    fn abstention(&self, area: f64, paint: Paint) -> String {
        let mut words = format!("Unanswerable questions: AUC {area:.3}");
        for distance in ["near", "far"] {
            if let Some(area) = self.auc(Some(distance)) {
                words += &format!(", {distance} ones {area:.3}");
            }
        }
        let mut table = Table::new(&[
            "THRESHOLD",
            "ANSWERED",
            "RIGHT SHOWN",
            "PRECISION",
            "MEMORIES RIGHT",
            "SILENCED",
        ]);
        for cut in curve(&self.scored)
            .iter()
            .filter(|cut| THRESHOLDS.contains(&cut.threshold))
        {
            let shares = [
                cut.answered,
                cut.right,
                cut.precision,
                cut.memories_right,
                cut.silenced,
            ];
            let mut row = vec![format!("{:.2}", cut.threshold)];
            row.extend(shares.map(|share| format!("{share:.1}")));
            table.rows.push(row);
        }
        format!("{words}\n{}\n", table.render(paint))
    }

    fn of_category(&self, category: u8) -> Recall {
        let of_it = |outcome: &&Outcome| outcome.category == category;
        recall(self.outcomes.iter().filter(of_it), &self.how.depths)
    }

    /// Over all unanswerable questions, or those at this distance.
    fn auc(&self, distance: Option<&str>) -> Option<f64> {
        let at_it = |question: &&Scored| {
            !question.answerable && (distance.is_none() || question.distance.as_deref() == distance)
        };
        auc(
            self.scored.iter().filter(|question| question.answerable),
            self.scored.iter().filter(at_it),
        )
    }

    fn turns_per_second(&self) -> f64 {
        let took: f64 = self.adds.iter().map(std::time::Duration::as_secs_f64).sum();
        self.turns as f64 / took.max(1e-9)
    }
}
