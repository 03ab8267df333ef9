//! Seventh step: statements are held against the clause patterns.
