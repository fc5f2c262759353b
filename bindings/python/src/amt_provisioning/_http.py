"""Conversations with devices over HTTP, without I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from . import _c
from ._accounts import Credentials
from ._c import Error, Handle, lib
from ._digest import algorithm_number, fresh
from ._enums import (
    DigestAlgorithm,
    DigestProfile,
    ExchangeAction,
    ExchangeOutcome,
    Refusal,
    ServerProof,
    Status,
    TrialEvent,
)


class _Response(Handle):
    _noun = "http_response"


@dataclass(frozen=True)
class HttpResponse:
    """An answer."""

    status: int
    """The status code: 100 to 999."""
    body: bytes
    """The body, without its transfer coding."""
    fields: tuple[tuple[str, bytes], ...]
    """The header fields, then those behind a chunked body: names as sent, values without the blanks around them."""
    release: str
    """The firmware release that the `Server` field of a device tells; empty if it tells none."""

    @classmethod
    def _read(cls, response: Any) -> HttpResponse:
        raw, field = _c.sized("amtp_http_message"), _c.sized("amtp_http_field")
        _c.check(lib.amtp_http_response_get(response, raw))
        fields = []
        for index in range(raw.fields + raw.trailers):
            _c.check(lib.amtp_http_response_field(response, index, field))
            fields.append((_c.text(field.name), _c.data(field.value)))
        return cls(raw.status, _c.data(raw.body), tuple(fields), _c.text(raw.release))


@dataclass(frozen=True)
class ExchangeStep:
    """What to do next."""

    action: ExchangeAction
    """What."""
    again: Refusal
    """Why the account is asked for once more, which must be the same one."""
    data: bytes
    """The bytes to send."""


@dataclass(frozen=True)
class ExchangeResult:
    """How a call ended."""

    outcome: ExchangeOutcome
    """How."""
    response: Optional[HttpResponse]
    """The answer, if there is one."""
    error: Optional[Error]
    """What is wrong with the challenge or the answer, if something is."""
    proof: ServerProof
    """Whether the device showed that it knows the password."""
    event: TrialEvent
    """What it says about the account, for `Trial.tell`; `TrialEvent.NONE` if nothing."""
    sent: bool
    """After `ExchangeOutcome.DROPPED`: was the request handed out for sending, so that the device may have acted?"""
    received: int
    """After `ExchangeOutcome.DROPPED`: so many bytes of the answer had come."""


class Exchange(Handle):
    """Conversation with a device: each call goes out as a request without credentials first, the 401 is answered, and
    the same bytes go out again; later calls reuse the nonce. Start a call, do what `poll` says and tell what came of
    it, until it is finished."""

    _noun = "exchange"

    def __init__(
        self, host: str, profile: DigestProfile, algorithm: Optional[DigestAlgorithm] = None, max_body: int = 0
    ) -> None:
        """With the device at `host`: name or address, an IPv6 address in brackets, `:` and the port. A `max_body` of 0
        stands for 1 MiB."""
        name = _c.utf8(host)
        super().__init__(name, len(name), profile, algorithm_number(algorithm), max_body)

    def start(self, body: bytes) -> None:
        """Begins a call with this body."""
        self._check(lib.amtp_exchange_start(self._raw, body, len(body)))

    def poll(self) -> ExchangeStep:
        """What to do next; asked again after bytes to send, it says that there are bytes to receive."""
        raw = _c.sized("amtp_exchange_step")
        self._check(lib.amtp_exchange_poll(self._raw, raw))
        return ExchangeStep(ExchangeAction(raw.action), Refusal(raw.again), _c.data(raw.bytes))

    def connected(self) -> None:
        """A connection is open, TLS included, and nothing was sent on it."""
        self._check(lib.amtp_exchange_connected(self._raw))

    def received(self, data: bytes) -> None:
        """Bytes came, in any portions. What is wrong with them is a result of the call."""
        self._check(lib.amtp_exchange_received(self._raw, data, len(data)))

    def closed(self) -> None:
        """The connection ended, or could not be opened."""
        self._check(lib.amtp_exchange_closed(self._raw))

    def answer(self, credentials: Credentials, random: Optional[bytes] = None) -> None:
        """The account to answer the challenge with. `random` as for `DigestClient.challenge`."""
        cnonce = fresh(random)
        self._check(lib.amtp_exchange_credentials(self._raw, credentials._raw, cnonce, len(cnonce)))

    def new_connection(self) -> None:
        """Forgets account and connection, for another account; a call under way is given up."""
        self._check(lib.amtp_exchange_new_connection(self._raw))

    def take_result(self) -> ExchangeResult:
        """How the last call ended. Its answer is given away: asked once more, it is missing."""
        raw = _c.sized("amtp_exchange_result")
        _c.check(lib.amtp_exchange_get_result(self._raw, raw))
        place, error = _c.sized("amtp_error"), None
        if lib.amtp_exchange_error(self._raw, place) == Status.OK:
            error = _c.located(place, _c.rendered(lib.amtp_exchange_error_text, self._raw))
        return ExchangeResult(
            outcome=ExchangeOutcome(raw.outcome),
            response=_c.if_any(self._take_response),
            error=error,
            proof=ServerProof(raw.proof),
            event=TrialEvent(raw.event),
            sent=raw.sent != 0,
            received=raw.received,
        )

    def _take_response(self) -> HttpResponse:
        with _Response._made_by("amtp_exchange_take_response", self._raw) as response:
            return HttpResponse._read(response._raw)
