"""The client of HTTP Digest, for those with an HTTP of their own."""

from __future__ import annotations

import secrets
from typing import Optional, Sequence

from . import _c
from ._accounts import Credentials
from ._c import Handle, Text, ffi, lib
from ._enums import DigestAlgorithm, DigestProfile, Refusal, ServerProof
from ._report import Finding


def algorithm_number(algorithm: Optional[DigestAlgorithm]) -> int:
    """None stands for any."""
    return int(lib.AMTP_DIGEST_ANY) if algorithm is None else algorithm


def fresh(random: Optional[bytes]) -> bytes:
    """What a client nonce is made of."""
    return secrets.token_bytes(16) if random is None else random


class DigestClient(Handle):
    """Answers the challenges of one server with one account: keeps the nonce and its count, and the key, which is wiped
    when it is freed; not the password."""

    _noun = "digest_client"

    def __init__(self, profile: DigestProfile, algorithm: Optional[DigestAlgorithm] = None) -> None:
        """One that has answered nothing. `algorithm` is the only one to answer with."""
        super().__init__(profile, algorithm_number(algorithm))

    def challenge(self, fields: Sequence[Text], credentials: Credentials, random: Optional[bytes] = None) -> None:
        """Takes the challenge of a 401 answer: the values of its `WWW-Authenticate` fields. `random` is at least 8,
        better 16 bytes of a cryptographic generator, which serve for nothing else; None takes them of `secrets`."""
        views, _alive = _c.views([_c.utf8(field) for field in fields])
        cnonce = fresh(random)
        self._check(
            lib.amtp_digest_client_challenge(self._raw, views, len(fields), credentials._raw, cnonce, len(cnonce))
        )

    def authorize(self, method: str, uri: str, body: bytes = b"") -> bytes:
        """The value of the `Authorization` field for the next request, and counts it. `uri` is the request target
        exactly as sent."""
        raw, value = _c.sized("amtp_digest_request"), ffi.new("amtp_bytes *")
        texts = [ffi.new("char[]", _c.utf8(text)) for text in (method, uri)]
        raw.method, raw.uri = [(text, len(text) - 1) for text in texts]
        content = ffi.from_buffer("uint8_t[]", body)
        raw.body = (content, len(content))
        self._check(lib.amtp_digest_client_authorize(self._raw, raw, value))
        return _c.data(value)

    def refusal(self, fields: Sequence[Text]) -> Refusal:
        """What a 401 answer to the last request says about the credentials. A second refusal in a row is never
        excused."""
        views, _alive = _c.views([_c.utf8(field) for field in fields])
        return Refusal(
            _c.number("amtp_refusal", lib.amtp_digest_client_refusal, self._raw, views, len(fields))
        )

    def accepted(self) -> None:
        """To be called when a request was answered as to an account that is right: with 2xx, or with a SOAP fault."""
        self._check(lib.amtp_digest_client_accepted(self._raw))

    def heed(self, info: Text, uri: str, body: bytes) -> ServerProof:
        """Checks and heeds the `Authentication-Info` field of the answer to the last request, whose target was `uri`;
        `body` is that of the answer."""
        field, target, proof = _c.utf8(info), _c.utf8(uri), ffi.new("amtp_server_proof *")
        self._check(
            lib.amtp_digest_client_heed(
                self._raw, field, len(field), target, len(target), body, len(body), proof
            )
        )
        return ServerProof(proof[0])

    @property
    def count(self) -> int:
        """The count of the next answer, from 1; 0 if the nonce is used up, or before a challenge was taken."""
        return int(lib.amtp_digest_client_count(self._raw))

    @property
    def realm(self) -> bytes:
        """The realm of the challenge."""
        view = ffi.new("amtp_bytes *")
        _c.check(lib.amtp_digest_client_realm(self._raw, view))
        return _c.data(view)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is worth knowing about the challenge that was taken last."""
        count = lib.amtp_digest_client_finding_count(self._raw)
        return tuple(Finding._read(lib.amtp_digest_client_finding, self._raw, index) for index in range(count))
