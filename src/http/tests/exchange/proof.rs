//! The server's proof that it knows the password (W-534).

use std::format;
use std::string::String;

use super::{Device, account, ask, ask_then, call, exchange};
use crate::{Authorization, DigestHash, Ha1, ServerProof};

#[test]
fn the_servers_proof_is_checked() {
    let admin = account("P@ssw0rd");
    for (valid, next) in [(true, None), (true, Some(&b"next"[..])), (false, None)] {
        let (mut exchange, mut device) = (exchange(), Device::new());
        let mut second = |_: usize, request: &[u8]| {
            let answer = device.answer(request);
            let text = String::from_utf8(request.to_vec()).unwrap();
            let value = text.lines().find_map(|line| line.strip_prefix("Authorization: "));
            let Some(value) = value else { return answer };
            let authorization = Authorization::parse(value.as_bytes()).unwrap();
            let ha1 =
                if valid { device.ha1() } else { Ha1::new(DigestHash::Md5, "", b"", &"".into()) };
            let info = authorization.info(&ha1, b"ok", next).unwrap();
            let info = String::from_utf8(info).unwrap();
            // In the trailers, where it is allowed too (RFC 7615, 4).
            let answer = String::from_utf8(answer).unwrap();
            let trailer = format!("0\r\nAuthentication-Info: {info}\r\n\r\n");
            answer.replace("0\r\n\r\n", &trailer).into_bytes()
        };
        let (result, _) = call(&mut exchange, &admin, &mut second);
        let expected = if valid { ServerProof::Valid } else { ServerProof::Invalid };
        assert_eq!(result.unwrap().proof, expected);
        if let Some(next) = next {
            (device.nonce, device.last) = (next, None);
            let (result, asked) = ask(&mut exchange, &mut device, &admin);
            assert!(result.is_ok() && asked.is_empty());
            assert_eq!(device.seen.last().unwrap().1, Some(1));
        }
    }
}

/// The lines of a field are one list (RFC 9110, 5.3): no proof hides behind the first.
#[test]
fn every_line_of_the_servers_proof_counts() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    let then = b"HTTP/1.1 200 OK\r\nAuthentication-Info: nextnonce=\"n2\"\r\n\
        Authentication-Info: rspauth=\"00\"\r\nContent-Length: 0\r\n\r\n";
    let (result, _) = ask_then(&mut exchange, &mut device, &admin, then);
    assert_eq!(result.unwrap().proof, ServerProof::Invalid);
}
