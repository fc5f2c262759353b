//! Replays the seeds of the fuzz targets through the very functions that the fuzzers run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[path = "../fuzz/src/lib.rs"]
pub mod targets;

use targets::TARGETS;

fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(Path::new("fuzz").join(folder)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Every seed, and what is left of it where it is cut off.
#[test]
fn seeds_and_their_prefixes_keep_the_promises() {
    const CUTS: usize = 64;
    for (name, target) in TARGETS {
        let folder = Path::new("seeds").join(name);
        let seeds = names(folder.to_str().unwrap());
        assert!(!seeds.is_empty(), "{name}");
        for seed in seeds {
            println!("{name}/{seed}"); // shown if it fails
            let data = fs::read(Path::new("fuzz").join(&folder).join(&seed)).unwrap();
            (0..=CUTS).for_each(|cut| target(&data[..data.len() * cut / CUTS]));
        }
    }
}

/// The three places that list the targets, and the manifest of the fuzzers.
#[test]
fn every_target_has_a_fuzzer_and_seeds() {
    let listed = TARGETS.map(|(name, _)| name);
    let manifest = fs::read_to_string("fuzz/Cargo.toml").unwrap();
    let bins = manifest.split("[[bin]]\nname = \"").skip(1);
    let bins: BTreeSet<&str> = bins.map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(bins, BTreeSet::from(listed));
    let files = BTreeSet::from(listed.map(|name| format!("{name}.rs")));
    assert_eq!(names("fuzz_targets"), files);
    for name in listed {
        let body = fs::read_to_string(format!("fuzz/fuzz_targets/{name}.rs")).unwrap();
        assert!(body.contains(&format!("amt_provisioning_fuzz::{name}(data)")), "{name}");
    }
}
