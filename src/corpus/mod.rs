//! Regression over `corpus/`: gold labels against verdicts.
