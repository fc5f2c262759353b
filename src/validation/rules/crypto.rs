//! signatures and keys, by firmware generation.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Context, Record};
use crate::certificate::{Certificate, Curve, Digest, KeyKind};
use crate::device::firmware::{
    LeafMinimum, NonceDigest, RsaMaximum, Sha1Signatures, Sha2Chain, Sha384Chain, Support,
};
use crate::device::{Flow, Generation};
use crate::finding::Finding;
use crate::validation::outcome::Outcome;
use crate::validation::path::Digests;
use crate::validation::policy::{Strictness, Switch};

/// From here on RSA keys are long enough for every release before 22.
const GOOD_RSA_BITS: u32 = 2048;

pub(super) fn sha1<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    let weak = path.all_digests().intersects(Digests::SHA1 | Digests::BROKEN);
    show_signatures(cx, rec, Digests::SHA1 | Digests::BROKEN);
    rec.wanted(|| String::from("SHA-256 or longer on every certificate, root included"));
    cx.by_generation(rec, |generation, findings| {
        if generation.sha1 == Sha1Signatures::Allowed {
            Outcome::NotApplicable
        } else if weak {
            findings.insert(Finding::Sha1Forbidden);
            Outcome::Fail
        } else {
            Outcome::Pass
        }
    })
}

pub(super) fn rsa_long_enough<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    let Some((smallest, _)) = path.rsa_bits else { return Outcome::NotApplicable };
    rec.seen(|| format!("smallest RSA key {smallest} bits"));
    rec.wanted(|| show_bounds(cx, "at least", |generation| Some(generation.rsa_min_bits)));
    cx.by_generation(rec, |generation, findings| {
        if smallest < generation.rsa_min_bits.max(GOOD_RSA_BITS) {
            findings.insert(Finding::RsaTooSmall);
        }
        Outcome::of(smallest >= generation.rsa_min_bits)
    })
}

pub(super) fn rsa_not_too_long<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    let Some((_, largest)) = path.rsa_bits else { return Outcome::NotApplicable };
    rec.seen(|| format!("largest RSA key {largest} bits"));
    rec.wanted(|| show_bounds(cx, "at most", rsa_limit));
    cx.by_generation(rec, |generation, findings| match rsa_limit(generation) {
        None => Outcome::NotApplicable,
        Some(most) if largest > most => {
            findings.insert(Finding::RsaTooLarge);
            Outcome::Fail
        }
        Some(_) => {
            if path.unusual_rsa {
                findings.insert(Finding::RsaSizeUnusual);
            }
            Outcome::Pass
        }
    })
}

pub(super) fn sha2<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    let sha2 = path.digests.intersects(Digests::SHA256 | Digests::LONG);
    show_signatures(cx, rec, Digests::SHA256 | Digests::LONG);
    cx.by_generation(rec, |generation, findings| match generation.sha2 {
        _ if !sha2 => Outcome::NotApplicable,
        Sha2Chain::Undetermined => {
            findings.insert(Finding::Sha2Uncertain);
            Outcome::Undetermined
        }
        Sha2Chain::Uncertain => {
            findings.insert(Finding::Sha2Uncertain);
            Outcome::Pass
        }
        Sha2Chain::Documented => Outcome::Pass,
        // R-506 judges these.
        Sha2Chain::Refused => Outcome::NotApplicable,
    })
}

pub(super) fn sha384<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    let long = path.digests.contains(Digests::LONG);
    show_signatures(cx, rec, Digests::LONG);
    let strict = cx.policy.sha384_pre21 == Strictness::Reject;
    rec.wanted(|| String::from("release 21 or later, or no such signature below the root"));
    let outcome = cx.by_generation(rec, |generation, findings| match generation.sha384 {
        _ if !long => Outcome::NotApplicable,
        Sha384Chain::Uncertain => {
            findings.insert(Finding::Sha384Uncertain);
            Outcome::of(!strict)
        }
        Sha384Chain::Accepted | Sha384Chain::Required => Outcome::Pass,
    });
    if strict && outcome != Outcome::Pass && outcome != Outcome::NotApplicable {
        rec.policy(Switch::Sha384Pre21, Outcome::Pass);
    }
    outcome
}

pub(super) fn sha384_required<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    let short = Digests::SHA256 | Digests::SHA1 | Digests::BROKEN;
    show_signatures(cx, rec, short);
    rec.wanted(|| String::from("SHA-384 or SHA-512 on every certificate below the root"));
    cx.by_generation(rec, |generation, findings| {
        if generation.sha384 != Sha384Chain::Required {
            Outcome::NotApplicable
        } else if path.digests.intersects(short) {
            findings.insert(Finding::Sha384Required);
            Outcome::Fail
        } else if path.digests.contains(Digests::OTHER) {
            Outcome::Undetermined
        } else {
            Outcome::Pass
        }
    })
}

pub(super) fn leaf_key<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(candidate) = cx.candidate else { return Outcome::NotEvaluated };
    let key = candidate.leaf.key;
    rec.seen(|| key.to_string());
    rec.wanted(|| show_bounds(cx, "RSA of at least", leaf_least) + ", or EC P-384");
    cx.by_generation(rec, |generation, findings| {
        let Some(least) = leaf_least(generation) else { return Outcome::NotApplicable };
        let enough = match key {
            KeyKind::Rsa { bits } => bits >= least,
            KeyKind::Ec(curve) => curve == Curve::P384,
            _ => false,
        };
        if !enough {
            findings.insert(Finding::LeafKeyTooSmall);
        }
        Outcome::of(enough)
    })
}

