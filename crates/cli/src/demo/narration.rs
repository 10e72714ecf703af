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
    /// At the end: around the number of checks and the seconds that they took.
    pub passed: [&'static str; 3],
    /// What to try next.
    pub your_turn: &'static str,
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
    passed: [
        "",
        " checks passed in ",
        " s, offline, on a store that is gone now.",
    ],
    your_turn: "  Your turn:\n    mem0 add \"I moved to Berlin\" -u you\n    mem0 search \"Where do I live?\" -u you",
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
    passed: [
        "共 ",
        " 项检查全部通过，用时 ",
        " 秒，全程离线；演示用的存储已经删除。",
    ],
    your_turn: "  轮到你了：\n    mem0 add \"我搬到北京了\" -u me\n    mem0 search \"我住在哪里？\" -u me",
};

impl Narration {
    /// The guide that speaks this language; English if there is none.
    pub fn in_language(code: &str) -> &'static Self {
        if code == "zh" { &CHINESE } else { &ENGLISH }
    }
}
