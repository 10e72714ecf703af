//! Google's Vertex AI: embeddings on behalf of a project of Google Cloud.

use std::sync::Arc;

use mem0_core::{Embedder, Result};
use mem0_providers::auth::google::DEFAULT_LOCATION;
use mem0_providers::embedder::vertexai::{DEFAULT_MODEL, VertexEmbedderConfig};

use super::chat::MODEL;
use super::connection::{CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT};
use super::embedders::{DOCUMENT_TASK, QUERY_TASK};
use super::typed::read;
use super::{Make, Provider, ProviderKind};
use crate::config::{Accepts, MemoryConfig, ProviderConfig, Setting};

pub(super) const EMBEDDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "vertexai",
    aliases: &[],
    summary: "Google's embedding models on Vertex AI, on behalf of a project of Google Cloud.",
    settings: &[
        Setting::new(
            "vertex_credentials_json",
            Accepts::TextOrTable,
            "Credentials of a service account or a user: a file's path, or its JSON.",
        )
        .environment(&["GOOGLE_APPLICATION_CREDENTIALS"])
        .secret(),
        Setting::new(
            "project",
            Accepts::Text,
            "The project. Default: the one that the credentials belong to.",
        )
        .environment(&["GOOGLE_CLOUD_PROJECT"]),
        Setting::new("location", Accepts::Text, "The region, or \"global\".")
            .environment(&["GOOGLE_CLOUD_LOCATION"])
            .defaulting(DEFAULT_LOCATION),
        MODEL.defaulting(DEFAULT_MODEL),
        Setting::new(
            "embedding_dims",
            Accepts::Whole,
            "How long vectors shall be; gemini-embedding-001 makes up to 3072.",
        )
        .defaulting("256"),
        Setting::new(
            "batch_size",
            Accepts::Whole,
            "The most texts in one request. Default: 250; models named gemini-… take one.",
        ),
        DOCUMENT_TASK,
        Setting::new(
            "memory_update_embedding_type",
            Accepts::Text,
            "Accepted and without effect: what is updated is named as what is added.",
        ),
        QUERY_TASK,
        Setting::new(
            "base_url",
            Accepts::Text,
            "Where the service is. Default: in the region.",
        ),
        TIMEOUT,
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[CONNECTION_ALIASES, &[
        ("vertexCredentialsJson", "vertex_credentials_json"),
        ("google_service_account_json", "vertex_credentials_json"),
        ("credentials_path", "vertex_credentials_json"),
        ("google_project_id", "project"),
        ("project_id", "project"),
        ("vertex_project", "project"),
        ("vertex_location", "location"),
        ("embeddingDims", "embedding_dims"),
        ("dimensions", "embedding_dims"),
        ("output_dimensionality", "embedding_dims"),
        ("batchSize", "batch_size"),
        ("memoryAddEmbeddingType", "memory_add_embedding_type"),
        ("memoryUpdateEmbeddingType", "memory_update_embedding_type"),
        ("memorySearchEmbeddingType", "memory_search_embedding_type"),
        ("baseUrl", "base_url"),
        ("baseURL", "base_url"),
    ]],
    example: r#"{"model": "gemini-embedding-001", "project": "my-project", "location": "us-central1", "vertex_credentials_json": "/path/to/service-account.json"}"#,
    notes: "\
- Credentials are looked for in this order: the configuration, `GOOGLE_APPLICATION_CREDENTIALS`, who logged in by
  `gcloud auth application-default login`, the Google machine this runs on. Service accounts' and users' credentials are
  read; federated ones (`external_account`) are not.
- Tokens are kept until shortly before they expire; however many calls wait for one, it is fetched once.
- `gemini-embedding-001` takes one text a request; up to eight requests run side by side. Older models take 250.
- Texts longer than a model reads (2,048 tokens) are cut by the service.
- Shortened vectors are brought to length 1, which the service doesn't do.",
    tested: "against a double of the service and of the server of tokens, which check every request and signature",
    make: Make::Embedder(make),
};

fn make(_: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    let config: VertexEmbedderConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}
