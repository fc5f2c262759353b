//! Hello messages.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{
    Error, ErrorKind, Fact, Hash, Hello, HelloAssembler, HelloBody, HelloBuilder, HelloPolicy,
    HelloProgress, KnownRoot, Source, TlsMode,
};

use crate::bytes::{amtp_bytes, amtp_str, input, inputs, output, output_text};
use crate::facts::amtp_facts;
use crate::finding::{amtp_finding, put_finding};
use crate::guard::{guard, guard_or};
use crate::handle::{self, Exclusive, last_error, mutable, put_new, read, write};
use crate::sized::{Given, amtp_error, by_value, get_sized, put_error, put_sized};
use crate::status::{Abi, Failure, amtp_status, truth};
use crate::uuid::amtp_uuid;

/// A Hello message: what a device that wants to be provisioned sends to its server. It is put together from
/// the fragments of a connection, and read once the connection has ended.
///
/// It is not authenticated: it may start work, but nothing in it is to be trusted. It is never answered.
///
/// Threads: taking bytes and finishing need exclusive use; everything else may be done by several threads at
/// once.
///
/// Since: 0.1
pub struct amtp_hello(Exclusive<State>);

mutable!(amtp_hello, State);

/// What a Hello handle holds.
pub(crate) struct State {
    policy: HelloPolicy,
    assembler: HelloAssembler,
    /// The message has ended, and can be read.
    finished: bool,
}

impl State {
    fn begin(&mut self) {
        self.assembler = HelloAssembler::new(self.policy);
        self.finished = false;
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.assembler.finish()?;
        self.finished = true;
        Ok(())
    }
}

/// The message, a view of the bytes that the handle keeps.
pub(crate) fn message(hello: Option<&amtp_hello>) -> Result<Hello<'_>, Failure> {
    let state = read(hello)?;
    if !state.finished {
        return Err(Abi::Absent.into());
    }
    Ok(state.assembler.finish()?)
}

/// How far a message has come. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_hello_progress {
    /// `sizeof(amtp_hello_progress)`, set by the caller.
    pub struct_size: usize,
    /// At least so many bytes are missing; 0 if the message is whole.
    pub least: usize,
    /// So many bytes came behind the end of the message.
    pub trailing: usize,
}

by_value! { amtp_hello_progress = 24; }

/// What a Hello message says, less its root hashes. Views that are given out are borrowed from the handle
/// until it takes bytes again or is freed. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub struct amtp_hello_fields {
    /// `sizeof(amtp_hello_fields)`, set by the caller.
    pub struct_size: usize,
    /// The UUID.
    pub uuid: amtp_uuid,
    /// The interface version: 3 with root hashes (PKI), 2 with the name of a key (PSK).
    pub version: u32,
    /// How often the device has sent before, it says.
    pub retry_count: u32,
    /// Was the factory password changed? 0 or 1; no more than a hint.
    pub credentials_set: i32,
    /// How many root hashes there are; ignored by `amtp_hello_write`.
    pub hashes: usize,
    /// The name of the key, 8 bytes; empty in version 3.
    pub pid: amtp_bytes,
    /// What follows the end of the message; nobody knows what it means. Ignored by `amtp_hello_write`.
    pub trailing: amtp_bytes,
}

by_value! { amtp_hello_fields = 80; }
// SAFETY: nothing but integers and pointers.
unsafe impl Given for amtp_hello_fields {}

impl amtp_hello_fields {
    fn new(struct_size: usize, hello: &Hello<'_>) -> Self {
        let (hashes, pid): (_, &[u8]) = match hello.body() {
            HelloBody::Pki(entries) => (entries.len(), &[]),
            HelloBody::Psk { pid } => (0, pid),
        };
        Self {
            struct_size,
            uuid: hello.uuid().into(),
            version: hello.version().into(),
            retry_count: hello.retry_count(),
            credentials_set: hello.credentials_set().into(),
            hashes,
            pid: pid.into(),
            trailing: hello.trailing().into(),
        }
    }
}

/// A root hash of a Hello message. `value` is borrowed from the handle until it takes bytes again or is freed,
/// `known_root` is static. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_hello_hash {
    /// `sizeof(amtp_hello_hash)`, set by the caller.
    pub struct_size: usize,
    /// The algorithm id: 0 MD5, 1 SHA-1, 2 SHA-256, 3 SHA-384, or SHA-512 on releases 2.0 to 5.x.
    pub algorithm_id: u32,
    /// The hash.
    pub value: amtp_bytes,
    /// The name of the known root that has it; empty if none has.
    pub known_root: amtp_str,
}

