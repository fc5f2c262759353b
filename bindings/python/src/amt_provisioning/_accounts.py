"""Accounts of devices: passwords, hashes in their place, and which of several is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

from . import _c
from ._c import Handle, Text, ffi, lib
from ._enums import DigestHash, FactoryAccounts, PasswordProblem, TrialAction, TrialEvent, UserNameProblem
from ._report import Finding


class Credentials(Handle):
    """A user name with its password, or with the hash that is kept in its place. The library wipes its copy; those of
    Python stay until they are collected."""

    _noun = "credentials"

    def __init__(self, user: Text, password: Text) -> None:
        """Of a user name and its password."""
        name, secret = _c.utf8(user), _c.utf8(password)
        super().__init__(name, len(name), secret, len(secret))

    @classmethod
    def stored(cls, user: Text, realm: Text, hash: DigestHash, ha1: bytes) -> Credentials:
        """Of a user name and the hash that `ha1` made for one realm."""
        name, where = _c.utf8(user), _c.utf8(realm)
        return cls._made_by(
            "amtp_credentials_new_stored", name, len(name), where, len(where), hash, ha1, len(ha1)
        )

    @property
    def user(self) -> str:
        """The user name."""
        view = ffi.new("amtp_str *")
        _c.check(lib.amtp_credentials_user(self._raw, view))
        return _c.text(view)

    def ha1(self, hash: DigestHash, realm: Text) -> bytes:
        """The hash of user name, realm and password: what can be kept in place of the password, and is worth as much
        for this realm."""
        where = _c.utf8(realm)
        return _c.filled(lib.amtp_credentials_ha1, self._raw, hash, where, len(where))


def check_password(password: Text) -> PasswordProblem:
    """What is wrong with a new password. AMT takes it if there are notes only (`PasswordProblem.NOTES`)."""
    data = _c.utf8(password)
    return PasswordProblem(_c.number("uint32_t", lib.amtp_password_check, data, len(data)))


def password_reasons(problems: PasswordProblem) -> tuple[str, ...]:
    """Problems of a password in words."""
    return tuple(_c.rendered(lib.amtp_password_reasons, problems).splitlines())


def generate_password(random: bytes) -> str:
    """A strong password that everybody takes, made of `random` alone: `secrets.token_bytes(256)`, which serve for
    nothing else. Store it before a device gets to know it."""
    return _c.rendered(lib.amtp_password_generate, random, len(random))


def check_user_name(name: Text) -> UserNameProblem:
    """What is wrong with the name of a new user."""
    data = _c.utf8(name)
    return UserNameProblem(_c.number("uint32_t", lib.amtp_user_name_check, data, len(data)))


def user_name_reasons(problems: UserNameProblem) -> tuple[str, ...]:
    """Problems of a user name in words."""
    return tuple(_c.rendered(lib.amtp_user_name_reasons, problems).splitlines())


@dataclass(frozen=True)
class TrialStep:
    """What a trial asks for."""

    action: TrialAction
    """What to do next."""
    wait_seconds: int
    """How long to wait before."""


class Trial(Handle):
    """Tries accounts one after the other, then the factory's. Each has one wrong answer and no more, since nobody knows
    when a device locks it."""

    _noun = "trial"

    def __init__(
        self, accounts: Sequence[Credentials], factory: FactoryAccounts = FactoryAccounts.ADMIN, limit: int = 0
    ) -> None:
        """Of accounts, which are copied. The trial is over after `limit` of them; 0 sets no limit."""
        views = ffi.new("amtp_credentials *[]", [one._raw for one in accounts])
        super().__init__(views, len(accounts), factory, limit)

    @property
    def place(self) -> Optional[int]:
        """The place of the current account: among those given, or behind them for the factory's; None once it ended."""
        return _c.if_any(_c.number, "size_t", lib.amtp_trial_place, self._raw)

    def account(self) -> Credentials:
        """A copy of the current account, to answer with."""
        return Credentials._made_by("amtp_trial_account", self._raw)

    def tell(self, event: TrialEvent) -> TrialStep:
        """Takes what became of a request with the current account, and says what to do next."""
        raw = _c.sized("amtp_trial_step")
        _c.check(lib.amtp_trial_handle(self._raw, event, raw))
        return TrialStep(TrialAction(raw.action), raw.wait_seconds)

    @property
    def ended(self) -> Optional[Finding]:
        """Why it has ended, and what helps."""
        return _c.if_any(Finding._read, lib.amtp_trial_finding, self._raw)
