//! HTTP/1.1 as devices speak it (RFC 9110, 9112; W-101 to W-111): requests, answers, and the
//! exchange that answers a 401 with Digest and the same body.
//!
//! ```text
//!   body ─► HttpExchange::start          poll                          handle
//!                 │           Connect ─────────────► a connection, TLS first ─► Connected
//!                 │           Send(bytes) ─────────► write
//!                 │           Receive ─────────────► read ─────────────► Received, Closed
//!                 │           Answer { again } ────► the account ──────► Credentials
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
//! | `input`, `output` | what the exchange is told, and what it tells to do |
//! | `answer`, `failure` | how a call ends |

#![deny(clippy::arithmetic_side_effects)]

mod answer;
mod chunked;
mod exchange;
mod failure;
mod fields;
mod head;
mod input;
mod output;
mod reader;
mod request;
mod response;

#[cfg(test)]
mod tests;

pub use answer::HttpAnswer;
pub use exchange::HttpExchange;
pub use failure::HttpFailure;
pub use fields::HttpFields;
pub use input::HttpInput;
pub use output::HttpOutput;
pub use reader::{HttpLimits, HttpProgress, HttpReader};
pub use request::HttpRequest;
pub use response::HttpResponse;
