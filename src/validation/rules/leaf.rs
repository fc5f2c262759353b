//! the input, the key and which certificate is the leaf.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Context, Record};
use crate::finding::Finding;
use crate::validation::outcome::Outcome;
use crate::validation::policy::Switch;
use crate::validation::prepared::KeyProof;

pub(super) fn input<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let bag = cx.prepared.bag();
    for note in bag.notes() {
        rec.find(note.finding());
        rec.seen(|| note.error().to_string());
    }
    let count = bag.certificates().len();
    if count == 0 && bag.notes().is_empty() {
        rec.find(Finding::InputNotCertificate);
    }
    rec.seen(|| {
        let mut text = format!("{count} certificate{}", if count == 1 { "" } else { "s" });
        let extra = [
            (bag.duplicates(), "repeated and counted once"),
            (bag.keys_ignored(), "private keys ignored unread"),
        ];
        for (number, what) in extra.into_iter().filter(|(number, _)| *number > 0) {
            text += &format!(", {number} {what}");
        }
        text
    });
    rec.wanted(|| String::from("at least one certificate"));
    Outcome::of(count > 0)
}

pub(super) fn limits<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(candidate) = cx.candidate else { return Outcome::NotEvaluated };
    if !candidate.limited {
        return Outcome::Pass;
    }
    rec.find(Finding::InputLimit);
    let limits = cx.prepared.limits();
    rec.wanted(|| {
        format!(
            "at most {} certificates in a path, {} paths, {} signatures and {} steps of search",
            limits.certificates, limits.paths, limits.signatures, limits.steps
        )
    });
    Outcome::Undetermined
}

pub(super) fn key<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    match cx.prepared.key_proof() {
        KeyProof::Matches => Outcome::Pass,
        KeyProof::Differs => {
            rec.find(Finding::KeyMismatch);
            rec.wanted(|| String::from("a certificate with the public key that was given"));
            rec.seen(|| match cx.leaf() {
                Some(leaf) => {
                    format!("{} with another key ({})", leaf.subject(), leaf.public_key().kind())
                }
                None => String::from("no leaf"),
            });
            Outcome::Fail
        }
        KeyProof::NotGiven => {
            rec.find(Finding::KeyNotChecked);
            rec.seen(|| String::from("no public key was given"));
            rec.wanted(|| String::from("the public key that belongs to the private key"));
            if cx.policy.require_key_proof {
                rec.policy(Switch::RequireKeyProof, Outcome::NotEvaluated);
                Outcome::Fail
            } else {
                Outcome::NotEvaluated
            }
        }
    }
}

pub(super) fn leaf<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let candidates = cx.prepared.candidates();
    let Some(leaf) = cx.leaf() else {
        rec.find(Finding::LeafNotFound);
        let count = cx.prepared.bag().certificates().len();
        rec.seen(|| format!("none among {count} certificates"));
        rec.wanted(|| String::from("a certificate that issued no other one"));
        return if count == 0 { Outcome::NotEvaluated } else { Outcome::Fail };
    };
    rec.seen(|| leaf.subject().to_string());
    if candidates.len() > 1 && cx.prepared.key_proof() != KeyProof::Matches {
        // They may differ only because a limit kept paths of some from being found.
        let limited = cx.ambiguous && candidates.iter().any(|candidate| candidate.limited);
        rec.find(if limited { Finding::InputLimit } else { Finding::LeafAmbiguous });
        rec.seen(|| {
            let subject = |index| cx.prepared.certificate(index).map(|c| c.subject().to_string());
            let all: Vec<_> = candidates.iter().filter_map(|c| subject(c.index)).collect();
            format!("{} candidates: {}", candidates.len(), all.join("; "))
        });
        rec.wanted(|| String::from("one candidate, or candidates with the same verdict"));
        return if limited { Outcome::Undetermined } else { Outcome::of(!cx.ambiguous) };
    }
    Outcome::Pass
}

pub(super) fn self_signed<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let (Some(leaf), Some(path)) = (cx.leaf(), cx.path) else { return Outcome::NotEvaluated };
    if !leaf.is_self_issued() || path.members().len() > 1 {
        return Outcome::Pass;
    }
    rec.find(Finding::SelfSignedLeaf);
    rec.seen(|| format!("{}, issued by itself", leaf.subject()));
    rec.wanted(|| String::from("a leaf issued by a CA"));
    if cx.policy.allow_self_signed_leaf {
        rec.policy(Switch::AllowSelfSignedLeaf, Outcome::Fail);
        return Outcome::Pass;
    }
    Outcome::Fail
}

pub(super) fn ca<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(leaf) = cx.leaf() else { return Outcome::NotEvaluated };
    if leaf.is_ca() {
        rec.find(Finding::LeafIsCa);
        rec.seen(|| String::from("basicConstraints CA:TRUE"));
    }
    Outcome::Pass
}
