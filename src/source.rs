//! Where a fact came from, which is part of the fact.

/// Where the caller has a fact from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// Not stated.
    #[default]
    Unstated,
    /// Told by a person, or configured.
    Operator,
    /// A Hello message of the device: unauthenticated, and its list of hashes may be cut.
    Hello,
    /// The host interface (MEI/HECI) of the device.
    HostInterface,
    /// WS-Management.
    WsManagement,
    /// An unauthenticated answer of the device, such as the `Server:` header.
    Scan,
    /// No device at all: the table of known roots stands in.
    KnownRoots,
}

impl Source {
    /// The name used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unstated => "unstated",
            Self::Operator => "operator",
            Self::Hello => "hello",
            Self::HostInterface => "host-interface",
            Self::WsManagement => "ws-management",
            Self::Scan => "scan",
            Self::KnownRoots => "known-roots",
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Source {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
