//! purpose and marker.

use amt_provisioning::{Finding, Outcome, Rule, Switch};

use crate::REJECTED;
use crate::common::forge::{
    AMT_PROVISIONING, ANY_PURPOSE, CLIENT_AUTH, INTEL_OU, SERVER_AUTH, attribute, cn, eku, ou,
    policies, utf16,
};
use crate::common::rows::{Row, row};
use crate::common::{Forge, Scene, der};

const ORGANIZATIONAL_UNIT: &str = "2.5.4.11";
const CERTIFICATE_POLICIES: &str = "2.5.29.32";
const APPLICATION_POLICIES: &str = "1.3.6.1.4.1.311.21.10";

fn purposes(purposes: &[&str]) -> Scene {
    Scene::with_leaf(&leaf_for(purposes))
}

fn leaf_for(purposes: &[&str]) -> Forge {
    Forge::leaf("amt.example.com").with(eku(purposes))
}

/// A leaf without the AMT OID, and with one more attribute in its subject.
fn marked_by(attribute: Vec<u8>) -> Scene {
    Scene::with_leaf(&leaf_for(&[SERVER_AUTH]).and(attribute))
}

fn ou_as(tag: u8, text: &[u8]) -> Scene {
    marked_by(attribute(ORGANIZATIONAL_UNIT, tag, text))
}

