//! Device facts as the caller knows them, and what each generation of firmware accepts.

mod facts;
pub mod firmware;
mod prepared;
#[cfg(feature = "serde")]
mod serialize;

pub use facts::{
    ControlMode, DeviceFacts, Fact, Flow, Interface, SuffixFact, SuffixSource, TlsMode,
};
pub use firmware::{FirmwareModel, Generation};
pub use prepared::Device;
pub(crate) use prepared::Suffix;
