"""Messages of provisioning. Expected values are those of hashlib, uuid and RFC 7616's formulas."""

import hashlib
import re
from uuid import UUID

import amt_provisioning as amtp
import pytest

REALM = "Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E"
NONCE = "+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z"
CHALLENGE = f'Digest realm="{REALM}", nonce="{NONCE}",stale="false",qop="auth"'
UNAUTHORIZED = f"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: {CHALLENGE}\r\nContent-Length: 0\r\n\r\n".encode()
RANDOM = bytes(index * 167 % 256 for index in range(256))
DEVICE = UUID("00112233-4455-6677-8899-aabbccddeeff")
ROOT = bytes.fromhex("742c3192e607e424eb4549542be1bbc53e6174e2")
# Version 3, sent twice before, one SHA-1, and a byte too many; the order of the UUID is that of SMBIOS.
PKI = bytes([1, 0, 3, 0, 2, 0, 0, 0]) + DEVICE.bytes_le + bytes([1, 1, 20]) + ROOT + b"\xab"


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


HA1 = md5(f"admin:{REALM}:P@ssw0rd")


def test_hello_in_fragments() -> None:
    with amtp.HelloReader() as reader, amtp.Facts() as facts:
        assert reader.push(PKI[:27]) == amtp.HelloProgress(least=20, trailing=0)
        with pytest.raises(amtp.Error, match="AMTP_ERR_ABSENT"):
            reader.add_to(facts)
        assert reader.push(PKI[27:]) == amtp.HelloProgress(least=0, trailing=1)
        message = reader.finish()
        reader.add_to(facts)
        assert amtp.check_root_hash(facts, ROOT.hex()).error_code == 0
        assert reader.failure is None
    assert (message.uuid, message.version, message.retry_count) == (DEVICE, 3, 2)
    assert (message.credentials_set, message.pid, message.trailing) == (True, b"", b"\xab")
    name = "VeriSign Class 3 Public Primary Certification Authority - G1"
    assert message.hashes == (amtp.HelloHash(1, ROOT, name),)
    assert [finding.name for finding in message.findings] == ["HELLO_TRAILING_BYTES"]


def test_hello_that_cannot_be_read() -> None:
    with amtp.HelloReader() as reader:
        with pytest.raises(amtp.Error) as failure:
            reader.read(PKI[:40])
        assert (failure.value.status, failure.value.offset) == (amtp.Status.ERR_HELLO_TRUNCATED, 40)
        assert reader.failure is not None and reader.failure.name == "HELLO_TRUNCATED" and reader.failure.remedy
        assert reader.read(PKI).uuid == DEVICE
    with amtp.HelloReader(strict_tail=True) as strict, pytest.raises(amtp.Error, match="AMTP_ERR_HELLO_TRAILING"):
        strict.read(PKI)


def test_accounts() -> None:
    account = amtp.Credentials("admin", "P@ssw0rd")
    assert account.ha1(amtp.DigestHash.MD5, REALM).hex() == HA1
    stored = amtp.Credentials.stored("admin", REALM, amtp.DigestHash.MD5, bytes.fromhex(HA1))
    assert stored.user == "admin"
    with pytest.raises(amtp.Error, match="AMTP_ERR_STORED_HASH"):
        stored.ha1(amtp.DigestHash.MD5, "another")


def test_passwords() -> None:
    assert amtp.check_password("P@ssw0rd") == 0
    problems = amtp.check_password("p@ssword 1")
    assert problems == amtp.PasswordProblem.NO_UPPER | amtp.PasswordProblem.BLANK
    assert amtp.password_reasons(problems)[0] == "it has no upper-case letter"
    assert len(amtp.password_reasons(problems)) == 2
    assert problems & ~amtp.PasswordProblem.NOTES  # AMT refuses it
    assert amtp.check_user_name("$$OsAdmin") is amtp.UserNameProblem.SYSTEM
    assert amtp.user_name_reasons(amtp.UserNameProblem.SYSTEM) == ("it begins with $$",)
    made = amtp.generate_password(RANDOM)
    assert len(made) == 20 and amtp.check_password(made) == 0
    with pytest.raises(amtp.Error, match="AMTP_ERR_RANDOM"):
        amtp.generate_password(RANDOM[:19])


def answered(field: str, count: int) -> bool:
    """Is this what RFC 7616 asks for?"""
    cnonce = RANDOM[:16].hex()
    response = md5(f"{HA1}:{NONCE}:{count:08x}:{cnonce}:auth:{md5('POST:/wsman')}")
    wanted = {f"nc={count:08x}", f'cnonce="{cnonce}"', f'response="{response}"', "qop=auth", 'uri="/wsman"'}
    return wanted <= set(field.removeprefix("Digest ").split(", "))


