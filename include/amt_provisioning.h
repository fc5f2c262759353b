// Judges Intel AMT provisioning certificates against devices: every rule, what was seen, what was wanted, how to
// fix it. Reads and writes the messages of provisioning: Hello, HTTP Digest, HTTP. Says step by step what a program has
// to do to provision a device: amtp_session.
//
// The smallest complete program
// -----------------------------
//
//     #include <amt_provisioning.h>
//     #include <stdio.h>
//
//     /* Will this certificate provision a device of release 16.1 that holds the root hashes of a file? */
//     int main(int argc, char **argv) {
//         static char chain[65536], hashes[65536];
//         amtp_bag *bag = NULL;
//         amtp_prepared *prepared = NULL;
//         amtp_facts *facts = NULL;
//         amtp_device *device = NULL;
//         amtp_evaluation *evaluation = NULL;
//         amtp_verdict verdict = AMTP_VERDICT_NONE;
//         FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
//         FILE *list = argc == 3 ? fopen(argv[2], "rb") : NULL;
//         if (AMTP_CHECK_VERSION() && file && list
//             && !amtp_bag_new(&bag)
//             && !amtp_bag_read(bag, (const uint8_t *)chain, fread(chain, 1, sizeof chain, file))
//             && !amtp_prepared_new(bag, NULL, 0, NULL, &prepared)
//             && !amtp_facts_new(&facts)
//             && !amtp_facts_set_release(facts, "16.1.30", 7, AMTP_SOURCE_OPERATOR)
//             && !amtp_facts_add_suffix(facts, "example.com", 11, AMTP_SUFFIX_SOURCE_PKI_DNS_SUFFIX, AMTP_SOURCE_OPERATOR)
//             && !amtp_facts_add_root_hashes(facts, hashes, fread(hashes, 1, sizeof hashes, list), 1, AMTP_SOURCE_OPERATOR)
//             && !amtp_device_new(facts, &device)
//             && !amtp_evaluation_new(&evaluation)
//             && !amtp_judge(prepared, device, NULL, 1795262400 /* 2026-11-21T12:00:00Z */, evaluation)) {
//             verdict = amtp_evaluation_verdict(evaluation);
//             puts(verdict == AMTP_VERDICT_ACCEPTED ? "accepted" : "not accepted");
//         }
//         amtp_evaluation_free(evaluation);
//         amtp_device_free(device);
//         amtp_facts_free(facts);
//         amtp_prepared_free(prepared);
//         amtp_bag_free(bag);
//         if (file) fclose(file);
//         if (list) fclose(list);
//         return verdict == AMTP_VERDICT_ACCEPTED ? 0 : 1;
//     }
//
// Linking
// -------
//
// Debian and other Linux, shared:   cc program.c -lamt_provisioning
// Linux, static:                    cc program.c libamt_provisioning.a -ldl -lpthread -lm
// macOS, static:                    cc program.c libamt_provisioning.a
// Windows, shared (MSVC):           cl program.c amt_provisioning.dll.lib
// Windows, static (MSVC):           cl /DAMTP_STATIC program.c amt_provisioning.lib ws2_32.lib userenv.lib ntdll.lib
// Windows, static (mingw-w64):      gcc -DAMTP_STATIC program.c libamt_provisioning.a -lws2_32 -luserenv -lntdll
//
// Ownership
// ---------
//
// Comments use four phrases.
// "owned by the caller (free with X)"   a handle; X takes NULL too, and nothing else may use the handle afterwards
// "borrowed from Y until Z"             bytes inside of Y; never freed by the caller
// "copied before return"                bytes of the caller; the library keeps no pointer to them
// "static"                              bytes of the library that live as long as it does
// Texts that are rendered go into a buffer of the caller: `cap` bytes at `buf`, of which `*out_len` are used, without
// a terminating zero. If they do not suffice, AMTP_ERR_BUFFER is returned, `*out_len` says what is needed, and nothing
// else is written; `buf` may be NULL if `cap` is 0, to ask for the length.
// Inputs are a pointer and a length; the pointer may be NULL if the length is 0.
// Structs begin with `struct_size`, which the caller sets to the size of its struct, so that they can grow; views and
// UUIDs never do.
// Copies of passwords and keys are wiped when they are no longer needed; what is written into a buffer is the caller's to
// wipe.
//
// Threads
// -------
//
// A function that takes a handle by pointer to const may be called by several threads at once with the same handle; one
// that takes it by pointer to non-const needs it for itself. The library has no global state, starts no thread, reads no
// clock, no file and no environment, and calls nothing back.
//
// Errors
// ------
//
// A call returns AMTP_OK, which is 0, or a negative AMTP_ERR_... number. Outputs are written only on success, but for
// `*out_len` with AMTP_ERR_BUFFER. Every function may return AMTP_ERR_NULL, and AMTP_ERR_PANIC: a defect of the library.
// A handle that was being written to then answers AMTP_ERR_POISONED for good, and can only be freed; handles that are only
// read stay usable. Numbers that stand for something (`int32_t`) are checked. A pointer to memory that is not there, or to
// a handle that was freed, cannot be noticed.
//
// Versions
// --------
//
// While the major version is 0, all versions 0.Y.Z of one Y have one binary interface; from 1.0 on, all of one major
// version. Within it functions, numbers and fields are added, also by patch releases, but none changes or goes. "Since"
// says which version added it. Another interface has another AMTP_ABI_VERSION, and another AMTP_SOVERSION, which ends the
// soname: libamt_provisioning.so.0.1, .so.0.2, .so.1. AMTP_CHECK_VERSION() is true if the library at run time serves this
// header: it has the same interface, and is not older.
//
// Generated by bindings/c/tests/header; not edited by hand.


#ifndef AMT_PROVISIONING_H
#define AMT_PROVISIONING_H

#include <stddef.h>
#include <stdint.h>

// How functions are declared: define AMTP_STATIC before the header to link the static library on Windows.
//
// Since: 0.1
#if defined(_WIN32) && !defined(AMTP_STATIC)
#define AMTP_API __declspec(dllimport)
#else
#define AMTP_API
#endif

// The version of this header: major, minor, patch, all as one number, and as text.
//
// Since: 0.1
#define AMTP_VERSION_MAJOR 0
#define AMTP_VERSION_MINOR 1
#define AMTP_VERSION_PATCH 0
#define AMTP_VERSION_NUMBER 1000
#define AMTP_VERSION_STRING "0.1.0"

// The binary interface: as a number, and as the soname ends.
//
// Since: 0.1
#define AMTP_ABI_VERSION 1
#define AMTP_SOVERSION "0.1"

// Does the library at run time serve this header?
//
// Since: 0.1
#define AMTP_CHECK_VERSION() \
    (amtp_abi_version() == AMTP_ABI_VERSION && amtp_version_number() >= AMTP_VERSION_NUMBER)

// The values of `amtp_status`. Hundreds are subjects; a number never changes and is never used again.
//
// Since: 0.1
enum amtp_status_code {
    // success
    AMTP_OK = 0,
    // a pointer is NULL that may not be
    AMTP_ERR_NULL = -1,
    // the buffer is too small; *out_len says what is needed
    AMTP_ERR_BUFFER = -2,
    // the text is not UTF-8
    AMTP_ERR_UTF8 = -3,
    // a number stands for nothing that is known here
    AMTP_ERR_ENUM = -4,
    // a number or length is out of range
    AMTP_ERR_RANGE = -5,
    // struct_size is not set, or that of no version of the struct
    AMTP_ERR_STRUCT_SIZE = -6,
    // there are not so many
    AMTP_ERR_INDEX = -7,
    // there is none
    AMTP_ERR_ABSENT = -8,
    // nothing has been judged into this evaluation yet
    AMTP_ERR_NOT_JUDGED = -9,
    // a defect of the library; a handle that was being written to is unusable
    AMTP_ERR_PANIC = -90,
    // the handle is unusable since AMTP_ERR_PANIC; free it
    AMTP_ERR_POISONED = -91,
    // the input is empty
    AMTP_ERR_EMPTY = -101,
    // the input is a PKCS#12 container, which is not opened here
    AMTP_ERR_PKCS12 = -102,
    // the input is neither a certificate nor a container of certificates
    AMTP_ERR_NOT_CERTIFICATE = -103,
    // a PEM block is damaged
    AMTP_ERR_PEM = -104,
    // base64 is damaged
    AMTP_ERR_BASE64 = -105,
    // an ASN.1 structure is damaged
    AMTP_ERR_ASN1 = -106,
    // bytes follow a certificate or container
    AMTP_ERR_TRAILING_BYTES = -107,
    // more certificates or unreadable parts than the limit
    AMTP_ERR_TOO_MANY_CERTIFICATES = -108,
    // a certificate is longer than the limit
    AMTP_ERR_CERTIFICATE_TOO_LARGE = -109,
    // the input is longer than the limit
    AMTP_ERR_INPUT_TOO_LARGE = -110,
    // the text is no hash
    AMTP_ERR_HASH_TEXT = -201,
    // no hash is as long as the value
    AMTP_ERR_HASH_LENGTH = -202,
    // the text is no firmware release
    AMTP_ERR_RELEASE = -203,
    // the text is no time
    AMTP_ERR_TIME = -204,
    // the text is no UUID
    AMTP_ERR_UUID = -205,
    // a DNS name is malformed
    AMTP_ERR_NAME = -206,
    // the data ends before the Hello message does
    AMTP_ERR_HELLO_TRUNCATED = -301,
    // too many bytes follow the Hello message
    AMTP_ERR_HELLO_TRAILING = -302,
    // the interface version of the Hello message is unknown
    AMTP_ERR_HELLO_VERSION = -303,
    // the first field of the Hello message is neither 0 nor 1
    AMTP_ERR_HELLO_FIRST_FIELD = -304,
    // a hash algorithm of the Hello message is unknown
    AMTP_ERR_HELLO_ALGORITHM = -305,
    // a hash of the Hello message has another length than its algorithm
    AMTP_ERR_HELLO_HASH_LENGTH = -306,
    // the Hello message is longer than the limit
    AMTP_ERR_HELLO_SIZE = -307,
    // the data is an HTTP request, not a Hello message
    AMTP_ERR_HELLO_HTTP_PROBE = -308,
    // a header field cannot be read, or its challenge not be answered
    AMTP_ERR_HEADER = -401,
    // authentication other than Digest is wanted
    AMTP_ERR_AUTH_SCHEME = -402,
    // the policy allows none of the Digest challenges
    AMTP_ERR_DIGEST_POLICY = -403,
    // the data is no HTTP answer
    AMTP_ERR_HTTP_NOT_HTTP = -404,
    // a status line or a field of the answer is damaged
    AMTP_ERR_HTTP_LINE = -405,
    // status line and fields of the answer are longer than the limit
    AMTP_ERR_HTTP_HEAD_TOO_LARGE = -406,
    // the answer has more fields than the limit
    AMTP_ERR_HTTP_TOO_MANY_FIELDS = -407,
    // more interim answers than the limit
    AMTP_ERR_HTTP_TOO_MANY_INTERIM = -408,
    // the answer switches to another protocol
    AMTP_ERR_HTTP_UPGRADE = -409,
    // the Content-Length of the answer is no number, or several
    AMTP_ERR_HTTP_LENGTH = -410,
    // the transfer coding of the answer is unknown
    AMTP_ERR_HTTP_CODING = -411,
    // the body of the answer is longer than the limit
    AMTP_ERR_HTTP_BODY_TOO_LARGE = -412,
    // the size line of a chunk is longer than the limit
    AMTP_ERR_HTTP_CHUNK_LINE = -413,
    // the size of a chunk is no number
    AMTP_ERR_HTTP_CHUNK_SIZE = -414,
    // a chunk is longer than its size
    AMTP_ERR_HTTP_CHUNK_END = -415,
    // the connection ended before the answer did
    AMTP_ERR_HTTP_TRUNCATED = -416,
    // the stored password hash is for another realm or algorithm
    AMTP_ERR_STORED_HASH = -501,
    // the nonce is used up
    AMTP_ERR_NONCE_COUNT = -502,
    // a value cannot be written into a header field
    AMTP_ERR_HEADER_VALUE = -503,
    // the call makes no sense in this state; nothing has changed
    AMTP_ERR_OUT_OF_TURN = -504,
    // too few random bytes
    AMTP_ERR_RANDOM = -505,
    // the bytes are no saved session, or of another one
    AMTP_ERR_SNAPSHOT = -506,
};

// As `now`: the time is not known, so that validity is not evaluated.
//
// Since: 0.1
#define AMTP_TIME_UNKNOWN INT64_MIN

// An input that an undetermined verdict lacks: the firmware release.
//
// Since: 0.1
#define AMTP_MISSING_RELEASE 1

// An input that an undetermined verdict lacks: the kind of platform.
//
// Since: 0.1
#define AMTP_MISSING_PLATFORM 2

// An input that an undetermined verdict lacks: the DNS suffixes.
//
// Since: 0.1
#define AMTP_MISSING_SUFFIXES 4

// An input that an undetermined verdict lacks: the device's root certificate hashes.
//
// Since: 0.1
#define AMTP_MISSING_ROOT_HASHES 8

// An input that an undetermined verdict lacks: the time.
//
// Since: 0.1
#define AMTP_MISSING_TIME 16

// A password has fewer than 8 characters.
//
// Since: 0.1
#define AMTP_PASSWORD_TOO_SHORT 1

// A password has more than 32 characters.
//
// Since: 0.1
#define AMTP_PASSWORD_TOO_LONG 2

// A password has one of `:`, `,` and `"`, a control character or one outside ASCII.
//
// Since: 0.1
#define AMTP_PASSWORD_FORBIDDEN 4

// A password has no lower-case letter.
//
// Since: 0.1
#define AMTP_PASSWORD_NO_LOWER 8

// A password has no upper-case letter.
//
// Since: 0.1
#define AMTP_PASSWORD_NO_UPPER 16

// A password has no digit.
//
// Since: 0.1
#define AMTP_PASSWORD_NO_DIGIT 32

// A password has no character that is neither letter nor digit; `_` counts as a letter, a blank for nothing.
//
// Since: 0.1
#define AMTP_PASSWORD_NO_SYMBOL 64

// A note: a password has a blank, which Intel allows and HP refuses.
//
// Since: 0.1
#define AMTP_PASSWORD_BLANK 128

// A note: a password has one of `'`, `<`, `>`, `&` and `_`, on which consoles disagree.
//
// Since: 0.1
#define AMTP_PASSWORD_UNSAFE 256

// The notes among the problems of a password: they do not keep AMT from taking it.
//
// Since: 0.1
#define AMTP_PASSWORD_NOTES 384

// A user name has no character.
//
// Since: 0.1
#define AMTP_USER_NAME_EMPTY 1

// A user name has more than 16 characters.
//
// Since: 0.1
#define AMTP_USER_NAME_TOO_LONG 2

// A user name has one of `:`, `,`, `<`, `>`, `&` and `"`, a blank, a control character or one outside ASCII.
//
// Since: 0.1
#define AMTP_USER_NAME_FORBIDDEN 4

// A user name is `Administrator` (refused by release 3.2) or `Admin` (from 4.0).
//
// Since: 0.1
#define AMTP_USER_NAME_RESERVED 8

// A user name begins with `$$`, as the firmware's own users do.
//
// Since: 0.1
#define AMTP_USER_NAME_SYSTEM 16

// As an algorithm: any, the strongest first.
//
// Since: 0.1
#define AMTP_DIGEST_ANY -1

// A quality of protection: `auth`, which covers method and target.
//
// Since: 0.1
#define AMTP_QOP_AUTH 1

// A quality of protection: `auth-int`, which covers the body too.
//
// Since: 0.1
#define AMTP_QOP_AUTH_INT 2

// What an evaluation concludes.
//
// Since: 0.1
enum amtp_verdict
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Nothing was judged, or the handle is NULL or poisoned.
    AMTP_VERDICT_NONE = 0,
    // The device will accept the certificate.
    AMTP_VERDICT_ACCEPTED = 1,
    // It will not.
    AMTP_VERDICT_REJECTED = 2,
    // An input is missing or ambiguous.
    AMTP_VERDICT_UNDETERMINED = 3,
    // The device needs no certificate: it is provisioned already.
    AMTP_VERDICT_NOT_APPLICABLE = 4,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_verdict amtp_verdict;
#else
typedef int32_t amtp_verdict;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What became of one rule.
//
// Since: 0.1
enum amtp_outcome
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // None.
    AMTP_OUTCOME_NONE = 0,
    // The rule holds.
    AMTP_OUTCOME_PASS = 1,
    // It does not.
    AMTP_OUTCOME_FAIL = 2,
    // Sources leave it open, or an input is ambiguous.
    AMTP_OUTCOME_UNDETERMINED = 3,
    // An input is missing.
    AMTP_OUTCOME_NOT_EVALUATED = 4,
    // It does not concern this case.
    AMTP_OUTCOME_NOT_APPLICABLE = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_outcome amtp_outcome;
#else
typedef int32_t amtp_outcome;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What a rule's outcome does to the verdict.
//
// Since: 0.1
enum amtp_severity
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Nothing.
    AMTP_SEVERITY_NONE = 0,
    // Nothing, but there is something to know.
    AMTP_SEVERITY_ADVISES = 1,
    // It leaves the verdict open.
    AMTP_SEVERITY_LEAVES_OPEN = 2,
    // It rejects.
    AMTP_SEVERITY_REJECTS = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_severity amtp_severity;
#else
typedef int32_t amtp_severity;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// A hash algorithm of a device's list of roots; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_hash_algorithm
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // MD5, 16 bytes. Never computed here.
    AMTP_HASH_ALGORITHM_MD5 = 1,
    // SHA-1, 20 bytes.
    AMTP_HASH_ALGORITHM_SHA1 = 2,
    // SHA-256, 32 bytes.
    AMTP_HASH_ALGORITHM_SHA256 = 3,
    // SHA-384, 48 bytes.
    AMTP_HASH_ALGORITHM_SHA384 = 4,
    // SHA-512, 64 bytes, on releases 2.0 to 5.x.
    AMTP_HASH_ALGORITHM_SHA512 = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_hash_algorithm amtp_hash_algorithm;
#else
typedef int32_t amtp_hash_algorithm;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Is a device open for provisioning, as far as its Hellos tell?
//
// Since: 0.1
enum amtp_window
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Nothing was told.
    AMTP_WINDOW_NONE = 0,
    // It is.
    AMTP_WINDOW_OPEN = 1,
    // By some sources it is, by others it is not; trying does no harm.
    AMTP_WINDOW_MAYBE_CLOSED = 2,
    // It is not, until somebody opens it again.
    AMTP_WINDOW_CLOSED = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_window amtp_window;
#else
typedef int32_t amtp_window;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// The setting that a host comes from; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_lookup_method
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // There is no such host.
    AMTP_LOOKUP_METHOD_NONE = 0,
    // The server's address, set in MEBx or with a USB key.
    AMTP_LOOKUP_METHOD_ADDRESS = 1,
    // The server's name, set in MEBx or with a USB key.
    AMTP_LOOKUP_METHOD_FQDN = 2,
    // The default name, `provisionserver`, in the internal domain set in the device.
    AMTP_LOOKUP_METHOD_INTERNAL_DOMAIN = 3,
    // The default name in the domain of DHCP option 15.
    AMTP_LOOKUP_METHOD_DHCP_OPTION15 = 4,
    // The default name in a domain of DHCPv6 option 24.
    AMTP_LOOKUP_METHOD_DHCP_V6_OPTION24 = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_lookup_method amtp_lookup_method;
#else
typedef int32_t amtp_lookup_method;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Why a request with credentials was answered with 401.
//
// Since: 0.1
enum amtp_refusal
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Nothing was refused.
    AMTP_REFUSAL_NONE = 0,
    // Only the nonce was: answer the new challenge with the same credentials.
    AMTP_REFUSAL_STALE_NONCE = 1,
    // The realm is another one, so the key was the wrong one: answer the new challenge.
    AMTP_REFUSAL_REALM_CHANGED = 2,
    // User name or password is wrong, or the account is locked: devices do not tell.
    AMTP_REFUSAL_WRONG_CREDENTIALS = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_refusal amtp_refusal;
#else
typedef int32_t amtp_refusal;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Whether the server showed that it knows the password too.
//
// Since: 0.1
enum amtp_server_proof
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // It did not try; few servers do.
    AMTP_SERVER_PROOF_ABSENT = 0,
    // It did.
    AMTP_SERVER_PROOF_VALID = 1,
    // It tried and failed: the answer may not be the server's (`SERVER_PROOF_INVALID`).
    AMTP_SERVER_PROOF_INVALID = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_server_proof amtp_server_proof;
#else
typedef int32_t amtp_server_proof;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// An algorithm of HTTP Digest; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_digest_algorithm
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // None.
    AMTP_DIGEST_ALGORITHM_NONE = 0,
    // `MD5`, all that devices are known to offer.
    AMTP_DIGEST_ALGORITHM_MD5 = 1,
    // `MD5-sess`.
    AMTP_DIGEST_ALGORITHM_MD5_SESS = 2,
    // `SHA-256`.
    AMTP_DIGEST_ALGORITHM_SHA256 = 3,
    // `SHA-256-sess`.
    AMTP_DIGEST_ALGORITHM_SHA256_SESS = 4,
    // `SHA-512-256`.
    AMTP_DIGEST_ALGORITHM_SHA512_256 = 5,
    // `SHA-512-256-sess`.
    AMTP_DIGEST_ALGORITHM_SHA512_256SESS = 6,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_digest_algorithm amtp_digest_algorithm;
