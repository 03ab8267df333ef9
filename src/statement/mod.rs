//! Sixth step: who does what to whom, how bindingly.
