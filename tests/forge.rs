//! The certificate forge of these tests against independent readers and writers.
#![cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]

mod common;

use common::{Digest, Forge, Key, Scene};

use amt_provisioning::Verdict;

#[test]
fn ordinary_scene_is_accepted() {
    let report = Scene::ordinary().explain();
    assert_eq!(report.verdict, Verdict::Accepted, "{report}");
}