#else
typedef int32_t amtp_digest_algorithm;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What became of credentials.
//
// Since: 0.1
enum amtp_verification
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // They are right, and the nonce is the one offered.
    AMTP_VERIFICATION_ACCEPTED = 1,
    // They are right, but for another nonce, or this count was there already: make a new offer with `stale`.
    AMTP_VERIFICATION_STALE = 2,
    // They are wrong.
    AMTP_VERIFICATION_REFUSED = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_verification amtp_verification;
#else
typedef int32_t amtp_verification;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What a trial asks for.
//
// Since: 0.1
enum amtp_trial_action
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Answer the new challenge with the same account.
    AMTP_TRIAL_ACTION_ANSWER_AGAIN = 1,
    // Wait, then answer the challenge of a new connection with the account that `amtp_trial_account` gives,
    // which may be the same.
    AMTP_TRIAL_ACTION_CONNECT = 2,
    // The account is right. Later answers of the same conversation may be told as well.
    AMTP_TRIAL_ACTION_FOUND = 3,
    // No account is right, or none can be told to be; `amtp_trial_finding` says why.
    AMTP_TRIAL_ACTION_ENDED = 4,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_trial_action amtp_trial_action;
#else
typedef int32_t amtp_trial_action;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What an exchange asks for.
//
// Since: 0.1
enum amtp_exchange_action
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Nothing: no call is under way.
    AMTP_EXCHANGE_ACTION_IDLE = 0,
    // Close the connection if there is one, open another, TLS included, and call `amtp_exchange_connected`.
    AMTP_EXCHANGE_ACTION_CONNECT = 1,
    // Send the bytes.
    AMTP_EXCHANGE_ACTION_SEND = 2,
    // Wait for bytes, and for the end of the connection.
    AMTP_EXCHANGE_ACTION_RECEIVE = 3,
    // Give the account to answer the challenge with: `amtp_exchange_credentials`.
    AMTP_EXCHANGE_ACTION_ANSWER = 4,
    // The call has ended: `amtp_exchange_get_result`.
    AMTP_EXCHANGE_ACTION_FINISHED = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_exchange_action amtp_exchange_action;
#else
typedef int32_t amtp_exchange_action;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// How a call ended.
//
// Since: 0.1
enum amtp_exchange_outcome
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // There is an answer; its status may be any but 401.
    AMTP_EXCHANGE_OUTCOME_ANSWERED = 1,
    // The account was refused: another one, on a new connection, may be tried. There is the last 401.
    AMTP_EXCHANGE_OUTCOME_REFUSED = 2,
    // The 401, which is there, has no challenge that can be answered; the error says why.
    AMTP_EXCHANGE_OUTCOME_CHALLENGE = 3,
    // The connection ended, or could not be opened.
    AMTP_EXCHANGE_OUTCOME_DROPPED = 4,
    // The answer cannot be read; the error says why.
    AMTP_EXCHANGE_OUTCOME_DAMAGED = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_exchange_outcome amtp_exchange_outcome;
#else
typedef int32_t amtp_exchange_outcome;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What became of a request with credentials; accepted as `int32_t`. The first three are those of
// `amtp_refusal`.
//
// Since: 0.1
enum amtp_trial_event
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Nothing that says something about the account.
    AMTP_TRIAL_EVENT_NONE = 0,
    // It was answered with 401: only the nonce was refused.
    AMTP_TRIAL_EVENT_STALE_NONCE = 1,
    // It was answered with 401: the realm is another one.
    AMTP_TRIAL_EVENT_REALM_CHANGED = 2,
    // It was answered with 401: user name or password is wrong.
    AMTP_TRIAL_EVENT_WRONG_CREDENTIALS = 3,
    // It was answered as to an account that is right: with 2xx, or with a SOAP fault.
    AMTP_TRIAL_EVENT_ACCEPTED = 4,
    // The connection ended before an answer.
    AMTP_TRIAL_EVENT_DROPPED = 5,
    // It was not sent: the account is a stored hash that does not fit the challenge (`AMTP_ERR_STORED_HASH`).
    AMTP_TRIAL_EVENT_UNFIT = 6,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_trial_event amtp_trial_event;
#else
typedef int32_t amtp_trial_event;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// The part of a session that a step belongs to.
//
// Since: 0.1
enum amtp_stage
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // There is no such step.
    AMTP_STAGE_NONE = 0,
    // Finding the device, its account and its state.
    AMTP_STAGE_CONTACT = 1,
    // What the device needs to be provisioned; ends with the read-back.
    AMTP_STAGE_ONE = 2,
    // What it is configured with afterwards.
    AMTP_STAGE_TWO = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_stage amtp_stage;
#else
typedef int32_t amtp_stage;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What a session reports. The comment names the fields of `amtp_event` that count.
//
// Since: 0.1
enum amtp_event_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Something that this header does not know; its text says what.
    AMTP_EVENT_KIND_NONE = 0,
    // What is known of the device has changed: `status`.
    AMTP_EVENT_KIND_STATUS = 1,
    // A Hello was not followed: the session for its device is under way, or, if there is a cause, provisions in band.
    AMTP_EVENT_KIND_HELLO_DISCARDED = 2,
    // A certificate was chosen: `certificate`; `amtp_session_event_evaluation` says how it was judged.
    AMTP_EVENT_KIND_CERTIFICATE_CHOSEN = 3,
    // The device's certificate was accepted: `trust`.
    AMTP_EVENT_KIND_PEER_ACCEPTED = 4,
    // An account was found: `account` and `account_reference`.
    AMTP_EVENT_KIND_AUTHENTICATED = 5,
    // A step begins: `step`, `stage`, `step_number` of `step_count`.
    AMTP_EVENT_KIND_STEP = 6,
    // A wait begins: `timer`, `until`, and of the waits for a certificate `look`, the look before it.
    AMTP_EVENT_KIND_WAITING = 7,
    // Something that ends nothing: `amtp_session_cause`.
    AMTP_EVENT_KIND_NOTE = 8,
    // An answer came to a call that is no longer awaited, and was dropped: `message`, `sending`.
    AMTP_EVENT_KIND_LATE_ANSWER = 9,
    // The monotonic clock went back: by `span`. Waits keep what was left of them.
    AMTP_EVENT_KIND_CLOCK_WENT_BACK = 10,
    // The task has ended: exactly once in a session.
    AMTP_EVENT_KIND_TASK_END = 11,
    // None was chosen, since the best certificate, `certificate`, would be refused;
    // `amtp_session_event_evaluation` says why.
    AMTP_EVENT_KIND_CERTIFICATE_REFUSED = 12,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_event_kind amtp_event_kind;
#else
typedef int32_t amtp_event_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What is known of a device; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_device_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Nothing was learned.
    AMTP_DEVICE_STATUS_UNKNOWN = 0,
    // It answers, and no account works.
    AMTP_DEVICE_STATUS_DETECTED = 1,
    // It can be reached, and is not provisioned.
    AMTP_DEVICE_STATUS_NOT_PROVISIONED = 2,
    // A session is under way.
    AMTP_DEVICE_STATUS_IN_PROVISIONING = 3,
    // Provisioned, in Client Control Mode: read back.
    AMTP_DEVICE_STATUS_PROVISIONED_CLIENT = 4,
    // Provisioned, in Admin Control Mode: read back.
    AMTP_DEVICE_STATUS_PROVISIONED_ADMIN = 5,
    // Provisioned, and no account works.
    AMTP_DEVICE_STATUS_PROVISIONED_CREDENTIALS_UNKNOWN = 6,
    // A control mode is set, but provisioning has not finished.
    AMTP_DEVICE_STATUS_ACTIVATED_NOT_COMMITTED = 7,
    // Its network interface is closed for provisioning.
    AMTP_DEVICE_STATUS_CLOSED = 8,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_device_status amtp_device_status;
#else
typedef int32_t amtp_device_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// On what grounds the device's certificate was accepted.
//
// Since: 0.1
enum amtp_peer_trust
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // None was.
    AMTP_PEER_TRUST_NONE = 0,
    // Self-signed, as of devices up to release 14 in setup; its dates do not count.
    AMTP_PEER_TRUST_SELF_SIGNED = 1,
    // Its chain was verified up to a given on-die root.
    AMTP_PEER_TRUST_ON_DIE_CA = 2,
    // It was not verified; the caller accepts that.
    AMTP_PEER_TRUST_UNVERIFIED = 3,
    // It is the one given, or the one that answered before in this session.
    AMTP_PEER_TRUST_PINNED = 4,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_peer_trust amtp_peer_trust;
#else
typedef int32_t amtp_peer_trust;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Why a session waits; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_timer
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // It does not.
    AMTP_TIMER_NONE = 0,
    // A connection is to come about: 30 s.
    AMTP_TIMER_CONNECT = 1,
    // The device is to answer: 60 s.
    AMTP_TIMER_RESPONSE = 2,
    // Between two attempts to reach the device: 500 ms.
    AMTP_TIMER_RETRY = 3,
    // Between two accounts: 20 s.
    AMTP_TIMER_BETWEEN_ACCOUNTS = 4,
    // The embedding program is to answer: 5 minutes.
    AMTP_TIMER_EMBEDDER = 5,
    // Between two looks for the device's certificate: 20 s.
    AMTP_TIMER_DEVICE_CERTIFICATE = 6,
    // Between the two TLS settings: 5 s.
    AMTP_TIMER_TLS_GAP = 7,
    // After the commit: 5 s.
    AMTP_TIMER_AFTER_COMMIT = 8,
    // Between two looks for the result of the commit: 1 s.
    AMTP_TIMER_READ_BACK = 9,
    // Between two looks for a key whose generation was not confirmed: 10 s.
    AMTP_TIMER_KEY_GENERATION = 10,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_timer amtp_timer;
#else
typedef int32_t amtp_timer;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Whose account a call is made with.
//
// Since: 0.1
enum amtp_account
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // There is no account.
    AMTP_ACCOUNT_NONE = 0,
    // The one that the caller holds under a number: one that was given, or `admin` with the password that it was
    // told to store.
    AMTP_ACCOUNT_STORED = 1,
    // `admin` with the password `admin`.
    AMTP_ACCOUNT_FACTORY = 2,
    // `admin` without a password.
    AMTP_ACCOUNT_FACTORY_EMPTY = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_account amtp_account;
#else
typedef int32_t amtp_account;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What to do next. The comment names the fields of `amtp_output` that count, and the functions that answer.
//
// Since: 0.1
enum amtp_output_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Something that this header does not know; there is nothing to do about it.
    AMTP_OUTPUT_KIND_NONE = 0,
    // Look up the device with `uuid`: `amtp_session_resolved` or `amtp_session_not_resolved`.
    AMTP_OUTPUT_KIND_RESOLVE = 1,
    // Close the connection if there is one, and open that of `amtp_session_endpoint`: `amtp_session_connected` or
    // `amtp_session_not_connected`.
    AMTP_OUTPUT_KIND_CONNECT = 2,
    // Make the call `message`, `sending`: `operation` with its operands, and `account` to answer a challenge with;
    // the first request on a connection goes out without. With `new_connection` that of `amtp_session_endpoint` is
    // opened for it, which `amtp_session_connected` tells too, before `amtp_session_answered` or
    // `amtp_session_failed`.
    AMTP_OUTPUT_KIND_INVOKE = 3,
    // Close the connection.
    AMTP_OUTPUT_KIND_CLOSE = 4,
    // Give `length` bytes of the system's generator: `amtp_session_random`.
    AMTP_OUTPUT_KIND_NEED_RANDOM = 5,
    // Store `secret`, which is for `purpose`, for good, since it cannot be had again, and only then call
    // `amtp_session_stored`; or `amtp_session_not_stored`.
    AMTP_OUTPUT_KIND_PERSIST = 6,
    // Create the directory account of the device named `fqdn`: `amtp_session_directory_account` or
    // `amtp_session_no_directory_account`.
    AMTP_OUTPUT_KIND_CREATE_DIRECTORY_ACCOUNT = 7,
    // Ask the certificate authority for a certificate with serverAuth for `fqdn` and `public_key`; no answer.
    AMTP_OUTPUT_KIND_REQUEST_DEVICE_CERTIFICATE = 8,
    // Is the certificate issued? It is look number `look`, from 1: `amtp_session_device_certificate`.
    AMTP_OUTPUT_KIND_LOOK_FOR_DEVICE_CERTIFICATE = 9,
    // Nothing but a report: `amtp_session_event`.
    AMTP_OUTPUT_KIND_EVENT = 10,
    // Give the next input, or call `amtp_session_tick` when the monotonic clock says `until`.
    AMTP_OUTPUT_KIND_WAIT_UNTIL = 11,
    // The session is over, and says so for ever: `amtp_session_result`.
    AMTP_OUTPUT_KIND_FINISHED = 12,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_output_kind amtp_output_kind;
#else
typedef int32_t amtp_output_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What a secret is for; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_purpose
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // There is no secret.
    AMTP_PURPOSE_NONE = 0,
    // The password of the account `admin`.
    AMTP_PURPOSE_ADMIN_PASSWORD = 1,
    // The password of MEBx.
    AMTP_PURPOSE_MEBX_PASSWORD = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_purpose amtp_purpose;
#else
typedef int32_t amtp_purpose;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What is asked of a device: the method, its operands of `amtp_operand`, and in brackets the reply of
// `amtp_reply_kind` where that is not `AMTP_REPLY_KIND_DONE`. What must not be sent twice says so.
//
// Since: 0.1
enum amtp_operation
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Nothing, or something that this header does not know.
    AMTP_OPERATION_NONE = 0,
    // Get `AMT_GeneralSettings` (general settings).
    AMTP_OPERATION_GET_GENERAL_SETTINGS = 1,
    // Get `AMT_SetupAndConfigurationService` (setup service).
    AMTP_OPERATION_GET_SETUP_SERVICE = 2,
    // Get `IPS_HostBasedSetupService` (control mode).
    AMTP_OPERATION_GET_CONTROL_MODE = 3,
    // Enumerate `CIM_SoftwareIdentity`, instance `AMT` (release).
    AMTP_OPERATION_GET_RELEASE = 4,
    // `AMT_SetupAndConfigurationService.ExtendProvisioningPeriod`: hours.
    AMTP_OPERATION_EXTEND_PROVISIONING_PERIOD = 5,
    // `AMT_TimeSynchronizationService.GetLowAccuracyTimeSynch` (time).
    AMTP_OPERATION_GET_TIME = 6,
    // `AMT_TimeSynchronizationService.SetHighAccuracyTimeSynch`: device time, read time, sent time.
    AMTP_OPERATION_SET_TIME = 7,
    // Put `AMT_GeneralSettings`: host, domain.
    AMTP_OPERATION_SET_NAMES = 8,
    // `AMT_PublicKeyManagementService.AddTrustedRootCertificate`: certificate. 2058 is no failure.
    AMTP_OPERATION_ADD_TRUSTED_ROOT = 9,
    // Enumerate `AMT_PublicPrivateKeyPair` (instances).
    AMTP_OPERATION_LIST_KEY_PAIRS = 10,
    // `AMT_PublicKeyManagementService.GenerateKeyPair`: key (instance). Sent once.
    AMTP_OPERATION_GENERATE_KEY_PAIR = 11,
    // Get `AMT_PublicPrivateKeyPair.DERKey`: instance (public key).
    AMTP_OPERATION_GET_PUBLIC_KEY = 12,
    // `AMT_PublicKeyManagementService.AddCertificate`: certificate (instance).
    AMTP_OPERATION_ADD_CERTIFICATE = 13,
    // Enumerate `AMT_PublicKeyCertificate` for this one: certificate (instance).
    AMTP_OPERATION_FIND_CERTIFICATE = 14,
    // Create or Put `AMT_TLSCredentialContext`: instance.
    AMTP_OPERATION_BIND_TLS_CERTIFICATE = 15,
    // Put `AMT_TLSSettingData`: side, mutual, trusted names.
    AMTP_OPERATION_SET_TLS = 16,
    // `AMT_AuthorizationService.SetAdminAclEntryEx` for `admin`: realm, secret. Sent once.
    AMTP_OPERATION_SET_ADMIN_PASSWORD = 17,
    // `AMT_SetupAndConfigurationService.SetMEBxPassword`: secret.
    AMTP_OPERATION_SET_MEBX_PASSWORD = 18,
    // `AMT_SetupAndConfigurationService.CommitChanges`. Sent once.
    AMTP_OPERATION_COMMIT_CHANGES = 19,
    // `AMT_AuthorizationService.EnumerateUserAclEntries` and the names of its entries (ACL entries).
    AMTP_OPERATION_LIST_ACL_ENTRIES = 20,
    // `AMT_AuthorizationService.RemoveUserAclEntry`: handle.
    AMTP_OPERATION_REMOVE_ACL_ENTRY = 21,
    // `AMT_AuthorizationService.AddUserAclEntryEx`: realm, access, ACL realms, and user with secret, or SID.
    AMTP_OPERATION_ADD_ACL_ENTRY = 22,
    // Put `AMT_GeneralSettings`: ICMP, RMCP.
    AMTP_OPERATION_SET_PING = 23,
    // `AMT_WebUIService.RequestStateChange`: enabled.
    AMTP_OPERATION_SET_WEB_UI = 24,
    // `AMT_RedirectionService.RequestStateChange`, and Put of `ListenerEnabled`: SOL, IDE-R.
    AMTP_OPERATION_SET_REDIRECTION = 25,
    // Put `AMT_KerberosSettingData`: Kerberos realm, principals, secret.
    AMTP_OPERATION_SET_KERBEROS = 26,
    // The current `AMT_SystemPowerScheme` (power scheme).
    AMTP_OPERATION_GET_POWER_SCHEME = 27,
    // `AMT_SystemPowerScheme.SetPowerScheme`: power scheme.
    AMTP_OPERATION_SET_POWER_SCHEME = 28,
    // Delete every `CIM_WiFiEndpointSettings`.
    AMTP_OPERATION_DELETE_WIRELESS_PROFILES = 29,
    // Delete the certificates and keys that only those and 802.1X profiles referred to.
    AMTP_OPERATION_DELETE_PROFILE_CERTIFICATES = 30,
    // Is there wireless management? (wireless)
    AMTP_OPERATION_DETECT_WIRELESS = 31,
    // `AMT_WiFiPortConfigurationService.AddWiFiSettings`: profile.
    AMTP_OPERATION_ADD_WIRELESS_PROFILE = 32,
    // Put `AMT_8021XProfile` or `IPS_IEEE8021xSettings`: profile.
    AMTP_OPERATION_SET_WIRED8021X = 33,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_operation amtp_operation;
#else
typedef int32_t amtp_operation;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// The furthest point that the device itself confirmed.
//
// Since: 0.1
enum amtp_milestone
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // None.
    AMTP_MILESTONE_NONE = 0,
    // A connection came about.
    AMTP_MILESTONE_CONNECTED = 1,
    // An account was accepted.
    AMTP_MILESTONE_AUTHENTICATED = 2,
    // It was found in setup.
    AMTP_MILESTONE_IN_SETUP = 3,
    // It answers to the new admin password.
    AMTP_MILESTONE_ADMIN_PASSWORD = 4,
    // It was read back as provisioned.
    AMTP_MILESTONE_PROVISIONED = 5,
    // Every step of the second stage was answered.
    AMTP_MILESTONE_CONFIGURED = 6,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_milestone amtp_milestone;
#else
typedef int32_t amtp_milestone;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What an agent is to do next. The comment names the fields of `amtp_agent_output` that count, and the function that
// answers.
//
// Since: 0.1
enum amtp_agent_output_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Something that this header does not know; there is nothing to do about it.
    AMTP_AGENT_OUTPUT_KIND_NONE = 0,
    // Read what the computer has: `amtp_agent_facts`.
    AMTP_AGENT_OUTPUT_KIND_READ_FACTS = 1,
    // Give `length` bytes of the system's generator: `amtp_agent_random`.
    AMTP_AGENT_OUTPUT_KIND_NEED_RANDOM = 2,
    // Send `data`, the SHA-256 of the one-time password, to the server, and wait until it is stored:
    // `amtp_agent_hash_stored`.
    AMTP_AGENT_OUTPUT_KIND_SEND_HASH = 3,
    // `SetProvisioningServerOtp` on the host interface with `data`, the one-time password: `amtp_agent_password_set`.
    AMTP_AGENT_OUTPUT_KIND_SET_ONE_TIME_PASSWORD = 4,
    // `StartConfiguration` on the host interface: `amtp_agent_interface_opened`.
    AMTP_AGENT_OUTPUT_KIND_OPEN_INTERFACE = 5,
    // The task has ended: exactly once.
    AMTP_AGENT_OUTPUT_KIND_TASK_END = 6,
    // Give the next input, or call `amtp_agent_tick` when the monotonic clock says `until`.
    AMTP_AGENT_OUTPUT_KIND_WAIT_UNTIL = 7,
    // The session is over, and says so for ever: `interface_open`, and if that is 0 `amtp_agent_cause`.
    AMTP_AGENT_OUTPUT_KIND_FINISHED = 8,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_agent_output_kind amtp_agent_output_kind;
