use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};
use crate::secret::Secret;

bitflags::bitflags! {
    /// Why AMT does not take a password, or why another party may not.
    ///
    /// From Intel's blog of 2007-11-08, the MEBx guide of board DB75EN (page 13) and the HP 8100
    /// paper (page 4).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct PasswordProblems: u16 {
        /// Fewer than 8 characters.
        const TOO_SHORT = 1;
        /// More than 32 characters.
        const TOO_LONG = 1 << 1;
        /// One of `:`, `,` and `"`, a control character or one outside ASCII.
        const FORBIDDEN = 1 << 2;
        /// No lower-case letter.
        const NO_LOWER = 1 << 3;
        /// No upper-case letter.
        const NO_UPPER = 1 << 4;
        /// No digit.
        const NO_DIGIT = 1 << 5;
        /// No character that is neither letter nor digit; `_` counts as a letter, a blank for nothing.
        const NO_SYMBOL = 1 << 6;
        /// A note: a blank, which Intel allows and HP refuses.
        const BLANK = 1 << 7;
        /// A note: one of `'`, `<`, `>`, `&` and `_`, on which consoles disagree.
        const UNSAFE = 1 << 8;
    }
}

impl PasswordProblems {
    /// What does not keep AMT from taking the password.
    pub const NOTES: Self = Self::BLANK.union(Self::UNSAFE);

    /// Does AMT take it? An empty set says that everybody does.
    #[must_use]
    pub const fn is_accepted(self) -> bool {
        Self::NOTES.contains(self)
    }

    /// Each problem in words.
    pub fn reasons(self) -> impl Iterator<Item = &'static str> {
        self.iter().map(|problem| match problem {
            Self::TOO_SHORT => "it has fewer than 8 characters",
            Self::TOO_LONG => "it has more than 32 characters",
            Self::FORBIDDEN => {
                "it has a colon, comma, quotation mark, control or non-ASCII character"
            }
            Self::NO_LOWER => "it has no lower-case letter",
            Self::NO_UPPER => "it has no upper-case letter",
            Self::NO_DIGIT => "it has no digit",
            Self::NO_SYMBOL => "it has no symbol (the underscore is none)",
            Self::BLANK => "it has a blank, which some firmware refuses",
            _ => "it has ' < > & or _, which some consoles refuse",
        })
    }
}

/// What is wrong with a new password.
///
/// For new ones only: a device's factory password `admin` breaks most of the rules.
///
/// ```
/// use amt_provisioning::{PasswordProblems, check_password};
/// assert!(check_password(b"P@ssw0rd").is_empty());
/// let problems = check_password(b"admin");
/// assert!(problems.contains(PasswordProblems::TOO_SHORT) && !problems.is_accepted());
/// assert_eq!(check_password(b"my P@ssw0rd"), PasswordProblems::BLANK);
/// ```
#[must_use]
pub fn check_password(password: &[u8]) -> PasswordProblems {
    type P = PasswordProblems;
    let mut problems = P::NO_LOWER | P::NO_UPPER | P::NO_DIGIT | P::NO_SYMBOL;
    problems.set(P::TOO_SHORT, password.len() < 8);
    problems.set(P::TOO_LONG, password.len() > 32);
    for character in password {
        match character {
            b'a'..=b'z' => problems.remove(P::NO_LOWER),
            b'A'..=b'Z' => problems.remove(P::NO_UPPER),
            b'0'..=b'9' => problems.remove(P::NO_DIGIT),
            b' ' => problems.insert(P::BLANK),
            b'_' => problems.insert(P::UNSAFE),
            b':' | b',' | b'"' | ..=0x1f | 0x7f.. => problems.insert(P::FORBIDDEN),
            b'\'' | b'<' | b'>' | b'&' => {
                problems.remove(P::NO_SYMBOL);
                problems.insert(P::UNSAFE);
            }
            _ => problems.remove(P::NO_SYMBOL),
        }
    }
    problems
}

