//! Judging with texts.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{CertificateReport, Report, RuleReport};

use crate::bytes::{amtp_bytes, amtp_str, output, output_text};
use crate::device::amtp_device;
use crate::evaluation::time;
use crate::finding::{amtp_finding, amtp_rule, amtp_verdict};
use crate::guard::{guard, guard_or};
use crate::handle::{self, put_new, shared};
use crate::policy::{amtp_policy, policy_of};
use crate::prepared::amtp_prepared;
use crate::sized::{by_value, put_sized};
use crate::status::{Abi, Failure, accepted, amtp_status};

/// One judgement with its explanation: what was seen and wanted by every rule, and what fixes it.
///
/// Threads: never written to; any number of threads may use it at once.
///
/// Since: 0.1
pub struct amtp_report(Report);

/// A text that a report has about each rule; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_rule_text {
    /// What was seen.
    Seen = 1,
    /// What was wanted.
    Wanted = 2,
    /// What fixes it; empty if nothing needs fixing.
    Remedy = 3,
}

accepted! { amtp_rule_text => fn(&RuleReport) -> &str {
    Seen => |rule| &rule.seen,
    Wanted => |rule| &rule.wanted,
    Remedy => |rule| &rule.remedy,
} }

/// A list of certificates in a report; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_certificates {
    /// Those to present to the device, leaf first and root included; as far as the path gets.
    Path = 1,
    /// Those that are on no path.
    Unused = 2,
}

accepted! { amtp_certificates => fn(&Report) -> &[CertificateReport] {
    Path => |report| &report.path,
    Unused => |report| &report.unused,
} }

/// A certificate of a report. All texts and hashes are borrowed from the report until that is freed. Set
/// `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_certificate {
    /// `sizeof(amtp_certificate)`, set by the caller.
    pub struct_size: usize,
    /// `leaf`, `intermediate 1`, ..., `root` or `unused`.
    pub role: amtp_str,
    /// The subject.
    pub subject: amtp_str,
    /// The issuer.
    pub issuer: amtp_str,
    /// The serial number in hex.
    pub serial: amtp_str,
    /// First valid second, since 1970 (UTC).
    pub not_before: i64,
    /// Last valid second, since 1970 (UTC).
    pub not_after: i64,
    /// SHA-1 of the DER, 20 bytes.
    pub sha1: amtp_bytes,
    /// SHA-256 of the DER, 32 bytes.
    pub sha256: amtp_bytes,
    /// SHA-384 of the DER, 48 bytes.
    pub sha384: amtp_bytes,
    /// Which item of the input holds it, from 0.
    pub input_item: usize,
    /// At which byte of the item it begins, from 0.
    pub input_offset: usize,
    /// The name of the known root that it is; empty if it is none.
    pub known_root: amtp_str,
}

by_value! { amtp_certificate = 168; }

impl amtp_certificate {
    fn new(struct_size: usize, of: &CertificateReport) -> Self {
        Self {
            struct_size,
            role: of.role.as_str().into(),
            subject: of.subject.as_str().into(),
            issuer: of.issuer.as_str().into(),
            serial: of.serial.as_str().into(),
            not_before: of.not_before.unix(),
            not_after: of.not_after.unix(),
            sha1: of.sha1.as_bytes().into(),
            sha256: of.sha256.as_bytes().into(),
            sha384: of.sha384.as_bytes().into(),
            input_item: of.input_item,
            input_offset: of.input_offset,
            known_root: of.known_root.unwrap_or_default().into(),
        }
    }
}

/// Judges a certificate against one device and explains every rule: the same judgement as `amtp_judge`.
/// `*out` is owned by the caller (free with `amtp_report_free`). It keeps nothing of its arguments.
///
/// `now` and `policy` as for `amtp_judge`.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_report_new(
    prepared: Option<&amtp_prepared>,
    device: Option<&amtp_device>,
    policy: Option<&amtp_policy>,
    now: i64,
    out: Option<&mut MaybeUninit<*mut amtp_report>>,
) -> amtp_status {
    guard(|| {
        let (prepared, device, policy) = (shared(prepared)?, shared(device)?, policy_of(policy)?);
        put_new(out, || Ok(amtp_report(prepared.0.explain(&device.0, &policy, time(now)))))
    })
}

