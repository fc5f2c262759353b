//! Our path rules against webpki's, over random bags: it verifies every
//! signature itself here. Each divergence must be one of the known differences, with its cause, and
//! each known difference must be met.
#![cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]

#[path = "../common/mod.rs"]
mod common;
#[path = "../random/mod.rs"]
mod random;

use std::collections::BTreeMap;
use std::time::Duration;

use amt_provisioning::pki_types::{CertificateDer, UnixTime};
use amt_provisioning::{Certificate, Finding, Hash, Outcome, Report, Rule, WallTime};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter};

use common::{Scene, entry, list};
use random::{Quirk, Spec, specs};

const BAGS: usize = 600;

struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        Ok(())
    }
}

/// What webpki says about a leaf, with these intermediates below these roots.
fn webpki(
    leaf: &[u8],
    intermediates: &[&[u8]],
    roots: &[&[u8]],
    at: WallTime,
) -> Result<(), Error> {
    let leaf = CertificateDer::from(leaf);
    let leaf = EndEntityCert::try_from(&leaf)?;
    let der = |list: &[&[u8]]| -> Vec<CertificateDer<'static>> {
        list.iter().map(|der| CertificateDer::from(der.to_vec())).collect()
    };
    let (intermediates, roots) = (der(intermediates), der(roots));
    let anchors = roots.iter().map(|root| {
        let mut anchor = webpki::anchor_from_trusted_cert(root).unwrap();
        anchor.name_constraints = None;
        anchor
    });
    let anchors: Vec<_> = anchors.collect();
    let time = UnixTime::since_unix_epoch(Duration::from_secs(at.unix().unsigned_abs()));
    let algorithms = webpki::ALL_VERIFICATION_ALGS;
    leaf.verify_for_usage(algorithms, &anchors, &intermediates, time, AnyPurpose, None, None)
        .map(|_| ())
}

/// A known difference: what webpki says, and what is odd about the bag then.
struct Known {
    name: &'static str,
    answer: fn(Result<(), &Error>) -> bool,
    cause: fn(&Spec) -> bool,
}

impl Known {
    fn explains(&self, spec: &Spec, answer: Result<(), &Error>) -> bool {
        // Where names repeat it tries the wrong issuer, too, and reports that signature instead.
        let masked = matches!(
            answer,
            Err(Error::InvalidSignatureForPublicKey
                | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_))
        ) && spec.has(|q| q == Quirk::SelfIssued)
            && !(self.answer)(Ok(()));
        ((self.answer)(answer) || masked) && (self.cause)(spec)
    }
}

/// Not met here: `distrusted keys`, since nobody here can sign with them, and `algorithm
/// parameters`, which the forge does not write. The library's own tests show them.
const DIFFERENCES: [Known; 14] = [
    Known {
        name: "critical policy extensions",
        answer: |answer| matches!(answer, Err(Error::UnsupportedCriticalExtension)),
        cause: |spec| spec.has(|q| matches!(q, Quirk::CriticalPolicies | Quirk::PolicyConstraints)),
    },
    Known {
        name: "string types in names",
        answer: |answer| matches!(answer, Err(Error::UnknownIssuer)),
        cause: |spec| spec.has(|q| matches!(q, Quirk::PrintableIssuer | Quirk::OtherCaseIssuer)),
    },
    Known {
        name: "CA leaf",
        answer: |answer| matches!(answer, Err(Error::CaUsedAsEndEntity)),
        cause: |spec| spec.has(|q| q == Quirk::CaTrue),
    },
    Known {
        name: "depth",
        answer: |answer| matches!(answer, Err(Error::MaximumPathDepthExceeded)),
        cause: |spec| spec.length > 8,
    },
    Known {
        name: "other name constraints",
        answer: |answer| {
            matches!(answer, Err(Error::NameConstraintViolation | Error::TrailingData(_)))
        },
        cause: |spec| {
            spec.has(|q| {
                matches!(q, Quirk::DirectoryNames | Quirk::Addresses | Quirk::WrittenMinimum)
            })
        },
    },
    Known {
        name: "syntax of DNS names",
        answer: |answer| matches!(answer, Err(Error::MalformedDnsIdentifier)),
        cause: |spec| spec.has(|q| q == Quirk::San(&["amt.example.com."])),
    },
    Known {
        name: "self-issued intermediates",
        answer: |answer| matches!(answer, Err(Error::PathLenConstraintViolated)),
        cause: |spec| {
            spec.has(|q| q == Quirk::SelfIssued) && spec.has(|q| matches!(q, Quirk::PathLength(_)))
        },
    },
    Known {
        name: "long path lengths",
        answer: |answer| matches!(answer, Err(Error::BadDer)),
        cause: |spec| spec.has(|q| q == Quirk::LongPathLength),
    },
    Known {
        name: "version 1 leaf",
        answer: |answer| matches!(answer, Err(Error::UnsupportedCertVersion)),
        cause: |spec| spec.has(|q| q == Quirk::Version1),
    },
    Known {
        name: "dates before 1970",
        answer: |answer| matches!(answer, Err(Error::BadDerTime)),
        cause: |spec| spec.has(|q| q == Quirk::Before1970),
    },
    Known {
        name: "keyCertSign",
        answer: |answer| answer.is_ok(),
        cause: |spec| spec.has(|q| q == Quirk::NoCertSign),
    },
    Known {
        name: "constraints on the CN",
        answer: |answer| answer.is_ok(),
        cause: |spec| spec.has(|q| matches!(q, Quirk::Permit(_) | Quirk::Exclude(_))),
    },
    Known {
        name: "wildcards of any depth",
        answer: |answer| answer.is_ok(),
        cause: |spec| {
            spec.has(|q| q == Quirk::Exclude("a.b.example.com"))
                && spec.has(|q| q == Quirk::San(&["*.example.com"]))
        },
    },
    Known {
        name: "critical CRL distribution points",
        answer: |answer| answer.is_ok(),
        cause: |spec| spec.has(|q| q == Quirk::CriticalCrlPoints),
    },
];

