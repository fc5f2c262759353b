//! paths, links and constraints.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Context, Record};
use crate::certificate::Certificate;
use crate::finding::Finding;
use crate::validation::constraints;
use crate::validation::outcome::Outcome;
use crate::validation::paths::End;
use crate::validation::policy::{Strictness, Switch};
use crate::validation::second_opinion::Opinion;

/// Chains of three are usual, sometimes four; beyond, the device's limit may bite.
const USUAL_LENGTH: usize = 4;

pub(super) fn complete<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(candidate) = cx.candidate else { return Outcome::NotEvaluated };
    rec.wanted(|| String::from("a path from the leaf to a self-issued root"));
    if candidate.limited {
        rec.find(Finding::InputLimit);
        return Outcome::Undetermined;
    }
    let (Some(path), Some(top)) = (cx.path, cx.members().next_back()) else {
        return Outcome::NotEvaluated;
    };
    if path.end == End::Root {
        rec.seen(|| {
            let names: Vec<_> = cx.members().map(|c| c.subject().to_string()).collect();
            names.join(" <- ")
        });
        return Outcome::Pass;
    }
    let stops_at_ca = path.members().len() > 1 && top.is_ca();
    rec.find(if stops_at_ca { Finding::ChainRootMissing } else { Finding::ChainIncomplete });
    rec.seen(|| {
        let (subject, issuer) = (top.subject(), missing_issuer(top));
        match path.end {
            End::Circle => format!("\"{subject}\" and the certificates below it issued each other"),
            _ => format!("the issuer of \"{subject}\" is missing: {issuer}"),
        }
    });
    if anchored_by_hash(cx) && cx.policy.allow_non_root_anchor {
        rec.policy(Switch::AllowNonRootAnchor, Outcome::Fail);
        return Outcome::Pass;
    }
    Outcome::Fail
}

fn missing_issuer(certificate: &Certificate) -> String {
    let mut text = format!("\"{}\"", certificate.issuer());
    if let Some(key) = certificate.authority_key_identifier() {
        text += ", key identifier ";
        key.iter().for_each(|byte| text += &format!("{byte:02x}"));
    }
    text
}

/// Does the device hold the hash of the certificate at which an incomplete path stops?
pub(super) fn anchored_by_hash(cx: &Context<'_>) -> bool {
    let Some(path) = cx.path.filter(|path| path.end != End::Root && path.members().len() > 1)
    else {
        return false;
    };
    let (Some(hashes), Some(top)) = (&path.hashes, cx.members().next_back()) else { return false };
    cx.device.root_hashes().is_some_and(|list| {
        list.entries.iter().any(|entry| {
            entry.active.unwrap_or(cx.policy.unknown_flag_is_active)
                && hashes.equals(&entry.hash, top.der())
        })
    })
}

pub(super) fn verified<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    match &path.opinion {
        Opinion::Agrees => {
            rec.seen(|| String::from("webpki agrees"));
            Outcome::Pass
        }
        Opinion::Differs(difference) => {
            rec.seen(|| {
                format!("webpki differs as known ({}): {}", difference.name, difference.reason)
            });
            Outcome::Pass
        }
        Opinion::Disagrees(answer) => {
            rec.find(Finding::PathSecondOpinion);
            rec.seen(|| format!("webpki judges this path differently: {answer}"));
            Outcome::Undetermined
        }
        Opinion::NotAsked(reason) => {
            rec.seen(|| format!("webpki was not asked: {reason}"));
            Outcome::NotApplicable
        }
    }
}

pub(super) fn left_over<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let unused = cx.prepared.unused();
    if !unused.is_empty() {
        rec.find(Finding::ChainExtraCertificates);
        rec.seen(|| {
            let subjects = unused.iter().filter_map(|i| cx.prepared.certificate(*i));
            let subjects: Vec<_> = subjects.map(|c| c.subject().to_string()).collect();
            format!("{} unused: {}", unused.len(), subjects.join("; "))
        });
    }
    Outcome::Pass
}

