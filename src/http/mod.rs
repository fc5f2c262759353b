//! HTTP/1.1 as devices speak it (RFC 9110, 9112; W-101 to W-111): requests, answers, and the
//! exchange that answers a 401 with Digest and the same body.
//!
//! ```text
//!   body ─► HttpExchange::start          poll                          handle
//!                 │           Connect ─────────────► a connection, TLS first ─► Connected
//!                 │           Send(bytes) ─────────► write
//!                 │           Receive ─────────────► read ─────────────► Received, Closed
//!                 │           Answer { refusal } ──► the account ──────► Credentials
//!                 └─────────► Finished ─► HttpAnswer, or HttpFailure
//! ```
//!
//! | file | content |
//! | --- | --- |
//! | `request` | a request as bytes (W-101, W-110) |
//! | `fields` | header fields |
//! | `head` | status line and fields of an answer, and how its body is framed |
//! | `reader` | an answer in fragments (W-103, W-104, W-107) |
//! | `chunked` | the chunked coding (W-103) |
//! | `response` | the whole answer |
//! | `exchange` | request, 401, Digest, the same request again (W-530 to W-534) |

#![deny(clippy::arithmetic_side_effects)]

mod chunked;
mod exchange;
mod fields;
mod head;
mod reader;
mod request;
mod response;

#[cfg(test)]
mod tests;

pub use exchange::{HttpAnswer, HttpExchange, HttpFailure, HttpInput, HttpOutput};
pub use fields::HttpFields;
pub use reader::{HttpLimits, HttpProgress, HttpReader};
pub use request::HttpRequest;
pub use response::HttpResponse;
