//! Where a model is, and which files make it up.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use md5::{Digest, Md5};
use serde_json::Value;

use super::TransformerError;

/// The ONNX files that are looked for, best first.
const NETWORKS: [&str; 7] = [
    "model.onnx",
    "model_quantized.onnx",
    "model_int8.onnx",
    "onnx/model.onnx",
    "onnx/model_quantized.onnx",
    "onnx/model_int8.onnx",
    "onnx/model_qint8_avx512_vnni.onnx",
];

const TOKENIZER: &str = "tokenizer.json";

/// A model that people ask for by name.
struct Known {
    name: &'static str,
    published_as: &'static str,
    aliases: &'static [&'static str],
}

const KNOWN: [Known; 6] = [
    Known {
        name: "all-MiniLM-L6-v2",
        published_as: "sentence-transformers/all-MiniLM-L6-v2",
        aliases: &["minilm", "all-minilm", "all-minilm-l6"],
    },
    Known {
        name: "multilingual-e5-small",
        published_as: "intfloat/multilingual-e5-small",
        aliases: &["e5", "e5-small", "multilingual-e5"],
    },
    Known {
        name: "bge-small-en-v1.5",
        published_as: "BAAI/bge-small-en-v1.5",
        aliases: &["bge-small-en", "bge-en"],
    },
    Known {
        name: "bge-small-zh-v1.5",
        published_as: "BAAI/bge-small-zh-v1.5",
        aliases: &["bge-small-zh", "bge-zh"],
    },
    Known {
        name: "ms-marco-MiniLM-L-6-v2",
        published_as: "cross-encoder/ms-marco-MiniLM-L-6-v2",
        aliases: &["ms-marco", "ms-marco-minilm", "ms-marco-minilm-l6-v2"],
    },
    Known {
        name: "bge-reranker-base",
        published_as: "BAAI/bge-reranker-base",
        aliases: &["bge-reranker"],
    },
];

/// A folder with a model in it: its files are there, but not read yet.
#[derive(Debug, Clone)]
pub struct ModelFolder {
    name: String,
    path: PathBuf,
    network: PathBuf,
}

impl ModelFolder {
    /// The folder that `model` means: a folder's path, the path of an ONNX file in one, or a name
    /// that is looked up in `models`, with or without its publisher (`publisher/name`). Small
    /// letters and a few short names do too.
    ///
    /// # Errors
    /// There is no such folder, or it lacks the network or the tokenizer.
    pub fn find(model: &str, models: &Path) -> Result<Self, TransformerError> {
        let model = model.trim();
        if model.is_empty() {
            return Err(TransformerError::Option {
                option: "model",
                problem: "it names no model".to_owned(),
            });
        }
        let given = Path::new(model);
        if given.is_dir() {
            return Self::at(given);
        }
        if given.is_file() {
            return Self::around(given);
        }
        let looked_at = places(model, models);
        match looked_at.iter().find(|place| place.is_dir()) {
            Some(place) => Self::at(place),
            None => Err(TransformerError::NotFound {
                model: model.to_owned(),
                put_into: looked_at.last().unwrap_or(&models.join(model)).clone(),
                looked_at,
                published_as: known(model).map(|known| known.published_as),
            }),
        }
    }

    /// The model in this folder.
    fn at(folder: &Path) -> Result<Self, TransformerError> {
        let network = NETWORKS
            .iter()
            .map(|file| folder.join(file))
            .find(|path| path.is_file())
            .or_else(|| only_network(folder))
            .or_else(|| only_network(&folder.join("onnx")))
            .ok_or_else(|| TransformerError::MissingFile {
                folder: folder.to_path_buf(),
                file: "model.onnx",
            })?;
        Self::of(folder, network)
    }

    /// The model whose network this is; the other files stand beside it or one folder above.
    fn around(network: &Path) -> Result<Self, TransformerError> {
        let beside = network.parent().unwrap_or(Path::new(""));
        let above = beside
            .parent()
            .filter(|above| !beside.join(TOKENIZER).is_file() && above.join(TOKENIZER).is_file());
        Self::of(above.unwrap_or(beside), network.to_path_buf())
    }

