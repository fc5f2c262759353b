//! What the caller tolerates.

use core::mem::MaybeUninit;

use core_lib::{
    MultipleCn, NameSource, Policy, Strictness, SuffixPrecedence, SuffixReading, TimePolicy,
    TrimNames, Wildcards,
};

use crate::guard::guard;
use crate::handle::{self, Exclusive, mutable, put, put_new, read, write};
use crate::status::{Abi, Failure, accepted, amtp_status};

/// What the caller tolerates: one switch per open decision. Where a function takes a policy, NULL is the
/// default one.
///
/// Threads: setting needs exclusive use; judging with it may be done by several threads at once.
///
/// Since: 0.1
pub struct amtp_policy(Exclusive<Policy>);

mutable!(amtp_policy, Policy);

/// Which suffix wins if both the PKI DNS suffix and a DHCP suffix exist; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_suffix_precedence {
    /// The PKI DNS suffix if it is set; the default.
    PkiFirst = 0,
    /// The DHCP suffix if there is one.
    DhcpFirst = 1,
    /// Either may match.
    Any = 2,
    /// Both must match.
    Both = 3,
}

accepted! { amtp_suffix_precedence => SuffixPrecedence {
    PkiFirst => SuffixPrecedence::PkiFirst,
    DhcpFirst => SuffixPrecedence::DhcpFirst,
    Any => SuffixPrecedence::Any,
    Both => SuffixPrecedence::Both,
} }

/// What becomes of names with blanks around them; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_trim_names {
    /// Compared without them, and reported; the default.
    Report = 0,
    /// No match.
    Reject = 1,
}

accepted! { amtp_trim_names => TrimNames {
    Report => TrimNames::Report,
    Reject => TrimNames::Reject,
} }

/// Whether wildcard identifiers count; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_wildcards {
    /// On every release; the default.
    Accept = 0,
    /// Undetermined below release 4.1.
    UndeterminedBefore4_1 = 1,
    /// Never.
    Reject = 2,
}

accepted! { amtp_wildcards => Wildcards {
    Accept => Wildcards::Accept,
    UndeterminedBefore4_1 => Wildcards::UndeterminedBefore4_1,
    Reject => Wildcards::Reject,
} }

/// Which names of the certificate count; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_name_source {
    /// CN and subjectAltName; the default.
    Accept = 0,
    /// The CN only.
    CnOnly = 1,
}

accepted! { amtp_name_source => NameSource {
    Accept => NameSource::Accept,
    CnOnly => NameSource::CnOnly,
} }

/// What several CNs mean that disagree; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_multiple_cn {
    /// The outcome is undetermined; the default.
    Undetermined = 0,
    /// All must match.
    All = 1,
    /// One match is enough.
    Any = 2,
    /// The last one counts.
    Last = 3,
}

accepted! { amtp_multiple_cn => MultipleCn {
    Undetermined => MultipleCn::Undetermined,
    All => MultipleCn::All,
    Any => MultipleCn::Any,
    Last => MultipleCn::Last,
} }

/// How the plain suffix rule is read; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_suffix_reading {
    /// Any number of labels may precede the suffix; the default.
    Guide = 0,
    /// The CN, or the CN without its first label.
    Narrow = 1,
}

accepted! { amtp_suffix_reading => SuffixReading {
    Guide => SuffixReading::Guide,
    Narrow => SuffixReading::Narrow,
} }

/// What a rule's failure does; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_strictness {
    /// It rejects.
    Reject = 0,
    /// It is reported and passes.
    Warn = 1,
}

accepted! { amtp_strictness => Strictness {
    Reject => Strictness::Reject,
    Warn => Strictness::Warn,
} }

/// What a missing time means; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_time_policy {
    /// The verdict is undetermined; the default.
    Require = 0,
    /// The validity rules are dropped, visibly.
    Ignore = 1,
}

accepted! { amtp_time_policy => TimePolicy {
    Require => TimePolicy::Require,
    Ignore => TimePolicy::Ignore,
} }

