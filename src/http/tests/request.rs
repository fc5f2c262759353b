use std::string::String;

use crate::{
    Cnonce, Credentials, DigestClient, DigestPolicy, DigestRequest, ErrorKind, HttpRequest, Secret,
};

fn refused(request: &HttpRequest<'_>, authorization: Option<&[u8]>) -> Option<&'static str> {
    match request.to_bytes(authorization).err()?.kind() {
        ErrorKind::HeaderValue { name, .. } => Some(name),
        other => panic!("{other}"),
    }
}

#[test]
fn lengths_count_bytes() {
    // P-75: characters of 2, 3 and 4 bytes.
    let body = "<a>\u{e4}\u{20ac}\u{1f512}</a>";
    let bytes = HttpRequest::wsman("h", body.as_bytes()).to_bytes(None).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("\r\nContent-Length: 16\r\n"), "{text}");
    assert!(text.ends_with(&std::format!("\r\n\r\n{body}")));
}

#[test]
fn the_credentials_are_the_only_difference() {
    let request = HttpRequest::wsman("[fe80::1]:16993", b"<a/>");
    let plain = String::from_utf8(request.to_bytes(None).unwrap()).unwrap();
    let with = String::from_utf8(request.to_bytes(Some(b"Digest x=y")).unwrap()).unwrap();
    assert_eq!(with.replace("Authorization: Digest x=y\r\n", ""), plain);
    assert!(plain.starts_with("POST /wsman HTTP/1.1\r\nHost: [fe80::1]:16993\r\n"));
}

#[test]
fn a_field_may_be_left_out() {
    let request = HttpRequest {
        method: "GET",
        target: "/logon.htm?a=b",
        host: "192.0.2.7",
        content_type: None,
        body: b"",
    };
    let expected = b"GET /logon.htm?a=b HTTP/1.1\r\nHost: 192.0.2.7\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(request.to_bytes(None).unwrap(), expected);
}

/// W-110: release 1.0 rejects a header block of a kilobyte.
#[test]
fn header_blocks_stay_below_a_kilobyte() {
    let field: &[u8] = b"Digest realm=\"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E\", \
        nonce=\"+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z\",stale=\"false\",qop=\"auth-int, auth\"";
    let choice = DigestPolicy::TLS.choose([field]).unwrap();
    let account = Credentials::new("administrator-16", Secret::from("P@ssw0rd"));
    let cnonce = Cnonce::new(&[0xa5; 16]).unwrap();
    let mut client = DigestClient::new(&choice, &account, cnonce).unwrap();
    let digest = DigestRequest { method: "POST", uri: HttpRequest::WSMAN, body: b"" };
    let authorization = client.authorize(&digest).unwrap();
    let host = std::format!("{}:16993", "x".repeat(253)); // the longest name of DNS
    let bytes = HttpRequest::wsman(&host, b"").to_bytes(Some(&authorization)).unwrap();
    assert!(bytes.len() < 1024, "{} bytes", bytes.len());
}

#[test]
fn what_would_write_another_request_is_refused() {
    let good = HttpRequest::wsman("host:16993", b"");
    assert_eq!(refused(&good, None), None);
    for method in ["", "PO ST", "POST\r\n", "HEAD", "connect", "PÖST"] {
        assert_eq!(refused(&HttpRequest { method, ..good }, None), Some("method"), "{method:?}");
    }
    for target in ["", "wsman", "/a b", "/a\r\nX: y", "/a#b", "/\u{e4}", "http://h/"] {
        assert_eq!(refused(&HttpRequest { target, ..good }, None), Some("target"), "{target:?}");
    }
    for host in ["", "a b", "a\r\nX: y", "user@host", "h/", "h\u{e4}", "h\0"] {
        assert_eq!(refused(&HttpRequest { host, ..good }, None), Some("host"), "{host:?}");
    }
    for value in ["a\nb", "a\0", "\u{e4}"] {
        let request = HttpRequest { content_type: Some(value), ..good };
        assert_eq!(refused(&request, None), Some("content type"), "{value:?}");
    }
    for value in [&b"Digest \r\nX: y"[..], b"\0", b"a\x7f"] {
        assert_eq!(refused(&good, Some(value)), Some("authorization"), "{value:?}");
    }
}
