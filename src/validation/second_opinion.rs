//! What rustls-webpki says about a path: the second opinion.
//!
//! It is asked about the path that was found, with the signature answers already recorded and at an
//! instant inside the path's validity, so that only the path rules of RFC 5280 are compared. Where
//! it disagrees and [`KNOWN_DIFFERENCES`] explains why ours stands, ours stands; otherwise the rule
//! is undetermined. This is the only file that names webpki.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm,
    TrustAnchor, UnixTime,
};
use webpki::{
    DerTypeId, EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, VerifiedPath,
};

use super::algorithms::identifier;
use super::constraints::{Cause, Violation};
use crate::certificate::{Certificate, NameConstraints};
use crate::finding::Finding;
use crate::oid;
use crate::time::WallTime;

#[cfg(test)]
mod tests;

/// The second opinion on one path.
#[derive(Clone, Debug)]
pub(crate) enum Opinion {
    /// It judges the path as we do.
    Agrees,
    /// It does not, and this is why ours stands.
    Differs(&'static Difference),
    /// It does not, and nothing explains it; what it says.
    Disagrees(String),
    /// It was not asked, for this reason.
    NotAsked(&'static str),
}

/// A known difference between our path rules and webpki's.
#[derive(Debug)]
pub(crate) struct Difference {
    /// A short stable name.
    pub(crate) name: &'static str,
    /// Why ours stands.
    pub(crate) reason: &'static str,
    side: Side,
}

/// Who refuses the path.
#[derive(Debug)]
enum Side {
    /// webpki alone: with such an error, and if the cause is really there.
    Webpki { error: fn(&Error) -> bool, present: fn(&Subject<'_>) -> bool },
    /// We alone: webpki does not make this check.
    Ours(Cause),
}

/// A path under judgement: leaf to root, and what our own rules found.
pub(crate) struct Subject<'a> {
    pub(crate) path: &'a [&'a Certificate],
    pub(crate) violations: &'a [Violation],
}

impl<'a> Subject<'a> {
    fn leaf(&self) -> Option<&'a Certificate> {
        self.path.first().copied()
    }

    fn below_root(&self) -> &'a [&'a Certificate] {
        self.path.split_last().map_or(&[], |(_, below)| below)
    }

    fn intermediates(&self) -> &'a [&'a Certificate] {
        self.below_root().split_first().map_or(&[], |(_, rest)| rest)
    }

    fn links(&self) -> impl Iterator<Item = (&'a Certificate, &'a Certificate)> {
        self.path.iter().copied().zip(self.path.iter().copied().skip(1))
    }

    fn name_constraints(&self) -> impl Iterator<Item = NameConstraints<'a>> {
        self.intermediates().iter().filter_map(|c| c.name_constraints())
    }

    /// What our own rules refuse.
    fn refusals(&self) -> impl Iterator<Item = Cause> {
        let causes = self.violations.iter().map(|violation| violation.cause);
        causes.filter(|cause| cause.finding() != Finding::ChainPolicyIgnored)
    }

    /// Why ours stands, if webpki says otherwise: for an acceptance, every check that refuses must
    /// be one that webpki does not make.
    fn explain(&self, answer: Result<(), &Error>) -> Option<&'static Difference> {
        let find = |wanted: &dyn Fn(&Side) -> bool| {
            KNOWN_DIFFERENCES.iter().find(|difference| wanted(&difference.side))
        };
        let Err(answer) = answer else {
            let mut causes = self
                .refusals()
                .map(|cause| find(&|side| matches!(side, Side::Ours(known) if *known == cause)));
            let first = causes.next().flatten();
            return first.filter(|_| causes.all(|difference| difference.is_some()));
        };
        find(&|side| match side {
            Side::Webpki { error, present } => error(answer) && present(self),
            Side::Ours(_) => false,
        })
    }
}

/// Extensions that are carried without being processed.
pub(crate) const POLICY_EXTENSIONS: [const_oid::ObjectIdentifier; 4] = [
    oid::CERTIFICATE_POLICIES,
    oid::POLICY_MAPPINGS,
    oid::POLICY_CONSTRAINTS,
    oid::INHIBIT_ANY_POLICY,
];

/// Most intermediates that webpki follows (`MAX_SUB_CA_COUNT`).
const WEBPKI_INTERMEDIATES: usize = 6;

