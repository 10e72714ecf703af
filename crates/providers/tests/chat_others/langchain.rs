//! Objects that the program hands in.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use mem0_core::{
    ChatMessage, ChatReply, ChatRequest, ChatRole, Embedder, Llm, ModelError, Purpose, Tool,
    ToolChoice,
};
use mem0_providers::embedder::langchain::{EmbeddingObject, LangchainEmbedder};
use mem0_providers::llm::langchain::{ChatObject, LangchainLlm, raised};

use crate::double::*;

/// Answers with a text, and remembers what it was asked.
struct Parrot {
    answer: Result<&'static str, &'static str>,
    asked: Mutex<Vec<(Vec<ChatMessage>, usize)>>,
}

#[async_trait]
impl ChatObject for Parrot {
    fn name(&self) -> String {
        "Parrot".to_owned()
    }

    async fn invoke(
        &self,
        messages: &[ChatMessage],
        tools: &[Tool],
        _: &ToolChoice,
    ) -> Result<ChatReply, ModelError> {
        let asked = (messages.to_vec(), tools.len());
        self.asked.lock().unwrap().push(asked);
        let text = self.answer.map_err(raised)?.to_owned();
        Ok(ChatReply {
            text,
            ..ChatReply::default()
        })
    }
}

fn parrot(answer: Result<&'static str, &'static str>) -> Arc<Parrot> {
    Arc::new(Parrot {
        answer,
        asked: Mutex::default(),
    })
}

#[tokio::test]
async fn an_object_is_asked_in_words_and_its_thoughts_are_left_out() {
    let object = parrot(Ok("<think>hm</think>{}"));
    let llm = LangchainLlm::new(object.clone());
    assert_eq!(llm.name(), "langchain/Parrot");
    let reply = llm.chat(structured()).await.unwrap();
    assert_eq!((reply.text.as_str(), reply.usage.calls), ("{}", 1));
    let no_rules = ChatRequest {
        messages: vec![ChatMessage::user("hi")],
        ..structured()
    };
    llm.chat(no_rules).await.unwrap();
    llm.chat(with_tools(ToolChoice::Auto)).await.unwrap();
    let asked = object.asked.lock().unwrap();
    let rules = |place: usize| {
        let first = &asked[place].0[0];
        assert_eq!(first.role, ChatRole::System);
        first.content.clone()
    };
    assert!(rules(0).starts_with("Be brief\n\nAnswer with one JSON object"));
    assert!(rules(1).contains("\"additionalProperties\":false"));
    assert_eq!(asked[1].0[1], ChatMessage::user("hi"));
    assert_eq!((rules(2).as_str(), asked[2].1), ("Be brief", 2));
}

#[tokio::test]
async fn what_an_object_raises_is_told_in_its_words() {
    let llm = LangchainLlm::new(parrot(Err("RateLimitError: slow down")));
    let error = llm.chat(prose()).await.unwrap_err().to_string();
    assert!(
        error.contains("llm/langchain") && error.contains("RateLimitError: slow down"),
        "{error}"
    );
}

/// Gives these vectors, whatever the texts are.
struct Fixed(Vec<Vec<f32>>);

#[async_trait]
impl EmbeddingObject for Fixed {
    fn name(&self) -> String {
        "Fixed".to_owned()
    }

    async fn embed_documents(&self, _: &[String]) -> Result<Vec<Vec<f32>>, ModelError> {
        Ok(self.0.clone())
    }

    async fn embed_query(&self, _: &str) -> Result<Vec<f32>, ModelError> {
        Ok(self.0[0].clone())
    }
}

fn texts(count: usize) -> Vec<String> {
    vec!["text".to_owned(); count]
}

#[tokio::test]
async fn vectors_of_an_object_get_length_1_and_tell_their_dimensions() {
    let object = Arc::new(Fixed(vec![vec![3.0, 4.0], vec![0.0, 2.0]]));
    let embedder = LangchainEmbedder::new(object, None);
    let identity = embedder.identity().await.unwrap();
    assert_eq!(
        (
            identity.provider.as_str(),
            identity.model.as_str(),
            identity.dimensions
        ),
        ("langchain", "Fixed", 2)
    );
    let documents = embedder.embed(&texts(2), Purpose::Document).await.unwrap();
    assert_eq!(documents, [[0.6, 0.8], [0.0, 1.0]]);
    let queries = embedder.embed(&texts(3), Purpose::Query).await.unwrap();
    assert_eq!(queries, vec![vec![0.6, 0.8]; 3]);
    assert!(
        embedder
            .embed(&[], Purpose::Document)
            .await
            .unwrap()
            .is_empty()
    );
}

