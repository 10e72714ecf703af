//! The words and characters by which names in Chinese characters are known.

/// Words that a person's name follows, longest first.
pub(super) const BEFORE_NAMES: [&str; 62] = [
    "太太",
    "女朋友",
    "男朋友",
    "好朋友",
    "我叫",
    "名叫",
    "叫做",
    "叫作",
    "名字是",
    "姓名是",
    "同事",
    "朋友",
    "同学",
    "老师",
    "老板",
    "妻子",
    "丈夫",
    "老公",
    "老婆",
    "女友",
    "男友",
    "姐姐",
    "妹妹",
    "哥哥",
    "弟弟",
    "儿子",
    "女儿",
    "经理",
    "室友",
    "邻居",
    "上司",
    "主管",
    "教练",
    "表哥",
    "表弟",
    "表姐",
    "表妹",
    "堂哥",
    "堂弟",
    "闺蜜",
    "客户",
    "医生",
    "教授",
    "叫",
    "我是",
    "和",
    "跟",
    "与",
    "给",
    "找",
    "见",
    "问",
    "陪",
    "帮",
    "请",
    "约",
    "让",
    "对",
    "是",
    "向",
    "把",
    "、",
];

/// Titles after a family name: 王老师, 李总.
pub(super) const TITLES: [&str; 22] = [
    "老师", "先生", "女士", "小姐", "医生", "教授", "经理", "总监", "主任", "同学", "阿姨", "叔叔",
    "师傅", "律师", "博士", "校长", "院长", "队长", "教练", "警官", "总", "姐",
];

/// Words that may follow a name which no word before it gives away.
pub(super) const AFTER_NAMES: [&str; 52] = [
    "在", "是", "说", "喜欢", "住", "去", "来", "的", "和", "跟", "有", "会", "要", "想", "很",
    "不", "也", "都", "告诉", "送", "给", "觉得", "认为", "工作", "今天", "昨天", "明天", "从",
    "对", "把", "被", "让", "叫", "最", "爱", "讨厌", "推荐", "买", "吃", "打算", "决定", "已经",
    "刚", "出生", "毕业", "结婚", "搬", "生日", "建议", "负责", "邀请", "问",
];

/// What ends the name of an organisation, longest first.
pub(super) const ORGANIZATIONS: [&str; 22] = [
    "研究院",
    "研究所",
    "咖啡馆",
    "咖啡厅",
    "博物馆",
    "图书馆",
    "幼儿园",
    "大学",
    "学院",
    "公司",
    "集团",
    "银行",
    "医院",
    "中学",
    "小学",
    "高中",
    "餐厅",
    "酒店",
    "超市",
    "科技",
    "书店",
    "饭店",
];

/// Characters that end the name of a place.
pub(super) const PLACE_ENDS: &str = "市省县区州镇村路街岛湖山";

/// Words after which a place stands.
pub(super) const BEFORE_PLACES: [&str; 15] = [
    "来自", "住在", "前往", "飞往", "位于", "搬到", "抵达", "在", "到", "去", "从", "于", "回",
    "离", "往",
];

/// Characters that no given name contains.
pub(super) const NEVER_IN_NAMES: &str = "的了是在有也都说去来住喜要会不很和跟与从给把被让想对吗呢吧啊呀就才还又再到得着过们这那哪什么谁怎几多少个只每没别爱买吃叫做看上下里我你您他她它";
