//! Judging a provisioning certificate against a device.
//!
//! ```text
//!  Bag --> Prepared ------------------.
//!          candidates, paths,          \        Evaluation   one outcome per rule, verdicts
//!          signatures verified once     +-> judge ---^
//!  DeviceFacts --> Device -------------/  \
//!                  names, generation       `-> explain --> Report   what was seen and wanted
//!  Policy, time ----------------------'
//! ```
//!
//! | file | what it does |
//! | --- | --- |
//! | `algorithms` | signatures, by a crypto provider |
//! | `links`, `paths` | who issued whom, and every path upwards |
//! | `constraints` | RFC 5280 on intermediates |
//! | `second_opinion` | the same path, asked of webpki |
//! | `leaf`, `path`, `prepared` | what rules ask about, worked out once |
//! | `rules/` | the rules, one row each, judged and explained by the same function |
//! | `evaluation`, `report` | running the rows; without text, and with |
//! | `matrix`, `choose` | one certificate for all generations; several for one device |

mod algorithms;
mod choose;
mod constraints;
mod evaluation;
mod leaf;
mod limits;
mod links;
mod matrix;
mod outcome;
mod path;
mod paths;
mod policy;
mod prepared;
mod report;
mod rules;
mod second_opinion;

pub(crate) use algorithms::Answer;
pub use algorithms::{Algorithm, SignatureAlgorithms};
pub use choose::{Choice, choose};
pub use evaluation::Evaluation;
pub use limits::PathLimits;
pub use matrix::MatrixRow;
pub use outcome::{MissingInputs, Outcome, Verdict};
pub use policy::{
    MultipleCn, NameSource, Policy, PolicyEffect, Strictness, SuffixPrecedence, SuffixReading,
    Switch, TimePolicy, TrimNames, Wildcards,
};
pub use prepared::Prepared;
pub use report::{
    CandidateReport, CertificateReport, PathReport, REPORT_SCHEMA, Report, RootMatch, RuleReport,
    Severity,
};
