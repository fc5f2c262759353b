//! the root's hash and the device's list.

use alloc::format;
use alloc::string::{String, ToString};

use super::{Context, Record};
use crate::device::Generation;
use crate::device::firmware::{HashType3, Support};
use crate::finding::{Finding, FindingSet};
use crate::root_hash::{Hash, HashAlgorithm, HashEntry, KnownRoot};
use crate::validation::outcome::{MissingInputs, Outcome};
use crate::validation::path::Hashes;
use crate::validation::paths::End;
use crate::validation::policy::Switch;

/// How an entry of the root's hash counts, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Active,
    ActiveAsFarAsKnown,
    Inactive,
}

pub(super) fn listed<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(candidate) = cx.candidate else { return Outcome::NotEvaluated };
    let Some(path) = cx.path.or(candidate.paths.first()) else { return Outcome::NotEvaluated };
    let root = path.root_hashes();
    rec.seen(|| root.map_or_else(|| String::from("no root"), show_root));
    let Some(list) = cx.device.root_hashes() else {
        rec.find(Finding::RootHashListUnavailable);
        rec.missing(MissingInputs::ROOT_HASHES);
        return Outcome::NotEvaluated;
    };
    let entries = &list.entries;
    rec.wanted(|| {
        let source = list.source.name();
        format!("an active entry of the device's list of {} (source: {source})", entries.len())
    });
    if entries.is_empty() {
        rec.find(Finding::RootHashListEmpty);
        if cx.device.facts().release.value().is_some_and(|r| matches!(r.parts(), [2, 6, ..])) {
            rec.find(Finding::RootHashUpgradeLoss);
        }
        return Outcome::Fail;
    }
    let Some(root) = root else {
        let anchored = path.end != End::Root && cx.policy.allow_non_root_anchor;
        return if anchored && super::chain::anchored_by_hash(cx) {
            rec.policy(Switch::AllowNonRootAnchor, Outcome::NotEvaluated);
            Outcome::Pass
        } else {
            Outcome::NotEvaluated
        };
    };
    let der =
        path.root().and_then(|index| cx.prepared.certificate(index)).map_or(&[][..], |c| c.der());
    let outcome = cx.by_generation(rec, |generation, findings| {
        judge(cx, entries, root, der, generation, findings)
    });
    if let Some((index, entry)) = matching(cx, entries, root, der, Standing::ActiveAsFarAsKnown) {
        if outcome == Outcome::Pass {
            rec.root_match(index);
        }
        if entry.id_conflict {
            rec.find(Finding::HashAlgorithmIdConflict);
        }
        rec.seen(|| format!("entry {} is {}", index + 1, entry.hash));
    }
    if outcome == Outcome::Fail {
        near_matches(cx, rec, entries, root);
    }
    if cx.device.facts().assume_default_roots {
        rec.find(Finding::RootHashAssumed);
        rec.missing(MissingInputs::ROOT_HASHES);
        return Outcome::Undetermined;
    }
    let release = cx.device.facts().release.value().copied();
    if outcome == Outcome::Fail && list.is_possibly_truncated(release) {
        rec.find(Finding::RootHashListMayBeTruncated);
        rec.missing(MissingInputs::ROOT_HASHES);
        return Outcome::Undetermined;
    }
    outcome
}

/// The outcome on one generation.
fn judge(
    cx: &Context<'_>,
    entries: &[HashEntry],
    root: &Hashes,
    der: &[u8],
    generation: &Generation,
    findings: &mut FindingSet,
) -> Outcome {
    let mut best = None;
    let mut void = false;
    for entry in entries.iter().filter(|entry| counts(entry, root, der, generation)) {
        if entry.hash.algorithm() == HashAlgorithm::Sha1 && generation.sha1_entries != Support::Yes
        {
            void = true;
        } else {
            best = best.min(Some(standing(cx, entry))).or(Some(standing(cx, entry)));
        }
    }
    match best {
        Some(Standing::Active) => return Outcome::Pass,
        Some(Standing::ActiveAsFarAsKnown) => {
            findings.insert(Finding::RootHashFlagUnknown);
            return Outcome::Pass;
        }
        Some(Standing::Inactive) => findings.insert(Finding::RootHashInactive),
        None if void => findings.insert(Finding::RootHashSha1Void),
        None => {}
    }
    findings.insert(Finding::RootHashNoMatch);
    Outcome::Fail
}

/// Is the entry the root's hash? Of 64 bytes it is on the releases only that know SHA-512.
fn counts(entry: &HashEntry, root: &Hashes, der: &[u8], generation: &Generation) -> bool {
    let known = entry.hash.algorithm() != HashAlgorithm::Sha512
        || generation.hash_type_3 == HashType3::Sha512;
    known && root.equals(&entry.hash, der)
}

