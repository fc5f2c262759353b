//! purpose and marker of the leaf.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Context, Record};
use crate::certificate::Oid;
use crate::finding::Finding;
use crate::oid;
use crate::validation::leaf::{INTEL_OU, Marker};
use crate::validation::outcome::Outcome;
use crate::validation::policy::Switch;

pub(super) fn server_auth<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let (Some(candidate), Some(leaf)) = (cx.candidate, cx.leaf()) else {
        return Outcome::NotEvaluated;
    };
    rec.wanted(|| format!("serverAuth ({}) in Extended Key Usage", oid::SERVER_AUTH));
    rec.seen(|| match leaf.key_purposes() {
        None => String::from("no Extended Key Usage"),
        Some(purposes) => {
            purposes.map(|purpose| purpose_name(purpose)).collect::<Vec<_>>().join(", ")
        }
    });
    if candidate.leaf.server_auth {
        return Outcome::Pass;
    }
    if leaf.key_purposes().is_some() {
        rec.find(Finding::EkuServerAuthMissing);
        return Outcome::Fail;
    }
    rec.find(Finding::EkuAbsent);
    if cx.policy.absent_eku_is_server {
        rec.policy(Switch::AbsentEkuIsServer, Outcome::Fail);
        return Outcome::Pass;
    }
    Outcome::Fail
}

pub(super) fn marker<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let (Some(candidate), Some(leaf)) = (cx.candidate, cx.leaf()) else {
        return Outcome::NotEvaluated;
    };
    let marker = candidate.leaf.marker;
    rec.wanted(|| {
        format!("{} in Extended Key Usage, or OU exactly \"{INTEL_OU}\"", oid::AMT_PROVISIONING)
    });
    if marker.satisfied() {
        rec.seen(|| {
            let oid = marker.contains(Marker::OID).then_some("the AMT OID");
            let ou = marker.contains(Marker::OU).then_some("the Intel OU");
            oid.into_iter().chain(ou).collect::<Vec<_>>().join(" and ")
        });
        return Outcome::Pass;
    }
    rec.seen(|| {
        let units: Vec<_> = leaf
            .subject()
            .organizational_units()
            .map(|ou| format!("OU \"{}\"", ou.text().unwrap_or_default().escape_debug()))
            .collect();
        if units.is_empty() { String::from("no OU") } else { units.join(", ") }
    });
    rec.find(Finding::MarkerMissing);
    if marker.contains(Marker::OU_NEAR_MISS) {
        rec.find(Finding::MarkerOuNearMiss);
    }
    if marker.contains(Marker::OTHER_EXTENSION) {
        rec.find(Finding::MarkerWrongExtension);
        rec.seen(|| String::from("the AMT OID in a policy extension"));
    }
    if candidate.leaf.has_wildcard() {
        rec.find(Finding::WildcardWithoutMarker);
    }
    Outcome::Fail
}

fn purpose_name(purpose: Oid<'_>) -> String {
    match purpose {
        _ if purpose == oid::SERVER_AUTH => String::from("serverAuth"),
        _ if purpose == oid::AMT_PROVISIONING => format!("Intel AMT provisioning ({purpose})"),
        _ if purpose == oid::ANY_EXTENDED_KEY_USAGE => String::from("anyExtendedKeyUsage"),
        _ if purpose == oid::CLIENT_AUTH => String::from("clientAuth"),
        _ => purpose.to_string(),
    }
}
