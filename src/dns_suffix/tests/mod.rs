mod matching;
mod naive;
mod names;

use super::DepthExtension::{ComNet, Full, None as NoDepth};
use super::*;

fn identifier(text: &str) -> DnsName {
    DnsName::identifier(text.as_bytes()).unwrap()
}

fn suffix(text: &str) -> DnsName {
    DnsName::suffix(text.as_bytes()).unwrap()
}

fn matched(of: &str, with: &str, extension: DepthExtension) -> Match {
    identifier(of).matches(&suffix(with), extension)
}
