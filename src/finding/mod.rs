//! The vocabulary: every rule with its basis and source, every finding with its remedy.
//!
//! Ids are stable: a rule keeps its `R-`, `H-` or `W-` number and a finding its name in capitals for
//! good, and neither is ever given a second meaning. Sources are named by these keys:
//!
//! | key | document |
//! | --- | --- |
//! | IRG | *Intel AMT Implementation and Reference Guide*, the page named |
//! | IRG-PKI | its page "PKI Certificate Verification Methods", read as quoted by `device-management-toolkit/console` |
//! | MS-PKI, MS-PROC | Microsoft: PKI certificate requirements for AMT; "AMT provisioning process" (Configuration Manager 2007) |
//! | OOB blog | Microsoft's OOB Support Team on error 0x80090304 |
//! | forum 1583527 | Intel forum, "Failed PKI provisioning - AUTH_FAILED" |
//! | thread 2989 | Intel communities, "Failed to call CheckCertificate provider method" |
//! | Expert Center | Intel vPro Expert Center, blog entries tagged *ca* |
//! | LMS | class texts in `intel/lms`, generated from Intel's MOF files |
//! | RPS, RPC-GO, CONSOLE, DEPL, DOCS, MC | `rps`, `rpc-go`, `console`, `deployment`, `docs` of `device-management-toolkit`; MeshCentral; `#n` is an issue |
//! | ADR22 | `deployment` wiki, "ADR AMT22 support", status proposed |
//! | D-*n* | a decision of this project where sources are silent or disagree, listed in [`crate::Policy`] or in the firmware model |
//! | DF-*n* | the same for messages and flows, written where it is carried out |

mod findings;
mod rule;
mod set;

pub use findings::Finding;
pub use rule::{Basis, Rule};
pub use set::FindingSet;

#[cfg(feature = "serde")]
mod serialize {
    use serde::{Serialize, Serializer};

    use super::{Finding, Rule};

    impl Serialize for Finding {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_str(self.name())
        }
    }

    impl Serialize for Rule {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_str(self.id())
        }
    }
}
