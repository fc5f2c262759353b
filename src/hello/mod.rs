//! The Hello message: what a device that wants to be provisioned sends to its server (IRG
//! setupmodehellomessages.htm; MC amtprovisioningserver.js).
//!
//! | file | content |
//! | --- | --- |
//! | `message` | the message as a view of its bytes (H-03 to H-15) |
//! | `entry` | the root hashes in it (H-07, H-08) |
//! | `scan` | the one reader, which resumes where bytes were missing (H-01) |
//! | `assembler` | a message in fragments, ended by the end of the connection (H-01, H-02) |
//! | `policy` | the limits (H-03, H-09) |
//! | `builder` | a message byte for byte |
//! | `schedule` | when devices send it |
//! | `window` | how long devices stay open for provisioning (H-20) |
//! | `server` | where devices look for their server |
//!
//! All integers are little-endian:
//!
//! | offset | size | version 2 (PSK) | version 3 (PKI) |
//! | --- | --- | --- | --- |
//! | 0 | 2 | admin credentials set | the same |
//! | 2 | 2 | interface version | the same |
//! | 4 | 4 | retry count | the same |
//! | 8 | 16 | UUID in SMBIOS order | the same |
//! | 24 | 8 or 1 | PID | number of entries |
//! | 25 | 2 + length, each | | algorithm, length, hash |

#![deny(clippy::arithmetic_side_effects)]

mod assembler;
mod builder;
mod entry;
mod message;
mod policy;
mod scan;
mod schedule;
mod server;
mod window;

#[cfg(test)]
mod tests;

pub use assembler::{HelloAssembler, HelloProgress};
pub use builder::HelloBuilder;
pub use entry::{HelloEntries, HelloEntry};
pub use message::{Hello, HelloBody, HelloKey};
pub use policy::HelloPolicy;
pub use schedule::{HelloInterval, HelloSchedule};
pub use server::{LookupMethod, ServerCandidate, ServerHost, ServerLookup};
pub use window::{WindowState, WindowStatement, window_state};
