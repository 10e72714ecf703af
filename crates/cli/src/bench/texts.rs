//! Memories and questions made from word lists of our own, the same for the same seed: English and
//! Chinese in turn, some 14 words each.

const PEOPLE: [&str; 24] = [
    "Ann", "Bruno", "Chidi", "Dalia", "Emre", "Freya", "Goran", "Hana", "Ivo", "Jana", "Kofi",
    "Lucia", "Milan", "Noor", "Olga", "Pavel", "Quinn", "Rosa", "Samir", "Tilda", "Ursula",
    "Viktor", "Wanda", "Yusuf",
];
const DEEDS: [&str; 20] = [
    "bought",
    "repaired",
    "painted",
    "lost",
    "found",
    "sold",
    "borrowed",
    "planted",
    "cooked",
    "wrote about",
    "photographed",
    "ordered",
    "collected",
    "cleaned",
    "designed",
    "tested",
    "packed",
    "praised",
    "wrapped",
    "returned",
];
const LOOKS: [&str; 20] = [
    "an old wooden",
    "a bright yellow",
    "a small silver",
    "a noisy electric",
    "a folding green",
    "a heavy iron",
    "a second-hand",
    "a hand-made ceramic",
    "a striped cotton",
    "a broken plastic",
    "a very expensive",
    "a borrowed",
    "a tiny glass",
    "a blue velvet",
    "a waterproof",
    "a rusty",
    "a gigantic",
    "a light bamboo",
    "a curious antique",
    "a plain white",
];
const THINGS: [&str; 32] = [
    "bicycle",
    "teapot",
    "guitar",
    "bookshelf",
    "camera",
    "tent",
    "lamp",
    "sofa",
    "kite",
    "violin",
    "telescope",
    "coat",
    "canoe",
    "radio",
    "mirror",
    "ladder",
    "chessboard",
    "blanket",
    "clock",
    "suitcase",
    "typewriter",
    "umbrella",
    "drum",
    "carpet",
    "globe",
    "kettle",
    "microscope",
    "sledge",
    "hammock",
    "wheelbarrow",
    "accordion",
    "greenhouse",
];
const PLACES: [&str; 24] = [
    "at the harbour market",
    "in the mountain village",
    "near the railway station",
    "behind the library",
    "at grandmother's house",
    "in the school yard",
    "on the island",
    "at the bus depot",
    "in the botanical garden",
    "under the old bridge",
    "at the lighthouse",
    "in the city museum",
    "beside the river",
    "in the neighbour's garage",
    "at the campsite",
    "in the concert hall",
    "at the bakery",
    "in the attic",
    "on the roof terrace",
    "at the airport",
    "in the forest hut",
    "at the swimming pool",
    "in the town hall",
    "at the vineyard",
];
const TIMES: [&str; 16] = [
    "last spring",
    "on a rainy Monday",
    "in early March",
    "during the holidays",
    "before breakfast",
    "two years ago",
    "on her birthday",
    "after the concert",
    "in the autumn",
    "late at night",
    "on the first of May",
    "during the storm",
    "last weekend",
    "before the move",
    "in winter",
    "on market day",
];
const ZH_PEOPLE: [&str; 20] = [
    "李雷", "韩梅", "王芳", "张伟", "陈静", "刘洋", "赵敏", "孙强", "周婷", "吴昊", "郑爽", "冯刚",
    "蒋丽", "沈涛", "韩雪", "杨帆", "朱莉", "秦岚", "许可", "何晨",
];
const ZH_TIMES: [&str; 14] = [
    "去年春天",
    "上个周末",
    "三月初",
    "国庆节的时候",
    "下雨的星期一",
    "两年以前",
    "生日那天",
    "昨天晚上",
    "搬家之前",
    "暑假里",
    "冬天的早晨",
    "五月一日",
    "音乐会以后",
    "出差的路上",
];
const ZH_PLACES: [&str; 20] = [
    "在港口的集市",
    "在山里的小村子",
    "在火车站旁边",
    "在图书馆后面",
    "在奶奶家",
    "在学校操场",
    "在海岛上",
    "在植物园里",
    "在老桥下面",
    "在灯塔附近",
    "在城市博物馆",
    "在河边",
    "在邻居的车库",
    "在露营地",
    "在音乐厅",
    "在面包店",
    "在阁楼上",
    "在机场",
    "在森林小屋",
    "在游泳馆",
];
const ZH_DEEDS: [&str; 16] = [
    "买了",
    "修好了",
    "弄丢了",
    "找到了",
    "卖掉了",
    "借来了",
    "画了",
    "种下了",
    "订购了",
    "拍下了",
    "打扫了",
    "设计了",
    "试用了",
    "包装了",
    "退回了",
    "收藏了",
];
const ZH_THINGS: [&str; 32] = [
    "一辆旧自行车",
    "一把木吉他",
    "一个陶瓷茶壶",
    "一台黄色相机",
    "一顶绿色帐篷",
    "一盏银色台灯",
    "一张二手沙发",
    "一只大风筝",
    "一架望远镜",
    "一件蓝色外套",
    "一条独木舟",
    "一台老收音机",
    "一面古董镜子",
    "一副象棋",
    "一条棉毯子",
    "一个铁皮闹钟",
    "一只旅行箱",
    "一台打字机",
    "一把雨伞",
    "一面鼓",
    "一块地毯",
    "一个地球仪",
    "一把水壶",
    "一台显微镜",
    "一架雪橇",
    "一张吊床",
    "一辆手推车",
    "一架手风琴",
    "一间小温室",
    "一幅油画",
    "一本旧地图",
    "一盆兰花",
];

