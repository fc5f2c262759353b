//! Judging, without text and without allocation.

use core::mem::MaybeUninit;

use core_lib::{Evaluation, FindingSet, WallTime};

use crate::bytes::amtp_bytes;
use crate::device::amtp_device;
use crate::finding::{amtp_finding, amtp_rule, amtp_verdict};
use crate::guard::{guard, guard_or};
use crate::handle::{self, Exclusive, mutable, put, put_new, read, shared, write};
use crate::policy::{amtp_policy, policy_of};
use crate::prepared::amtp_prepared;
use crate::sized::put_sized;
use crate::status::{Abi, Failure, accepted, amtp_status};

/// What became of every rule, and the verdicts. Made once, it takes any number of judgements, one after the
/// other.
///
/// Threads: judging into it needs exclusive use; reading may be done by several threads at once.
///
/// Since: 0.1
pub struct amtp_evaluation(Exclusive<Option<Evaluation>>);

mutable!(amtp_evaluation, Option<Evaluation>);

/// As `now`: the time is not known, so that validity is not evaluated.
///
/// Since: 0.1
pub const AMTP_TIME_UNKNOWN: i64 = i64::MIN;

/// Which findings of an evaluation; accepted as `int32_t`.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_findings {
    /// Every finding.
    All = 0,
    /// Those of the rules that failed.
    Failures = 1,
    /// Those of the rules that leave the verdict open.
    OpenPoints = 2,
    /// Those that decide nothing.
    Advice = 3,
}

accepted! { amtp_findings => amtp_findings {
    All => Self::All,
    Failures => Self::Failures,
    OpenPoints => Self::OpenPoints,
    Advice => Self::Advice,
} }

/// An input that an undetermined verdict lacks: the firmware release.
///
/// Since: 0.1
pub const AMTP_MISSING_RELEASE: u32 = 1;
/// An input that an undetermined verdict lacks: the kind of platform.
///
/// Since: 0.1
pub const AMTP_MISSING_PLATFORM: u32 = 2;
/// An input that an undetermined verdict lacks: the DNS suffixes.
///
/// Since: 0.1
pub const AMTP_MISSING_SUFFIXES: u32 = 4;
/// An input that an undetermined verdict lacks: the device's root certificate hashes.
///
/// Since: 0.1
pub const AMTP_MISSING_ROOT_HASHES: u32 = 8;
/// An input that an undetermined verdict lacks: the time.
///
/// Since: 0.1
pub const AMTP_MISSING_TIME: u32 = 16;

const _: () = {
    use core_lib::MissingInputs as M;
    assert!(M::RELEASE.bits() == 1 && M::PLATFORM.bits() == 2 && M::SUFFIXES.bits() == 4);
    assert!(M::ROOT_HASHES.bits() == 8 && M::TIME.bits() == 16);
};

/// `None` for [`AMTP_TIME_UNKNOWN`].
pub(crate) fn time(now: i64) -> Option<WallTime> {
    (now != AMTP_TIME_UNKNOWN).then_some(WallTime::from_unix(now))
}

pub(crate) fn judged(evaluation: Option<&amtp_evaluation>) -> Result<&Evaluation, Failure> {
    read(evaluation)?.as_ref().ok_or(Abi::NotJudged.into())
}

/// Puts a judgement into the caller's handle.
pub(crate) fn put_evaluation(
    out: Option<&mut amtp_evaluation>,
    make: impl FnOnce() -> Result<Evaluation, Failure>,
) -> Result<(), Failure> {
    write(out, |slot| {
        *slot = Some(make()?);
        Ok(())
    })
}

/// Makes an evaluation that holds no judgement yet. `*out` is owned by the caller (free with
/// `amtp_evaluation_free`).
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_evaluation_new(
    out: Option<&mut MaybeUninit<*mut amtp_evaluation>>,
) -> amtp_status {
    guard(|| put_new(out, || Ok(amtp_evaluation(Exclusive::new(None)))))
}

/// Frees an evaluation; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_evaluation_free(evaluation: Option<Box<amtp_evaluation>>) {
    handle::free(evaluation);
}

/// Judges a certificate against one device, into `evaluation`. Verifies no signature and allocates nothing.
/// Whatever is wrong with the certificate is a verdict, not an error.
///
/// `now` is in seconds since 1970 (UTC), or `AMTP_TIME_UNKNOWN`. `policy` may be NULL for the default.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_judge(
    prepared: Option<&amtp_prepared>,
    device: Option<&amtp_device>,
    policy: Option<&amtp_policy>,
    now: i64,
    evaluation: Option<&mut amtp_evaluation>,
) -> amtp_status {
    guard(|| {
        let (prepared, device, policy) = (shared(prepared)?, shared(device)?, policy_of(policy)?);
        put_evaluation(evaluation, || Ok(prepared.0.judge(&device.0, &policy, time(now))))
    })
}

