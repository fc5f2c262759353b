use super::rows;
use super::table::{Table, below};
use super::values::{
    Docks, EcLeaf, HashType3, HelloRoots, LeafMinimum, MebxEntry, NonceSigning, RemotePki,
    RootCapacity, RsaMaximum, Sha1Signatures, Sha2Chain, Sha384Chain, Shbc, Support, VerisignG1,
    Wireless,
};
use crate::dns_suffix::DepthExtension;
use crate::release::{Platform, Release};

/// One list of subjects makes the tables, the values of a generation, and what goes over all.
macro_rules! subjects {
    ($($(#[$doc:meta])* $subject:ident: $value:ty = $reading:ident;)*) => {
        /// What we believe devices do: one table for each subject.
        ///
        /// ```
        /// use amt_provisioning::finding::Basis;
        /// use amt_provisioning::firmware::{LeafMinimum, Row};
        /// use amt_provisioning::{FirmwareModel, Platform, Release};
        /// let mut model = FirmwareModel::default();
        /// let release = Release::new(22, 0, 0, 0);
        /// let demand = |model: &FirmwareModel| model.generation(release, Platform::H).leaf_minimum;
        /// assert_eq!(demand(&model), LeafMinimum::RsaOrP384 { rsa_bits: 3072 });
        /// model.leaf_minimum.add_override(Row {
        ///     from: release,
        ///     to: Release::MAX,
        ///     platform: None,
        ///     value: LeafMinimum::None,
        ///     basis: Basis::Field,
        ///     source: "seen in our own laboratory",
        /// });
        /// assert_eq!(demand(&model), LeafMinimum::None);
        /// ```
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub struct FirmwareModel {
            $($(#[$doc])* pub $subject: Table<$value>,)*
        }

        impl Default for FirmwareModel {
            /// This project's reading of the sources.
            fn default() -> Self {
                Self { $($subject: Table::new(rows::$reading),)* }
            }
        }

        /// Releases that are alike in every subject, with what they do. Shown as its range.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Generation {
            /// First release.
            pub from: Release,
            /// Last release, itself included.
            pub to: Release,
            /// The only kind of platform it holds for; `None` for all.
            pub platform: Option<Platform>,
            $($(#[$doc])* pub $subject: $value,)*
        }

        impl FirmwareModel {
            /// The values in force, as if they held for all releases and platforms.
            pub(super) fn values(&self, release: Release, platform: Platform) -> Generation {
                Generation {
                    from: Release::MIN,
                    to: Release::MAX,
                    platform: None,
                    $($subject: self.$subject.at(release, platform).value,)*
                }
            }

            /// The widest range around `release` inside which no row begins or ends.
            pub(super) fn between_borders(&self, release: Release) -> (Release, Release) {
                let (mut from, mut to) = (Release::MIN, Release::MAX);
                let mut narrow = |border: Release| {
                    if border <= release {
                        from = from.max(border);
                    } else {
                        to = to.min(below(border).unwrap_or(border));
                    }
                };
                $(self.$subject.borders().for_each(&mut narrow);)*
                (from, to)
            }

            /// The major release of the newest row; beyond it, the newest rows are applied (D-33).
            #[must_use]
            pub fn newest_major(&self) -> u16 {
                let mut newest = 0;
                $(for row in self.$subject.rows() {
                    newest = newest.max(row.from.major());
                })*
                newest
            }

            /// Every row with the name of its subject, without its value.
            #[cfg(test)]
            pub(super) fn all_rows(&self) -> alloc::vec::Vec<(&'static str, super::Row<()>)> {
                let mut all = alloc::vec::Vec::new();
                $(for row in self.$subject.rows() {
                    let super::Row { from, to, platform, basis, source, .. } = *row;
                    let row = super::Row { from, to, platform, value: (), basis, source };
                    all.push((stringify!($subject), row));
                })*
                all
            }
        }
    };
}

subjects! {
    /// Top-level domains with the depth rule (R-342).
    depth_extension: DepthExtension = DEPTH_EXTENSION;
    /// The plain suffix rule (R-330).
    plain_suffix: Support = PLAIN_SUFFIX;
    /// Wildcards in certificates (R-337).
    wildcard: Support = WILDCARD;
    /// Names in subjectAltName (R-307).
    san: Support = SAN;
    /// Wireless interfaces (R-361).
    wireless: Wireless = WIRELESS;
    /// Docks (R-362).
    docks: Docks = DOCKS;
    /// The longest RSA key (R-503).
    rsa_maximum: RsaMaximum = RSA_MAXIMUM;
    /// The shortest RSA key of the chain, in bits (R-502).
    rsa_min_bits: u32 = RSA_MIN_BITS;
    /// What the leaf's key must be (R-507).
    leaf_minimum: LeafMinimum = LEAF_MINIMUM;
    /// Elliptic-curve leaves (R-508).
    ec_leaf: EcLeaf = EC_LEAF;
    /// SHA-1 signatures (R-501).
    sha1: Sha1Signatures = SHA1;
    /// SHA-256 chains (R-504).
    sha2: Sha2Chain = SHA2;
    /// SHA-384 chains (R-505, R-506).
    sha384: Sha384Chain = SHA384;
    /// The nonce signature of host-based flows (R-512).
    nonce_signing: NonceSigning = NONCE_SIGNING;
    /// Root hashes from the factory (R-601).
    embedded_roots: Support = EMBEDDED_ROOTS;
    /// How many root hashes fit (R-608).
    root_capacity: RootCapacity = ROOT_CAPACITY;
    /// The root hashes in a Hello (R-608).
    hello_roots: HelloRoots = HELLO_ROOTS;
    /// SHA-1 hashes in the factory list (R-612).
    default_sha1_entries: Support = DEFAULT_SHA1_ENTRIES;
    /// SHA-1 entries of any origin (R-612): where not, they are void and none can be added.
    sha1_entries: Support = SHA1_ENTRIES;
    /// What hash type 3 means (R-603).
    hash_type_3: HashType3 = HASH_TYPE_3;
    /// Entering root hashes in MEBx (R-613).
    mebx_entry: MebxEntry = MEBX_ENTRY;
    /// The retired VeriSign root (R-615).
    verisign_g1: VerisignG1 = VERISIGN_G1;
    /// Remote configuration with certificates (R-811).
    remote_pki: RemotePki = REMOTE_PKI;
    /// Host-based setup to Client Control Mode (R-811).
    host_based_ccm: Support = HOST_BASED_CCM;
    /// Host-based setup to Admin Control Mode by `AdminSetup` (R-811).
    admin_setup: Support = ADMIN_SETUP;
    /// From Client to Admin Control Mode by `UpgradeClientToAdmin` (R-811).
    upgrade_client_to_admin: Support = UPGRADE_CLIENT_TO_ADMIN;
    /// Secure host-based configuration (R-811).
    shbc: Shbc = SHBC;
}
