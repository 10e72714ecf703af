//! What runs of Chinese, Japanese and Korean tell; a word counts wherever it stands in its run.

use super::TextFeatures;

const FIRST_PERSON: &[&str] = &[
    "我", "咱", "私", "僕", "俺", "저는", "제가", "나는", "내가", "우리", "저희",
];

#[rustfmt::skip]
const RELATION: &[&str] = &[
    "妈", "爸", "父亲", "母亲", "姐", "妹", "哥哥", "弟弟", "爷爷", "奶奶", "外公", "外婆", "姥", "儿子", "女儿", "闺女", "妻子", "丈夫",
    "老公", "老婆", "老伴", "对象", "朋友", "男友", "女友", "同事", "同学", "老师", "老板", "上司", "经理", "室友", "邻居", "房东", "家人", "父母",
    "孙子", "孙女", "儿媳", "女婿", "婆婆", "岳父", "岳母", "表弟", "表哥", "堂", "阿姨", "叔叔", "舅", "姑", "夫妻", "教练", "医生", "大夫",
    "师傅", "客户", "伴娘", "伴郎", "指挥", "母", "父", "兄", "弟", "祖父", "祖母", "妻", "夫", "息子", "娘", "友达", "友人", "同僚", "先生",
    "彼氏", "彼女", "叔父", "叔母", "いとこ", "おばあ", "おじい", "さん", "친구", "엄마", "아빠", "어머니", "아버지", "동생", "할머니", "할아버지",
    "언니", "오빠", "누나", "남편", "아내", "아들", "딸", "동료", "상사", "팀장", "부장", "이모", "고모", "삼촌", "이웃", "선생님", "여자친구",
    "남자친구", "형이", "형은", "씨",
];

#[rustfmt::skip]
const REASON: &[&str] = &[
    "因为", "由于", "所以", "原因", "为了", "因此", "害怕", "怕", "嫌", "结果", "免得", "以免", "ので", "から", "ため", "理由", "때문", "니까",
    "그래서", "위해", "이라서", "라서", "려고",
];

#[rustfmt::skip]
const PREFERENCE: &[&str] = &[
    "喜欢", "讨厌", "爱吃", "爱喝", "最爱", "热爱", "偏好", "更爱", "不爱", "想要", "希望", "好き", "嫌い", "たい", "苦手", "좋아", "싫어", "싶",
];

const NEGATION: &[&str] = &[
    "不",
    "没",
    "无法",
    "从未",
    "别再",
    "ない",
    "ません",
    "안 ",
    "없",
    "못",
];

/// Living, going and keeping somewhere, and the kinds of places that have names of their own.
#[rustfmt::skip]
const PLACE: &[&str] = &[
    "住在", "住进", "租住", "租在", "搬到", "搬进", "搬去", "搬回", "位于", "来自", "老家", "放在", "收在", "收进", "存在", "挂在", "调去", "调到",
    "去了", "回了", "医院", "公园", "学校", "大学", "中学", "小学", "酒店", "超市", "餐厅", "饭店", "商场", "机场", "车站", "图书馆", "博物馆",
    "健身房", "办公室", "卧室", "厨房", "客厅", "抽屉", "阳台", "诊所", "广场", "小区", "に住", "へ引っ越", "へ行", "に行", "へ転", "出身",
];

/// What happens again and again.
#[rustfmt::skip]
const REGULAR: &[&str] = &[
    "每天", "每周", "每月", "每年", "每晚", "每个", "每逢", "毎日", "毎朝", "毎晩", "毎週", "毎月", "毎年", "매일", "매주", "매달", "매년",
    "마다",
];

/// What is counted in Korean and Japanese after a number written out.
const COUNTED: &[&str] = &[
    "두",
    "세",
    "네",
    "다섯",
    "여섯",
    "일곱",
    "여덟",
    "아홉",
    "열",
    "스무",
    "ひとつ",
    "ふたつ",
    "みっつ",
];

/// Notes what a folded run tells.
pub(super) fn read(run: &str, features: &mut TextFeatures) {
    let any = |words: &[&str]| words.iter().any(|word| run.contains(word));
    for (words, feature) in [
        (FIRST_PERSON, TextFeatures::FIRST_PERSON),
        (RELATION, TextFeatures::RELATION),
        (REASON, TextFeatures::REASON),
        (PREFERENCE, TextFeatures::PREFERENCE),
        (NEGATION, TextFeatures::NEGATION),
        (PLACE, TextFeatures::PLACE),
        (REGULAR, TextFeatures::TIME | TextFeatures::DURATION),
    ] {
        features.set(feature, any(words));
    }
    features.set(TextFeatures::NUMBER, COUNTED.contains(&run));
    numerals(run, features);
}

/// Chinese numerals before a measure word or in an amount: 三只猫, 两年, 三万二, 一百二.
fn numerals(run: &str, features: &mut TextFeatures) {
    let mut previous = ' ';
    let mut after = run.char_indices().peekable();
    while let Some((_, character)) = after.next() {
        let numeral = "二两三四五六七八九十百千万".contains(previous)
            || previous == '一' && "岁年百千万半".contains(character);
        if numeral {
            let rest = after.peek().map_or("", |(next, _)| &run[*next..]);
            let starts = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
            let long = matches!(character, '年' | '天' | '周' | '次')
                || character == '个' && starts(&["月", "小时", "星期"])
                || "小分星".contains(character) && starts(&["时", "钟", "期"])
                || character == '時' && rest.starts_with('間');
            let measured = "只个岁口本件条块杯瓶辆台张间套份位名斤公里米元匹歳人冊回軒台枚室居"
                .contains(character)
                && !long;
            let amount = "百千万亿".contains(character);
            features.set(TextFeatures::NUMBER, long || measured || amount);
            features.set(TextFeatures::DURATION, long);
            features.set(TextFeatures::QUANTITY, measured || amount);
        }
        previous = character;
    }
}

/// Whether a Korean word says where: 서울에서, 안동에 before going or living.
pub(super) fn is_somewhere(word: &str, next: &str) -> bool {
    const GOING: [&str; 9] = ["가", "갔", "갑", "살", "있", "다녀", "내려", "도착", "계"];
    let long = word.chars().nth(2).is_some();
    long && (word.ends_with("에서") || word.ends_with("에서는"))
        || long && word.ends_with('에') && GOING.iter().any(|going| next.starts_with(going))
        || ["살아", "살고", "삽니", "이사"]
            .iter()
            .any(|form| word.starts_with(form))
}

/// Whether what follows a number in digits makes it a length of time.
pub(super) fn is_length(run: &str) -> bool {
    const UNITS: [&str; 21] = [
        "年",
        "년",
        "天",
        "周",
        "星期",
        "小时",
        "分钟",
        "个月",
        "个小时",
        "个星期",
        "次",
        "日间",
        "周间",
        "时间",
        "か月",
        "ヶ月",
        "분",
        "시간",
        "주일",
        "개월",
        "번",
    ];
    UNITS.iter().any(|unit| run.starts_with(unit))
}

/// Whether what follows a number in digits makes it a date: 2023年, 5月, 7日.
pub(super) fn is_calendar(run: &str, four_digits: bool) -> bool {
    match run.chars().next() {
        Some('年' | '년') => four_digits,
        Some('月' | '월' | '号') => true,
        Some('日' | '일') => !run.starts_with("日间") && !run.starts_with("일간"),
        _ => false,
    }
}
