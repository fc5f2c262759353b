//! Files in, certificates out.

use core::fmt::{self, Display};
use core::str;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use amt_provisioning::{Bag, BagLimits, Error, Finding, RootHashList};
use der::asn1::{AnyRef, BitStringRef};
use der::{Reader, SliceReader, Tag, Tagged};

use crate::output::{Failure, note};
use crate::pfx::{self, PfxError};

/// Longest list of root hashes, password, public key, Hello message or body of a request that is
/// read, in bytes: 10,000 lines of hashes, where devices hold 33; bodies have less than 100 KB.
const MAX_TEXT: usize = 1 << 20;

/// A bag of certificates that knows its files.
pub(crate) struct Certificates {
    pub(crate) bag: Bag,
    /// Where each item of the bag is from.
    items: Vec<Item>,
}

/// An item of a bag: a file, or one certificate out of a PKCS#12 file.
struct Item {
    file: String,
    /// Counted from 1.
    certificate: Option<usize>,
    bytes: Vec<u8>,
}

impl Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match self.certificate {
            Some(number) => write!(f, ", certificate {number}"),
            None => Ok(()),
        }
    }
}

impl Certificates {
    /// Reads files into one bag. PKCS#12 files, told by their content, are opened.
    pub(crate) fn read<'a>(
        files: impl IntoIterator<Item = &'a Path>,
        password_file: Option<&Path>,
    ) -> Result<Self, Failure> {
        let password = password_file.map(password).transpose()?;
        let limits = BagLimits::default();
        let mut items = Vec::new();
        for file in files {
            let name = name(file);
            let bytes = contents(file, limits.input_bytes)?;
            if !is_pkcs12(&bytes) {
                items.push(Item { file: name, certificate: None, bytes });
                continue;
            }
            let opened = pfx::open(&bytes, password.as_deref().unwrap_or_default())
                .map_err(|error| refuse_pfx(&name, &error, password.is_some()))?;
            if opened.certificates.is_empty() {
                note(&format!("{name}: the PKCS#12 file holds no certificate"));
            }
            let certificates = opened.certificates.into_iter().zip(1..);
            items.extend(certificates.map(|(bytes, number)| Item {
                file: name.clone(),
                certificate: Some(number),
                bytes,
            }));
        }
        let bag = Bag::read_all(items.iter().map(|item| item.bytes.as_slice()), &limits);
        let certificates = match bag {
            Ok(bag) => Self { bag, items },
            Err(error) => return Err(Failure::Unreadable(place(&items, error))),
        };
        if certificates.bag.certificates().is_empty() {
            return Err(Failure::Unreadable(certificates.nothing()));
        }
        Ok(certificates)
    }

    /// The file that item number `item` of the bag is from.
    pub(crate) fn file(&self, item: usize) -> Option<&str> {
        self.items.get(item).map(|item| item.file.as_str())
    }

    /// Names files where the library, which knows none, counts its items.
    pub(crate) fn with_files(&self, text: &str) -> String {
        let items = self.items.iter().zip(1..);
        items.fold(text.to_owned(), |text, (item, number)| {
            text.replace(&format!("input item {number}: "), &format!("{item}: "))
        })
    }

    /// Why there is not a single certificate.
    fn nothing(&self) -> String {
        let mut text = String::from("no certificate can be read");
        for note in self.bag.notes().iter().take(10) {
            text += "\n  ";
            text += &place(&self.items, note.error());
        }
        if self.bag.keys_ignored() > 0 {
            text += &format!("\n  private keys, ignored unread: {}", self.bag.keys_ignored());
        }
        text
    }
}

/// An error with the file that it is in.
fn place(items: &[Item], error: Error) -> String {
    let kind = Error::new(error.kind());
    let error_text = error.offset().map_or(kind, |offset| kind.at(offset)).to_string();
    match error.item().and_then(|item| items.get(item)) {
        Some(item) => format!("{item}: {error_text}"),
        None => error_text,
    }
}

/// Is the file as a whole a PKCS#12 container?
fn is_pkcs12(bytes: &[u8]) -> bool {
    Bag::read(bytes).is_ok_and(|bag| {
        bag.certificates().is_empty()
            && bag.notes().iter().any(|note| note.finding() == Finding::InputIsPfx)
    })
}

fn refuse_pfx(name: &str, error: &PfxError, password_given: bool) -> Failure {
    match error {
        PfxError::WrongPasswordOrAltered if !password_given => Failure::unreadable(
            name,
            "this PKCS#12 file has a password; put it into a file and name that with \
             --pfx-password-file",
        ),
        _ => Failure::unreadable(name, error),
    }
}

