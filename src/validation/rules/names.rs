//! names of the certificate against names of the device.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::shown::{show_identifiers, show_suffix};
use super::suffix::{CommonNames, SuffixAnswers, policy_effect};
use super::{Context, Record};
use crate::device::firmware::Wireless;
use crate::device::{Interface, Suffix, SuffixSource};
use crate::dns_suffix::{DnsName, NameChanges, NameError, ShownBytes};
use crate::finding::{Finding, FindingSet};
use crate::release::Release;
use crate::validation::leaf::{Identifier, Leaf, Place};
use crate::validation::outcome::Outcome;
use crate::validation::policy::{NameSource, Policy, Switch, TrimNames};

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
pub(super) fn is_malformed(identifier: &Identifier) -> bool {
    identifier.place == Place::AlternativeName
        || ShownBytes(&identifier.received).first_hidden().is_some()
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
