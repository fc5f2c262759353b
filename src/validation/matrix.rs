//! One certificate against every firmware generation at once.

use alloc::vec::Vec;

use super::evaluation::Evaluation;
use super::policy::Policy;
use super::prepared::Prepared;
use crate::device::{Device, FirmwareModel, Generation};
use crate::time::WallTime;

/// What one firmware generation will do with a certificate.
#[derive(Clone, Copy, Debug)]
pub struct MatrixRow {
    /// The releases and platforms.
    pub generation: Generation,
    /// The judgement.
    pub evaluation: Evaluation,
}

impl Prepared {
    /// Judges the bag against every generation of `model`, with the other facts of `device`.
    #[must_use]
    pub fn matrix(
        &self,
        device: &Device,
        model: &FirmwareModel,
        policy: &Policy,
        now: Option<WallTime>,
    ) -> Vec<MatrixRow> {
        let generations = model.generations(None, None).into_iter();
        generations
            .map(|generation| {
                let device = device.as_generation(generation);
                MatrixRow { generation, evaluation: self.judge(&device, policy, now) }
            })
            .collect()
    }
}