#else
typedef int32_t amtp_agent_output_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// From where an entry of the access control list may be used; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_acl_access
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Through the host interface.
    AMTP_ACL_ACCESS_LOCAL = 1,
    // Over the network.
    AMTP_ACL_ACCESS_NETWORK = 2,
    // Both.
    AMTP_ACL_ACCESS_ANY = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_acl_access amtp_acl_access;
#else
typedef int32_t amtp_acl_access;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// A parameter of an `Authorization` field; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_authorization_value
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // The user name, or its hash.
    AMTP_AUTHORIZATION_VALUE_USERNAME = 1,
    // The realm.
    AMTP_AUTHORIZATION_VALUE_REALM = 2,
    // The nonce that is answered.
    AMTP_AUTHORIZATION_VALUE_NONCE = 3,
    // The request target.
    AMTP_AUTHORIZATION_VALUE_URI = 4,
    // The proof.
    AMTP_AUTHORIZATION_VALUE_RESPONSE = 5,
    // What the challenge gave for sending back.
    AMTP_AUTHORIZATION_VALUE_OPAQUE = 6,
    // The client's nonce.
    AMTP_AUTHORIZATION_VALUE_CNONCE = 7,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_authorization_value amtp_authorization_value;
#else
typedef int32_t amtp_authorization_value;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Why a call has no reply; accepted as `int32_t`. The comment says what the code is.
//
// Since: 0.1
enum amtp_call_failure
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // A return value that is not 0: that.
    AMTP_CALL_FAILURE_RETURNED = 1,
    // A SOAP fault: one of `amtp_fault`.
    AMTP_CALL_FAILURE_FAULT = 2,
    // An HTTP status that is neither success, 401 nor that of a fault: that.
    AMTP_CALL_FAILURE_HTTP = 3,
    // 401 to an answered challenge: one of `amtp_refusal`.
    AMTP_CALL_FAILURE_REFUSED = 4,
    // It was not sent, since the account does not fit the challenge; 0.
    AMTP_CALL_FAILURE_UNFIT = 5,
    // The answer belongs to another request, or cannot be read; the device may have acted; 0.
    AMTP_CALL_FAILURE_UNREADABLE = 6,
    // The connection ended, or time ran out, after it was sent; the device may have acted; 0.
    AMTP_CALL_FAILURE_LOST = 7,
    // It was not sent: no connection came about; 0.
    AMTP_CALL_FAILURE_NOT_SENT = 8,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_call_failure amtp_call_failure;
#else
typedef int32_t amtp_call_failure;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// A list of certificates in a report; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_certificates
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Those to present to the device, leaf first and root included; as far as the path gets.
    AMTP_CERTIFICATES_PATH = 1,
    // Those that are on no path.
    AMTP_CERTIFICATES_UNUSED = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_certificates amtp_certificates;
#else
typedef int32_t amtp_certificates;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Why a connection did not come about; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_connect_failure
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // No TCP connection: the code is that of the operating system, 0 if there is none.
    AMTP_CONNECT_FAILURE_TCP = 1,
    // The TLS handshake failed: the code is the alert, or that of the TLS stack, 0 if there is none.
    AMTP_CONNECT_FAILURE_TLS = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_connect_failure amtp_connect_failure;
#else
typedef int32_t amtp_connect_failure;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Control modes of a device; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_control_mode
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Not provisioned.
    AMTP_CONTROL_MODE_NONE = 1,
    // Client Control Mode.
    AMTP_CONTROL_MODE_CLIENT = 2,
    // Admin Control Mode.
    AMTP_CONTROL_MODE_ADMIN = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_control_mode amtp_control_mode;
#else
typedef int32_t amtp_control_mode;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Settings of a device that are a yes or no; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_device_option
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Answer ICMP echo requests.
    AMTP_DEVICE_OPTION_PING_ICMP = 1,
    // Answer RMCP pings.
    AMTP_DEVICE_OPTION_PING_RMCP = 2,
    // Serve the web user interface.
    AMTP_DEVICE_OPTION_WEB_UI = 3,
    // Serial over LAN.
    AMTP_DEVICE_OPTION_SOL = 4,
    // IDE redirection.
    AMTP_DEVICE_OPTION_IDE_R = 5,
    // Ask for a directory account, and enable Kerberos with it.
    AMTP_DEVICE_OPTION_KERBEROS = 6,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_device_option amtp_device_option;
#else
typedef int32_t amtp_device_option;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// A hash function of HTTP Digest; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_digest_hash
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // MD5, 16 bytes: all that devices are known to offer.
    AMTP_DIGEST_HASH_MD5 = 1,
    // SHA-256, 32 bytes.
    AMTP_DIGEST_HASH_SHA256 = 2,
    // SHA-512/256, 32 bytes.
    AMTP_DIGEST_HASH_SHA512_256 = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_digest_hash amtp_digest_hash;
#else
typedef int32_t amtp_digest_hash;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// How challenges are chosen and answered; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_digest_profile
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // For devices over TLS, which protects the body already: `auth` before `auth-int`.
    AMTP_DIGEST_PROFILE_TLS = 1,
    // For devices over plain TCP: `auth-int` before `auth`.
    AMTP_DIGEST_PROFILE_TCP = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_digest_profile amtp_digest_profile;
#else
typedef int32_t amtp_digest_profile;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Facts about a device; accepted as `int32_t`. The comment says what states each.
//
// Since: 0.1
enum amtp_fact
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // The firmware release: `amtp_facts_set_release`.
    AMTP_FACT_RELEASE = 1,
    // DNS suffixes: `amtp_facts_add_suffix`.
    AMTP_FACT_SUFFIXES = 2,
    // The root certificate hashes that the device holds: `amtp_facts_add_root_hashes`.
    AMTP_FACT_ROOT_HASHES = 3,
    // The provisioning server FQDN next to the PKI DNS suffix: `amtp_facts_set_name`.
    AMTP_FACT_SERVER_FQDN = 4,
    // The home domain that Environment Detection will be given: `amtp_facts_set_name`.
    AMTP_FACT_HOME_DOMAIN = 5,
    // The kind of platform, which decides on release 15: one of `amtp_platform`.
    AMTP_FACT_PLATFORM = 6,
    // How the device will be provisioned: one of `amtp_flow`.
    AMTP_FACT_FLOW = 7,
    // The network interface that provisioning goes through: one of `amtp_interface`.
    AMTP_FACT_INTERFACE = 8,
    // The control mode that the device is in: one of `amtp_control_mode`.
    AMTP_FACT_CONTROL_MODE = 9,
    // The provisioning mode: one of `amtp_tls_mode`.
    AMTP_FACT_TLS_MODE = 10,
    // Is the network interface open for provisioning? 0 or 1.
    AMTP_FACT_INTERFACE_OPEN = 11,
    // Is the link up? 0 or 1.
    AMTP_FACT_LINK_UP = 12,
    // Is remote configuration (zero-touch configuration) enabled? 0 or 1.
    AMTP_FACT_REMOTE_CONFIGURATION = 13,
    // Does DHCP offer a DNS server, option 6? 0 or 1.
    AMTP_FACT_DHCP_DNS_SERVER = 14,
    // Does AMT have a static IP address? 0 or 1.
    AMTP_FACT_STATIC_IP = 15,
    // Will CIRA be used? 0 or 1.
    AMTP_FACT_CIRA = 16,
    // Does the caller's TLS stack send the root certificate? 0 or 1.
    AMTP_FACT_ROOT_PRESENTED = 17,
    // Did the caller's TLS stack refuse the device's own certificate? 0 or 1.
    AMTP_FACT_DEVICE_CERTIFICATE_REFUSED = 18,
    // Judge against the table of known roots instead of the device's list? 0 or 1.
    AMTP_FACT_ASSUME_DEFAULT_ROOTS = 19,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_fact amtp_fact;
#else
typedef int32_t amtp_fact;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Which factory accounts are tried when all configured ones failed; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_factory_accounts
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // `admin` with the password `admin`.
    AMTP_FACTORY_ACCOUNTS_ADMIN = 1,
    // That, and `admin` without a password: for a device in setup over TLS-PKI.
    AMTP_FACTORY_ACCOUNTS_ADMIN_OR_EMPTY = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_factory_accounts amtp_factory_accounts;
#else
typedef int32_t amtp_factory_accounts;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// The subcode of a SOAP fault; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_fault
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Another one.
    AMTP_FAULT_OTHER = 0,
    // `DestinationUnreachable`: no such class or instance, or not in this state.
    AMTP_FAULT_DESTINATION_UNREACHABLE = 1,
    // `AccessDenied`: the account lacks the realm.
    AMTP_FAULT_ACCESS_DENIED = 2,
    // `ActionNotSupported`: no such method on this release.
    AMTP_FAULT_ACTION_NOT_SUPPORTED = 3,
    // `EndpointUnavailable`: not now.
    AMTP_FAULT_ENDPOINT_UNAVAILABLE = 4,
    // `TimedOut`: not now.
    AMTP_FAULT_TIMED_OUT = 5,
    // `InternalError`: something inside the device.
    AMTP_FAULT_INTERNAL_ERROR = 6,
    // `InvalidRepresentation` and the like: the message was not as the device wants it.
    AMTP_FAULT_INVALID_MESSAGE = 7,
    // `EncodingLimit`: the message was too large.
    AMTP_FAULT_ENCODING_LIMIT = 8,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_fault amtp_fault;
#else
typedef int32_t amtp_fault;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Which findings of an evaluation; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_findings
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Every finding.
    AMTP_FINDINGS_ALL = 0,
    // Those of the rules that failed.
    AMTP_FINDINGS_FAILURES = 1,
    // Those of the rules that leave the verdict open.
    AMTP_FINDINGS_OPEN_POINTS = 2,
    // Those that decide nothing.
    AMTP_FINDINGS_ADVICE = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_findings amtp_findings;
#else
typedef int32_t amtp_findings;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// How a device will be provisioned; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_flow
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Over the network, by TLS with the provisioning certificate.
    AMTP_FLOW_TLS_PKI = 1,
    // From the host, through the host interface.
    AMTP_FLOW_HOST_BASED = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_flow amtp_flow;
#else
typedef int32_t amtp_flow;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Kinds of network interface; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_interface
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // The built-in wired LAN of AMT.
    AMTP_INTERFACE_WIRED = 1,
    // The WLAN of AMT.
    AMTP_INTERFACE_WIRELESS = 2,
    // A dock that takes part in AMT.
    AMTP_INTERFACE_DOCK = 3,
    // An interface that AMT does not use.
    AMTP_INTERFACE_OTHER = 4,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_interface amtp_interface;
#else
typedef int32_t amtp_interface;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Which password MEBx gets; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_mebx_password
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // It stays as it is; the default.
    AMTP_MEBX_PASSWORD_UNCHANGED = 0,
    // One that the caller holds.
    AMTP_MEBX_PASSWORD_STORED = 1,
    // A new random one.
    AMTP_MEBX_PASSWORD_RANDOM = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_mebx_password amtp_mebx_password;
#else
typedef int32_t amtp_mebx_password;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// When a device lets its MEBx password be set over the network; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_mebx_policy
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // That is not known; the default.
    AMTP_MEBX_POLICY_UNKNOWN = 0,
    // While it is the default one.
    AMTP_MEBX_POLICY_DEFAULT_PASSWORD_ONLY = 1,
    // During setup.
    AMTP_MEBX_POLICY_DURING_SETUP = 2,
    // At any time.
    AMTP_MEBX_POLICY_ANYTIME = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_mebx_policy amtp_mebx_policy;
#else
typedef int32_t amtp_mebx_policy;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What several CNs mean that disagree; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_multiple_cn
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // The outcome is undetermined; the default.
    AMTP_MULTIPLE_CN_UNDETERMINED = 0,
    // All must match.
    AMTP_MULTIPLE_CN_ALL = 1,
    // One match is enough.
    AMTP_MULTIPLE_CN_ANY = 2,
    // The last one counts.
    AMTP_MULTIPLE_CN_LAST = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_multiple_cn amtp_multiple_cn;
#else
typedef int32_t amtp_multiple_cn;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Which names of the certificate count; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_name_source
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // CN and subjectAltName; the default.
    AMTP_NAME_SOURCE_ACCEPT = 0,
    // The CN only.
    AMTP_NAME_SOURCE_CN_ONLY = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_name_source amtp_name_source;
#else
typedef int32_t amtp_name_source;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Where host and domain name come from; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_names_from
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // The import of the computer; the default.
    AMTP_NAMES_FROM_IMPORT = 0,
    // Its discovery.
    AMTP_NAMES_FROM_DISCOVERY = 1,
    // The registration of its client.
    AMTP_NAMES_FROM_REGISTRATION = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_names_from amtp_names_from;
#else
typedef int32_t amtp_names_from;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Why a device is not provisioned by this session; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_not_resolved
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // It is not known. Look for its UUID as `amtp_uuid_swapped` makes it too.
    AMTP_NOT_RESOLVED_UNKNOWN = 1,
    // The client is installed on it: it is provisioned in band.
    AMTP_NOT_RESOLVED_CLIENT_INSTALLED = 2,
    // Another session for it is under way.
    AMTP_NOT_RESOLVED_BUSY = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_not_resolved amtp_not_resolved;
#else
typedef int32_t amtp_not_resolved;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What an operation is about; accepted as `int32_t`. The comment begins with the function that shows it; those
// with "several" are counted by `amtp_session_operand_count`.
//
// Since: 0.1
enum amtp_operand
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Text: the host name, without domain.
    AMTP_OPERAND_HOST = 1,
    // Text: the domain name.
    AMTP_OPERAND_DOMAIN = 2,
    // Text: the `InstanceID` of a key pair or a certificate.
    AMTP_OPERAND_INSTANCE = 3,
    // Text, several: `TrustedCN`; none means any.
    AMTP_OPERAND_TRUSTED_NAME = 4,
    // Text: the user of an ACL entry with a password.
    AMTP_OPERAND_USER = 5,
    // Text: `InstanceID`, GUID or description of a power scheme; empty: always on except power loss.
    AMTP_OPERAND_POWER_SCHEME = 6,
    // Text: the Kerberos realm.
    AMTP_OPERAND_KERBEROS_REALM = 7,
    // Text, several: the service principal names.
    AMTP_OPERAND_PRINCIPAL = 8,
    // Bytes: a certificate in DER.
    AMTP_OPERAND_CERTIFICATE = 9,
    // Bytes: the digest realm, read from this device, to hash the password for.
    AMTP_OPERAND_REALM = 10,
    // Bytes: the binary SID of an ACL entry for a directory user or group.
    AMTP_OPERAND_SID = 11,
    // Number: hours, 1 to 24, or 0 to end the period.
    AMTP_OPERAND_HOURS = 12,
    // Number: Ta0, the device's time as it told it, in seconds since 1970 (UTC).
    AMTP_OPERAND_DEVICE_TIME = 13,
    // Number: Tm1, the caller's time when it did.
    AMTP_OPERAND_READ_TIME = 14,
    // Number: Tm2, the caller's time now.
    AMTP_OPERAND_SENT_TIME = 15,
    // Number: the kind of key, 1 RSA of 2048 bits, 2 EC on P-384.
    AMTP_OPERAND_KEY = 16,
    // Number: 1 `Intel(r) AMT 802.3 TLS Settings`, 2 `Intel(r) AMT LMS TLS Settings`.
    AMTP_OPERAND_SIDE = 17,
    // Number: 1 if client certificates are asked for.
    AMTP_OPERAND_MUTUAL = 18,
    // Number: the handle of an ACL entry.
    AMTP_OPERAND_HANDLE = 19,
    // Number: one of `amtp_acl_access`.
    AMTP_OPERAND_ACCESS = 20,
    // Number, several: the realms of an ACL entry.
    AMTP_OPERAND_ACL_REALM = 21,
    // Number: 1 to answer ICMP echo requests.
    AMTP_OPERAND_ICMP = 22,
    // Number: 1 to answer RMCP pings.
    AMTP_OPERAND_RMCP = 23,
    // Number: 1 to serve the web user interface.
    AMTP_OPERAND_ENABLED = 24,
    // Number: 1 for serial over LAN.
    AMTP_OPERAND_SOL = 25,
    // Number: 1 for IDE redirection.
    AMTP_OPERAND_IDE_R = 26,
    // Reference: the password or key that the device gets.
    AMTP_OPERAND_SECRET = 27,
    // Reference: the wireless or 802.1X profile.
    AMTP_OPERAND_PROFILE = 28,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_operand amtp_operand;
#else
typedef int32_t amtp_operand;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Kinds of platform; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_platform
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // An H platform.
    AMTP_PLATFORM_H = 1,
    // Any other.
    AMTP_PLATFORM_NOT_H = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_platform amtp_platform;
#else
typedef int32_t amtp_platform;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// The switches of a policy; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_policy_option
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Which suffix wins: one of `amtp_suffix_precedence`.
    AMTP_POLICY_OPTION_SUFFIX_PRECEDENCE = 1,
    // Names with blanks around them: one of `amtp_trim_names`.
    AMTP_POLICY_OPTION_TRIM_NAMES = 2,
    // May a suffix of a single label match? 0 or 1; the default is 0.
    AMTP_POLICY_OPTION_ALLOW_SINGLE_LABEL_SUFFIX = 3,
    // Wildcard identifiers: one of `amtp_wildcards`.
    AMTP_POLICY_OPTION_WILDCARD = 4,
    // Which names count: one of `amtp_name_source`.
    AMTP_POLICY_OPTION_SAN = 5,
    // CNs that disagree: one of `amtp_multiple_cn`.
    AMTP_POLICY_OPTION_MULTIPLE_CN = 6,
    // May an alternative name equal the provisioning server FQDN? 0 or 1; the default is 0.
    AMTP_POLICY_OPTION_STRICT_ACCEPTS_SAN = 7,
    // The plain suffix rule: one of `amtp_suffix_reading`.
    AMTP_POLICY_OPTION_SUFFIX_READING = 8,
    // Is a match under a registry suffix such as `com.ua` refused? 0 or 1; the default is 0.
    AMTP_POLICY_OPTION_REFUSE_BROAD_SUFFIX = 9,
    // How many labels of the effective suffix are a registry's: 0 to 255, or -1 for unknown, the default.
    AMTP_POLICY_OPTION_REGISTRY_LABELS = 10,
    // Does a leaf without Extended Key Usage count as a server certificate? 0 or 1; the default is 0.
    AMTP_POLICY_OPTION_ABSENT_EKU_IS_SERVER = 11,
    // Is a leaf whose key was not checked refused? 0 or 1; the default is 0.
    AMTP_POLICY_OPTION_REQUIRE_KEY_PROOF = 12,
    // May the leaf be a lone self-signed certificate? 0 or 1; the default is 0.
    AMTP_POLICY_OPTION_ALLOW_SELF_SIGNED_LEAF = 13,
    // May the device trust the hash of a CA certificate that is no root? 0 or 1; the default is 0.
    AMTP_POLICY_OPTION_ALLOW_NON_ROOT_ANCHOR = 14,
    // Constraints of RFC 5280 on intermediates: one of `amtp_strictness`; the default rejects.
    AMTP_POLICY_OPTION_RFC5280 = 15,
    // Most certificates of a path, root included: 0 to 255; the default is 10.
    AMTP_POLICY_OPTION_MAX_CHAIN = 16,
    // SHA-384 signatures before release 21: one of `amtp_strictness`; the default warns.
    AMTP_POLICY_OPTION_SHA384_PRE21 = 17,
    // Is a hash entry whose active flag is unknown taken as active? 0 or 1; the default is 1.
    AMTP_POLICY_OPTION_UNKNOWN_FLAG_IS_ACTIVE = 18,
    // An expired leaf or intermediate: one of `amtp_strictness`; the default rejects.
    AMTP_POLICY_OPTION_EXPIRED = 19,
    // A leaf or intermediate that is not valid yet: one of `amtp_strictness`; the default rejects.
    AMTP_POLICY_OPTION_NOT_YET_VALID = 20,
    // A missing time: one of `amtp_time_policy`.
    AMTP_POLICY_OPTION_TIME = 21,
    // Within how many days an expiry is announced; the default is 30.
    AMTP_POLICY_OPTION_EXPIRY_HORIZON_DAYS = 22,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_policy_option amtp_policy_option;
#else
typedef int32_t amtp_policy_option;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Whose habits to follow where products differ; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_product
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Everything that the configuration asks for, as Intel's guide describes; the default.
    AMTP_PRODUCT_INTEL_GUIDE = 0,
    // Configuration Manager 2007 SP1: a fixed power package, no wireless.
    AMTP_PRODUCT_CONFIG_MGR2007_SP1 = 1,
    // Configuration Manager 2007 SP2.
    AMTP_PRODUCT_CONFIG_MGR2007_SP2 = 2,
    // Configuration Manager 2012: the directory account exists before.
    AMTP_PRODUCT_CONFIG_MGR2012 = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_product amtp_product;
