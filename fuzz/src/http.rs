//! HTTP answers, and the exchange that waits for them.

use amt_provisioning::*;

use super::naive;

/// So many bytes in front say where the answer behind them is cut.
const MAX_CUTS: usize = 8;

/// The answer in the rest of the input, in one piece and in pieces.
pub fn http_answer(data: &[u8]) {
    let (cuts, bytes) = data.split_at(data.len().min(MAX_CUTS));
    let whole = read(bytes, &[]);
    let mut ends: Vec<usize> =
        cuts.iter().map(|cut| usize::from(*cut) * bytes.len() / 255).collect();
    ends.sort_unstable();
    assert_eq!(read(bytes, &ends), whole);
    let each: Vec<usize> = (0..bytes.len().min(600)).collect();
    assert_eq!(read(bytes, &each), whole);
    match whole {
        Ok((response, unused)) => {
            assert!(response.body.len() <= HttpLimits::MAX_BODY && unused <= bytes.len());
            if let Some(body) = naive::http_body(&bytes[..bytes.len() - unused]) {
                assert_eq!(response.body, body);
            }
        }
        Err(error) => assert!(error.offset().is_some_and(|at| at <= bytes.len()), "{error}"),
    }
}

fn read(bytes: &[u8], ends: &[usize]) -> Result<(HttpResponse, usize), Error> {
    let mut reader = HttpReader::new(HttpLimits::default());
    let mut start = 0;
    for end in ends.iter().copied().chain([bytes.len()]) {
        if let HttpProgress::Whole { unused } = reader.push(&bytes[start..end])? {
            return Ok((reader.take().unwrap(), unused + bytes.len() - end));
        }
        start = end;
    }
    reader.end()?;
    Ok((reader.take().unwrap(), 0))
}

/// One event between two `|`: a call always ends, each request carries the whole body, and nothing goes out
/// more than four times.
pub fn http_exchange(data: &[u8]) {
    const BODY: &[u8] = b"<Envelope/>";
    let admin = Credentials::new("admin", Secret::from("P@ssw0rd"));
    let mut exchange = HttpExchange::new("device:16993", DigestPolicy::TLS).unwrap();
    let mut sent = 0;
    for line in data.split(|byte| *byte == b'|') {
        if exchange.start(BODY).is_ok() {
            sent = 0;
        }
        loop {
            match exchange.poll() {
                HttpOutput::Connect => exchange.handle(HttpInput::Connected).unwrap(),
                HttpOutput::Send(bytes) => {
                    sent += 1;
                    assert!(sent <= 4);
                    assert!(
                        bytes.starts_with(b"POST /wsman HTTP/1.1\r\n") && bytes.ends_with(BODY)
                    );
                }
                HttpOutput::Answer { .. } => {
                    let cnonce = Cnonce::new(&[0xa5; 16]).unwrap();
                    let input = HttpInput::Credentials { account: &admin, cnonce };
                    exchange.handle(input).unwrap();
                }
                HttpOutput::Receive => break,
                HttpOutput::Finished(_) | HttpOutput::Idle => break,
            }
        }
        let input = match line {
            b"closed" => HttpInput::Closed,
            b"connected" => HttpInput::Connected,
            bytes => HttpInput::Received(bytes),
        };
        let _ = exchange.handle(input);
    }
    exchange.new_connection();
    assert!(matches!(exchange.poll(), HttpOutput::Idle));
}
