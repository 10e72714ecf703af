//! A network in an ONNX file: token numbers in, vectors or scores out.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::Layout;

use super::TransformerError;
use super::batch::Batch;

/// What an input of the network wants.
#[derive(Debug, Clone, Copy)]
enum Input {
    Ids,
    Mask,
    Types,
    Positions,
}

const INPUTS: [(&str, Input); 4] = [
    ("input_ids", Input::Ids),
    ("attention_mask", Input::Mask),
    ("token_type_ids", Input::Types),
    ("position_ids", Input::Positions),
];

/// What a network answered: the numbers, and how they are laid out.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) shape: Vec<usize>,
    pub(super) numbers: Vec<f32>,
}

/// A network ready to run.
pub(super) struct Network {
    model: Model,
    inputs: Vec<(NodeId, Input)>,
    output: NodeId,
    threads: Arc<ThreadPool>,
    /// Whether activations are quantised by what else is in the batch.
    depends_on_batch: bool,
}

impl Network {
    /// Loads a network and picks the output: the first of `outputs` that it has, else its first.
    pub(super) fn load(
        path: &Path,
        outputs: &[&str],
        threads: usize,
    ) -> Result<Self, TransformerError> {
        let unusable = |problem: String| TransformerError::Unusable {
            path: path.to_path_buf(),
            problem,
        };
        let depends_on_batch =
            quantizes_as_it_goes(path).map_err(|source| TransformerError::Read {
                path: path.to_path_buf(),
                source,
            })?;
        // Laid out once as the processor wants them, weights are read five times as fast.
        let model = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load_file(path)
            .map_err(|error| unusable(error.to_string()))?;
        let name = |id: NodeId| {
            model
                .node_info(id)
                .and_then(|node| node.name())
                .unwrap_or("")
        };
        let mut inputs = Vec::new();
        for id in model.input_ids() {
            let known = INPUTS.iter().find(|(known, _)| *known == name(*id));
            match known {
                Some((_, input)) => inputs.push((*id, *input)),
                None => {
                    return Err(unusable(format!(
                        "it wants the input \"{}\"; a text gives {}",
                        name(*id),
                        INPUTS.map(|(known, _)| known).join(", ")
                    )));
                }
            }
        }
        if !inputs.iter().any(|(_, input)| matches!(input, Input::Ids)) {
            return Err(unusable("it has no input \"input_ids\"".to_owned()));
        }
        let output = outputs
            .iter()
            .find_map(|wanted| model.output_ids().iter().find(|id| name(**id) == *wanted))
            .or(model.output_ids().first())
            .copied()
            .ok_or_else(|| unusable("it has no output".to_owned()))?;
        Ok(Self {
            model,
            inputs,
            output,
            threads: Arc::new(ThreadPool::with_num_threads(threads)),
            depends_on_batch,
        })
    }

    /// Whether a text's answer depends, if ever so little, on the texts beside it.
    pub(super) fn depends_on_batch(&self) -> bool {
        self.depends_on_batch
    }

    pub(super) fn run(&self, batch: &Batch) -> Result<Output, String> {
        let shape = [batch.rows(), batch.width];
        let mut inputs = Vec::with_capacity(self.inputs.len());
        for (id, input) in &self.inputs {
            let numbers = match input {
                Input::Ids => batch.ids.clone(),
                Input::Mask => batch.mask.clone(),
                Input::Types => batch.types.clone(),
                Input::Positions => (0..batch.rows())
                    .flat_map(|_| 0..i32::try_from(batch.width).unwrap_or(i32::MAX))
                    .collect(),
            };
            let value = Value::from_shape(shape, numbers).map_err(|error| error.to_string())?;
            inputs.push((*id, value.into()));
        }
        let options = RunOptions::default().with_thread_pool(Some(self.threads.clone()));
        let mut outputs = self
            .model
            .run(inputs, &[self.output], Some(options))
            .map_err(|error| error.to_string())?;
        match outputs.pop() {
            Some(Value::FloatTensor(tensor)) => Ok(Output {
                shape: tensor.shape().to_vec(),
                numbers: tensor.into_data(),
            }),
            _ => Err("its output is not made of floating-point numbers".to_owned()),
        }
    }
}

/// The operator by which quantised networks fit each layer's numbers into 8 bits, anew for each
/// batch.
const DYNAMIC: &[u8] = b"DynamicQuantizeLinear";
/// Operators stand before the weights in a file; all of them within so many bytes.
const OPERATORS: u64 = 4 << 20;

fn quantizes_as_it_goes(path: &Path) -> std::io::Result<bool> {
    let mut bytes = Vec::new();
    File::open(path)?.take(OPERATORS).read_to_end(&mut bytes)?;
    Ok(bytes
        .split(|byte| *byte == DYNAMIC[0])
        .any(|rest| rest.starts_with(&DYNAMIC[1..])))
}
