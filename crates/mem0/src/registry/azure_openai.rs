//! OpenAI's language models at Azure.

use std::sync::Arc;

use mem0_core::{Llm, Result};
use mem0_providers::Dialect;
use mem0_providers::connection::process_environment;
use mem0_providers::llm::azure_openai::{AzureOpenAiLlmConfig, DEFAULT_API_VERSION, DIALECT};
use mem0_providers::llm::azure_openai_structured;

use super::connection::CONNECTION_ALIASES;
use super::openai_family::{ALIASES, TESTED, settings, with};
use super::typed::read;
use super::{Make, Provider, ProviderKind};
use crate::config::{Accepts, ProviderConfig, Setting};

pub(super) const LLM: Provider = Provider {
    kind: ProviderKind::Llm,
    name: "azure_openai",
    aliases: &[],
    summary: "OpenAI's models at Azure, with a key or with a token of Microsoft Entra ID.",
    settings: &with::<3, 16>(
        settings(&DIALECT, "azure_endpoint"),
        [
            Setting::new(
                "azure_deployment",
                Accepts::Text,
                "The deployment. Default: the model's name.",
            )
            .environment(&["LLM_AZURE_DEPLOYMENT"]),
            Setting::new("api_version", Accepts::Text, "The version of the API.")
                .environment(&["LLM_AZURE_API_VERSION"])
                .defaulting(DEFAULT_API_VERSION),
            Setting::new(
                "azure_kwargs",
                Accepts::Table,
                "The same as the original has it: api_key, azure_deployment, azure_endpoint, \
                 api_version, default_headers. What stands here wins over what stands beside it.",
            )
            .secret(),
        ],
    ),
    setting_aliases: &[
        CONNECTION_ALIASES,
        ALIASES,
        &[
            ("azureEndpoint", "azure_endpoint"),
            ("endpoint", "azure_endpoint"),
            ("base_url", "azure_endpoint"),
            ("baseURL", "azure_endpoint"),
            ("baseUrl", "azure_endpoint"),
            ("api_base", "azure_endpoint"),
            ("url", "azure_endpoint"),
            ("azureDeployment", "azure_deployment"),
            ("deployment", "azure_deployment"),
            ("apiVersion", "api_version"),
            ("azureKwargs", "azure_kwargs"),
        ],
    ],
    example: r#"{"model": "gpt-4.1-mini", "azure_endpoint": "https://my-resource.openai.azure.com/", "azure_deployment": "my-deployment", "api_version": "2024-10-21"}"#,
    notes: "- Calls go to `<endpoint>/openai/deployments/<deployment>/chat/completions`. An \
            endpoint that ends in `/openai/v1` is called without deployment and version in the \
            URL.\n\
            - Without a key, or with the literal `your-api-key` of many examples, a token of \
            Microsoft Entra ID is sent: `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and \
            `AZURE_CLIENT_SECRET`, a workload of Kubernetes, or the identity of the machine.\n\
            - What a model takes is guessed from `model`, so name the model also where the \
            deployment is called otherwise.\n\
            - The original writes \"ai\" for \"assistant\" in the last message; here messages \
            are sent as they are.",
    tested: TESTED,
    make: Make::Llm(|chosen| build(chosen, &DIALECT)),
};

pub(super) const STRUCTURED: Provider = Provider {
    name: "azure_openai_structured",
    summary: "OpenAI's models at Azure, with tools whose calls always fit their schemas.",
    notes: "The same as `azure_openai`, except that a tool whose schema is closed (all properties \
            required, no others allowed) is marked as strict.",
    make: Make::Llm(|chosen| build(chosen, &azure_openai_structured::DIALECT)),
    ..LLM
};

fn build(chosen: &ProviderConfig, dialect: &Dialect) -> Result<Arc<dyn Llm>> {
    let config: AzureOpenAiLlmConfig = read(chosen)?;
    Ok(Arc::new(config.build_as(dialect, &process_environment)))
}
