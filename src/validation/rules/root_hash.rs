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
    /// There is no such entry.
    Absent,
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
    let hits = Hits::find(cx, entries, root, der);
    let outcome = cx.by_generation(rec, |generation, findings| hits.judge(generation, findings));
    let best = cx.device.generations().iter().map(|generation| hits.on(generation)).min();
    let best = best.filter(|hit| hit.standing <= Standing::ActiveAsFarAsKnown);
    if let Some((index, entry)) = best.and_then(|hit| Some((hit.index, entries.get(hit.index)?))) {
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

/// An entry that is the root's hash. The least one is the best, and of equal ones the first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    standing: Standing,
    index: usize,
}

/// The best entries that are the root's hash, by what releases think of their algorithm.
struct Hits {
    /// SHA-256 and SHA-384, which count everywhere.
    always: Hit,
    /// Void on some releases.
    sha1: Hit,
    /// Meant by 64 bytes on some releases only.
    sha512: Hit,
}

impl Hits {
    fn find(cx: &Context<'_>, entries: &[HashEntry], root: &Hashes, der: &[u8]) -> Self {
        let none = Hit { standing: Standing::Absent, index: 0 };
        let mut hits = Self { always: none, sha1: none, sha512: none };
        for (index, entry) in entries.iter().enumerate() {
            if root.equals(&entry.hash, der) {
                let best = match entry.hash.algorithm() {
                    HashAlgorithm::Sha1 => &mut hits.sha1,
                    HashAlgorithm::Sha512 => &mut hits.sha512,
                    _ => &mut hits.always,
                };
                *best = Hit { standing: standing(cx, entry), index }.min(*best);
            }
        }
        hits
    }

    /// The best entry that counts on a generation.
    fn on(&self, generation: &Generation) -> Hit {
        let mut best = self.always;
        if generation.sha1_entries == Support::Yes {
            best = best.min(self.sha1);
        }
        if generation.hash_type_3 == HashType3::Sha512 {
            best = best.min(self.sha512);
        }
        best
    }

    /// The outcome on one generation.
    fn judge(&self, generation: &Generation, findings: &mut FindingSet) -> Outcome {
        match self.on(generation).standing {
            Standing::Active => return Outcome::Pass,
            Standing::ActiveAsFarAsKnown => {
                findings.insert(Finding::RootHashFlagUnknown);
                return Outcome::Pass;
            }
            Standing::Inactive => findings.insert(Finding::RootHashInactive),
            Standing::Absent if self.sha1.standing != Standing::Absent => {
                findings.insert(Finding::RootHashSha1Void);
            }
            Standing::Absent => {}
        }
        findings.insert(Finding::RootHashNoMatch);
        Outcome::Fail
    }
}

fn standing(cx: &Context<'_>, entry: &HashEntry) -> Standing {
    match entry.active {
        Some(true) => Standing::Active,
        None if cx.policy.unknown_flag_is_active => Standing::ActiveAsFarAsKnown,
        _ => Standing::Inactive,
    }
}

/// What the device's entries are, if not the root's hash.
///
/// Here alone certificates below the root are hashed, and only with the algorithms of the list.
fn near_matches<R: Record>(cx: &Context<'_>, rec: &mut R, entries: &[HashEntry], root: &Hashes) {
    let (Some(candidate), Some(path)) = (cx.candidate, cx.path) else { return };
    let mut report = |finding: Finding, is: &dyn Fn(&Hash) -> bool| {
        for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| is(&entry.hash)) {
            rec.find(finding);
            rec.seen(|| format!("entry {}: {} ({})", index + 1, entry.hash, finding.text()));
        }
    };
    for algorithm in HashAlgorithm::ALL {
        if entries.iter().any(|entry| entry.hash.algorithm() == algorithm) {
            for (place, certificate) in cx.below_root() {
                let hash = Hash::of(algorithm, certificate.der());
                let finding = match place {
                    0 => Finding::DeviceHashIsLeaf,
                    _ => Finding::DeviceHashIsIntermediate,
                };
                report(finding, &|entry| hash.as_ref() == Some(entry));
            }
        }
    }
    for other in &candidate.paths {
        let other_root = other.root().filter(|index| !path.members().contains(index));
        let certificate = other_root.and_then(|index| cx.prepared.certificate(index));
        if let (Some(hashes), Some(certificate)) = (other.root_hashes(), certificate) {
            let is = |entry: &Hash| hashes.equals(entry, certificate.der());
            report(Finding::DeviceHashOtherPath, &is);
        }
    }
    if let Some(root) = cx.members().next_back() {
        let key = root.public_key();
        let hashes = [key.key(), key.spki()].map(Hash::sha1);
        report(Finding::DeviceHashIsKeyId, &|entry| {
            hashes.contains(entry) || root.subject_key_identifier() == Some(entry.as_bytes())
        });
    }
    report(Finding::DeviceHashDamaged, &|entry| {
        root.all().iter().any(|hash| entry.is_damaged(hash))
    });
}

fn show_root(root: &Hashes) -> String {
    let name = KnownRoot::find(&root.sha256).map_or("not a known public root", |known| known.name);
    format!("root hash SHA-256 {}, SHA-1 {} ({name})", root.sha256, root.sha1)
}

/// the root is private, so its hash has to be entered.
pub(super) fn private_root<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    let Some(root) = path.root_hashes() else { return Outcome::NotEvaluated };
    if path.known_root.is_some() {
        return Outcome::NotApplicable;
    }
    rec.find(Finding::PrivateRoot);
    rec.seen(|| root.sha256.to_string());
    Outcome::Pass
}

/// what is known of the root and this firmware; never decides.
pub(super) fn known_root<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let (Some(path), Some(release)) = (cx.path, cx.device.facts().release.value()) else {
        return Outcome::NotEvaluated;
    };
    if path.root().is_none() {
        return Outcome::NotEvaluated;
    }
    let Some(known) = path.known_root else { return Outcome::NotApplicable };
    let finding = if known.is_retired_on(*release) {
        Some(Finding::RootRetired)
    } else if known.is_too_new_for(*release) {
        Some(Finding::RootTooNewForFirmware)
    } else {
        None
    };
    if let Some(finding) = finding {
        // What the device's list says counts for more than the table.
        if listed(cx, &mut super::Silent::default()) != Outcome::Pass {
            rec.find(finding);
        }
    }
    rec.seen(|| format!("{}: attested {}", known.name, known.attested));
    Outcome::Pass
}
