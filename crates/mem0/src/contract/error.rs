//! How errors look as JSON: in words, by kind, and with a code that never changes.

use mem0_core::{Error, ErrorKind, InputError, JsonType, ModelError, ScopeId, StoreError};
use serde_json::{Map, Value, json};

/// An error: `error`, `hint`, `kind`, `code`, `details`, `temporary`, and `retry_after` in seconds
/// if the other side named a time.
///
/// `code` says what sort of error it is to programs, and stays the same; `details` is an object of
/// what the message is made of.
///
/// | code | what happened | details |
/// | --- | --- | --- |
/// | `VALIDATION_001` | no id says whose memory it is | `provided_ids` |
/// | `VALIDATION_002` | a `memory_type` that can't be created | `provided_type`, `valid_type` |
/// | `VALIDATION_003` | the messages can't be read | `provided_type` or `problem`, `valid_types` |
/// | `VALIDATION_004` | an id can't be used | `id`, `problem` |
/// | `VALIDATION_005` | an argument's value can't be used | `parameter`, `value`, `problem` |
/// | `VALIDATION_006` | a filter can't be read | `path`, `problem` |
/// | `ARGUMENT_001` | an argument that the operation doesn't take | `operation`, `argument`, `nearest`, `known` |
/// | `ARGUMENT_002` | an argument is missing | `operation`, `argument` |
/// | `OPERATION_001` | no such operation | `operation`, `nearest` |
/// | `OPERATION_002` | not implemented | `operation` |
/// | `NOT_FOUND_001` | no such memory | `memory_id` |
/// | `IMMUTABLE_001` | the memory refuses changes | `memory_id` |
/// | `UNDO_001` | nothing is left to undo | `memory_id` |
/// | `CONFIG_001` | the configuration can't be used | `setting`, `problem` |
/// | `DB_001` | the store failed | `reason`: `open`, `newer_format`, `conflict`, `busy`, `full`, `read_only`, `closed`, `database`, `vector_store`, `unsupported` |
/// | `CORRUPTION_001` | the store is damaged or not ours | `path`, `problem` |
/// | `VECTOR_001` | the vectors don't fit | `reason`: `other_embedder`, `dimensions`, `other_points` |
/// | `AUTH_001` | a key is missing or refused | `reason`: `no_key`, `unauthorized`; `provider` |
/// | `RATE_LIMIT_001` | too many requests | `reason`, `provider` |
/// | `QUOTA_001` | no quota left | `reason`, `provider` |
/// | `LLM_001`, `EMBED_001`, `RERANK_001` | a model failed | `reason`: `bad_request`, `unavailable`, `unreachable`, `timeout`, `unusable`, `local`; `provider` |
///
/// Where a model failed while memories were drawn, `kept_messages` says how many messages wait for
/// `retry`.
pub fn error_json(error: &Error) -> Value {
    let (code, details) = code_and_details(error);
    let mut object = Map::from_iter([
        ("error".to_owned(), error.to_string().into()),
        ("hint".to_owned(), error.hint().into()),
        ("kind".to_owned(), kind_name(error.kind()).into()),
        ("code".to_owned(), code.into()),
        ("details".to_owned(), details),
        ("temporary".to_owned(), error.is_temporary().into()),
    ]);
    if let Some(wait) = error.retry_after() {
        object.insert("retry_after".to_owned(), json!(wait.as_secs_f64()));
    }
    Value::Object(object)
}

/// A kind of error as a word.
pub fn kind_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Input => "input",
        ErrorKind::NotFound => "not_found",
        ErrorKind::Configuration => "configuration",
        ErrorKind::Authentication => "authentication",
        ErrorKind::RateLimit => "rate_limit",
        ErrorKind::Conflict => "conflict",
        ErrorKind::Store => "store",
        ErrorKind::Model => "model",
    }
}

/// An error's code: what sort of error it is, to programs.
pub fn error_code(error: &Error) -> &'static str {
    code_and_details(error).0
}

fn code_and_details(error: &Error) -> (&'static str, Value) {
    match error {
        Error::Input(error) => of_input(error),
        Error::Configuration { setting, problem } => (
            "CONFIG_001",
            json!({"setting": setting, "problem": problem}),
        ),
        Error::Store(error) => of_store(error),
        Error::Model(error) => of_model(error),
        Error::Extraction { kept, source } => {
            let (code, mut details) = of_model(source);
            details["kept_messages"] = json!(kept);
            (code, details)
        }
    }
}

