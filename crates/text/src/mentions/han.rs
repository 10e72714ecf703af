//! Names in Chinese characters; and Japanese and Korean ones that an honorific gives away.

mod words;

use self::words::{
    AFTER_NAMES, BEFORE_NAMES, BEFORE_PLACES, NEVER_IN_NAMES, ORGANIZATIONS, PLACE_ENDS, TITLES,
};
use super::gazetteer::LONGEST_PLACE_IN_CHARACTERS;
use super::{Mention, MentionKind, Reader};
use crate::fold::simplified;
use crate::language::Language;
use crate::lexicon::{Known, lexicon};
use crate::script::{Script, script};
use crate::terms::tokens::{Token, TokenKind};

impl<'a> Reader<'a> {
    /// Adds the names in Chinese characters, kana and hangul.
    pub(super) fn han(&self, found: &mut Vec<Mention<'a>>) {
        for (at, token) in self.tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Hangul => self.korean(token, found),
                TokenKind::Cjk => {
                    // Simplified and traditional characters are equally long in bytes.
                    let plain: String = token.text.chars().map(simplified).collect();
                    let run = Run {
                        reader: self,
                        token,
                        characters: plain.char_indices().collect(),
                        plain: &plain,
                        opens: at == 0 || !self.gap(at - 1).is_empty(),
                        closes: !self.gap(at).is_empty() || at + 1 == self.tokens.len(),
                    };
                    run.read(found);
                }
                _ => {}
            }
        }
    }

    /// Listed places, and names before 씨 and 님.
    fn korean(&self, token: &Token<'a>, found: &mut Vec<Mention<'a>>) {
        let text = token.text;
        for (end, _) in text
            .char_indices()
            .skip(2)
            .take(4)
            .chain([(text.len(), ' ')])
        {
            if self.gazetteer.is_place_in_characters(&text[..end]) {
                found.push(self.mention(token.start, token.start + end, MentionKind::Place));
                return;
            }
        }
        if let Some(at) = text.find('씨')
            && (2..=4).contains(&text[..at].chars().count())
        {
            found.push(self.mention(token.start, token.start + at, MentionKind::Name));
        }
    }
}

/// A run of Chinese characters and kana.
struct Run<'r, 'a> {
    reader: &'r Reader<'a>,
    token: &'r Token<'a>,
    /// The run in simplified characters.
    plain: &'r str,
    /// Its characters, each with where it begins in bytes.
    characters: Vec<(usize, char)>,
    /// Whether punctuation or a space stands before it, or nothing.
    opens: bool,
    /// Whether punctuation or a space stands after it, or nothing.
    closes: bool,
}

impl<'r, 'a> Run<'r, 'a> {
    fn read(&self, found: &mut Vec<Mention<'a>>) {
        let mut at = 0;
        // No name begins before this character: names don't overlap.
        let mut free = 0;
        while at < self.characters.len() {
            let hit = self
                .organization(at, free)
                .or_else(|| self.place(at, free))
                .or_else(|| self.japanese(at, free))
                .or_else(|| self.person(at));
            match hit {
                Some((start, end, kind)) => {
                    found.push(self.mention(start, end, kind));
                    free = end;
                    at = end;
                }
                None => at += self.word_length(at),
            }
        }
    }

