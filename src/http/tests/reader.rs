use alloc::vec::Vec;
use std::format;

use crate::{Error, ErrorKind, HttpLimits, HttpProblem, HttpProgress, HttpReader, HttpResponse};

/// Reads all of `bytes`, and then the end of the connection if the answer is not whole.
pub(super) fn read(bytes: &[u8]) -> Result<(HttpResponse, usize), Error> {
    read_with(bytes, HttpLimits::default())
}

fn read_with(bytes: &[u8], limits: HttpLimits) -> Result<(HttpResponse, usize), Error> {
    let mut reader = HttpReader::new(limits);
    let unused = match reader.push(bytes)? {
        HttpProgress::Whole { unused } => unused,
        HttpProgress::NeedMore => {
            reader.end()?;
            0
        }
    };
    Ok((reader.take().unwrap(), unused))
}

fn body(bytes: &[u8]) -> (u16, Vec<u8>, bool, usize) {
    let (response, unused) =
        read(bytes).unwrap_or_else(|e| panic!("{}: {e}", bytes.escape_ascii()));
    (response.status, response.body, response.keep_alive, unused)
}

fn problem(bytes: &[u8]) -> (HttpProblem, usize) {
    problem_with(bytes, HttpLimits::default())
}

fn problem_with(bytes: &[u8], limits: HttpLimits) -> (HttpProblem, usize) {
    let error = read_with(bytes, limits).unwrap_err();
    match error.kind() {
        ErrorKind::Http { problem } => (problem, error.offset().unwrap()),
        other => panic!("{other}"),
    }
}

fn head(fields: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\n{fields}\r\n").into_bytes()
}

fn with(fields: &str, body: &[u8]) -> Vec<u8> {
    [&head(fields)[..], body].concat()
}