pub(super) fn ec_leaf<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(candidate) = cx.candidate else { return Outcome::NotEvaluated };
    let key = candidate.leaf.key;
    if matches!(key, KeyKind::Rsa { .. }) {
        return Outcome::NotApplicable;
    }
    rec.seen(|| key.to_string());
    rec.wanted(|| String::from("an RSA key"));
    let flow = cx.device.facts().flow.value();
    if flow.is_none() {
        rec.seen(|| String::from("taken as TLS-PKI; host-based provisioning would fail before 22"));
    }
    cx.by_generation(rec, |generation, findings| {
        let support = match flow {
            Some(Flow::HostBased) => generation.ec_leaf.host_based,
            _ => generation.ec_leaf.tls_pki,
        };
        if support == Support::Yes {
            return Outcome::NotApplicable;
        }
        findings.insert(Finding::EcLeafUnsupported);
        if support == Support::No { Outcome::Fail } else { Outcome::Undetermined }
    })
}

pub(super) fn weak_hash<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    if !path.digests.contains(Digests::BROKEN) {
        return Outcome::Pass;
    }
    rec.find(Finding::WeakHash);
    rec.wanted(|| String::from("SHA-1 or longer on every certificate below the root"));
    show_signatures(cx, rec, Digests::BROKEN);
    Outcome::Fail
}

pub(super) fn sha1_discouraged<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    let sha1 = path.all_digests().contains(Digests::SHA1);
    show_signatures(cx, rec, Digests::SHA1);
    cx.by_generation(rec, |generation, findings| {
        if sha1 && generation.sha1 == Sha1Signatures::Allowed {
            findings.insert(Finding::Sha1Discouraged);
        }
        Outcome::Pass
    })
}

pub(super) fn known<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    if !path.unknown_link {
        return Outcome::Pass;
    }
    rec.find(Finding::SignatureAlgorithmUnknown);
    rec.seen(|| {
        let members: Vec<&Certificate> = cx.members().collect();
        let links = members.iter().zip(members.iter().skip(1));
        let show = |(child, issuer): (&&Certificate, &&Certificate)| {
            format!("{} by {}", child.signature_algorithm(), issuer.public_key().kind())
        };
        links.map(show).collect::<Vec<_>>().join("; ")
    });
    Outcome::Undetermined
}

/// which digest and number the host-based nonce signature needs; told, not judged.
pub(super) fn nonce_signature<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let (Some(leaf), Some(Flow::HostBased)) = (cx.leaf(), cx.device.facts().flow.value()) else {
        return Outcome::NotApplicable;
    };
    let long = leaf.signature_algorithm().digest() == Some(Digest::Sha384);
    rec.seen(|| {
        let mut texts: Vec<String> = Vec::new();
        for generation in cx.device.generations() {
            let text = match generation.nonce_signing.digest(long) {
                Some(NonceDigest::Sha256) => "SHA-256, SigningAlgorithm 2",
                Some(NonceDigest::Sha384) => "SHA-384, SigningAlgorithm 3",
                None => "not offered",
            };
            let text = match cx.device.generations() {
                [_] => String::from(text),
                _ => format!("{text} on {generation}"),
            };
            texts.push(text);
        }
        texts.join("; ")
    });
    Outcome::Pass
}

/// Which certificates are signed with one of `digests`.
fn show_signatures<R: Record>(cx: &Context<'_>, rec: &mut R, digests: Digests) {
    rec.seen(|| {
        let among = |c: &&Certificate| digests.contains(Digests::of(c.signature_algorithm()));
        let show = |c: &Certificate| format!("\"{}\" {}", c.subject(), c.signature_algorithm());
        let all: Vec<_> = cx.members().filter(among).map(show).collect();
        if all.is_empty() { String::from("none") } else { all.join(", ") }
    });
}

/// The bounds of the generations that are still possible, each once.
fn show_bounds(
    cx: &Context<'_>,
    words: &str,
    bound: impl Fn(&Generation) -> Option<u32>,
) -> String {
    let mut bounds: Vec<u32> = cx.device.generations().iter().filter_map(bound).collect();
    bounds.sort_unstable();
    bounds.dedup();
    match bounds.as_slice() {
        [] => String::from("no bound"),
        [one] => format!("{words} {one} bits"),
        _ => {
            let all: Vec<_> = bounds.iter().map(u32::to_string).collect();
            format!("{words} {} bits, by release", all.join(" or "))
        }
    }
}

/// The longest RSA key that is not refused, if there is such a bound.
fn rsa_limit(generation: &Generation) -> Option<u32> {
    match generation.rsa_maximum {
        RsaMaximum::Limit(bits) => Some(bits),
        RsaMaximum::Documented(_) => None,
    }
}

/// The shortest RSA key that a leaf may have, if leaves are asked for more than the chain.
fn leaf_least(generation: &Generation) -> Option<u32> {
    match generation.leaf_minimum {
        LeafMinimum::None => None,
        LeafMinimum::RsaOrP384 { rsa_bits } => Some(rsa_bits),
    }
}
