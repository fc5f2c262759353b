//! what else has to be right around the certificate.

use alloc::format;
use alloc::string::{String, ToString};

use super::{Context, Record};
use crate::device::firmware::{RemotePki, Shbc, Support};
use crate::device::{ControlMode, Fact, Flow, SuffixSource, TlsMode};
use crate::finding::Finding;
use crate::validation::outcome::Outcome;

/// Raises `finding` without deciding anything if the fact is `bad`.
fn advise<R: Record>(rec: &mut R, fact: &Fact<bool>, bad: bool, finding: Finding) -> Outcome {
    match fact.value() {
        None => Outcome::NotEvaluated,
        Some(value) => {
            if *value == bad {
                rec.find(finding);
            }
            Outcome::Pass
        }
    }
}

/// Fails with `finding` if `holds` is known to be false, in flows over the network.
fn require<R: Record>(
    cx: &Context<'_>,
    rec: &mut R,
    holds: Option<bool>,
    finding: Finding,
) -> Outcome {
    if !cx.is_remote() {
        return Outcome::NotApplicable;
    }
    rec.wanted(|| String::from(finding.rule().title()));
    match holds {
        None => Outcome::NotEvaluated,
        Some(true) => Outcome::Pass,
        Some(false) => {
            rec.find(finding);
            rec.seen(|| String::from(finding.text()));
            Outcome::Fail
        }
    }
}

pub(super) fn dns_server<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    advise(rec, &cx.device.facts().dhcp_dns_server, false, Finding::DhcpOption6Missing)
}

pub(super) fn pki_mode<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let mode = cx.device.facts().tls_mode.value();
    require(cx, rec, mode.map(|mode| *mode == TlsMode::Pki), Finding::DeviceNotPkiMode)
}

pub(super) fn interface_open<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let open = cx.device.facts().interface_open.value().copied();
    require(cx, rec, open, Finding::InterfaceClosed)
}

pub(super) fn device_certificate<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let refused = &cx.device.facts().device_certificate_refused;
    advise(rec, refused, true, Finding::DeviceCertImplausible)
}

pub(super) fn link<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    advise(rec, &cx.device.facts().link_up, false, Finding::LinkDown)
}

pub(super) fn remote_configuration<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let enabled = cx.device.facts().remote_configuration.value().copied();
    require(cx, rec, enabled, Finding::RemoteConfigurationDisabled)
}

pub(super) fn already_provisioned<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(mode) = cx.device.facts().control_mode.value() else { return Outcome::NotEvaluated };
    rec.seen(|| format!("control mode {}", mode.name()));
    if *mode == ControlMode::Admin {
        rec.find(Finding::AlreadyProvisioned);
        return Outcome::NotApplicable;
    }
    Outcome::Pass
}

/// does some generation that is still possible offer the flow?
pub(super) fn flow<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let facts = cx.device.facts();
    let (Some(flow), Some(release)) = (facts.flow.value(), facts.release.value()) else {
        return Outcome::NotEvaluated;
    };
    let offered = cx.device.generations().iter().any(|generation| match flow {
        Flow::TlsPki => generation.remote_pki != RemotePki::NotOffered,
        Flow::HostBased => {
            generation.admin_setup == Support::Yes || generation.shbc != Shbc::NotOffered
        }
    });
    if !offered {
        rec.find(Finding::FlowNotAvailable);
    }
    rec.seen(|| format!("{} on {release}", flow.name()));
    Outcome::Pass
}

pub(super) fn static_ip<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    advise(rec, &cx.device.facts().static_ip, true, Finding::StaticIpProfile)
}

pub(super) fn cira<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let facts = cx.device.facts();
    match (facts.static_ip.value(), facts.cira.value()) {
        (Some(true), Some(true)) => {
            rec.find(Finding::StaticIpCira);
            Outcome::Pass
        }
        (Some(false), _) | (_, Some(false)) => Outcome::NotApplicable,
        _ => Outcome::NotEvaluated,
    }
}

pub(super) fn home_domain<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let (Some(home), Some(suffixes)) = (cx.device.home_domain(), cx.device.suffixes()) else {
        return Outcome::NotEvaluated;
    };
    let mut dhcp = suffixes.iter().filter(|s| s.source == SuffixSource::DhcpOption15);
    if home.name.is_ok() && dhcp.any(|suffix| suffix.name.as_ref().ok() == home.name.as_ref().ok())
    {
        rec.find(Finding::HomeDomainIsSuffix);
    }
    Outcome::Pass
}

pub(super) fn release<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(release) = cx.device.facts().release.value() else { return Outcome::NotEvaluated };
    rec.seen(|| release.to_string());
    if cx.device.is_beyond_table() {
        rec.find(Finding::ReleaseBeyondTable);
    }
    Outcome::Pass
}
