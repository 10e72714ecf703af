//! `bench vectors`: the embedder's vectors of texts, so that another system can be measured with the
//! same ones.

use mem0::{Memory, Purpose};
use serde_json::json;

use crate::commands::{Texts, Vectors};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};

/// Texts embedded at once.
const BATCH: usize = 256;

/// Runs it.
pub async fn run(arguments: &Vectors, context: &Context) -> Result<Reply, Failure> {
    let path = &arguments.file;
    let list = std::fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
    let texts: Vec<String> = serde_json::from_str(&list).map_err(|error| {
        Failure::wrong(
            format!("{} holds no list of texts: {error}", path.display()),
            "Expected: [\"a text\", \"another\"].",
        )
    })?;
    let purpose = match arguments.of {
        Texts::Memories => Purpose::Document,
        Texts::Questions => Purpose::Query,
    };
    let folder = tempfile::tempdir()?;
    let memory = Memory::open(super::config(context, folder.path())?).await?;
    let mut bytes = Vec::new();
    for batch in texts.chunks(BATCH) {
        for vector in memory.embed(batch, purpose).await? {
            bytes.extend(vector.into_iter().flat_map(f32::to_le_bytes));
        }
    }
    let identity = memory.embedder_identity().await?;
    memory.close().await?;
    let to = &arguments.to;
    std::fs::write(to, &bytes).map_err(|error| Failure::file(to, error))?;
    let dimensions = bytes.len() / size_of::<f32>() / texts.len().max(1);
    let words = format!(
        "{} vectors of {dimensions} dimensions by {identity}",
        texts.len()
    );
    let data = json!({
        "texts": texts.len(),
        "dimensions": dimensions,
        "embedder": identity.to_string(),
    });
    Ok(Reply::new(View::Words(words), data).count(texts.len()))
}
