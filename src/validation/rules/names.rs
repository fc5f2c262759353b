//! names of the certificate against names of the device.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Context, Record};
use crate::device::firmware::Wireless;
use crate::device::{Device, Generation, Interface, Suffix, SuffixSource};
use crate::dns_suffix::{DepthExtension, DnsName, MatchRules, NameChanges, NameError, ShownBytes};
use crate::finding::{Finding, FindingSet};
use crate::release::Release;
use crate::validation::leaf::{Identifier, Leaf, Place};
use crate::validation::outcome::{MissingInputs, Outcome};
use crate::validation::policy::{
    MultipleCn, NameSource, Policy, PolicyEffect, SuffixPrecedence, SuffixReading, Switch,
    TrimNames, Wildcards,
};
use crate::validation::prepared::Candidate;

/// R-308 with: has the certificate a name that can match at all?
pub(super) fn identifiers<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(candidate) = cx.candidate else { return Outcome::NotEvaluated };
    let names = &candidate.leaf.identifiers;
    let mut common_names = names.iter().filter(|name| name.place == Place::CommonName).peekable();
    if common_names.peek().is_none() {
        rec.find(Finding::CnMissing);
    }
    if common_names.any(|name| name.usable().is_none()) {
        rec.find(Finding::CnNotFqdn);
    }
    for name in names {
        match &name.name {
            Ok(read) if read.changes().beyond_case() => rec.find(Finding::NameNormalised),
            Err(NameError::MisplacedWildcard { .. }) => rec.find(Finding::WildcardMalformed),
            Err(_) if is_malformed(name) => rec.find(Finding::NameMalformed),
            _ => {}
        }
        if name.odd_alphabet {
            rec.find(Finding::NameAlphabet);
        }
    }
    rec.seen(|| show_identifiers(&candidate.leaf));
    rec.wanted(|| String::from("a CN that is a fully qualified domain name"));
    let mut usable = names.iter().filter(|name| name.usable().is_some()).peekable();
    let any = Outcome::of(usable.peek().is_some());
    if cx.policy.san == NameSource::Accept {
        return any;
    }
    let outcome = Outcome::of(usable.any(|name| name.place == Place::CommonName));
    if outcome != any {
        rec.policy(Switch::San, any);
    }
    outcome
}

/// Is a name that cannot be read malformed? A CN often is no host name at all, such as a
/// person's, and `CN_NOT_FQDN` says so; but what cannot be seen in it has to be told.
fn is_malformed(identifier: &Identifier) -> bool {
    identifier.place == Place::AlternativeName
        || ShownBytes(&identifier.received).first_hidden().is_some()
}

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
struct Answer {
    outcome: Outcome,
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
    pki: Option<Answer>,
    dhcp: Option<Answer>,
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
struct CommonNames {
    number: u32,
    matching: u32,
    last_matches: bool,
}

impl CommonNames {
    fn add(&mut self, matches: bool) {
        self.number = self.number.saturating_add(1);
        self.matching = self.matching.saturating_add(u32::from(matches));
        self.last_matches = matches;
    }

    const fn all(&self) -> bool {
        self.number > 0 && self.matching == self.number
    }

