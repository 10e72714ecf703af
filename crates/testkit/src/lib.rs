//! Behaviour suites for every trait, a plain reference store, scripted models, fixed clock and ids. For tests only.
