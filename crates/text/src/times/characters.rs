//! Times in Chinese characters: 2023年5月7日, 上周五晚上, 三天前, 去年夏天; and the Japanese and
//! Korean forms of the same shape.

mod days;
mod festivals;
mod numerals;
mod stretches;
mod tables;
mod weeks;
mod years;

use super::lexemes::Kind;
use super::{Found, Reader};
use numerals::{digit, numeral_value};
use tables::may_begin;

impl Reader<'_> {
    /// A time that begins with a Chinese character or with a number that one follows.
    pub(super) fn characters(&self, at: usize) -> Option<Found> {
        if self
            .character(at)
            .is_some_and(|character| !may_begin(character))
            || self.repeats(at)
        {
            return None;
        }
        Some(self.until(self.named(at)?))
    }

    /// A time in characters, without another end.
    pub(super) fn named(&self, at: usize) -> Option<Found> {
        self.named_day(at)
            .or_else(|| self.named_week(at))
            .or_else(|| self.named_month(at))
            .or_else(|| self.named_year(at))
            .or_else(|| self.these_days(at))
            .or_else(|| self.stretch(at))
            .or_else(|| self.numbered(at))
            .or_else(|| self.clock_today(at))
            .or_else(|| self.holiday(at))
    }

    /// The lexeme after `word`, if its characters stand at a lexeme.
    pub(super) fn after(&self, at: usize, word: &str) -> Option<usize> {
        let mut next = at;
        for character in word.chars() {
            if self.kind(next)? != Kind::Character(character) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    pub(super) fn after_any<'b, T: Copy>(
        &self,
        at: usize,
        words: &'b [(&'b str, T)],
    ) -> Option<(T, usize)> {
        words
            .iter()
            .find_map(|(word, meaning)| Some((*meaning, self.after(at, word)?)))
    }

    pub(super) fn after_one_of(&self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.after(at, word))
    }

    pub(super) fn character(&self, at: usize) -> Option<char> {
        match self.kind(at)? {
            Kind::Character(character) => Some(character),
            _ => None,
        }
    }

    /// 每周五, 毎日, 매년: what repeats is no time.
    pub(super) fn repeats(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.character(before));
        let earlier = at.checked_sub(2).and_then(|before| self.character(before));
        // 每天早上七点
        let inside = earlier == Some('每')
            && matches!(before, Some('天' | '日' | '周' | '月' | '年' | '晚'));
        inside || matches!(before, Some('每' | '毎' | '各' | '매'))
    }

    /// A number in digits or Chinese numerals: value, whether it was digits, what follows.
    pub(super) fn numeral(&self, at: usize) -> Option<(u32, usize)> {
        if let Some((value, digits)) = self.number(at) {
            return (digits <= 4).then_some((value, at + 1));
        }
        let mut end = at;
        // 二〇二三 is the longest that a date has; a bound keeps long runs linear.
        const LONGEST: usize = 6;
        while end < at + LONGEST
            && self
                .character(end)
                .is_some_and(|character| digit(character).is_some() || character == '十')
        {
            end += 1;
        }
        (end > at).then_some(())?;
        let characters = (at..end).filter_map(|at| self.character(at));
        Some((numeral_value(characters)?, end))
    }

    /// What begins with a number: 2023年…, 5月7日, 15号, 三天前, 90年代.
    pub(super) fn numbered(&self, at: usize) -> Option<Found> {
        if self.is_inside_number(at) {
            return None;
        }
        self.time_away(at)
            .or_else(|| self.decade_of_century(at))
            .or_else(|| self.numbered_year(at))
            .or_else(|| self.numbered_month(at))
            .or_else(|| self.numbered_day(at))
    }

    /// Whether a numeral before this one belongs to it: the 三 of 二十三.
    pub(super) fn is_inside_number(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let numeral = |at: usize| {
            self.character(at).is_some_and(|character| {
                digit(character).is_some() || matches!(character, '十' | '百' | '千' | '第')
            })
        };
        numeral(before) && (numeral(at) || self.character(before) == Some('第'))
    }
}