fn of_input(error: &InputError) -> (&'static str, Value) {
    match error {
        InputError::NoScope => {
            let ids = [ScopeId::User, ScopeId::Agent, ScopeId::Run];
            let ids = ids.map(|id| (id.name().to_owned(), Value::Null));
            (
                "VALIDATION_001",
                json!({"provided_ids": Map::from_iter(ids)}),
            )
        }
        InputError::MemoryType(given) => (
            "VALIDATION_002",
            json!({"provided_type": given, "valid_type": "procedural_memory"}),
        ),
        InputError::Messages(problem) => (
            "VALIDATION_003",
            json!({"problem": problem, "valid_types": MESSAGES}),
        ),
        InputError::MessagesType(given) => (
            "VALIDATION_003",
            json!({"provided_type": type_name(*given), "valid_types": MESSAGES}),
        ),
        InputError::Id { id, problem } => ("VALIDATION_004", json!({"id": id, "problem": problem})),
        InputError::Parameter {
            parameter,
            value,
            problem,
        } => (
            "VALIDATION_005",
            json!({"parameter": parameter, "value": value, "problem": problem}),
        ),
        InputError::Filter { path, problem } => {
            ("VALIDATION_006", json!({"path": path, "problem": problem}))
        }
        InputError::UnknownArgument {
            operation,
            argument,
            nearest,
            known,
        } => (
            "ARGUMENT_001",
            json!({
                "operation": operation,
                "argument": argument,
                "nearest": nearest,
                "known": known,
            }),
        ),
        InputError::MissingArgument {
            operation,
            argument,
        } => (
            "ARGUMENT_002",
            json!({"operation": operation, "argument": argument}),
        ),
        InputError::UnknownOperation { operation, nearest } => (
            "OPERATION_001",
            json!({"operation": operation, "nearest": nearest}),
        ),
        InputError::NotImplemented { operation, .. } => {
            ("OPERATION_002", json!({"operation": operation}))
        }
        InputError::NotFound(id) => ("NOT_FOUND_001", json!({"memory_id": id})),
        InputError::Immutable(id) => ("IMMUTABLE_001", json!({"memory_id": id})),
        InputError::NothingToUndo(id) => ("UNDO_001", json!({"memory_id": id})),
    }
}

/// What messages may be, in the words of the original's errors: Python's.
const MESSAGES: [&str; 3] = ["str", "dict", "list[dict]"];

fn type_name(given: JsonType) -> &'static str {
    match given {
        JsonType::Null => "NoneType",
        JsonType::Boolean => "bool",
        JsonType::Whole => "int",
        JsonType::Decimal => "float",
        JsonType::Text => "str",
        JsonType::List => "list",
        JsonType::Object => "dict",
    }
}

fn of_store(error: &StoreError) -> (&'static str, Value) {
    let path = |path: &std::path::Path| path.display().to_string();
    let failed = |details| ("DB_001", details);
    match error {
        StoreError::Open { path: at, problem } => {
            failed(json!({"reason": "open", "path": path(at), "problem": problem}))
        }
        StoreError::NewerFormat {
            path: at,
            found,
            supported,
        } => failed(json!({
            "reason": "newer_format",
            "path": path(at),
            "found": found,
            "supported": supported,
        })),
        StoreError::Corrupt { path: at, problem } => (
            "CORRUPTION_001",
            json!({"path": path(at), "problem": problem}),
        ),
        StoreError::OtherEmbedder { stored, configured } => (
            "VECTOR_001",
            json!({"reason": "other_embedder", "stored": stored, "configured": configured}),
        ),
        StoreError::Dimensions { expected, found } => (
            "VECTOR_001",
            json!({"reason": "dimensions", "expected": expected, "found": found}),
        ),
        StoreError::Conflict { memory_id } => {
            failed(json!({"reason": "conflict", "memory_id": memory_id}))
        }
        StoreError::Busy { waited } => {
            failed(json!({"reason": "busy", "waited": waited.as_secs_f64()}))
        }
        StoreError::Full { path: at } => failed(json!({"reason": "full", "path": path(at)})),
        StoreError::ReadOnly { path: at } => {
            failed(json!({"reason": "read_only", "path": path(at)}))
        }
        StoreError::Closed => failed(json!({"reason": "closed"})),
        StoreError::Database { doing, problem } => {
            failed(json!({"reason": "database", "doing": doing, "problem": problem}))
        }
        StoreError::VectorStore {
            store,
            doing,
            problem,
        } => failed(json!({
            "reason": "vector_store", "store": store, "doing": doing, "problem": problem,
        })),
        StoreError::Unsupported { store, capability } => {
            failed(json!({"reason": "unsupported", "store": store, "capability": capability}))
        }
        StoreError::OtherPoints { store, path: at } => (
            "VECTOR_001",
            json!({"reason": "other_points", "store": store, "path": at}),
        ),
    }
}

fn of_model(error: &ModelError) -> (&'static str, Value) {
    let failed = |reason: &str, provider: &str| {
        let details = json!({"reason": reason, "provider": provider});
        (failure_of(provider), details)
    };
    match error {
        ModelError::NoKey {
            provider,
            setting,
            environment,
        } => (
            "AUTH_001",
            json!({
                "reason": "no_key",
                "provider": provider,
                "setting": setting,
                "environment": environment,
            }),
        ),
        ModelError::Unauthorized { provider, .. } => (
            "AUTH_001",
            json!({"reason": "unauthorized", "provider": provider}),
        ),
        ModelError::RateLimited { provider, .. } => (
            "RATE_LIMIT_001",
            json!({"reason": "rate_limited", "provider": provider}),
        ),
        ModelError::Quota { provider, .. } => (
            "QUOTA_001",
            json!({"reason": "quota", "provider": provider}),
        ),
        ModelError::BadRequest { provider, .. } => failed("bad_request", provider),
        ModelError::Unavailable { provider, .. } => failed("unavailable", provider),
        ModelError::Unreachable { provider, .. } => failed("unreachable", provider),
        ModelError::Timeout { provider, .. } => failed("timeout", provider),
        ModelError::Unusable { provider, .. } => failed("unusable", provider),
        ModelError::Local { provider, .. } => failed("local", provider),
    }
}

/// The code of a model that failed: providers are named `kind/name`.
fn failure_of(provider: &str) -> &'static str {
    match provider.split('/').next() {
        Some("embedder") => "EMBED_001",
        Some("reranker") => "RERANK_001",
        _ => "LLM_001",
    }
}
