#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![deny(
    clippy::alloc_instead_of_core,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used
)]
#![cfg_attr(test, allow(clippy::as_conversions, clippy::std_instead_of_alloc))]

extern crate alloc;
#[cfg(any(test, feature = "aws-lc-rs"))]
extern crate std;

mod error;
pub mod oid;
mod release;
mod secret;
mod source;
mod time;
mod uuid;

pub mod finding;

mod bag;
mod certificate;
mod device;
mod digest;
mod dns_suffix;
mod hello;
mod http;
pub mod provisioning;
mod root_hash;
mod validation;

pub use bag::{Bag, BagCertificate, BagLimits, Note};
pub use certificate::{
    AttributeValue, BasicConstraints, Certificate, Curve, Digest, Extension, KeyKind, KeyUsage,
    Name, NameConstraints, Oid, PublicKey, SignatureAlgorithm,
};
pub use device::{
    ControlMode, Device, DeviceFacts, Fact, FirmwareModel, Flow, Generation, Interface, SuffixFact,
    SuffixSource, TlsMode, firmware,
};
pub use digest::{
    AclPassword, AuthenticationInfo, Authorization, Challenge, Challenges, CredentialTrial,
    Credentials, DigestAlgorithm, DigestChallenge, DigestChoice, DigestClient, DigestHash,
    DigestOffer, DigestPolicy, DigestRequest, FactoryAccounts, Ha1, HeaderValue, NonceCount,
    PasswordProblems, Qop, QopSet, Refusal, ServerProof, SetupPassword, TrialEvent, TrialStep,
    UserNameProblems, Verification, check_password, check_user_name, generate_password,
};
pub use dns_suffix::{
    DepthExtension, DnsName, Match, MatchRules, NameChanges, NameError, NameProblem, ShownBytes,
    TLD_DEPTH, TldDepth,
};
pub use error::{
    Asn1Problem, Error, ErrorCode, ErrorKind, Fault, HashTextProblem, HelloProblem, HttpProblem,
};
pub use finding::{Basis, Finding, FindingSet, Rule};
pub use hello::{
    Hello, HelloAssembler, HelloBody, HelloBuilder, HelloEntries, HelloEntry, HelloInterval,
    HelloKey, HelloPolicy, HelloProgress, HelloSchedule, LookupMethod, ServerCandidate, ServerHost,
    ServerLookup, WindowState, WindowStatement, window_state,
};
pub use http::{
    HttpAnswer, HttpExchange, HttpFailure, HttpFields, HttpInput, HttpLimits, HttpOutput,
    HttpProgress, HttpReader, HttpRequest, HttpResponse,
};
pub use release::{Platform, Release, ReleaseText};
pub use root_hash::{
    CheckCertificate, Hash, HashAlgorithm, HashEntry, HashText, KnownHash, KnownRoot, RootHashList,
    Stripped, check_root_hash,
};
pub use secret::{Cnonce, Secret};
pub use source::Source;
pub use time::{Civil, Millis, Now, Validity, WallTime};
pub use uuid::Uuid;
pub use validation::{
    Algorithm, CandidateReport, CertificateReport, Choice, Evaluation, MatrixRow, MissingInputs,
    MultipleCn, NameSource, Outcome, PathLimits, PathReport, Policy, PolicyEffect, Prepared,
    REPORT_SCHEMA, Report, RootMatch, RuleReport, Severity, SignatureAlgorithms, Strictness,
    SuffixPrecedence, SuffixReading, Switch, TimePolicy, TrimNames, Verdict, Wildcards, choose,
};

/// Traits and identifiers of a caller's own signature verifiers; see [`SignatureAlgorithms`].
pub use pki_types;
