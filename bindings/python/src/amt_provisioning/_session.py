"""The provisioning sessions, without I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, NamedTuple, Optional, Sequence, Union
from uuid import UUID

from . import _c
from ._c import Handle, Text, ffi, lib
from ._enums import (
    Account,
    AgentOutputKind,
    CallFailure,
    ConnectFailure,
    DeviceStatus,
    EventKind,
    Milestone,
    NotResolved,
    Operand,
    Operation,
    OutputKind,
    PeerTrust,
    Product,
    Purpose,
    ReplyKind,
    Stage,
    Status,
    Timer,
)
from ._hello import HelloReader
from ._report import Evaluation, Finding
from ._settings import DeviceSettings, ServicePoint
from ._validation import Facts, _Judgement


class Now(NamedTuple):
    """Both clocks of the caller."""

    monotonic: int
    """Milliseconds of a clock that never jumps; it drives the waits."""
    wall: int
    """Seconds since 1970 (UTC), for certificates and the device's clock."""


@dataclass(frozen=True)
class Endpoint:
    """Where to connect to."""

    address: str
    """The address of the device."""
    port: int
    """The port."""
    tls: bool
    """Is TLS to be used?"""
    chain: tuple[bytes, ...]
    """The certificates to present, leaf first and root included, DER; none if none are asked for."""
    pin: Optional[bytes]
    """SHA-256 of the one certificate that the device may show, if it is known: another one must be refused before
    anything is sent."""


@dataclass(frozen=True)
class Event:
    """What a session reports; what does not belong to its kind is 0 or empty."""

    kind: EventKind
    """What."""
    text: str
    """All of it in one line, for a log."""
    status: DeviceStatus
    """What is known of the device."""
    trust: PeerTrust
    """On what grounds its certificate was accepted."""
    timer: Timer
    """Why the session waits."""
    until: int
    """When the wait ends, in milliseconds of the monotonic clock."""
    step: str
    """What the step does that begins."""
    stage: Stage
    """The part of the session that it belongs to."""
    step_number: int
    """Its number, from 1."""
    step_count: int
    """How many there are."""
    cause: Optional[Finding]
    """What a note is about."""
    evaluation: Optional[Evaluation]
    """How the certificate was judged that was chosen."""


@dataclass(frozen=True)
class SessionResult:
    """How a session ended."""

    success: bool
    """Is all done?"""
    status: DeviceStatus
    """What is known of the device now."""
    milestone: Milestone
    """How far it came."""
    admin_password: Optional[int]
    """The caller's number for the admin password, if one was stored: the device may have it from here on."""
    mebx_password: Optional[int]
    """The caller's number for the MEBx password, if one was sent."""
    cause: Optional[Finding]
    """What ended it; None if all is done."""
    cause_text: str
    """The same with the step that was under way and what was seen."""
    suspects: tuple[Finding, ...]
    """Findings that bear on the cause, the likeliest first."""


Value = Union[str, bytes, int]
"""An operand."""


@dataclass(frozen=True)
class Output:
    """What a session says to do next; what does not belong to its kind is 0, empty or None."""

    kind: OutputKind
    """What."""
    uuid: UUID
    """The device to look up."""
    endpoint: Optional[Endpoint]
    """Where to connect to, also for a call on a new connection."""
    message: int
    """The number of a call's message."""
    sending: int
    """The number of its sending, from 1."""
    operation: Operation
    """What is asked of the device."""
    operands: Mapping[Operand, tuple[Value, ...]]
    """What the operation is about."""
    account: Account
    """Whose account to answer a challenge with."""
    account_reference: int
    """With `Account.STORED`: the caller's number for it."""
    repeatable: bool
    """May the call be sent again when its answer was lost?"""
    length: int
    """How many random bytes."""
    purpose: Purpose
    """What the secret is for."""
    secret: bytes = field(repr=False)
    """A secret to store, which the library cannot wipe here: drop it soon."""
    fqdn: str
    """The full name of the device."""
    public_key: bytes
    """Its public key, DER."""
    look: int
    """Which look for a certificate, from 1."""
    until: int
    """Until when to wait, in milliseconds of the monotonic clock."""
    event: Optional[Event]
    """The report."""
    result: Optional[SessionResult]
    """How the session ended."""


@dataclass(frozen=True)
class Reply:
    """What a device answered; the comment of the kind says what counts."""

    kind: ReplyKind = ReplyKind.DONE
    """What."""
    number: int = 0
    """A number."""
    data: Text = b""
    """A text or bytes."""
    items: Sequence[Text] = ()
    """Texts."""
    numbers: Sequence[int] = ()
    """Numbers."""


