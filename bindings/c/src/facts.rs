//! What the caller knows about a device.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{
    DeviceFacts, Fact, HashEntry, Release, ReleaseText, RootHashList, Source, SuffixFact,
};

use crate::bytes::{input, output_text, text};
use crate::fact::{
    amtp_control_mode, amtp_fact, amtp_flow, amtp_interface, amtp_platform, amtp_source,
    amtp_suffix_source, amtp_tls_mode,
};
use crate::guard::guard;
use crate::handle::{self, Exclusive, last_error, mutable, put_new, write};
use crate::sized::{amtp_error, put_error};
use crate::status::{Abi, Failure, amtp_status, truth};

/// Everything that the caller knows about a device. What is not stated is unknown, and never guessed.
///
/// Threads: setting a fact needs exclusive use; reading may be done by several threads at once.
///
/// Since: 0.1
pub struct amtp_facts(Exclusive<DeviceFacts>);

mutable!(amtp_facts, DeviceFacts);

/// Makes a set of facts that says nothing. `*out` is owned by the caller (free with `amtp_facts_free`).
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_facts_new(out: Option<&mut MaybeUninit<*mut amtp_facts>>) -> amtp_status {
    guard(|| put_new(out, || Ok(amtp_facts(Exclusive::new(DeviceFacts::default())))))
}

/// Frees facts; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_facts_free(facts: Option<Box<amtp_facts>>) {
    handle::free(facts);
}

/// States the firmware release as a device or tool prints it: `16.1.30.2269`, `v16.1.30`, or a whole
/// `Server:` header. A word `H` or `LP` behind it states the platform too. `release` is copied before return.
///
/// Errors: `AMTP_ERR_RELEASE`, `AMTP_ERR_UTF8`, `AMTP_ERR_ENUM`; `amtp_facts_error` says where.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_facts_set_release(
    facts: Option<&mut amtp_facts>,
    release: *const c_char,
    len: usize,
    source: i32,
) -> amtp_status {
    guard(|| {
        write(facts, |facts| {
            // SAFETY: the header asks for `len` readable bytes.
            let read: ReleaseText = unsafe { text(release, len) }?.parse()?;
            let source = amtp_source::accept(source)?;
            facts.release = Fact::Known(read.release, source);
            if let Some(platform) = read.platform {
                facts.platform = Fact::Known(platform, source);
            }
            Ok(())
        })
    })
}

/// States the firmware release by its numbers.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_facts_set_release_numbers(
    facts: Option<&mut amtp_facts>,
    major: u16,
    minor: u16,
    hotfix: u16,
    build: u16,
    source: i32,
) -> amtp_status {
    guard(|| {
        write(facts, |facts| {
            let source = amtp_source::accept(source)?;
            facts.release = Fact::Known(Release::new(major, minor, hotfix, build), source);
            Ok(())
        })
    })
}

/// States one of the facts `AMTP_FACT_PLATFORM` and following by its value.
///
/// Errors: `AMTP_ERR_ENUM` for a fact that is stated otherwise, and for a value or source that is none.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_facts_set(
    facts: Option<&mut amtp_facts>,
    fact: i32,
    value: i32,
    source: i32,
) -> amtp_status {
    guard(|| {
        write(facts, |facts| {
            let source = amtp_source::accept(source)?;
            set(facts, amtp_fact::accept(fact)?, value, source)
        })
    })
}

fn set(
    facts: &mut DeviceFacts,
    fact: amtp_fact,
    value: i32,
    source: Source,
) -> Result<(), Failure> {
    if let Some(flag) = flag(facts, fact) {
        *flag = Fact::Known(truth(value)?, source);
        return Ok(());
    }
    match fact {
        amtp_fact::Platform => facts.platform = Fact::Known(amtp_platform::accept(value)?, source),
        amtp_fact::Flow => facts.flow = Fact::Known(amtp_flow::accept(value)?, source),
        amtp_fact::Interface => {
            facts.interface = Fact::Known(amtp_interface::accept(value)?, source)
        }
        amtp_fact::ControlMode => {
            facts.control_mode = Fact::Known(amtp_control_mode::accept(value)?, source);
        }
        amtp_fact::TlsMode => facts.tls_mode = Fact::Known(amtp_tls_mode::accept(value)?, source),
        amtp_fact::AssumeDefaultRoots => facts.assume_default_roots = truth(value)?,
        _ => return Err(Abi::Enum.into()),
    }
    Ok(())
}

