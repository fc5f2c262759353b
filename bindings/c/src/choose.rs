//! Which of several provisioning certificates serves a device.

use core::mem::MaybeUninit;

use core_lib::{Choice, choose};

use crate::bytes::input;
use crate::device::amtp_device;
use crate::evaluation::{amtp_evaluation, put_evaluation, time};
use crate::guard::{guard, guard_or};
use crate::handle::{self, put, put_new, shared};
use crate::policy::{amtp_policy, policy_of};
use crate::prepared::amtp_prepared;
use crate::status::{Abi, Failure, amtp_status};

/// Several certificates, judged against one device and ranked, the best first.
///
/// Threads: never written to; any number of threads may use it at once.
///
/// Since: 0.1
pub struct amtp_ranking(Vec<Choice>);

/// Ranks `count` certificates: by verdict, then by the number of open points and of advice, then by the later
/// expiry, then by place. `*out` is owned by the caller (free with `amtp_ranking_free`). The array is copied
/// before return.
///
/// `now` and `policy` as for `amtp_judge`.
///
/// Errors: none of its own; `AMTP_ERR_NULL` also if one of the certificates is NULL.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_choose(
    certificates: *const *const amtp_prepared,
    count: usize,
    device: Option<&amtp_device>,
    policy: Option<&amtp_policy>,
    now: i64,
    out: Option<&mut MaybeUninit<*mut amtp_ranking>>,
) -> amtp_status {
    guard(|| {
        let (device, policy) = (shared(device)?, policy_of(policy)?);
        // SAFETY: the header asks for `count` readable pointers. To certificates that live, or NULL, which
        // `Option` has room for.
        let certificates = unsafe { input(certificates.cast::<Option<&amtp_prepared>>(), count) }?;
        let certificates: Result<Vec<_>, Failure> =
            certificates.iter().map(|given| Ok(&*shared(*given)?.0)).collect();
        let certificates = certificates?;
        put_new(out, || Ok(amtp_ranking(choose(certificates, &device.0, &policy, time(now)))))
    })
}

/// Frees a ranking; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_ranking_free(ranking: Option<Box<amtp_ranking>>) {
    handle::free(ranking);
}

/// How many certificates were ranked; 0 for NULL.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_ranking_count(ranking: Option<&amtp_ranking>) -> usize {
    guard_or(0, || Ok(shared(ranking)?.0.len()))
}

fn at(ranking: Option<&amtp_ranking>, rank: usize) -> Result<&Choice, Failure> {
    shared(ranking)?.0.get(rank).ok_or(Abi::Index.into())
}

/// Which of the certificates given stands at `rank`, counted from 0; the best is at rank 0.
///
/// Errors: `AMTP_ERR_INDEX`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_ranking_place(
    ranking: Option<&amtp_ranking>,
    rank: usize,
    out: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| put(out, at(ranking, rank)?.index))
}

/// Puts the judgement of the certificate at `rank` into `evaluation`; its headline says why it is not better.
///
/// Errors: `AMTP_ERR_INDEX`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_ranking_evaluation(
    ranking: Option<&amtp_ranking>,
    rank: usize,
    evaluation: Option<&mut amtp_evaluation>,
) -> amtp_status {
    guard(|| {
        let choice = at(ranking, rank)?;
        put_evaluation(evaluation, || Ok(choice.evaluation))
    })
}