#else
typedef int32_t amtp_product;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What a device answered; accepted as `int32_t`. The comment names the fields of `amtp_reply` that count.
//
// Since: 0.1
enum amtp_reply_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Return value 0, or the answer to Put, Create and Delete.
    AMTP_REPLY_KIND_DONE = 0,
    // `AMT_GeneralSettings`: `data` is `DigestRealm`.
    AMTP_REPLY_KIND_GENERAL_SETTINGS = 1,
    // `AMT_SetupAndConfigurationService`: `number` is `ProvisioningState`, `data` is `ProvisioningServerOTP`, decoded;
    // empty if there is none.
    AMTP_REPLY_KIND_SETUP_SERVICE = 2,
    // `number` is `CurrentControlMode`.
    AMTP_REPLY_KIND_CONTROL_MODE = 3,
    // `data` is the firmware release as text.
    AMTP_REPLY_KIND_RELEASE = 4,
    // `number` is the device's time, in seconds since 1970 (UTC).
    AMTP_REPLY_KIND_TIME = 5,
    // `data` is the `InstanceID` of what was made or found.
    AMTP_REPLY_KIND_INSTANCE = 6,
    // `items` are the `InstanceID`s of what there is, `count` of them.
    AMTP_REPLY_KIND_INSTANCES = 7,
    // `data` is a SubjectPublicKeyInfo, or for RSA a PKCS#1 RSAPublicKey; DER.
    AMTP_REPLY_KIND_PUBLIC_KEY = 8,
    // `numbers` are the handles of the ACL entries that can be removed, `count` of them: not `admin`, not those
    // named `$$`.
    AMTP_REPLY_KIND_ACL_ENTRIES = 9,
    // `data` is the current power scheme as the settings name it; empty: always on except power loss.
    AMTP_REPLY_KIND_POWER_SCHEME = 10,
    // `number` is 1 if there is wireless management, otherwise 0.
    AMTP_REPLY_KIND_WIRELESS = 11,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_reply_kind amtp_reply_kind;
#else
typedef int32_t amtp_reply_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// A text that a report has about each rule; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_rule_text
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // What was seen.
    AMTP_RULE_TEXT_SEEN = 1,
    // What was wanted.
    AMTP_RULE_TEXT_WANTED = 2,
    // What fixes it; empty if nothing needs fixing.
    AMTP_RULE_TEXT_REMEDY = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_rule_text amtp_rule_text;
#else
typedef int32_t amtp_rule_text;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Where a fact is from; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_source
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Not stated.
    AMTP_SOURCE_UNSTATED = 0,
    // Told by a person, or configured.
    AMTP_SOURCE_OPERATOR = 1,
    // A Hello message: unauthenticated, and its list of hashes may be cut.
    AMTP_SOURCE_HELLO = 2,
    // The host interface (MEI/HECI) of the device.
    AMTP_SOURCE_HOST_INTERFACE = 3,
    // WS-Management.
    AMTP_SOURCE_WS_MANAGEMENT = 4,
    // An unauthenticated answer of the device, such as the `Server:` header.
    AMTP_SOURCE_SCAN = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_source amtp_source;
#else
typedef int32_t amtp_source;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What a rule's failure does; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_strictness
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // It rejects.
    AMTP_STRICTNESS_REJECT = 0,
    // It is reported and passes.
    AMTP_STRICTNESS_WARN = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_strictness amtp_strictness;
#else
typedef int32_t amtp_strictness;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Which suffix wins if both the PKI DNS suffix and a DHCP suffix exist; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_suffix_precedence
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // The PKI DNS suffix if it is set; the default.
    AMTP_SUFFIX_PRECEDENCE_PKI_FIRST = 0,
    // The DHCP suffix if there is one.
    AMTP_SUFFIX_PRECEDENCE_DHCP_FIRST = 1,
    // Either may match.
    AMTP_SUFFIX_PRECEDENCE_ANY = 2,
    // Both must match.
    AMTP_SUFFIX_PRECEDENCE_BOTH = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_suffix_precedence amtp_suffix_precedence;
#else
typedef int32_t amtp_suffix_precedence;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// How the plain suffix rule is read; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_suffix_reading
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Any number of labels may precede the suffix; the default.
    AMTP_SUFFIX_READING_GUIDE = 0,
    // The CN, or the CN without its first label.
    AMTP_SUFFIX_READING_NARROW = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_suffix_reading amtp_suffix_reading;
#else
typedef int32_t amtp_suffix_reading;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Where a DNS suffix comes from; only the first three count. Accepted as `int32_t`.
//
// Since: 0.1
enum amtp_suffix_source
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // The PKI DNS suffix, set in MEBx, by USB key or by a local agent.
    AMTP_SUFFIX_SOURCE_PKI_DNS_SUFFIX = 1,
    // DHCP option 15 as received by the device on its wired AMT LAN.
    AMTP_SUFFIX_SOURCE_DHCP_OPTION15 = 2,
    // DHCPv6 option 24 received by the device.
    AMTP_SUFFIX_SOURCE_DHCP_V6_OPTION24 = 3,
    // The operating system's primary or connection suffix.
    AMTP_SUFFIX_SOURCE_OPERATING_SYSTEM = 4,
    // The domain name on the static-IP page of AMT.
    AMTP_SUFFIX_SOURCE_STATIC_IP_PAGE = 5,
    // `AMT_GeneralSettings.DomainName`.
    AMTP_SUFFIX_SOURCE_GENERAL_SETTINGS = 6,
    // A DHCP option seen on the network but not reported by the device.
    AMTP_SUFFIX_SOURCE_SEEN_ON_NETWORK = 7,
    // The suffix of an interface that AMT does not use.
    AMTP_SUFFIX_SOURCE_OTHER_INTERFACE = 8,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_suffix_source amtp_suffix_source;
#else
typedef int32_t amtp_suffix_source;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What a missing time means; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_time_policy
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // The verdict is undetermined; the default.
    AMTP_TIME_POLICY_REQUIRE = 0,
    // The validity rules are dropped, visibly.
    AMTP_TIME_POLICY_IGNORE = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_time_policy amtp_time_policy;
#else
typedef int32_t amtp_time_policy;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// TLS of a device once it is provisioned; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_tls_authentication
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // As it is; the default.
    AMTP_TLS_AUTHENTICATION_UNCHANGED = 0,
    // The device has a certificate.
    AMTP_TLS_AUTHENTICATION_SERVER = 1,
    // So have those who call it.
    AMTP_TLS_AUTHENTICATION_MUTUAL = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_tls_authentication amtp_tls_authentication;
#else
typedef int32_t amtp_tls_authentication;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Provisioning modes of a device; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_tls_mode
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Certificates.
    AMTP_TLS_MODE_PKI = 1,
    // Pre-shared keys.
    AMTP_TLS_MODE_PSK = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_tls_mode amtp_tls_mode;
#else
typedef int32_t amtp_tls_mode;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What becomes of names with blanks around them; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_trim_names
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Compared without them, and reported; the default.
    AMTP_TRIM_NAMES_REPORT = 0,
    // No match.
    AMTP_TRIM_NAMES_REJECT = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_trim_names amtp_trim_names;
#else
typedef int32_t amtp_trim_names;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Whether wildcard identifiers count; accepted as `int32_t`.
//
// Since: 0.1
enum amtp_wildcards
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // On every release; the default.
    AMTP_WILDCARDS_ACCEPT = 0,
    // Undetermined below release 4.1.
    AMTP_WILDCARDS_UNDETERMINED_BEFORE4_1 = 1,
    // Never.
    AMTP_WILDCARDS_REJECT = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum amtp_wildcards amtp_wildcards;
#else
typedef int32_t amtp_wildcards;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// The client agent's session: checks the computer, agrees on a one-time password with the server, and only then
// opens the device's network interface. Used as `amtp_session` is.
//
// Threads: what takes it by pointer to non-const needs exclusive use; reading may be done by several threads at
// once.
//
// Since: 0.1
typedef struct amtp_agent amtp_agent;

// Credentials as a server reads them: an `Authorization` field.
//
// Threads: reading into it needs exclusive use; everything else may be done by several threads at once.
//
// Since: 0.1
typedef struct amtp_authorization amtp_authorization;

// The certificates of an input: files or fields in PEM, DER, PKCS#7 or bare base64, in any order. Private
// keys are stepped over unread.
//
// Threads: reading into it needs exclusive use; everything else may be done by several threads at once.
//
// Since: 0.1
typedef struct amtp_bag amtp_bag;

// A user name with its password, or with the hash that is kept in its place. Secrets are wiped when the
// handle is freed, and never shown in errors; those that are written into a buffer of the caller are the
// caller's to wipe.
//
// Threads: never written to; any number of threads may use it at once.
//
// Since: 0.1
typedef struct amtp_credentials amtp_credentials;

// A device ready for judging: names normalised, the possible firmware generations looked up.
//
// Threads: never written to; any number of threads may use it at once.
//
// Since: 0.1
typedef struct amtp_device amtp_device;

// What is known of one device, and what it shall be configured with. New ones leave everything in the device as
// it is but the admin password. A session keeps what was set when it was given them.
//
// Threads: setting needs exclusive use; sessions may be given them by several threads at once.
//
// Since: 0.1
typedef struct amtp_device_settings amtp_device_settings;

// Answers the challenges of one server with one account: keeps the nonce and its count, and the key that was
// made of the credentials, which is wiped when the handle is freed; not the password.
//
// Threads: what takes it by pointer to non-const needs exclusive use; reading may be done by several threads
// at once.
//
// Since: 0.1
typedef struct amtp_digest_client amtp_digest_client;

// What became of every rule, and the verdicts. Made once, it takes any number of judgements, one after the
// other.
//
// Threads: judging into it needs exclusive use; reading may be done by several threads at once.
//
// Since: 0.1
typedef struct amtp_evaluation amtp_evaluation;

// Conversation with a device over HTTP, without I/O: each call goes out as a request without credentials
// first, the 401 is answered, and the same bytes go out again; later calls reuse the nonce.
//
// Start a call, then do what `amtp_exchange_poll` says and tell what came of it, until the call is finished.
// Nothing is ever sent twice but for a 401. The account is asked for when it is needed and not kept; another
// one needs `amtp_exchange_new_connection`. Bodies of calls and keys are wiped.
//
// Threads: what takes it by pointer to non-const needs exclusive use; reading may be done by several threads
// at once.
//
// Since: 0.1
typedef struct amtp_exchange amtp_exchange;

// Everything that the caller knows about a device. What is not stated is unknown, and never guessed.
//
// Threads: setting a fact needs exclusive use; reading may be done by several threads at once.
//
// Since: 0.1
typedef struct amtp_facts amtp_facts;

// A Hello message: what a device that wants to be provisioned sends to its server. It is put together from
// the fragments of a connection, and read once the connection has ended.
//
// It is not authenticated: it may start work, but nothing in it is to be trusted. It is never answered.
//
// Threads: taking bytes and finishing need exclusive use; everything else may be done by several threads at
// once.
//
// Since: 0.1
typedef struct amtp_hello amtp_hello;

// Reads one answer after the other out of the bytes of a connection, in whatever fragments they come: for
// callers with an authentication of their own; `amtp_exchange` reads its answers itself.
//
// Threads: everything but reading its error needs exclusive use.
//
// Since: 0.1
typedef struct amtp_http_reader amtp_http_reader;

// An answer.
//
// Threads: never written to; any number of threads may use it at once.
//
// Since: 0.1
typedef struct amtp_http_response amtp_http_response;

// What every firmware generation will do with a certificate, the oldest first.
//
// Threads: never written to; any number of threads may use it at once.
//
// Since: 0.1
typedef struct amtp_matrix amtp_matrix;

// What the caller tolerates: one switch per open decision. Where a function takes a policy, NULL is the
// default one.
//
// Threads: setting needs exclusive use; judging with it may be done by several threads at once.
//
// Since: 0.1
typedef struct amtp_policy amtp_policy;

// A bag ready for judging: all leaf candidates, all paths, every signature verified once. It depends on no
// device and no time.
//
// Threads: never written to; any number of threads may use it at once.
//
// Since: 0.1
typedef struct amtp_prepared amtp_prepared;

// Several certificates, judged against one device and ranked, the best first.
//
// Threads: never written to; any number of threads may use it at once.
//
// Since: 0.1
typedef struct amtp_ranking amtp_ranking;

// One judgement with its explanation: what was seen and wanted by every rule, and what fixes it.
//
// Threads: never written to; any number of threads may use it at once.
//
// Since: 0.1
typedef struct amtp_report amtp_report;

// Where a device looks for its provisioning server, as far as its settings are known. A new one is that of
// an untouched device, which finds none.
//
// Threads: setting needs exclusive use; everything else may be done by several threads at once.
//
// Since: 0.1
typedef struct amtp_server_lookup amtp_server_lookup;

// What all sessions of a service point share: certificates, accounts, rules, times. A session keeps what was
// set when it began; setting more later concerns later sessions, and no copy is made for each.
//
// Threads: setting needs exclusive use; sessions may be begun with it by several threads at once.
//
// Since: 0.1
typedef struct amtp_service_point amtp_service_point;

// The service point's session with one device, out of band or in band, without I/O.
//
// Do what `amtp_session_poll` says, tell what came of it by one of the functions from `amtp_session_hello` to
// `amtp_session_cancel`, and poll again, until it says that the session has finished. Outputs are taken one after
// the other until one says to wait, and only then may an input be given.
//
// Every input has two clocks: `monotonic`, in milliseconds of a clock that never jumps and drives the waits, and
// `wall`, in seconds since 1970 (UTC), for certificates and the device's clock.
//
// Secrets that the device is to get are given out to be stored first; the session holds the caller's numbers for
// them alone.
//
// Threads: what takes it by pointer to non-const needs exclusive use; reading may be done by several threads at
// once.
//
// Since: 0.1
typedef struct amtp_session amtp_session;

// Tries accounts one after the other: the configured ones in their order, then the factory's, each once, be
// it given twice. Each has one wrong answer and no more, since nobody knows when a device locks it. Secrets
// are wiped when the handle is freed.
//
// Threads: telling it events needs exclusive use; everything else may be done by several threads at once.
//
// Since: 0.1
typedef struct amtp_trial amtp_trial;

// A text that the library shows: `len` bytes of UTF-8 from `ptr` on, not terminated by a zero. `ptr` is
// never NULL.
//
// Who owns the bytes is said where a view is given out. Print it with `printf("%.*s", (int)s.len, s.ptr)`.
//
// Since: 0.1
typedef struct {
    // The first byte.
    const char *ptr;
    // How many bytes.
    size_t len;
} amtp_str;

// 0 (`AMTP_OK`), or one of the negative numbers `AMTP_ERR_...`.
//
// Since: 0.1
typedef int32_t amtp_status;

// Bytes, such as a certificate in DER: `len` of them from `ptr` on. Given by the caller, `ptr` may be NULL
// if `len` is 0.
//
// Who owns the bytes is said where a view is given out or taken.
//
// Since: 0.1
typedef struct {
    // The first byte.
    const uint8_t *ptr;
    // How many bytes.
    size_t len;
} amtp_bytes;

// Where something could not be read. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_error)`, set by the caller.
    size_t struct_size;
    // The status that the failed call returned.
    amtp_status status;
    // Which item or line, from 0; `SIZE_MAX` if there is only one, or it is not known.
    size_t item;
    // Which byte of it, from 0; `SIZE_MAX` if that is not known.
    size_t offset;
} amtp_error;

// How much work path building may do. Set `struct_size` before the call; 0 leaves a limit at its default.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_path_limits)`, set by the caller.
    size_t struct_size;
    // Certificates of one path, leaf and root included; 10.
    size_t certificates;
    // Paths kept for one leaf; 64.
    size_t paths;
    // Signatures verified for one bag; 256.
    size_t signatures;
    // Certificates visited while searching one bag; 4,096.
    size_t steps;
} amtp_path_limits;

// A finding. All texts are static. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_finding)`, set by the caller.
    size_t struct_size;
    // The stable name, such as `MARKER_MISSING`.
    amtp_str name;
    // The id of the rule that it rests on, such as `R-202`.
    amtp_str rule;
    // What it means, in one sentence without a full stop.
    amtp_str text;
    // What to do about it; empty where nothing needs doing.
    amtp_str remedy;
} amtp_finding;

// A rule and what became of it. All texts are static. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_rule)`, set by the caller.
    size_t struct_size;
    // The stable id, such as `R-202`.
    amtp_str id;
    // What the rule asks for, in a few words.
    amtp_str title;
    // On what authority it stands: `intel-guide`, `intel-other`, `microsoft`, `field` or `inferred`.
    amtp_str basis;
    // Where it is written.
    amtp_str source;
    // What became of it.
    amtp_outcome outcome;
    // What that does to the verdict; `AMTP_SEVERITY_NONE` in an evaluation, which does not tell.
    amtp_severity severity;
    // How many findings it has; 0 in an evaluation, which does not tell.
    size_t findings;
    // The switch of the policy that changed the outcome; empty if none did, and in an evaluation.
    amtp_str policy_switch;
    // The outcome without that switch; `AMTP_OUTCOME_NONE` if none changed it.
    amtp_outcome original_outcome;
} amtp_rule;

// A certificate of a report. All texts and hashes are borrowed from the report until that is freed. Set
// `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_certificate)`, set by the caller.
    size_t struct_size;
    // `leaf`, `intermediate 1`, ..., `root` or `unused`.
    amtp_str role;
    // The subject.
    amtp_str subject;
    // The issuer.
    amtp_str issuer;
    // The serial number in hex.
    amtp_str serial;
    // First valid second, since 1970 (UTC).
    int64_t not_before;
    // Last valid second, since 1970 (UTC).
    int64_t not_after;
    // SHA-1 of the DER, 20 bytes.
    amtp_bytes sha1;
    // SHA-256 of the DER, 32 bytes.
    amtp_bytes sha256;
    // SHA-384 of the DER, 48 bytes.
    amtp_bytes sha384;
    // Which item of the input holds it, from 0.
    size_t input_item;
    // At which byte of the item it begins, from 0.
    size_t input_offset;
    // The name of the known root that it is; empty if it is none.
    amtp_str known_root;
} amtp_certificate;

// A hash. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_hash)`, set by the caller.
    size_t struct_size;
    // Its algorithm, told by its length.
    amtp_hash_algorithm algorithm;
    // What had to be removed to read it: 1 blanks, 2 line breaks, 4 colons or hyphens, 8 invisible characters,
    // 16 quotation marks, 32 `0x`, 64 the name of an algorithm; added up.
    uint32_t stripped;
    // How many bytes it has.
    size_t len;
    // The bytes; zeros follow.
    uint8_t value[64];
} amtp_hash;

// What Configuration Manager's `CheckCertificate` answers. All texts are static. Set `struct_size` before the
// call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_check)`, set by the caller.
    size_t struct_size;
    // `ErrorCode`: 0 if an active entry is equal, otherwise 1.
    int32_t error_code;
    // `ReturnValue`: always equal to `ErrorCode`.
    int32_t return_value;
    // `ErrorMsg`: empty if an active entry is equal.
    amtp_str error_msg;
    // The name of the finding behind the code 1; empty for 0.
    amtp_str finding;
} amtp_check;

// How far a message has come. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_hello_progress)`, set by the caller.
    size_t struct_size;
    // At least so many bytes are missing; 0 if the message is whole.
    size_t least;
    // So many bytes came behind the end of the message.
    size_t trailing;
} amtp_hello_progress;

// A UUID: its 16 bytes in the order in which they are shown. It never grows, so it does not state its size.
//
// Since: 0.1
typedef struct {
    // The bytes.
    uint8_t bytes[16];
} amtp_uuid;

// What a Hello message says, less its root hashes. Views that are given out are borrowed from the handle
// until it takes bytes again or is freed. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_hello_fields)`, set by the caller.
    size_t struct_size;
    // The UUID.
    amtp_uuid uuid;
    // The interface version: 3 with root hashes (PKI), 2 with the name of a key (PSK).
    uint32_t version;
    // How often the device has sent before, it says.
    uint32_t retry_count;
    // Was the factory password changed? 0 or 1; no more than a hint.
    int32_t credentials_set;
    // How many root hashes there are; ignored by `amtp_hello_write`.
    size_t hashes;
    // The name of the key, 8 bytes; empty in version 3.
    amtp_bytes pid;
    // What follows the end of the message; nobody knows what it means. Ignored by `amtp_hello_write`.
    amtp_bytes trailing;
} amtp_hello_fields;

// A root hash of a Hello message. `value` is borrowed from the handle until it takes bytes again or is freed,
// `known_root` is static. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_hello_hash)`, set by the caller.
    size_t struct_size;
    // The algorithm id: 0 MD5, 1 SHA-1, 2 SHA-256, 3 SHA-384, or SHA-512 on releases 2.0 to 5.x.
    uint32_t algorithm_id;
    // The hash.
    amtp_bytes value;
    // The name of the known root that has it; empty if none has.
    amtp_str known_root;
} amtp_hello_hash;

// The request that credentials are sent with. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_digest_request)`, set by the caller.
    size_t struct_size;
    // The method, such as `POST`.
    amtp_str method;
    // The request target exactly as sent, such as `/wsman`.
    amtp_str uri;
    // The body, before any transfer coding.
    amtp_bytes body;
} amtp_digest_request;

// A challenge as a server makes it. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_digest_offer)`, set by the caller.
    size_t struct_size;
    // The realm.
    amtp_bytes realm;
    // A nonce made of fresh random bytes.
    amtp_bytes nonce;
    // To be sent back by the client; none if `ptr` is NULL.
    amtp_bytes opaque;
    // One of `amtp_digest_algorithm`; 0 names none, which means MD5.
    int32_t algorithm;
    // The qualities of protection, a sum of `AMTP_QOP_...`; 0 asks for the form of RFC 2069.
    uint32_t qop;
    // 1 if the last answer was refused for its nonce only, 0 otherwise.
    int32_t stale;
    // 1 if the hash of the user name is taken, 0 otherwise.
    int32_t userhash;
} amtp_digest_offer;

