//! What the caller wants kept and left out (`includes`, `excludes`).
//!
//! A language model is told in words ([`Wanted::instructions`]). For the pipeline without one
//! its proposals are sifted ([`Wanted::sift`]): a statement concerns a topic if it has the topic's
//! words, shows what the topic stands for (a table of kinds in English and Chinese; the aspects
//! that recall reads), or is near it in meaning. That is a best effort, and what it leaves out is
//! reported with its reason.

use mem0_core::Result;
use mem0_text::{
    TextFeatures, agreement, aspects_of_question, aspects_of_statement, query_terms, shorten,
    term_counts, text_features,
};

use super::operation::{Operation, Proposal, Rejection};
use super::pipelines::Recollection;

/// The share of a topic's words that a statement must have to concern it.
const MIN_SHARED: f32 = 0.5;

/// How near a statement must be to a topic in meaning. A topic is a word or two, which makes it
/// nearer to everything than a question is.
const MIN_ALIKE: f32 = 0.75;

/// What is to be kept, and what is to be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    includes: Option<String>,
    excludes: Option<String>,
}

/// Words for kinds of things, with what a text of that kind shows.
const KINDS: [(&[&str], TextFeatures); 8] = [
    (
        &[
            "preference",
            "likes",
            "dislikes",
            "taste",
            "偏好",
            "喜好",
            "爱好",
            "口味",
            "喜欢",
        ],
        TextFeatures::PREFERENCE,
    ),
    (
        &[
            "date",
            "deadline",
            "appointment",
            "schedule",
            "日期",
            "截止",
            "时间",
            "日程",
            "约会",
        ],
        TextFeatures::TIME,
    ),
    (
        &[
            "place", "location", "address", "where", "地点", "地址", "位置", "住址",
        ],
        TextFeatures::PLACE,
    ),
    (
        &["name", "person", "people", "姓名", "名字", "人名", "人物"],
        TextFeatures::NAME,
    ),
    (
        &[
            "company",
            "employer",
            "organisation",
            "organization",
            "公司",
            "单位",
            "组织",
            "机构",
        ],
        TextFeatures::ORGANIZATION,
    ),
    (
        &[
            "family",
            "relative",
            "friend",
            "relationship",
            "家人",
            "家庭",
            "亲属",
            "朋友",
            "关系",
        ],
        TextFeatures::RELATION,
    ),
    (
        &[
            "contact",
            "email",
            "e-mail",
            "phone",
            "url",
            "联系方式",
            "邮箱",
            "电话",
            "网址",
        ],
        TextFeatures::ADDRESS,
    ),
    (
        &[
            "number", "amount", "price", "quantity", "数字", "金额", "价格", "数量",
        ],
        TextFeatures::QUANTITY,
    ),
];

impl Wanted {
    /// What is to be kept and what is to be left out, in words; blank ones count as none.
    pub fn new(includes: Option<&str>, excludes: Option<&str>) -> Self {
        let some = |text: Option<&str>| {
            let text = text.map(str::trim).filter(|text| !text.is_empty());
            text.map(str::to_owned)
        };
        Self {
            includes: some(includes),
            excludes: some(excludes),
        }
    }

    /// The same in words for a language model, after what it was told anyway.
    pub fn instructions(&self, others: Option<&str>) -> Option<String> {
        let keep = self.includes.as_ref().map(|topics| {
            format!(
                "Keep only what concerns the following, and leave out everything else: {topics}"
            )
        });
        let leave = self.excludes.as_ref().map(|topics| {
            format!(
                "Leave out everything that concerns the following, whatever else is said: {topics}"
            )
        });
        let others = others.map(str::to_owned);
        let parts: Vec<String> = [others, keep, leave].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    }

    /// Takes out of a proposal what is not wanted. Changes of known memories stay, whatever is to
    /// be kept: a memory that is there shall not go stale; and deletions stay always.
    ///
    /// # Errors
    /// What compares meanings failed.
    pub async fn sift(&self, proposal: &mut Proposal, known: &dyn Recollection) -> Result<()> {
        if self.includes.is_none() && self.excludes.is_none() {
            return Ok(());
        }
        let texts: Vec<&str> = proposal.operations.iter().filter_map(text_of).collect();
        let included = concerned(self.includes.as_deref(), &texts, known).await?;
        let excluded = concerned(self.excludes.as_deref(), &texts, known).await?;
        let mut verdicts = included.into_iter().zip(excluded);
        let mut kept = Vec::with_capacity(proposal.operations.len());
        for operation in std::mem::take(&mut proposal.operations) {
            let Some(text) = text_of(&operation) else {
                kept.push(operation);
                continue;
            };
            let (included, excluded) = verdicts.next().unwrap_or_default();
            let is_new = matches!(operation, Operation::Add(_));
            let reason = if excluded {
                "it is among what is to be left out (excludes)"
            } else if self.includes.is_some() && is_new && !included {
                "it is not among what is to be kept (includes)"
            } else {
                kept.push(operation);
                continue;
            };
            proposal.rejected.push(Rejection {
                proposal: shorten(text, 200).into_owned(),
                reason,
            });
        }
        proposal.operations = kept;
        Ok(())
    }
}

