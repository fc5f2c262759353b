use core::ops::Range;

use super::{Hash, KnownHash, KnownRoot};
use crate::release::Release;

/// The first firmware that holds root hashes at all; stands where only a date is attested.
const V2_6: Release = Release::new(2, 6, 0, 0);
const V3_0: Release = Release::new(3, 0, 0, 0);
const V7_0: Release = Release::new(7, 0, 0, 0);
const V8_0: Release = Release::new(8, 0, 0, 0);
const V11_0: Release = Release::new(11, 0, 0, 0);
const V11_8: Release = Release::new(11, 8, 0, 0);
const AFTER_11_8: Release = Release::new(11, 9, 0, 0);

/// Removed from 11.8.65.3580 within 11.x, and again from 12.0.32.1420.
const VERISIGN_G1: &[Range<Release>] = &[
    Release::new(11, 8, 65, 3580)..Release::new(12, 0, 0, 0),
    Release::new(12, 0, 32, 1420)..Release::MAX,
];

macro_rules! roots {
    ($(
        $name:literal $signature:literal $key:literal $not_after:literal $usable:expr,
            $(sha1 $sha1_from:expr, $sha1:literal)?
            sha256 $sha256_from:expr, $sha256:literal
            $(retired $retired:ident)?
            $attested:literal $note:literal
    )*) => {
        &[$(KnownRoot {
            name: $name,
            signature: $signature,
            key: $key,
            not_after: $not_after,
            usable_15h_16: $usable,
            sha1: roots!(@option $($sha1_from, $sha1)?),
            sha256: KnownHash { hash: Hash::from_source($sha256), from: $sha256_from },
            retired: roots!(@retired $($retired)?),
            attested: $attested,
            note: $note,
        }),*]
    };
    (@option) => { None };
    (@option $from:expr, $hex:literal) => {
        Some(KnownHash { hash: Hash::from_source($hex), from: $from })
    };
    (@retired) => { &[] };
    (@retired $ranges:ident) => { $ranges };
}