bitflags::bitflags! {
    /// Why AMT does not take a name for a new user (Intel's blog of 2007-11-08).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct UserNameProblems: u8 {
        /// No character.
        const EMPTY = 1;
        /// More than 16 characters.
        const TOO_LONG = 1 << 1;
        /// One of `:`, `,`, `<`, `>`, `&` and `"`, a blank, a control character or one outside
        /// ASCII.
        const FORBIDDEN = 1 << 2;
        /// `Administrator` (refused by release 3.2) or `Admin` (from 4.0).
        const RESERVED = 1 << 3;
        /// Begins with `$$`, as the firmware's own users do.
        const SYSTEM = 1 << 4;
    }
}

impl UserNameProblems {
    /// Each problem in words.
    pub fn reasons(self) -> impl Iterator<Item = &'static str> {
        self.iter().map(|problem| match problem {
            Self::EMPTY => "it is empty",
            Self::TOO_LONG => "it has more than 16 characters",
            Self::FORBIDDEN => "it has : , < > & \" or a blank, control or non-ASCII character",
            Self::RESERVED => "it is Administrator or Admin",
            _ => "it begins with $$",
        })
    }
}

/// What is wrong with the name of a new user; nothing if AMT takes it.
#[must_use]
pub fn check_user_name(name: &[u8]) -> UserNameProblems {
    type P = UserNameProblems;
    let forbidden = |byte: &u8| {
        !byte.is_ascii_graphic() || matches!(byte, b':' | b',' | b'<' | b'>' | b'&' | b'"')
    };
    let mut problems = P::empty();
    problems.set(P::EMPTY, name.is_empty());
    problems.set(P::TOO_LONG, name.len() > 16);
    problems.set(P::FORBIDDEN, name.iter().any(forbidden));
    problems.set(P::RESERVED, matches!(name, b"Administrator" | b"Admin"));
    problems.set(P::SYSTEM, name.starts_with(b"$$"));
    problems
}

/// Characters of a generated password: of 86 different ones, 20 hold 128 bits.
pub(super) const LENGTH: usize = 20;

/// With so many random bytes a password fails to come about once in 10⁸ times.
const RANDOM: usize = 256;

/// What everybody takes, and what XML need not escape: ASCII from `!` on without `: , " ' < > & _`.
const STRICT: &[u8] =
    b"!#$%()*+-./0123456789;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^`abcdefghijklmnopqrstuvwxyz{|}~";

/// The largest multiple of the number of characters: random bytes from here on are thrown away,
/// else the first characters would come up more often.
const FAIR: usize = 256 - 256 % STRICT.len();

/// A strong password that everybody takes: [`check_password`] finds nothing.
///
/// All passwords of 20 characters that satisfy every rule are equally likely. The
/// caller stores it before a device gets to know it; it cannot be had again.
///
/// ```
/// use amt_provisioning::{check_password, generate_password};
/// # let random: Vec<u8> = (0..=255).map(|n: u8| n.wrapping_mul(167)).collect();
/// let password = generate_password(&random)?; // 256 bytes of the system's generator
/// assert!(check_password(password.expose()).is_empty());
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::Random`] if the random bytes run out: 256 practically never do.
pub fn generate_password(random: &[u8]) -> Result<Secret, Error> {
    let mut characters = random
        .iter()
        .map(|byte| usize::from(*byte))
        .filter(|number| *number < FAIR)
        .filter_map(|number| STRICT.get(number % STRICT.len()));
    loop {
        // Never grows, so nothing stays behind unwiped.
        let mut password = Zeroizing::new(Vec::with_capacity(LENGTH));
        password.extend(characters.by_ref().take(LENGTH));
        if password.len() < LENGTH {
            let (needed, found) = (RANDOM, random.len());
            return Err(Error::new(ErrorKind::Random { needed, found }));
        }
        // Drawing a whole new one, rather than mending this one, keeps all of them equally likely.
        if check_password(&password).is_empty() {
            return Ok(Secret::from(core::mem::take(&mut *password)));
        }
    }
}
