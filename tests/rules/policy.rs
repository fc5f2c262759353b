//! The switches of the policy that change how names are read (D-01 to D-12); those of other rules
//! stand beside the rules. R-006: each says what it did, and hides nothing.

use amt_provisioning::SuffixSource::{DhcpOption15, PkiDnsSuffix};
use amt_provisioning::{
    Fact, Finding, MultipleCn, NameSource, Outcome, Policy, Rule, SuffixPrecedence, SuffixReading,
    Switch, TrimNames, Wildcards,
};

use crate::common::forge::{cn, san};
use crate::common::rows::{Row, row};
use crate::common::{Digest, Forge, Scene, suffix};
use crate::names::{named, subject_and_san};

fn asking(scene: Scene, change: impl FnOnce(&mut Policy)) -> Scene {
    scene.set(|scene| change(&mut scene.policy))
}

/// D-01: which of two suffixes wins.
fn precedence() -> Vec<Row> {
    use Finding::SuffixMismatch;
    use SuffixPrecedence::{Any, Both, DhcpFirst, PkiFirst};
    let (good, bad) = ("example.com", "example.org");
    let scene = |pki: &str, dhcp: &str, wins| {
        let suffixes = [suffix(PkiDnsSuffix, pki), suffix(DhcpOption15, dhcp)];
        asking(Scene::ordinary().suffixes(&suffixes), |p| p.suffix_precedence = wins)
    };
    let by_policy = |row: Row, original| row.by_policy(Switch::SuffixPrecedence, original);
    let only = |source, wins| {
        asking(Scene::ordinary().suffixes(&[suffix(source, good)]), |p| p.suffix_precedence = wins)
    };
    let mut rows = Vec::new();
    // PKI suffix, DHCP suffix: what each precedence makes of them.
    for (pki, dhcp, outcomes) in [
        (good, good, [true, true, true, true]),
        (good, bad, [true, false, true, false]),
        (bad, good, [false, true, true, false]),
        (bad, bad, [false, false, false, false]),
    ] {
        for (wins, passes) in [PkiFirst, DhcpFirst, Any, Both].into_iter().zip(outcomes) {
            let id = format!("D-01 {wins:?}, PKI {pki}, DHCP {dhcp}");
            let row = row(id, Rule::R306, scene(pki, dhcp, wins));
            let row = if passes { row } else { row.fails(&[SuffixMismatch]) };
            let original = Outcome::of(pki == good);
            let changed = Outcome::of(passes) != original;
            rows.push(if changed { by_policy(row, original) } else { row });
        }
    }
    for wins in [DhcpFirst, Any, Both] {
        for source in [PkiDnsSuffix, DhcpOption15] {
            rows.push(row(format!("D-01 {wins:?}, only one"), Rule::R306, only(source, wins)));
        }
    }
    rows
}

