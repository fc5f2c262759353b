//! the root's hash and the device's list.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::LazyCell;

use super::{Context, Record, Silent};
use crate::certificate::Certificate;
use crate::device::Generation;
use crate::device::firmware::{HashType3, MebxEntry, Support};
use crate::finding::{Finding, FindingSet};
use crate::root_hash::{Hash, HashAlgorithm, HashEntry, KnownRoot};
use crate::validation::outcome::{MissingInputs, Outcome};
use crate::validation::path::Hashes;
use crate::validation::policy::{Policy, PolicyEffect, Switch};

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
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
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
    let outcome = root.map_or(Outcome::NotEvaluated, |root| matches_entry(cx, rec, entries, root));
    if outcome == Outcome::Pass {
        return if cx.device.facts().assume_default_roots { assumed(rec) } else { outcome };
    }
    if cx.policy.allow_non_root_anchor && holds_ca_below_root(cx, entries) {
        rec.policy(Switch::AllowNonRootAnchor, outcome);
        return Outcome::Pass;
    }
    near_matches(cx, rec, entries, root);
    if cx.device.facts().assume_default_roots {
        return assumed(rec);
    }
    let release = cx.device.facts().release.value().copied();
    if outcome == Outcome::Fail && list.is_possibly_truncated(release) {
        rec.find(Finding::RootHashListMayBeTruncated);
        rec.missing(MissingInputs::ROOT_HASHES);
        return Outcome::Undetermined;
    }
    outcome
}

/// The known roots stand in for the device's list, which leaves the rule open.
fn assumed<R: Record>(rec: &mut R) -> Outcome {
    rec.find(Finding::RootHashAssumed);
    rec.missing(MissingInputs::ROOT_HASHES);
    Outcome::Undetermined
}

/// R-601 on every generation that is still possible.
fn matches_entry<R: Record>(
    cx: &Context<'_>,
    rec: &mut R,
    entries: &[HashEntry],
    root: &Hashes,
) -> Outcome {
    let der = cx.members().next_back().map_or(&[][..], Certificate::der);
    let hits = Hits::find(cx, entries, root, der);
    let outcome = cx.by_generation(rec, |generation, findings| hits.judge(generation, findings));
    if !cx.policy.unknown_flag_is_active {
        rec.policy_effect(|| {
            let cx = Context { policy: &Policy::default(), ..*cx };
            let hits = Hits::find(&cx, entries, root, der);
            let judge = |generation: &_, findings: &mut _| hits.judge(generation, findings);
            let original = cx.by_generation(&mut Silent::default(), judge);
            let switch = Switch::UnknownFlagIsActive;
            (original != outcome).then_some(PolicyEffect { switch, original })
        });
    }
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
    outcome
}

/// Does the device hold, active, the hash of a CA certificate of the path that is no root?
fn holds_ca_below_root(cx: &Context<'_>, entries: &[HashEntry]) -> bool {
    cx.below_root().skip(1).any(|(_, ca)| {
        entries.iter().any(|entry| {
            standing(cx, entry) != Standing::Inactive
                && Hash::of(entry.hash.algorithm(), ca.der()) == Some(entry.hash)
        })
    })
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
fn near_matches<R: Record>(
    cx: &Context<'_>,
    rec: &mut R,
    entries: &[HashEntry],
    root: Option<&Hashes>,
) {
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
    let (Some(certificate), Some(root)) = (cx.members().next_back(), root) else { return };
    let key = certificate.public_key();
    let key_hashes = LazyCell::new(|| [key.key(), key.spki()].map(Hash::sha1));
    report(Finding::DeviceHashIsKeyId, &|entry| {
        entry.algorithm() == HashAlgorithm::Sha1 && key_hashes.contains(entry)
            || certificate.subject_key_identifier() == Some(entry.as_bytes())
    });
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
    rec.seen(|| format!("root hash SHA-256 {}", root.sha256));
    rec.wanted(|| {
        let mut ways: Vec<&str> = cx.device.generations().iter().map(ways_to_enter).collect();
        ways.dedup();
        ways.join("; or by release: ")
    });
    Outcome::Pass
}

/// How a root hash gets into a device of one generation.
fn ways_to_enter(generation: &Generation) -> &'static str {
    match generation.mebx_entry {
        MebxEntry::Sha1Only => "its SHA-1 entered in MEBx, or any hash by USB key",
        MebxEntry::Offered => "its hash entered in MEBx or by USB key",
        MebxEntry::NotOffered => "its hash entered by USB key or enrolment; MEBx offers no entry",
    }
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
        if listed(cx, &mut Silent::default()) != Outcome::Pass {
            rec.find(finding);
        }
    }
    rec.seen(|| format!("{}: attested {}", known.name, known.attested));
    Outcome::Pass
}