fn text_of(operation: &Operation) -> Option<&str> {
    match operation {
        Operation::Add(statement) | Operation::Update { statement, .. } => Some(&statement.text),
        Operation::Delete { .. } => None,
    }
}

/// For each text whether it concerns any of these topics.
async fn concerned(
    topics: Option<&str>,
    texts: &[&str],
    known: &dyn Recollection,
) -> Result<Vec<bool>> {
    let topics = topics.map(split).unwrap_or_default();
    let mut found: Vec<bool> = texts
        .iter()
        .map(|text| topics.iter().any(|topic| speaks_of(text, topic)))
        .collect();
    let mut pairs = Vec::new();
    let mut places = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        if !found[place] {
            for topic in &topics {
                places.push(place);
                pairs.push(((*topic).to_owned(), (*text).to_owned()));
            }
        }
    }
    if !pairs.is_empty() {
        let alike = known.alike(&pairs).await?;
        for (place, alike) in places.into_iter().zip(alike) {
            found[place] |= alike >= MIN_ALIKE;
        }
    }
    Ok(found)
}

/// The topics of a list as people write it.
fn split(topics: &str) -> Vec<&str> {
    topics
        .split([',', ';', '\n', '、', '，', '；', '/'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(['和', '与', '及']))
        .map(str::trim)
        .filter(|topic| !topic.is_empty())
        .collect()
}

fn speaks_of(text: &str, topic: &str) -> bool {
    let terms = query_terms(topic);
    let said = term_counts(text);
    let all: f32 = terms.iter().map(|term| term.weight).sum();
    let shared: f32 = terms
        .iter()
        .filter(|term| said.count(term.id) > 0)
        .map(|term| term.weight)
        .sum();
    if all > 0.0 && shared / all >= MIN_SHARED {
        return true;
    }
    let asked = aspects_of_question(topic) | aspects_of_statement(topic);
    let found = agreement(asked.topics(), aspects_of_statement(text).topics());
    if let Some(share) = found.and_then(|found| found.topics) {
        return share >= 0.5;
    }
    let topic = topic.to_lowercase();
    let mut shows = text_features(text);
    if !asked.topics().is_empty() {
        // "Food preferences" are about food: the kind alone would take every preference for one.
        let preference = TextFeatures::PREFERENCE.to_bits();
        shows = TextFeatures::from_bits(shows.to_bits() & !preference);
    }
    KINDS.iter().any(|(words, kind)| {
        shows.intersects(*kind) && words.iter().any(|word| topic.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_concerns_a_topic_by_its_words_its_kind_or_its_aspects() {
        for (text, topic) in [
            ("I love pizza and hate broccoli", "food preferences"),
            ("我喜欢披萨，讨厌西兰花", "饮食偏好"),
            ("My dog Rex is ill", "pets"),
            ("I'm allergic to penicillin", "health"),
            ("我对青霉素过敏", "健康"),
            ("The visa expires on 3 May 2027", "deadlines and dates"),
            ("My e-mail is mia@example.com", "contact details"),
        ] {
            let topics = split(topic);
            assert!(
                topics.iter().any(|topic| speaks_of(text, topic)),
                "{text} / {topic}"
            );
        }
        for (text, topic) in [
            ("I work at Stripe as a designer", "food preferences"),
            ("我在一家银行上班", "饮食偏好"),
            ("I love pizza", "health"),
            ("我养了一只猫", "工作"),
        ] {
            assert!(!speaks_of(text, topic), "{text} / {topic}");
        }
    }

    #[test]
    fn a_model_is_told_after_what_it_is_told_anyway() {
        let wanted = Wanted::new(Some("food"), Some(" "));
        let told = wanted.instructions(Some("Be brief.")).unwrap();
        assert!(
            told.starts_with("Be brief.\n") && told.contains(": food"),
            "{told}"
        );
        assert_eq!(Wanted::default().instructions(None), None);
    }
}
