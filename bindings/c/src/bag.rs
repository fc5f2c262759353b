//! Containers of certificates.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{Bag, BagLimits};

use crate::bytes::{amtp_bytes, input, inputs, output_text};
use crate::guard::{guard, guard_or};
use crate::handle::{self, Exclusive, last_error, mutable, put_new, read, write};
use crate::sized::{amtp_error, put_error};
use crate::status::{Abi, Failure, amtp_status};

/// The certificates of an input: files or fields in PEM, DER, PKCS#7 or bare base64, in any order. Private
/// keys are stepped over unread.
///
/// Threads: reading into it needs exclusive use; everything else may be done by several threads at once.
///
/// Since: 0.1
pub struct amtp_bag(Exclusive<State>);

/// What a bag handle holds.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) bag: Bag,
    limits: BagLimits,
}

mutable!(amtp_bag, State);

/// Makes an empty bag. `*out` is owned by the caller (free with `amtp_bag_free`).
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_bag_new(out: Option<&mut MaybeUninit<*mut amtp_bag>>) -> amtp_status {
    guard(|| put_new(out, || Ok(amtp_bag(Exclusive::new(State::default())))))
}

/// Frees a bag; NULL is fine. Prepared certificates that were made of it live on.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_bag_free(bag: Option<Box<amtp_bag>>) {
    handle::free(bag);
}

/// Sets how much input is read before it is refused; 0 leaves a limit at its default, which is 1,024
/// certificates, 16 KiB for each, and 24 MiB of input.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_bag_set_limits(
    bag: Option<&mut amtp_bag>,
    certificates: usize,
    certificate_bytes: usize,
    input_bytes: usize,
) -> amtp_status {
    guard(|| {
        write(bag, |state| {
            let mut limits = BagLimits::default();
            for (limit, given) in [
                (&mut limits.certificates, certificates),
                (&mut limits.certificate_bytes, certificate_bytes),
                (&mut limits.input_bytes, input_bytes),
            ] {
                if given != 0 {
                    *limit = given;
                }
            }
            state.limits = limits;
            Ok(())
        })
    })
}

/// Reads the contents of one file, in place of what the bag held. `data` is copied before return.
///
/// A part that is no certificate is skipped and noted; that the bag holds none at all is no error here, but
/// a finding of every judgement.
///
/// Errors: `AMTP_ERR_INPUT_TOO_LARGE`, `AMTP_ERR_CERTIFICATE_TOO_LARGE`, `AMTP_ERR_TOO_MANY_CERTIFICATES`;
/// the bag is then as it was, and `amtp_bag_error` says where.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_bag_read(
    bag: Option<&mut amtp_bag>,
    data: *const u8,
    len: usize,
) -> amtp_status {
    guard(|| {
        write(bag, |state| {
            // SAFETY: the header asks for `len` readable bytes.
            let data = unsafe { input(data, len) }?;
            read_into(state, [data])
        })
    })
}

/// Reads several files as one bag, in place of what it held: the leaf in one, its issuers in others. The
/// bytes of all items are copied before return.
///
/// Errors: as `amtp_bag_read`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_bag_read_all(
    bag: Option<&mut amtp_bag>,
    items: *const amtp_bytes,
    count: usize,
) -> amtp_status {
    guard(|| {
        write(bag, |state| {
            // SAFETY: the header asks for `count` readable items, each with its readable bytes.
            let items = unsafe { inputs(items, count) }?;
            read_into(state, items)
        })
    })
}

fn read_into<'a>(
    state: &mut State,
    items: impl IntoIterator<Item = &'a [u8]>,
) -> Result<(), Failure> {
    state.bag = Bag::read_all(items, &state.limits)?;
    Ok(())
}

/// How many distinct certificates the bag holds; 0 for NULL.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_bag_certificate_count(bag: Option<&amtp_bag>) -> usize {
    guard_or(0, || Ok(read(bag)?.bag.certificates().len()))
}

/// Certificate number `index` in DER, in an order that does not depend on that of the input. `*out` is
/// borrowed from the bag until it reads again or is freed.
///
/// Errors: `AMTP_ERR_INDEX`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_bag_certificate(
    bag: Option<&amtp_bag>,
    index: usize,
    out: Option<&mut MaybeUninit<amtp_bytes>>,
) -> amtp_status {
    guard(|| {
        let certificate = read(bag)?.bag.certificates().get(index).ok_or(Abi::Index)?;
        handle::put(out, certificate.certificate.der().into())
    })
}

/// How many PEM blocks with a private key were stepped over; 0 for NULL.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_bag_keys_ignored(bag: Option<&amtp_bag>) -> usize {
    guard_or(0, || Ok(read(bag)?.bag.keys_ignored()))
}

/// How many parts of the input are not used; 0 for NULL.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_bag_note_count(bag: Option<&amtp_bag>) -> usize {
    guard_or(0, || Ok(read(bag)?.bag.notes().len()))
}

/// Where part number `index` that is not used stands, and the status of what is wrong with it.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_bag_note(
    bag: Option<&amtp_bag>,
    index: usize,
    out: *mut amtp_error,
) -> amtp_status {
    guard(|| {
        let note = read(bag)?.bag.notes().get(index).ok_or(Abi::Index)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_error(note.error(), out) }
    })
}

/// The same in words, written into `buf`.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_bag_note_text(
    bag: Option<&amtp_bag>,
    index: usize,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let note = read(bag)?.bag.notes().get(index).ok_or(Abi::Index)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&note.error(), buf, cap, out_len) }
    })
}

/// Where the last call that wrote to the bag failed.
///
/// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_bag_error(
    bag: Option<&amtp_bag>,
    out: *mut amtp_error,
) -> amtp_status {
    guard(|| {
        let error = last_error(bag)?;
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
pub unsafe extern "C" fn amtp_bag_error_text(
    bag: Option<&amtp_bag>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let error = last_error(bag)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&error, buf, cap, out_len) }
    })
}
