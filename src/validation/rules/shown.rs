//! Names as reports show them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Context;
use crate::device::Suffix;
use crate::dns_suffix::{DepthExtension, ShownBytes};
use crate::validation::leaf::{Identifier, Leaf};

pub(super) fn show_identifiers(leaf: &Leaf) -> String {
    if leaf.identifiers.is_empty() {
        return String::from("no name");
    }
    let show = |identifier: &Identifier| {
        let received = ShownBytes(&identifier.received);
        let shown = format!("{} {received}", identifier.place.name());
        match &identifier.name {
            Ok(_) => shown,
            Err(error) => format!("{shown} ({error})"),
        }
    };
    leaf.identifiers.iter().map(show).collect::<Vec<_>>().join(", ")
}

pub(super) fn show_suffix(suffix: &Suffix) -> String {
    let shown = format!("{} {}", suffix.source.name(), ShownBytes(&suffix.received));
    match &suffix.name {
        Ok(name) if name.changes().beyond_case() => format!("{shown}, read as {name}"),
        Ok(_) => shown,
        Err(error) => format!("{shown} ({error})"),
    }
}

pub(super) fn show_suffixes(cx: &Context<'_>, suffixes: &[Suffix]) -> String {
    if suffixes.is_empty() {
        return String::from("a DNS suffix of the device; it has none");
    }
    let show = |suffix: &Suffix| {
        let ignored = !suffix.source.counts(cx.device.interface());
        let shown = show_suffix(suffix);
        if ignored { format!("{shown} (ignored by AMT)") } else { shown + &differing(cx, suffix) }
    };
    suffixes.iter().map(show).collect::<Vec<_>>().join(", ")
}

/// For a suffix that no identifier matches: the first label that differs, per identifier.
fn differing(cx: &Context<'_>, suffix: &Suffix) -> String {
    let (Some(candidate), Ok(name)) = (cx.candidate, &suffix.name) else { return String::new() };
    let Some(generation) = cx.device.generations().last() else { return String::new() };
    let mut text = String::new();
    for identifier in candidate.leaf.identifiers.iter().filter_map(Identifier::usable) {
        let matched = identifier.matches(name, generation.depth_extension);
        let shown = |label: Option<&str>| label.unwrap_or("nothing").to_string();
        if matched.is_match() {
            let rules: Vec<_> =
                matched.rules().iter_names().map(|(rule, _)| rule.to_lowercase()).collect();
            text += &format!("; {identifier} matches by {}", rules.join(" and "));
            if let Some(depth) = matched.depth().filter(|_| matched.is_only_by_depth()) {
                text += &format!(" ({depth} labels)");
            }
            if identifier.differs_in_case(name) {
                text += ", apart from letter case";
            }
        } else {
            let index = matched.equal_labels();
            text += &format!(
                "; {identifier} differs in label {} from the right: {} against {}",
                index.saturating_add(1),
                shown(identifier.label_from_right(index)),
                shown(name.label_from_right(index)),
            );
            let later = [DepthExtension::ComNet, DepthExtension::Full]
                .into_iter()
                .find(|extension| identifier.matches(name, *extension).is_match());
            if let Some(release) = later.and_then(|extension| cx.device.later_depth(extension)) {
                text += &format!("; it matches from release {release} on");
            }
        }
    }
    text
}
