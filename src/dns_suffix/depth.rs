use crate::finding::Basis;

/// Which top-level domains a release applies the depth rule to (R-342).
///
/// Ordered: a later variant has every row of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DepthExtension {
    /// None: the plain and wildcard rules stand alone.
    None,
    /// `com` and `net`.
    ComNet,
    /// All of [`TLD_DEPTH`].
    Full,
}

/// A top-level domain under which names also match by their last labels (R-340).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TldDepth {
    /// The top-level domain, in lower case and without a dot.
    pub tld: &'static str,
    /// How many labels, the top-level domain included, must agree.
    pub depth: u8,
    /// The first extension with this row; never [`DepthExtension::None`].
    pub since: DepthExtension,
    /// On what authority the row stands.
    pub basis: Basis,
    /// Where it is written; keys as in [`crate::finding`].
    pub source: &'static str,
}

impl TldDepth {
    /// The row of a top-level domain, given in lower case.
    #[must_use]
    pub fn of(tld: &str) -> Option<&'static Self> {
        TLD_DEPTH.iter().find(|row| row.tld == tld)
    }
}

const fn com_net(tld: &'static str) -> TldDepth {
    TldDepth {
        tld,
        depth: 2,
        since: DepthExtension::ComNet,
        basis: Basis::IntelOther,
        source: "Intel communities message/1395; IRG-PKI",
    }
}

const fn full(tld: &'static str, depth: u8) -> TldDepth {
    TldDepth {
        tld,
        depth,
        since: DepthExtension::Full,
        basis: Basis::IntelGuide,
        source: "IRG-PKI; MC certoperations.js (TopLevelDomainExtendedSupport)",
    }
}

/// Every top-level domain with a depth (R-341); all others have the plain and wildcard rules only.
pub static TLD_DEPTH: [TldDepth; 48] = [
    com_net("com"),
    com_net("net"),
    full("org", 2),
    full("gov", 2),
    full("edu", 2),
    full("de", 2),
    full("ch", 2),
    full("dk", 2),
    full("cz", 2),
    full("cl", 2),
    full("ua", 2),
    full("arpa", 3),
    full("fr", 3),
    full("cn", 3),
    full("nl", 3),
    full("br", 3),
    full("mx", 3),
    full("uk", 3),
    full("pl", 3),
    full("tw", 3),
    full("ca", 3),
    full("fi", 3),
    full("be", 3),
    full("ru", 3),
    full("se", 3),
    full("ar", 3),
    full("es", 3),
    full("no", 3),
    full("at", 3),
    full("in", 3),
    full("tr", 3),
    full("ro", 3),
    full("hu", 3),
    full("nz", 3),
    full("pt", 3),
    full("il", 3),
    full("gr", 3),
    full("co", 3),
    full("ie", 3),
    full("za", 3),
    full("th", 3),
    full("sg", 3),
    full("hk", 3),
    full("lt", 3),
    full("id", 3),
    full("hr", 3),
    full("ee", 3),
    full("bg", 3),
];

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use super::*;

    /// The table as R-341 prints it.
    const TWO: &str = "com net org gov edu de ch dk cz cl ua";
    const THREE: &str = "arpa fr cn nl br mx uk pl tw ca fi be ru se ar es no at in tr ro hu nz \
                         pt il gr co ie za th sg hk lt id hr ee bg";

    #[test]
    fn table_is_that_of_the_rule() {
        for (depth, listed, count) in [(2, TWO, 11), (3, THREE, 37)] {
            let rows = || TLD_DEPTH.iter().filter(|row| row.depth == depth);
            assert_eq!(rows().count(), count);
            let ours: BTreeSet<_> = rows().map(|row| row.tld).collect();
            assert_eq!(ours, listed.split_whitespace().collect::<BTreeSet<_>>());
        }
        let early: BTreeSet<_> = TLD_DEPTH
            .iter()
            .filter(|row| row.since == DepthExtension::ComNet)
            .map(|row| row.tld)
            .collect();
        assert_eq!(early, BTreeSet::from(["com", "net"]));
        assert!(TLD_DEPTH.iter().all(|row| row.since > DepthExtension::None));
    }

    #[test]
    fn other_domains_have_no_depth() {
        for tld in ["au", "io", "eu", "local", "", "COM", "xn--p1ai"] {
            assert_eq!(TldDepth::of(tld), None, "{tld}");
        }
        assert_eq!(TldDepth::of("uk").map(|row| row.depth), Some(3));
    }
}
