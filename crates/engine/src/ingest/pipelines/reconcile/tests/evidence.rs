//! What was said, and what was made up.

use super::*;

#[tokio::test]
async fn what_was_not_said_is_not_remembered() {
    let answer = json!({"operations": [
        // An echo of the prompt's examples, an invention, one that cites a message that isn't there.
        {"op": "add", "text": "用户养了一条狗", "quote": "我养了一条狗", "sources": [1]},
        {"op": "add", "text": "User is engaged to Tom", "quote": "we are not engaged any more", "sources": [1]},
        {"op": "add", "text": "User works as a nurse in Madrid", "sources": [4]},
        {"op": "add", "text": "User plays jazz piano", "quote": "I", "sources": [1]},
        // Paraphrased quote, but the message says it.
        {"op": "add", "text": "User is allergic to peanuts", "quote": "has a peanut allergy", "sources": [1]},
        // Wrong message number, right quote.
        {"op": "add", "text": "用户住在上海", "quote": "住在上海", "sources": [1]},
    ]});
    let llm = answering([answer]);
    let said = conversation(&[("user", "I am allergic to peanuts"), ("user", "我住在上海")]);
    let proposal = propose(&llm, &said, &Remembers::default()).await;
    assert_eq!(
        added(&proposal),
        ["User is allergic to peanuts", "用户住在上海"]
    );
    assert_eq!(statement(&proposal.operations[0]).quote, None);
    assert_eq!(statement(&proposal.operations[1]).sources, [1]);
    assert_eq!(reasons(&proposal), ["not found in the conversation"; 4]);
}

#[tokio::test]
async fn a_translation_is_taken_where_the_message_is_named() {
    let answer = json!({"operations": [
        {"op": "add", "text": "User lives in Shanghai", "sources": [1]}, {"op": "add", "text": "User likes tea"}]});
    let proposal = judged(answer, "我住在上海", &[]).await;
    assert_eq!(added(&proposal), ["User lives in Shanghai"]);
    assert_eq!(reasons(&proposal), ["not found in the conversation"]);
}

#[tokio::test]
async fn a_system_message_is_no_source() {
    let answer = json!({"operations": [
        {"op": "add", "text": "User wants short answers", "quote": "The user wants short answers", "sources": [1]}]});
    let llm = answering([answer]);
    let said = conversation(&[
        ("system", "The user wants short answers"),
        ("user", "Hi there"),
    ]);
    let proposal = propose(&llm, &said, &Remembers::default()).await;
    assert_eq!(proposal.operations, []);
    assert_eq!(reasons(&proposal), ["not found in the conversation"]);

    let silent = answering::<&str>([]);
    let said = conversation(&[("system", "Be nice"), ("user", "  ")]);
    assert_eq!(
        propose(&silent, &said, &Remembers::default()).await,
        Proposal::default()
    );
    assert_eq!(silent.requests().len(), 0);
}

#[tokio::test]
async fn a_true_quote_does_not_carry_a_statement_about_something_else() {
    let answer = json!({"operations": [
        {"op": "add", "text": "Somebody owns a yacht", "quote": "I like green tea", "sources": [1]},
        {"op": "add", "text": "用户有一艘游艇", "quote": "I like green tea", "sources": [1]},
        {"op": "add", "text": "User enjoys tea", "quote": "I like green tea", "sources": [1]}]});
    let proposal = judged(answer, "I like green tea", &[]).await;
    // Languages can't be compared word by word: there the quote has to do.
    assert_eq!(added(&proposal), ["用户有一艘游艇", "User enjoys tea"]);
    assert_eq!(reasons(&proposal), ["not found in the conversation"]);
}

#[tokio::test]
async fn what_a_tool_returned_is_nobodys_word() {
    let llm = answering([json!({"operations": [
        {"op": "add", "text": "User owns a yacht", "quote": "The user owns a yacht", "sources": [1]}]})]);
    let said = conversation(&[("tool", "The user owns a yacht"), ("user", "Thanks a lot")]);
    let proposal = propose(&llm, &said, &Remembers::default()).await;
    assert_eq!(proposal.operations, []);
    assert!(!user_part(&llm, 0).contains("yacht"));
}

#[tokio::test]
async fn between_languages_of_one_script_the_quote_has_to_do() {
    let answer = json!({"operations": [
        {"op": "add", "text": "The user has an allergy to nuts", "quote": "Soy alérgica a los cacahuetes", "sources": [1]}]});
    let said = "Soy alérgica a los cacahuetes y vivo con mi hermana";
    let proposal = judged(answer, said, &[]).await;
    assert_eq!(added(&proposal), ["The user has an allergy to nuts"]);
}