/// The facts that are yes or no.
fn flag(facts: &mut DeviceFacts, fact: amtp_fact) -> Option<&mut Fact<bool>> {
    match fact {
        amtp_fact::InterfaceOpen => Some(&mut facts.interface_open),
        amtp_fact::LinkUp => Some(&mut facts.link_up),
        amtp_fact::RemoteConfiguration => Some(&mut facts.remote_configuration),
        amtp_fact::DhcpDnsServer => Some(&mut facts.dhcp_dns_server),
        amtp_fact::StaticIp => Some(&mut facts.static_ip),
        amtp_fact::Cira => Some(&mut facts.cira),
        amtp_fact::RootPresented => Some(&mut facts.root_presented),
        amtp_fact::DeviceCertificateRefused => Some(&mut facts.device_certificate_refused),
        _ => None,
    }
}

/// States `AMTP_FACT_SERVER_FQDN` or `AMTP_FACT_HOME_DOMAIN`. `name` is copied before return, as it is:
/// whatever is wrong with it is a finding.
///
/// Errors: `AMTP_ERR_ENUM` for a fact that is stated otherwise.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_facts_set_name(
    facts: Option<&mut amtp_facts>,
    fact: i32,
    name: *const c_char,
    len: usize,
    source: i32,
) -> amtp_status {
    guard(|| {
        write(facts, |facts| {
            // SAFETY: the header asks for `len` readable bytes.
            let name = unsafe { input(name.cast::<u8>(), len) }?.to_vec();
            let known = Fact::Known(name, amtp_source::accept(source)?);
            match amtp_fact::accept(fact)? {
                amtp_fact::ServerFqdn => facts.server_fqdn = known,
                amtp_fact::HomeDomain => facts.home_domain = known,
                _ => return Err(Abi::Enum.into()),
            }
            Ok(())
        })
    })
}

/// Adds a DNS suffix; all suffixes of every source belong here, also those that do not count. `suffix_source`
/// is one of `amtp_suffix_source`. `suffix` is copied before return, as it is.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_facts_add_suffix(
    facts: Option<&mut amtp_facts>,
    suffix: *const c_char,
    len: usize,
    suffix_source: i32,
    source: i32,
) -> amtp_status {
    guard(|| {
        write(facts, |facts| {
            // SAFETY: the header asks for `len` readable bytes.
            let value = unsafe { input(suffix.cast::<u8>(), len) }?.to_vec();
            let from = amtp_suffix_source::accept(suffix_source)?;
            let source = amtp_source::accept(source)?;
            let suffix = SuffixFact { value, source: from };
            match &mut facts.suffixes {
                Fact::Known(list, of_list) => {
                    list.push(suffix);
                    *of_list = source;
                }
                unknown => *unknown = Fact::Known(vec![suffix], source),
            }
            Ok(())
        })
    })
}

/// Adds root certificate hashes that the device holds, one a line: `[ALGORITHM:]HASH[,active|inactive]`;
/// blank lines and what follows `#` are skipped. `active` is what an entry is that does not say: 0 or 1, or
/// -1 for unknown. `lines` is copied before return.
///
/// Errors: `AMTP_ERR_HASH_TEXT`, `AMTP_ERR_UTF8`, `AMTP_ERR_ENUM`; no entry is added then, and
/// `amtp_facts_error` says in which line and at which byte of it.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_facts_add_root_hashes(
    facts: Option<&mut amtp_facts>,
    lines: *const c_char,
    len: usize,
    active: i32,
    source: i32,
) -> amtp_status {
    guard(|| {
        write(facts, |facts| {
            // SAFETY: the header asks for `len` readable bytes.
            let list: RootHashList = unsafe { text(lines, len) }?.parse()?;
            add_hashes(facts, list.entries, active, source)
        })
    })
}

