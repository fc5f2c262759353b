/// Whose fault an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// A file or text is not what it claims to be.
    Input,
    /// A limit was exceeded; the caller may raise those that are arguments.
    Limit,
    /// The caller's: a value that cannot be used, or a call out of turn.
    Caller,
}