    fn outcome(&self, policy: MultipleCn) -> Outcome {
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
fn policy_effect(
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

/// the PKI DNS suffix and the DHCP suffix lead to the same outcome.
pub(super) fn sources_agree<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    if cx.candidate.is_none() || cx.device.suffixes().is_none() {
        return Outcome::NotEvaluated;
    }
    let SuffixAnswers { pki: Some(pki), dhcp: Some(dhcp) } = cx.suffix_answers else {
        return Outcome::NotApplicable;
    };
    if pki.outcome != dhcp.outcome {
        rec.find(Finding::SuffixSourcesDisagree);
        rec.seen(|| {
            format!("by PKI DNS suffix: {}; by DHCP suffix: {}", pki.outcome, dhcp.outcome)
        });
    }
    Outcome::Pass
}

/// the suffix is no host name of the certificate.
pub(super) fn host_name<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(candidate) = cx.candidate else { return Outcome::NotEvaluated };
    for suffix in counting(cx) {
        let Ok(name) = &suffix.name else { continue };
        let mut hosts = candidate.leaf.identifiers.iter().filter_map(|i| i.name.as_ref().ok());
        if hosts.any(|host| name.is_host_name(host)) {
            rec.find(Finding::SuffixIsHostName);
            rec.seen(|| show_suffix(suffix));
        }
    }
    Outcome::Pass
}

/// a public CA can issue for the suffix.
pub(super) fn never_public<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path.filter(|path| path.root().is_some()) else {
        return Outcome::NotEvaluated;
    };
    let mut never_public =
        counting(cx).filter(|s| s.name.as_ref().is_ok_and(DnsName::is_never_public)).peekable();
    if never_public.peek().is_some() && path.known_root.is_some() {
        rec.find(Finding::SuffixNeverPublic);
        rec.seen(|| never_public.map(show_suffix).collect::<Vec<_>>().join(", "));
    }
    Outcome::Pass
}

/// The suffixes that count for this device.
fn counting<'a>(cx: &Context<'a>) -> impl Iterator<Item = &'a Suffix> + use<'a> {
    let interface = cx.device.interface();
    let all = cx.device.suffixes().unwrap_or_default();
    all.iter().filter(move |suffix| suffix.source.counts(interface))
}

/// the strict comparison with the provisioning server FQDN.
pub(super) fn strict_fqdn<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(configured) = cx.device.server_fqdn() else { return Outcome::NotApplicable };
    let Some(candidate) = cx.candidate else { return Outcome::NotEvaluated };
    rec.wanted(|| format!("CN {}", ShownBytes(&configured.received)));
    rec.seen(|| show_identifiers(&candidate.leaf));
    let Ok(wanted) = &configured.name else {
        rec.find(Finding::NameMalformed);
        return Outcome::Fail;
    };
    if wanted.changes().beyond_case() {
        rec.find(Finding::NameNormalised);
    }
    let mut findings = FindingSet::EMPTY;
    let outcome = equals_cn(&candidate.leaf, wanted, cx.policy, &mut findings);
    rec.find_all(findings);
    rec.policy_effect(|| {
        policy_effect(*cx.policy, outcome, |policy| {
            equals_cn(&candidate.leaf, wanted, policy, &mut FindingSet::EMPTY.clone())
        })
    });
    outcome
}

fn equals_cn(leaf: &Leaf, wanted: &DnsName, policy: &Policy, findings: &mut FindingSet) -> Outcome {
    let as_received = |name: &DnsName| !name.changes().contains(NameChanges::BLANKS);
    let equals = |name: &DnsName| {
        let trims = policy.trim_names == TrimNames::Report;
        name == wanted && (trims || as_received(name) && as_received(wanted))
    };
    let (mut cns, mut by_san) = (CommonNames::default(), false);
    for identifier in &leaf.identifiers {
        let matches = identifier.name.as_ref().is_ok_and(equals);
        match identifier.place {
            Place::CommonName => cns.add(matches),
            Place::AlternativeName => by_san |= matches,
        }
    }
    let outcome = cns.outcome(policy.multiple_cn);
    match outcome {
        Outcome::Undetermined => findings.insert(Finding::CnMultipleDisagree),
        Outcome::Fail if by_san => {
            findings.insert(Finding::StrictFqdnSanOnly);
            return Outcome::of(policy.strict_accepts_san);
        }
        Outcome::Fail => findings.insert(Finding::StrictFqdnMismatch),
        _ => {}
    }
    outcome
}

/// the interface.
pub(super) fn interface<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(interface) = cx.device.interface() else {
        rec.wanted(|| String::from("the built-in wired AMT LAN, which was assumed"));
        return Outcome::NotEvaluated;
    };
    rec.seen(|| String::from(interface.name()));
    match interface {
        Interface::Wired => return Outcome::Pass,
        Interface::Other => {
            rec.wanted(|| String::from("the wired LAN, WLAN or dock that AMT uses"));
            rec.find(Finding::InterfaceNotSupported);
            return Outcome::Fail;
        }
        Interface::Dock => rec.find(Finding::DockOemEnabled),
        Interface::Wireless => {}
    }
    rec.wanted(|| String::from("the PKI DNS suffix"));
    let Some(suffixes) = cx.device.suffixes() else { return Outcome::NotEvaluated };
    if suffixes.iter().any(|suffix| suffix.source == SuffixSource::PkiDnsSuffix) {
        return Outcome::Pass;
    }
    rec.find(Finding::InterfaceNeedsPkiSuffix);
    Outcome::Fail
}

