//! which certificate, which path, which leaf; and firmware rows that a
//! caller overrides.

use amt_provisioning::finding::Basis;
use amt_provisioning::firmware::{
    EcLeaf, LeafMinimum, Row as FirmwareRow, Sha2Chain, Support, Table, Wireless,
};
use amt_provisioning::{
    DepthExtension, Device, Fact, Finding, FirmwareModel, Interface, Outcome, Platform, Policy,
    Prepared, Release, Rule, SuffixSource, Verdict, choose,
};

use crate::common::forge::{SERVER_AUTH, eku};
use crate::common::{
    Cert, Digest, Forge, Key, Scene, entry, intermediate, leaf, list, now, release, root, suffix,
};

/// A root that is signed with SHA-1, and one that vouches for the ordinary root.
fn cross_signed(digest: Digest) -> [Cert; 2] {
    let other = Forge::ca("Other Root", Key::Rsa2048).digest(digest).self_issued();
    let cross = Forge::ca("Test Root", Key::P256(1)).serial(&[2]).issued_by(&other);
    [other, cross]
}

fn subjects(scene: &Scene) -> Vec<String> {
    scene.explain().path.into_iter().map(|certificate| certificate.subject).collect()
}

/// what decides between complete paths, in the order of the rule. Each case has a shorter
/// path to the ordinary root and a longer one to another, or two of the same length.
#[test]
fn choice_of_the_path() {
    let [other, cross] = cross_signed(Digest::Sha256);
    let [old, old_cross] = cross_signed(Digest::Sha1);
    let both = Scene::ordinary().and(&other).and(&cross);
    let sha1 = Scene::ordinary().and(&old).and(&old_cross);
    let lists = |scene: &Scene, certs: &[&Cert]| {
        scene.clone().listing(certs.iter().map(|cert| entry(&cert.sha256())))
    };
    let expired =
        Forge::ca("Test Root", Key::P256(1)).serial(&[2]).valid("200101000000Z", "210101000000Z");
    let expired = Scene::ordinary().and(&other).and(&expired.issued_by(&other));
    for (id, scene, length) in [
        // J3, DEPL#268: the root that the device lists, however long the way.
        ("only the longer is listed", lists(&both, &[&other]), 4),
        ("only the shorter is listed", lists(&both, &[root()]), 3),
        ("both are listed: fewer certificates", lists(&both, &[&other, root()]), 3),
        ("the longer is listed and SHA-1 works", lists(&sha1, &[&old]).release("14.0"), 4),
        ("the longer is listed, the shorter is not SHA-1", lists(&sha1, &[&old, root()]), 3),
        // No path is accepted: the root hash comes before the algorithms ...
        ("rejected either way: the root hash", lists(&sha1, &[&old]), 4),
        // ... and the algorithms before the length.
        ("rejected either way: the algorithms", lists(&sha1, &[leaf()]), 3),
        ("the longer is listed and expired", lists(&expired, &[&other, root()]), 3),
    ] {
        assert_eq!(subjects(&scene).len(), length, "{id}");
        let reversed = scene.clone().set(|s| s.input.reverse());
        assert_eq!(subjects(&reversed), subjects(&scene), "{id}");
    }
}

/// of equal paths the one that lasts longer; then the hashes, never the order.
#[test]
fn choice_among_equal_paths() {
    let ca = |serial: u8, not_after: &str| {
        Forge::ca("CA", Key::P256(2)).serial(&[serial]).valid("250101000000Z", not_after)
    };
    let serials = |scene: &Scene| -> Vec<String> {
        scene.explain().path.into_iter().map(|certificate| certificate.serial).collect()
    };
    let leaf = |ca: &Cert| Forge::leaf("amt.example.com").serial(&[9]).issued_by(ca);
    let [short, long] =
        [ca(2, "300101000000Z"), ca(3, "310101000000Z")].map(|ca| ca.issued_by(root()));
    for order in [[&short, &long], [&long, &short]] {
        let scene = Scene::of(&[&leaf(&short), order[0], order[1], root()]);
        assert_eq!(serials(&scene), ["09", "03", "01"]);
    }
    let [one, two] =
        [ca(4, "300101000000Z"), ca(5, "300101000000Z")].map(|ca| ca.issued_by(root()));
    let smaller = if one.sha256() < two.sha256() { "04" } else { "05" };
    for order in [[&one, &two], [&two, &one]] {
        let scene = Scene::of(&[&leaf(&one), order[0], order[1], root()]);
        assert_eq!(serials(&scene), ["09", smaller, "01"]);
    }
}

