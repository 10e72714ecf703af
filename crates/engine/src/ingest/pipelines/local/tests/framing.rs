//! Statements inside what surrounds them: freed, split, joined.

use super::support::check;

#[test]
fn the_statement_is_freed_from_what_surrounds_it() {
    check(&[
        ("Hi, I'm Alex.", &["I'm Alex."]),
        (
            "Hey Bob, my flight leaves at 9.",
            &["My flight leaves at 9."],
        ),
        ("Oh, by the way, I bought a car.", &["I bought a car."]),
        ("Yes, I play the violin.", &["I play the violin."]),
        (
            "so i started a new job at the zoo",
            &["I started a new job at the zoo"],
        ),
        ("Did I tell you that I adopted a dog?", &["I adopted a dog"]),
        ("I'm vegetarian, remember?", &["I'm vegetarian"]),
        (
            "I live near the harbour, you know?",
            &["I live near the harbour"],
        ),
        (
            "I'm going to Japan in May, any tips?",
            &["I'm going to Japan in May"],
        ),
        (
            "Since I'm allergic to nuts, what can I eat?",
            &["I'm allergic to nuts"],
        ),
        (
            "I have an interview tomorrow, can you help me prepare?",
            &["I have an interview tomorrow"],
        ),
        (
            "Recommend a restaurant, I don't eat fish",
            &["I don't eat fish"],
        ),
        ("Thanks! I also like jazz.", &["I also like jazz."]),
        ("你好！我叫李雷。", &["我叫李雷。"]),
        ("对了，我下周要去东京出差", &["我下周要去东京出差"]),
        ("嗯，我不吃香菜", &["我不吃香菜"]),
        ("哈哈哈好的，那我周六去你家", &["我周六去你家"]),
        (
            "hey what's up, so I bought a guitar",
            &["I bought a guitar"],
        ),
        (
            "我下个月要去日本旅游，有什么推荐吗？",
            &["我下个月要去日本旅游"],
        ),
        ("因为我对花生过敏，能推荐一些零食吗？", &["我对花生过敏"]),
        ("推荐一家餐厅，我不吃辣", &["我不吃辣"]),
        ("我明天要去面试，帮我写一份自我介绍", &["我明天要去面试"]),
        ("我是素食者，你记得吗？", &["我是素食者"]),
    ]);
}

#[test]
fn requests_to_remember_are_followed() {
    check(&[
        (
            "Remember that I'm allergic to nuts.",
            &["I'm allergic to nuts."],
        ),
        (
            "Please remember my birthday is on May 3",
            &["My birthday is on May 3"],
        ),
        (
            "Can you remember that I park on level 4?",
            &["I park on level 4"],
        ),
        ("Don't forget that Tom is vegan", &["Tom is vegan"]),
        (
            "Keep in mind: I only work mornings",
            &["I only work mornings"],
        ),
        (
            "Remind me to call my mother tomorrow",
            &["Remind me to call my mother tomorrow"],
        ),
        ("Call me Bob", &["Call me Bob"]),
        (
            "From now on answer in French",
            &["From now on answer in French"],
        ),
        ("Remember when we went to Rome?", &[]),
        ("Do you remember that I like tea?", &[]),
        ("Remember this.", &[]),
        ("记住我对海鲜过敏", &["我对海鲜过敏"]),
        ("请记住，我的生日是5月3日。", &["我的生日是5月3日。"]),
        ("帮我记一下：车停在B2层", &["车停在B2层"]),
        ("你能记住我喜欢喝美式咖啡吗？", &["我喜欢喝美式咖啡"]),
        ("别忘了我不吃牛肉", &["我不吃牛肉"]),
        ("记得给妈妈打电话", &["记得给妈妈打电话"]),
        ("以后请叫我老王", &["以后请叫我老王"]),
        ("请你以后用中文回答我", &["请你以后用中文回答我"]),
        ("你记得我叫什么吗？", &[]),
        ("记住这一点", &[]),
    ]);
}

#[test]
fn messages_are_split_where_something_else_is_said() {
    check(&[
        (
            "Hi! I have a dog. I play chess on Sundays. How are you?",
            &["I have a dog.", "I play chess on Sundays."],
        ),
        (
            "My name is Ann and I live in Rome.",
            &["My name is Ann", "I live in Rome"],
        ),
        (
            "I live in Paris and work at Google",
            &["I live in Paris", "I work at Google"],
        ),
        (
            "I moved to Paris, France, last year",
            &["I moved to Paris, France, last year"],
        ),
        (
            "我男朋友叫周远，是中学的物理老师。",
            &["我男朋友叫周远，是中学的物理老师。"],
        ),
        (
            "我叫李雷，今年30岁，住在上海，在腾讯工作。",
            &["我叫李雷", "我今年30岁", "我住在上海", "我在腾讯工作"],
        ),
        (
            "我养了一只狗。我喜欢打篮球！你呢？",
            &["我养了一只狗。", "我喜欢打篮球！"],
        ),
        (
            "- I like tea\n- I play the piano\n",
            &["I like tea", "I play the piano"],
        ),
        (
            "1. 我喜欢喝茶\n2. 我会弹钢琴",
            &["我喜欢喝茶", "我会弹钢琴"],
        ),
        (
            "我住在 Berlin。I love the 啤酒 there.",
            &["我住在 Berlin。", "I love the 啤酒 there."],
        ),
    ]);
}

#[test]
fn what_leans_on_a_statement_stays_with_it() {
    check(&[
        (
            "I went to the opera. It was wonderful.",
            &["I went to the opera. It was wonderful."],
        ),
        (
            "I have a cat. She is called Luna.",
            &["I have a cat. She is called Luna."],
        ),
        (
            "I like pizza. Especially with olives.",
            &["I like pizza. Especially with olives."],
        ),
        (
            "我昨天去吃了火锅。很好吃。",
            &["我昨天去吃了火锅。很好吃。"],
        ),
        (
            "我买了一辆车。它是红色的。",
            &["我买了一辆车。它是红色的。"],
        ),
        (
            "I sold the house.\n```\nx = 1\n```\nEspecially this one.",
            &["I sold the house."],
        ),
        (
            "我叫李雷，住在上海。这里很美。",
            &["我叫李雷", "我住在上海。这里很美。"],
        ),
        (
            "What should I get my mom? She's turning 60 on July 4.",
            &["What should I get my mom? She's turning 60 on July 4."],
        ),
        ("Thanks. It was wonderful.", &[]),
        (
            "My hobbies:\n- chess\n- sailing",
            &["My hobbies: chess sailing"],
        ),
    ]);
}
