//! Providers of the original that are not here yet: a configuration that names one deserves another
//! answer than a typing error.

use super::ProviderKind;

const LLMS: &str = "";

const EMBEDDERS: &str = "";

const RERANKERS: &str = "";

const VECTOR_STORES: &str = "azure_ai_search azure_mysql baidu cassandra databricks elasticsearch \
    mongodb neptune opensearch oracledb pgvector pinecone redis s3_vectors supabase \
    turbopuffer upstash_vector valkey vertex_ai_vector_search weaviate";

const GRAPH_STORES: &str = "apache_age kuzu memgraph neo4j neptune neptunedb";

/// Their names.
pub(super) fn awaited(kind: ProviderKind) -> impl Iterator<Item = &'static str> {
    let names = match kind {
        ProviderKind::Llm => LLMS,
        ProviderKind::Embedder => EMBEDDERS,
        ProviderKind::Reranker => RERANKERS,
        ProviderKind::VectorStore => VECTOR_STORES,
        ProviderKind::GraphStore => GRAPH_STORES,
    };
    names.split_whitespace()
}