pub(crate) fn rows() -> Vec<Row> {
    use Finding::*;
    let no_eku = Forge::leaf("amt.example.com").without("2.5.29.37");
    let no_eku_but_ou = Scene::with_leaf(&no_eku.clone().and(ou(INTEL_OU)));
    let critical =
        Forge::leaf("amt.example.com").with(eku(&[SERVER_AUTH, AMT_PROVISIONING]).critical());
    let many = ["1.2.3.4", "1.3.6.1.5.5.7.3.4", CLIENT_AUTH, AMT_PROVISIONING, SERVER_AUTH];
    let wildcard =
        |purposes: &[&str]| Scene::with_leaf(&Forge::leaf("*.example.com").with(eku(purposes)));
    // One relative name that holds two attributes, the OU second (by DER order of a SET).
    let multi_valued = der::tlv(
        der::SET,
        &[
            der::sequence(&[der::oid("2.5.4.10"), der::tlv(der::UTF8_STRING, b"O")]),
            der::sequence(&[
                der::oid(ORGANIZATIONAL_UNIT),
                der::tlv(der::UTF8_STRING, INTEL_OU.as_bytes()),
            ]),
        ]
        .concat(),
    );
    let policy_only = |oid| {
        Scene::with_leaf(
            &leaf_for(&[SERVER_AUTH]).with(policies(oid, &["1.2.3", AMT_PROVISIONING])),
        )
    };
    let ou_first = Forge::leaf("amt.example.com").with(eku(&[SERVER_AUTH])).subject(&[
        ou(INTEL_OU),
        ou("IT"),
        cn("amt.example.com"),
    ]);
    let mut rows = vec![
        row("R-201, S0-9", Rule::R201, Scene::ordinary()).shows(&["serverAuth"]),
        row("R-201, A5 the AMT OID alone", Rule::R201, purposes(&[AMT_PROVISIONING]))
            .fails(&[EkuServerAuthMissing]),
        row("R-201 clientAuth", Rule::R201, purposes(&[CLIENT_AUTH, AMT_PROVISIONING]))
            .fails(&[EkuServerAuthMissing])
            .shows(&["clientAuth"]),
        row("R-206 anywhere in the list", Rule::R201, purposes(&many)),
        row("R-206 anywhere in the list", Rule::R202, purposes(&many)),
        row("R-206 critical", Rule::R201, Scene::with_leaf(&critical)),
        row("R-206, A20, D-14 without clientAuth", Rule::R201, Scene::ordinary()),
        row("R-207, D-15 any purpose", Rule::R201, purposes(&[ANY_PURPOSE, AMT_PROVISIONING]))
            .fails(&[EkuServerAuthMissing]),
        row("R-207 any purpose", Rule::R202, purposes(&[ANY_PURPOSE, SERVER_AUTH]))
            .fails(&[MarkerMissing]),
        row("R-207, D-15 no Extended Key Usage", Rule::R201, no_eku_but_ou.clone())
            .fails(&[EkuAbsent]),
        row("R-207 no Extended Key Usage", Rule::R202, Scene::with_leaf(&no_eku))
            .fails(&[MarkerMissing]),
        row("D-15 policy", Rule::R201, no_eku_but_ou.set(|s| s.policy.absent_eku_is_server = true))
            .advises(&[EkuAbsent])
            .by_policy(Switch::AbsentEkuIsServer, Outcome::Fail),
        row(
            "D-15 policy does not excuse other purposes",
            Rule::R201,
            purposes(&[AMT_PROVISIONING]).set(|s| s.policy.absent_eku_is_server = true),
        )
        .fails(&[EkuServerAuthMissing]),
        row("R-202, A1, S0-12 the OID", Rule::R202, Scene::ordinary()).shows(&["the AMT OID"]),
        row("R-202, S0-10, S0-12 the OU", Rule::R202, marked_by(ou(INTEL_OU)))
            .shows(&["the Intel OU"]),
        row("R-202, R-210, A1, S4-4 neither", Rule::R202, purposes(&[SERVER_AUTH]))
            .fails(&[MarkerMissing]),
        row(
            "R-202 another OID of Intel",
            Rule::R202,
            purposes(&[SERVER_AUTH, "2.16.840.1.113741.1.2.2"]),
        )
        .fails(&[MarkerMissing]),
        row(
            "R-202 a longer OID",
            Rule::R202,
            purposes(&[SERVER_AUTH, "2.16.840.1.113741.1.2.3.1"]),
        )
        .fails(&[MarkerMissing]),
        row("R-204 first of several OUs", Rule::R202, Scene::with_leaf(&ou_first)),
        row("R-204 in a relative name of two attributes", Rule::R202, marked_by(multi_valued)),
        row(
            "R-202 the text in another attribute",
            Rule::R202,
            marked_by(attribute("2.5.4.10", der::UTF8_STRING, INTEL_OU.as_bytes())),
        )
        .fails(&[MarkerMissing]),
        row("R-208 policies", Rule::R202, policy_only(CERTIFICATE_POLICIES))
            .fails(&[MarkerMissing, MarkerWrongExtension]),
        row("R-208 application policies", Rule::R202, policy_only(APPLICATION_POLICIES))
            .fails(&[MarkerMissing, MarkerWrongExtension]),
        row("R-209, A3, A4", Rule::R202, wildcard(&[SERVER_AUTH]))
            .fails(&[MarkerMissing, WildcardWithoutMarker])
            .verdict(REJECTED),
        row("R-209 with a marker", Rule::R202, wildcard(&[SERVER_AUTH, AMT_PROVISIONING])),
    ];
    // the decoded text counts, whatever its string type.
    let utf16 = utf16(INTEL_OU);
    for (tag, bytes) in [
        (der::PRINTABLE_STRING, INTEL_OU.as_bytes()),
        (der::IA5_STRING, INTEL_OU.as_bytes()),
        (der::TELETEX_STRING, INTEL_OU.as_bytes()),
        (der::BMP_STRING, &utf16),
    ] {
        rows.push(row(format!("R-203 string type {tag:#x}"), Rule::R202, ou_as(tag, bytes)));
    }
    // R-205, A2, A25: nearly right is wrong, and is told.
    for text in [
        "intel(r) client setup certificate",
        "Intel(R) Client Setup Certificate.",
        " Intel(R) Client Setup Certificate",
        "Intel(R) Client Setup Certificate ",
        "Intel(R)  Client Setup Certificate",
        "Intel\u{ae} Client Setup Certificate",
        "Intel(r) Client Setup Certificate",
        "Intel Client Setup Certificate",
        "\"Intel(R) Client Setup Certificate\"",
    ] {
        let near = row(format!("R-205 {text:?}"), Rule::R202, marked_by(ou(text)));
        rows.push(near.fails(&[MarkerMissing, MarkerOuNearMiss]).shows(&[INTEL_OU]));
    }
    for text in ["Intel(R) Client Setup Certificates", "Client Setup Certificate", "IT", ""] {
        let far = row(format!("R-205 {text:?}"), Rule::R202, marked_by(ou(text)));
        rows.push(far.fails(&[MarkerMissing]));
    }
    rows
}
