//! the suffix rule as a whole.

use alloc::format;

use super::names::is_malformed;
use super::shown::{show_identifiers, show_suffixes};
use super::{Context, Record};
use crate::device::{Device, Generation, Suffix, SuffixSource};
use crate::dns_suffix::{DepthExtension, DnsName, MatchRules, NameChanges, NameError};
use crate::finding::{Finding, FindingSet};
use crate::validation::leaf::{Leaf, Place};
use crate::validation::outcome::{MissingInputs, Outcome};
use crate::validation::policy::{
    MultipleCn, NameSource, Policy, PolicyEffect, SuffixPrecedence, SuffixReading, Switch,
    TrimNames, Wildcards,
};
use crate::validation::prepared::Candidate;

/// the suffix rule as a whole.
pub(super) fn suffix<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(candidate) = cx.candidate else { return Outcome::NotEvaluated };
    let Some(suffixes) = cx.device.suffixes() else {
        if cx.device.server_fqdn().is_some() {
            return Outcome::NotApplicable;
        }
        rec.find(Finding::SuffixNotGiven);
        rec.missing(MissingInputs::SUFFIXES);
        rec.seen(|| show_identifiers(&candidate.leaf));
        return Outcome::NotEvaluated;
    };
    rec.seen(|| show_identifiers(&candidate.leaf));
    rec.wanted(|| show_suffixes(cx, suffixes));
    let mut findings = FindingSet::EMPTY;
    let outcome = if let Some(answer) = cx.suffix_answers.effective(cx.policy.suffix_precedence) {
        findings = answer.findings;
        if answer.disputed {
            cx.name_missing_generation(rec);
        }
        rec.policy_effect(|| {
            policy_effect(*cx.policy, answer.outcome, |policy| {
                let answers = SuffixAnswers::ask(candidate, cx.device, policy);
                let effective = answers.effective(policy.suffix_precedence);
                effective.map_or(Outcome::Fail, |answer| answer.outcome)
            })
        });
        answer.outcome
    } else {
        findings.insert(Finding::SuffixMissing);
        Outcome::Fail
    };
    if outcome != Outcome::Pass {
        let ignored = suffixes.iter().filter(|s| !s.source.counts(cx.device.interface()));
        let matches =
            |suffix: &Suffix| ask(candidate, suffix, cx.device, cx.policy).outcome == Outcome::Pass;
        if ignored.clone().any(matches) {
            findings.insert(Finding::SuffixSourceIgnored);
        }
    }
    if cx.device.server_fqdn().is_some() {
        // Told for information: the strict comparison replaces this rule.
        rec.wanted(|| format!("(for information: by suffix alone this would {outcome})"));
        return Outcome::NotApplicable;
    }
    rec.find_all(findings);
    outcome
}

/// What the suffix rule says of one suffix, or of several.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    pub(super) outcome: Outcome,
    findings: FindingSet,
    /// Firmware generations that are still possible disagree.
    disputed: bool,
}

impl Answer {
    /// Either may match (D-30).
    fn or(self, other: Self) -> Self {
        match (self.outcome, other.outcome) {
            (Outcome::Pass, _) => self,
            (_, Outcome::Pass) => other,
            _ => {
                let undetermined = [self.outcome, other.outcome].contains(&Outcome::Undetermined);
                Self {
                    outcome: if undetermined { Outcome::Undetermined } else { Outcome::Fail },
                    findings: self.findings.union(other.findings),
                    disputed: self.disputed || other.disputed,
                }
            }
        }
    }

    /// Both must match.
    fn and(self, other: Self) -> Self {
        let outcomes = [self.outcome, other.outcome];
        let outcome = [Outcome::Fail, Outcome::Undetermined]
            .into_iter()
            .find(|outcome| outcomes.contains(outcome))
            .unwrap_or(Outcome::Pass);
        let findings = self.findings.union(other.findings);
        Self { outcome, findings, disputed: self.disputed || other.disputed }
    }
}

/// The answers of the PKI DNS suffix and of the DHCP suffixes, where they exist and count.
#[derive(Clone, Copy)]
pub(crate) struct SuffixAnswers {
    pub(super) pki: Option<Answer>,
    pub(super) dhcp: Option<Answer>,
}

impl SuffixAnswers {
    pub(super) const NONE: Self = Self { pki: None, dhcp: None };

    pub(super) fn ask(candidate: &Candidate, device: &Device, policy: &Policy) -> Self {
        let mut answers = Self::NONE;
        let mut asked: Option<(&Suffix, Answer)> = None;
        for suffix in device.suffixes().unwrap_or_default() {
            if suffix.source.counts(device.interface()) {
                // Sources mostly agree.
                let answer = match asked {
                    Some((other, answer)) if other.received == suffix.received => answer,
                    _ => ask(candidate, suffix, device, policy),
                };
                asked = Some((suffix, answer));
                let of_source = match suffix.source {
                    SuffixSource::PkiDnsSuffix => &mut answers.pki,
                    _ => &mut answers.dhcp,
                };
                *of_source = Some(of_source.map_or(answer, |other| other.or(answer)));
            }
        }
        answers
    }

