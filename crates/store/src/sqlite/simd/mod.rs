//! Inner products of short numbers, with the widest instructions that the processor has.
//!
//! All ways give exactly the same numbers: sums of integers don't depend on their order.

pub(super) mod bytes;
pub(super) mod crumbs;
