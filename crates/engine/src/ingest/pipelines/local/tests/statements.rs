//! What is kept of what people say, and what isn't.

use mem0_core::Scope;

use super::support::{Memories, added, check, conversation, kept, propose};

#[test]
fn english_statements_are_kept_as_they_are() {
    check(&[
        ("I live in Paris.", &["I live in Paris."]),
        (
            "I have two cats named Miso and Tofu",
            &["I have two cats named Miso and Tofu"],
        ),
        (
            "My sister Anna works as a nurse in Leeds.",
            &["My sister Anna works as a nurse in Leeds."],
        ),
        ("I'm allergic to peanuts.", &["I'm allergic to peanuts."]),
        (
            "I love hiking but I hate camping.",
            &["I love hiking but I hate camping."],
        ),
        (
            "I am planning a trip to Japan next May",
            &["I am planning a trip to Japan next May"],
        ),
        (
            "We got married in 2019 in Lisbon.",
            &["We got married in 2019 in Lisbon."],
        ),
        ("Just moved to Berlin!", &["Just moved to Berlin!"]),
        ("Allergic to shellfish", &["Allergic to shellfish"]),
        ("My favorite color is blue", &["My favorite color is blue"]),
        ("I'm 30", &["I'm 30"]),
        (
            "Bob's birthday is on May 3.",
            &["Bob's birthday is on May 3."],
        ),
        (
            "The meeting with Dr. Smith is on Friday at 3 p.m.",
            &["The meeting with Dr. Smith is on Friday at 3 p.m."],
        ),
        (
            "I work as a data engineer at a bank, mostly with Rust.",
            &["I work as a data engineer at a bank, mostly with Rust."],
        ),
        (
            "When I was five we moved to Rome.",
            &["When I was five we moved to Rome."],
        ),
        (
            "What I like most is jasmine tea.",
            &["What I like most is jasmine tea."],
        ),
        ("Usually I wake up at 6", &["Usually I wake up at 6"]),
        (
            "This year I want to run a marathon",
            &["This year I want to run a marathon"],
        ),
        (
            "Both my parents are teachers.",
            &["Both my parents are teachers."],
        ),
        (
            "I think remote work makes people happier",
            &["I think remote work makes people happier"],
        ),
        ("Favorite food: ramen", &["Favorite food: ramen"]),
        ("I don't eat meat.", &["I don't eat meat."]),
    ]);
}

