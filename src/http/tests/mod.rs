#![allow(clippy::arithmetic_side_effects)] // tests may panic

mod exchange;
mod reader;
mod request;
mod splits;
