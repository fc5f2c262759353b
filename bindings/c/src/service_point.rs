//! What all sessions of a service point share.

use core::mem::MaybeUninit;
use std::sync::Arc;

use core_lib::provisioning::{Product, SecretRef, ServicePoint, Timer};
use core_lib::{Hash, Millis, SignatureAlgorithms};

use crate::bytes::input;
use crate::guard::guard;
use crate::handle::{self, Exclusive, mutable, put_new, read, shared, write};
use crate::policy::amtp_policy;
use crate::prepared::amtp_prepared;
use crate::status::{Abi, Failure, accepted, amtp_status, truth};
use crate::trial::amtp_factory_accounts;

/// What all sessions of a service point share: certificates, accounts, rules, times. A session keeps what was
/// set when it began; setting more later concerns later sessions, and no copy is made for each.
///
/// Threads: setting needs exclusive use; sessions may be begun with it by several threads at once.
///
/// Since: 0.1
pub struct amtp_service_point(Exclusive<Arc<ServicePoint>>);

mutable!(amtp_service_point, Arc<ServicePoint>);

/// Whose habits to follow where products differ; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_product {
    /// Everything that the configuration asks for, as Intel's guide describes; the default.
    IntelGuide = 0,
    /// Configuration Manager 2007 SP1: a fixed power package, no wireless.
    ConfigMgr2007Sp1 = 1,
    /// Configuration Manager 2007 SP2.
    ConfigMgr2007Sp2 = 2,
    /// Configuration Manager 2012: the directory account exists before.
    ConfigMgr2012 = 3,
}

accepted! { amtp_product => Product {
    IntelGuide => Product::IntelGuide,
    ConfigMgr2007Sp1 => Product::ConfigMgr2007Sp1,
    ConfigMgr2007Sp2 => Product::ConfigMgr2007Sp2,
    ConfigMgr2012 => Product::ConfigMgr2012,
} }

/// Why a session waits; accepted as `int32_t`.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_timer {
    /// It does not.
    None = 0,
    /// A connection is to come about: 30 s.
    Connect = 1,
    /// The device is to answer: 60 s.
    Response = 2,
    /// Between two attempts to reach the device: 500 ms.
    Retry = 3,
    /// Between two accounts: 20 s.
    BetweenAccounts = 4,
    /// The embedding program is to answer: 5 minutes.
    Embedder = 5,
    /// Between two looks for the device's certificate: 20 s.
    DeviceCertificate = 6,
    /// Between the two TLS settings: 5 s.
    TlsGap = 7,
    /// After the commit: 5 s.
    AfterCommit = 8,
    /// Between two looks for the result of the commit: 1 s.
    ReadBack = 9,
    /// Between two looks for a key whose generation was not confirmed: 10 s.
    KeyGeneration = 10,
}

accepted! { amtp_timer => Timer {
    Connect => Timer::Connect,
    Response => Timer::Response,
    Retry => Timer::Retry,
    BetweenAccounts => Timer::BetweenAccounts,
    Embedder => Timer::Embedder,
    DeviceCertificate => Timer::DeviceCertificate,
    TlsGap => Timer::TlsGap,
    AfterCommit => Timer::AfterCommit,
    ReadBack => Timer::ReadBack,
    KeyGeneration => Timer::KeyGeneration,
} }

impl From<Timer> for amtp_timer {
    fn from(timer: Timer) -> Self {
        match timer {
            Timer::Connect => Self::Connect,
            Timer::Response => Self::Response,
            Timer::Retry => Self::Retry,
            Timer::BetweenAccounts => Self::BetweenAccounts,
            Timer::Embedder => Self::Embedder,
            Timer::DeviceCertificate => Self::DeviceCertificate,
            Timer::TlsGap => Self::TlsGap,
            Timer::AfterCommit => Self::AfterCommit,
            Timer::ReadBack => Self::ReadBack,
            Timer::KeyGeneration => Self::KeyGeneration,
        }
    }
}

/// What a session shares.
pub(crate) fn service_of(
    service: Option<&amtp_service_point>,
) -> Result<Arc<ServicePoint>, Failure> {
    Ok(Arc::clone(read(service)?))
}

/// Sessions that run keep what they have.
fn set(
    service: Option<&mut amtp_service_point>,
    change: impl FnOnce(&mut ServicePoint) -> Result<(), Failure>,
) -> amtp_status {
    guard(|| write(service, |service| change(Arc::make_mut(service))))
}

/// Makes a service point without certificates, with the factory's accounts only. `*out` is owned by the caller
/// (free with `amtp_service_point_free`).
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_service_point_new(
    out: Option<&mut MaybeUninit<*mut amtp_service_point>>,
) -> amtp_status {
    guard(|| {
        put_new(out, || {
            let mut service = ServicePoint::new(Vec::<Arc<_>>::new());
            service.peer.algorithms = Some(SignatureAlgorithms::default_provider());
            Ok(amtp_service_point(Exclusive::new(Arc::new(service))))
        })
    })
}