    fn mention(&self, start: usize, end: usize, kind: MentionKind) -> Mention<'a> {
        let offset = |at: usize| self.token.start + self.byte(at);
        self.reader.mention(offset(start), offset(end), kind)
    }

    fn byte(&self, at: usize) -> usize {
        self.characters
            .get(at)
            .map_or(self.token.text.len(), |(byte, _)| *byte)
    }

    /// The text from one character to before another, as far as the run goes.
    fn text(&self, start: usize, end: usize) -> &'r str {
        &self.plain[self.byte(start)..self.byte(end)]
    }

    fn rest(&self, at: usize) -> &'r str {
        &self.plain[self.byte(at)..]
    }

    fn before(&self, at: usize) -> &'r str {
        &self.plain[..self.byte(at)]
    }

    fn known(&self, start: usize, length: usize) -> Option<Known> {
        if start + length > self.characters.len() {
            return None;
        }
        lexicon().get(self.text(start, start + length))
    }

    fn is_function(&self, start: usize, length: usize) -> bool {
        self.known(start, length)
            .is_some_and(|known| known.stop_in & Language::Chinese.bit() != 0)
    }

    /// How many characters to step over: a known word is not looked into.
    fn word_length(&self, at: usize) -> usize {
        (2..=4)
            .rev()
            .find(|length| self.known(at, *length).is_some())
            .unwrap_or(1)
    }

    /// A listed place, or one between a preposition and an ending: 在余杭区.
    fn place(&self, at: usize, free: usize) -> Option<(usize, usize, MentionKind)> {
        let longest = LONGEST_PLACE_IN_CHARACTERS.min(self.characters.len() - at);
        let listed = (2..=longest).rev().find(|length| {
            self.reader
                .gazetteer
                .is_place_in_characters(self.text(at, at + length))
        });
        if let Some(length) = listed {
            let mut end = at + length;
            // 北京市, 浙江省; and what lies in it is a place of its own: 北京市海淀区.
            if self
                .characters
                .get(end)
                .is_some_and(|(_, character)| "市省县区州岛".contains(*character))
            {
                end += 1;
            }
            return Some((at, end, MentionKind::Place));
        }
        let after_place = at > 0 && at == free && !self.before(at).is_empty();
        let introduced = BEFORE_PLACES
            .iter()
            .any(|word| self.before(at).ends_with(word));
        if !(introduced || after_place) {
            return None;
        }
        let end = (at + 2..(at + 6).min(self.characters.len()))
            .find(|end| PLACE_ENDS.contains(self.characters[*end].1))?;
        let plain = self.characters[at..end].iter().all(|(_, character)| {
            script(*character) == Script::Han && !NEVER_IN_NAMES.contains(*character)
        });
        plain.then_some((at, end + 1, MentionKind::Place))
    }

    /// 清华大学, 阿里巴巴公司: back from the ending to the nearest function word.
    fn organization(&self, at: usize, free: usize) -> Option<(usize, usize, MentionKind)> {
        const LONGEST: usize = 8;
        // Looked for from the start of the name, so that nothing inside it is taken first.
        let starts =
            at == free || self.is_function(at - 1, 1) || at >= 2 && self.known(at - 2, 2).is_some();
        if !starts || self.is_function(at, 1) || self.is_function(at, 2) {
            return None;
        }
        for middle in at + 1..=(at + LONGEST).min(self.characters.len()) {
            let rest = self.rest(middle);
            if let Some(ending) = ORGANIZATIONS
                .iter()
                .find(|ending| rest.starts_with(**ending))
            {
                let whole_word = self.known(at, middle - at).is_some() && middle - at == 2;
                let named = middle - at >= 2
                    && (!whole_word
                        || self
                            .reader
                            .gazetteer
                            .is_place_in_characters(self.text(at, middle)));
                return named.then(|| {
                    (
                        at,
                        middle + ending.chars().count(),
                        MentionKind::Organization,
                    )
                });
            }
            let (_, character) = *self.characters.get(middle)?;
            let stops = "的了是在有也都说去来我你他她这那和跟与到从于，、".contains(character)
                || self.is_function(middle, 2)
                || script(character) != Script::Han;
            if stops {
                return None;
            }
        }
        None
    }

    /// A person: family name and given name, or family name and title.
    fn person(&self, at: usize) -> Option<(usize, usize, MentionKind)> {
        let name = |end| Some((at, end, MentionKind::Name));
        let gazetteer = self.reader.gazetteer;
        if let Some(end) = self.nickname(at) {
            return name(end);
        }
        let surname = [2, 1].into_iter().find(|length| {
            at + length <= self.characters.len() && gazetteer.is_surname(self.text(at, at + length))
        })?;
        let given = at + surname;
        let first_two = self.text(at, (at + 2).min(self.characters.len()));
        if surname == 1 && gazetteer.is_surname_word(first_two) {
            return None;
        }
        let introduced = BEFORE_NAMES
            .iter()
            .any(|word| self.before(at).ends_with(word));
        // 于, 向 and 和 are family names, but hardly ever here.
        if self.is_function(at, 1) && !self.strongly_introduced(at) {
            return None;
        }
        let opens = at == 0 && self.opens || self.follows_a_word(at);
        if let Some(title) = TITLES
            .iter()
            .find(|title| self.rest(given).starts_with(**title))
        {
            // 和平老师 is nobody; 王老师 is somebody wherever a word may begin.
            return (introduced || opens || at == 0)
                .then_some(())
                .and_then(|()| name(given + title.chars().count()));
        }
        if surname == 1 && self.known(at, 2).is_some() || !(introduced || opens) {
            return None;
        }
        if !self.may_be_given(given) {
            return None;
        }
        let strong = self.strongly_introduced(at);
        let two = self.may_be_given(given + 1) && self.known(given + 1, 2).is_none();
        let ends = if two {
            [given + 2, given + 1]
        } else {
            [given + 1, given + 1]
        };
        if strong {
            return name(ends[0]);
        }
        ends.into_iter()
            .find(|end| self.ends_name(*end))
            .and_then(name)
    }

    /// 小明, 老王, 阿强, where a word ends after it.
    fn nickname(&self, at: usize) -> Option<usize> {
        const GIVEN: &str =
            "明红刚强丽华芳军伟杰静敏燕玲娜磊洋勇艳涛超霞平辉鹏飞美兰莉斌波雪琳婷宇浩轩晨雨欣";
        let (_, prefix) = *self.characters.get(at)?;
        let (_, second) = *self.characters.get(at + 1)?;
        if !matches!(prefix, '小' | '老' | '阿') || self.known(at, 2).is_some() {
            return None;
        }
        let mut buffer = [0; 4];
        let surname = self
            .reader
            .gazetteer
            .is_surname(second.encode_utf8(&mut buffer))
            && !"时车路石米金麦方白高温".contains(second);
        let given = GIVEN.contains(second) && prefix != '老';
        let opens = at == 0
            || self.follows_a_word(at)
            || BEFORE_NAMES
                .iter()
                .any(|word| self.before(at).ends_with(word));
        ((surname || given) && opens && self.ends_name(at + 2)).then_some(at + 2)
    }

    fn may_be_given(&self, at: usize) -> bool {
        self.characters.get(at).is_some_and(|(_, character)| {
            script(*character) == Script::Han && !NEVER_IN_NAMES.contains(*character)
        })
    }

    /// Whether a name can end before a character: at the end, or where a verb or function word follows.
    fn ends_name(&self, at: usize) -> bool {
        if at >= self.characters.len() {
            return self.closes || at > 0;
        }
        let rest = self.rest(at);
        AFTER_NAMES.iter().any(|word| rest.starts_with(word))
            || self.is_function(at, 1)
            || (2..=4).any(|length| self.known(at, length).is_some())
    }

    /// Whether the word before can mean nothing but that a name follows.
    fn strongly_introduced(&self, at: usize) -> bool {
        [
            "我叫",
            "名叫",
            "叫做",
            "叫作",
            "名字是",
            "姓名是",
            "同事",
            "女朋友",
            "男朋友",
            "室友",
        ]
        .iter()
        .any(|word| self.before(at).ends_with(word))
    }

    /// Whether a known word of two or more characters ends before a character: 昨天|李雷.
    fn follows_a_word(&self, at: usize) -> bool {
        (2..=4).any(|length| at >= length && self.known(at - length, length).is_some())
    }

    /// 田中さん, 花子ちゃん, and listed places are found before.
    fn japanese(&self, at: usize, free: usize) -> Option<(usize, usize, MentionKind)> {
        if self.reader.language != Language::Japanese {
            return None;
        }
        let (_, first) = *self.characters.get(at)?;
        let first = script(first);
        let begins = at == free || at == 0 || script(self.characters[at - 1].1) != first;
        if !begins || !matches!(first, Script::Han | Script::Katakana) {
            return None;
        }
        let end = (at..self.characters.len())
            .find(|end| script(self.characters[*end].1) != first)
            .filter(|end| end - at <= 6)?;
        let rest = self.rest(end);
        ["さん", "ちゃん", "くん"]
            .iter()
            .any(|honorific| rest.starts_with(honorific))
            .then_some((at, end, MentionKind::Name))
    }
}