def _operands(session: Any) -> dict[Operand, tuple[Value, ...]]:
    reads: tuple[tuple[str, Any, Any], ...] = (
        ("amtp_str *", lib.amtp_session_operand_text, lambda out: _c.text(out)),
        ("amtp_bytes *", lib.amtp_session_operand_bytes, lambda out: _c.data(out)),
        ("int64_t *", lib.amtp_session_operand_number, lambda out: int(out[0])),
    )

    def read(operand: Operand, index: int) -> Value:
        for kind, call, value in reads:
            out = ffi.new(kind)
            if call(session, operand, index, out) == Status.OK:
                return value(out)  # type: ignore[no-any-return]
        return _c.number("uint64_t", lib.amtp_session_operand_reference, session, operand)

    counts = {operand: lib.amtp_session_operand_count(session, operand) for operand in Operand}
    return {
        operand: tuple(read(operand, index) for index in range(count)) for operand, count in counts.items() if count
    }


def _endpoint(session: Any) -> Endpoint:
    raw, view = _c.sized("amtp_endpoint"), ffi.new("amtp_bytes *")
    _c.check(lib.amtp_session_endpoint(session, raw))
    chain = []
    for index in range(raw.certificates):
        _c.check(lib.amtp_session_endpoint_certificate(session, index, view))
        chain.append(_c.data(view))
    return Endpoint(_c.text(raw.address), raw.port, raw.tls != 0, tuple(chain), _c.if_any(_pin, session))


def _pin(session: Any) -> bytes:
    view = ffi.new("amtp_bytes *")
    _c.check(lib.amtp_session_endpoint_pin(session, view))
    return _c.data(view)


def _evaluation(session: Any) -> Evaluation:
    with _Judgement() as judgement:
        _c.check(lib.amtp_session_event_evaluation(session, judgement._raw))
        return Evaluation._read(judgement._raw)


def _event(session: Any) -> Event:
    raw = _c.sized("amtp_event")
    _c.check(lib.amtp_session_event(session, raw))
    return Event(
        kind=EventKind(raw.kind),
        text=_c.rendered(lib.amtp_session_event_text, session),
        status=DeviceStatus(raw.status),
        trust=PeerTrust(raw.trust),
        timer=Timer(raw.timer),
        until=raw.until,
        step=_c.text(raw.step),
        stage=Stage(raw.stage),
        step_number=raw.step_number,
        step_count=raw.step_count,
        cause=_c.if_any(Finding._read, lib.amtp_session_cause, session),
        evaluation=_c.if_any(_evaluation, session),
    )


def _result(session: Any) -> SessionResult:
    raw = _c.sized("amtp_session_outcome")
    _c.check(lib.amtp_session_result(session, raw))
    return SessionResult(
        success=raw.success != 0,
        status=DeviceStatus(raw.status),
        milestone=Milestone(raw.milestone),
        admin_password=raw.admin_password if raw.has_admin_password else None,
        mebx_password=raw.mebx_password if raw.has_mebx_password else None,
        cause=_c.if_any(Finding._read, lib.amtp_session_cause, session),
        cause_text=_c.if_any(_c.rendered, lib.amtp_session_cause_text, session) or "",
        suspects=tuple(Finding._read(lib.amtp_session_suspect, session, index) for index in range(raw.suspects)),
    )


