//! Every wait of a session has a name, a length and a reason.

use crate::time::Millis;

macro_rules! timers {
    ($($variant:ident $field:ident $name:literal $default:literal $text:literal)*) => {
        /// Why a session waits.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Timer {
            $(#[doc = $text] $variant,)*
        }

        impl Timer {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name, such as `response`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }

        /// How long each wait lasts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Timers {
            $(#[doc = $text] pub $field: Millis,)*
        }

        impl Default for Timers {
            fn default() -> Self {
                Self { $($field: Millis($default),)* }
            }
        }

        impl Timers {
            /// The length of one.
            #[must_use]
            pub const fn of(&self, timer: Timer) -> Millis {
                match timer { $(Timer::$variant => self.$field,)* }
            }
        }
    };
}

timers! {
    Connect connect "connect" 30_000
        "A connection is to come about: 30 s."
    Response response "response" 60_000
        "The device is to answer: 60 s, as the `OperationTimeout` of its messages."
    Retry retry "retry" 500
        "Between two attempts to reach the device: 500 ms, as MeshCommander."
    BetweenAccounts between_accounts "between_accounts" 20_000
        "Between two accounts: 20 s, since the lock-out of devices is not documented (W-533)."
    Embedder embedder "embedder" 300_000
        "The embedding program is to answer: 5 minutes."
    DeviceCertificate device_certificate "device_certificate" 20_000
        "Between two looks for the device's certificate: 20 s, as Configuration Manager."
    TlsGap tls_gap "tls_gap" 5_000
        "Between the two TLS settings: 5 s, as RPS."
    KeyGeneration key_generation "key_generation" 10_000
        "Between two looks for a key whose generation was not confirmed: 10 s, as MeshCommander."
    AfterCommit after_commit "after_commit" 5_000
        "After CommitChanges: 5 s, the device may restart internally (MC)."
    ReadBack read_back "read_back" 1_000
        "Between two looks for the result of CommitChanges: 1 s (RPC-GO)."
}
