//! OpenAI's embeddings at Azure.

use std::sync::Arc;

use mem0_core::{Embedder, Result};

use mem0_providers::embedder::azure_openai::{AzureOpenAiEmbedderConfig, DEFAULT_MODEL};

use super::{ALIASES, API_KEY, BATCH_SIZE, DIMENSIONS, DOCUMENT_PREFIX, MODEL, QUERY_PREFIX, read};
use crate::config::{Accepts, MemoryConfig, ProviderConfig, Setting};
use crate::registry::connection::{CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT};
use crate::registry::{Make, Provider, ProviderKind};

pub(in crate::registry) const PROVIDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "azure_openai",
    aliases: &["azure"],
    summary: "OpenAI's embeddings at Azure, by key or by a token of Microsoft Entra ID.",
    settings: &[
        API_KEY.environment(&["EMBEDDING_AZURE_OPENAI_API_KEY"]),
        Setting::new(
            "azure_endpoint",
            Accepts::Text,
            "The resource: https://my-resource.openai.azure.com/",
        )
        .environment(&["EMBEDDING_AZURE_ENDPOINT"]),
        Setting::new(
            "azure_deployment",
            Accepts::Text,
            "The deployment. Default: it is called as its model.",
        )
        .environment(&["EMBEDDING_AZURE_DEPLOYMENT"]),
        Setting::new("api_version", Accepts::Text, "The version of the API.")
            .environment(&["EMBEDDING_AZURE_API_VERSION"])
            .defaulting(mem0_providers::llm::azure_openai::DEFAULT_API_VERSION),
        Setting::new(
            "azure_kwargs",
            Accepts::Table,
            "The same as the original has it: api_key, azure_endpoint, azure_deployment, \
             api_version and default_headers in one object; they win over those beside it.",
        )
        .secret(),
        MODEL.defaulting(DEFAULT_MODEL),
        DIMENSIONS,
        BATCH_SIZE.defaulting("100"),
        QUERY_PREFIX,
        DOCUMENT_PREFIX,
        TIMEOUT.defaulting("120"),
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[
        CONNECTION_ALIASES, ALIASES,
        &[
            ("azureEndpoint", "azure_endpoint"),
            ("endpoint", "azure_endpoint"),
            ("base_url", "azure_endpoint"),
            ("baseURL", "azure_endpoint"),
            ("azureDeployment", "azure_deployment"),
            ("deployment", "azure_deployment"),
            ("apiVersion", "api_version"),
            ("azureKwargs", "azure_kwargs"),
            // As the original's TypeScript has it.
            ("modelProperties", "azure_kwargs"),
        ],
    ],
    example: r#"{"azure_endpoint": "https://my-resource.openai.azure.com/", "azure_deployment": "text-embedding-3-small"}"#,
    notes: "\
- Texts go to `{endpoint}/openai/deployments/{deployment}/embeddings?api-version=…`; an endpoint that ends in
  `/openai/v1` has neither deployment nor version in its URLs.
- Without a key, or with the literal `your-api-key` of the original's examples, a token of Microsoft Entra ID is used:
  of an application (`AZURE_TENANT_ID`, `AZURE_CLIENT_ID`, `AZURE_CLIENT_SECRET`), a workload of Kubernetes or the
  machine's identity.
- The lengths of OpenAI's own models are known where model or deployment is called as they are; else the first call
  asks. Unlike the original, `embedding_dims` is sent, to models that make shorter vectors.
- At most 100 texts and about 200,000 tokens go in one request; a text is cut at about 8,000 tokens.",
    tested: "against a double of the server that checks every request",
    make: Make::Embedder(make),
};

fn make(_: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    let config: AzureOpenAiEmbedderConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}
