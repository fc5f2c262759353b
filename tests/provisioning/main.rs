//! The provisioning sessions against a scripted device and program, in virtual time.

#[path = "../common/mod.rs"]
mod common;

mod chance;
mod flows;
mod simulation;
mod snapshots;
mod world;
