//! How to judge: the time and what is tolerated.

use core::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use amt_provisioning::{Policy, Strictness, WallTime};
use clap::{Args, ValueEnum};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::output::Failure;

#[derive(Args, Debug)]
#[command(next_help_heading = "How to judge")]
pub(crate) struct Judging {
    /// Time to judge at, RFC 3339 or Unix seconds; without it, now
    #[arg(long, value_name = "TIME", allow_negative_numbers = true)]
    at: Option<WallTime>,

    /// What an expired certificate does
    #[arg(long)]
    expiry: Option<Expiry>,

    /// Announce an expiry that is so many days off or fewer; without it, 30
    #[arg(long, value_name = "DAYS")]
    expiry_horizon: Option<u32>,

    /// Set another switch of the policy, named as in the JSON report; repeatable
    #[arg(long, value_name = "NAME=VALUE")]
    policy: Vec<Setting>,
}

impl Judging {
    /// The time given, or the system's.
    pub(crate) fn now(&self) -> Result<WallTime, Failure> {
        if let Some(at) = self.at {
            return Ok(at);
        }
        let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).ok();
        let seconds = elapsed.and_then(|elapsed| i64::try_from(elapsed.as_secs()).ok());
        seconds.map(WallTime::from_unix).ok_or_else(|| {
            Failure::Usage("the system clock stands before 1970; give the time with --at".into())
        })
    }

    pub(crate) fn policy(&self) -> Result<Policy, Failure> {
        let settings =
            self.policy.iter().map(|setting| (setting.name.clone(), setting.value.clone()));
        let settings = Value::Object(settings.collect::<Map<_, _>>());
        let mut policy: Policy = serde_path_to_error::deserialize(settings)
            .map_err(|error| Failure::Usage(format!("--policy {error}")))?;
        if let Some(expiry) = self.expiry {
            policy.expired = expiry.into();
        }
        if let Some(days) = self.expiry_horizon {
            policy.expiry_horizon_days = days;
        }
        Ok(policy)
    }
}

#[derive(Clone, Copy, Debug, ValueEnum, Deserialize)]
enum Expiry {
    Reject,
    Warn,
}

impl From<Expiry> for Strictness {
    fn from(expiry: Expiry) -> Self {
        match expiry {
            Expiry::Reject => Self::Reject,
            Expiry::Warn => Self::Warn,
        }
    }
}

/// One switch; numbers and booleans as JSON writes them, everything else is a word.
#[derive(Clone, Debug)]
struct Setting {
    name: String,
    value: Value,
}

impl FromStr for Setting {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
        let value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
        Ok(Self { name: name.into(), value })
    }
}