    fn of(folder: &Path, network: PathBuf) -> Result<Self, TransformerError> {
        if !folder.join(TOKENIZER).is_file() {
            return Err(TransformerError::MissingFile {
                folder: folder.to_path_buf(),
                file: TOKENIZER,
            });
        }
        // A link to a folder, or `.`, says nothing; what it stands for does.
        let named = folder.canonicalize();
        let named = named.as_deref().unwrap_or(folder).file_name();
        Ok(Self {
            name: named.map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            path: folder.to_path_buf(),
            network,
        })
    }

    /// The model's name: its folder's.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The ONNX file.
    pub fn network(&self) -> &Path {
        &self.network
    }

    pub(super) fn tokenizer(&self) -> PathBuf {
        self.path.join(TOKENIZER)
    }

    /// A JSON file of the folder; `Null` if there is none.
    pub(super) fn json(&self, file: &str) -> Result<Value, TransformerError> {
        let path = self.path.join(file);
        if !path.is_file() {
            return Ok(Value::Null);
        }
        let bytes = std::fs::read(&path).map_err(|source| TransformerError::Read {
            path: path.clone(),
            source,
        })?;
        serde_json::from_slice(&bytes).map_err(|error| TransformerError::Unusable {
            path,
            problem: error.to_string(),
        })
    }

    /// Tells one edition of the weights and the tokenizer from another without reading them whole:
    /// a hash of their lengths and of samples.
    pub(super) fn fingerprint(&self, recipe: &str) -> Result<String, TransformerError> {
        let mut hash = Md5::new();
        let mut external = self.network.clone().into_os_string();
        external.push(".data");
        let mut underscored = self.network.clone().into_os_string();
        underscored.push("_data");
        let files = [
            self.network.clone(),
            external.into(),
            underscored.into(),
            self.tokenizer(),
        ];
        for path in files.iter().filter(|path| path.is_file()) {
            sample(path, &mut hash).map_err(|source| TransformerError::Read {
                path: path.clone(),
                source,
            })?;
        }
        hash.update(recipe.as_bytes());
        let bytes = hash.finalize();
        Ok(bytes[..6]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect())
    }
}

/// The places at which a name is looked up; the last one is where it is best put.
fn places(model: &str, models: &Path) -> Vec<PathBuf> {
    if Path::new(model).is_absolute() || model.starts_with('.') {
        return vec![PathBuf::from(model)];
    }
    let last = model.rsplit('/').next().unwrap_or(model);
    let canonical = known(model).map_or(last, |known| known.name);
    let mut places: Vec<PathBuf> = Vec::new();
    for name in [model, last, canonical] {
        let place = models.join(name);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

fn known(model: &str) -> Option<&'static Known> {
    let last = model.rsplit('/').next().unwrap_or(model);
    KNOWN.iter().find(|known| {
        known.name.eq_ignore_ascii_case(last)
            || known
                .aliases
                .iter()
                .any(|alias| alias.eq_ignore_ascii_case(last))
    })
}

/// The one ONNX file of a folder; `None` if there are several, which leaves the choice open.
fn only_network(folder: &Path) -> Option<PathBuf> {
    let mut networks = std::fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "onnx")
        });
    let first = networks.next()?;
    networks.next().is_none().then_some(first)
}

/// Bytes of one sample, and how many there are of a file.
const SAMPLE: u64 = 4096;
const SAMPLES: u64 = 64;

fn sample(path: &Path, hash: &mut Md5) -> std::io::Result<()> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    hash.update(length.to_le_bytes());
    let step = length.saturating_sub(SAMPLE) / (SAMPLES - 1);
    let mut buffer = Vec::new();
    for number in 0..SAMPLES {
        file.seek(SeekFrom::Start(step * number))?;
        buffer.clear();
        Read::by_ref(&mut file)
            .take(SAMPLE)
            .read_to_end(&mut buffer)?;
        hash.update(&buffer);
    }
    Ok(())
}