/// The name in "webpki differs as known (NAME): reason".
fn difference(seen: &str) -> Option<&str> {
    let (_, rest) = seen.split_once("webpki differs as known (")?;
    Some(rest.split_once("): ")?.0)
}

/// How the two compare on one bag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Comparison {
    BothAccept,
    BothRefuse,
    Differ(&'static str),
    NoPath,
    NotAsked,
}

/// A bag with the reports of a device that lists `roots`.
struct Case<'a> {
    spec: &'a Spec,
    input: &'a [Vec<u8>],
    report: Report,
}

impl<'a> Case<'a> {
    fn new(spec: &'a Spec, input: &'a [Vec<u8>], roots: &[&[u8]]) -> Self {
        let mut scene = Scene { input: input.to_vec(), ..Scene::ordinary() };
        let hashes = roots.iter().map(|root| entry(Hash::sha256(root).as_bytes()));
        scene.facts.root_hashes = list(hashes);
        let report = scene.explain();
        let open = report.rules.iter().any(|r| r.findings.contains(&Finding::PathSecondOpinion));
        assert!(!open, "{report}");
        Self { spec, input, report }
    }

    fn outcome(&self, id: Rule) -> Outcome {
        self.report.rules.iter().find(|rule| rule.id == id).unwrap().outcome
    }

    fn der(&self, place: usize) -> &'a [u8] {
        &self.input[self.report.path[place].input_item]
    }

    /// The chosen path: asked directly, with signatures, and as the report says.
    fn compare(&self) -> Comparison {
        let Self { spec, report, .. } = self;
        let second = report.rules.iter().find(|rule| rule.id == Rule::R402).unwrap();
        if self.outcome(Rule::R401) != Outcome::Pass {
            assert!(report.path.iter().all(|certificate| certificate.role != "root"), "{report}");
            return Comparison::NoPath;
        }
        if second.seen.contains("not asked") {
            assert_eq!(second.outcome, Outcome::NotApplicable);
            return Comparison::NotAsked;
        }
        let members: Vec<&[u8]> = (0..report.path.len()).map(|place| self.der(place)).collect();
        let [leaf, intermediates @ .., root] = members.as_slice() else { panic!("{report}") };
        let below = &report.path[..members.len() - 1];
        let start = below.iter().map(|certificate| certificate.not_before).max().unwrap();
        let answer = webpki(leaf, intermediates, &[root], start.max(WallTime::from_unix(0)));
        let accepted = self.outcome(Rule::R407) == Outcome::Pass;
        assert_eq!(second.outcome, Outcome::Pass, "{report}");
        if answer.is_ok() == accepted {
            assert!(second.seen.contains("webpki agrees"), "{answer:?}: {report}");
            return if accepted { Comparison::BothAccept } else { Comparison::BothRefuse };
        }
        let name = difference(&second.seen).unwrap_or_else(|| panic!("{answer:?}: {report}"));
        let Some(known) = DIFFERENCES.iter().find(|known| known.name == name) else {
            panic!("not listed: {name}: {report}")
        };
        let explained = known.explains(spec, answer.as_ref().copied());
        assert!(explained, "{name} does not explain {answer:?}: {report}");
        Comparison::Differ(known.name)
    }
}

fn compare(spec: &Spec) -> [Comparison; 2] {
    let bag = spec.build();
    let input = bag.input();
    let all: Vec<&[u8]> = input.iter().map(Vec::as_slice).collect();
    let is_root = |der: &&[u8]| Certificate::parse(der).unwrap().is_self_issued();
    let roots: Vec<&[u8]> = all.iter().copied().filter(is_root).collect();
    let any_root = Case::new(spec, &input, &roots);
    let last_root = Case::new(spec, &input, &[&bag.chain.last().unwrap().der]);

    // If webpki finds any path in the bag, so do we, and none that we would refuse.
    if webpki(any_root.der(0), &all, &roots, common::now()).is_ok() {
        let report = &any_root.report;
        for id in [Rule::R401, Rule::R408] {
            assert_eq!(any_root.outcome(id), Outcome::Pass, "{report}");
        }
        let stricter = DIFFERENCES.iter().any(|known| known.explains(spec, Ok(())));
        for id in [Rule::R407, Rule::R701] {
            assert!(stricter || any_root.outcome(id) == Outcome::Pass, "{report}");
        }
    }
    [any_root.compare(), last_root.compare()]
}

/// Some hundreds of bags from a fixed seed: unexplained divergences and stale differences fail.
#[test]
fn paths_are_judged_as_webpki_judges_them_but_for_known_differences() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut counts = BTreeMap::<Comparison, usize>::new();
    for _ in 0..BAGS {
        let spec = specs().new_tree(&mut runner).unwrap().current();
        let comparisons = std::panic::catch_unwind(|| compare(&spec));
        let Ok(comparisons) = comparisons else { panic!("{spec:#?}") };
        for comparison in comparisons {
            *counts.entry(comparison).or_default() += 1;
        }
    }
    let count = |comparison| counts.get(&comparison).copied().unwrap_or_default();
    for Known { name, .. } in DIFFERENCES {
        assert!(count(Comparison::Differ(name)) > 1, "{name} is stale: {counts:?}");
    }
    for (comparison, least) in [
        (Comparison::BothAccept, BAGS / 10),
        (Comparison::BothRefuse, BAGS / 20),
        (Comparison::NoPath, BAGS / 100),
    ] {
        assert!(count(comparison) >= least, "{comparison:?}: {counts:?}");
    }
}
