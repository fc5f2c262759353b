//! This project's reading of the sources, as rows. Oldest first; the newest row of each
//! subject also holds for releases not yet known (D-33).

use super::table::{Reading, Row};
use super::values::{
    Docks, EcLeaf, HashType3, HelloRoots, LeafMinimum, MebxEntry, NonceSigning, RemotePki,
    RootCapacity, RsaMaximum, Sha1Signatures, Sha2Chain, Sha384Chain, Shbc, Support, VerisignG1,
    Wireless,
};
use crate::dns_suffix::DepthExtension;
use crate::finding::Basis::{self, Field, Inferred, IntelGuide, IntelOther, Microsoft};
use crate::release::{Platform, Release};

const START: Release = Release::MIN;
const OPEN: Release = Release::MAX;

/// `major.minor`, the first release of that name.
const fn v(major: u16, minor: u16) -> Release {
    Release::new(major, minor, 0, 0)
}

/// `major.x`, the last release of that name.
const fn x(major: u16) -> Release {
    Release::new(major, u16::MAX, u16::MAX, u16::MAX)
}

/// `major.minor.x`, the last release of that name.
const fn x2(major: u16, minor: u16) -> Release {
    Release::new(major, minor, u16::MAX, u16::MAX)
}

const fn row<T: Copy>(
    from: Release,
    to: Release,
    value: T,
    basis: Basis,
    source: &'static str,
) -> Row<T> {
    Row { from, to, platform: None, value, basis, source }
}

impl<T: Copy> Row<T> {
    const fn on(mut self, platform: Platform) -> Self {
        self.platform = Some(platform);
        self
    }
}

const IRG_HASHES: &str = "IRG rootcertificatehashes.htm";
const IRG_HASHES_AND_ARTICLE: &str = "IRG rootcertificatehashes.htm; Intel article 000090051";
const IRG_HOST_BASED: &str = "IRG IPS_HostBasedSetupService";

// Names.

pub(super) const DEPTH_EXTENSION: Reading<DepthExtension> = Reading {
    older: &[
        row(
            START,
            x2(2, 5),
            DepthExtension::None,
            IntelOther,
            "Intel communities message/1395 (rule added in 2.6)",
        ),
        row(v(2, 6), x(2), DepthExtension::ComNet, IntelOther, "Intel communities message/1395"),
        row(
            v(3, 0),
            x2(4, 0),
            DepthExtension::ComNet,
            Inferred,
            "D-03: as 2.6 until IRG-PKI's 4.1",
        ),
        row(
            v(4, 1),
            x(4),
            DepthExtension::Full,
            IntelGuide,
            "IRG-PKI (releases 4.1/5.1 and later)",
        ),
        row(v(5, 0), x2(5, 0), DepthExtension::ComNet, Inferred, "D-03: 5.0 precedes 5.1 (R-022)"),
    ],
    newest: row(
        v(5, 1),
        OPEN,
        DepthExtension::Full,
        IntelGuide,
        "IRG-PKI (releases 4.1/5.1 and later)",
    ),
};

pub(super) const PLAIN_SUFFIX: Reading<Support> =
    Reading { older: &[], newest: row(START, OPEN, Support::Yes, IntelGuide, "IRG-PKI") };

pub(super) const WILDCARD: Reading<Support> = Reading {
    older: &[],
    newest: row(START, OPEN, Support::Yes, Inferred, "D-07: IRG-PKI; introduction unknown"),
};

pub(super) const SAN: Reading<Support> = Reading {
    older: &[],
    newest: row(START, OPEN, Support::Yes, Inferred, "D-08: IRG-PKI; introduction unknown"),
};

pub(super) const WIRELESS: Reading<Wireless> = Reading {
    older: &[
        row(START, x(5), Wireless::NotSupported, Microsoft, "OOB blog; the border is D-13"),
        row(v(6, 0), x(10), Wireless::Undetermined, Inferred, "D-13"),
    ],
    newest: row(
        v(11, 0),
        OPEN,
        Wireless::PkiSuffixOnly,
        IntelOther,
        "forum 1583527; the border is D-13",
    ),
};

pub(super) const DOCKS: Reading<Docks> = Reading {
    older: &[row(START, x(14), Docks::NotSupported, IntelOther, "forum 1583527")],
    newest: row(
        v(15, 0),
        OPEN,
        Docks::OemEnabled,
        IntelOther,
        "forum 1583527 (11th generation and newer)",
    ),
};

// Keys and signatures.

pub(super) const RSA_MAXIMUM: Reading<RsaMaximum> = Reading {
    older: &[row(START, x(5), RsaMaximum::Limit(2048), Microsoft, "MS-PKI (4096 from 6.0)")],
    newest: row(v(6, 0), OPEN, RsaMaximum::Documented(4096), Microsoft, "MS-PKI"),
};

pub(super) const RSA_MIN_BITS: Reading<u32> = Reading {
    older: &[
        row(START, x(14), 1024, Microsoft, "MS-PKI"),
        row(v(15, 0), x(15), 1024, IntelGuide, IRG_HASHES).on(Platform::NotH),
        row(v(15, 0), x(15), 2048, IntelGuide, IRG_HASHES_AND_ARTICLE).on(Platform::H),
    ],
    newest: row(v(16, 0), OPEN, 2048, IntelGuide, IRG_HASHES_AND_ARTICLE),
};

