//! Outside systems, one file or folder each; a provider's path is its configuration path.
