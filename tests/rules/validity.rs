//! dates.

use amt_provisioning::{Finding, Outcome, Rule, Strictness, Switch, TimePolicy, WallTime};

use crate::UNDETERMINED;
use crate::common::rows::{Row, row};
use crate::common::{Forge, Key, Scene, leaf, root};

/// The ordinary scene at another time.
fn at(time: &str, scene: Scene) -> Scene {
    scene.set(|s| s.now = Some(time.parse().unwrap()))
}

fn leaf_valid(not_before: &str, not_after: &str) -> Scene {
    Scene::with_leaf(&Forge::leaf("amt.example.com").valid(not_before, not_after))
}

fn intermediate_valid(not_before: &str, not_after: &str) -> Scene {
    let ca = Forge::ca("Test Intermediate", Key::P256(2)).valid(not_before, not_after);
    Scene::of(&[leaf(), &ca.issued_by(root()), root()])
}

fn root_valid(not_before: &str, not_after: &str) -> Scene {
    let root = Forge::ca("Test Root", Key::P256(1)).valid(not_before, not_after).self_issued();
    Scene::of(&[leaf(), crate::common::intermediate(), &root])
}

///
fn valid() -> Vec<Row> {
    use Finding::*;
    let year = || leaf_valid("260101000000Z", "261231235959Z");
    let expired = at("2027-01-01T00:00:00Z", year());
    let early = at("2025-12-31T23:59:59Z", year());
    let warn_expired = |scene: Scene| scene.set(|s| s.policy.expired = Strictness::Warn);
    let warn_early = |scene: Scene| scene.set(|s| s.policy.not_yet_valid = Strictness::Warn);
    let timeless = Scene::ordinary().set(|s| s.now = None);
    vec![
        row("R-701 first second", Rule::R701, at("2026-01-01T00:00:00Z", year())),
        row("R-701, A12 a second before", Rule::R701, early.clone())
            .fails(&[NotYetValid])
            .shows(&["leaf", "CN=amt.example.com", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z"]),
        row("R-701 last second", Rule::R701, at("2026-12-31T23:59:59Z", year())),
        row("R-701, A11, A13 a second after", Rule::R701, expired.clone())
            .fails(&[Expired])
            .shows(&["leaf", "2026-12-31T23:59:59Z"]),
        row(
            "R-701, B1, S3-3 intermediate",
            Rule::R701,
            intermediate_valid("200101000000Z", "260531235959Z"),
        )
        .fails(&[Expired])
        .shows(&["intermediate 1", "CN=Test Intermediate", "2026-05-31T23:59:59Z"]),
        row(
            "R-701 intermediate not yet valid",
            Rule::R701,
            intermediate_valid("270101000000Z", "350101000000Z"),
        )
        .fails(&[NotYetValid]),
        row("R-702, D-28", Rule::R701, warn_expired(expired.clone()))
            .advises(&[Expired])
            .by_policy(Switch::Expired, Outcome::Fail),
        row("R-703, D-28", Rule::R701, warn_early(early.clone()))
            .advises(&[NotYetValid])
            .by_policy(Switch::NotYetValid, Outcome::Fail),
        row("R-702 the other switch does not help", Rule::R701, warn_early(expired))
            .fails(&[Expired]),
        row("R-703 the other switch does not help", Rule::R701, warn_expired(early))
            .fails(&[NotYetValid]),
        row("R-704 expired root", Rule::R704, root_valid("000101000000Z", "260531235959Z"))
            .advises(&[RootExpiredIgnored]),
        row(
            "R-704 last second of the root",
            Rule::R704,
            root_valid("000101000000Z", "260601000000Z"),
        ),
        row("R-706", Rule::R701, timeless.clone()).lacks_input(&[TimeUnknown]).missing(&["time"]),
        row(
            "R-706 policy",
            Rule::R701,
            timeless.clone().set(|s| s.policy.time = TimePolicy::Ignore),
        )
        .not_applicable_with(&[TimeUnknown])
        .by_policy(Switch::Time, Outcome::NotEvaluated),
        row("R-706 nothing is said to expire", Rule::R705, timeless)
            .not_evaluated(&[])
            .verdict(UNDETERMINED)
            .missing(&["time"]),
    ]
}

/// now is 2026-06-01.
fn soon() -> Vec<Row> {
    use Finding::*;
    let horizon = |days, scene: Scene| scene.set(|s| s.policy.expiry_horizon_days = days);
    let in_30_days = || leaf_valid("250101000000Z", "260701000000Z");
    vec![
        row("R-705, A11 30 days", Rule::R705, in_30_days())
            .advises(&[ExpiresSoon])
            .shows(&["30 days left", "CN=amt.example.com"]),
        row("R-705 floored", Rule::R705, leaf_valid("250101000000Z", "260701235959Z"))
            .advises(&[ExpiresSoon])
            .shows(&["30 days left"]),
        row("R-705 31 days", Rule::R705, leaf_valid("250101000000Z", "260702000000Z")),
        row(
            "R-705 intermediate first",
            Rule::R705,
            intermediate_valid("250101000000Z", "260602000000Z"),
        )
        .advises(&[ExpiresSoon])
        .shows(&["1 days left", "CN=Test Intermediate"]),
        row("R-705 not the root", Rule::R705, root_valid("000101000000Z", "260602000000Z")),
        row("R-705 horizon", Rule::R705, horizon(29, in_30_days())),
        row(
            "R-705 horizon 0",
            Rule::R705,
            horizon(0, leaf_valid("250101000000Z", "260601000000Z")),
        )
        .advises(&[ExpiresSoon]),
    ]
}

/// every date that a certificate can carry.
fn unusual() -> Vec<Row> {
    use Finding::*;
    vec![
        row("R-708 for ever", Rule::R701, leaf_valid("250101000000Z", "99991231235959Z")),
        row("R-708 for ever, in its last second", Rule::R701, {
            let chain = [
                Forge::ca("Root", Key::P256(1)).valid("250101000000Z", "99991231235959Z"),
                Forge::leaf("amt.example.com").valid("250101000000Z", "99991231235959Z"),
            ];
            let root = chain[0].self_issued();
            let scene = Scene::of(&[&chain[1].issued_by(&root), &root]);
            scene.set(|s| s.now = Some(WallTime::MAX))
        }),
        row("R-708 after 2106", Rule::R701, leaf_valid("250101000000Z", "21070101000000Z")),
        row("R-708 UTCTime 50 is 1950", Rule::R701, leaf_valid("500101000000Z", "350101000000Z")),
        row("R-708 before 1970", Rule::R402, leaf_valid("691231235959Z", "350101000000Z")),
        row(
            "R-708 GeneralizedTime before 1950",
            Rule::R402,
            leaf_valid("19000101000000Z", "350101000000Z"),
        ),
        row("R-708 UTCTime 49 is 2049", Rule::R701, leaf_valid("250101000000Z", "491231235959Z")),
        row("R-708 UTCTime 99 is 1999", Rule::R701, leaf_valid("980101000000Z", "991231235959Z"))
            .fails(&[Expired])
            .shows(&["1999-12-31T23:59:59Z"]),
    ]
}

pub(crate) fn rows() -> Vec<Row> {
    [valid(), soon(), unusual()].concat()
}
