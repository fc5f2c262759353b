//! dates.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::{Context, Record};
use crate::finding::Finding;
use crate::validation::outcome::{MissingInputs, Outcome};
use crate::validation::paths::End;
use crate::validation::policy::{Strictness, Switch, TimePolicy};
use crate::validation::report::role;

pub(super) fn valid<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let Some(path) = cx.path else { return Outcome::NotEvaluated };
    let Some(now) = cx.now else {
        rec.find(Finding::TimeUnknown);
        if cx.policy.time == TimePolicy::Ignore {
            rec.policy(Switch::Time, Outcome::NotEvaluated);
            return Outcome::NotApplicable;
        }
        rec.missing(MissingInputs::TIME);
        return Outcome::NotEvaluated;
    };
    rec.wanted(|| format!("valid at {now}"));
    if path.validity.contains(now) {
        return Outcome::Pass;
    }
    let mut failures = [None; 2];
    let expired = now > path.validity.not_after;
    let early = now < path.validity.not_before;
    for (slot, (present, finding, strictness, switch)) in failures.iter_mut().zip([
        (expired, Finding::Expired, cx.policy.expired, Switch::Expired),
        (early, Finding::NotYetValid, cx.policy.not_yet_valid, Switch::NotYetValid),
    ]) {
        if present {
            rec.find(finding);
            match strictness {
                Strictness::Reject => *slot = Some(Outcome::Fail),
                Strictness::Warn => rec.policy(switch, Outcome::Fail),
            }
        }
    }
    rec.seen(|| {
        let outside = cx.below_root().filter(|(_, c)| !c.validity().contains(now));
        let show = |(place, c): (usize, &crate::certificate::Certificate)| {
            let validity = c.validity();
            let role = role(place, path.members().len(), path.end == End::Root);
            let (from, to) = (validity.not_before, validity.not_after);
            format!("{role} \"{}\" valid from {from} to {to}", c.subject())
        };
        outside.map(show).collect::<Vec<_>>().join("; ")
    });
    Outcome::of(failures.iter().all(Option::is_none))
}

pub(super) fn root<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let (Some(path), Some(now)) = (cx.path, cx.now) else { return Outcome::NotEvaluated };
    let Some(root) = path.root().and_then(|index| cx.prepared.certificate(index)) else {
        return Outcome::NotApplicable;
    };
    // A certificate that is leaf and root at once is judged as a leaf by nobody.
    if now > root.validity().not_after {
        rec.find(Finding::RootExpiredIgnored);
        rec.seen(|| format!("expired {}", root.validity().not_after));
    }
    Outcome::Pass
}

pub(super) fn soon<R: Record>(cx: &Context<'_>, rec: &mut R) -> Outcome {
    let (Some(path), Some(now)) = (cx.path, cx.now) else { return Outcome::NotEvaluated };
    let end = path.validity.not_after;
    let days = now.days_until(end);
    if path.below_root() > 0 && now <= end && days <= i64::from(cx.policy.expiry_horizon_days) {
        rec.find(Finding::ExpiresSoon);
    }
    rec.seen(|| {
        let mut below = cx.below_root();
        let first = below.find(|(_, c)| c.validity().not_after == end);
        let subject = first.map(|(_, c)| c.subject().to_string()).unwrap_or_default();
        format!("{days} days left until {end} (\"{subject}\")")
    });
    rec.wanted(|| format!("more than {} days", cx.policy.expiry_horizon_days));
    if path.below_root() == 0 { Outcome::NotApplicable } else { Outcome::Pass }
}
