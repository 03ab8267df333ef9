//! All tests of the program from outside, as one binary: linking the program, dictionary included, once is enough.

mod annotate;
mod annotate_docx;
mod cli;
mod common;
mod contract;
mod contract_places;
mod corpus;
mod dictionaries;
mod diff;
mod document;
mod document_forms;
mod docx;
mod docx_edit;
mod formats;
mod lsp;
mod markup;
mod mutated;
mod notices;
mod pattern_errors;
mod patterns;
mod report;
mod scan;
mod suggest;
mod text;
mod watch;