def test_digest() -> None:
    account = amtp.Credentials("admin", "P@ssw0rd")
    with amtp.DigestClient(amtp.DigestProfile.TLS) as client:
        with pytest.raises(amtp.Error) as failure:
            client.challenge(["Negotiate", 'Digest realm="r"'], account)
        assert (failure.value.status, failure.value.item) == (amtp.Status.ERR_HEADER, 1)
        with pytest.raises(amtp.Error, match="AMTP_ERR_ABSENT"):
            client.authorize("POST", "/wsman")
        client.challenge([CHALLENGE], account, RANDOM[:16])
        assert (client.realm, client.count, client.findings) == (REALM.encode(), 1, ())
        assert answered(client.authorize("POST", "/wsman").decode(), 1)
        assert client.count == 2
        proof = md5(f"{HA1}:{NONCE}:00000001:{RANDOM[:16].hex()}:auth:{md5(':/wsman')}")
        assert client.heed(f'rspauth="{proof}"', "/wsman", b"") is amtp.ServerProof.VALID
        assert client.heed(f'rspauth="{proof}"', "/", b"") is amtp.ServerProof.INVALID
        later = [CHALLENGE.replace(NONCE, "other")]
        assert client.refusal(later) is amtp.Refusal.WRONG_CREDENTIALS
        client.accepted()
        assert client.refusal(later) is amtp.Refusal.STALE_NONCE
        client.challenge(['Digest realm="r", nonce="n", qop="auth"'], account)
        assert [finding.name for finding in client.findings] == ["REALM_UNEXPECTED"]
    # Random bytes that nobody gave are others each time.
    fields = set()
    for _ in range(2):
        client = amtp.DigestClient(amtp.DigestProfile.TLS, amtp.DigestAlgorithm.MD5)
        client.challenge([CHALLENGE], account)
        fields.add(client.authorize("POST", "/wsman"))
    assert len(fields) == 2


def drive(exchange: amtp.Exchange, answer: bytes) -> tuple[amtp.ExchangeAction, bytes]:
    """What a device would do, until the account is needed or the call has ended; and what was sent last."""
    sent = b""
    while True:
        step = exchange.poll()
        if step.action is amtp.ExchangeAction.CONNECT:
            exchange.connected()
        elif step.action is amtp.ExchangeAction.SEND:
            sent = step.data
        elif step.action is amtp.ExchangeAction.RECEIVE:
            exchange.received(answer)
        else:
            assert step.again is amtp.Refusal.NONE
            return step.action, sent


def test_exchange() -> None:
    with amtp.Exchange("192.0.2.7:16992", amtp.DigestProfile.TCP) as exchange:
        assert exchange.poll().action is amtp.ExchangeAction.IDLE
        exchange.start(b"<b/>")
        with pytest.raises(amtp.Error, match="AMTP_ERR_OUT_OF_TURN: "):
            exchange.start(b"")
        action, sent = drive(exchange, UNAUTHORIZED)
        assert action is amtp.ExchangeAction.ANSWER and b"Authorization" not in sent
        exchange.answer(amtp.Credentials("admin", "P@ssw0rd"), RANDOM[:16])
        action, sent = drive(
            exchange,
            b"HTTP/1.1 200 OK\r\nServer: Intel(R) Active Management Technology 16.1.25.1424\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0004\r\n<a/>\r\n0\r\nX-Late: 1\r\n\r\n",
        )
        assert action is amtp.ExchangeAction.FINISHED and sent.endswith(b"\r\n\r\n<b/>")
        field = re.search(rb"\r\nAuthorization: (.*)\r\n", sent)
        assert field is not None and answered(field[1].decode(), 1)
        result = exchange.take_result()
        assert (result.outcome, result.error) == (amtp.ExchangeOutcome.ANSWERED, None)
        assert (result.proof, result.event) == (amtp.ServerProof.ABSENT, amtp.TrialEvent.ACCEPTED)
        response = result.response
        assert response is not None and (response.status, response.body) == (200, b"<a/>")
        assert response.release == "16.1.25.1424"
        assert response.fields[1:] == (("Transfer-Encoding", b"chunked"), ("X-Late", b"1"))
        assert exchange.take_result().response is None

        exchange.start(b"")
        assert exchange.poll().action is amtp.ExchangeAction.SEND
        exchange.received(b"HTTP/1.1 ")
        exchange.closed()
        assert exchange.poll().action is amtp.ExchangeAction.FINISHED
        result = exchange.take_result()
        assert (result.outcome, result.sent, result.received) == (amtp.ExchangeOutcome.DROPPED, True, 9)

        exchange.start(b"")
        exchange.new_connection()
        assert exchange.poll().action is amtp.ExchangeAction.IDLE
        exchange.start(b"")
        assert drive(exchange, b"SSH-2.0-x\r\n")[0] is amtp.ExchangeAction.FINISHED
        result = exchange.take_result()
        assert (result.outcome, result.response) == (amtp.ExchangeOutcome.DAMAGED, None)
        assert result.error is not None and result.error.status is amtp.Status.ERR_HTTP_NOT_HTTP


def test_one_account_after_the_other() -> None:
    trial = amtp.Trial([amtp.Credentials("admin", "P@ssw0rd")])
    with amtp.Exchange("192.0.2.7:16992", amtp.DigestProfile.TCP) as exchange:
        exchange.start(b"")
        assert drive(exchange, UNAUTHORIZED)[0] is amtp.ExchangeAction.ANSWER
        assert trial.place == 0
        exchange.answer(trial.account())
        assert drive(exchange, UNAUTHORIZED)[0] is amtp.ExchangeAction.FINISHED
        result = exchange.take_result()
    assert result.outcome is amtp.ExchangeOutcome.REFUSED
    assert result.response is not None and result.response.status == 401
    assert trial.tell(result.event) == amtp.TrialStep(amtp.TrialAction.CONNECT, 20)
    assert trial.place == 1 and trial.account().user == "admin" and trial.ended is None
    with pytest.raises(amtp.Error, match="AMTP_ERR_ENUM"):
        trial.tell(amtp.TrialEvent.NONE)
    assert trial.tell(amtp.TrialEvent.WRONG_CREDENTIALS).action is amtp.TrialAction.ENDED
    assert trial.ended is not None and trial.ended.name == "CREDENTIALS_EXHAUSTED"
    assert trial.place is None