pub(super) fn anchor<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    if !anchored_by_hash(cx) {
        return Outcome::NotApplicable;
    }
    rec.find(Finding::AnchorNotRoot);
    rec.wanted(|| String::from("the hash of a self-issued root, and that root in the bag"));
    rec.seen(|| cx.members().next_back().map_or_else(String::new, |top| top.subject().to_string()));
    if cx.policy.allow_non_root_anchor {
        rec.policy(Switch::AllowNonRootAnchor, Outcome::Fail);
        return Outcome::Pass;
    }
    Outcome::Fail
}

pub(super) fn constraints<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let (Some(candidate), Some(path)) = (cx.candidate, cx.path) else {
        return Outcome::NotEvaluated;
    };
    rec.wanted(|| {
        String::from("issuers allowed to issue, within their constraints (RFC 5280, 6.1)")
    });
    let mut outcome = Outcome::Pass;
    for finding in [
        Finding::ChainIssuerNotCa,
        Finding::ChainPathLength,
        Finding::ChainNameConstraints,
        Finding::ChainCriticalExtension,
        Finding::ChainPolicyIgnored,
    ] {
        if path.constraints.contains(finding) {
            rec.find(finding);
            if finding != Finding::ChainPolicyIgnored {
                outcome = Outcome::Fail;
            }
        }
    }
    rec.seen(|| {
        let members: Vec<&Certificate> = cx.members().collect();
        let violations = constraints::check(&members, path.below_root(), &candidate.leaf);
        let seen: Vec<_> = violations
            .iter()
            .map(|violation| {
                let subject = members.get(violation.place).map(|c| c.subject().to_string());
                format!("{}: {}", subject.unwrap_or_default(), violation.seen)
            })
            .collect();
        seen.join("; ")
    });
    if outcome == Outcome::Fail && cx.policy.rfc5280 == Strictness::Warn {
        rec.policy(Switch::Rfc5280, Outcome::Fail);
        return Outcome::Pass;
    }
    outcome
}

pub(super) fn signed<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    let End::NotSignedBy(issuer) = path.end else { return Outcome::Pass };
    rec.find(Finding::ChainSignatureInvalid);
    rec.seen(|| {
        let child = cx.members().next_back();
        let (Some(child), Some(issuer)) = (child, cx.prepared.certificate(issuer)) else {
            return String::new();
        };
        format!("\"{}\" is not signed by the key of \"{}\"", child.subject(), issuer.subject())
    });
    rec.wanted(|| String::from("the certificate of the key that signed"));
    Outcome::Fail
}

pub(super) fn length<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    let length = path.members().len();
    rec.seen(|| format!("{length} certificate{}", if length == 1 { "" } else { "s" }));
    rec.wanted(|| format!("at most {} certificates", cx.policy.max_chain));
    if length > USUAL_LENGTH {
        rec.find(Finding::ChainLong);
    }
    if length > usize::from(cx.policy.max_chain) {
        rec.find(Finding::ChainLong);
        rec.policy(Switch::MaxChain, Outcome::Pass);
        return Outcome::Fail;
    }
    Outcome::Pass
}

pub(super) fn alternatives<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(candidate) = cx.candidate else { return Outcome::NotEvaluated };
    if candidate.paths.len() > 1 {
        rec.find(Finding::ChainAlternativePaths);
        rec.seen(|| {
            let root = |path: &crate::validation::path::Path| {
                let top = path.members().last().and_then(|i| cx.prepared.certificate(*i));
                let subject = top.map(|c| c.subject().to_string()).unwrap_or_default();
                format!("{} certificates up to {subject}", path.members().len())
            };
            let paths: Vec<_> = candidate.paths.iter().map(root).collect();
            format!("{} paths: {}", paths.len(), paths.join("; "))
        });
    }
    Outcome::Pass
}

pub(super) fn root_presented<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    match cx.device.facts().root_presented.value() {
        None => Outcome::NotEvaluated,
        Some(true) => Outcome::Pass,
        Some(false) => {
            rec.find(Finding::RootNotPresented);
            Outcome::Pass
        }
    }
}
