//! One certificate against every firmware generation.

use core::mem::MaybeUninit;

use core_lib::{Device, Fact, FirmwareModel, MatrixRow};

use crate::bytes::amtp_str;
use crate::device::amtp_device;
use crate::evaluation::{amtp_evaluation, put_evaluation, time};
use crate::finding::amtp_verdict;
use crate::guard::{guard, guard_or};
use crate::handle::{self, put, put_new, shared};
use crate::policy::{amtp_policy, policy_of};
use crate::prepared::amtp_prepared;
use crate::status::{Abi, Failure, amtp_status};

/// What every firmware generation will do with a certificate, the oldest first.
///
/// Threads: never written to; any number of threads may use it at once.
///
/// Since: 0.1
pub struct amtp_matrix(Vec<Row>);

struct Row {
    judged: MatrixRow,
    releases: String,
}

/// Judges a certificate against every firmware generation. Of `device` everything counts but its release and
/// platform. `*out` is owned by the caller (free with `amtp_matrix_free`). It keeps nothing of its arguments.
///
/// `now` and `policy` as for `amtp_judge`.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_matrix_new(
    prepared: Option<&amtp_prepared>,
    device: Option<&amtp_device>,
    policy: Option<&amtp_policy>,
    now: i64,
    out: Option<&mut MaybeUninit<*mut amtp_matrix>>,
) -> amtp_status {
    guard(|| {
        let (prepared, device, policy) = (shared(prepared)?, shared(device)?, policy_of(policy)?);
        put_new(out, || {
            let mut facts = device.0.facts().clone();
            facts.release = Fact::Unknown;
            facts.platform = Fact::Unknown;
            let model = FirmwareModel::default();
            let rows = prepared.0.matrix(&Device::new(facts), &model, &policy, time(now));
            let rows = rows
                .into_iter()
                .map(|judged| Row { releases: judged.generation.to_string(), judged });
            Ok(amtp_matrix(rows.collect()))
        })
    })
}

/// Frees a matrix; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_matrix_free(matrix: Option<Box<amtp_matrix>>) {
    handle::free(matrix);
}

/// How many generations there are; 0 for NULL.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_matrix_count(matrix: Option<&amtp_matrix>) -> usize {
    guard_or(0, || Ok(shared(matrix)?.0.len()))
}

fn row(matrix: Option<&amtp_matrix>, index: usize) -> Result<&Row, Failure> {
    shared(matrix)?.0.get(index).ok_or(Abi::Index.into())
}

/// The releases and platforms of generation number `index`, such as `15.0 to 15.x (H)`. `*out` is borrowed
/// from the matrix until that is freed.
///
/// Errors: `AMTP_ERR_INDEX`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_matrix_releases(
    matrix: Option<&amtp_matrix>,
    index: usize,
    out: Option<&mut MaybeUninit<amtp_str>>,
) -> amtp_status {
    guard(|| put(out, row(matrix, index)?.releases.as_str().into()))
}

/// The verdict of generation number `index`; `AMTP_VERDICT_NONE` if there are not so many.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_matrix_verdict(matrix: Option<&amtp_matrix>, index: usize) -> amtp_verdict {
    guard_or(amtp_verdict::None, || Ok(row(matrix, index)?.judged.evaluation.verdict().into()))
}

/// Puts the judgement of generation number `index` into `evaluation`.
///
/// Errors: `AMTP_ERR_INDEX`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_matrix_evaluation(
    matrix: Option<&amtp_matrix>,
    index: usize,
    evaluation: Option<&mut amtp_evaluation>,
) -> amtp_status {
    guard(|| {
        let row = row(matrix, index)?;
        put_evaluation(evaluation, || Ok(row.judged.evaluation))
    })
}