/// RFC 9112, 6.3: how the end of a body is known.
#[test]
fn framing() {
    /// Status, body, whether the connection stays, how many bytes are left.
    type Expected = (u16, &'static [u8], bool, usize);
    let table: [(&[u8], Expected); 16] = [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc", (200, b"ab", true, 1)),
        (b"HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n", (200, b"", true, 0)),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\nContent-Length: 2\r\n\r\nab", (200, b"ab", true, 0)),
        (b"HTTP/1.1 200 OK\r\n\r\nto the end", (200, b"to the end", false, 0)),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nab\r\n0\r\n\r\nX", (200, b"ab", true, 1)),
        // The coding wins over the length, and the connection is not to be trusted further.
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", (200, b"", false, 0)),
        (b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n0\r\n\r\n", (200, b"", false, 0)),
        (b"HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n", (204, b"", true, 0)),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", (304, b"", true, 0)),
        (b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n", (200, b"", false, 0)),
        (b"HTTP/1.1 200 OK\r\nConnection: x, close\r\nContent-Length: 0\r\n\r\n", (200, b"", false, 0)),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", (200, b"", false, 0)),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n", (200, b"", true, 0)),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 X\r\nA: b\r\n\r\nHTTP/1.1 500 E\r\nContent-Length: 1\r\n\r\nx", (500, b"x", true, 0)),
        (b"HTTP/1.1 401 \r\nContent-Length: 0\r\n\r\n", (401, b"", true, 0)),
        (b"HTTP/1.1 401\nContent-Length: 0\n\n", (401, b"", true, 0)), // line feeds alone
    ];
    for (bytes, (status, content, keep_alive, unused)) in table {
        let expected = (status, content.to_vec(), keep_alive, unused);
        assert_eq!(body(bytes), expected, "{}", bytes.escape_ascii());
    }
}

/// The forms that W-103 names, and RFC 9112, 7.1.
#[test]
fn chunks() {
    let chunked = |chunks: &[u8]| with("Transfer-Encoding: chunked\r\n", chunks);
    for (chunks, content) in [
        (&b"0004\r\n<a/>\r\n0\r\n\r\n"[..], &b"<a/>"[..]),
        (b"001A\r\nabcdefghijklmnopqrstuvwxyz\r\n000\r\n\r\n", b"abcdefghijklmnopqrstuvwxyz"),
        (b"1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n", b"abcdefghijklmnopqrstuvwxyz"),
        (b"1;name=value\r\na\r\n1 ; q=\"x\"\r\nb\r\n0;last\r\n\r\n", b"ab"),
        (b"1\r\n\xe2\r\n1\r\n\x82\r\n1\r\n\xac\r\n0\r\n\r\n", "\u{20ac}".as_bytes()),
        (b"2\r\n\r\n\r\n0\r\n\r\n", b"\r\n"),
        (b"0\r\n\r\n", b""),
    ] {
        assert_eq!(body(&chunked(chunks)).1, content, "{}", chunks.escape_ascii());
    }
    let start = chunked(b"").len();
    for (chunks, problem_found, offset) in [
        (&b"x\r\n"[..], HttpProblem::ChunkSize, 0),
        (b"\r\n", HttpProblem::ChunkSize, 0),
        (b"-1\r\n", HttpProblem::ChunkSize, 0),
        (b" 1\r\n", HttpProblem::ChunkSize, 0),
        (b";x\r\n", HttpProblem::ChunkSize, 0),
        (b"0x1\r\n", HttpProblem::ChunkSize, 0),
        (b"fffffffffffffffff\r\n", HttpProblem::ChunkSize, 0),
        (b"1\r\nab\r\n", HttpProblem::ChunkEnd, 4),
        (b"1\r\na\n", HttpProblem::ChunkEnd, 4),
        (b"1\r\na\r\ny\r\n", HttpProblem::ChunkSize, 6),
        (b"1\r\na", HttpProblem::Truncated, 4),
        (b"1\r\na\r\n0\r\n", HttpProblem::Truncated, 9),
        (b"0\r\na b\r\n\r\n", HttpProblem::Line, 3),
        (b"0\r\n\n", HttpProblem::Line, 3),
        (b"0\r\nA: b\n", HttpProblem::Line, 3),
    ] {
        let found = problem(&chunked(chunks));
        assert_eq!(found, (problem_found, start + offset), "{}", chunks.escape_ascii());
    }
}

#[test]
fn trailers_are_kept_apart() {
    let bytes = with(
        "Transfer-Encoding: chunked\r\nA: head\r\n",
        b"0\r\nAuthentication-Info: nextnonce=\"x\"\r\nA: b\r\n\r\n",
    );
    let (response, _) = read(&bytes).unwrap();
    assert_eq!(response.fields.all("a").collect::<Vec<_>>(), [b"head"]);
    assert_eq!(response.trailers.first("authentication-info"), Some(&b"nextnonce=\"x\""[..]));
    assert_eq!(response.trailers.iter().count(), 2);
}

#[test]
fn fields_have_order_and_no_case() {
    let bytes = with(
        "WWW-Authenticate: Negotiate\r\nwww-authenticate:   Digest a=\"b\"  \r\nX: ÿ\r\n\
         Folded: a\r\n  b\r\nEmpty:\r\nContent-Length: 0\r\n",
        b"",
    );
    let (response, _) = read(&bytes).unwrap();
    let challenges: Vec<_> = response.fields.all("WWW-AUTHENTICATE").collect();
    assert_eq!(challenges, [&b"Negotiate"[..], b"Digest a=\"b\""]);
    assert_eq!(response.fields.first("X"), Some("ÿ".as_bytes()));
    assert_eq!(response.fields.first("Folded").unwrap().trim_ascii_end(), b"a    b");
    assert_eq!(response.fields.first("Empty"), Some(&b""[..]));
    assert_eq!(response.fields.first("Absent"), None);
    assert_eq!(response.fields.iter().count(), 6);
    assert!(format!("{:?}", response.fields).contains("\"Empty\": \"\""));
}

#[test]
fn what_is_no_answer_says_so_and_where() {
    let table: [(&[u8], HttpProblem, usize); 17] = [
        (b"", HttpProblem::Truncated, 0),
        (b"HTTP/1.", HttpProblem::Truncated, 7),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", HttpProblem::Truncated, 41),
        (b"<html>", HttpProblem::NotHttp, 0),
        (b"HTTP/2 200\r\n\r\n", HttpProblem::NotHttp, 5),
        (b"\x15\x03\x01\x00\x02", HttpProblem::NotHttp, 0), // a TLS alert
        (b"\r\nHTTP/1.1 200 OK\r\n\r\n", HttpProblem::NotHttp, 0),
        (b"HTTP/1.1 2x0 OK\r\n\r\n", HttpProblem::Line, 0),
        (b"HTTP/1.7 200 OK\r\n\r\n", HttpProblem::Line, 0),
        (b"HTTP/1.1 099 OK\r\n\r\n", HttpProblem::Line, 0),
        (b"HTTP/1.1 200 OK\r\nA: b\r\nno field\r\n\r\n", HttpProblem::Line, 23),
        (b"HTTP/1.1 200 OK\r\nA: b\0\r\n\r\n", HttpProblem::Line, 17),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n", HttpProblem::Upgrade, 0),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", HttpProblem::Coding, 0),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            HttpProblem::Length,
            0,
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n", HttpProblem::Length, 0),
        (b"HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n", HttpProblem::Length, 0),
    ];
    for (bytes, expected, offset) in table {
        assert_eq!(problem(bytes), (expected, offset), "{}", bytes.escape_ascii());
    }
}

#[test]
fn limits_and_their_borders() {
    let limits = HttpLimits { max_body: 10 };
    let limit = 10;
    let too_large = HttpProblem::BodyTooLarge { limit };
    // Content-Length: told before a byte of the body came.
    assert_eq!(
        read_with(&with("Content-Length: 10\r\n", &[b'x'; 10]), limits).unwrap().0.body.len(),
        10
    );
    for length in ["11", "99999999999999999999999"] {
        let fields = format!("Content-Length: {length}\r\n");
        assert_eq!(problem_with(&head(&fields), limits), (too_large, 0));
    }
    // To the end of the connection.
    assert_eq!(read_with(&with("", &[b'x'; 10]), limits).unwrap().0.body.len(), 10);
    assert_eq!(problem_with(&with("", &[b'x'; 11]), limits), (too_large, head("").len() + 10));
    // In chunks.
    let chunked = |chunks: &[u8]| with("Transfer-Encoding: chunked\r\n", chunks);
    let fits = read_with(&chunked(b"8\r\n12345678\r\n2\r\n12\r\n0\r\n\r\n"), limits);
    assert_eq!(fits.unwrap().0.body, b"1234567812");
    let start = chunked(b"").len();
    assert_eq!(problem_with(&chunked(b"8\r\n12345678\r\n3\r\n"), limits), (too_large, start + 13));

    // Head, fields, chunk lines, interim answers.
    let filler = |length: usize| {
        let fixed = head("A: \r\nContent-Length: 0\r\n").len();
        head(&format!("A: {}\r\nContent-Length: 0\r\n", "x".repeat(length - fixed)))
    };
    assert!(read(&filler(HttpLimits::MAX_HEAD)).is_ok());
    let limit = HttpLimits::MAX_HEAD;
    let expected = (HttpProblem::HeadTooLarge { limit }, limit);
    assert_eq!(problem(&filler(HttpLimits::MAX_HEAD + 1)), expected);
    let mut endless = head("");
    endless.truncate(endless.len() - 2);
    endless.resize(100_000, b'x');
    assert_eq!(problem(&endless), expected);

    let many =
        |count: usize| head(&format!("Content-Length: 0\r\n{}", "A: b\r\n".repeat(count - 1)));
    assert!(read(&many(64)).is_ok());
    assert_eq!(problem(&many(65)), (HttpProblem::TooManyFields { limit: 64 }, 0));

    let line = |length: usize| chunked(format!("0;{}\r\n\r\n", "x".repeat(length - 4)).as_bytes());
    assert!(read(&line(64)).is_ok());
    assert_eq!(problem(&line(65)), (HttpProblem::ChunkLine { limit: 64 }, start));

    let trailer = |count| chunked(format!("0\r\n{}\r\n", "A: b\r\n".repeat(count)).as_bytes());
    assert!(read(&trailer(64)).is_ok());
    assert_eq!(problem(&trailer(65)), (HttpProblem::TooManyFields { limit: 64 }, start + 3));
    assert_eq!(problem(&trailer(4000)), (HttpProblem::HeadTooLarge { limit }, start + 3));

    let interim = |count| {
        [&b"HTTP/1.1 100 Continue\r\n\r\n".repeat(count)[..], b"HTTP/1.1 204 N\r\n\r\n"].concat()
    };
    assert!(read(&interim(8)).is_ok());
    assert_eq!(problem(&interim(9)), (HttpProblem::TooManyInterim { limit: 8 }, 8 * 25));
}

#[test]
fn an_error_stays_and_take_makes_new() {
    let mut reader = HttpReader::new(HttpLimits::default());
    assert!(reader.take().is_none());
    let error = reader.push(b"x").unwrap_err();
    assert_eq!(reader.push(b"HTTP/1.1 204 N\r\n\r\n"), Err(error));
    assert_eq!(reader.end(), Err(error));

    let mut reader = HttpReader::new(HttpLimits::default());
    let two = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb";
    let HttpProgress::Whole { unused } = reader.push(two).unwrap() else { panic!() };
    assert_eq!(reader.take().unwrap().body, b"a");
    let behind = &two[two.len() - unused..];
    assert_eq!(reader.push(behind), Ok(HttpProgress::Whole { unused: 0 }));
    assert_eq!(reader.take().unwrap().body, b"b");
    assert!(reader.take().is_none());
}

#[test]
fn releases_are_read_off_the_server_field() {
    for (server, release) in [
        ("Intel(R) Active Management Technology 16.1.25.1424", Some("16.1.25.1424")),
        ("Intel(R) Active Management Technology 3.2.1", Some("3.2.1")),
        ("Intel(R) Active Management Technology", None),
        ("Intel(R) Active Management Technology ", None),
        ("Apache/2.4", None),
    ] {
        let bytes = with(&format!("Server: {server}\r\nContent-Length: 0\r\n"), b"");
        assert_eq!(read(&bytes).unwrap().0.amt_release(), release, "{server}");
    }
    assert_eq!(read(&head("Content-Length: 0\r\n")).unwrap().0.amt_release(), None);
}