class Session(Handle):
    """The service point's session with one device. Do what `poll` says, tell what came of it, and poll again until it
    says that the session has finished; an input may be given only when it says to wait."""

    _noun = "session"

    @classmethod
    def out_of_band(cls, service: ServicePoint, hello: HelloReader, address: str, now: Now) -> Session:
        """Begun by a Hello that came from this address."""
        at = _c.utf8(address)
        return cls._made_by("amtp_session_out_of_band", service._raw, hello._raw, at, len(at), *now)

    @classmethod
    def in_band(
        cls,
        service: ServicePoint,
        settings: DeviceSettings,
        uuid: UUID,
        address: str,
        now: Now,
        reported: bytes = b"",
    ) -> Session:
        """Begun by the site server's instruction; `reported` is the SHA-256 of the one-time password that the agent
        reports, empty if it reports none."""
        at, raw = _c.utf8(address), ffi.new("amtp_uuid *", [uuid.bytes])
        arguments = (service._raw, settings._raw, raw, at, len(at), reported, len(reported))
        return cls._made_by("amtp_session_in_band", *arguments, *now)

    @classmethod
    def restore_out_of_band(
        cls, service: ServicePoint, settings: Optional[DeviceSettings], snapshot: bytes, now: Now
    ) -> Session:
        """Goes on with a saved session; `settings` is None if it had none yet."""
        known = ffi.NULL if settings is None else settings._raw
        arguments = (service._raw, known, snapshot, len(snapshot))
        return cls._made_by("amtp_session_restore_out_of_band", *arguments, *now)

    @classmethod
    def restore_in_band(cls, service: ServicePoint, settings: DeviceSettings, snapshot: bytes, now: Now) -> Session:
        """Goes on with a saved session."""
        arguments = (service._raw, settings._raw, snapshot, len(snapshot))
        return cls._made_by("amtp_session_restore_in_band", *arguments, *now)

    def snapshot(self) -> bytes:
        """The session at rest, for another process to go on with: no secret, no clock."""
        return _c.filled(lib.amtp_session_snapshot, self._raw)

    @property
    def plan(self) -> tuple[tuple[Stage, str], ...]:
        """The steps, while it configures a device."""
        view = ffi.new("amtp_str *")
        steps = []
        for index in range(lib.amtp_session_plan_count(self._raw)):
            _c.check(lib.amtp_session_plan_step(self._raw, index, view))
            steps.append((Stage(lib.amtp_session_plan_stage(self._raw, index)), _c.text(view)))
        return tuple(steps)

    @property
    def unfinished(self) -> tuple[str, ...]:
        """What the steps would do that are not done: the current one, or after a failure the one that failed, and those
        behind it."""
        view = ffi.new("amtp_str *")
        steps = []
        for index in range(lib.amtp_session_unfinished_count(self._raw)):
            _c.check(lib.amtp_session_unfinished_step(self._raw, index, view))
            steps.append(_c.text(view))
        return tuple(steps)

    def poll(self) -> Output:
        """What to do next. Everything is copied, so that it may be kept."""
        raw = _c.sized("amtp_output")
        _c.check(lib.amtp_session_poll(self._raw, raw))
        kind = OutputKind(raw.kind)
        return Output(
            kind=kind,
            uuid=UUID(bytes=bytes(raw.uuid.bytes)),
            endpoint=_c.if_any(_endpoint, self._raw),
            message=raw.message,
            sending=raw.sending,
            operation=Operation(raw.operation),
            operands=_operands(self._raw) if kind is OutputKind.INVOKE else {},
            account=Account(raw.account),
            account_reference=raw.account_reference,
            repeatable=raw.repeatable != 0,
            length=raw.length,
            purpose=Purpose(raw.purpose),
            secret=_c.data(raw.secret),
            fqdn=_c.text(raw.fqdn),
            public_key=_c.data(raw.public_key),
            look=raw.look,
            until=raw.until,
            event=_event(self._raw) if kind is OutputKind.EVENT else None,
            result=_result(self._raw) if kind is OutputKind.FINISHED else None,
        )

    def hello_came(self, now: Now, hello: HelloReader, address: str) -> None:
        """A Hello of the device came, from this address."""
        at = _c.utf8(address)
        self._check(lib.amtp_session_hello(self._raw, *now, hello._raw, at, len(at)))

    def resolved(self, now: Now, settings: DeviceSettings) -> None:
        """The device is known, and to be provisioned with these settings."""
        self._check(lib.amtp_session_resolved(self._raw, *now, settings._raw))

    def not_resolved(self, now: Now, why: NotResolved) -> None:
        """The device is not to be provisioned."""
        self._check(lib.amtp_session_not_resolved(self._raw, *now, why))

    def connected(self, now: Now, chain: Sequence[bytes]) -> None:
        """A connection is open; the device's certificates in DER, leaf first, none without TLS."""
        array, _buffers = _c.views(chain)
        self._check(lib.amtp_session_connected(self._raw, *now, array, len(chain)))

    def not_connected(self, now: Now, failure: ConnectFailure, code: int = 0) -> None:
        """No connection came about."""
        self._check(lib.amtp_session_not_connected(self._raw, *now, failure, code))

    def disconnected(self, now: Now) -> None:
        """The connection ended while no call was under way."""
        self._check(lib.amtp_session_disconnected(self._raw, *now))

    def answered(self, now: Now, call: Output, reply: Reply = Reply()) -> None:
        """The device replied to this call."""
        raw = _c.sized("amtp_reply")
        data = ffi.from_buffer("uint8_t[]", _c.utf8(reply.data))
        items, _buffers = _c.views([_c.utf8(item) for item in reply.items])
        numbers = ffi.new("uint32_t[]", reply.numbers)
        raw.kind, raw.number, raw.data = reply.kind, reply.number, (data, len(data))
        raw.items, raw.numbers, raw.count = items, numbers, len(reply.items) or len(reply.numbers)
        self._check(lib.amtp_session_answered(self._raw, *now, call.message, call.sending, raw))

    def failed(self, now: Now, call: Output, why: CallFailure, code: int = 0) -> None:
        """There is no reply to this call."""
        self._check(lib.amtp_session_failed(self._raw, *now, call.message, call.sending, why, code))

    def random(self, now: Now, random: bytes) -> None:
        """Bytes of the system's generator, such as `secrets.token_bytes`."""
        self._check(lib.amtp_session_random(self._raw, *now, random, len(random)))

    def stored(self, now: Now, purpose: Purpose, reference: int) -> None:
        """The secret is stored for good, under this number of the caller."""
        self._check(lib.amtp_session_stored(self._raw, *now, purpose, reference))

    def not_stored(self, now: Now) -> None:
        """The secret could not be stored."""
        self._check(lib.amtp_session_not_stored(self._raw, *now))

    def directory_account(self, now: Now, realm: Text, principals: Sequence[Text], reference: int) -> None:
        """The directory account exists: Kerberos realm, service principal names, the caller's number for its key."""
        name = _c.utf8(realm)
        array, _buffers = _c.views([_c.utf8(principal) for principal in principals])
        count = len(principals)
        self._check(
            lib.amtp_session_directory_account(self._raw, *now, name, len(name), array, count, reference)
        )

    def no_directory_account(self, now: Now) -> None:
        """The directory account could not be made."""
        self._check(lib.amtp_session_no_directory_account(self._raw, *now))

    def device_certificate(self, now: Now, certificate: Optional[bytes]) -> None:
        """The device's certificate, DER; None if it is not there yet."""
        der = certificate or b""
        self._check(lib.amtp_session_device_certificate(self._raw, *now, der, len(der)))

    def tick(self, now: Now) -> None:
        """Time has passed."""
        self._check(lib.amtp_session_tick(self._raw, *now))

    def cancel(self, now: Now) -> None:
        """The session shall end."""
        self._check(lib.amtp_session_cancel(self._raw, *now))