/// provisioning over wireless by release.
pub(super) fn wireless<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    if cx.device.interface() != Some(Interface::Wireless) {
        return Outcome::NotApplicable;
    }
    rec.seen(|| cx.device.facts().release.value().map_or_else(String::new, Release::to_string));
    rec.wanted(|| String::from("a release that provisions over wireless: 11.0 or later"));
    cx.by_generation(rec, |generation, findings| match generation.wireless {
        Wireless::NotSupported => {
            findings.insert(Finding::InterfaceNotSupported);
            Outcome::Fail
        }
        Wireless::Undetermined => {
            findings.insert(Finding::WirelessUncertain);
            Outcome::Undetermined
        }
        Wireless::PkiSuffixOnly => Outcome::Pass,
    })
}

fn show_identifiers(leaf: &Leaf) -> String {
    if leaf.identifiers.is_empty() {
        return String::from("no name");
    }
    let show = |identifier: &Identifier| {
        let received = ShownBytes(&identifier.received);
        let shown = format!("{} {received}", identifier.place.name());
        match &identifier.name {
            Ok(_) => shown,
            Err(error) => format!("{shown} ({error})"),
        }
    };
    leaf.identifiers.iter().map(show).collect::<Vec<_>>().join(", ")
}

fn show_suffix(suffix: &Suffix) -> String {
    let shown = format!("{} {}", suffix.source.name(), ShownBytes(&suffix.received));
    match &suffix.name {
        Ok(name) if name.changes().beyond_case() => format!("{shown}, read as {name}"),
        Ok(_) => shown,
        Err(error) => format!("{shown} ({error})"),
    }
}

fn show_suffixes(cx: &Context<'_>, suffixes: &[Suffix]) -> String {
    if suffixes.is_empty() {
        return String::from("a DNS suffix of the device; it has none");
    }
    let show = |suffix: &Suffix| {
        let ignored = !suffix.source.counts(cx.device.interface());
        let shown = show_suffix(suffix);
        if ignored { format!("{shown} (ignored by AMT)") } else { shown + &differing(cx, suffix) }
    };
    suffixes.iter().map(show).collect::<Vec<_>>().join(", ")
}

/// For a suffix that no identifier matches: the first label that differs, per identifier.
fn differing(cx: &Context<'_>, suffix: &Suffix) -> String {
    let (Some(candidate), Ok(name)) = (cx.candidate, &suffix.name) else { return String::new() };
    let Some(generation) = cx.device.generations().last() else { return String::new() };
    let mut text = String::new();
    for identifier in candidate.leaf.identifiers.iter().filter_map(Identifier::usable) {
        let matched = identifier.matches(name, generation.depth_extension);
        let shown = |label: Option<&str>| label.unwrap_or("nothing").to_string();
        if matched.is_match() {
            let rules: Vec<_> =
                matched.rules().iter_names().map(|(rule, _)| rule.to_lowercase()).collect();
            text += &format!("; {identifier} matches by {}", rules.join(" and "));
            if let Some(depth) = matched.depth().filter(|_| matched.is_only_by_depth()) {
                text += &format!(" ({depth} labels)");
            }
            if identifier.differs_in_case(name) {
                text += ", apart from letter case";
            }
        } else {
            let index = matched.equal_labels();
            text += &format!(
                "; {identifier} differs in label {} from the right: {} against {}",
                index.saturating_add(1),
                shown(identifier.label_from_right(index)),
                shown(name.label_from_right(index)),
            );
            let later = [DepthExtension::ComNet, DepthExtension::Full]
                .into_iter()
                .find(|extension| identifier.matches(name, *extension).is_match());
            if let Some(release) = later.and_then(|extension| cx.device.later_depth(extension)) {
                text += &format!("; it matches from release {release} on");
            }
        }
    }
    text
}