// What to do next. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_trial_step)`, set by the caller.
    size_t struct_size;
    // What.
    amtp_trial_action action;
    // How long to wait before, in seconds; 0 except with `AMTP_TRIAL_ACTION_CONNECT`.
    uint32_t wait_seconds;
} amtp_trial_step;

// A request, for callers with an authentication of their own; `amtp_exchange` writes its requests itself. Set
// `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_http_request)`, set by the caller.
    size_t struct_size;
    // The method, such as `POST`. `HEAD` and `CONNECT` are refused.
    amtp_str method;
    // The request target, a path; `/wsman` for WS-Management.
    amtp_str target;
    // Name or address of the device, an IPv6 address in brackets; `:` and the port.
    amtp_str host;
    // The media type of the body, `application/soap+xml;charset=UTF-8` for WS-Management; empty leaves the
    // field out.
    amtp_str content_type;
    // The value of the `Authorization` field; empty leaves it out.
    amtp_bytes authorization;
    // The body.
    amtp_bytes body;
} amtp_http_request;

// What an answer has, but for the contents of its fields. `body` and `release` are borrowed from the answer
// until that is freed. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_http_message)`, set by the caller.
    size_t struct_size;
    // The status code: 100 to 999.
    uint32_t status;
    // May the connection be used for the next request? 0 or 1.
    int32_t keep_alive;
    // The body, without its transfer coding.
    amtp_bytes body;
    // How many header fields there are.
    size_t fields;
    // How many fields came behind a chunked body.
    size_t trailers;
    // The firmware release that the `Server` field of a device tells, for want of a better source; empty if
    // it tells none.
    amtp_str release;
} amtp_http_message;

// A field of an answer. Both views are borrowed from the answer until that is freed. Set `struct_size` before
// the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_http_field)`, set by the caller.
    size_t struct_size;
    // The name, as sent.
    amtp_str name;
    // The value without the blanks around it, in any encoding.
    amtp_bytes value;
} amtp_http_field;

// What to do next. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_exchange_step)`, set by the caller.
    size_t struct_size;
    // What.
    amtp_exchange_action action;
    // With `AMTP_EXCHANGE_ACTION_ANSWER`: why the account is asked for once more, which must be the same one.
    amtp_refusal again;
    // With `AMTP_EXCHANGE_ACTION_SEND`: the bytes; otherwise empty.
    amtp_bytes bytes;
} amtp_exchange_step;

// How a call ended. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_exchange_result)`, set by the caller.
    size_t struct_size;
    // How.
    amtp_exchange_outcome outcome;
    // Whether the device showed that it knows the password.
    amtp_server_proof proof;
    // What it says about the account, for `amtp_trial_handle`; `AMTP_TRIAL_EVENT_NONE` if nothing.
    amtp_trial_event event;
    // After `AMTP_EXCHANGE_OUTCOME_DROPPED`: 1 if the request was handed out for sending, so that the device may
    // have acted on it; 0 otherwise.
    int32_t sent;
    // After `AMTP_EXCHANGE_OUTCOME_DROPPED`: so many bytes of the answer had come.
    size_t received;
} amtp_exchange_result;

// How far an answer has come. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_http_progress)`, set by the caller.
    size_t struct_size;
    // 1 if the answer is whole, and `amtp_http_reader_take` gives it; 0 if more is needed.
    int32_t whole;
    // How many of the last bytes belong to something else; a connection on which they came is better closed.
    size_t unused;
} amtp_http_progress;

// What a session reports; what does not belong to its kind is 0 or empty. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_event)`, set by the caller.
    size_t struct_size;
    // What.
    amtp_event_kind kind;
    // What is known of the device.
    amtp_device_status status;
    // On what grounds its certificate was accepted.
    amtp_peer_trust trust;
    // Why the session waits.
    amtp_timer timer;
    // The part of the session that the step belongs to.
    amtp_stage stage;
    // The account that was found.
    amtp_account account;
    // With `AMTP_ACCOUNT_STORED`: the caller's number for it.
    uint64_t account_reference;
    // What the step does.
    amtp_str step;
    // Its number, from 1.
    size_t step_number;
    // How many steps there are.
    size_t step_count;
    // The certificate, by its place among those of the service point, from 0.
    size_t certificate;
    // When the wait ends, by the monotonic clock, in milliseconds.
    uint64_t until;
    // Milliseconds.
    uint64_t span;
    // Which look for a certificate, from 1; 0 for none.
    uint32_t look;
    // The message of the call.
    uint32_t message;
    // Its sending.
    uint32_t sending;
} amtp_event;

// What a device answered. Set `struct_size` before the call, and what does not count to 0.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_reply)`, set by the caller.
    size_t struct_size;
    // One of `amtp_reply_kind`.
    int32_t kind;
    // A number.
    int64_t number;
    // A text or bytes.
    amtp_bytes data;
    // Texts.
    const amtp_bytes *items;
    // Numbers.
    const uint32_t *numbers;
    // How many items or numbers.
    size_t count;
} amtp_reply;

// What to do next; what does not belong to its kind is 0 or empty. Views are borrowed from the session until the
// next `amtp_session_poll`, or until it is freed. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_output)`, set by the caller.
    size_t struct_size;
    // What.
    amtp_output_kind kind;
    // What the secret is for.
    amtp_purpose purpose;
    // The operation.
    amtp_operation operation;
    // Whose account to use.
    amtp_account account;
    // With `AMTP_ACCOUNT_STORED`: the caller's number for it.
    uint64_t account_reference;
    // The number of the message: the same one has the same bytes, `MessageID` included.
    uint32_t message;
    // The number of its sending, from 1.
    uint32_t sending;
    // 1 if another connection is to be opened for the call.
    int32_t new_connection;
    // 1 if the call may be sent again when its answer was lost, by whoever carries it.
    int32_t repeatable;
    // How many bytes.
    size_t length;
    // Which look.
    uint32_t look;
    // A time of the monotonic clock, in milliseconds; `UINT64_MAX` if none is set.
    uint64_t until;
    // The device.
    amtp_uuid uuid;
    // Its full name.
    amtp_str fqdn;
    // Its key: a SubjectPublicKeyInfo, or for RSA a PKCS#1 RSAPublicKey; DER.
    amtp_bytes public_key;
    // A secret, which is wiped when the next output is taken.
    amtp_bytes secret;
} amtp_output;

// Where to connect to. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_endpoint)`, set by the caller.
    size_t struct_size;
    // The address of the device, IPv4 or IPv6.
    amtp_str address;
    // The port: 16993, or 16992 without TLS.
    uint32_t port;
    // 1 to use TLS.
    int32_t tls;
    // How many certificates to present in the handshake; 0 for none.
    size_t certificates;
} amtp_endpoint;

// How a session ended. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_session_outcome)`, set by the caller.
    size_t struct_size;
    // 1 if all is done; else `amtp_session_cause` says why not.
    int32_t success;
    // What is known of the device now.
    amtp_device_status status;
    // How far it came.
    amtp_milestone milestone;
    // 1 if an admin password was stored: the device may have it from here on.
    int32_t has_admin_password;
    // 1 if a MEBx password was sent.
    int32_t has_mebx_password;
    // The caller's number for the admin password.
    uint64_t admin_password;
    // The caller's number for the MEBx password.
    uint64_t mebx_password;
    // How many findings bear on the cause: `amtp_session_suspect`.
    size_t suspects;
} amtp_session_outcome;

// What an agent is to do next; what does not belong to its kind is 0 or empty. Set `struct_size` before the call.
//
// Since: 0.1
typedef struct {
    // `sizeof(amtp_agent_output)`, set by the caller.
    size_t struct_size;
    // What.
    amtp_agent_output_kind kind;
    // 1 if the network interface is open, and the device sends its Hellos.
    int32_t interface_open;
    // How many bytes.
    size_t length;
    // A time of the monotonic clock, in milliseconds.
    uint64_t until;
    // A hash or a secret; wiped when the next output is taken.
    amtp_bytes data;
} amtp_agent_output;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The name of a status, such as `AMTP_ERR_PEM`; empty for a number that is no status. The text is static.
//
// Since: 0.1
AMTP_API amtp_str amtp_status_name(amtp_status status);

// What a status means, in a few words. The text is static.
//
// Since: 0.1
AMTP_API amtp_str amtp_status_text(amtp_status status);

// The version of the library at run time, as `AMTP_VERSION_NUMBER` of its header: major * 1,000,000 +
// minor * 1,000 + patch.
//
// Since: 0.1
AMTP_API uint32_t amtp_version_number(void);

// The version of the library at run time, such as `0.1.0`. The text is static.
//
// Since: 0.1
AMTP_API amtp_str amtp_version_string(void);

// The number of the binary interface at run time: a program runs with every library of the number that it was
// built for, `AMTP_ABI_VERSION`, if that library is not older than the program's header.
// `AMTP_CHECK_VERSION()` compares both.
//
// Since: 0.1
AMTP_API uint32_t amtp_abi_version(void);

// Makes an empty bag. `*out` is owned by the caller (free with `amtp_bag_free`).
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_bag_new(amtp_bag **out);

// Frees a bag; NULL is fine. Prepared certificates that were made of it live on.
//
// Since: 0.1
AMTP_API void amtp_bag_free(amtp_bag *bag);

// Sets how much input is read before it is refused; 0 leaves a limit at its default, which is 1,024
// certificates, 16 KiB for each, and 24 MiB of input.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API
amtp_status amtp_bag_set_limits(amtp_bag *bag,
                                size_t certificates,
                                size_t certificate_bytes,
                                size_t input_bytes);

// Reads the contents of one file, in place of what the bag held. `data` is copied before return.
//
// A part that is no certificate is skipped and noted; that the bag holds none at all is no error here, but
// a finding of every judgement.
//
// Errors: `AMTP_ERR_INPUT_TOO_LARGE`, `AMTP_ERR_CERTIFICATE_TOO_LARGE`, `AMTP_ERR_TOO_MANY_CERTIFICATES`;
// the bag is then as it was, and `amtp_bag_error` says where.
//
// Since: 0.1
AMTP_API amtp_status amtp_bag_read(amtp_bag *bag, const uint8_t *data, size_t len);

// Reads several files as one bag, in place of what it held: the leaf in one, its issuers in others. The
// bytes of all items are copied before return.
//
// Errors: as `amtp_bag_read`.
//
// Since: 0.1
AMTP_API amtp_status amtp_bag_read_all(amtp_bag *bag, const amtp_bytes *items, size_t count);

// How many distinct certificates the bag holds; 0 for NULL.
//
// Since: 0.1
AMTP_API size_t amtp_bag_certificate_count(const amtp_bag *bag);

// Certificate number `index` in DER, in an order that does not depend on that of the input. `*out` is
// borrowed from the bag until it reads again or is freed.
//
// Errors: `AMTP_ERR_INDEX`.
//
// Since: 0.1
AMTP_API amtp_status amtp_bag_certificate(const amtp_bag *bag, size_t index, amtp_bytes *out);

// How many PEM blocks with a private key were stepped over; 0 for NULL.
//
// Since: 0.1
AMTP_API size_t amtp_bag_keys_ignored(const amtp_bag *bag);

// How many parts of the input are not used; 0 for NULL.
//
// Since: 0.1
AMTP_API size_t amtp_bag_note_count(const amtp_bag *bag);

// Where part number `index` that is not used stands, and the status of what is wrong with it.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_bag_note(const amtp_bag *bag, size_t index, amtp_error *out);

// The same in words, written into `buf`.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_bag_note_text(const amtp_bag *bag,
                               size_t index,
                               char *buf,
                               size_t cap,
                               size_t *out_len);

// Where the last call that wrote to the bag failed.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_bag_error(const amtp_bag *bag, amtp_error *out);

// The same in words, with the place, written into `buf`.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API amtp_status amtp_bag_error_text(const amtp_bag *bag, char *buf, size_t cap, size_t *out_len);

// Makes a device of what is known about it. `*out` is owned by the caller (free with `amtp_device_free`);
// the facts are copied before return.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_device_new(const amtp_facts *facts, amtp_device **out);

// Frees a device; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_device_free(amtp_device *device);

// Makes a set of facts that says nothing. `*out` is owned by the caller (free with `amtp_facts_free`).
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_facts_new(amtp_facts **out);

// Frees facts; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_facts_free(amtp_facts *facts);

// States the firmware release as a device or tool prints it: `16.1.30.2269`, `v16.1.30`, or a whole
// `Server:` header. A word `H` or `LP` behind it states the platform too. `release` is copied before return.
//
// Errors: `AMTP_ERR_RELEASE`, `AMTP_ERR_UTF8`, `AMTP_ERR_ENUM`; `amtp_facts_error` says where.
//
// Since: 0.1
AMTP_API
amtp_status amtp_facts_set_release(amtp_facts *facts,
                                   const char *release,
                                   size_t len,
                                   int32_t source);

// States the firmware release by its numbers.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_facts_set_release_numbers(amtp_facts *facts,
                                           uint16_t major,
                                           uint16_t minor,
                                           uint16_t hotfix,
                                           uint16_t build,
                                           int32_t source);

// States one of the facts `AMTP_FACT_PLATFORM` and following by its value.
//
// Errors: `AMTP_ERR_ENUM` for a fact that is stated otherwise, and for a value or source that is none.
//
// Since: 0.1
AMTP_API amtp_status amtp_facts_set(amtp_facts *facts, int32_t fact, int32_t value, int32_t source);

// States `AMTP_FACT_SERVER_FQDN` or `AMTP_FACT_HOME_DOMAIN`. `name` is copied before return, as it is:
// whatever is wrong with it is a finding.
//
// Errors: `AMTP_ERR_ENUM` for a fact that is stated otherwise.
//
// Since: 0.1
AMTP_API
amtp_status amtp_facts_set_name(amtp_facts *facts,
                                int32_t fact,
                                const char *name,
                                size_t len,
                                int32_t source);

// Adds a DNS suffix; all suffixes of every source belong here, also those that do not count. `suffix_source`
// is one of `amtp_suffix_source`. `suffix` is copied before return, as it is.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_facts_add_suffix(amtp_facts *facts,
                                  const char *suffix,
                                  size_t len,
                                  int32_t suffix_source,
                                  int32_t source);

// Adds root certificate hashes that the device holds, one a line: `[ALGORITHM:]HASH[,active|inactive]`;
// blank lines and what follows `#` are skipped. `active` is what an entry is that does not say: 0 or 1, or
// -1 for unknown. `lines` is copied before return.
//
// Errors: `AMTP_ERR_HASH_TEXT`, `AMTP_ERR_UTF8`, `AMTP_ERR_ENUM`; no entry is added then, and
// `amtp_facts_error` says in which line and at which byte of it.
//
// Since: 0.1
AMTP_API
amtp_status amtp_facts_add_root_hashes(amtp_facts *facts,
                                       const char *lines,
                                       size_t len,
                                       int32_t active,
                                       int32_t source);

// Adds one root certificate hash as the host interface (`GetCertHashEntry`) or
// `AMT_ProvisioningCertificateHash` gives it: the algorithm's id there, and the value or the field of 64 bytes
// that begins with it. State the release first: it tells what id 3 means. `active` as above; `field` is
// copied before return.
//
// Errors: `AMTP_ERR_HASH_LENGTH`, `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_facts_add_interface_hash(amtp_facts *facts,
                                          uint8_t algorithm_id,
                                          const uint8_t *field,
                                          size_t len,
                                          int32_t active,
                                          int32_t source);

// States that the device has no such thing: no DNS suffix, no root hash, no server FQDN.
//
// Errors: `AMTP_ERR_ENUM`, also for `AMTP_FACT_ASSUME_DEFAULT_ROOTS`.
//
// Since: 0.1
AMTP_API amtp_status amtp_facts_set_absent(amtp_facts *facts, int32_t fact, int32_t source);

// Makes a fact unknown again.
//
// Errors: `AMTP_ERR_ENUM`, also for `AMTP_FACT_ASSUME_DEFAULT_ROOTS`.
//
// Since: 0.1
AMTP_API amtp_status amtp_facts_forget(amtp_facts *facts, int32_t fact);

// Where the last call that set a fact failed.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_facts_error(const amtp_facts *facts, amtp_error *out);

// The same in words, with the place, written into `buf`.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API amtp_status amtp_facts_error_text(const amtp_facts *facts, char *buf, size_t cap, size_t *out_len);

// Makes the default policy. `*out` is owned by the caller (free with `amtp_policy_free`).
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_policy_new(amtp_policy **out);

// Frees a policy; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_policy_free(amtp_policy *policy);

// Sets one of `amtp_policy_option`.
//
// Errors: `AMTP_ERR_ENUM` for an option or value that is none, `AMTP_ERR_RANGE` for a number that does not
// fit.
//
// Since: 0.1
AMTP_API amtp_status amtp_policy_set(amtp_policy *policy, int32_t option, int32_t value);

// The value of one of `amtp_policy_option`; of the default policy for NULL.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API amtp_status amtp_policy_get(const amtp_policy *policy, int32_t option, int32_t *out);

// Prepares the certificates of a bag. `*out` is owned by the caller (free with `amtp_prepared_free`); the
// bag is copied before return.
//
// `public_key` is the DER SubjectPublicKeyInfo of the private key that the caller holds, copied before
// return; NULL with length 0 if it cannot tell. `limits` may be NULL for the defaults.
//
// Errors: `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_prepared_new(const amtp_bag *bag,
                              const uint8_t *public_key,
                              size_t public_key_len,
                              const amtp_path_limits *limits,
                              amtp_prepared **out);

// Frees a prepared certificate; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_prepared_free(amtp_prepared *prepared);

// Makes an evaluation that holds no judgement yet. `*out` is owned by the caller (free with
// `amtp_evaluation_free`).
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_evaluation_new(amtp_evaluation **out);

// Frees an evaluation; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_evaluation_free(amtp_evaluation *evaluation);

// Judges a certificate against one device, into `evaluation`. Verifies no signature and allocates nothing.
// Whatever is wrong with the certificate is a verdict, not an error.
//
// `now` is in seconds since 1970 (UTC), or `AMTP_TIME_UNKNOWN`. `policy` may be NULL for the default.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API
amtp_status amtp_judge(const amtp_prepared *prepared,
                       const amtp_device *device,
                       const amtp_policy *policy,
                       int64_t now,
                       amtp_evaluation *evaluation);

// The device verdict: every rule.
//
// Since: 0.1
AMTP_API amtp_verdict amtp_evaluation_verdict(const amtp_evaluation *evaluation);

// The certificate verdict: the rules that need no device facts.
//
// Since: 0.1
AMTP_API amtp_verdict amtp_evaluation_certificate_verdict(const amtp_evaluation *evaluation);

// The one finding to put in front of a person. Its texts are static.
//
// Errors: `AMTP_ERR_ABSENT` if the certificate is accepted, `AMTP_ERR_NOT_JUDGED`, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_evaluation_headline(const amtp_evaluation *evaluation, amtp_finding *out);

// How many findings there are of `which`, one of `amtp_findings`; 0 if nothing was judged.
//
// Since: 0.1
AMTP_API size_t amtp_evaluation_finding_count(const amtp_evaluation *evaluation, int32_t which);

// Finding number `index` of `which`, the most important first. Its texts are static.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ENUM`, `AMTP_ERR_NOT_JUDGED`, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_evaluation_finding(const amtp_evaluation *evaluation,
                                    int32_t which,
                                    size_t index,
                                    amtp_finding *out);

// How many rules were judged; 0 if nothing was.
//
// Since: 0.1
AMTP_API size_t amtp_evaluation_rule_count(const amtp_evaluation *evaluation);

// Rule number `index`, in report order. Its texts are static; `amtp_report` says what was seen and wanted.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_NOT_JUDGED`, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_evaluation_rule(const amtp_evaluation *evaluation, size_t index, amtp_rule *out);

// The inputs that an undetermined verdict lacks: a sum of `AMTP_MISSING_...`.
//
// Since: 0.1
AMTP_API uint32_t amtp_evaluation_missing_inputs(const amtp_evaluation *evaluation);

// The entry of the device's list that the root matches, counted from 0.
//
// Errors: `AMTP_ERR_ABSENT` if there is none, `AMTP_ERR_NOT_JUDGED`.
//
// Since: 0.1
AMTP_API amtp_status amtp_evaluation_root_match(const amtp_evaluation *evaluation, size_t *out);

// How many certificates to present to the device, on the path that was judged; 0 if it is not complete.
// `evaluation` is one of `prepared`.
//
// Since: 0.1
AMTP_API size_t amtp_presentation_count(const amtp_prepared *prepared, const amtp_evaluation *evaluation);

// Certificate number `index` to present to the device in DER, leaf first and root included: for the TLS
// client certificate message and for `AddNextCertInChain` alike. `*out` is borrowed from `prepared` until
// that is freed.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_NOT_JUDGED`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_presentation_certificate(const amtp_prepared *prepared,
                                          const amtp_evaluation *evaluation,
                                          size_t index,
                                          amtp_bytes *out);

// Judges a certificate against one device and explains every rule: the same judgement as `amtp_judge`.
// `*out` is owned by the caller (free with `amtp_report_free`). It keeps nothing of its arguments.
//
// `now` and `policy` as for `amtp_judge`.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API
amtp_status amtp_report_new(const amtp_prepared *prepared,
                            const amtp_device *device,
                            const amtp_policy *policy,
                            int64_t now,
                            amtp_report **out);

