use proptest::prelude::*;

use super::QuestionKind::{How, HowLong, HowMany, Other, What, When, Where, Who, Why, YesNo};
use super::*;

#[test]
fn questions_tell_what_they_ask_for() {
    for (text, expected) in [
        ("When did I move?", When),
        ("In which year did I move?", When),
        ("what time is my flight", When),
        ("so where do i live", Where),
        ("Which city does Ann live in?", Where),
        ("Tell me who my boss is", Who),
        ("Whose birthday is it?", Who),
        ("How many cats do I have?", HowMany),
        ("How old am I?", HowMany),
        ("How long did I live there?", HowLong),
        ("How often do I run?", HowLong),
        ("What is my favourite food?", What),
        ("Why did Ann leave?", Why),
        ("How do I get home?", How),
        ("Do I like pizza?", YesNo),
        ("did she call", YesNo),
        ("You live where?", Where),
        ("我什么时候搬家的", When),
        ("我住在哪里？", Where),
        ("我在哪个城市工作", Where),
        ("我的老板是谁", Who),
        ("我有几只猫", HowMany),
        ("这个多少钱？", HowMany),
        ("我学了多久钢琴", HowLong),
        ("我喜欢吃什么", What),
        ("我为什么离开", Why),
        ("怎么去公司？", How),
        ("我喜欢披萨吗", YesNo),
        ("我為什麼離開", Why),
        ("你喜歡貓嗎", YesNo),
        ("你有没有猫", YesNo),
        ("どこに住んでいますか", Where),
        ("誕生日はいつですか", When),
        ("어디에 살아요?", Where),
        ("誕生日は何月何日ですか", When),
        ("猫は何匹いますか？", HowMany),
        ("どのくらい日本語を勉強していますか", HowLong),
        ("誰と住んでいますか", Who),
        ("생일이 며칠이야?", When),
        ("몇 살이에요?", HowMany),
        ("얼마나 오래 살았어요?", HowLong),
        ("누구와 살아요?", Who),
        ("¿En qué ciudad vivo?", Where),
        ("¿Cuántos años hace que fumo?", HowLong),
        ("¿Desde cuándo no fumo?", When),
        ("¿Qué como los lunes?", What),
        ("Bis wann müssen wir ausziehen?", When),
        ("Mit wem lebe ich zusammen?", Who),
        ("In welcher Stadt wohne ich?", Where),
        ("Wie oft gehe ich laufen?", HowLong),
        ("Wie alt ist meine Katze?", HowMany),
        ("Womit fahre ich?", What),
        ("Où est-ce que je loge ?", Where),
        ("À quelle heure faut-il m'appeler ?", When),
        ("Que dois-je éviter ?", What),
        ("Con chi passo il giovedì?", Who),
        ("A che ora mi alzo?", When),
        ("Che cosa non devo mangiare?", What),
        ("In quale città vivo?", Where),
        ("O que não posso beber?", What),
        ("Em que cidade moro?", Where),
        ("Que dia minha esposa faz anos?", When),
        ("Waar woon ik?", Where),
        ("С кем я живу?", Who),
        ("В каком городе я живу?", Where),
        ("В каком году я переехал?", When),
        ("Как часто я бегаю?", HowLong),
        ("Сколько лет моей дочери?", HowMany),
        ("مع من أسكن؟", Who),
        ("من رئيستي في العمل؟", Who),
        ("كم عدد القطط؟", HowMany),
        ("ما الطبق الذي أحبه؟", What),
        ("في أي مدينة أسكن؟", Where),
        ("मैं किस शहर में रहता हूँ?", Where),
        ("मेरी उम्र कितनी है?", HowMany),
        ("कौन सी सब्ज़ी मुझे नापसंद है?", What),
        ("अस्पताल में मेरे ऊपर कौन है?", Who),
        ("मुझे किसके पैसे लौटाने हैं?", Who),
        ("Nerede yaşıyorum?", Where),
        ("Kedim kaç yaşında?", HowMany),
        ("¿Dónde vivo?", Where),
        ("¿Por qué me fui?", Why),
        ("Wo wohne ich?", Where),
        ("Where's my car?", Where),
        ("Qu'est-ce que j'aime ?", What),
        ("What is my age?", HowMany),
        ("Dov'è la mia bici?", Where),
        ("मेरी उम्र क्या है?", HowMany),
        ("Was esse ich gern?", What),
        ("Wie viele Katzen habe ich?", HowMany),
        ("Où est-ce que j'habite ? Quand ?", Where),
        ("Где я живу?", Where),
        ("أين أعيش؟", Where),
        ("मैं कहाँ रहता हूँ?", Where),
    ] {
        assert_eq!(question_kind(text), expected, "{text}");
        assert!(is_question(text), "{text}");
    }
}

#[test]
fn statements_ask_nothing() {
    for text in [
        "I live in Berlin",
        "I was there when it rained",
        "When I was young, I lived in Rome",
        "What a day!",
        "Was a good day",
        "See https://example.com/?q=1",
        "我住在上海",
        "我养了几年猫，前几天搬家",
        "没什么特别的",
        "谁都喜欢他",
        "私は東京に住んでいます",
        "Vivo en Madrid",
        "Quand j'étais petit, j'habitais Lyon",
        "Wo ich wohne, ist es still",
        "La ciudad que me gusta es Madrid",
        "Я из Москвы, где много музеев",
        "أنا من القاهرة",
        "",
    ] {
        assert_eq!(question_kind(text), Other, "{text}");
        assert!(!is_question(text), "{text}");
    }
}

proptest! {
    #[test]
    fn a_closing_question_mark_makes_a_question(text in "[a-z 一-龥]{1,20}[?？]") {
        prop_assert!(is_question(&text));
    }

    #[test]
    fn any_text_is_of_some_kind(text in "(?s).*") {
        question_kind(&text);
        is_question(&text);
    }
}