    /// The answer by precedence (R-316, D-01).
    fn effective(self, precedence: SuffixPrecedence) -> Option<Answer> {
        let Self { pki, dhcp } = self;
        match precedence {
            SuffixPrecedence::PkiFirst => pki.or(dhcp),
            SuffixPrecedence::DhcpFirst => dhcp.or(pki),
            SuffixPrecedence::Any => pki.into_iter().chain(dhcp).reduce(Answer::or),
            SuffixPrecedence::Both => pki.into_iter().chain(dhcp).reduce(Answer::and),
        }
    }
}

/// Asks the suffix rule about one suffix, for every generation that is still possible.
fn ask(candidate: &Candidate, suffix: &Suffix, device: &Device, policy: &Policy) -> Answer {
    let mut findings = FindingSet::EMPTY;
    let mut disputed = false;
    let outcome = match &suffix.name {
        Ok(name) => {
            if name.changes().beyond_case() {
                findings.insert(Finding::NameNormalised);
            }
            let blanks = name.changes().contains(NameChanges::BLANKS);
            if blanks && policy.trim_names == TrimNames::Reject {
                Outcome::Fail
            } else {
                let mut common = None;
                for generation in device.generations() {
                    let one = compare(&candidate.leaf, name, generation, policy, &mut findings);
                    disputed |= common.is_some_and(|common| common != one);
                    common = Some(one);
                }
                let common = common.unwrap_or(Outcome::NotEvaluated);
                if disputed { Outcome::Undetermined } else { common }
            }
        }
        Err(NameError::MisplacedWildcard { .. }) => {
            findings.insert(Finding::WildcardMalformed);
            Outcome::Fail
        }
        Err(_) => {
            findings.insert(Finding::NameMalformed);
            Outcome::Fail
        }
    };
    Answer { outcome, findings, disputed }
}

/// Compares every identifier of a leaf with one suffix on one generation.
fn compare(
    leaf: &Leaf,
    suffix: &DnsName,
    generation: &Generation,
    policy: &Policy,
    findings: &mut FindingSet,
) -> Outcome {
    let mut merits = Merits::empty();
    let (mut cns, mut by_san, mut unsure) = (CommonNames::default(), false, false);
    for identifier in &leaf.identifiers {
        let is_cn = identifier.place == Place::CommonName;
        if !is_cn && (policy.san == NameSource::CnOnly || cns.all() && merits.is_all()) {
            // The CNs come first; nothing that follows counts, or speaks for more than they do.
            break;
        }
        let matched = match &identifier.name {
            Ok(name) => accepts(name, suffix, generation, policy),
            Err(_) => Accepted::No,
        };
        unsure |= matches!(matched, Accepted::Unsure);
        let matches = matches!(matched, Accepted::Yes(_));
        if is_cn {
            cns.add(matches);
        } else {
            by_san |= matches;
        }
        if let Accepted::Yes(more) = matched {
            merits |= more;
        }
    }
    let outcome = match cns.outcome(policy.multiple_cn) {
        _ if by_san => Outcome::Pass,
        Outcome::Fail if unsure => {
            findings.insert(Finding::WildcardUncertain);
            Outcome::Undetermined
        }
        Outcome::Undetermined => {
            findings.insert(Finding::CnMultipleDisagree);
            Outcome::Undetermined
        }
        outcome => outcome,
    };
    if outcome == Outcome::Pass {
        let only_san = by_san && cns.matching == 0;
        for (present, finding) in [
            (only_san, Finding::SanOnlyMatch),
            (!merits.contains(Merits::NOT_ONLY_DEPTH), Finding::SuffixOnlyByDepth),
            (!merits.contains(Merits::EITHER_READING), Finding::SuffixReadingDiffers),
            (!merits.contains(Merits::NOT_BROAD), Finding::SuffixTooBroad),
            (!merits.contains(Merits::DOCUMENTED), Finding::WildcardUncertain),
        ] {
            if present {
                findings.insert(finding);
            }
        }
    } else if outcome == Outcome::Fail {
        explain_mismatch(leaf, suffix, generation, policy, findings);
    }
    outcome
}

/// How many CNs match, and what it means if only some do (R-309, D-09).
#[derive(Default)]
pub(super) struct CommonNames {
    number: u32,
    matching: u32,
    last_matches: bool,
}

impl CommonNames {
    pub(super) fn add(&mut self, matches: bool) {
        self.number = self.number.saturating_add(1);
        self.matching = self.matching.saturating_add(u32::from(matches));
        self.last_matches = matches;
    }

    pub(super) const fn all(&self) -> bool {
        self.number > 0 && self.matching == self.number
    }

