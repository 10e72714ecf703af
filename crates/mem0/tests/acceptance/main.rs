//! What a user may rely on, through the public API alone, on real files.

mod attachments;
mod bad_input;
mod changing;
mod concurrency;
mod embedders;
mod erasing;
mod language_model;
mod local_forms;
mod local_models;
mod other_models;
mod own_parts;
mod own_vectors;
mod pipelines;
mod portable;
mod recalling;
mod remembering;
mod rerankers;
mod room;
mod shapes;
mod stores;
