//! Paths: which are found, which is chosen, what is refused, and where it stops.
#![cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]

#[path = "../common/mod.rs"]
mod common;

mod building;
mod limits;
mod matrix;
mod names;
mod signatures;

use amt_provisioning::{Finding, Report, Rule, RuleReport};
use common::{Cert, Forge, Key, Scene};

/// The only rule of that id.
fn rule(report: &Report, id: Rule) -> &RuleReport {
    report.rules.iter().find(|rule| rule.id == id).unwrap()
}

fn found(report: &Report, finding: Finding) -> bool {
    report.rules.iter().any(|rule| rule.findings.contains(&finding))
}

/// Subjects of the certificates to present.
fn path(report: &Report) -> Vec<&str> {
    report.path.iter().map(|certificate| certificate.subject.as_str()).collect()
}

/// Chains of `length` certificates, leaf and root included, leaf first.
fn chain(length: u8) -> Vec<Cert> {
    let mut chain = vec![Forge::ca("Test Root", Key::P256(1)).self_issued()];
    for number in 2..length {
        let ca = Forge::ca(&format!("Test Intermediate {number}"), Key::P256(number));
        chain.push(ca.issued_by(chain.last().unwrap()));
    }
    chain.push(Forge::leaf("amt.example.com").issued_by(chain.last().unwrap()));
    chain.reverse();
    chain
}

/// The ordinary scene with this chain.
fn scene(chain: &[Cert]) -> Scene {
    Scene::of(&chain.iter().collect::<Vec<_>>())
}