/// Name, signature, key, end of validity, usable on 15-H and from 16; hashes and since when each is
/// attested as a factory entry; the attestation in words, a note. Where the attestation names no
/// algorithm, it is taken for both hashes.
pub(super) static ROOTS: &[KnownRoot] = roots! {
    "Go Daddy Class 2 Certification Authority"
        "SHA-1" "RSA 2048" "2034-06-29" Some(false),
        sha1 Some(V3_0), "2796bae63f1801e277261ba0d77770028f20eee4"
        sha256 Some(V11_8), "c3846bf24b9e93ca64274c0ec67c1ecc5e024ffcacd2d74019350e81fe546ae4"
        "3.0 (SHA-1); 11.8 (SHA-256)"
        "in the 2010 vendor lists; SHA-1 entry on 7.0-10.x; still reported by later devices"

    "Go Daddy Root Certificate Authority - G2"
        "SHA-256" "RSA 2048" "2037-12-31" Some(true),
        sha1 None, "47beabc922eae80e78783462a79f45c254fde68b"
        sha256 Some(V11_8), "45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda"
        "11.8" ""

    "AAA Certificate Services (Comodo)"
        "SHA-1" "RSA 2048" "2028-12-31" Some(false),
        sha1 Some(V3_0), "d1eb23a46d17d68fd92564c2f1f1601764d8e349"
        sha256 Some(V11_8), "d7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4"
        "3.0 (SHA-1); 11.8 (SHA-256)" "anchor of cross-signed Sectigo/Comodo bundles"

    "Starfield Class 2 Certification Authority"
        "SHA-1" "RSA 2048" "2034-06-29" Some(false),
        sha1 Some(V2_6), "ad7e1c28b064ef8f6003402014c3d0e3370eb58a"
        sha256 Some(V11_8), "1465fa205397b876faa6f0a9958e5590e40fcc7faa4fb7c2c8677521fb5fb658"
        "before 2010 (SHA-1); 11.8 (SHA-256)" ""

    "Starfield Root Certificate Authority - G2"
        "SHA-256" "RSA 2048" "2037-12-31" Some(true),
        sha1 None, "b51c067cee2b0c3df855ab2d92f4fe39d4e70f0e"
        sha256 Some(V11_8), "2ce1cb0bf9d2f9e102993fbe215152c3b2dd0cabde1c68e5319b839154dbb7f5"
        "11.8" ""

    "VeriSign Class 3 Public Primary Certification Authority - G5"
        "SHA-1" "RSA 2048" "2036-07-16" Some(false),
        sha1 Some(V7_0), "4eb6d578499b1ccf5f581ead56be3d9b6744a5e5"
        sha256 Some(V11_8), "9acfab7e43c8d880d06b262a94deeee4b4659989c3d0caf19baf6405e41ab7df"
        "7.0 (SHA-1); 11.8 (SHA-256)"
        "absent from older firmware; intermittent success with G5 chains reported"

    "Baltimore CyberTrust Root"
        "SHA-1" "RSA 2048" "2025-05-12" Some(false),
        sha1 Some(V8_0), "d4de20d05e66fc53fe1a50882c78db2852cae474"
        sha256 Some(V8_0), "16af57a9f676b0ab126095aa5ebadef22ab31119d644ac95cd4b93dbf3f26aeb"
        "8.0" "expired, still listed"

    "Cybertrust Global Root"
        "SHA-1" "RSA 2048" "2021-12-15" Some(false),
        sha1 Some(V8_0), "5f43e5b1bff8788cac1cc7ca4a9ac6222bcc34c6"
        sha256 Some(V8_0), "960adf0063e96356750c2965dd0a0867da0b9cbd6e77714aeafb2349ab393da3"
        "8.0" "expired, still listed"

    "Verizon Global Root CA"
        "" "" "" None,
        sha256 Some(V8_0), "68ad50909b04363c605ef13581a939ff2c96372e3f12325b0a6861e1d59f6603"
        "8.0 (name)" "name not confirmed against the certificate"

    "Entrust.net Certification Authority (2048)"
        "SHA-1" "RSA 2048" "2029-07-24" Some(false),
        sha1 Some(V8_0), "503006091d97d4f5ae39f7cbe7927d7d652d3431"
        sha256 Some(V8_0), "6dc47172e01cbcb0bf62580d895fe2b8ac9ad4f873801e0c10b9c837d21eb177"
        "8.0" ""

    "Entrust Root Certification Authority"
        "SHA-1" "RSA 2048" "2026-11-27" Some(false),
        sha1 Some(V8_0), "b31eb1b740e36c8402dadc37d44df5d4674952f9"
        sha256 Some(V8_0), "73c176434f1bc6d5adf45b0e76e727287c8de57616c1e6e6141a2b2cbc7d8e4c"
        "8.0" ""

    "Entrust Root Certification Authority - G2"
        "SHA-256" "RSA 2048" "2030-12-07" Some(true),
        sha1 None, "8cf427fd790c3ad166068de81e57efbb932272d4"
        sha256 Some(V11_8), "43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339"
        "11.8" ""

    "VeriSign Universal Root Certification Authority"
        "SHA-256" "RSA 2048" "2037-12-01" Some(true),
        sha1 Some(V8_0), "3679ca35668772304d30a5fb873b0fa77bb70d54"
        sha256 Some(V8_0), "2399561127a57125de8cefea610ddf2fa078b5c8067f4e828290bfb860e84b3c"
        "8.0" ""

    "AffirmTrust Premium"
        "SHA-384" "RSA 4096" "2040-12-31" Some(true),
        sha1 None, "d8a6332ce0036fb185f6634f7d6a066526322827"
        sha256 Some(V11_8), "70a73f7f376b60074248904534b11482d5bf0e698ecc498df52577ebf2e93b9a"
        "11.8" ""

    "DigiCert Global Root CA"
        "SHA-1" "RSA 2048" "2031-11-10" Some(false),
        sha1 None, "a8985d3a65e5e5c4b2d7d66d40c6dd2fb19c5436"
        sha256 Some(AFTER_11_8), "4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161"
        "after 11.8" ""

    "DigiCert Global Root G2"
        "SHA-256" "RSA 2048" "2038-01-15" Some(true),
        sha1 None, "df3c24f9bfd666761b268073fe06d1cc8d4f82a4"
        sha256 Some(AFTER_11_8), "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f"
        "after 11.8" "named by Intel as the DigiCert anchor for 15-H/16 and later"

    "DigiCert Global Root G3"
        "ECDSA SHA-384" "EC P-384" "2038-01-15" Some(true),
        sha1 None, "7e04de896a3e666d00e687d33ffad93be83d349e"
        sha256 Some(AFTER_11_8), "31ad6648f8104138c738f39ea4320133393e3a18cc02296ef97c2ac9ef6731d0"
        "after 11.8" ""

    "DigiCert Trusted Root G4"
        "SHA-384" "RSA 4096" "2038-01-15" Some(true),
        sha1 None, "ddfb16cd4931c973a2037d3fc83a4d7d775d05e4"
        sha256 Some(AFTER_11_8), "552f7bdcf1a7af9e6ce672017f4f12abf77240c78e761ac203d1d9d20ac89988"
        "after 11.8" ""

    "GlobalSign NP RSA CA 2018"
        "" "RSA" "" None,
        sha256 Some(AFTER_11_8), "67540a47aa5b9f34570a99723cfefa96a96ee3f0d9b8bf4def9440b8065d665d"
        "after 11.8" "name from a device listing; certificate not public"

    "GlobalSign NP ECC CA 2018"
        "" "EC" "" None,
        sha256 Some(AFTER_11_8), "7224395222cd588c4f2683716922addb41e39b581ac34fa87b39efa896fbb39e"
        "after 11.8" "name from a device listing; certificate not public"

    "GlobalSign Root CA - R3"
        "SHA-256" "RSA 2048" "2029-03-18" Some(true),
        sha1 None, "d69b561148f01c77c54578c10926df5b856976ad"
        sha256 Some(AFTER_11_8), "cbb522d7b7f127ad6a0113865bdf1cd4102e7d0759af635a7cf4720dc963c53b"
        "after 11.8" ""

    "GlobalSign ECC Root CA - R5"
        "ECDSA SHA-384" "EC P-384" "2038-01-19" Some(true),
        sha1 None, "1f24c630cda418ef2069ffad4fdd5f463a1b69aa"
        sha256 Some(AFTER_11_8), "179fbc148a3dd00fd24ea13458cc43bfa7f59c8182d783a513f6ebec100c8924"
        "after 11.8" ""

    "GlobalSign Root CA - R6"
        "SHA-384" "RSA 4096" "2034-12-10" Some(true),
        sha1 None, "8094640eb5a7a1ca119c1fddd59f810263a7fbd1"
        sha256 Some(AFTER_11_8), "2cabeafe37d06ca22aba7391c0033d25982952c453647349763a3ab5ad6ccf69"
        "after 11.8" ""

    "VeriSign Class 3 Public Primary Certification Authority - G1"
        "MD2" "RSA 1024" "2028-08-01" Some(false),
        sha1 Some(V2_6), "742c3192e607e424eb4549542be1bbc53e6174e2"
        sha256 Some(V11_0), "e7685634efacf69ace939a6b255b7b4fabef42935b50a265acb5cb6027e44e70"
        retired VERISIGN_G1
        "2.6 (SHA-1); 11.x (SHA-256)" "v1 certificate; the hash of thread 2989"

    "VeriSign Class 3 Public Primary Certification Authority - G3"
        "SHA-1" "RSA 2048" "2036-07-16" Some(false),
        sha1 Some(V2_6), "132d0d45534b6997cdb2d5c339e25576609b5cc6"
        sha256 Some(V11_8), "eb04cf5eb1f39afa762f2bb120f296cba520c1b97db1589565b81cb9a17b7244"
        "before 2010 (SHA-1); 11.8 (SHA-256)" ""

    "VeriSign Class 3 Public Primary Certification Authority - G2"
        "SHA-1" "RSA 1024" "2028-08-01" Some(false),
        sha1 Some(V2_6), "85371ca6e550143dce2803471bde3a09e8f8770f"
        sha256 Some(V11_8), "83ce3c1229688a593d485f81973c0f9195431eda37cc5e36430e79c7a888638b"
        "firmware updates after 2009-05-17 (SHA-1); 11.8 (SHA-256)"
        "VeriSign moved Standard SSL to it on 2009-05-17"

    "VeriSign Class 3 Public Primary Certification Authority - G1.5"
        "SHA-1" "RSA 1024" "2028-08-02" Some(false),
        sha1 Some(V7_0), "a1db6393916f17e4185509400415c70240b0ae6b"
        sha256 Some(V11_8), "a4b6b3996fc2f306b3fd8681bd63413d8c5009cc4fa329c2ccf0e2fa1b140305"
        "7.0 (SHA-1); 11.8 (SHA-256)" "re-issue of G1 signed with SHA-1"

    "GTE CyberTrust Global Root"
        "MD5" "RSA 1024" "2018-08-13" Some(false),
        sha1 Some(V8_0), "97817950d81c9670cc34d809cf794431367ef474"
        sha256 Some(V8_0), "a53125188d2110aa964b02c7b7c6da3203170894e5fb71fffb6667d5e6810a36"
        "8.0" "expired"
};
