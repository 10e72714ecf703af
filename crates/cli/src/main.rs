//! The command line `mem0`.

fn main() {}
