//! Where the fields of structs by value stand, where pointers have 64 bits. Lines are added, never changed.
//! `tests/c/layout.c` is written from this table, so that C agrees.

use core::mem::offset_of;

use crate::agent::amtp_agent_output;
use crate::bytes::{amtp_bytes, amtp_str};
use crate::digest::amtp_digest_request;
use crate::digest_offer::amtp_digest_offer;
use crate::finding::{amtp_finding, amtp_rule};
use crate::hash::{amtp_check, amtp_hash};
use crate::hello::{amtp_hello_fields, amtp_hello_hash, amtp_hello_progress};
use crate::http::{amtp_http_field, amtp_http_message, amtp_http_request};
use crate::http_exchange::{amtp_exchange_result, amtp_exchange_step};
use crate::http_reader::amtp_http_progress;
use crate::prepared::amtp_path_limits;
use crate::reply::amtp_reply;
use crate::report::amtp_certificate;
use crate::session_event::amtp_event;
use crate::session_output::{amtp_endpoint, amtp_output};
use crate::session_result::amtp_session_outcome;
use crate::sized::amtp_error;
use crate::trial::amtp_trial_step;
use crate::uuid::amtp_uuid;

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
    amtp_uuid 16 { bytes 0 }
    amtp_hello_progress 24 { struct_size 0 least 8 trailing 16 }
    amtp_hello_fields 80 { struct_size 0 uuid 8 version 24 retry_count 28 credentials_set 32 hashes 40 pid 48 trailing 64 }
    amtp_hello_hash 48 { struct_size 0 algorithm_id 8 value 16 known_root 32 }
    amtp_digest_request 56 { struct_size 0 method 8 uri 24 body 40 }
    amtp_digest_offer 72 { struct_size 0 realm 8 nonce 24 opaque 40 algorithm 56 qop 60 stale 64 userhash 68 }
    amtp_trial_step 16 { struct_size 0 action 8 wait_seconds 12 }
    amtp_http_request 104 { struct_size 0 method 8 target 24 host 40 content_type 56 authorization 72 body 88 }
    amtp_http_message 64 { struct_size 0 status 8 keep_alive 12 body 16 fields 32 trailers 40 release 48 }
    amtp_http_field 40 { struct_size 0 name 8 value 24 }
    amtp_http_progress 24 { struct_size 0 whole 8 unused 16 }
    amtp_exchange_step 32 { struct_size 0 action 8 again 12 bytes 16 }
    amtp_exchange_result 32 { struct_size 0 outcome 8 proof 12 event 16 sent 20 received 24 }
    amtp_output 136 { struct_size 0 kind 8 purpose 12 operation 16 account 20 account_reference 24 message 32 sending 36 new_connection 40 repeatable 44 length 48 look 56 until 64 uuid 72 fqdn 88 public_key 104 secret 120 }
    amtp_endpoint 40 { struct_size 0 address 8 port 24 tls 28 certificates 32 }
    amtp_reply 64 { struct_size 0 kind 8 number 16 data 24 items 40 numbers 48 count 56 }
    amtp_event 112 { struct_size 0 kind 8 status 12 trust 16 timer 20 stage 24 account 28 account_reference 32 step 40 step_number 56 step_count 64 certificate 72 until 80 span 88 look 96 message 100 sending 104 }
    amtp_session_outcome 56 { struct_size 0 success 8 status 12 milestone 16 has_admin_password 20 has_mebx_password 24 admin_password 32 mebx_password 40 suspects 48 }
    amtp_agent_output 48 { struct_size 0 kind 8 interface_open 12 length 16 until 24 data 32 }
}