by_value! { amtp_hello_hash = 48; }

/// Makes a handle that has no bytes yet. `*out` is owned by the caller (free with `amtp_hello_free`).
///
/// `strict_tail` is 1 to refuse any byte behind the end of the message, or 0 to keep up to 64 aside.
/// `max_length` is how long a message may be with what follows it; 0 stands for the longest that can be
/// declared.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_hello_new(
    strict_tail: i32,
    max_length: usize,
    out: Option<&mut MaybeUninit<*mut amtp_hello>>,
) -> amtp_status {
    guard(|| {
        let mut policy = HelloPolicy { strict_tail: truth(strict_tail)?, ..Default::default() };
        if max_length != 0 {
            policy.max_length = max_length;
        }
        let assembler = HelloAssembler::new(policy);
        put_new(out, || {
            Ok(amtp_hello(Exclusive::new(State { policy, assembler, finished: false })))
        })
    })
}

/// Frees a Hello; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_hello_free(hello: Option<Box<amtp_hello>>) {
    handle::free(hello);
}

/// Takes the next bytes of a connection; two or more fragments are normal. They are copied before return.
/// The first ones behind `amtp_hello_finish` or `amtp_hello_read` begin another message.
///
/// Errors: `AMTP_ERR_HELLO_...` as soon as the bytes tell, and from then on always the same: close the
/// connection; `amtp_hello_error` says where. `AMTP_ERR_STRUCT_SIZE`: then nothing was taken.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_hello_push(
    hello: Option<&mut amtp_hello>,
    fragment: *const u8,
    len: usize,
    out: *mut amtp_hello_progress,
) -> amtp_status {
    guard(|| {
        write(hello, |state| {
            // SAFETY: the header asks for `len` readable bytes.
            let fragment = unsafe { input(fragment, len) }?;
            let push = |struct_size| {
                if state.finished {
                    state.begin();
                }
                let (least, trailing) = match state.assembler.push(fragment)? {
                    HelloProgress::NeedMore { least } => (least, 0),
                    HelloProgress::Whole { trailing } => (0, trailing),
                };
                Ok(amtp_hello_progress { struct_size, least, trailing })
            };
            // SAFETY: the header asks for a struct with its size set.
            unsafe { put_sized(out, push) }
        })
    })
}

/// Reads the message, now that the connection has ended.
///
/// Errors: `AMTP_ERR_HELLO_...`; `amtp_hello_error` says where.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_hello_finish(hello: Option<&mut amtp_hello>) -> amtp_status {
    guard(|| write(hello, State::finish))
}

/// Reads all that a device sent before it closed the connection, in place of what the handle held. `data` is
/// copied before return.
///
/// Errors: as `amtp_hello_finish`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_hello_read(
    hello: Option<&mut amtp_hello>,
    data: *const u8,
    len: usize,
) -> amtp_status {
    guard(|| {
        write(hello, |state| {
            // SAFETY: the header asks for `len` readable bytes.
            let data = unsafe { input(data, len) }?;
            state.begin();
            state.assembler.push(data)?;
            state.finish()
        })
    })
}

/// What the message says. Its views are borrowed from the handle until that takes bytes again or is freed.
///
/// Errors: `AMTP_ERR_ABSENT` before the message was read, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_hello_get(
    hello: Option<&amtp_hello>,
    out: *mut amtp_hello_fields,
) -> amtp_status {
    guard(|| {
        let hello = message(hello)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_hello_fields::new(size, &hello))) }
    })
}

/// Root hash number `index`. Its views are borrowed from the handle until that takes bytes again or is freed;
/// the name of the root is static.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ABSENT` before the message was read, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_hello_entry(
    hello: Option<&amtp_hello>,
    index: usize,
    out: *mut amtp_hello_hash,
) -> amtp_status {
    guard(|| {
        let HelloBody::Pki(mut entries) = message(hello)?.body() else {
            return Err(Abi::Index.into());
        };
        let entry = entries.nth(index).ok_or(Abi::Index)?;
        let root = Hash::from_bytes(entry.value).and_then(|hash| KnownRoot::find(&hash));
        let make = |struct_size| {
            Ok(amtp_hello_hash {
                struct_size,
                algorithm_id: entry.id.into(),
                value: entry.value.into(),
                known_root: root.map_or("", |root| root.name).into(),
            })
        };
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, make) }
    })
}