/// The switches of a policy; accepted as `int32_t`.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_policy_option {
    /// Which suffix wins: one of `amtp_suffix_precedence`.
    SuffixPrecedence = 1,
    /// Names with blanks around them: one of `amtp_trim_names`.
    TrimNames = 2,
    /// May a suffix of a single label match? 0 or 1; the default is 0.
    AllowSingleLabelSuffix = 3,
    /// Wildcard identifiers: one of `amtp_wildcards`.
    Wildcard = 4,
    /// Which names count: one of `amtp_name_source`.
    San = 5,
    /// CNs that disagree: one of `amtp_multiple_cn`.
    MultipleCn = 6,
    /// May an alternative name equal the provisioning server FQDN? 0 or 1; the default is 0.
    StrictAcceptsSan = 7,
    /// The plain suffix rule: one of `amtp_suffix_reading`.
    SuffixReading = 8,
    /// Is a match under a registry suffix such as `com.ua` refused? 0 or 1; the default is 0.
    RefuseBroadSuffix = 9,
    /// How many labels of the effective suffix are a registry's: 0 to 255, or -1 for unknown, the default.
    RegistryLabels = 10,
    /// Does a leaf without Extended Key Usage count as a server certificate? 0 or 1; the default is 0.
    AbsentEkuIsServer = 11,
    /// Is a leaf whose key was not checked refused? 0 or 1; the default is 0.
    RequireKeyProof = 12,
    /// May the leaf be a lone self-signed certificate? 0 or 1; the default is 0.
    AllowSelfSignedLeaf = 13,
    /// May the device trust the hash of a CA certificate that is no root? 0 or 1; the default is 0.
    AllowNonRootAnchor = 14,
    /// Constraints of RFC 5280 on intermediates: one of `amtp_strictness`; the default rejects.
    Rfc5280 = 15,
    /// Most certificates of a path, root included: 0 to 255; the default is 10.
    MaxChain = 16,
    /// SHA-384 signatures before release 21: one of `amtp_strictness`; the default warns.
    Sha384Pre21 = 17,
    /// Is a hash entry whose active flag is unknown taken as active? 0 or 1; the default is 1.
    UnknownFlagIsActive = 18,
    /// An expired leaf or intermediate: one of `amtp_strictness`; the default rejects.
    Expired = 19,
    /// A leaf or intermediate that is not valid yet: one of `amtp_strictness`; the default rejects.
    NotYetValid = 20,
    /// A missing time: one of `amtp_time_policy`.
    Time = 21,
    /// Within how many days an expiry is announced; the default is 30.
    ExpiryHorizonDays = 22,
}

accepted! { amtp_policy_option => amtp_policy_option {
    SuffixPrecedence => Self::SuffixPrecedence,
    TrimNames => Self::TrimNames,
    AllowSingleLabelSuffix => Self::AllowSingleLabelSuffix,
    Wildcard => Self::Wildcard,
    San => Self::San,
    MultipleCn => Self::MultipleCn,
    StrictAcceptsSan => Self::StrictAcceptsSan,
    SuffixReading => Self::SuffixReading,
    RefuseBroadSuffix => Self::RefuseBroadSuffix,
    RegistryLabels => Self::RegistryLabels,
    AbsentEkuIsServer => Self::AbsentEkuIsServer,
    RequireKeyProof => Self::RequireKeyProof,
    AllowSelfSignedLeaf => Self::AllowSelfSignedLeaf,
    AllowNonRootAnchor => Self::AllowNonRootAnchor,
    Rfc5280 => Self::Rfc5280,
    MaxChain => Self::MaxChain,
    Sha384Pre21 => Self::Sha384Pre21,
    UnknownFlagIsActive => Self::UnknownFlagIsActive,
    Expired => Self::Expired,
    NotYetValid => Self::NotYetValid,
    Time => Self::Time,
    ExpiryHorizonDays => Self::ExpiryHorizonDays,
} }

/// A switch as the number that stands for its value.
trait Number {
    fn get(&self) -> i32;
    fn set(&mut self, number: i32) -> Result<(), Failure>;
}

/// A switch with the enum that names its values in C.
macro_rules! words {
    ($($value:ident => $name:ident { $($variant:ident)* })*) => {$(
        impl Number for $value {
            #[allow(clippy::as_conversions)] // the discriminant of a `repr(i32)` enum
            fn get(&self) -> i32 {
                match self { $(Self::$variant => $name::$variant as i32,)* }
            }
            fn set(&mut self, number: i32) -> Result<(), Failure> {
                *self = $name::accept(number)?;
                Ok(())
            }
        }
    )*};
}

words! {
    SuffixPrecedence => amtp_suffix_precedence { PkiFirst DhcpFirst Any Both }
    TrimNames => amtp_trim_names { Report Reject }
    Wildcards => amtp_wildcards { Accept UndeterminedBefore4_1 Reject }
    NameSource => amtp_name_source { Accept CnOnly }
    MultipleCn => amtp_multiple_cn { Undetermined All Any Last }
    SuffixReading => amtp_suffix_reading { Guide Narrow }
    Strictness => amtp_strictness { Reject Warn }
    TimePolicy => amtp_time_policy { Require Ignore }
}

