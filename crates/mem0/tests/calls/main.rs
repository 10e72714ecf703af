//! Every operation by its name, as faces in other languages call it.

mod changing;
mod content;
mod errors;
mod filtering;
mod ids;
mod listing;
mod models;
mod moving;
mod moving_in;
mod operations;
mod others;
mod remembering;
mod room;
mod searching;