// Frees a report; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_report_free(amtp_report *report);

// The device verdict.
//
// Since: 0.1
AMTP_API amtp_verdict amtp_report_verdict(const amtp_report *report);

// The whole report as JSON, written into `buf`: what `amtp preflight --format json` prints, without the
// names of files and on one line.
//
// Errors: `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API amtp_status amtp_report_json(const amtp_report *report, char *buf, size_t cap, size_t *out_len);

// The whole report as text for people, written into `buf`.
//
// Errors: `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API amtp_status amtp_report_text(const amtp_report *report, char *buf, size_t cap, size_t *out_len);

// How many rules the report has; 0 for NULL.
//
// Since: 0.1
AMTP_API size_t amtp_report_rule_count(const amtp_report *report);

// Rule number `index`. Its texts are static.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_report_rule(const amtp_report *report, size_t index, amtp_rule *out);

// What was seen or wanted by rule number `index`, or what fixes it, written into `buf`; `which` is one of
// `amtp_rule_text`. Bytes that are no printable ASCII are shown in hex.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ENUM`, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_report_rule_text(const amtp_report *report,
                                  size_t index,
                                  int32_t which,
                                  char *buf,
                                  size_t cap,
                                  size_t *out_len);

// Finding number `finding` of rule number `index`. Its texts are static.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_report_rule_finding(const amtp_report *report,
                                     size_t index,
                                     size_t finding,
                                     amtp_finding *out);

// How many certificates the list `which` has, one of `amtp_certificates`; 0 for NULL.
//
// Since: 0.1
AMTP_API size_t amtp_report_certificate_count(const amtp_report *report, int32_t which);

// Certificate number `index` of the list `which`. Its texts and hashes are borrowed from the report until
// that is freed.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ENUM`, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_report_certificate(const amtp_report *report,
                                    int32_t which,
                                    size_t index,
                                    amtp_certificate *out);

// Ranks `count` certificates: by verdict, then by the number of open points and of advice, then by the later
// expiry, then by place. `*out` is owned by the caller (free with `amtp_ranking_free`). The array is copied
// before return.
//
// `now` and `policy` as for `amtp_judge`.
//
// Errors: none of its own; `AMTP_ERR_NULL` also if one of the certificates is NULL.
//
// Since: 0.1
AMTP_API
amtp_status amtp_choose(const amtp_prepared *const *certificates,
                        size_t count,
                        const amtp_device *device,
                        const amtp_policy *policy,
                        int64_t now,
                        amtp_ranking **out);

// Frees a ranking; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_ranking_free(amtp_ranking *ranking);

// How many certificates were ranked; 0 for NULL.
//
// Since: 0.1
AMTP_API size_t amtp_ranking_count(const amtp_ranking *ranking);

// Which of the certificates given stands at `rank`, counted from 0; the best is at rank 0.
//
// Errors: `AMTP_ERR_INDEX`.
//
// Since: 0.1
AMTP_API amtp_status amtp_ranking_place(const amtp_ranking *ranking, size_t rank, size_t *out);

// Puts the judgement of the certificate at `rank` into `evaluation`; its headline says why it is not better.
//
// Errors: `AMTP_ERR_INDEX`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_ranking_evaluation(const amtp_ranking *ranking,
                                    size_t rank,
                                    amtp_evaluation *evaluation);

// Reads a hash as people paste it: hex digits with anything between that certificate dialogues put there, or
// base64. The text is copied before return.
//
// Errors: `AMTP_ERR_HASH_TEXT`, which `amtp_hash_problem` explains, and `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_hash_read(const char *hash, size_t len, amtp_hash *out);

// Why a text is no hash, and at which byte, written into `buf`. The text is copied before return.
//
// Errors: `AMTP_ERR_ABSENT` if it is one, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API amtp_status amtp_hash_problem(const char *hash, size_t len, char *buf, size_t cap, size_t *out_len);

// Computes the hash of `data`, such as a root certificate in DER; `algorithm` is one of
// `amtp_hash_algorithm`. The data is copied before return.
//
// Errors: `AMTP_ERR_ENUM`, also for MD5; `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_hash_compute(int32_t algorithm, const uint8_t *data, size_t len, amtp_hash *out);

// Is a hash an active entry of the device's list? Answers as the WMI method
// `CCM_PrvsMethodProvider.CheckCertificate` does, so that scripts need no change. The list is that of
// `facts`; if they hold none, it counts as one that could not be read. The text is copied before return.
//
// Errors: `AMTP_ERR_UTF8`, `AMTP_ERR_STRUCT_SIZE`; a text that is no hash is an answer, not an error.
//
// Since: 0.1
AMTP_API
amtp_status amtp_check_root_hash(const amtp_facts *facts,
                                 const char *hash,
                                 size_t len,
                                 amtp_check *out);

// Makes a handle that has no bytes yet. `*out` is owned by the caller (free with `amtp_hello_free`).
//
// `strict_tail` is 1 to refuse any byte behind the end of the message, or 0 to keep up to 64 aside.
// `max_length` is how long a message may be with what follows it; 0 stands for the longest that can be
// declared.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API amtp_status amtp_hello_new(int32_t strict_tail, size_t max_length, amtp_hello **out);

// Frees a Hello; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_hello_free(amtp_hello *hello);

// Takes the next bytes of a connection; two or more fragments are normal. They are copied before return.
// The first ones behind `amtp_hello_finish` or `amtp_hello_read` begin another message.
//
// Errors: `AMTP_ERR_HELLO_...` as soon as the bytes tell, and from then on always the same: close the
// connection; `amtp_hello_error` says where. `AMTP_ERR_STRUCT_SIZE`: then nothing was taken.
//
// Since: 0.1
AMTP_API
amtp_status amtp_hello_push(amtp_hello *hello,
                            const uint8_t *fragment,
                            size_t len,
                            amtp_hello_progress *out);

// Reads the message, now that the connection has ended.
//
// Errors: `AMTP_ERR_HELLO_...`; `amtp_hello_error` says where.
//
// Since: 0.1
AMTP_API amtp_status amtp_hello_finish(amtp_hello *hello);

// Reads all that a device sent before it closed the connection, in place of what the handle held. `data` is
// copied before return.
//
// Errors: as `amtp_hello_finish`.
//
// Since: 0.1
AMTP_API amtp_status amtp_hello_read(amtp_hello *hello, const uint8_t *data, size_t len);

// What the message says. Its views are borrowed from the handle until that takes bytes again or is freed.
//
// Errors: `AMTP_ERR_ABSENT` before the message was read, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_hello_get(const amtp_hello *hello, amtp_hello_fields *out);

// Root hash number `index`. Its views are borrowed from the handle until that takes bytes again or is freed;
// the name of the root is static.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ABSENT` before the message was read, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_hello_entry(const amtp_hello *hello, size_t index, amtp_hello_hash *out);

// How many findings there are about a message that could be read; 0 before.
//
// Since: 0.1
AMTP_API size_t amtp_hello_finding_count(const amtp_hello *hello);

// Finding number `index` about a message that could be read. Its texts are static.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ABSENT` before the message was read, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_hello_finding(const amtp_hello *hello, size_t index, amtp_finding *out);

// Where the last call that took bytes or finished failed.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_hello_error(const amtp_hello *hello, amtp_error *out);

// The same in words, with the place, written into `buf`.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API amtp_status amtp_hello_error_text(const amtp_hello *hello, char *buf, size_t cap, size_t *out_len);

// The same as a finding, with what to do about it. Its texts are static.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_hello_error_finding(const amtp_hello *hello, amtp_finding *out);

// States what a Hello message tells about its device, with `AMTP_SOURCE_HELLO`: PKI or PSK mode, and, with
// PKI, the root hashes in place of those that `facts` hold. `hello` is only read.
//
// Errors: `AMTP_ERR_ABSENT` before the message was read.
//
// Since: 0.1
AMTP_API amtp_status amtp_facts_set_hello(amtp_facts *facts, const amtp_hello *hello);

// A Hello message byte for byte, as a device sends it, written into `buf`: for models of devices.
//
// `fields` says what stands in it; `hashes` are the root hashes of version 3, told apart by their length. All
// are copied before return.
//
// Errors: `AMTP_ERR_HASH_LENGTH`; `AMTP_ERR_RANGE` for another version than 2 and 3, for more than 255 hashes
// or any in version 2, and for the name of a key in version 3 or one that has not 8 bytes; `AMTP_ERR_ENUM`,
// `AMTP_ERR_STRUCT_SIZE`, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_hello_write(const amtp_hello_fields *fields,
                             const amtp_bytes *hashes,
                             size_t count,
                             uint8_t *buf,
                             size_t cap,
                             size_t *out_len);

// How many Hellos a device sends: once a minute for 5 minutes, every 5 minutes for an hour, every hour for
// 23 hours. That is a profile of products, no law of the firmware.
//
// Since: 0.1
AMTP_API size_t amtp_hello_schedule_count(void);

// When Hello number `index`, from 0, is due, in seconds after the start of the device.
//
// Errors: `AMTP_ERR_INDEX`.
//
// Since: 0.1
AMTP_API amtp_status amtp_hello_schedule_due(size_t index, uint64_t *out);

// When the next Hello is expected, strictly after `now`; all in seconds since 1970 (UTC). The first Hello
// that was received, at `first`, is taken for the first that was sent.
//
// Errors: `AMTP_ERR_ABSENT` after the last.
//
// Since: 0.1
AMTP_API amtp_status amtp_hello_schedule_next(int64_t first, int64_t now, int64_t *out);

// Is a device open for provisioning at `now`? `first` and `last` are when its first and last Hello of the
// current period were received, `extended_until` is the end of an extension that it confirmed, or
// `AMTP_TIME_UNKNOWN`; all in seconds since 1970 (UTC). What the device itself says goes before.
//
// Since: 0.1
AMTP_API amtp_window amtp_hello_window(int64_t first, int64_t last, int64_t extended_until, int64_t now);

// Makes the settings of an untouched device. `*out` is owned by the caller (free with
// `amtp_server_lookup_free`).
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_server_lookup_new(amtp_server_lookup **out);

// Frees settings; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_server_lookup_free(amtp_server_lookup *lookup);

// States one setting; `method` is one of `amtp_lookup_method`. The value, an address or a DNS name, is copied
// before return. It replaces the one before, but for DHCPv6 option 24, where it is added; the first five count.
//
// Errors: `AMTP_ERR_ENUM`, `AMTP_ERR_RANGE` for what is no address, `AMTP_ERR_NAME`, `AMTP_ERR_UTF8`,
// `AMTP_ERR_POISONED`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_server_lookup_set(amtp_server_lookup *lookup,
                                   int32_t method,
                                   const char *value,
                                   size_t len);

// States whether the device is known to have no DNS server: `none` is 1 or 0.
//
// Errors: `AMTP_ERR_ENUM`, `AMTP_ERR_POISONED`.
//
// Since: 0.1
AMTP_API amtp_status amtp_server_lookup_set_no_dns_server(amtp_server_lookup *lookup, int32_t none);

// How many hosts the device tries; 0 for NULL. None: set the address, or serve DHCP options 6 and 15.
//
// Since: 0.1
AMTP_API size_t amtp_server_lookup_count(const amtp_server_lookup *lookup);

// The setting that host number `index`, from 0, comes from; `AMTP_LOOKUP_METHOD_NONE` if there is none.
//
// Since: 0.1
AMTP_API amtp_lookup_method amtp_server_lookup_method(const amtp_server_lookup *lookup, size_t index);

// The name or address of host number `index`, from 0, in the order in which the device tries them, written into
// `buf`. The device connects to TCP port 9971.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_server_lookup_host(const amtp_server_lookup *lookup,
                                    size_t index,
                                    char *buf,
                                    size_t cap,
                                    size_t *out_len);

// Where the value that was set last could not be read.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_server_lookup_error(const amtp_server_lookup *lookup, amtp_error *out);

// The same in words, with the place, written into `buf`.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_server_lookup_error_text(const amtp_server_lookup *lookup,
                                          char *buf,
                                          size_t cap,
                                          size_t *out_len);

// Reads a UUID in its canonical form, `00112233-4455-6677-8899-aabbccddeeff`; capitals are read too. The
// text is copied before return.
//
// Errors: `AMTP_ERR_UUID`, which `amtp_uuid_problem` explains, and `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API amtp_status amtp_uuid_read(const char *uuid, size_t len, amtp_uuid *out);

// Why a text is no UUID, and at which byte, written into `buf`. The text is copied before return.
//
// Errors: `AMTP_ERR_ABSENT` if it is one, `AMTP_ERR_UTF8`, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API amtp_status amtp_uuid_problem(const char *uuid, size_t len, char *buf, size_t cap, size_t *out_len);

// A UUID in its canonical form, 36 characters, written into `buf`.
//
// Errors: `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API amtp_status amtp_uuid_text(const amtp_uuid *uuid, char *buf, size_t cap, size_t *out_len);

// The UUID that is seen where somebody took the order of bytes that devices send for the one that is shown.
// Ask an inventory for the UUID itself first, then for this one.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_uuid_swapped(const amtp_uuid *uuid, amtp_uuid *out);

// Makes an account of a user name and its password, both copied before return. `*out` is owned by the caller
// (free with `amtp_credentials_free`).
//
// Errors: `AMTP_ERR_UTF8` for the user name.
//
// Since: 0.1
AMTP_API
amtp_status amtp_credentials_new(const char *user,
                                 size_t user_len,
                                 const uint8_t *password,
                                 size_t password_len,
                                 amtp_credentials **out);

// Makes an account of a user name and the hash HA1 that `amtp_credentials_ha1` made for one realm; `hash` is
// one of `amtp_digest_hash`. All bytes are copied before return. `*out` is owned by the caller (free with
// `amtp_credentials_free`).
//
// Errors: `AMTP_ERR_RANGE` if the hash function makes no hash of this length, `AMTP_ERR_ENUM`,
// `AMTP_ERR_UTF8` for the user name.
//
// Since: 0.1
AMTP_API
amtp_status amtp_credentials_new_stored(const char *user,
                                        size_t user_len,
                                        const uint8_t *realm,
                                        size_t realm_len,
                                        int32_t hash,
                                        const uint8_t *ha1,
                                        size_t ha1_len,
                                        amtp_credentials **out);

// Frees an account, and wipes its secret; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_credentials_free(amtp_credentials *credentials);

// The user name. `*out` is borrowed from `credentials` until that is freed.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_credentials_user(const amtp_credentials *credentials, amtp_str *out);

// HA1, the hash of user name, realm and password, written into `buf`: what can be kept in place of the
// password, and is worth as much for this realm. `hash` is one of `amtp_digest_hash`; `realm` is copied
// before return.
//
// Errors: `AMTP_ERR_STORED_HASH` if only a hash is at hand and it is for another realm or hash function,
// `AMTP_ERR_ENUM`, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_credentials_ha1(const amtp_credentials *credentials,
                                 int32_t hash,
                                 const uint8_t *realm,
                                 size_t realm_len,
                                 uint8_t *buf,
                                 size_t cap,
                                 size_t *out_len);

// The value of `NetworkAdminPassword` that host-based setup wants for the realm just read from this device:
// 32 lower-case hex digits, always of user `admin`, written into `buf`. Realm and password are copied before
// return.
//
// Errors: `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_setup_password(const uint8_t *realm,
                                size_t realm_len,
                                const uint8_t *password,
                                size_t password_len,
                                char *buf,
                                size_t cap,
                                size_t *out_len);

// The value of `DigestPassword` that the calls for users want for the realm just read from this device: 24
// characters of base64, written into `buf`. User name, realm and password are copied before return.
//
// Errors: `AMTP_ERR_UTF8` for the user name, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_acl_password(const char *user,
                              size_t user_len,
                              const uint8_t *realm,
                              size_t realm_len,
                              const uint8_t *password,
                              size_t password_len,
                              char *buf,
                              size_t cap,
                              size_t *out_len);

// What is wrong with a new password, to `*out`: a sum of `AMTP_PASSWORD_...`. 0 says that everybody takes it;
// AMT takes it if there are notes only (`AMTP_PASSWORD_NOTES`). The password is copied before return.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_password_check(const uint8_t *password, size_t len, uint32_t *out);

// Problems of a password in words, one a line, written into `buf`; `problems` is a sum of
// `AMTP_PASSWORD_...`.
//
// Errors: `AMTP_ERR_RANGE` for any other number, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API amtp_status amtp_password_reasons(uint32_t problems, char *buf, size_t cap, size_t *out_len);

// What is wrong with the name of a new user, to `*out`: a sum of `AMTP_USER_NAME_...`, 0 for nothing. The
// name is copied before return.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_user_name_check(const uint8_t *name, size_t len, uint32_t *out);

// Problems of a user name in words, one a line, written into `buf`; `problems` is a sum of
// `AMTP_USER_NAME_...`.
//
// Errors: `AMTP_ERR_RANGE` for any other number, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API amtp_status amtp_user_name_reasons(uint32_t problems, char *buf, size_t cap, size_t *out_len);

// A strong password that everybody takes, 20 characters, written into `buf`. It is made of `random` alone:
// 256 bytes of a cryptographic generator, which serve for nothing else; they are copied before return.
// Store it before a device gets to know it.
//
// Errors: `AMTP_ERR_RANDOM` if the random bytes run out, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_password_generate(const uint8_t *random,
                                   size_t len,
                                   char *buf,
                                   size_t cap,
                                   size_t *out_len);

// Makes a client that has answered nothing. `*out` is owned by the caller (free with
// `amtp_digest_client_free`).
//
// `profile` is one of `amtp_digest_profile`; `algorithm` is the only `amtp_digest_algorithm` to answer with,
// or `AMTP_DIGEST_ANY`.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API amtp_status amtp_digest_client_new(int32_t profile, int32_t algorithm, amtp_digest_client **out);

// Frees a client, and wipes its key; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_digest_client_free(amtp_digest_client *client);

// Takes the challenge that a 401 answer carries: the first one, or a further one after a refusal that is not
// the fault of the credentials, which are the same ones then. The nonce count begins anew.
//
// `fields` are the values of the `WWW-Authenticate` fields in their order; `random` is at least 8, better 16
// bytes of a cryptographic generator, which serve for nothing else. Both are copied before return;
// `credentials` are only read.
//
// Errors: `AMTP_ERR_HEADER`, `AMTP_ERR_AUTH_SCHEME`, `AMTP_ERR_DIGEST_POLICY`, `AMTP_ERR_STORED_HASH`,
// `AMTP_ERR_HEADER_VALUE`, `AMTP_ERR_RANDOM`; nothing has changed then, and `amtp_digest_client_error` says
// in which field.
//
// Since: 0.1
AMTP_API
amtp_status amtp_digest_client_challenge(amtp_digest_client *client,
                                         const amtp_bytes *fields,
                                         size_t count,
                                         const amtp_credentials *credentials,
                                         const uint8_t *random,
                                         size_t random_len);

// The value of the `Authorization` field for the next request, and counts it. `*out` is borrowed from
// `client` until the next call of this function or until that is freed; what is in `request` is copied
// before return.
//
// Errors: `AMTP_ERR_ABSENT` before a challenge was taken; `AMTP_ERR_HEADER_VALUE`; `AMTP_ERR_NONCE_COUNT` if
// the nonce is used up: send a request without credentials to get a new one; `AMTP_ERR_UTF8`,
// `AMTP_ERR_STRUCT_SIZE`. Nothing is counted then.
//
// Since: 0.1
AMTP_API
amtp_status amtp_digest_client_authorize(amtp_digest_client *client,
                                         const amtp_digest_request *request,
                                         amtp_bytes *out);

// What a 401 answer to the last request says about the credentials, to `*out`: one of `amtp_refusal`.
// `fields` as for `amtp_digest_client_challenge`, copied before return. A second refusal in a row is never
// excused.
//
// Errors: `AMTP_ERR_ABSENT` before a challenge was taken; `AMTP_ERR_HEADER`, `AMTP_ERR_AUTH_SCHEME`,
// `AMTP_ERR_DIGEST_POLICY`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_digest_client_refusal(const amtp_digest_client *client,
                                       const amtp_bytes *fields,
                                       size_t count,
                                       amtp_refusal *out);

// To be called when a request was answered as to an account that is right: with 2xx, or with a SOAP fault.
// Other answers, such as 503, say nothing about it.
//
// Errors: `AMTP_ERR_ABSENT` before a challenge was taken.
//
// Since: 0.1
AMTP_API amtp_status amtp_digest_client_accepted(amtp_digest_client *client);

// Checks and heeds the `Authentication-Info` field of the answer to the last request: the proof of the
// server, to `*out`, one of `amtp_server_proof`; and the nonce to use from now on, unless the proof is false.
// `uri` is that of the request, `body` the body of the answer. All are copied before return.
//
// Errors: `AMTP_ERR_ABSENT` before a challenge was taken; `AMTP_ERR_HEADER`, `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_digest_client_heed(amtp_digest_client *client,
                                    const uint8_t *info,
                                    size_t info_len,
                                    const char *uri,
                                    size_t uri_len,
                                    const uint8_t *body,
                                    size_t body_len,
                                    amtp_server_proof *out);

