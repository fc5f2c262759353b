//! The provisioning sessions against a scripted device and program, in virtual time.

#[path = "../common/mod.rs"]
mod common;

mod agent;
mod drive;
mod ends;
mod flows;
mod lost;
mod passwords;
mod peer;
mod stories;
mod transitions;
mod world;
