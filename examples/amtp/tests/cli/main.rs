//! The tool as a script sees it: arguments in; exit code, standard output and standard error out.
//!
//! All JSON that comes out is held against the schemas of `schema/` (see `run::json`).

mod choose;
mod devices;
mod digest;
mod facts;
mod hash;
mod hello;
mod input;
mod judging;
mod matrix;
mod output;
mod run;
mod schema;
mod suffix;
mod usage;