/// The device verdict: every rule.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_evaluation_verdict(evaluation: Option<&amtp_evaluation>) -> amtp_verdict {
    guard_or(amtp_verdict::None, || Ok(judged(evaluation)?.verdict().into()))
}

/// The certificate verdict: the rules that need no device facts.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_evaluation_certificate_verdict(
    evaluation: Option<&amtp_evaluation>,
) -> amtp_verdict {
    guard_or(amtp_verdict::None, || Ok(judged(evaluation)?.certificate_verdict().into()))
}

/// The one finding to put in front of a person. Its texts are static.
///
/// Errors: `AMTP_ERR_ABSENT` if the certificate is accepted, `AMTP_ERR_NOT_JUDGED`, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_evaluation_headline(
    evaluation: Option<&amtp_evaluation>,
    out: *mut amtp_finding,
) -> amtp_status {
    guard(|| {
        let headline = judged(evaluation)?.headline().ok_or(Abi::Absent)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_finding::new(size, headline))) }
    })
}

fn chosen(evaluation: &Evaluation, which: i32) -> Result<FindingSet, Failure> {
    Ok(match amtp_findings::accept(which)? {
        amtp_findings::All => evaluation.findings(),
        amtp_findings::Failures => evaluation.failures(),
        amtp_findings::OpenPoints => evaluation.open_points(),
        amtp_findings::Advice => evaluation.advice(),
    })
}

/// How many findings there are of `which`, one of `amtp_findings`; 0 if nothing was judged.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_evaluation_finding_count(
    evaluation: Option<&amtp_evaluation>,
    which: i32,
) -> usize {
    guard_or(0, || Ok(chosen(judged(evaluation)?, which)?.iter().count()))
}

/// Finding number `index` of `which`, the most important first. Its texts are static.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ENUM`, `AMTP_ERR_NOT_JUDGED`, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_evaluation_finding(
    evaluation: Option<&amtp_evaluation>,
    which: i32,
    index: usize,
    out: *mut amtp_finding,
) -> amtp_status {
    guard(|| {
        let found = chosen(judged(evaluation)?, which)?.iter().nth(index).ok_or(Abi::Index)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_finding::new(size, found))) }
    })
}

/// How many rules were judged; 0 if nothing was.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_evaluation_rule_count(evaluation: Option<&amtp_evaluation>) -> usize {
    guard_or(0, || Ok(judged(evaluation)?.outcomes().count()))
}

/// Rule number `index`, in report order. Its texts are static; `amtp_report` says what was seen and wanted.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_NOT_JUDGED`, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_evaluation_rule(
    evaluation: Option<&amtp_evaluation>,
    index: usize,
    out: *mut amtp_rule,
) -> amtp_status {
    guard(|| {
        let (rule, outcome) = judged(evaluation)?.outcomes().nth(index).ok_or(Abi::Index)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_rule::new(size, rule, outcome))) }
    })
}

/// The inputs that an undetermined verdict lacks: a sum of `AMTP_MISSING_...`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_evaluation_missing_inputs(evaluation: Option<&amtp_evaluation>) -> u32 {
    guard_or(0, || Ok(judged(evaluation)?.missing_inputs().bits().into()))
}

/// The entry of the device's list that the root matches, counted from 0.
///
/// Errors: `AMTP_ERR_ABSENT` if there is none, `AMTP_ERR_NOT_JUDGED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_evaluation_root_match(
    evaluation: Option<&amtp_evaluation>,
    out: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| put(out, judged(evaluation)?.root_match().ok_or(Abi::Absent)?))
}

/// How many certificates to present to the device, on the path that was judged; 0 if it is not complete.
/// `evaluation` is one of `prepared`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_presentation_count(
    prepared: Option<&amtp_prepared>,
    evaluation: Option<&amtp_evaluation>,
) -> usize {
    guard_or(0, || Ok(shared(prepared)?.0.presentation(judged(evaluation)?).count()))
}

/// Certificate number `index` to present to the device in DER, leaf first and root included: for the TLS
/// client certificate message and for `AddNextCertInChain` alike. `*out` is borrowed from `prepared` until
/// that is freed.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_NOT_JUDGED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_presentation_certificate(
    prepared: Option<&amtp_prepared>,
    evaluation: Option<&amtp_evaluation>,
    index: usize,
    out: Option<&mut MaybeUninit<amtp_bytes>>,
) -> amtp_status {
    guard(|| {
        let evaluation = judged(evaluation)?;
        let der = shared(prepared)?.0.presentation(evaluation).nth(index).ok_or(Abi::Index)?;
        put(out, der.into())
    })
}
