//! Where products differ in the steps they take: data, one row per product.

/// Whose habits a session follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Product {
    /// Configuration Manager 2007 SP1 (MS-PROC).
    ConfigMgr2007Sp1,
    /// Configuration Manager 2007 SP2 (MS-PROC).
    ConfigMgr2007Sp2,
    /// Configuration Manager 2012.
    ConfigMgr2012,
    /// What Intel's guide describes: everything that the configuration asks for.
    #[default]
    IntelGuide,
}

/// What a product does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    /// The power package set instead of the configured one: "always on except power loss" unless
    /// it is set already.
    pub fixed_power: bool,
    /// Wireless and 802.1X are configured.
    pub wireless: bool,
    /// Ping, web user interface, serial over LAN and IDE redirection are configured in band too:
    /// Microsoft's description lists them out of band only.
    pub options_in_band: bool,
    /// The session asks for the directory account; else it exists before it starts.
    pub directory_account: bool,
    /// The agent goes on only if the status is exactly "Not Provisioned".
    pub exact_status: bool,
}

impl Product {
    /// Its row.
    #[must_use]
    pub const fn habits(self) -> Habits {
        let (fixed_power, wireless, options_in_band, directory_account, exact_status) = match self {
            Self::ConfigMgr2007Sp1 => (true, false, false, true, false),
            Self::ConfigMgr2007Sp2 => (false, true, false, true, false),
            Self::ConfigMgr2012 => (false, true, false, false, true),
            Self::IntelGuide => (false, true, true, true, false),
        };
        Habits { fixed_power, wireless, options_in_band, directory_account, exact_status }
    }
}
