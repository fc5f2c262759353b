//! Where the fields of structs by value stand, where pointers have 64 bits. Lines are added, never changed.
//! `tests/c/layout.c` is written from this table, so that C agrees.

use core::mem::offset_of;

use crate::bytes::{amtp_bytes, amtp_str};
use crate::finding::{amtp_finding, amtp_rule};
use crate::hash::{amtp_check, amtp_hash};
use crate::prepared::amtp_path_limits;
use crate::report::amtp_certificate;
use crate::sized::amtp_error;

macro_rules! layout {
    ($($name:ident $size:literal { $($field:ident $offset:literal)* })*) => {$(
        const _: () = assert!(size_of::<$name>() == $size);
        $(const _: () = assert!(offset_of!($name, $field) == $offset);)*
    )*};
}

layout! {
    amtp_str 16 { ptr 0 len 8 }
    amtp_bytes 16 { ptr 0 len 8 }
    amtp_error 32 { struct_size 0 status 8 item 16 offset 24 }
    amtp_path_limits 40 { struct_size 0 certificates 8 paths 16 signatures 24 steps 32 }
    amtp_finding 72 { struct_size 0 name 8 rule 24 text 40 remedy 56 }
    amtp_rule 112 { struct_size 0 id 8 title 24 basis 40 source 56 outcome 72 severity 76 findings 80 policy_switch 88 original_outcome 104 }
    amtp_certificate 168 { struct_size 0 role 8 subject 24 issuer 40 serial 56 not_before 72 not_after 80 sha1 88 sha256 104 sha384 120 input_item 136 input_offset 144 known_root 152 }
    amtp_hash 88 { struct_size 0 algorithm 8 stripped 12 len 16 value 24 }
    amtp_check 48 { struct_size 0 error_code 8 return_value 12 error_msg 16 finding 32 }
}