/// Frees a report; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_report_free(report: Option<Box<amtp_report>>) {
    handle::free(report);
}

/// The device verdict.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_report_verdict(report: Option<&amtp_report>) -> amtp_verdict {
    guard_or(amtp_verdict::None, || Ok(shared(report)?.0.verdict.into()))
}

/// The whole report as JSON, written into `buf`: what `amtp preflight --format json` prints, without the
/// names of files and on one line.
///
/// Errors: `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_report_json(
    report: Option<&amtp_report>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        // Maps have text keys only, so this does not fail.
        let json = serde_json::to_vec(&shared(report)?.0).map_err(|_| Abi::Panic)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(&json, buf.cast(), cap, out_len) }
    })
}

/// The whole report as text for people, written into `buf`.
///
/// Errors: `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_report_text(
    report: Option<&amtp_report>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let report = &shared(report)?.0;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(report, buf, cap, out_len) }
    })
}

/// How many rules the report has; 0 for NULL.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_report_rule_count(report: Option<&amtp_report>) -> usize {
    guard_or(0, || Ok(shared(report)?.0.rules.len()))
}

fn rule(report: Option<&amtp_report>, index: usize) -> Result<&RuleReport, Failure> {
    shared(report)?.0.rules.get(index).ok_or(Abi::Index.into())
}

/// Rule number `index`. Its texts are static.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_report_rule(
    report: Option<&amtp_report>,
    index: usize,
    out: *mut amtp_rule,
) -> amtp_status {
    guard(|| {
        let rule = rule(report, index)?;
        let make = |size| {
            let mut row = amtp_rule::new(size, rule.id, rule.outcome);
            row.severity = rule.severity.into();
            row.findings = rule.findings.len();
            if let Some(effect) = rule.policy_effect {
                row.policy_switch = effect.switch.name().into();
                row.original_outcome = effect.original.into();
            }
            Ok(row)
        };
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, make) }
    })
}

/// What was seen or wanted by rule number `index`, or what fixes it, written into `buf`; `which` is one of
/// `amtp_rule_text`. Bytes that are no printable ASCII are shown in hex.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ENUM`, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_report_rule_text(
    report: Option<&amtp_report>,
    index: usize,
    which: i32,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let text = amtp_rule_text::accept(which)?(rule(report, index)?);
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(text.as_bytes(), buf.cast(), cap, out_len) }
    })
}

/// Finding number `finding` of rule number `index`. Its texts are static.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_report_rule_finding(
    report: Option<&amtp_report>,
    index: usize,
    finding: usize,
    out: *mut amtp_finding,
) -> amtp_status {
    guard(|| {
        let finding = *rule(report, index)?.findings.get(finding).ok_or(Abi::Index)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_finding::new(size, finding))) }
    })
}

/// How many certificates the list `which` has, one of `amtp_certificates`; 0 for NULL.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_report_certificate_count(report: Option<&amtp_report>, which: i32) -> usize {
    guard_or(0, || Ok(amtp_certificates::accept(which)?(&shared(report)?.0).len()))
}

/// Certificate number `index` of the list `which`. Its texts and hashes are borrowed from the report until
/// that is freed.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ENUM`, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_report_certificate(
    report: Option<&amtp_report>,
    which: i32,
    index: usize,
    out: *mut amtp_certificate,
) -> amtp_status {
    guard(|| {
        let list = amtp_certificates::accept(which)?(&shared(report)?.0);
        let certificate = list.get(index).ok_or(Abi::Index)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_certificate::new(size, certificate))) }
    })
}
