use super::{HashText, RootHashList};
use crate::finding::Finding;

/// The two texts are compared by scripts and consoles, so every byte counts (R-901, thread 2989).
const NO_MATCH: &str = "None certificate is valid between device and server certificate hash.";
const NO_LIST: &str =
    "Failed to enumerate certificate hash, please check if the BIOS contains valid certificates.";

/// What Configuration Manager's `CheckCertificate` answers, and the finding behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckCertificate<'a> {
    /// `dvcCert`: the argument, unchanged.
    pub dvc_cert: &'a str,
    /// `ErrorCode`: 0 if an active entry is equal, otherwise 1.
    pub error_code: i32,
    /// `ErrorMsg`: empty if an active entry is equal.
    pub error_msg: &'static str,
    /// `ReturnValue`: always equal to `ErrorCode`.
    pub return_value: i32,
    /// Why the code is 1.
    pub finding: Option<Finding>,
}

/// Is the hash `text` an active entry of the device's list? Answers as the WMI method
/// `CCM_PrvsMethodProvider.CheckCertificate` does (R-901), so that scripts need no change.
///
/// `None` stands for a list that could not be read; like an empty one it is reported whatever the
/// text is. Entries count as active unless they say otherwise (R-604).
///
/// ```
/// use amt_provisioning::check_root_hash;
/// let list = "742c3192e607e424eb4549542be1bbc53e6174e2".parse()?;
/// let text = "74 2c 31 92 e6 07 e4 24 eb 45 49 54 2b e1 bb c5 3e 61 74 e2";
/// let answer = check_root_hash(text, Some(&list));
/// assert_eq!((answer.error_code, answer.error_msg, answer.dvc_cert), (0, "", text));
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[must_use]
pub fn check_root_hash<'a>(text: &'a str, list: Option<&RootHashList>) -> CheckCertificate<'a> {
    let finding = match list {
        None => Some(Finding::RootHashListUnavailable),
        Some(list) if list.is_empty() => Some(Finding::RootHashListEmpty),
        Some(list) => find(text, list),
    };
    let (code, error_msg) = match finding {
        None => (0, ""),
        Some(Finding::RootHashListUnavailable | Finding::RootHashListEmpty) => (1, NO_LIST),
        Some(_) => (1, NO_MATCH),
    };
    CheckCertificate { dvc_cert: text, error_code: code, error_msg, return_value: code, finding }
}

fn find(text: &str, list: &RootHashList) -> Option<Finding> {
    let Ok(HashText { hash, .. }) = text.parse() else {
        return Some(Finding::HashTextMalformed);
    };
    let mut equal = list.entries.iter().filter(|entry| entry.hash == hash).peekable();
    match equal.peek() {
        None => Some(Finding::RootHashNoMatch),
        Some(_) => {
            equal.all(|entry| entry.active == Some(false)).then_some(Finding::RootHashInactive)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const G1: &str = "742c3192e607e424eb4549542be1bbc53e6174e2";
    const G5: &str = "4eb6d578499b1ccf5f581ead56be3d9b6744a5e5";

    fn list(lines: &[&str]) -> RootHashList {
        lines.join("\n").parse().unwrap()
    }

    /// The situations of R-901 and the samples of thread 2989.
    #[test]
    fn answers_as_the_wmi_method_does() {
        let mismatch = "None certificate is valid between device and server certificate hash.";
        let enumerate = "Failed to enumerate certificate hash, please check if the BIOS contains \
                         valid certificates.";
        let inactive = [G1, ",inactive"].concat();
        let (healthy, off, empty) = (list(&[G5, G1]), list(&[G5, &inactive]), list(&[]));
        let twice = list(&[&inactive, G1]);
        for (text, list, code, message, finding) in [
            (G1, Some(&healthy), 0, "", None),
            ("74 2C 31 92 e607e424eb4549542be1bbc53e6174e2", Some(&healthy), 0, "", None),
            (G1, Some(&twice), 0, "", None),
            (G1, Some(&off), 1, mismatch, Some(Finding::RootHashInactive)),
            (
                "742c3192e607e424eb4549542be1bbc53e6174e3",
                Some(&healthy),
                1,
                mismatch,
                Some(Finding::RootHashNoMatch),
            ),
            ("test", Some(&healthy), 1, mismatch, Some(Finding::HashTextMalformed)),
            ("test", Some(&empty), 1, enumerate, Some(Finding::RootHashListEmpty)),
            ("test", None, 1, enumerate, Some(Finding::RootHashListUnavailable)),
            (G1, Some(&empty), 1, enumerate, Some(Finding::RootHashListEmpty)),
            (G1, None, 1, enumerate, Some(Finding::RootHashListUnavailable)),
        ] {
            let answer = check_root_hash(text, list);
            let (dvc_cert, error_code, return_value) = (text, code, code);
            let error_msg = message;
            let expected =
                CheckCertificate { dvc_cert, error_code, error_msg, return_value, finding };
            assert_eq!(answer, expected, "{text}");
        }
    }
}