/// D-04, D-06 to D-09.
fn reading() -> Vec<Row> {
    use Finding::*;
    use Outcome::{Fail, Pass, Undetermined};
    let strict = |fqdn: &str, scene: Scene| {
        scene.set(|s| s.facts.server_fqdn = Fact::known(fqdn.as_bytes().to_vec()))
    };
    let trims = |scene| asking(scene, |p| p.trim_names = TrimNames::Reject);
    let wildcard = |release, wildcards| {
        let leaf = Forge::leaf("*.example.com.au");
        let scene = Scene::signed_with(Digest::Sha1, &leaf).release(release);
        let scene = scene.suffixes(&[suffix(PkiDnsSuffix, "example.com.au")]);
        asking(scene, |p| p.wildcard = wildcards)
    };
    let with_plain_name =
        Scene::with_leaf(&Forge::leaf("*.example.com").with(san(&["a.example.com"])));
    let cn_only = |scene| asking(scene, |p| p.san = NameSource::CnOnly);
    let before_4_1 = Wildcards::UndeterminedBefore4_1;
    let by_san = || subject_and_san(&[cn("mgmt.example.org")], &["amt.example.com"]);
    let no_fqdn = || subject_and_san(&[cn("mgmt")], &["amt.example.com"]);
    let single = || asking(named("amt.corp", "corp"), |p| p.allow_single_label_suffix = true);
    let mut rows = vec![
        row(
            "D-04 blank in the suffix",
            Rule::R306,
            trims(named("amt.example.com", "example.com ")),
        )
        .fails(&[NameNormalised])
        .beside(&[SuffixMismatch])
        .by_policy(Switch::TrimNames, Pass),
        row("D-04 blank in the CN", Rule::R306, trims(named(" amt.example.com", "example.com")))
            .fails(&[SuffixMismatch])
            .beside(&[NameNormalised])
            .by_policy(Switch::TrimNames, Pass),
        row("D-04 letter case", Rule::R306, trims(named("AMT.example.com", "EXAMPLE.com"))),
        row("D-05 trailing dot", Rule::R306, trims(named("amt.example.com", "example.com.")))
            .advises(&[NameNormalised]),
        row("D-04 blank in the server's FQDN", Rule::R350, {
            trims(strict("amt.example.com ", Scene::ordinary()))
        })
        .fails(&[StrictFqdnMismatch, NameNormalised])
        .by_policy(Switch::TrimNames, Pass),
        row("D-06", Rule::R306, single()).by_policy(Switch::AllowSingleLabelSuffix, Fail),
        row("D-06 still has to match", Rule::R306, {
            asking(named("amt.home", "corp"), |p| p.allow_single_label_suffix = true)
        })
        .fails(&[SuffixMismatch]),
        row("D-07 refused", Rule::R306, wildcard("16.0", Wildcards::Reject))
            .fails(&[SuffixMismatch])
            .verdict(crate::REJECTED)
            .by_policy(Switch::Wildcard, Pass),
        row("D-07 refused, but a plain name matches", Rule::R306, {
            asking(with_plain_name, |p| p.wildcard = Wildcards::Reject)
        })
        .advises(&[SanOnlyMatch]),
        row("D-07 before 4.1", Rule::R306, wildcard("4.0", before_4_1))
            .undetermined(&[WildcardUncertain])
            .by_policy(Switch::Wildcard, Pass),
        row("D-07 5.0", Rule::R306, wildcard("5.0", before_4_1))
            .undetermined(&[WildcardUncertain])
            .by_policy(Switch::Wildcard, Pass),
        row("D-07 4.1", Rule::R306, wildcard("4.1", before_4_1)),
        row("D-08", Rule::R306, cn_only(by_san()))
            .fails(&[SuffixMismatch])
            .by_policy(Switch::San, Pass),
        row("D-08 the CN is no FQDN", Rule::R308, cn_only(no_fqdn()))
            .fails(&[CnNotFqdn])
            .by_policy(Switch::San, Pass),
        row("D-08 the CN matches", Rule::R306, cn_only(Scene::ordinary())),
        row("R-006 the switch that did it", Rule::R306, {
            asking(cn_only(by_san()), |p| p.trim_names = TrimNames::Reject)
        })
        .fails(&[SuffixMismatch])
        .by_policy(Switch::San, Pass),
        // Each of them alone would do, so that taking either back changes nothing.
        row("R-006 two switches at once", Rule::R306, {
            let wildcard = subject_and_san(&[cn("mgmt.example.org")], &["*.example.com"]);
            asking(cn_only(wildcard), |p| p.wildcard = Wildcards::Reject)
        })
        .fails(&[SuffixMismatch])
        .by_policy(Switch::Wildcard, Pass),
    ];
    // D-09: which CNs match, and what each reading makes of them.
    let (good, bad) = ("amt.example.com", "amt.example.org");
    for (reading, cns, outcome) in [
        (MultipleCn::Undetermined, [good, good], Pass),
        (MultipleCn::Undetermined, [bad, bad], Fail),
        (MultipleCn::All, [good, good], Pass),
        (MultipleCn::All, [good, bad], Fail),
        (MultipleCn::Any, [good, bad], Pass),
        (MultipleCn::Any, [bad, good], Pass),
        (MultipleCn::Any, [bad, bad], Fail),
        (MultipleCn::Last, [bad, good], Pass),
        (MultipleCn::Last, [good, bad], Fail),
    ] {
        for (rule, mismatch) in [(Rule::R306, SuffixMismatch), (Rule::R350, StrictFqdnMismatch)] {
            let scene = asking(subject_and_san(&cns.map(cn), &[]), |p| p.multiple_cn = reading);
            let scene = if rule == Rule::R350 { strict(good, scene) } else { scene };
            let row = row(format!("D-09 {reading:?} {cns:?}"), rule, scene);
            let row = if outcome == Fail { row.fails(&[mismatch]) } else { row };
            let mixed = cns[0] != cns[1];
            rows.push(if mixed { row.by_policy(Switch::MultipleCn, Undetermined) } else { row });
        }
    }
    rows
}

/// D-11, D-12.
fn width() -> Vec<Row> {
    use Finding::*;
    use Outcome::Pass;
    let narrow = |scene| asking(scene, |p| p.suffix_reading = SuffixReading::Narrow);
    let refusing = |scene| asking(scene, |p| p.refuse_broad_suffix = true);
    vec![
        row("D-11 two labels", Rule::R306, narrow(named("a.b.example.com.au", "example.com.au")))
            .fails(&[SuffixMismatch])
            .by_policy(Switch::SuffixReading, Pass),
        row("D-11 one label", Rule::R306, narrow(named("b.example.com.au", "example.com.au"))),
        row("D-11 equal", Rule::R306, narrow(named("example.com.au", "example.com.au"))),
        row("D-11 depth", Rule::R306, narrow(named("a.b.example.com", "c.example.com")))
            .advises(&[SuffixOnlyByDepth]),
        row("D-12 plain", Rule::R306, refusing(named("amt.foo.co.uk", "co.uk")))
            .fails(&[SuffixTooBroad])
            .by_policy(Switch::RefuseBroadSuffix, Pass),
        row("D-12 depth", Rule::R306, refusing(named("a.unicomm.com.ua", "other.com.ua")))
            .fails(&[SuffixTooBroad])
            .by_policy(Switch::RefuseBroadSuffix, Pass),
        row("D-12 not broad", Rule::R306, refusing(Scene::ordinary())),
        row("D-12 marked by the caller", Rule::R306, {
            asking(refusing(named("host.github.io", "github.io")), |p| p.registry_labels = Some(2))
        })
        .fails(&[SuffixTooBroad])
        .by_policy(Switch::RefuseBroadSuffix, Pass),
    ]
}

pub(crate) fn rows() -> Vec<Row> {
    [precedence(), reading(), width()].concat()
}