/// The public key, as DER SubjectPublicKeyInfo, of a file in DER or PEM.
pub(crate) fn public_key(file: &Path) -> Result<Vec<u8>, Failure> {
    const WANTED: &str = "expected a public key (SubjectPublicKeyInfo in DER, or PEM PUBLIC KEY)";
    let bytes = contents(file, MAX_TEXT)?;
    let refuse = |found: &str| Failure::unreadable(name(file), format!("{WANTED}, found {found}"));
    if bytes.is_empty() {
        return Err(refuse("nothing"));
    }
    let text = str::from_utf8(&bytes).unwrap_or_default();
    let der = match text.split_once("-----BEGIN ").and_then(|(_, rest)| rest.split_once("-----")) {
        None => bytes,
        Some(("PUBLIC KEY", _)) => {
            let (_, der) = der::pem::decode_vec(text.as_bytes())
                .map_err(|error| refuse(&format!("a damaged PEM block ({error})")))?;
            der
        }
        Some((label, _)) => return Err(refuse(&format!("a PEM block {label:?}"))),
    };
    if is_public_key(&der) { Ok(der) } else { Err(refuse("something else")) }
}

/// `SubjectPublicKeyInfo ::= SEQUENCE { algorithm SEQUENCE, subjectPublicKey BIT STRING }`
fn is_public_key(der: &[u8]) -> bool {
    let read = || {
        let mut reader = SliceReader::new(der)?;
        reader.sequence(|reader| {
            reader.decode::<AnyRef<'_>>()?.tag().assert_eq(Tag::Sequence)?;
            reader.decode::<BitStringRef<'_>>().map(drop)
        })?;
        reader.finish()
    };
    read().is_ok()
}

/// A device's complete list of root hashes.
pub(crate) fn root_hashes(file: &Path) -> Result<RootHashList, Failure> {
    let text = text(file)?;
    let mut list: RootHashList = text.parse().map_err(|error: Error| {
        let line = error.item().unwrap_or_default() + 1;
        let column = error.offset().unwrap_or_default() + 1;
        let what = Error::new(error.kind());
        Failure::unreadable(name(file), format!("line {line}, byte {column}: {what}"))
    })?;
    for entry in &mut list.entries {
        // The operator says that the device holds them.
        entry.active = entry.active.or(Some(true));
    }
    Ok(list)
}

/// A message as it was sent, or the same as hex digits and white space.
pub(crate) fn message(file: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = contents(file, MAX_TEXT)?;
    // A Hello begins with the byte 0 or 1, so it cannot be taken for text.
    if !bytes.iter().all(|byte| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace()) {
        return Ok(bytes);
    }
    let digits = bytes.iter().filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u8> = digits.filter_map(|digit| digit.try_into().ok()).collect();
    let pairs = digits.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err(Failure::unreadable(name(file), "an odd number of hex digits"));
    }
    Ok(pairs.map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

/// The body of a request.
pub(crate) fn body(file: &Path) -> Result<Vec<u8>, Failure> {
    contents(file, MAX_TEXT)
}

/// A password: the content of its file but for one line end.
pub(crate) fn password(file: &Path) -> Result<String, Failure> {
    let text = text(file)?;
    let line = text
        .strip_suffix('\n')
        .map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
    Ok(line.to_owned())
}

/// A file of text. A byte order mark, which some editors of Windows put in front, is dropped.
fn text(file: &Path) -> Result<String, Failure> {
    let text = String::from_utf8(contents(file, MAX_TEXT)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::unreadable(name(file), format!("expected text in UTF-8 (at byte {at})"))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The content of a file, `-` being standard input.
fn contents(file: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let refuse = |error: io::Error| Failure::unreadable(name(file), error);
    let mut bytes = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    // One byte more tells a file that is too long from one that just fits.
    let read = open(file)?.take(limit + 1).read_to_end(&mut bytes).map_err(refuse)?;
    if u64::try_from(read).is_ok_and(|read| read > limit) {
        return Err(Failure::unreadable(name(file), format!("longer than {limit} bytes")));
    }
    Ok(bytes)
}

/// Refuses standard input as more than one file: whoever reads it second finds nothing.
pub(crate) fn check_standard_input<'a>(
    files: impl IntoIterator<Item = &'a PathBuf>,
) -> Result<(), Failure> {
    if files.into_iter().filter(|file| file.as_os_str() == "-").count() > 1 {
        return Err(Failure::Usage("standard input can be read only once".into()));
    }
    Ok(())
}

/// Opens a file, `-` being standard input.
pub(crate) fn open(file: &Path) -> Result<Box<dyn Read>, Failure> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    match File::open(file) {
        Ok(opened) => Ok(Box::new(opened)),
        Err(error) => Err(Failure::unreadable(name(file), error)),
    }
}

/// What messages call a file.
pub(crate) fn name(file: &Path) -> String {
    if file == Path::new("-") { "standard input".into() } else { file.display().to_string() }
}