/// Frees a service point; NULL is fine. Sessions go on.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_service_point_free(service: Option<Box<amtp_service_point>>) {
    handle::free(service);
}

/// Adds a provisioning certificate. It is shared: `certificate` stays the caller's, who may free it at any time.
///
/// Errors: `AMTP_ERR_POISONED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_service_point_add_certificate(
    service: Option<&mut amtp_service_point>,
    certificate: Option<&amtp_prepared>,
) -> amtp_status {
    set(service, |service| {
        service.certificates.push(Arc::clone(&shared(certificate)?.0));
        Ok(())
    })
}

/// Adds an account to try, before the factory's. The caller holds it; `reference` is the caller's number for it.
///
/// Errors: `AMTP_ERR_POISONED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_service_point_add_account(
    service: Option<&mut amtp_service_point>,
    reference: u64,
) -> amtp_status {
    set(service, |service| {
        service.accounts.push(SecretRef(reference));
        Ok(())
    })
}

/// Sets which factory accounts are tried: one of `amtp_factory_accounts`.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_service_point_set_factory_accounts(
    service: Option<&mut amtp_service_point>,
    accounts: i32,
) -> amtp_status {
    set(service, |service| {
        service.factory = amtp_factory_accounts::accept(accounts)?;
        Ok(())
    })
}

/// Sets whose habits to follow: one of `amtp_product`.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_service_point_set_product(
    service: Option<&mut amtp_service_point>,
    product: i32,
) -> amtp_status {
    set(service, |service| {
        service.product = amtp_product::accept(product)?;
        Ok(())
    })
}

/// Sets what is tolerated of the certificates; the policy is copied before return. With `try_rejected` 1 instead
/// of 0 a session goes on with a certificate that the device is predicted to refuse.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_service_point_set_policy(
    service: Option<&mut amtp_service_point>,
    policy: Option<&amtp_policy>,
    try_rejected: i32,
) -> amtp_status {
    set(service, |service| {
        let try_rejected = truth(try_rejected)?;
        (service.policy, service.try_rejected) = (*read(policy)?, try_rejected);
        Ok(())
    })
}

/// Sets how long a wait lasts; `timer` is one of `amtp_timer`.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_service_point_set_timer(
    service: Option<&mut amtp_service_point>,
    timer: i32,
    milliseconds: u64,
) -> amtp_status {
    set(service, |service| {
        let timers = &mut service.timers;
        let slot = match amtp_timer::accept(timer)? {
            Timer::Connect => &mut timers.connect,
            Timer::Response => &mut timers.response,
            Timer::Retry => &mut timers.retry,
            Timer::BetweenAccounts => &mut timers.between_accounts,
            Timer::Embedder => &mut timers.embedder,
            Timer::DeviceCertificate => &mut timers.device_certificate,
            Timer::TlsGap => &mut timers.tls_gap,
            Timer::AfterCommit => &mut timers.after_commit,
            Timer::ReadBack => &mut timers.read_back,
            Timer::KeyGeneration => &mut timers.key_generation,
        };
        *slot = Millis(milliseconds);
        Ok(())
    })
}

/// Sets how often a connection or a repeatable call is tried, 5 by default, and how often a device certificate is
/// looked for, 5 by default.
///
/// Errors: `AMTP_ERR_POISONED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_service_point_set_attempts(
    service: Option<&mut amtp_service_point>,
    transport: u8,
    certificate_looks: u8,
) -> amtp_status {
    set(service, |service| {
        (service.transport_attempts, service.certificate_looks) = (transport, certificate_looks);
        Ok(())
    })
}

/// Adds a root of Intel's On Die CA, in DER, to verify the certificates of newer devices with; copied before
/// return.
///
/// Errors: `AMTP_ERR_POISONED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_service_point_add_on_die_root(
    service: Option<&mut amtp_service_point>,
    certificate: *const u8,
    len: usize,
) -> amtp_status {
    set(service, |service| {
        // SAFETY: the header asks for `len` readable bytes.
        service.peer.on_die_roots.push(unsafe { input(certificate, len) }?.to_vec());
        Ok(())
    })
}

/// Sets whether to accept, 1, or to refuse, 0, the default, a device certificate of an on-die CA for which no root
/// is given. Accepting is reported by an event.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_service_point_set_accept_unverified(
    service: Option<&mut amtp_service_point>,
    accept: i32,
) -> amtp_status {
    set(service, |service| {
        service.peer.accept_unverified = truth(accept)?;
        Ok(())
    })
}

pub(crate) fn sha256_of(bytes: &[u8]) -> Result<Hash, Failure> {
    let hash = Hash::from_bytes(bytes).filter(|hash| hash.as_bytes().len() == 32);
    hash.ok_or(Abi::Range.into())
}
