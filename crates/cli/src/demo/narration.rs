//! What the guide says, in the language of the conversation.

/// What the guide says.
pub struct Narration {
    /// Above the conversations: the name follows.
    pub title: &'static str,
    /// Above what came of a session: before and after the number of its messages.
    pub session: [&'static str; 2],
    /// Where a session left nothing to remember.
    pub nothing: &'static str,
    /// Above the questions.
    pub questions: &'static str,
    /// Above the update.
    pub update: &'static str,
    /// Above the history.
    pub history: &'static str,
    /// After the undo: the text follows.
    pub undone: &'static str,
    /// Above then and now.
    pub then_and_now: &'static str,
    /// Before the answer of then: the date follows.
    pub then: &'static str,
    /// Before the answer of now.
    pub now: &'static str,
}

const ENGLISH: Narration = Narration {
    title: "Conversations with ",
    session: ["", " messages; remembered:"],
    nothing: "nothing new",
    questions: "Questions (score, and why)",
    update: "An update",
    history: "Its history",
    undone: "Undone; it reads again: ",
    then_and_now: "Then and now",
    then: "as of",
    now: "today",
};

const CHINESE: Narration = Narration {
    title: "对话：",
    session: ["共 ", " 条消息；记住了："],
    nothing: "没有新内容",
    questions: "提问（得分与理由）",
    update: "修改一条记忆",
    history: "它的历史",
    undone: "撤销之后恢复为：",
    then_and_now: "过去与现在",
    then: "截至",
    now: "今天",
};

impl Narration {
    /// The guide that speaks this language; English if there is none.
    pub fn in_language(code: &str) -> &'static Self {
        if code == "zh" { &CHINESE } else { &ENGLISH }
    }
}
