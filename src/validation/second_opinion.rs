//! What rustls-webpki says about a path: the second opinion.
//!
//! It is asked about the path that was found, with the signature answers already recorded and at an
//! instant inside the path's validity, so that only the path rules of RFC 5280 are compared. Where
//! it disagrees and [`KNOWN_DIFFERENCES`] explains why ours stands, ours stands; otherwise the rule
//! is undetermined. This is the only file that names webpki.

use alloc::vec::Vec;
use core::time::Duration;

use pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm,
    TrustAnchor, UnixTime,
};
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter};

use super::algorithms::identifier;
use crate::certificate::{Certificate, KeyUsage};
use crate::finding::{Finding, FindingSet};
use crate::oid;
use crate::time::WallTime;

/// The second opinion on one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opinion {
    /// It judges the path as we do.
    Agrees,
    /// It does not, and this is why ours stands.
    Differs(&'static Difference),
    /// It does not, and nothing explains it.
    Disagrees,
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
    /// Which of webpki's answers it explains; `None` is its acceptance of a path we refuse.
    answer: fn(Option<&Error>) -> bool,
    /// Is the cause really there?
    present: fn(&Subject<'_>) -> bool,
}

impl PartialEq for Difference {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Difference {}

/// A path under judgement: leaf to root, and what our own rules found.
pub(crate) struct Subject<'a> {
    pub(crate) path: &'a [&'a Certificate],
    pub(crate) findings: FindingSet,
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

    fn has_critical(&self, wanted: &[const_oid::ObjectIdentifier]) -> bool {
        let mut all = self.below_root().iter().flat_map(|c| c.extensions());
        all.any(|extension| extension.critical && wanted.iter().any(|oid| extension.oid == *oid))
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
pub(crate) static KNOWN_DIFFERENCES: [Difference; 12] = [
    Difference {
        name: "critical policy extensions",
        reason: "RFC 5280 lets certificates mark policy extensions critical; webpki knows none of them, here they are carried without being processed",
        answer: |answer| matches!(answer, Some(Error::UnsupportedCriticalExtension)),
        present: |subject| subject.has_critical(&POLICY_EXTENSIONS),
    },
    Difference {
        name: "string types in names",
        reason: "RFC 5280, 7.1 compares names by meaning; webpki compares their bytes, so that a PrintableString issuer is not found under a UTF8String subject",
        answer: |answer| matches!(answer, Some(Error::UnknownIssuer)),
        present: |subject| {
            subject.links().any(|(c, issuer)| c.issuer().as_bytes() != issuer.subject().as_bytes())
        },
    },
    Difference {
        name: "CA leaf",
        reason: "a leaf marked CA:TRUE is reported (LEAF_IS_CA), and no AMT rule is known that refuses it",
        answer: |answer| matches!(answer, Some(Error::CaUsedAsEndEntity)),
        present: |subject| subject.leaf().is_some_and(Certificate::is_ca),
    },
    Difference {
        name: "depth",
        reason: "webpki stops after six intermediates; the device's limit is not known (R-409)",
        answer: |answer| matches!(answer, Some(Error::MaximumPathDepthExceeded)),
        present: |subject| subject.intermediates().len() > WEBPKI_INTERMEDIATES,
    },
    Difference {
        name: "other name constraints",
        reason: "webpki refuses constraints on directory names and other forms even where they are met; R-407 judges DNS names",
        answer: |answer| {
            matches!(
                answer,
                Some(
                    Error::NameConstraintViolation
                        | Error::MalformedNameConstraint
                        | Error::UnsupportedNameType
                        | Error::InvalidNetworkMaskConstraint
                )
            )
        },
        present: |subject| {
            let mut constraints =
                subject.intermediates().iter().filter_map(|c| c.name_constraints());
            constraints.any(|constraints| constraints.other_forms())
        },
    },
    Difference {
        name: "self-issued intermediates",
        reason: "RFC 5280, 4.2.1.9 does not count self-issued certificates against the path length; webpki does",
        answer: |answer| matches!(answer, Some(Error::PathLenConstraintViolated)),
        present: |subject| subject.intermediates().iter().any(|c| c.is_self_issued()),
    },
    Difference {
        name: "version 1 leaf",
        reason: "webpki reads version 3 certificates only; a version 1 leaf fails other rules here (R-201)",
        answer: |answer| matches!(answer, Some(Error::UnsupportedCertVersion)),
        present: |subject| subject.leaf().is_some_and(|leaf| leaf.version() != 3),
    },
    Difference {
        name: "dates before 1970",
        reason: "RFC 5280, 4.1.2.5 lets validity begin in 1950 or, as GeneralizedTime, earlier; webpki reads no date before 1970",
        answer: |answer| matches!(answer, Some(Error::BadDerTime)),
        present: |subject| {
            let epoch = WallTime::from_unix(0);
            subject.below_root().iter().any(|c| c.validity().not_before < epoch)
        },
    },
    Difference {
        name: "distrusted keys",
        reason: "webpki carries a browser programme's list of distrusted keys; the device trusts by root hash alone",
        answer: |answer| matches!(answer, Some(Error::CertDistrusted)),
        present: |_| true,
    },
    Difference {
        name: "keyCertSign",
        reason: "webpki ignores keyUsage of issuers; RFC 5280, 6.1.4 (n) demands keyCertSign",
        answer: |answer| answer.is_none(),
        present: |subject| {
            subject.findings.contains(Finding::ChainIssuerNotCa)
                && subject.intermediates().iter().any(|c| {
                    c.key_usage().is_some_and(|usage| !usage.contains(KeyUsage::KEY_CERT_SIGN))
                })
        },
    },
    Difference {
        name: "constraints on the CN",
        reason: "webpki holds name constraints against alternative names only; AMT reads the CN as a host name too",
        answer: |answer| answer.is_none(),
        present: |subject| subject.findings.contains(Finding::ChainNameConstraints),
    },
    Difference {
        name: "critical CRL distribution points",
        reason: "webpki reads this extension; R-407 does not list it among the known ones",
        answer: |answer| answer.is_none(),
        present: |subject| subject.has_critical(&[oid::CRL_DISTRIBUTION_POINTS]),
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
    let start = start.max(WallTime::from_unix(0));
    let Ok(seconds) = u64::try_from(start.unix()) else {
        return Opinion::NotAsked("the path is valid before 1970 only");
    };
    if start > end {
        return Opinion::NotAsked("the certificates are never valid at the same time");
    }
    let replays: Vec<Replay<'_>> =
        identifier::pairs().map(|algorithm| Replay { path: subject.path, algorithm }).collect();
    let algorithms: Vec<&dyn SignatureVerificationAlgorithm> =
        replays.iter().map(|replay| -> &dyn SignatureVerificationAlgorithm { replay }).collect();
    let answer = verdict(leaf, intermediates, root, &algorithms, seconds);
    let accepted_here = !refuses(subject.findings);
    if answer.is_ok() == accepted_here {
        return Opinion::Agrees;
    }
    let error = answer.as_ref().err();
    KNOWN_DIFFERENCES
        .iter()
        .find(|difference| (difference.answer)(error) && (difference.present)(subject))
        .map_or(Opinion::Disagrees, Opinion::Differs)
}

/// Do our own path rules refuse the path?
fn refuses(findings: FindingSet) -> bool {
    [
        Finding::ChainIssuerNotCa,
        Finding::ChainPathLength,
        Finding::ChainNameConstraints,
        Finding::ChainCriticalExtension,
    ]
    .into_iter()
    .any(|finding| findings.contains(finding))
}

fn verdict(
    leaf: &Certificate,
    intermediates: &[&Certificate],
    root: &Certificate,
    algorithms: &[&dyn SignatureVerificationAlgorithm],
    seconds: u64,
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
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let anchors = [anchor];
    leaf.verify_for_usage(algorithms, &anchors, &intermediates, time, AnyPurpose, None, None)
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

/// Answers with what is recorded: the links of the path are verified, everything else is not.
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
        let mut links = self.path.iter().zip(self.path.iter().skip(1));
        links
            .any(|(child, issuer)| {
                child.signature() == signature
                    && child.to_be_signed() == message
                    && issuer.public_key().key() == public_key
            })
            .then_some(())
            .ok_or(InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.signature
    }
}