/// Every known difference, each with its reason; a test shows each one and fails for a stale one.
pub(crate) static KNOWN_DIFFERENCES: [Difference; 16] = [
    Difference {
        name: "critical policy extensions",
        reason: "RFC 5280 lets certificates mark policy extensions critical; webpki knows none of them, here they are carried without being processed",
        side: Side::Webpki {
            error: |error| matches!(error, Error::UnsupportedCriticalExtension),
            present: |subject| subject.violations.iter().any(|v| v.cause == Cause::Policy),
        },
    },
    Difference {
        name: "string types in names",
        reason: "RFC 5280, 7.1 compares names by meaning; webpki compares their bytes, so that a PrintableString issuer is not found under a UTF8String subject",
        side: Side::Webpki {
            error: |error| matches!(error, Error::UnknownIssuer),
            present: |subject| {
                let mut links = subject.links();
                links.any(|(c, issuer)| c.issuer().as_bytes() != issuer.subject().as_bytes())
            },
        },
    },
    Difference {
        name: "CA leaf",
        reason: "a leaf marked CA:TRUE is reported (LEAF_IS_CA), and no AMT rule is known that refuses it",
        side: Side::Webpki {
            error: |error| matches!(error, Error::CaUsedAsEndEntity),
            present: |subject| subject.leaf().is_some_and(Certificate::is_ca),
        },
    },
    Difference {
        name: "depth",
        reason: "webpki stops after six intermediates; the device's limit is not known (R-409)",
        side: Side::Webpki {
            error: |error| {
                // The second where names repeat, so that it tries every order of them.
                matches!(
                    error,
                    Error::MaximumPathDepthExceeded | Error::MaximumSignatureChecksExceeded
                )
            },
            present: |subject| subject.intermediates().len() > WEBPKI_INTERMEDIATES,
        },
    },
    Difference {
        name: "other name constraints",
        reason: "webpki refuses constraints on directory names, and those with a written minimum, even where they are met; R-407 judges DNS names",
        side: Side::Webpki {
            error: |error| {
                matches!(
                    error,
                    Error::NameConstraintViolation
                        | Error::InvalidNetworkMaskConstraint
                        | Error::TrailingData(DerTypeId::GeneralName)
                )
            },
            present: |subject| subject.name_constraints().any(NameConstraints::other_forms),
        },
    },
    Difference {
        name: "syntax of DNS names",
        reason: "webpki refuses to hold constraints against names with blanks, a trailing dot, a hyphen at the edge of a label or a number at the end; here they are normalised and compared (R-301)",
        side: Side::Webpki {
            error: |error| {
                matches!(error, Error::MalformedDnsIdentifier | Error::MalformedNameConstraint)
            },
            present: |subject| {
                subject
                    .name_constraints()
                    .any(|c| c.permitted().chain(c.excluded()).next().is_some())
            },
        },
    },
    Difference {
        name: "self-issued intermediates",
        reason: "RFC 5280, 4.2.1.9 does not count self-issued certificates against the path length; webpki does",
        side: Side::Webpki {
            error: |error| matches!(error, Error::PathLenConstraintViolated),
            present: |subject| subject.intermediates().iter().any(|c| c.is_self_issued()),
        },
    },
    Difference {
        name: "long path lengths",
        reason: "RFC 5280, 4.2.1.9 sets the path length no upper bound; webpki reads one octet",
        side: Side::Webpki {
            error: |error| matches!(error, Error::BadDer),
            present: |subject| {
                let mut constraints =
                    subject.below_root().iter().filter_map(|c| c.basic_constraints());
                constraints.any(|c| c.path_length.is_some_and(|length| length > u8::MAX.into()))
            },
        },
    },
    Difference {
        name: "version 1 leaf",
        reason: "webpki reads version 3 certificates only; a leaf of an older version fails other rules here (R-201)",
        side: Side::Webpki {
            error: |error| matches!(error, Error::UnsupportedCertVersion),
            present: |subject| subject.leaf().is_some_and(|leaf| leaf.version() != 3),
        },
    },
    Difference {
        name: "dates before 1970",
        reason: "RFC 5280, 4.1.2.5.1 has years from 1950 on; webpki reads none before 1970 (R-708)",
        side: Side::Webpki {
            error: |error| matches!(error, Error::BadDerTime),
            present: |subject| {
                let mut all = subject.below_root().iter().map(|c| c.validity());
                all.any(|validity| validity.not_before.unix() < 0)
            },
        },
    },
    Difference {
        name: "algorithm parameters",
        reason: "every link of the path is verified by an algorithm known by its object identifier; webpki knows one encoding of its parameters",
        side: Side::Webpki {
            error: |error| {
                matches!(
                    error,
                    Error::UnsupportedSignatureAlgorithmContext(_)
                        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)
                )
            },
            present: |_| true,
        },
    },
    Difference {
        name: "distrusted keys",
        reason: "webpki carries a browser programme's list of distrusted keys; the device trusts by root hash alone",
        side: Side::Webpki {
            error: |error| matches!(error, Error::CertDistrusted),
            present: |_| true,
        },
    },
    Difference {
        name: "keyCertSign",
        reason: "webpki ignores keyUsage of issuers; RFC 5280, 6.1.4 (n) demands keyCertSign",
        side: Side::Ours(Cause::NoKeyCertSign),
    },
    Difference {
        name: "constraints on the CN",
        reason: "webpki holds name constraints against alternative names only; AMT reads the CN as a host name too",
        side: Side::Ours(Cause::CommonName),
    },
    Difference {
        name: "wildcards of any depth",
        reason: "webpki lets a wildcard stand for one label; AMT lets it stand for any number (R-335)",
        side: Side::Ours(Cause::DeepWildcard),
    },
    Difference {
        name: "critical CRL distribution points",
        reason: "webpki reads this extension; R-407 does not list it among the known ones",
        side: Side::Ours(Cause::CriticalCrlDistributionPoints),
    },
];