pub(super) const LEAF_MINIMUM: Reading<LeafMinimum> = Reading {
    older: &[row(START, x(21), LeafMinimum::None, Inferred, "nothing before ADR22 names one")],
    newest: row(
        v(22, 0),
        OPEN,
        LeafMinimum::RsaOrP384 { rsa_bits: 3072 },
        IntelOther,
        "ADR22 requirement 2; DEPL#605; provisional, D-24",
    ),
};

pub(super) const EC_LEAF: Reading<EcLeaf> = Reading {
    older: &[row(
        START,
        x(21),
        EcLeaf { tls_pki: Support::Undetermined, host_based: Support::No },
        Inferred,
        "D-25; MC#2805",
    )],
    newest: row(
        v(22, 0),
        OPEN,
        EcLeaf { tls_pki: Support::Yes, host_based: Support::Yes },
        IntelOther,
        "ADR22 (P-384)",
    ),
};

pub(super) const SHA1: Reading<Sha1Signatures> = Reading {
    older: &[
        row(
            START,
            x(14),
            Sha1Signatures::Allowed,
            IntelGuide,
            "IRG acquiringanintelvprocertificate.htm",
        ),
        row(v(15, 0), x(15), Sha1Signatures::Allowed, IntelGuide, IRG_HASHES).on(Platform::NotH),
        row(v(15, 0), x(15), Sha1Signatures::Forbidden, IntelGuide, IRG_HASHES).on(Platform::H),
    ],
    newest: row(v(16, 0), OPEN, Sha1Signatures::Forbidden, IntelGuide, IRG_HASHES),
};

pub(super) const SHA2: Reading<Sha2Chain> = Reading {
    older: &[
        row(START, x(5), Sha2Chain::Undetermined, Inferred, "D-21"),
        row(v(6, 0), x(10), Sha2Chain::Uncertain, Inferred, "D-21"),
        row(
            v(11, 0),
            x(21),
            Sha2Chain::Documented,
            IntelGuide,
            "comment in RPS amtCertificatePolicy.ts",
        ),
    ],
    newest: row(
        v(22, 0),
        OPEN,
        Sha2Chain::Refused,
        IntelOther,
        "ADR22; RPS amtCertificatePolicy.ts (22.0.0)",
    ),
};

pub(super) const SHA384: Reading<Sha384Chain> = Reading {
    older: &[
        row(
            START,
            x(20),
            Sha384Chain::Uncertain,
            Field,
            "D-22: RPS amtCertificatePolicy.ts (11.8.95 answered 5) against MC practice",
        ),
        row(v(21, 0), x(21), Sha384Chain::Accepted, Field, "RPS amtCertificatePolicy.ts (21.0.6)"),
    ],
    newest: row(v(22, 0), OPEN, Sha384Chain::Required, IntelOther, "ADR22"),
};

pub(super) const NONCE_SIGNING: Reading<NonceSigning> = Reading {
    older: &[
        row(START, x2(6, 1), NonceSigning::NotOffered, Inferred, IRG_HOST_BASED),
        row(
            v(6, 2),
            x(20),
            NonceSigning::Sha256,
            Field,
            "RPS amtCertificatePolicy.ts (20.0.5 answered 3 to value 3); RPS#2538",
        ),
        row(v(21, 0), x(21), NonceSigning::AsLeaf, Field, "RPS amtCertificatePolicy.ts (21.0.6)"),
    ],
    newest: row(
        v(22, 0),
        OPEN,
        NonceSigning::Sha384,
        IntelOther,
        "ADR22 requirements 4 and 5; RPS amtCertificatePolicy.ts",
    ),
};

// Root hashes.

pub(super) const EMBEDDED_ROOTS: Reading<Support> = Reading {
    older: &[row(START, x2(2, 5), Support::No, IntelGuide, IRG_HASHES)],
    newest: row(v(2, 6), OPEN, Support::Yes, IntelGuide, IRG_HASHES),
};

pub(super) const ROOT_CAPACITY: Reading<RootCapacity> = Reading {
    older: &[row(START, x(6), RootCapacity { embedded: 20, custom: 3 }, IntelGuide, IRG_HASHES)],
    newest: row(
        v(7, 0),
        OPEN,
        RootCapacity { embedded: 30, custom: 3 },
        IntelGuide,
        "IRG rootcertificatehashes.htm; RPC-GO CERT_HASH_MAX_NUMBER",
    ),
};

pub(super) const HELLO_ROOTS: Reading<HelloRoots> = Reading {
    older: &[row(
        START,
        x(6),
        HelloRoots::Complete,
        Inferred,
        "no more than 20 + 3 fit the device",
    )],
    newest: row(
        v(7, 0),
        OPEN,
        HelloRoots::MayEndAt(23),
        Field,
        "IRG rootcertificatehashes.htm; MC (24 seen)",
    ),
};