@dataclass(frozen=True)
class AgentOutput:
    """What an agent says to do next."""

    kind: AgentOutputKind
    """What."""
    length: int
    """How many random bytes."""
    until: int
    """Until when to wait, in milliseconds of the monotonic clock."""
    data: bytes = field(repr=False)
    """A hash or a secret, which the library cannot wipe here: drop it soon."""
    interface_open: bool
    """At the end: is the network interface open?"""
    cause: Optional[Finding]
    """At the end: what ended it, if something did."""


class Agent(Handle):
    """The client agent's session: agrees on a one-time password with the server, and only then opens the interface."""

    _noun = "agent"

    def __init__(self, root_hash: Text, product: Product, now: Now, patience: int = 0) -> None:
        """For a service point whose certificate has a root with this hash. Each answer is waited for `patience`
        milliseconds; 0 stands for 5 minutes."""
        asked = _c.utf8(root_hash)
        super().__init__(asked, len(asked), product, patience, *now)

    def poll(self) -> AgentOutput:
        """What to do next."""
        raw = _c.sized("amtp_agent_output")
        _c.check(lib.amtp_agent_poll(self._raw, raw))
        return AgentOutput(
            kind=AgentOutputKind(raw.kind),
            length=raw.length,
            until=raw.until,
            data=_c.data(raw.data),
            interface_open=raw.interface_open != 0,
            cause=_c.if_any(Finding._read, lib.amtp_agent_cause, self._raw),
        )

    def facts_read(self, now: Now, host_interface: bool, status: DeviceStatus, facts: Facts) -> None:
        """What the computer has: the driver of the host interface, the device's status, its root hashes."""
        self._check(lib.amtp_agent_facts(self._raw, *now, host_interface, status, facts._raw))

    def random(self, now: Now, random: bytes) -> None:
        """Bytes of the system's generator."""
        self._check(lib.amtp_agent_random(self._raw, *now, random, len(random)))

    def hash_stored(self, now: Now, stored: bool) -> None:
        """Did the server store the hash?"""
        self._check(lib.amtp_agent_hash_stored(self._raw, *now, stored))

    def password_set(self, now: Now, status: int) -> None:
        """The status of the host interface's command that sets the one-time password; 0 is success."""
        self._check(lib.amtp_agent_password_set(self._raw, *now, status))

    def interface_opened(self, now: Now, status: int) -> None:
        """The status of the host interface's command that opens the network interface; 0 is success."""
        self._check(lib.amtp_agent_interface_opened(self._raw, *now, status))

    def tick(self, now: Now) -> None:
        """Time has passed."""
        self._check(lib.amtp_agent_tick(self._raw, *now))

    def cancel(self, now: Now) -> None:
        """The session shall end."""
        self._check(lib.amtp_agent_cancel(self._raw, *now))
