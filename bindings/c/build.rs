//! Decides which libraries are compatible: while the major version is 0 those of one minor version, then those
//! of one major version. Soname, `AMTP_SOVERSION` and `AMTP_ABI_VERSION` all come from here.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let part = |name| env::var(format!("CARGO_PKG_VERSION_{name}")).unwrap_or_default();
    let (major, minor) = (part("MAJOR"), part("MINOR"));
    let (soversion, abi) =
        if major == "0" { (format!("0.{minor}"), minor) } else { (major.clone(), major + "000") };
    println!("cargo::rustc-env=AMTP_SOVERSION={soversion}");
    println!("cargo::rustc-env=AMTP_ABI_VERSION={abi}");
    if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux") {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libamt_provisioning.so.{soversion}");
    }
}