    pub(super) fn outcome(&self, policy: MultipleCn) -> Outcome {
        match policy {
            _ if self.all() => Outcome::Pass,
            _ if self.matching == 0 => Outcome::Fail,
            MultipleCn::Undetermined => Outcome::Undetermined,
            MultipleCn::All => Outcome::Fail,
            MultipleCn::Any => Outcome::Pass,
            MultipleCn::Last => Outcome::of(self.last_matches),
        }
    }
}

bitflags::bitflags! {
    /// What speaks for a match; findings speak of what no match has.
    #[derive(Clone, Copy)]
    struct Merits: u8 {
        const NOT_ONLY_DEPTH = 1;
        const EITHER_READING = 1 << 1;
        const NOT_BROAD = 1 << 2;
        const DOCUMENTED = 1 << 3;
    }
}

enum Accepted {
    Yes(Merits),
    Unsure,
    No,
}

fn accepts(name: &DnsName, suffix: &DnsName, generation: &Generation, policy: &Policy) -> Accepted {
    let matched = name.matches(suffix, generation.depth_extension);
    let mut rules = if policy.allow_single_label_suffix {
        matched.rules_with_bare_suffix()
    } else {
        matched.rules()
    };
    if policy.suffix_reading == SuffixReading::Narrow && !matched.is_narrow() {
        rules.remove(MatchRules::PLAIN);
    }
    let blanks = name.changes().contains(NameChanges::BLANKS);
    let broad = matched.is_too_broad(suffix, policy.registry_labels);
    if rules.is_empty()
        || name.is_wildcard() && policy.wildcard == Wildcards::Reject
        || blanks && policy.trim_names == TrimNames::Reject
        || broad && policy.refuse_broad_suffix
    {
        return Accepted::No;
    }
    // Nobody documents since when wildcards match.
    let early = name.is_wildcard() && generation.depth_extension != DepthExtension::Full;
    if early && policy.wildcard == Wildcards::UndeterminedBefore4_1 {
        return Accepted::Unsure;
    }
    let mut merits = Merits::empty();
    merits.set(Merits::NOT_ONLY_DEPTH, rules != MatchRules::DEPTH);
    merits.set(Merits::EITHER_READING, rules != MatchRules::PLAIN || matched.is_narrow());
    merits.set(Merits::NOT_BROAD, !broad);
    merits.set(Merits::DOCUMENTED, !early);
    Accepted::Yes(merits)
}

fn explain_mismatch(
    leaf: &Leaf,
    suffix: &DnsName,
    generation: &Generation,
    policy: &Policy,
    findings: &mut FindingSet,
) {
    let refused = policy.refuse_broad_suffix
        && leaf.identifiers.iter().filter_map(|i| i.name.as_ref().ok()).any(|name| {
            let matched = name.matches(suffix, generation.depth_extension);
            matched.is_too_broad(suffix, policy.registry_labels)
        });
    findings.insert(if refused { Finding::SuffixTooBroad } else { Finding::SuffixMismatch });
    if !suffix.is_fqdn() && !policy.allow_single_label_suffix {
        findings.insert(Finding::SuffixBareTld);
    }
    for identifier in &leaf.identifiers {
        match &identifier.name {
            Ok(name)
                if generation.depth_extension != DepthExtension::Full
                    && name.matches(suffix, DepthExtension::Full).is_match() =>
            {
                findings.insert(Finding::SuffixDepthNotAvailable);
            }
            Err(NameError::MisplacedWildcard { .. }) => findings.insert(Finding::WildcardMalformed),
            Err(_) if is_malformed(identifier) => findings.insert(Finding::NameMalformed),
            _ => {}
        }
    }
}

/// Which switch changed a rule of names: the first whose default alone gives another outcome, or
/// else, where several do the same, the first that is not at its default.
pub(super) fn policy_effect(
    given: Policy,
    outcome: Outcome,
    judge: impl Fn(&Policy) -> Outcome,
) -> Option<PolicyEffect> {
    let default = Policy::default();
    let original = judge(&default);
    if original == outcome {
        return None;
    }
    let switches = [
        (
            Switch::SuffixPrecedence,
            Policy { suffix_precedence: default.suffix_precedence, ..given },
        ),
        (Switch::TrimNames, Policy { trim_names: default.trim_names, ..given }),
        (Switch::AllowSingleLabelSuffix, Policy { allow_single_label_suffix: false, ..given }),
        (Switch::Wildcard, Policy { wildcard: default.wildcard, ..given }),
        (Switch::San, Policy { san: default.san, ..given }),
        (Switch::MultipleCn, Policy { multiple_cn: default.multiple_cn, ..given }),
        (Switch::SuffixReading, Policy { suffix_reading: default.suffix_reading, ..given }),
        (Switch::RefuseBroadSuffix, Policy { refuse_broad_suffix: false, ..given }),
        (Switch::StrictAcceptsSan, Policy { strict_accepts_san: false, ..given }),
    ];
    let alone = switches.iter().find(|(_, without)| judge(without) != outcome);
    let switch = alone.or_else(|| switches.iter().find(|(_, without)| *without != given));
    switch.map(|(switch, _)| PolicyEffect { switch: *switch, original })
}