/// Asks webpki about a path whose links are all verified.
pub(crate) fn ask(subject: &Subject<'_>) -> Opinion {
    let Some((root, below)) = subject.path.split_last() else {
        return Opinion::NotAsked("there is no path");
    };
    let Some((leaf, intermediates)) = below.split_first() else {
        return Opinion::NotAsked("the path is a single certificate");
    };
    let start = below.iter().map(|c| c.validity().not_before).max().unwrap_or(WallTime::MIN);
    let end = below.iter().map(|c| c.validity().not_after).min().unwrap_or(WallTime::MAX);
    if start > end {
        return Opinion::NotAsked("the certificates are never valid at the same time");
    }
    let time = start.max(WallTime::from_unix(0));
    if time > end {
        return Opinion::NotAsked("the path is valid before 1970 only");
    }
    let replays: Vec<Replay<'_>> =
        identifier::pairs().map(|algorithm| Replay { path: subject.path, algorithm }).collect();
    let algorithms: Vec<&dyn SignatureVerificationAlgorithm> =
        replays.iter().map(|replay| -> &dyn SignatureVerificationAlgorithm { replay }).collect();
    let answer = verdict(leaf, intermediates, root, &algorithms, time);
    if answer.is_ok() == subject.refusals().next().is_none() {
        return Opinion::Agrees;
    }
    match (subject.explain(answer.as_ref().copied()), answer) {
        (Some(difference), _) => Opinion::Differs(difference),
        (None, Ok(())) => Opinion::Disagrees(String::from("it accepts it")),
        (None, Err(error)) => Opinion::Disagrees(format!("{error}")),
    }
}

/// Does webpki accept this path, and no other that the same certificates would make?
fn verdict(
    leaf: &Certificate,
    intermediates: &[&Certificate],
    root: &Certificate,
    algorithms: &[&dyn SignatureVerificationAlgorithm],
    time: WallTime,
) -> Result<(), Error> {
    let leaf = CertificateDer::from(leaf.der());
    let leaf = EndEntityCert::try_from(&leaf)?;
    let intermediates: Vec<_> =
        intermediates.iter().map(|c| CertificateDer::from(c.der())).collect();
    // webpki wants the contents of the two SEQUENCEs. Its own conversion of a certificate would
    // refuse roots that are legal anchors here, and would take over constraints that R-405 ignores.
    let anchor = TrustAnchor {
        subject: root.subject().contents().into(),
        subject_public_key_info: root.public_key().spki_contents().into(),
        name_constraints: None,
    };
    let since_1970 = Duration::from_secs(time.unix().unsigned_abs());
    let anchors = [anchor];
    let is_ours = |found: &VerifiedPath<'_>| {
        let found = found.intermediate_certificates().map(|c| c.der());
        // Of the errors it met, webpki reports the most specific; this is the least.
        if found.eq(intermediates.iter().cloned()) { Ok(()) } else { Err(Error::UnknownIssuer) }
    };
    let time = UnixTime::since_unix_epoch(since_1970);
    let usage = AnyPurpose;
    leaf.verify_for_usage(algorithms, &anchors, &intermediates, time, usage, None, Some(&is_ours))
        .map(|_| ())
}

/// Purposes are judged by our own rules: webpki asks about every certificate but the anchor, and
/// no CA certificate carries the AMT purpose.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        Ok(())
    }
}

/// Answers with what is recorded: the links of the path are verified.
///
/// Where names repeat, webpki also tries a certificate of the path as the issuer of one that another
/// has issued, perhaps with a key of another family. These answers are not recorded, and a refusal
/// would hide what it says about the path itself, so they are let through; [`verdict`] takes no path
/// but the one asked about.
#[derive(Debug)]
struct Replay<'a> {
    path: &'a [&'a Certificate],
    algorithm: identifier::Pair,
}

impl SignatureVerificationAlgorithm for Replay<'_> {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let is_signed =
            |c: &&Certificate| c.signature() == signature && c.to_be_signed() == message;
        let is_signer = |c: &&Certificate| c.public_key().key() == public_key;
        let of_the_path = self.path.iter().any(is_signed) && self.path.iter().any(is_signer);
        if of_the_path { Ok(()) } else { Err(InvalidSignature) }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.signature
    }
}
