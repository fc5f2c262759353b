"""Hello messages, with which devices ask to be provisioned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional
from uuid import UUID

from . import _c
from ._c import Handle, lib
from ._report import Finding
from ._validation import Facts


@dataclass(frozen=True)
class HelloProgress:
    """How far a message has come."""

    least: int
    """At least so many bytes are missing; 0 if the message is whole."""
    trailing: int
    """So many bytes came behind the end of the message."""


@dataclass(frozen=True)
class HelloHash:
    """A root hash of a Hello message."""

    algorithm_id: int
    """0 MD5, 1 SHA-1, 2 SHA-256, 3 SHA-384, or SHA-512 on releases 2.0 to 5.x."""
    value: bytes
    """The hash."""
    known_root: str
    """The name of the known root that has it; empty if none has."""

    @classmethod
    def _read(cls, hello: Any, index: int) -> HelloHash:
        raw = _c.sized("amtp_hello_hash")
        _c.check(lib.amtp_hello_entry(hello, index, raw))
        return cls(raw.algorithm_id, _c.data(raw.value), _c.text(raw.known_root))


@dataclass(frozen=True)
class Hello:
    """What a Hello message says. It is not authenticated: it may start work, but nothing in it is to be trusted."""

    uuid: UUID
    """The UUID."""
    version: int
    """The interface version: 3 with root hashes (PKI), 2 with the name of a key (PSK)."""
    retry_count: int
    """How often the device has sent before, it says."""
    credentials_set: bool
    """Was the factory password changed? No more than a hint."""
    hashes: tuple[HelloHash, ...]
    """The root hashes."""
    pid: bytes
    """The name of the key; empty in version 3."""
    trailing: bytes
    """What follows the end of the message; nobody knows what it means."""
    findings: tuple[Finding, ...]
    """What is worth knowing about the message."""

    @classmethod
    def _read(cls, hello: Any) -> Hello:
        raw = _c.sized("amtp_hello_fields")
        _c.check(lib.amtp_hello_get(hello, raw))
        return cls(
            uuid=UUID(bytes=bytes(raw.uuid.bytes)),
            version=raw.version,
            retry_count=raw.retry_count,
            credentials_set=raw.credentials_set != 0,
            hashes=tuple(HelloHash._read(hello, index) for index in range(raw.hashes)),
            pid=_c.data(raw.pid),
            trailing=_c.data(raw.trailing),
            findings=tuple(
                Finding._read(lib.amtp_hello_finding, hello, index)
                for index in range(lib.amtp_hello_finding_count(hello))
            ),
        )


class HelloReader(Handle):
    """Puts a Hello message together from the fragments of a connection, and reads it once that has ended. It is never
    answered."""

    _noun = "hello"

    def __init__(self, strict_tail: bool = False, max_length: int = 0) -> None:
        """`strict_tail` refuses any byte behind the end of a message; a `max_length` of 0 stands for the longest that
        can be declared."""
        super().__init__(int(strict_tail), max_length)

    def push(self, fragment: bytes) -> HelloProgress:
        """Takes the next bytes of a connection. If it fails, close the connection."""
        raw = _c.sized("amtp_hello_progress")
        self._check(lib.amtp_hello_push(self._raw, fragment, len(fragment), raw))
        return HelloProgress(raw.least, raw.trailing)

    def finish(self) -> Hello:
        """Reads the message, now that the connection has ended. Bytes that come later begin another one."""
        self._check(lib.amtp_hello_finish(self._raw))
        return Hello._read(self._raw)

    def read(self, data: bytes) -> Hello:
        """Reads all that a device sent before it closed the connection, in place of what was held."""
        self._check(lib.amtp_hello_read(self._raw, data, len(data)))
        return Hello._read(self._raw)

    @property
    def failure(self) -> Optional[Finding]:
        """The last failure as a finding, with what to do about it."""
        return _c.if_any(Finding._read, lib.amtp_hello_error_finding, self._raw)

    def add_to(self, facts: Facts) -> None:
        """States in `facts` what the message that was read tells about its device: PKI or PSK mode, and with PKI the
        root hashes."""
        _c.check(lib.amtp_facts_set_hello(facts._raw, self._raw))