// The realm of the challenge. `*out` is borrowed from `client` until it takes another challenge or is freed.
//
// Errors: `AMTP_ERR_ABSENT` before a challenge was taken.
//
// Since: 0.1
AMTP_API amtp_status amtp_digest_client_realm(const amtp_digest_client *client, amtp_bytes *out);

// The nonce that will be answered next. `*out` is borrowed from `client` until it takes another challenge,
// heeds the answer of a server, or is freed.
//
// Errors: `AMTP_ERR_ABSENT` before a challenge was taken.
//
// Since: 0.1
AMTP_API amtp_status amtp_digest_client_nonce(const amtp_digest_client *client, amtp_bytes *out);

// The count of the next answer, from 1; 0 if the nonce is used up, or before a challenge was taken.
//
// Since: 0.1
AMTP_API uint32_t amtp_digest_client_count(const amtp_digest_client *client);

// How many findings there are about the challenge that was taken last.
//
// Since: 0.1
AMTP_API size_t amtp_digest_client_finding_count(const amtp_digest_client *client);

// Finding number `index` about the challenge that was taken last. Its texts are static.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_digest_client_finding(const amtp_digest_client *client,
                                       size_t index,
                                       amtp_finding *out);

// Where the last call that wrote to the client failed; `item` is the number of the field.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_digest_client_error(const amtp_digest_client *client, amtp_error *out);

// The same in words, with the place, written into `buf`.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_digest_client_error_text(const amtp_digest_client *client,
                                          char *buf,
                                          size_t cap,
                                          size_t *out_len);

// Makes a handle that has read nothing. `*out` is owned by the caller (free with `amtp_authorization_free`).
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_authorization_new(amtp_authorization **out);

// Frees credentials that were read; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_authorization_free(amtp_authorization *authorization);

// Reads the value of an `Authorization` field, in place of what was read before; `field` is copied before
// return.
//
// Errors: `AMTP_ERR_AUTH_SCHEME`, `AMTP_ERR_HEADER`; the handle is then as it was, and
// `amtp_authorization_error` says where.
//
// Since: 0.1
AMTP_API
amtp_status amtp_authorization_read(amtp_authorization *authorization,
                                    const uint8_t *field,
                                    size_t len);

// A parameter, one of `amtp_authorization_value`, written into `buf` without quotes and backslashes.
//
// Errors: `AMTP_ERR_ABSENT` if there is no such parameter or nothing was read, `AMTP_ERR_ENUM`,
// `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_authorization_get(const amtp_authorization *authorization,
                                   int32_t which,
                                   uint8_t *buf,
                                   size_t cap,
                                   size_t *out_len);

// The algorithm that the proof was made with; `AMTP_DIGEST_ALGORITHM_NONE` if nothing was read.
//
// Since: 0.1
AMTP_API amtp_digest_algorithm amtp_authorization_algorithm(const amtp_authorization *authorization);

// What the proof is computed over: `AMTP_QOP_AUTH`, `AMTP_QOP_AUTH_INT`, or 0 in the form of RFC 2069.
//
// Since: 0.1
AMTP_API uint32_t amtp_authorization_qop(const amtp_authorization *authorization);

// The nonce count, from 1; 0 if there is none.
//
// Since: 0.1
AMTP_API uint32_t amtp_authorization_count(const amtp_authorization *authorization);

// Is this the user? Compares the hash of the name if that was sent; 1 or 0, to `*out`. The name is copied
// before return.
//
// Errors: `AMTP_ERR_ABSENT` if nothing was read, `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_authorization_is_user(const amtp_authorization *authorization,
                                       const char *name,
                                       size_t len,
                                       int32_t *out);

// Judges credentials that answer an offer, in a time that does not depend on where a wrong proof differs.
//
// `credentials` are those of the user whom the answer names; `last_count` is the count of the last answer to
// this nonce that was accepted, 0 for none. What is in the structs is copied before return.
//
// Errors: `AMTP_ERR_ABSENT` if nothing was read, `AMTP_ERR_STORED_HASH` if only a hash is at hand and it is
// for another realm or hash function, `AMTP_ERR_ENUM`, `AMTP_ERR_RANGE`, `AMTP_ERR_UTF8`,
// `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_authorization_verify(const amtp_authorization *authorization,
                                      const amtp_digest_offer *offer,
                                      const amtp_credentials *credentials,
                                      const amtp_digest_request *request,
                                      uint32_t last_count,
                                      amtp_verification *out);

// The value of the `Authentication-Info` field for the answer to credentials that were verified, written into
// `buf`: the server's own proof over `body`, the body of the answer, and the nonce to use from now on, if
// `next_len` is not 0. Both are copied before return.
//
// Errors: `AMTP_ERR_ABSENT` if nothing was read, `AMTP_ERR_STORED_HASH`, `AMTP_ERR_HEADER_VALUE`,
// `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_authorization_info(const amtp_authorization *authorization,
                                    const amtp_credentials *credentials,
                                    const uint8_t *body,
                                    size_t body_len,
                                    const uint8_t *next,
                                    size_t next_len,
                                    uint8_t *buf,
                                    size_t cap,
                                    size_t *out_len);

// Where the last field could not be read.
//
// Errors: `AMTP_ERR_ABSENT` if it could, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_authorization_error(const amtp_authorization *authorization, amtp_error *out);

// The same in words, with the place, written into `buf`.
//
// Errors: `AMTP_ERR_ABSENT` if it could, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_authorization_error_text(const amtp_authorization *authorization,
                                          char *buf,
                                          size_t cap,
                                          size_t *out_len);

// The value of the `WWW-Authenticate` field, written into `buf`. What is in `offer` is copied before return.
//
// `device_form` is 0 for the form of RFC 7616, or 1 for that of devices: realm, nonce, stale and qop, all
// quoted, with one blank only, and qop `auth`, `auth-int, auth` or `auth-int`.
//
// Errors: `AMTP_ERR_HEADER_VALUE`, also for what devices do not offer (algorithm, opaque, hashed user names,
// no qop); `AMTP_ERR_ENUM`, `AMTP_ERR_RANGE` for the sum of qualities,
// `AMTP_ERR_STRUCT_SIZE`, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_digest_offer_field(const amtp_digest_offer *offer,
                                    int32_t device_form,
                                    uint8_t *buf,
                                    size_t cap,
                                    size_t *out_len);

// Makes a trial of `count` accounts and the factory's. `*out` is owned by the caller (free with
// `amtp_trial_free`). The accounts are copied before return.
//
// `factory` is one of `amtp_factory_accounts`. The trial is over after `limit` accounts; 0 sets no limit.
//
// Errors: `AMTP_ERR_ENUM`; `AMTP_ERR_NULL` also if one of the accounts is NULL.
//
// Since: 0.1
AMTP_API
amtp_status amtp_trial_new(const amtp_credentials *const *accounts,
                           size_t count,
                           int32_t factory,
                           size_t limit,
                           amtp_trial **out);

// Frees a trial; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_trial_free(amtp_trial *trial);

// The place of the current account: among the configured ones, or behind them for the factory's.
//
// Errors: `AMTP_ERR_ABSENT` when the trial has ended.
//
// Since: 0.1
AMTP_API amtp_status amtp_trial_place(const amtp_trial *trial, size_t *out);

// A copy of the current account, to answer with. `*out` is owned by the caller (free with
// `amtp_credentials_free`).
//
// Errors: `AMTP_ERR_ABSENT` when the trial has ended.
//
// Since: 0.1
AMTP_API amtp_status amtp_trial_account(const amtp_trial *trial, amtp_credentials **out);

// Takes what became of a request with the current account, `event`, one of `amtp_trial_event`, and says what
// to do next. Once ended a trial stays so.
//
// Errors: `AMTP_ERR_ENUM`, also for `AMTP_TRIAL_EVENT_NONE`; `AMTP_ERR_STRUCT_SIZE`. Nothing has changed
// then.
//
// Since: 0.1
AMTP_API amtp_status amtp_trial_handle(amtp_trial *trial, int32_t event, amtp_trial_step *out);

// Why a trial has ended, and what helps. Its texts are static.
//
// Errors: `AMTP_ERR_ABSENT` before, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_trial_finding(const amtp_trial *trial, amtp_finding *out);

// The bytes of a request of HTTP/1.1, written into `buf`. What is in `request` is copied before return.
//
// Errors: `AMTP_ERR_HEADER_VALUE` for what would write another request than the one that is meant,
// `AMTP_ERR_UTF8`, `AMTP_ERR_STRUCT_SIZE`, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_http_request_write(const amtp_http_request *request,
                                    uint8_t *buf,
                                    size_t cap,
                                    size_t *out_len);

// Frees an answer; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_http_response_free(amtp_http_response *response);

// Status, body and numbers of fields. Its views are borrowed from the answer until that is freed.
//
// Errors: `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_http_response_get(const amtp_http_response *response, amtp_http_message *out);

// Field number `index`; those behind a chunked body have the numbers after the header fields. Its views are
// borrowed from the answer until that is freed.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_http_response_field(const amtp_http_response *response,
                                     size_t index,
                                     amtp_http_field *out);

// The value of header field number `index` of those with this name, which has no case. `*out` is borrowed from
// the answer until that is freed; `name` is copied before return.
//
// Errors: `AMTP_ERR_INDEX` if there are not so many, `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_http_response_value(const amtp_http_response *response,
                                     const char *name,
                                     size_t len,
                                     size_t index,
                                     amtp_bytes *out);

// Makes an exchange with the device at `host`: its name or address, an IPv6 address in brackets, `:` and the
// port; copied before return. Requests go to `/wsman`. `*out` is owned by the caller (free with
// `amtp_exchange_free`).
//
// `profile` and `algorithm` as for `amtp_digest_client_new`. `max_body` is the longest body that is read; 0
// stands for 1 MiB.
//
// Errors: `AMTP_ERR_HEADER_VALUE` if `host` is neither, `AMTP_ERR_ENUM`, `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_exchange_new(const char *host,
                              size_t len,
                              int32_t profile,
                              int32_t algorithm,
                              size_t max_body,
                              amtp_exchange **out);

// Frees an exchange; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_exchange_free(amtp_exchange *exchange);

// Begins a call with this body, which is copied before return.
//
// Errors: `AMTP_ERR_OUT_OF_TURN` while another one is under way.
//
// Since: 0.1
AMTP_API amtp_status amtp_exchange_start(amtp_exchange *exchange, const uint8_t *body, size_t len);

// What to do next. The bytes to send are borrowed from the exchange until the next call that writes to it;
// asked again, it says that there are bytes to receive.
//
// Errors: `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_exchange_poll(amtp_exchange *exchange, amtp_exchange_step *out);

// Tells that a connection is open, TLS included, and nothing was sent on it.
//
// Errors: `AMTP_ERR_OUT_OF_TURN` if none was asked for.
//
// Since: 0.1
AMTP_API amtp_status amtp_exchange_connected(amtp_exchange *exchange);

// Tells that bytes came, in any portions; they are copied before return. What is wrong with them is a result
// of the call.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_exchange_received(amtp_exchange *exchange, const uint8_t *data, size_t len);

// Tells that the connection ended, or could not be opened; at any time.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_exchange_closed(amtp_exchange *exchange);

// Gives the account to answer the challenge with, which is only read. `random` as for
// `amtp_digest_client_challenge`, copied before return.
//
// Errors: `AMTP_ERR_OUT_OF_TURN` if it was not asked for, `AMTP_ERR_STORED_HASH`, `AMTP_ERR_HEADER_VALUE`,
// `AMTP_ERR_RANDOM`; nothing has changed then, and another account may be given.
//
// Since: 0.1
AMTP_API
amtp_status amtp_exchange_credentials(amtp_exchange *exchange,
                                      const amtp_credentials *credentials,
                                      const uint8_t *random,
                                      size_t random_len);

// Forgets account and connection: the next call opens a new one and begins without credentials. To be called
// when another account is to be used, since devices keep a connection to the account that it began with. A
// call under way is given up.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_exchange_new_connection(amtp_exchange *exchange);

// How the last call ended; kept until the next one starts.
//
// Errors: `AMTP_ERR_ABSENT` if none has, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_exchange_get_result(const amtp_exchange *exchange, amtp_exchange_result *out);

// Gives the answer of the last call away. `*out` is owned by the caller (free with
// `amtp_http_response_free`).
//
// Errors: `AMTP_ERR_ABSENT` if there is none, or it was given away already.
//
// Since: 0.1
AMTP_API amtp_status amtp_exchange_take_response(amtp_exchange *exchange, amtp_http_response **out);

// Where the last function that wrote to the exchange failed; if it did not, what is wrong with the challenge or
// the answer that ended the last call.
//
// Errors: `AMTP_ERR_ABSENT` if there is nothing, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_exchange_error(const amtp_exchange *exchange,
                                amtp_error *out);

// The same in words, with the place, written into `buf`.
//
// Errors: `AMTP_ERR_ABSENT` if there is nothing, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_exchange_error_text(const amtp_exchange *exchange,
                                     char *buf,
                                     size_t cap,
                                     size_t *out_len);

// Makes a reader. `*out` is owned by the caller (free with `amtp_http_reader_free`). `max_body` is the longest
// body that is read; 0 stands for 1 MiB.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API
amtp_status amtp_http_reader_new(size_t max_body,
                                 amtp_http_reader **out);

// Frees a reader; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_http_reader_free(amtp_http_reader *reader);

// Takes the next bytes of the connection; they are copied before return.
//
// Errors: `AMTP_ERR_HTTP_...` as soon as the bytes tell, and from then on always the same: close the
// connection; `amtp_http_reader_error` says where. `AMTP_ERR_STRUCT_SIZE`: then nothing was taken.
//
// Since: 0.1
AMTP_API
amtp_status amtp_http_reader_push(amtp_http_reader *reader,
                                  const uint8_t *data,
                                  size_t len,
                                  amtp_http_progress *out);

// Takes note that the connection has ended, which ends some answers.
//
// Errors: `AMTP_ERR_HTTP_TRUNCATED` unless the answer is whole now, and those of `amtp_http_reader_push`.
//
// Since: 0.1
AMTP_API amtp_status amtp_http_reader_end(amtp_http_reader *reader);

// Gives the answer away, and begins another one. `*out` is owned by the caller (free with
// `amtp_http_response_free`).
//
// Errors: `AMTP_ERR_ABSENT` unless the answer is whole.
//
// Since: 0.1
AMTP_API amtp_status amtp_http_reader_take(amtp_http_reader *reader, amtp_http_response **out);

// Where the last call that wrote to the reader failed.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_http_reader_error(const amtp_http_reader *reader, amtp_error *out);

// The same in words, with the place, written into `buf`.
//
// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_http_reader_error_text(const amtp_http_reader *reader,
                                        char *buf,
                                        size_t cap,
                                        size_t *out_len);

// Has the access control list emptied, and forgets the entries that were added.
//
// Errors: `AMTP_ERR_POISONED`.
//
// Since: 0.1
AMTP_API amtp_status amtp_device_settings_clear_acl(amtp_device_settings *settings);

// Adds an entry to the access control list, which is emptied first: a user with a password that the caller holds.
// `access` is one of `amtp_acl_access`, `realms` are `count` numbers of realms. All are copied before return.
//
// Errors: `AMTP_ERR_ENUM`, `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_device_settings_add_digest_user(amtp_device_settings *settings,
                                                 const char *name,
                                                 size_t len,
                                                 uint64_t reference,
                                                 int32_t access,
                                                 const uint32_t *realms,
                                                 size_t count);

// The same for a directory user or group: `sid` is the binary SID, 1 to 28 bytes, a multiple of 4. All are copied before
// return.
//
// Errors: `AMTP_ERR_RANGE`, `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_device_settings_add_kerberos_user(amtp_device_settings *settings,
                                                   const uint8_t *sid,
                                                   size_t len,
                                                   int32_t access,
                                                   const uint32_t *realms,
                                                   size_t count);

// Makes settings that say nothing. `*out` is owned by the caller (free with `amtp_device_settings_free`).
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_device_settings_new(amtp_device_settings **out);

// Frees settings; NULL is fine. Sessions go on.
//
// Since: 0.1
AMTP_API void amtp_device_settings_free(amtp_device_settings *settings);

// Sets host name, without domain, and domain name; `from` is one of `amtp_names_from`. All are copied before return.
//
// Errors: `AMTP_ERR_UTF8`, `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_device_settings_set_names(amtp_device_settings *settings,
                                           const char *host,
                                           size_t host_len,
                                           const char *domain,
                                           size_t domain_len,
                                           int32_t from);

// Sets what is known about the device, copied before return; a Hello adds its root hashes.
//
// Errors: `AMTP_ERR_POISONED`.
//
// Since: 0.1
AMTP_API amtp_status amtp_device_settings_set_facts(amtp_device_settings *settings, const amtp_facts *facts);

// Sets the SHA-256 of the one-time password that was agreed on, 32 bytes, copied before return.
//
// Errors: `AMTP_ERR_RANGE` for another length.
//
// Since: 0.1
AMTP_API
amtp_status amtp_device_settings_set_one_time_password(amtp_device_settings *settings,
                                                       const uint8_t *sha256,
                                                       size_t len);

// Accepts one certificate of the device only: that with this SHA-256, 32 bytes, copied before return.
//
// Errors: `AMTP_ERR_RANGE` for another length.
//
// Since: 0.1
AMTP_API
amtp_status amtp_device_settings_set_pin(amtp_device_settings *settings,
                                         const uint8_t *sha256,
                                         size_t len);

// Sets the directory account that exists already: its Kerberos realm, its service principal names in UTF-8, and the
// reference of its key. All are copied before return. Without it the session asks for one, if the option
// `AMTP_DEVICE_OPTION_KERBEROS` is set.
//
// Errors: `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_device_settings_set_directory_account(amtp_device_settings *settings,
                                                       const char *realm,
                                                       size_t len,
                                                       const amtp_bytes *principals,
                                                       size_t count,
                                                       uint64_t reference);

// Sets by how many hours, 1 to 24, to extend the provisioning period.
//
// Errors: `AMTP_ERR_RANGE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_device_settings_set_extend_period(amtp_device_settings *settings, uint8_t hours);

// Sets TLS of the device: one of `amtp_tls_authentication`. Roots and names that were added are forgotten.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API amtp_status amtp_device_settings_set_tls(amtp_device_settings *settings, int32_t authentication);

// Adds a root that the device shall trust with `AMTP_TLS_AUTHENTICATION_MUTUAL`, in DER; copied before return.
//
// Errors: `AMTP_ERR_ABSENT` unless mutual TLS was set.
//
// Since: 0.1
AMTP_API
amtp_status amtp_device_settings_add_tls_root(amtp_device_settings *settings,
                                              const uint8_t *certificate,
                                              size_t len);

// Adds a common name that callers' certificates may have with `AMTP_TLS_AUTHENTICATION_MUTUAL`, at most four; none
// means any. All are copied before return.
//
// Errors: `AMTP_ERR_ABSENT` unless mutual TLS was set, `AMTP_ERR_RANGE` for a fifth, `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_device_settings_add_tls_name(amtp_device_settings *settings,
                                              const char *name,
                                              size_t len);

// Sets what to do about the MEBx password: `password` is one of `amtp_mebx_password`, with the caller's
// `reference` for `AMTP_MEBX_PASSWORD_STORED`; `changed` is 1 or 0 if somebody is known to have changed it or not,
// -1 if that is not known; `policy` is one of `amtp_mebx_policy`.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_device_settings_set_mebx(amtp_device_settings *settings,
                                          int32_t password,
                                          uint64_t reference,
                                          int32_t changed,
                                          int32_t policy);

// Sets one of `amtp_device_option`: `on` is 1 or 0. Pings go in pairs, and so does redirection: what is not set
// of a pair is off.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_device_settings_set_option(amtp_device_settings *settings,
                                            int32_t option,
                                            int32_t on);

// Sets the power package: its `InstanceID`, GUID or description, copied before return; with length 0 "always on
// except power loss".
//
// Errors: `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_device_settings_set_power_scheme(amtp_device_settings *settings,
                                                  const char *scheme,
                                                  size_t len);

// Has the wireless profiles replaced by `count` profiles of the caller, which `profiles` are the caller's numbers
// for. All are copied before return.
//
// Errors: `AMTP_ERR_POISONED`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_device_settings_set_wireless(amtp_device_settings *settings,
                                              const uint64_t *profiles,
                                              size_t count);

// Sets the wired 802.1X profile: the caller's number for it.
//
// Errors: `AMTP_ERR_POISONED`.
//
// Since: 0.1
AMTP_API amtp_status amtp_device_settings_set_wired_8021x(amtp_device_settings *settings, uint64_t profile);

// Makes a service point without certificates, with the factory's accounts only. `*out` is owned by the caller
// (free with `amtp_service_point_free`).
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API amtp_status amtp_service_point_new(amtp_service_point **out);

// Frees a service point; NULL is fine. Sessions go on.
//
// Since: 0.1
AMTP_API void amtp_service_point_free(amtp_service_point *service);

// Adds a provisioning certificate. It is shared: `certificate` stays the caller's, who may free it at any time.
//
// Errors: `AMTP_ERR_POISONED`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_service_point_add_certificate(amtp_service_point *service,
                                               const amtp_prepared *certificate);

// Adds an account to try, before the factory's. The caller holds it; `reference` is the caller's number for it.
//
// Errors: `AMTP_ERR_POISONED`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_service_point_add_account(amtp_service_point *service,
                                           uint64_t reference);