/// Answers each question with its number, the later ones sooner, and counts how many wait at once.
#[derive(Default)]
struct Hasty {
    waiting: AtomicUsize,
    most: AtomicUsize,
    asked: AtomicUsize,
}

#[async_trait]
impl EmbeddingObject for Hasty {
    fn name(&self) -> String {
        "Hasty".to_owned()
    }

    async fn embed_documents(&self, _: &[String]) -> Result<Vec<Vec<f32>>, ModelError> {
        Err(raised("nobody asks for documents"))
    }

    async fn embed_query(&self, question: &str) -> Result<Vec<f32>, ModelError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let waiting = self.waiting.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(waiting, Ordering::SeqCst);
        let number: u8 = question.parse().map_err(|_| raised("no number"))?;
        tokio::time::sleep(Duration::from_millis(u64::from(20 - number))).await;
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        Ok(vec![f32::from(number), 1.0])
    }
}

#[tokio::test]
async fn questions_are_asked_side_by_side_a_few_at_once_and_answered_in_order() {
    let object = Arc::new(Hasty::default());
    let embedder = LangchainEmbedder::new(object.clone(), Some(2));
    let questions: Vec<String> = (0..10).map(|number| number.to_string()).collect();
    let vectors = embedder.embed(&questions, Purpose::Query).await.unwrap();
    let numbers: Vec<f32> = vectors.iter().map(|it| (it[0] / it[1]).round()).collect();
    assert_eq!(numbers, [0., 1., 2., 3., 4., 5., 6., 7., 8., 9.]);
    assert_eq!(object.asked.load(Ordering::SeqCst), 10);
    assert_eq!(object.most.load(Ordering::SeqCst), 4);

    let one_is_wrong = ["1", "x", "3", "4", "5", "6"].map(str::to_owned);
    let refused = embedder.embed(&one_is_wrong, Purpose::Query).await;
    assert!(refused.unwrap_err().to_string().contains("no number"));
    assert!(
        object.asked.load(Ordering::SeqCst) <= 10 + 5,
        "the rest is not asked"
    );
}

/// Takes any number of questions, and only so.
struct AllAtOnce;

#[async_trait]
impl EmbeddingObject for AllAtOnce {
    fn name(&self) -> String {
        "AllAtOnce".to_owned()
    }

    async fn embed_documents(&self, _: &[String]) -> Result<Vec<Vec<f32>>, ModelError> {
        Err(raised("nobody asks for documents"))
    }

    async fn embed_query(&self, _: &str) -> Result<Vec<f32>, ModelError> {
        Err(raised("nobody asks one by one"))
    }

    async fn embed_queries(
        &self,
        questions: &[String],
    ) -> Result<Option<Vec<Vec<f32>>>, ModelError> {
        Ok(Some(vec![vec![3.0, 4.0]; questions.len().min(3)]))
    }
}

#[tokio::test]
async fn an_object_that_takes_several_questions_is_asked_once() {
    let embedder = LangchainEmbedder::new(Arc::new(AllAtOnce), Some(2));
    let vectors = embedder.embed(&texts(3), Purpose::Query).await.unwrap();
    assert_eq!(vectors, vec![vec![0.6, 0.8]; 3]);
    let missing = embedder.embed(&texts(4), Purpose::Query).await;
    let error = missing.unwrap_err().to_string();
    assert!(error.contains("3 vectors for 4 texts"), "{error}");
}

#[tokio::test]
async fn what_is_not_a_vector_for_each_text_is_refused() {
    for (vectors, dimensions, problem) in [
        (vec![vec![1.0]], None, "1 vectors for 2 texts"),
        (vec![vec![1.0], vec![1.0, 2.0]], None, "2 dimensions, not 1"),
        (vec![vec![1.0], vec![1.0]], Some(3), "1 dimensions, not 3"),
        (
            vec![vec![1.0], vec![f32::NAN]],
            None,
            "not a list of numbers",
        ),
        (vec![vec![], vec![]], None, "not a list of numbers"),
    ] {
        let embedder = LangchainEmbedder::new(Arc::new(Fixed(vectors)), dimensions);
        let error = embedder
            .embed(&texts(2), Purpose::Document)
            .await
            .unwrap_err();
        assert!(error.to_string().contains(problem), "{error}");
    }
}