macro_rules! integers {
    ($($value:ty)*) => {$(
        impl Number for $value {
            fn get(&self) -> i32 {
                i32::try_from(*self).unwrap_or(i32::MAX)
            }
            fn set(&mut self, number: i32) -> Result<(), Failure> {
                *self = number.try_into().map_err(|_| Abi::Range)?;
                Ok(())
            }
        }
    )*};
}

integers! { u8 u32 }

impl Number for bool {
    fn get(&self) -> i32 {
        i32::from(*self)
    }
    fn set(&mut self, number: i32) -> Result<(), Failure> {
        *self = match number {
            0 => false,
            1 => true,
            _ => return Err(Abi::Enum.into()),
        };
        Ok(())
    }
}

/// -1 is unknown.
impl Number for Option<u8> {
    fn get(&self) -> i32 {
        self.map_or(-1, i32::from)
    }
    fn set(&mut self, number: i32) -> Result<(), Failure> {
        *self = match number {
            -1 => None,
            known => Some(known.try_into().map_err(|_| Abi::Range)?),
        };
        Ok(())
    }
}

fn switch(policy: &mut Policy, option: amtp_policy_option) -> &mut dyn Number {
    match option {
        amtp_policy_option::SuffixPrecedence => &mut policy.suffix_precedence,
        amtp_policy_option::TrimNames => &mut policy.trim_names,
        amtp_policy_option::AllowSingleLabelSuffix => &mut policy.allow_single_label_suffix,
        amtp_policy_option::Wildcard => &mut policy.wildcard,
        amtp_policy_option::San => &mut policy.san,
        amtp_policy_option::MultipleCn => &mut policy.multiple_cn,
        amtp_policy_option::StrictAcceptsSan => &mut policy.strict_accepts_san,
        amtp_policy_option::SuffixReading => &mut policy.suffix_reading,
        amtp_policy_option::RefuseBroadSuffix => &mut policy.refuse_broad_suffix,
        amtp_policy_option::RegistryLabels => &mut policy.registry_labels,
        amtp_policy_option::AbsentEkuIsServer => &mut policy.absent_eku_is_server,
        amtp_policy_option::RequireKeyProof => &mut policy.require_key_proof,
        amtp_policy_option::AllowSelfSignedLeaf => &mut policy.allow_self_signed_leaf,
        amtp_policy_option::AllowNonRootAnchor => &mut policy.allow_non_root_anchor,
        amtp_policy_option::Rfc5280 => &mut policy.rfc5280,
        amtp_policy_option::MaxChain => &mut policy.max_chain,
        amtp_policy_option::Sha384Pre21 => &mut policy.sha384_pre21,
        amtp_policy_option::UnknownFlagIsActive => &mut policy.unknown_flag_is_active,
        amtp_policy_option::Expired => &mut policy.expired,
        amtp_policy_option::NotYetValid => &mut policy.not_yet_valid,
        amtp_policy_option::Time => &mut policy.time,
        amtp_policy_option::ExpiryHorizonDays => &mut policy.expiry_horizon_days,
    }
}

/// The policy that a function was given; NULL is the default.
pub(crate) fn policy_of(policy: Option<&amtp_policy>) -> Result<Policy, Failure> {
    match policy {
        None => Ok(Policy::default()),
        given => read(given).copied(),
    }
}

/// Makes the default policy. `*out` is owned by the caller (free with `amtp_policy_free`).
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_policy_new(out: Option<&mut MaybeUninit<*mut amtp_policy>>) -> amtp_status {
    guard(|| put_new(out, || Ok(amtp_policy(Exclusive::new(Policy::default())))))
}

/// Frees a policy; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_policy_free(policy: Option<Box<amtp_policy>>) {
    handle::free(policy);
}

/// Sets one of `amtp_policy_option`.
///
/// Errors: `AMTP_ERR_ENUM` for an option or value that is none, `AMTP_ERR_RANGE` for a number that does not
/// fit.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_policy_set(
    policy: Option<&mut amtp_policy>,
    option: i32,
    value: i32,
) -> amtp_status {
    guard(|| write(policy, |policy| switch(policy, amtp_policy_option::accept(option)?).set(value)))
}

/// The value of one of `amtp_policy_option`; of the default policy for NULL.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_policy_get(
    policy: Option<&amtp_policy>,
    option: i32,
    out: Option<&mut MaybeUninit<i32>>,
) -> amtp_status {
    guard(|| {
        let mut policy = policy_of(policy)?;
        put(out, switch(&mut policy, amtp_policy_option::accept(option)?).get())
    })
}