/// How many findings there are about a message that could be read; 0 before.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_hello_finding_count(hello: Option<&amtp_hello>) -> usize {
    guard_or(0, || Ok(message(hello)?.findings().iter().count()))
}

/// Finding number `index` about a message that could be read. Its texts are static.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ABSENT` before the message was read, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_hello_finding(
    hello: Option<&amtp_hello>,
    index: usize,
    out: *mut amtp_finding,
) -> amtp_status {
    guard(|| {
        let findings = message(hello)?.findings();
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_finding(findings, index, out) }
    })
}

/// Where the last call that took bytes or finished failed.
///
/// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_hello_error(
    hello: Option<&amtp_hello>,
    out: *mut amtp_error,
) -> amtp_status {
    guard(|| {
        let error = last_error(hello)?;
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
pub unsafe extern "C" fn amtp_hello_error_text(
    hello: Option<&amtp_hello>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let error = last_error(hello)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&error, buf, cap, out_len) }
    })
}

/// The same as a finding, with what to do about it. Its texts are static.
///
/// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_hello_error_finding(
    hello: Option<&amtp_hello>,
    out: *mut amtp_finding,
) -> amtp_status {
    guard(|| {
        let ErrorKind::Hello { problem } = last_error(hello)?.kind() else {
            return Err(Abi::Absent.into());
        };
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_finding::new(size, problem.finding()))) }
    })
}

/// States what a Hello message tells about its device, with `AMTP_SOURCE_HELLO`: PKI or PSK mode, and, with
/// PKI, the root hashes in place of those that `facts` hold. `hello` is only read.
///
/// Errors: `AMTP_ERR_ABSENT` before the message was read.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_facts_set_hello(
    facts: Option<&mut amtp_facts>,
    hello: Option<&amtp_hello>,
) -> amtp_status {
    guard(|| {
        let hello = message(hello)?;
        write(facts, |facts| {
            let mode = match hello.root_hashes() {
                Some(list) => {
                    facts.root_hashes = Fact::Known(list, Source::Hello);
                    TlsMode::Pki
                }
                None => TlsMode::Psk,
            };
            facts.tls_mode = Fact::Known(mode, Source::Hello);
            Ok(())
        })
    })
}

/// A Hello message byte for byte, as a device sends it, written into `buf`: for models of devices.
///
/// `fields` says what stands in it; `hashes` are the root hashes of version 3, told apart by their length. All
/// are copied before return.
///
/// Errors: `AMTP_ERR_HASH_LENGTH`; `AMTP_ERR_RANGE` for another version than 2 and 3, for more than 255 hashes
/// or any in version 2, and for the name of a key in version 3 or one that has not 8 bytes; `AMTP_ERR_ENUM`,
/// `AMTP_ERR_STRUCT_SIZE`, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_hello_write(
    fields: *const amtp_hello_fields,
    hashes: *const amtp_bytes,
    count: usize,
    buf: *mut u8,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for a struct with its size set.
        let fields = unsafe { get_sized(fields, amtp_hello_fields::default()) }?;
        // SAFETY: the header asks for readable views.
        let (pid, hashes) =
            unsafe { (input(fields.pid.ptr, fields.pid.len)?, inputs(hashes, count)?) };
        let hash = |bytes: &[u8]| {
            let misfit = ErrorKind::HashLength { length: bytes.len() };
            Hash::from_bytes(bytes).ok_or(Error::new(misfit))
        };
        let hashes: Vec<Hash> = hashes.into_iter().map(hash).collect::<Result<_, _>>()?;
        let uuid = fields.uuid.into();
        let builder = match (fields.version, <[u8; 8]>::try_from(pid), hashes.as_slice()) {
            (3, _, hashes) if pid.is_empty() => {
                HelloBuilder::pki(uuid, hashes).ok_or(Abi::Range)?
            }
            (2, Ok(pid), []) => HelloBuilder::psk(uuid, pid),
            _ => return Err(Abi::Range.into()),
        };
        let builder = builder.credentials_set(truth(fields.credentials_set)?);
        let bytes = builder.retry_count(fields.retry_count).build();
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(&bytes, buf, cap, out_len) }
    })
}
