//! Judges Intel AMT provisioning certificates from the command line.
fn main() {}
