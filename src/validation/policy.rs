//! What the caller tolerates, as opposed to what devices do.

use super::outcome::Outcome;

macro_rules! choices {
    ($($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal,)* })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub enum $name { $($(#[$vmeta])* #[cfg_attr(feature = "serde", serde(rename = $text))] $variant,)* }
    )*};
}

choices! {
    /// Which suffix wins if both the PKI DNS suffix and a DHCP suffix exist (D-01, R-316).
    SuffixPrecedence {
        /// The PKI DNS suffix if it is set.
        #[default]
        PkiFirst = "pki_first",
        /// The DHCP suffix if there is one.
        DhcpFirst = "dhcp_first",
        /// Either may match.
        Any = "any",
        /// Both must match.
        Both = "both",
    }
    /// What becomes of names with blanks around them (D-04, R-303).
    TrimNames {
        /// Compared without them, and reported.
        #[default]
        Report = "report",
        /// A device that does not trim is assumed: no match.
        Reject = "reject",
    }
    /// Whether wildcard identifiers count (D-07, R-337).
    Wildcards {
        /// On every release.
        #[default]
        Accept = "accept",
        /// Undetermined below 4.1, since nobody documents when they came.
        UndeterminedBefore4_1 = "undetermined_before_4_1",
        /// Never.
        Reject = "reject",
    }
    /// Which names of the certificate count (D-08, R-307).
    NameSource {
        /// CN and subjectAltName.
        #[default]
        Accept = "accept",
        /// The CN only.
        CnOnly = "cn_only",
    }
    /// What several CNs mean that disagree (D-09, R-309).
    MultipleCn {
        /// The outcome is undetermined.
        #[default]
        Undetermined = "undetermined",
        /// All must match.
        All = "all",
        /// One match is enough.
        Any = "any",
        /// The last one counts.
        Last = "last",
    }
    /// How the plain suffix rule is read (D-11, R-347).
    SuffixReading {
        /// Intel's guide: any number of labels may precede the suffix.
        #[default]
        Guide = "guide",
        /// Intel's white paper: the CN, or the CN without its first label.
        Narrow = "narrow",
    }
    /// What a rule's failure does.
    Strictness {
        /// It rejects.
        #[default]
        Reject = "reject",
        /// It is reported and passes.
        Warn = "warn",
    }
    /// What a missing time means.
    TimePolicy {
        /// The verdict is undetermined.
        #[default]
        Require = "require",
        /// The validity rules are dropped, visibly.
        Ignore = "ignore",
    }
}

/// What the caller tolerates: one switch per open decision. The default is this project's reading.
///
/// Nothing here switches all checks off. Where a switch changes an outcome, the report says so and
/// keeps the original outcome beside it.
///
/// With feature `serde` it is also read from data: a switch that is left out has its default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Policy {
    /// D-01.
    pub suffix_precedence: SuffixPrecedence,
    /// D-04.
    pub trim_names: TrimNames,
    /// D-06: may a suffix of a single label match?
    pub allow_single_label_suffix: bool,
    /// D-07.
    pub wildcard: Wildcards,
    /// D-08.
    pub san: NameSource,
    /// D-09.
    pub multiple_cn: MultipleCn,
    /// D-10: may an alternative name equal the provisioning server FQDN?
    pub strict_accepts_san: bool,
    /// D-11.
    pub suffix_reading: SuffixReading,
    /// D-12: is a match under a registry suffix such as `com.ua` refused?
    pub refuse_broad_suffix: bool,
    /// how many labels of the effective suffix are a registry's, if the caller knows.
    pub registry_labels: Option<u8>,
    /// D-15: does a leaf without Extended Key Usage count as a server certificate?
    pub absent_eku_is_server: bool,
    /// D-16: is a leaf whose key was not checked refused?
    pub require_key_proof: bool,
    /// D-17: may the leaf be a lone self-signed certificate?
    pub allow_self_signed_leaf: bool,
    /// D-18: may the device trust the hash of a CA certificate that is no root?
    pub allow_non_root_anchor: bool,
    /// D-19: constraints of RFC 5280 on intermediates.
    pub rfc5280: Strictness,
    /// D-20: most certificates of a path, root included.
    pub max_chain: u8,
    /// D-22: SHA-384 signatures before release 21; the default is to warn.
    pub sha384_pre21: Strictness,
    /// D-27: is an entry whose active flag is unknown taken as active?
    pub unknown_flag_is_active: bool,
    /// D-28: an expired leaf or intermediate.
    pub expired: Strictness,
    /// D-28: a leaf or intermediate that is not valid yet.
    pub not_yet_valid: Strictness,
    ///
    pub time: TimePolicy,
    /// within how many days an expiry is announced.
    pub expiry_horizon_days: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            suffix_precedence: SuffixPrecedence::default(),
            trim_names: TrimNames::default(),
            allow_single_label_suffix: false,
            wildcard: Wildcards::default(),
            san: NameSource::default(),
            multiple_cn: MultipleCn::default(),
            strict_accepts_san: false,
            suffix_reading: SuffixReading::default(),
            refuse_broad_suffix: false,
            registry_labels: None,
            absent_eku_is_server: false,
            require_key_proof: false,
            allow_self_signed_leaf: false,
            allow_non_root_anchor: false,
            rfc5280: Strictness::Reject,
            max_chain: 10,
            sha384_pre21: Strictness::Warn,
            unknown_flag_is_active: true,
            expired: Strictness::Reject,
            not_yet_valid: Strictness::Reject,
            time: TimePolicy::Require,
            expiry_horizon_days: 30,
        }
    }
}

macro_rules! switches {
    ($($variant:ident $name:literal,)*) => {
        /// The policy switch that changed an outcome.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Switch { $(#[doc = concat!("[`Policy`]'s `", $name, "`.")] $variant,)* }

        impl Switch {
            /// The field of [`Policy`].
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

switches! {
    SuffixPrecedence "suffix_precedence",
    TrimNames "trim_names",
    AllowSingleLabelSuffix "allow_single_label_suffix",
    Wildcard "wildcard",
    San "san",
    MultipleCn "multiple_cn",
    StrictAcceptsSan "strict_accepts_san",
    SuffixReading "suffix_reading",
    RefuseBroadSuffix "refuse_broad_suffix",
    AbsentEkuIsServer "absent_eku_is_server",
    RequireKeyProof "require_key_proof",
    AllowSelfSignedLeaf "allow_self_signed_leaf",
    AllowNonRootAnchor "allow_non_root_anchor",
    Rfc5280 "rfc5280",
    MaxChain "max_chain",
    Sha384Pre21 "sha384_pre21",
    UnknownFlagIsActive "unknown_flag_is_active",
    Expired "expired",
    NotYetValid "not_yet_valid",
    Time "time",
}

#[cfg(feature = "serde")]
impl serde::Serialize for Switch {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

/// That a switch changed an outcome, and from what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PolicyEffect {
    /// The switch.
    pub switch: Switch,
    /// The outcome without it.
    pub original: Outcome,
}