/// Adds one root certificate hash as the host interface (`GetCertHashEntry`) or
/// `AMT_ProvisioningCertificateHash` gives it: the algorithm's id there, and the value or the field of 64 bytes
/// that begins with it. State the release first: it tells what id 3 means. `active` as above; `field` is
/// copied before return.
///
/// Errors: `AMTP_ERR_HASH_LENGTH`, `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_facts_add_interface_hash(
    facts: Option<&mut amtp_facts>,
    algorithm_id: u8,
    field: *const u8,
    len: usize,
    active: i32,
    source: i32,
) -> amtp_status {
    guard(|| {
        write(facts, |facts| {
            // SAFETY: the header asks for `len` readable bytes.
            let field = unsafe { input(field, len) }?;
            let release = facts.release.value().copied();
            let entry = HashEntry::from_interface(algorithm_id, field, release)?;
            add_hashes(facts, vec![entry], active, source)
        })
    })
}

fn add_hashes(
    facts: &mut DeviceFacts,
    entries: Vec<HashEntry>,
    active: i32,
    source: i32,
) -> Result<(), Failure> {
    let active = if active == -1 { None } else { Some(truth(active)?) };
    let source = amtp_source::accept(source)?;
    let entries = entries.into_iter().map(|mut entry| {
        entry.active = entry.active.or(active);
        entry
    });
    match &mut facts.root_hashes {
        Fact::Known(list, of_list) => {
            list.entries.extend(entries);
            list.source = source;
            *of_list = source;
        }
        unknown => {
            *unknown = Fact::Known(RootHashList { entries: entries.collect(), source }, source);
        }
    }
    Ok(())
}

/// States that the device has no such thing: no DNS suffix, no root hash, no server FQDN.
///
/// Errors: `AMTP_ERR_ENUM`, also for `AMTP_FACT_ASSUME_DEFAULT_ROOTS`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_facts_set_absent(
    facts: Option<&mut amtp_facts>,
    fact: i32,
    source: i32,
) -> amtp_status {
    guard(|| {
        write(facts, |facts| {
            let source = amtp_source::accept(source)?;
            put_fact(facts, amtp_fact::accept(fact)?, Some(source))
        })
    })
}

/// Makes a fact unknown again.
///
/// Errors: `AMTP_ERR_ENUM`, also for `AMTP_FACT_ASSUME_DEFAULT_ROOTS`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_facts_forget(facts: Option<&mut amtp_facts>, fact: i32) -> amtp_status {
    guard(|| write(facts, |facts| put_fact(facts, amtp_fact::accept(fact)?, None)))
}

/// Absent with a source, unknown without.
fn put_fact(
    facts: &mut DeviceFacts,
    fact: amtp_fact,
    source: Option<Source>,
) -> Result<(), Failure> {
    fn of<T>(source: Option<Source>) -> Fact<T> {
        source.map_or(Fact::Unknown, Fact::Absent)
    }
    if let Some(flag) = flag(facts, fact) {
        *flag = of(source);
        return Ok(());
    }
    match fact {
        amtp_fact::Release => facts.release = of(source),
        amtp_fact::Suffixes => facts.suffixes = of(source),
        amtp_fact::RootHashes => facts.root_hashes = of(source),
        amtp_fact::ServerFqdn => facts.server_fqdn = of(source),
        amtp_fact::HomeDomain => facts.home_domain = of(source),
        amtp_fact::Platform => facts.platform = of(source),
        amtp_fact::Flow => facts.flow = of(source),
        amtp_fact::Interface => facts.interface = of(source),
        amtp_fact::ControlMode => facts.control_mode = of(source),
        amtp_fact::TlsMode => facts.tls_mode = of(source),
        _ => return Err(Abi::Enum.into()),
    }
    Ok(())
}

/// Where the last call that set a fact failed.
///
/// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_facts_error(
    facts: Option<&amtp_facts>,
    out: *mut amtp_error,
) -> amtp_status {
    guard(|| {
        let error = last_error(facts)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_error(error, out) }
    })
}

/// The same in words, with the place, written into `buf`.
///
/// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_facts_error_text(
    facts: Option<&amtp_facts>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let error = last_error(facts)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&error, buf, cap, out_len) }
    })
}
