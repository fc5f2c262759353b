//! Which of several provisioning certificates serves a device.

use alloc::vec::Vec;

use super::evaluation::Evaluation;
use super::outcome::Verdict;
use super::policy::Policy;
use super::prepared::Prepared;
use crate::device::Device;
use crate::time::WallTime;

/// One of several certificates, judged against a device.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Its place among those given, from 0.
    pub index: usize,
    /// The judgement; its headline says why it is not better.
    pub evaluation: Evaluation,
}

/// Judges several prepared certificates against one device and ranks them, the best first.
///
/// Ranked by verdict, then by the number of open points and of advice, then by the later expiry,
/// then by place. One certificate per firmware generation is normal, so that others fail here.
#[must_use]
pub fn choose<'a>(
    certificates: impl IntoIterator<Item = &'a Prepared>,
    device: &Device,
    policy: &Policy,
    now: Option<WallTime>,
) -> Vec<Choice> {
    let judged = certificates.into_iter().enumerate().map(|(index, prepared)| {
        let evaluation = prepared.judge(device, policy, now);
        let expiry = prepared.earliest_expiry(&evaluation).map(core::cmp::Reverse);
        (expiry, Choice { index, evaluation })
    });
    let mut ranked: Vec<_> = judged.collect();
    ranked.sort_by_key(|(expiry, choice)| {
        let Choice { index, evaluation } = choice;
        let count = |set: crate::finding::FindingSet| set.iter().count();
        (
            evaluation.verdict().rank(),
            count(evaluation.open_points()),
            count(evaluation.failures()),
            count(evaluation.advice()),
            *expiry,
            *index,
        )
    });
    ranked.into_iter().map(|(_, choice)| choice).collect()
}

impl Choice {
    /// May it be used?
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.evaluation.verdict() == Verdict::Accepted
    }
}

impl Prepared {
    /// When the first certificate below the root expires, on the path that was judged.
    fn earliest_expiry(&self, evaluation: &Evaluation) -> Option<WallTime> {
        let candidate = self.candidates().get(evaluation.candidate_index())?;
        candidate.paths.get(evaluation.path_index()).map(|path| path.validity.not_after)
    }
}