fn standing(cx: &Context<'_>, entry: &HashEntry) -> Standing {
    match entry.active {
        Some(true) => Standing::Active,
        None if cx.policy.unknown_flag_is_active => Standing::ActiveAsFarAsKnown,
        _ => Standing::Inactive,
    }
}

/// The first entry that is the root's hash and stands at least as well as `least`.
fn matching<'a>(
    cx: &Context<'a>,
    entries: &'a [HashEntry],
    root: &Hashes,
    der: &[u8],
    least: Standing,
) -> Option<(usize, &'a HashEntry)> {
    let counted = |entry: &HashEntry| {
        cx.device.generations().iter().any(|generation| {
            counts(entry, root, der, generation)
                && (generation.sha1_entries == Support::Yes
                    || entry.hash.algorithm() != HashAlgorithm::Sha1)
        })
    };
    let mut entries = entries.iter().enumerate();
    entries.find(|(_, entry)| standing(cx, entry) <= least && counted(entry))
}

/// What the device's entries are, if not the root's hash.
fn near_matches<R: Record>(cx: &Context<'_>, rec: &mut R, entries: &[HashEntry], root: &Hashes) {
    let (Some(candidate), Some(path)) = (cx.candidate, cx.path) else { return };
    let members = || cx.members().zip(&path.hashes).enumerate();
    for (index, entry) in entries.iter().enumerate() {
        let is = |hashes: &Hashes, der: &[u8]| hashes.equals(&entry.hash, der);
        let found = members().take(path.below_root()).find(|(_, (c, hashes))| is(hashes, c.der()));
        let other_root = || {
            let others = candidate.paths.iter().filter(|other| other.root() != path.root());
            let mut roots = others.filter_map(|other| Some((other.root()?, other.root_hashes()?)));
            roots.any(|(index, hashes)| {
                cx.prepared.certificate(index).is_some_and(|c| is(hashes, c.der()))
            })
        };
        let finding = if let Some((place, _)) = found {
            if place == 0 { Finding::DeviceHashIsLeaf } else { Finding::DeviceHashIsIntermediate }
        } else if other_root() {
            Finding::DeviceHashOtherPath
        } else if is_key_id(cx, entry) {
            Finding::DeviceHashIsKeyId
        } else if root.all().iter().any(|hash| entry.hash.is_damaged(hash)) {
            Finding::DeviceHashDamaged
        } else {
            continue;
        };
        rec.find(finding);
        rec.seen(|| format!("entry {}: {} ({})", index + 1, entry.hash, finding.text()));
    }
}

/// Is the entry the root's subject key identifier, or the SHA-1 of its public key?
fn is_key_id(cx: &Context<'_>, entry: &HashEntry) -> bool {
    let Some(root) = cx.members().next_back() else { return false };
    let value = entry.hash.as_bytes();
    root.subject_key_identifier() == Some(value)
        || entry.hash.algorithm() == HashAlgorithm::Sha1
            && [root.public_key().key(), root.public_key().spki()]
                .iter()
                .any(|key| Hash::sha1(key) == entry.hash)
}

fn show_root(root: &Hashes) -> String {
    let name = KnownRoot::find(&root.sha256).map_or("not a known public root", |known| known.name);
    format!("root hash SHA-256 {}, SHA-1 {} ({name})", root.sha256, root.sha1)
}

/// the root is private, so its hash has to be entered.
pub(super) fn private_root<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(root) = cx.path.and_then(|path| path.root_hashes()) else {
        return Outcome::NotEvaluated;
    };
    if KnownRoot::find(&root.sha256).is_some() {
        return Outcome::NotApplicable;
    }
    rec.find(Finding::PrivateRoot);
    rec.seen(|| root.sha256.to_string());
    Outcome::Pass
}

/// what is known of the root and this firmware; never decides.
pub(super) fn known_root<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let (Some(root), Some(release)) =
        (cx.path.and_then(|path| path.root_hashes()), cx.device.facts().release.value())
    else {
        return Outcome::NotEvaluated;
    };
    let Some(known) = KnownRoot::find(&root.sha256) else { return Outcome::NotApplicable };
    let listed = listed(cx, &mut super::Silent::default()) == Outcome::Pass;
    if !listed && known.is_retired_on(*release) {
        rec.find(Finding::RootRetired);
    } else if !listed && known.is_too_new_for(*release) {
        rec.find(Finding::RootTooNewForFirmware);
    }
    rec.seen(|| format!("{}: attested {}", known.name, known.attested));
    Outcome::Pass
}