/// R-110, S4-25: a renewal is kept next to the old certificate, with the same key.
#[test]
fn renewal_beside_the_old_certificate() {
    let with = |serial: u8, from: &str, to: &str| {
        let leaf = Forge::leaf("amt.example.com").serial(&[serial]).valid(from, to);
        leaf.issued_by(intermediate())
    };
    let expired = with(2, "240101000000Z", "260101000000Z");
    let older = with(3, "250101000000Z", "270101000000Z");
    let newer = with(4, "260101000000Z", "280101000000Z");
    let other = Forge::leaf("amt.example.com").key(Key::ThirdRsa2048).issued_by(intermediate());
    for (leaves, chosen) in [
        ([&expired, &newer], "04"),
        ([&newer, &expired], "04"),
        ([&expired, &older], "03"),
        ([&older, &newer], "04"),
        ([&newer, &older], "04"),
    ] {
        let scene = Scene::of(&[leaves[0], leaves[1], &other, intermediate(), root()])
            .set(|s| s.public_key = Some(Key::Rsa2048.spki()));
        let report = scene.explain();
        assert_eq!(report.verdict, Verdict::Accepted, "{report}");
        assert_eq!(report.path[0].serial, chosen);
        assert_eq!(report.candidates.len(), 2);
        assert_eq!(report.candidates.iter().filter(|candidate| candidate.chosen).count(), 1);
    }
}

/// of several candidates each is listed with its verdict.
#[test]
fn every_candidate_is_listed() {
    let expired = Forge::leaf("old.example.com").valid("240101000000Z", "260101000000Z");
    let expired = expired.key(Key::OtherRsa2048).issued_by(intermediate());
    let report = Scene::ordinary().and(&expired).explain();
    let mut candidates: Vec<_> =
        report.candidates.iter().map(|c| (c.subject.as_str(), c.verdict, c.chosen)).collect();
    candidates.sort_unstable_by_key(|(subject, ..)| *subject);
    assert_eq!(
        candidates,
        [
            ("CN=amt.example.com", Verdict::Accepted, true),
            ("CN=old.example.com", Verdict::Rejected, false),
        ]
    );
    assert_eq!(report.headline, Some(Finding::LeafAmbiguous));
}

/// R-007, S0-1: the certificate from outside lacks the marker, the one of the internal CA has it;
/// both are judged, and the ranking says why.
#[test]
fn internal_certificate_beats_the_external_one() {
    let external = Forge::leaf("amt.example.com").with(eku(&[SERVER_AUTH]));
    let external = Scene::with_leaf(&external).prepared();
    let internal = Scene::ordinary().prepared();
    for (bags, best) in [([&external, &internal], 1), ([&internal, &external], 0)] {
        let ranked = choose(bags, &Scene::ordinary().device(), &Policy::default(), Some(now()));
        assert_eq!(ranked.iter().map(|choice| choice.index).collect::<Vec<_>>(), [best, 1 - best]);
        assert!(ranked[0].is_accepted() && !ranked[1].is_accepted());
        assert_eq!(ranked[1].evaluation.headline(), Some(Finding::MarkerMissing));
    }
}

/// R-007, B16: one certificate for each generation of firmware; the device decides.
#[test]
fn each_generation_takes_its_certificate() {
    let leaf = || Forge::leaf("amt.example.com");
    let scenes = [
        Scene::signed_with(Digest::Sha1, &leaf()),
        Scene::signed_with(Digest::Sha256, &leaf().key(Key::ThirdRsa2048)),
        Scene::signed_with(Digest::Sha384, &leaf().key(Key::Rsa3072)),
    ];
    let bags: Vec<Prepared> = scenes.iter().map(Scene::prepared).collect();
    // The device lists all three roots.
    let entries: Vec<_> = scenes
        .iter()
        .flat_map(|scene| scene.facts.root_hashes.value().unwrap().entries.clone())
        .collect();
    for (release, best) in [("5.0", 0), ("16.1", 1), ("22.0", 2)] {
        let scene = Scene::ordinary().release(release).listing(entries.clone());
        let ranked = choose(&bags, &scene.device(), &scene.policy, scene.now);
        assert_eq!(ranked[0].index, best, "{release}");
        assert!(ranked[0].is_accepted(), "{release}");
        assert_eq!(ranked.len(), 3);
    }
    // What is open comes before what is refused.
    let device = Scene::ordinary().listing([]).device();
    let unknown = Device::new(amt_provisioning::DeviceFacts {
        root_hashes: Fact::Unknown,
        ..device.facts().clone()
    });
    let ranked = choose(&bags, &unknown, &Policy::default(), Some(now()));
    let verdicts: Vec<_> = ranked.iter().map(|choice| choice.evaluation.verdict()).collect();
    assert_eq!(verdicts, [Verdict::Undetermined, Verdict::Undetermined, Verdict::Rejected]);
    assert_eq!(ranked[2].index, 0, "SHA-1 on 16.1");
}

