#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| amt_provisioning_fuzz::session(data));