#[test]
fn english_small_talk_questions_and_tasks_are_dropped() {
    for text in [
        "Hi!",
        "Hello there, how are you?",
        "Thanks!",
        "Thank you so much for your help!",
        "ok",
        "Okay, got it.",
        "Yes please",
        "Sounds good!",
        "lol",
        "That's awesome!",
        "Wow, that's great",
        "So cool!",
        "Good morning",
        "I see.",
        "No problem, thanks a lot",
        "I'm fine, thanks.",
        "What is my name?",
        "where do i live",
        "Can you help me?",
        "How many people live in Paris?",
        "Do you remember my dog's name?",
        "what's the weather like today",
        "Any ideas?",
        "Write me a poem about autumn.",
        "Please translate this text into French.",
        "Tell me a joke",
        "Summarize the following article:",
        "help me fix this bug",
        "Could you recommend a good restaurant?",
        "Explain recursion to me.",
        "Give me three examples.",
        "I have a question.",
        "I want to know how magnets work",
        "Let me know if that works.",
        "You're right.",
        "You are a helpful assistant.",
        "Good luck with your exam!",
        "pizza",
        "!!!",
        "12345",
        "https://example.org/page?id=1",
        "```\nI like tea\n```",
        "I'm so happy for you!",
        "Never mind",
        "Forget it",
        "testing testing",
        "🎉🎉🎉",
        "",
        "As an AI language model, I cannot have preferences.",
        "best restaurants in tokyo",
        "Continue",
        "It was great.",
        "They said so.",
    ] {
        assert_eq!(kept(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn chinese_statements_are_kept_as_they_are() {
    check(&[
        ("我喜欢披萨，讨厌西兰花", &["我喜欢披萨，讨厌西兰花"]),
        ("我住在上海。", &["我住在上海。"]),
        ("我养了一只猫，叫咪咪。", &["我养了一只猫，叫咪咪。"]),
        ("对花生过敏", &["对花生过敏"]),
        ("喜欢吃辣", &["喜欢吃辣"]),
        ("我妹妹在北京大学读书", &["我妹妹在北京大学读书"]),
        ("我去年从清华毕业了", &["我去年从清华毕业了"]),
        (
            "下周三下午三点和张经理开会",
            &["下周三下午三点和张经理开会"],
        ),
        ("小明的生日是六月一号", &["小明的生日是六月一号"]),
        ("我什么都吃", &["我什么都吃"]),
        ("我没什么忌口", &["我没什么忌口"]),
        ("我不知道怎么游泳", &["我不知道怎么游泳"]),
        ("我最近在学习 Rust", &["我最近在学习 Rust"]),
        ("我觉得远程办公效率更高", &["我觉得远程办公效率更高"]),
        ("我打算明年买房", &["我打算明年买房"]),
        ("老婆怀孕了，预产期在十月", &["老婆怀孕了，预产期在十月"]),
        ("我怕狗", &["我怕狗"]),
        ("每天早上六点起床跑步", &["每天早上六点起床跑步"]),
        (
            "我是一名小学老师，教数学。",
            &["我是一名小学老师，教数学。"],
        ),
        ("我有一辆白色的特斯拉", &["我有一辆白色的特斯拉"]),
        ("昨天我和同事去爬了香山", &["昨天我和同事去爬了香山"]),
        ("公司搬到了新的办公楼", &["公司搬到了新的办公楼"]),
    ]);
}

#[test]
fn chinese_small_talk_questions_and_tasks_are_dropped() {
    for text in [
        "你好",
        "您好！",
        "谢谢",
        "谢谢你的帮助！",
        "好的",
        "嗯嗯",
        "好的，知道了",
        "没问题",
        "哈哈哈",
        "太棒了！",
        "真的吗？",
        "原来如此",
        "辛苦了",
        "早上好！",
        "晚安",
        "再见",
        "我明白了",
        "我也是",
        "我叫什么名字？",
        "我叫什么名字",
        "我住在哪里",
        "你喜欢什么？",
        "今天天气怎么样",
        "怎么去机场",
        "你是谁",
        "你会做什么",
        "现在几点了",
        "北京有什么好吃的？",
        "这个怎么用呢",
        "帮我写一首关于秋天的诗",
        "请翻译下面这段话",
        "讲个笑话",
        "给我推荐几本书",
        "总结一下这篇文章",
        "告诉我怎么做红烧肉",
        "写一篇作文",
        "你能帮我吗",
        "请用Python写一个快速排序",
        "继续",
        "我有个问题",
        "我想问一下明天的天气",
        "我想知道怎么办理护照",
        "你说得对",
        "你真厉害",
        "祝你生日快乐",
        "很好吃",
        "太贵了",
        "不错不错",
        "好吧，那就这样",
        "……",
        "。。。",
        "吃了吗",
        "作为一个人工智能，我没有个人喜好。",
        "听起来不错",
        "算了",
        "测试",
        "呵呵",
        "它很可爱",
    ] {
        assert_eq!(kept(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn material_for_a_task_is_nobodys_statement() {
    for text in [
        "Translate this to French: I live in Paris and I have a dog.",
        "Summarize the following text.\nI grew up in Ohio. My father was a farmer.",
        "帮我翻译：我住在上海，喜欢吃火锅。",
        "请总结下面这段话。\n我在北京长大。我父亲是农民。",
        "Fix the grammar: \"me like the dogs\"",
    ] {
        assert_eq!(kept(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn other_languages_keep_statements_and_lose_questions_and_greetings() {
    for text in [
        "Vivo en Madrid con mi hermana.",
        "Ich wohne in Hamburg und arbeite als Lehrerin.",
        "J'habite à Lyon et je travaille dans une banque.",
        "私は東京に住んでいて、猫を二匹飼っています。",
        "저는 서울에 살고 고양이를 두 마리 키워요.",
        "Я живу в Москве и работаю врачом.",
        "Moro em Lisboa com a minha família.",
        "ฉันอาศัยอยู่ที่กรุงเทพและชอบกินอาหารเผ็ด",
    ] {
        assert_eq!(kept(text), [text]);
    }
    for text in [
        "¡Hola! ¿Cómo estás?",
        "Danke schön!",
        "Merci beaucoup",
        "¿Dónde vivo?",
        "Wo wohne ich?",
        "Où est la gare ?",
        "ありがとうございます",
        "元気ですか？",
        "안녕하세요",
        "어디에 살아요?",
        "Привет! Как дела?",
        "Спасибо большое",
        "Obrigado!",
    ] {
        assert_eq!(kept(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn the_assistant_is_heard_only_where_an_agent_is_remembered() {
    let messages = [
        (
            "system",
            None,
            "You are a travel agent. I live in a server.",
        ),
        (
            "assistant",
            None,
            "I'm happy to help! I recommend the Ritz. My name is Aria.",
        ),
        (
            "assistant",
            None,
            "I will send you the itinerary by Friday.",
        ),
        ("assistant", None, "我会记住您的食物偏好！"),
        ("tool", None, "I live in a database with 5 rows"),
    ];
    let mut said = conversation(&messages);
    assert_eq!(
        added(&propose(&said, &Memories::default())),
        Vec::<String>::new()
    );
    said.scope = Scope {
        agent_id: Some("aria".into()),
        ..Scope::user("ann")
    };
    assert_eq!(
        added(&propose(&said, &Memories::default())),
        [
            "My name is Aria.",
            "I will send you the itinerary by Friday."
        ]
    );
}

#[test]
fn named_speakers_are_people_whatever_their_role() {
    let said = conversation(&[
        (
            "user",
            Some("Caro"),
            "Hey Melanie! I joined a pottery class last week.",
        ),
        (
            "assistant",
            Some("Melanie"),
            "Wow, Caro, that's awesome! I run every morning, it clears my head.",
        ),
        ("user", Some("Caro"), "Thanks, Mel! You're the best."),
    ]);
    assert_eq!(
        added(&propose(&said, &Memories::default())),
        [
            "I joined a pottery class last week.",
            "I run every morning, it clears my head."
        ]
    );
}