/// A source of texts.
pub struct Texts {
    state: u64,
}

impl Texts {
    /// The same seed gives the same texts.
    pub fn new(seed: u64) -> Self {
        Self {
            state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
        }
    }

    /// A memory.
    pub fn memory(&mut self) -> String {
        if self.below(2) == 0 {
            let (who, deed) = (self.one(&PEOPLE), self.one(&DEEDS));
            let (look, thing) = (self.one(&LOOKS), self.one(&THINGS));
            let (place, time) = (self.one(&PLACES), self.one(&TIMES));
            let friend = self.one(&PEOPLE);
            format!("{who} {deed} {look} {thing} {place} {time} together with {friend}.")
        } else {
            let (who, time) = (self.one(&ZH_PEOPLE), self.one(&ZH_TIMES));
            let (place, deed) = (self.one(&ZH_PLACES), self.one(&ZH_DEEDS));
            let (thing, friend) = (self.one(&ZH_THINGS), self.one(&ZH_PEOPLE));
            format!("{who}{time}和{friend}{place}{deed}{thing}。")
        }
    }

    /// A question.
    pub fn question(&mut self) -> String {
        if self.below(2) == 0 {
            let (who, thing) = (self.one(&PEOPLE), self.one(&THINGS));
            match self.below(3) {
                0 => format!("What did {who} do with the {thing}?"),
                1 => format!("When was {who} {}?", self.one(&PLACES)),
                _ => format!("Who {} a {thing}?", self.one(&DEEDS)),
            }
        } else {
            let (who, thing) = (self.one(&ZH_PEOPLE), self.one(&ZH_THINGS));
            match self.below(3) {
                0 => format!("{who}{}做了什么？", self.one(&ZH_PLACES)),
                1 => format!("谁{}{thing}？", self.one(&ZH_DEEDS)),
                _ => format!("{who}什么时候有了{thing}？"),
            }
        }
    }

    /// A number from 0, below this one.
    pub fn below(&mut self, end: usize) -> usize {
        // xorshift64*: plain, seeded, good enough to choose words.
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let drawn = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(drawn).unwrap_or(0) % end.max(1)
    }

    fn one(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_texts_and_few_twice() {
        let texts = |seed| {
            let mut texts = Texts::new(seed);
            (0..5000).map(|_| texts.memory()).collect::<Vec<_>>()
        };
        assert_eq!(texts(7), texts(7));
        let distinct: std::collections::HashSet<String> = texts(7).into_iter().collect();
        assert!(distinct.len() > 4900, "{}", distinct.len());
        assert!(texts(7).iter().any(|text| text.contains('。')));
    }
}
