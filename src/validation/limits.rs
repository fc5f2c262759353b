/// How much work path building may do; reaching a limit gives `INPUT_LIMIT` (R-104, D-23).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathLimits {
    /// Certificates of one path, leaf and root included. Usual are three, sometimes four;
    /// webpki stops at eight; ten leaves room for cross-certificates.
    pub certificates: usize,
    /// Paths kept for one leaf. Two or three exist where CAs cross-sign; 64 is six binary choices.
    pub paths: usize,
    /// Signatures verified for one bag, each at most once. webpki allows 100 for one chain (from
    /// the remediation of Go's CVE-2018-16875); a bag may hold several leaves.
    pub signatures: usize,
    /// Certificates visited while searching one bag, repeats included: 64 paths of 10 certificates
    /// need 640, meshes without a root would visit factorially many.
    pub steps: usize,
}

impl Default for PathLimits {
    fn default() -> Self {
        Self { certificates: 10, paths: 64, signatures: 256, steps: 4096 }
    }
}