// Sets which factory accounts are tried: one of `amtp_factory_accounts`.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API amtp_status amtp_service_point_set_factory_accounts(amtp_service_point *service, int32_t accounts);

// Sets whose habits to follow: one of `amtp_product`.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API amtp_status amtp_service_point_set_product(amtp_service_point *service, int32_t product);

// Sets what is tolerated of the certificates; the policy is copied before return. With `try_rejected` 1 instead
// of 0 a session goes on with a certificate that the device is predicted to refuse.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_service_point_set_policy(amtp_service_point *service,
                                          const amtp_policy *policy,
                                          int32_t try_rejected);

// Sets how long a wait lasts; `timer` is one of `amtp_timer`.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_service_point_set_timer(amtp_service_point *service,
                                         int32_t timer,
                                         uint64_t milliseconds);

// Sets how often a connection or a repeatable call is tried, 5 by default, and how often a device certificate is
// looked for, 5 by default.
//
// Errors: `AMTP_ERR_POISONED`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_service_point_set_attempts(amtp_service_point *service,
                                            uint8_t transport,
                                            uint8_t certificate_looks);

// Adds a root of Intel's On Die CA, in DER, to verify the certificates of newer devices with; copied before
// return.
//
// Errors: `AMTP_ERR_POISONED`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_service_point_add_on_die_root(amtp_service_point *service,
                                               const uint8_t *certificate,
                                               size_t len);

// Sets whether to accept, 1, or to refuse, 0, the default, a device certificate of an on-die CA for which no root
// is given. Accepting is reported by an event.
//
// Errors: `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_service_point_set_accept_unverified(amtp_service_point *service,
                                                     int32_t accept);

// How many values the operand has in the operation of the current output: 0 if it has none, or there is no
// operation; `operand` is one of `amtp_operand`.
//
// Since: 0.1
AMTP_API size_t amtp_session_operand_count(const amtp_session *session, int32_t operand);

// An operand that is a text, number `index` of it, from 0. `*out` is borrowed from the session until the next
// `amtp_session_poll`, or until it is freed.
//
// Errors: `AMTP_ERR_ABSENT` if the operation has no such text, or there is none; `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_operand_text(const amtp_session *session,
                                      int32_t operand,
                                      size_t index,
                                      amtp_str *out);

// The same for an operand that is bytes. `*out` is borrowed from the session until the next `amtp_session_poll`,
// or until it is freed.
//
// Errors: `AMTP_ERR_ABSENT`, `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_operand_bytes(const amtp_session *session,
                                       int32_t operand,
                                       size_t index,
                                       amtp_bytes *out);

// The same for an operand that is a number.
//
// Errors: `AMTP_ERR_ABSENT`, `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_operand_number(const amtp_session *session,
                                        int32_t operand,
                                        size_t index,
                                        int64_t *out);

// The same for an operand that is a number of the caller: what it was given to store, or holds.
//
// Errors: `AMTP_ERR_ABSENT`, `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_operand_reference(const amtp_session *session,
                                           int32_t operand,
                                           uint64_t *out);

// Begins a session out of band: `hello` came from the address `from`, IPv4 or IPv6 as text, which is copied before
// return. `*out` is owned by the caller (free with `amtp_session_free`).
//
// Errors: `AMTP_ERR_HELLO_...` if the message is not whole, `AMTP_ERR_RANGE` for what is no address,
// `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_out_of_band(const amtp_service_point *service,
                                     const amtp_hello *hello,
                                     const char *from,
                                     size_t len,
                                     uint64_t monotonic,
                                     int64_t wall,
                                     amtp_session **out);

// Begins a session in band, on the instruction of the site server, with the device at `address`, IPv4 or IPv6 as
// text: the wired one, also if the client is on wireless. `reported` is the SHA-256 of the one-time password that
// the agent reports, 32 bytes, or NULL with length 0 if it reports none. All are copied before return. `*out` is
// owned by the caller (free with `amtp_session_free`).
//
// Errors: `AMTP_ERR_RANGE` for what is no address or no SHA-256, `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_in_band(const amtp_service_point *service,
                                 const amtp_device_settings *settings,
                                 const amtp_uuid *uuid,
                                 const char *at,
                                 size_t len,
                                 const uint8_t *reported,
                                 size_t reported_len,
                                 uint64_t monotonic,
                                 int64_t wall,
                                 amtp_session **out);

// Goes on with a session out of band that was saved, in this process or another. `settings` are those that it was
// resolved to, or NULL if it was not yet. The snapshot is copied before return. `*out` is owned by the caller
// (free with `amtp_session_free`).
//
// Errors: `AMTP_ERR_SNAPSHOT` if the bytes are none of such a session, or do not fit the settings.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_restore_out_of_band(const amtp_service_point *service,
                                             const amtp_device_settings *settings,
                                             const uint8_t *snapshot,
                                             size_t len,
                                             uint64_t monotonic,
                                             int64_t wall,
                                             amtp_session **out);

// Goes on with a session in band that was saved. The snapshot is copied before return. `*out` is owned by the caller
// (free with `amtp_session_free`).
//
// Errors: `AMTP_ERR_SNAPSHOT` if the bytes are none of such a session, or do not fit the settings.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_restore_in_band(const amtp_service_point *service,
                                         const amtp_device_settings *settings,
                                         const uint8_t *snapshot,
                                         size_t len,
                                         uint64_t monotonic,
                                         int64_t wall,
                                         amtp_session **out);

// Frees a session, and wipes the secret that it may show; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_session_free(amtp_session *session);

// The session at rest, for another process to go on with, written into `buf`: no secret, no clock. To be stored
// before the next input is given.
//
// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait, and after its end; `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_snapshot(const amtp_session *session,
                                  uint8_t *buf,
                                  size_t cap,
                                  size_t *out_len);

// How many steps the session has; 0 unless it configures a device, and for NULL. What comes after the release is
// read is settled then.
//
// Since: 0.1
AMTP_API
size_t amtp_session_plan_count(const amtp_session *session);

// What step number `index`, from 0, does. The text is static.
//
// Errors: `AMTP_ERR_INDEX`.
//
// Since: 0.1
AMTP_API amtp_status amtp_session_plan_step(const amtp_session *session, size_t index, amtp_str *out);

// The part that step number `index`, from 0, belongs to; `AMTP_STAGE_NONE` if there is none.
//
// Since: 0.1
AMTP_API amtp_stage amtp_session_plan_stage(const amtp_session *session, size_t index);

// How many steps are not done: the current one, or after a failure the one that failed, and those behind it; 0 for
// NULL.
//
// Since: 0.1
AMTP_API
size_t amtp_session_unfinished_count(const amtp_session *session);

// What step number `index`, from 0, of those that are not done would do. The text is static.
//
// Errors: `AMTP_ERR_INDEX`.
//
// Since: 0.1
AMTP_API amtp_status amtp_session_unfinished_step(const amtp_session *session, size_t index, amtp_str *out);

// Why the last input was not taken.
//
// Errors: `AMTP_ERR_ABSENT` if it was, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_session_error(const amtp_session *session, amtp_error *out);

// The same in words, with what was expected, written into `buf`.
//
// Errors: `AMTP_ERR_ABSENT` if it was taken, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_error_text(const amtp_session *session,
                                    char *buf,
                                    size_t cap,
                                    size_t *out_len);

// The report of the current output, `AMTP_OUTPUT_KIND_EVENT`. Its text is static.
//
// Errors: `AMTP_ERR_ABSENT` if it is none, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_session_event(const amtp_session *session, amtp_event *out);

// The same in words, for a log, written into `buf`: one line, no secret.
//
// Errors: `AMTP_ERR_ABSENT` if the current output is no report, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_event_text(const amtp_session *session,
                                    char *buf,
                                    size_t cap,
                                    size_t *out_len);

// How the certificate was judged that the current output, a report `AMTP_EVENT_KIND_CERTIFICATE_CHOSEN`, tells of;
// copied into the caller's `out`.
//
// Errors: `AMTP_ERR_ABSENT` if it tells of none, `AMTP_ERR_POISONED`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_event_evaluation(const amtp_session *session,
                                          amtp_evaluation *out);

// Tells that a Hello of the device came from the address `from`, IPv4 or IPv6 as text, copied before return.
// Allowed at any time.
//
// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait; `AMTP_ERR_HELLO_...`, `AMTP_ERR_RANGE`, `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_hello(amtp_session *session,
                               uint64_t monotonic,
                               int64_t wall,
                               const amtp_hello *hello,
                               const char *from,
                               size_t len);

// Answers `AMTP_OUTPUT_KIND_RESOLVE`: the device is known, and to be provisioned with these settings.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_resolved(amtp_session *session,
                                  uint64_t monotonic,
                                  int64_t wall,
                                  const amtp_device_settings *settings);

// Answers `AMTP_OUTPUT_KIND_RESOLVE`: the device is not provisioned; `why` is one of `amtp_not_resolved`.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_not_resolved(amtp_session *session,
                                      uint64_t monotonic,
                                      int64_t wall,
                                      int32_t why);

// Tells that a connection is open, as asked for by `AMTP_OUTPUT_KIND_CONNECT`, or opened anew for a call. `chain` are
// the device's certificates in DER, leaf first; none without TLS. They are copied before return.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_connected(amtp_session *session,
                                   uint64_t monotonic,
                                   int64_t wall,
                                   const amtp_bytes *chain,
                                   size_t count);

// Answers `AMTP_OUTPUT_KIND_CONNECT`: no connection came about; `failure` is one of `amtp_connect_failure`.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_ENUM`; `AMTP_ERR_RANGE` for a code of more than 32 bits.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_not_connected(amtp_session *session,
                                       uint64_t monotonic,
                                       int64_t wall,
                                       int32_t failure,
                                       int64_t code);

// Tells that the connection ended while no call was under way. Allowed at any time.
//
// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait.
//
// Since: 0.1
AMTP_API amtp_status amtp_session_disconnected(amtp_session *session, uint64_t monotonic, int64_t wall);

// Answers `AMTP_OUTPUT_KIND_INVOKE`, of which `message` and `sending` are: the device replied. The reply is copied
// before return.
//
// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait; `AMTP_ERR_STRUCT_SIZE`, `AMTP_ERR_ENUM`, `AMTP_ERR_RANGE`,
// `AMTP_ERR_UTF8`, `AMTP_ERR_RELEASE` for a reply that cannot be.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_answered(amtp_session *session,
                                  uint64_t monotonic,
                                  int64_t wall,
                                  uint32_t message,
                                  uint32_t sending,
                                  const amtp_reply *answer);

// Answers `AMTP_OUTPUT_KIND_INVOKE`, of which `message` and `sending` are: there is no reply. `why` is one of
// `amtp_call_failure`, and says what the code is.
//
// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait; `AMTP_ERR_ENUM`, `AMTP_ERR_RANGE`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_failed(amtp_session *session,
                                uint64_t monotonic,
                                int64_t wall,
                                uint32_t message,
                                uint32_t sending,
                                int32_t why,
                                uint32_t code);

// Answers `AMTP_OUTPUT_KIND_NEED_RANDOM` with bytes of the system's generator, copied before return.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_RANDOM` if there are too few.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_random(amtp_session *session,
                                uint64_t monotonic,
                                int64_t wall,
                                const uint8_t *random,
                                size_t len);

// Answers `AMTP_OUTPUT_KIND_PERSIST`: the secret for `purpose`, one of `amtp_purpose`, is stored for good;
// `reference` is the caller's number for it.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_stored(amtp_session *session,
                                uint64_t monotonic,
                                int64_t wall,
                                int32_t purpose,
                                uint64_t reference);

// Answers `AMTP_OUTPUT_KIND_PERSIST`: the secret could not be stored.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`.
//
// Since: 0.1
AMTP_API amtp_status amtp_session_not_stored(amtp_session *session, uint64_t monotonic, int64_t wall);

// Answers `AMTP_OUTPUT_KIND_CREATE_DIRECTORY_ACCOUNT`: Kerberos realm and `count` service principal names, copied before
// return, and the caller's number for the account's password or master key.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_UTF8`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_directory_account(amtp_session *session,
                                           uint64_t monotonic,
                                           int64_t wall,
                                           const char *realm,
                                           size_t len,
                                           const amtp_bytes *principals,
                                           size_t count,
                                           uint64_t reference);

// Answers `AMTP_OUTPUT_KIND_CREATE_DIRECTORY_ACCOUNT`: it could not be made.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_no_directory_account(amtp_session *session,
                                              uint64_t monotonic,
                                              int64_t wall);

// Answers `AMTP_OUTPUT_KIND_LOOK_FOR_DEVICE_CERTIFICATE`: the certificate in DER, copied before return; length 0 if it is
// not there yet.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_device_certificate(amtp_session *session,
                                            uint64_t monotonic,
                                            int64_t wall,
                                            const uint8_t *certificate,
                                            size_t len);

// Tells that time has passed.
//
// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait.
//
// Since: 0.1
AMTP_API amtp_status amtp_session_tick(amtp_session *session, uint64_t monotonic, int64_t wall);

// Ends the session; what it asks for until it has finished is still to be done.
//
// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait.
//
// Since: 0.1
AMTP_API amtp_status amtp_session_cancel(amtp_session *session, uint64_t monotonic, int64_t wall);

// What to do next. To be asked until it says `AMTP_OUTPUT_KIND_WAIT_UNTIL` or `AMTP_OUTPUT_KIND_FINISHED`, which it
// repeats until the next input; everything else is said once. `*out` is borrowed from the session until the next
// call of this function, or until it is freed; so is what the functions below show of this output.
//
// Errors: `AMTP_ERR_STRUCT_SIZE`; then no output was taken.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_poll(amtp_session *session,
                              amtp_output *out);

// Where the current output asks for a connection to: `AMTP_OUTPUT_KIND_CONNECT`, or `AMTP_OUTPUT_KIND_INVOKE` with
// `new_connection`. The address is borrowed from the session until the next `amtp_session_poll`, or until it is
// freed.
//
// Errors: `AMTP_ERR_ABSENT` if it asks for none, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_endpoint(const amtp_session *session,
                                  amtp_endpoint *out);

// SHA-256 of the one certificate that the device may show on this connection: another one must be refused before
// anything is sent. `*out` is borrowed from the session until the next `amtp_session_poll`, or until it is freed.
//
// Errors: `AMTP_ERR_ABSENT` if none is known yet, or no connection is asked for.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_endpoint_pin(const amtp_session *session,
                                      amtp_bytes *out);

// Certificate number `index`, from 0, to present in the handshake, in DER: leaf first, root included, in exactly this
// order. The caller's key belongs to the first. `*out` is borrowed from the session until the next
// `amtp_session_poll`, or until it is freed.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ABSENT` if no connection is asked for.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_endpoint_certificate(const amtp_session *session,
                                              size_t index,
                                              amtp_bytes *out);

// How the session ended, once the current output is `AMTP_OUTPUT_KIND_FINISHED`.
//
// Errors: `AMTP_ERR_ABSENT` if it is not, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_session_result(const amtp_session *session, amtp_session_outcome *out);

// A finding that bears on the cause, number `index` from 0, the likeliest first; such as those of the certificate
// after a refused handshake. All texts are static.
//
// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ABSENT` before the end, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_suspect(const amtp_session *session,
                                 size_t index,
                                 amtp_finding *out);

// What ended the session, or what the current report is about. All texts are static.
//
// Errors: `AMTP_ERR_ABSENT` if nothing did, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_session_cause(const amtp_session *session, amtp_finding *out);

// The same in words, with the step that was under way and what was seen, written into `buf`.
//
// Errors: `AMTP_ERR_ABSENT`, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_session_cause_text(const amtp_session *session,
                                    char *buf,
                                    size_t cap,
                                    size_t *out_len);

// Makes an agent for a service point whose provisioning certificate has a root with this hash, as
// `amtp_check_root_hash` takes it; copied before return. `product` is one of `amtp_product`, `patience` how many
// milliseconds each answer is waited for; 0 stands for 5 minutes. `*out` is owned by the caller (free with
// `amtp_agent_free`).
//
// Errors: `AMTP_ERR_UTF8`, `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_agent_new(const char *root_hash,
                           size_t len,
                           int32_t product,
                           uint64_t patience,
                           uint64_t monotonic,
                           int64_t wall,
                           amtp_agent **out);

// Frees an agent, and wipes its secret; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_agent_free(amtp_agent *agent);

// What to do next, as `amtp_session_poll`. `*out` is borrowed from the agent until the next call of this function,
// or until it is freed.
//
// Errors: `AMTP_ERR_STRUCT_SIZE`; then no output was taken.
//
// Since: 0.1
AMTP_API
amtp_status amtp_agent_poll(amtp_agent *agent,
                            amtp_agent_output *out);

// Tells what the computer has: `host_interface` is 1 if the driver of the host interface is present, else 0;
// `status` is one of `amtp_device_status`; `facts` hold the root hashes in the device's memory, copied before return,
// and none if they cannot be read.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_agent_facts(amtp_agent *agent,
                             uint64_t monotonic,
                             int64_t wall,
                             int32_t host_interface,
                             int32_t status,
                             const amtp_facts *facts);

// Gives bytes of the system's generator, copied before return.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_RANDOM` if there are too few.
//
// Since: 0.1
AMTP_API
amtp_status amtp_agent_random(amtp_agent *agent,
                              uint64_t monotonic,
                              int64_t wall,
                              const uint8_t *random,
                              size_t len);

// Tells whether the server stored the hash: 1 or 0.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_ENUM`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_agent_hash_stored(amtp_agent *agent,
                                   uint64_t monotonic,
                                   int64_t wall,
                                   int32_t stored);

// Tells the status of the host interface's command that sets the one-time password; 0 is success.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_agent_password_set(amtp_agent *agent,
                                    uint64_t monotonic,
                                    int64_t wall,
                                    uint32_t status);

// Tells the status of the host interface's command that opens the network interface; 0 is success.
//
// Errors: `AMTP_ERR_OUT_OF_TURN`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_agent_interface_opened(amtp_agent *agent,
                                        uint64_t monotonic,
                                        int64_t wall,
                                        uint32_t status);

// Tells that time has passed.
//
// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait.
//
// Since: 0.1
AMTP_API amtp_status amtp_agent_tick(amtp_agent *agent, uint64_t monotonic, int64_t wall);

// Ends the session.
//
// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait.
//
// Since: 0.1
AMTP_API amtp_status amtp_agent_cancel(amtp_agent *agent, uint64_t monotonic, int64_t wall);

// What ended the agent's session. All texts are static.
//
// Errors: `AMTP_ERR_ABSENT` if nothing did, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_agent_cause(const amtp_agent *agent, amtp_finding *out);

// Why the last input was not taken.
//
// Errors: `AMTP_ERR_ABSENT` if it was, `AMTP_ERR_STRUCT_SIZE`.
//
// Since: 0.1
AMTP_API amtp_status amtp_agent_error(const amtp_agent *agent, amtp_error *out);

// The same in words, with what was expected, written into `buf`.
//
// Errors: `AMTP_ERR_ABSENT` if it was taken, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API amtp_status amtp_agent_error_text(const amtp_agent *agent, char *buf, size_t cap, size_t *out_len);

// A new one-time password from 64 bytes of a cryptographic generator, which serve for nothing else, written into
// `buf`: 24 letters and digits, the caller's to wipe. `random` is copied before return. `amtp_hash_compute` makes the
// SHA-256 of it that the settings take.
//
// Errors: `AMTP_ERR_RANDOM` if the bytes run out, `AMTP_ERR_BUFFER`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_one_time_password_generate(const uint8_t *random,
                                            size_t random_len,
                                            char *buf,
                                            size_t cap,
                                            size_t *out_len);

// Judges a certificate against every firmware generation. Of `device` everything counts but its release and
// platform. `*out` is owned by the caller (free with `amtp_matrix_free`). It keeps nothing of its arguments.
//
// `now` and `policy` as for `amtp_judge`.
//
// Errors: none of its own.
//
// Since: 0.1
AMTP_API
amtp_status amtp_matrix_new(const amtp_prepared *prepared,
                            const amtp_device *device,
                            const amtp_policy *policy,
                            int64_t now,
                            amtp_matrix **out);

// Frees a matrix; NULL is fine.
//
// Since: 0.1
AMTP_API void amtp_matrix_free(amtp_matrix *matrix);

// How many generations there are; 0 for NULL.
//
// Since: 0.1
AMTP_API size_t amtp_matrix_count(const amtp_matrix *matrix);

// The releases and platforms of generation number `index`, such as `15.0 to 15.x (H)`. `*out` is borrowed
// from the matrix until that is freed.
//
// Errors: `AMTP_ERR_INDEX`.
//
// Since: 0.1
AMTP_API amtp_status amtp_matrix_releases(const amtp_matrix *matrix, size_t index, amtp_str *out);

// The verdict of generation number `index`; `AMTP_VERDICT_NONE` if there are not so many.
//
// Since: 0.1
AMTP_API amtp_verdict amtp_matrix_verdict(const amtp_matrix *matrix, size_t index);

// Puts the judgement of generation number `index` into `evaluation`.
//
// Errors: `AMTP_ERR_INDEX`.
//
// Since: 0.1
AMTP_API
amtp_status amtp_matrix_evaluation(const amtp_matrix *matrix,
                                   size_t index,
                                   amtp_evaluation *evaluation);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* AMT_PROVISIONING_H */