pub(super) const DEFAULT_SHA1_ENTRIES: Reading<Support> = Reading {
    older: &[row(START, x(10), Support::Yes, IntelGuide, IRG_HASHES)],
    newest: row(v(11, 0), OPEN, Support::No, IntelGuide, IRG_HASHES),
};

pub(super) const SHA1_ENTRIES: Reading<Support> = Reading {
    older: &[
        row(START, x(14), Support::Yes, IntelGuide, IRG_HASHES),
        row(v(15, 0), x(15), Support::Yes, IntelGuide, IRG_HASHES).on(Platform::NotH),
        row(v(15, 0), x(15), Support::No, IntelGuide, IRG_HASHES).on(Platform::H),
    ],
    newest: row(v(16, 0), OPEN, Support::No, IntelGuide, IRG_HASHES),
};

pub(super) const HASH_TYPE_3: Reading<HashType3> = Reading {
    older: &[
        row(START, x(1), HashType3::Sha512, Inferred, "no such class before 2.0"),
        row(
            v(2, 0),
            x(5),
            HashType3::Sha512,
            IntelOther,
            "LMS AMT_ProvisioningCertificateHash.mof",
        ),
    ],
    newest: row(
        v(6, 0),
        OPEN,
        HashType3::Sha384,
        IntelOther,
        "LMS AMT_ProvisioningCertificateHash.mof",
    ),
};

pub(super) const MEBX_ENTRY: Reading<MebxEntry> = Reading {
    older: &[
        row(START, x(14), MebxEntry::Sha1Only, IntelOther, "Intel article 000059996; DEPL#256"),
        row(v(15, 0), x(15), MebxEntry::Offered, IntelOther, "Intel article 000059996; DEPL#256"),
    ],
    newest: row(v(16, 0), OPEN, MebxEntry::NotOffered, IntelOther, "DEPL#256"),
};

pub(super) const VERISIGN_G1: Reading<VerisignG1> = Reading {
    older: &[
        row(START, Release::new(11, 8, 65, 3579), VerisignG1::NotRemoved, IntelGuide, IRG_HASHES),
        row(Release::new(11, 8, 65, 3580), x(11), VerisignG1::Removed, IntelGuide, IRG_HASHES),
        row(
            v(12, 0),
            Release::new(12, 0, 32, 1419),
            VerisignG1::NotRemoved,
            IntelGuide,
            IRG_HASHES,
        ),
    ],
    newest: row(Release::new(12, 0, 32, 1420), OPEN, VerisignG1::Removed, IntelGuide, IRG_HASHES),
};

// Flows.

pub(super) const REMOTE_PKI: Reading<RemotePki> = Reading {
    older: &[
        row(START, x2(2, 1), RemotePki::NotOffered, IntelOther, "LANDesk"),
        row(v(2, 2), x2(2, 5), RemotePki::DelayedOnDesktops, IntelOther, "LANDesk"),
        row(
            v(2, 6),
            x(2),
            RemotePki::Delayed,
            IntelOther,
            "LANDesk; IRG rootcertificatehashes.htm (hashes from 2.6)",
        ),
    ],
    newest: row(v(3, 0), OPEN, RemotePki::BareMetal, IntelOther, "LANDesk"),
};

pub(super) const HOST_BASED_CCM: Reading<Support> = Reading {
    older: &[
        row(START, x2(6, 0), Support::No, IntelGuide, IRG_HOST_BASED),
        row(
            v(6, 1),
            x2(6, 1),
            Support::Undetermined,
            IntelGuide,
            "IRG IPS_HostBasedSetupService (6.2 in one place, 6.1 in another)",
        ),
    ],
    newest: row(v(6, 2), OPEN, Support::Yes, IntelGuide, IRG_HOST_BASED),
};

pub(super) const ADMIN_SETUP: Reading<Support> = Reading {
    older: &[
        row(START, x2(6, 1), Support::No, IntelGuide, IRG_HOST_BASED),
        row(v(6, 2), x(18), Support::Yes, IntelGuide, IRG_HOST_BASED),
    ],
    newest: row(
        v(19, 0),
        OPEN,
        Support::No,
        IntelGuide,
        "IRG setupandconfigurationusingsecurehostbasedconfiguration.htm, as quoted in RPC-GO#355",
    ),
};

pub(super) const UPGRADE_CLIENT_TO_ADMIN: Reading<Support> = Reading {
    older: &[row(START, x2(6, 1), Support::No, IntelOther, "LMS IPS_HostBasedSetupService")],
    newest: row(
        v(6, 2),
        OPEN,
        Support::Yes,
        Field,
        "LMS IPS_HostBasedSetupService; RPS on 20.0.5, 21.0.6, 22.0.0",
    ),
};

pub(super) const SHBC: Reading<Shbc> = Reading {
    older: &[
        row(START, x(13), Shbc::NotOffered, Field, "MC (AMT 14 and later)"),
        row(v(14, 0), x(18), Shbc::Possible, Field, "MC (AMT 14 and later)"),
    ],
    newest: row(v(19, 0), OPEN, Shbc::Standard, IntelGuide, "RPC-GO#355"),
};
