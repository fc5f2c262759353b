//! Judges Intel AMT provisioning certificates from the command line.

#[cfg_attr(not(test), allow(dead_code))]
mod pfx;

fn main() {}