/// of two that are equally good the one that lasts longer, then the first.
#[test]
fn equal_certificates_rank_by_expiry() {
    let until = |not_after: &str| {
        let leaf = Forge::leaf("amt.example.com").valid("250101000000Z", not_after);
        Scene::with_leaf(&leaf).prepared()
    };
    let bags = [until("270101000000Z"), until("290101000000Z"), until("290101000000Z")];
    let ranked = choose(&bags, &Scene::ordinary().device(), &Policy::default(), Some(now()));
    assert_eq!(ranked.iter().map(|choice| choice.index).collect::<Vec<_>>(), [1, 2, 0]);
}

/// The matrix judges every generation as if it were the device's, and its rows tile all releases.
#[test]
fn matrix_says_what_each_release_says() {
    let model = FirmwareModel::default();
    for scene in [
        Scene::ordinary(),
        Scene::signed_with(Digest::Sha1, &Forge::leaf("amt.example.com")),
        Scene::signed_with(Digest::Sha384, &Forge::leaf("amt.example.com").key(Key::Rsa3072)),
    ] {
        let prepared = scene.prepared();
        let rows = prepared.matrix(&scene.device(), &model, &scene.policy, scene.now);
        for platform in [Platform::H, Platform::NotH] {
            let covers = |row: &&amt_provisioning::MatrixRow, release: Release| {
                let generation = &row.generation;
                (generation.from..=generation.to).contains(&release)
                    && generation.platform.is_none_or(|only| only == platform)
            };
            for text in
                ["2.0", "2.6", "4.1", "5.0", "6.0", "10.9", "11.0", "15.0", "16.1", "21.0", "22.0"]
            {
                let matching: Vec<_> =
                    rows.iter().filter(|row| covers(row, release(text))).collect();
                let [row] = matching.as_slice() else {
                    panic!("{text} is in {} rows", matching.len())
                };
                let device =
                    scene.clone().release(text).set(|s| s.facts.platform = Fact::known(platform));
                assert_eq!(
                    row.evaluation.verdict(),
                    device.judge().verdict(),
                    "{text} {platform:?}"
                );
            }
        }
    }
}

/// A row for all releases.
fn always<T>(table: &mut Table<T>, value: T) {
    table.add_override(FirmwareRow {
        from: Release::MIN,
        to: Release::MAX,
        platform: None,
        value,
        basis: Basis::Field,
        source: "seen in our own laboratory",
    });
}

/// who knows better overrides rows; each decision that offers it does what the row says.
#[test]
fn overridden_rows_decide() {
    let wireless = Scene::signed_with(Digest::Sha1, &Forge::leaf("amt.example.com"))
        .release("5.0")
        .set(|s| s.facts.interface = Fact::known(Interface::Wireless));
    let org = Scene::signed_with(Digest::Sha1, &Forge::leaf("a.example.org"))
        .release("5.0")
        .suffixes(&[suffix(SuffixSource::PkiDnsSuffix, "b.example.org")]);
    let rsa_2048 =
        Scene::signed_with(Digest::Sha384, &Forge::leaf("amt.example.com").key(Key::ThirdRsa2048));
    let ec = Forge::leaf("amt.example.com").key(Key::P256(9));
    type Change = fn(&mut FirmwareModel);
    let cases: [(&str, Scene, Rule, Outcome, Change); 6] = [
        ("D-03", org, Rule::R306, Outcome::Fail, |m| {
            always(&mut m.depth_extension, DepthExtension::Full)
        }),
        ("D-13", wireless, Rule::R361, Outcome::Fail, |m| {
            always(&mut m.wireless, Wireless::PkiSuffixOnly)
        }),
        ("D-21", Scene::ordinary().release("5.0"), Rule::R504, Outcome::Undetermined, |m| {
            always(&mut m.sha2, Sha2Chain::Documented)
        }),
        ("D-24", rsa_2048.release("22.0"), Rule::R507, Outcome::Fail, |m| {
            always(&mut m.leaf_minimum, LeafMinimum::RsaOrP384 { rsa_bits: 2048 })
        }),
        ("D-25", Scene::with_leaf(&ec), Rule::R508, Outcome::Undetermined, |m| {
            always(&mut m.ec_leaf, EcLeaf { tls_pki: Support::Yes, host_based: Support::Yes })
        }),
        ("D-33", Scene::ordinary().release("99.0"), Rule::R506, Outcome::Fail, |m| {
            always(&mut m.sha384, amt_provisioning::firmware::Sha384Chain::Accepted)
        }),
    ];
    for (id, scene, rule, before, change) in cases {
        assert_eq!(scene.judge().outcome(rule), Some(before), "{id}");
        let mut model = FirmwareModel::default();
        change(&mut model);
        let device = Device::with_model(scene.facts.clone(), &model);
        let after = scene.prepared().judge(&device, &scene.policy, scene.now).outcome(rule);
        assert!(matches!(after, Some(Outcome::Pass | Outcome::NotApplicable)), "{id}: {after:?}");
    }
    assert!(list([]).value().is_some_and(|list| list.is_empty()));
}
