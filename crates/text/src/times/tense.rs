//! Whether the words around a time speak of the past or of the future.

mod inflections;

use super::Reader;
use super::lexemes::{Kind, Word};

/// The direction that a sentence looks in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// How many lexemes around a time are looked at.
const REACH: usize = 24;

/// What one word tells of the direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cue {
    Past,
    Future,
    /// Past, unless a booking was obtained: "bought tickets for June 3rd".
    Obtained,
    /// Something had beforehand: ahead, unless the past is spoken of.
    Booking,
}

impl Reader<'_> {
    /// The tense of the words around a lexeme, as far as its sentence goes.
    pub(super) fn tense(&self, at: usize) -> Tense {
        let before = (at.saturating_sub(REACH)..at).rev();
        let after = at..(at + REACH).min(self.lexemes.len());
        let within = |at: &usize| !self.ends_sentence(*at);
        let cues: Vec<(usize, Cue)> = before
            .take_while(within)
            .chain(after.take_while(within))
            .filter_map(|cue| Some((cue, self.cue(cue, cue < at)?)))
            .collect();
        if let Some((cue, Cue::Past)) = cues.first()
            && self.puts_off(*cue, at)
        {
            return Tense::Future;
        }
        match cues.first() {
            None => Tense::Unknown,
            Some((_, Cue::Past)) => Tense::Past,
            Some((_, Cue::Future)) => Tense::Future,
            // 5月28日买了票 says when it was bought, 买了5月28日的票 when it is for.
            Some((obtained, Cue::Obtained)) if *obtained > at => Tense::Past,
            Some((_, Cue::Obtained | Cue::Booking)) => {
                let has = |cue| cues.iter().any(|(_, found)| *found == cue);
                match (has(Cue::Booking), has(Cue::Past), has(Cue::Future)) {
                    (true, false, _) | (true, true, true) => Tense::Future,
                    // "My flight on May 3rd was delayed": as near as it can be.
                    (true, true, false) => Tense::Unknown,
                    (false, _, _) => Tense::Past,
                }
            }
        }
    }

    /// "Moved from Monday to Thursday", "pushed to June 3rd": another time is set.
    fn puts_off(&self, cue: usize, at: usize) -> bool {
        const PUTS_OFF: [&str; 6] = [
            "moved", "pushed", "changed", "shifted", "delayed", "extended",
        ];
        let is_one_of = |place: usize, words: &[&str]| {
            let word = self.source(place);
            words.iter().any(|known| word.eq_ignore_ascii_case(known))
        };
        cue < at
            && is_one_of(cue, &PUTS_OFF)
            && at > 0
            && is_one_of(at - 1, &["to", "from", "until", "till"])
    }

    fn ends_sentence(&self, at: usize) -> bool {
        let sentence_sign = matches!(
            self.kind(at),
            Some(Kind::Sign(
                '.' | '!' | '?' | '。' | '！' | '？' | ';' | '；'
            ))
        );
        // "Mar. 5" goes on, and so does "3.5".
        sentence_sign
            && self
                .lexemes
                .get(at + 1)
                .is_none_or(|next| next.spaced && next.capital || !self.is_sign(at, '.'))
    }

    /// What a lexeme tells; `before` if it stands before the time.
    fn cue(&self, at: usize, before: bool) -> Option<Cue> {
        match self.kind(at)? {
            Kind::Word(Word::Was) => Some(Cue::Past),
            Kind::Word(Word::Will) => Some(Cue::Future),
            // "decided to launch on June 3rd", but "on June 3rd we decided to launch".
            Kind::Word(Word::Resolved) => {
                let resolves = before && self.source(at + 1).eq_ignore_ascii_case("to");
                Some(if resolves { Cue::Future } else { Cue::Past })
            }
            Kind::Word(Word::Obtained) => Some(Cue::Obtained),
            Kind::Word(Word::Booking) => Some(Cue::Booking),
            Kind::Character(character) => self.character_cue(at, character, before),
            Kind::Other => {
                let past = inflections::is_past(self.source(at), self.language())?;
                Some(if past { Cue::Past } else { Cue::Future })
            }
            _ => None,
        }
    }

    fn character_cue(&self, at: usize, character: char, before: bool) -> Option<Cue> {
        let near = |place: Option<usize>| match place.and_then(|place| self.kind(place)) {
            Some(Kind::Character(character)) => character,
            _ => ' ',
        };
        let (previous, next) = (near(at.checked_sub(1)), near(Some(at + 1)));
        let plans = matches!(
            (character, next),
            ('打', '算')
                | ('计', '划')
                | ('准', '备')
                | ('会', '去')
                | ('想', '去')
                | ('即', '将')
                | ('预', '约' | '订' | '定' | '计')
                | ('改' | '定' | '订' | '约' | '安', '到' | '在' | '排')
                | ('推', '迟')
                | ('延', '期' | '到')
                | ('截', '止')
                | ('到', '期')
        );
        match character {
            _ if plans => Some(Cue::Future),
            // 决定6月3日发布 looks ahead, 6月3日决定发布 doesn't.
            '决' if before && next == '定' => Some(Cue::Future),
            '将' => Some(Cue::Future),
            '要' => {
                let other_word = matches!(previous, '重' | '主' | '只' | '不' | '必')
                    || matches!(next, '是' | '求' | '么' | '不' | '点' | '了');
                (!other_word).then_some(Cue::Future)
            }
            '票' => {
                let other_word = matches!(
                    previous,
                    '发' | '投' | '股' | '彩' | '邮' | '钞' | '支' | '选' | '传' | '罚'
                );
                (!other_word).then_some(Cue::Booking)
            }
            '航' if next == '班' => Some(Cue::Booking),
            // 说错了 and 对了 tell nothing of when.
            '了' if matches!(previous, '错' | '对') => None,
            '了' if matches!(previous, '买' | '订' | '定' | '抢' | '约' | '好') => {
                Some(Cue::Obtained)
            }
            '了' if previous == '到'
                && matches!(near(at.checked_sub(2)), '买' | '订' | '定' | '抢' | '约') =>
            {
                Some(Cue::Obtained)
            }
            '了' | '过' | '曾' => Some(Cue::Past),
            // Japanese and Korean: 行きました, だった, 갔어요, 먹었다; 予定, つもり, 할 거예요.
            'た' if matches!(
                previous,
                'し' | 'っ' | 'い' | 'き' | 'べ' | 'れ' | 'え' | 'け' | 'め'
            ) && !matches!(next, 'い' | 'く') =>
            {
                Some(Cue::Past)
            }
            '予' if matches!(next, '定' | '约') => Some(Cue::Future),
            'つ' if next == 'も' => Some(Cue::Future),
            '겠' | '거' | '예' if matches!(next, '예' | '야' | '습' | '어' | '정') => {
                Some(Cue::Future)
            }
            '였' | '었' | '았' | '갔' | '했' | '봤' | '났' | '왔' | '샀' | '됐' | '렸' | '녔' => {
                Some(Cue::Past)
            }
            _ => None,
        }
    }
}
