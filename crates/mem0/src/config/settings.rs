//! Everything that can be set beside the providers' own options.

use super::setting::{Accepts, Setting};

/// The settings at the top of a configuration, in the order in which they are shown.
pub const SETTINGS: &[Setting] = &[
    Setting::new(
        "dir",
        Accepts::Path,
        "The folder of everything that is kept.",
    )
    .defaulting("~/.mem0"),
    Setting::new(
        "path",
        Accepts::Path,
        "The store's file; \":memory:\" keeps it in this process. The section `vector_store` may \
         say it as well.",
    )
    .defaulting("<dir>/memory.db"),
    Setting::new(
        "models",
        Accepts::Path,
        "The folder in which models are looked up by name.",
    )
    .defaulting("<dir>/models"),
    Setting::new(
        "collection_name",
        Accepts::Text,
        "The room in the store: collections never see each other.",
    )
    .defaulting("mem0"),
    Setting::new(
        "durability",
        Accepts::Choice(&["normal", "full"]),
        "\"full\" waits for the disk at each commit; \"normal\" may lose the last commits in a \
         power cut, never in a crash of the process.",
    )
    .defaulting("normal"),
    Setting::new(
        "cache_bytes",
        Accepts::Whole,
        "Memory for what recall scans; the scopes searched longest ago leave first.",
    )
    .defaulting("536870912"),
    Setting::new(
        "episodes",
        Accepts::Choice(&["keep", "off"]),
        "Whether messages are kept word for word beside the memories drawn from them.",
    )
    .defaulting("keep"),
    Setting::new(
        "pipeline",
        Accepts::Choice(&["local", "reconcile", "two_phase", "additive"]),
        "How memories are drawn from messages: \"local\" by rules in this process; \"reconcile\" \
         with one call of the language model that adds, updates and deletes; \"two_phase\" with \
         two, as the original's 1.x; \"additive\" with one that only adds, as its 2.x. Default: \
         \"local\" without a language model; \"two_phase\" where custom_fact_extraction_prompt or \
         custom_update_memory_prompt is set; else \"reconcile\".",
    ),
    Setting::new(
        "enable_vision",
        Accepts::Boolean,
        "Whether the language model looks at the images of messages; it must be one that sees.",
    )
    .defaulting("false"),
    Setting::new(
        "vision_details",
        Accepts::Choice(&["auto", "low", "high"]),
        "How closely it looks where a message doesn't say.",
    )
    .defaulting("auto"),
    Setting::new(
        "allow_local_files",
        Accepts::Boolean,
        "Whether messages may point at files of this machine. Not where strangers send messages: \
         they could read whatever this process can.",
    )
    .defaulting("false"),
    Setting::new(
        "allow_private_urls",
        Accepts::Boolean,
        "Whether messages may point at this machine and its private network.",
    )
    .defaulting("false"),
    Setting::new(
        "attachment_timeout",
        Accepts::Number,
        "The longest wait for one attachment, in seconds, reading included.",
    )
    .defaulting("30"),
    Setting::new(
        "attachment_image_bytes",
        Accepts::Whole,
        "The largest image that is taken.",
    )
    .defaulting("20000000"),
    Setting::new(
        "attachment_pdf_bytes",
        Accepts::Whole,
        "The largest PDF that is taken.",
    )
    .defaulting("50000000"),
    Setting::new(
        "attachment_pdf_pages",
        Accepts::Whole,
        "The most pages of a PDF that is taken.",
    )
    .defaulting("1000"),
    Setting::new(
        "attachment_text_bytes",
        Accepts::Whole,
        "The longest text that is taken, also out of a PDF.",
    )
    .defaulting("10000000"),
    Setting::new(
        "attachment_proxy",
        Accepts::Text,
        "A proxy through which attachments are fetched; those of the environment are not used.",
    )
    .secret(),
    Setting::new(
        "version",
        Accepts::Text,
        "The version of the result format; only reported.",
    )
    .defaulting("v1.1"),
    Setting::new(
        "history_db_path",
        Accepts::Path,
        "Accepted and without effect: history is kept in the store's own file.",
    ),
    Setting::new(
        "custom_instructions",
        Accepts::Text,
        "What every extraction should heed.",
    ),
    Setting::new(
        "custom_fact_extraction_prompt",
        Accepts::Text,
        "In place of the rules by which facts are drawn (pipeline \"two_phase\"). `{messages}` \
         in it is where the conversation goes; the form of the answer is added to it.",
    ),
    Setting::new(
        "custom_update_memory_prompt",
        Accepts::Text,
        "In place of the rules by which memories are changed (pipeline \"two_phase\"); memories, \
         facts and the form of the answer are added to it.",
    ),
    Setting::new(
        "includes",
        Accepts::Text,
        "What to keep, in words, such as \"food, health\"; nothing else is kept then.",
    ),
    Setting::new(
        "excludes",
        Accepts::Text,
        "What to leave out, in words; wins over includes.",
    ),
    Setting::new(
        "user_id",
        Accepts::Text,
        "Whose memories the command line means by default.",
    ),
    Setting::new("agent_id", Accepts::Text, "As user_id, for an agent."),
    Setting::new("run_id", Accepts::Text, "As user_id, for a run."),
    Setting::new("app_id", Accepts::Text, "As user_id, for an application."),
];

/// Other names of settings, with the name they stand for.
pub(crate) const ALIASES: &[(&str, &str)] = &[
    ("namespace", "collection_name"),
    ("vector_store.config.collection_name", "collection_name"),
    ("vector_store.config.collectionName", "collection_name"),
    ("vector_store.config.durability", "durability"),
    ("vector_store.config.cache_bytes", "cache_bytes"),
    ("embedding_model.provider", "embedder.provider"),
    ("llm.config.enable_vision", "enable_vision"),
    ("llm.config.enableVision", "enable_vision"),
    ("llm.config.vision_details", "vision_details"),
    ("llm.config.visionDetails", "vision_details"),
    ("enableVision", "enable_vision"),
    ("visionDetails", "vision_details"),
];

/// The setting of this name.
pub(crate) fn setting(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}
