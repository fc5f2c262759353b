"""Certificates, devices, judging one against the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

from . import _c
from ._c import Error, Handle, Text, Time, ffi, lib
from ._enums import Fact, HashAlgorithm, PolicyOption, Source, SuffixSource
from ._report import Evaluation, Report


def _active(active: Optional[bool]) -> int:
    return -1 if active is None else int(active)


class Bag(Handle):
    """The certificates of an input, in any form and order."""

    _noun = "bag"

    def __init__(self, *items: bytes) -> None:
        """Reads items, each the contents of a file; none makes an empty bag."""
        super().__init__()
        if items:
            self.read(*items)

    def set_limits(self, certificates: int = 0, certificate_bytes: int = 0, input_bytes: int = 0) -> None:
        """How much input is read before it is refused; 0 leaves a limit at its default."""
        self._check(lib.amtp_bag_set_limits(self._raw, certificates, certificate_bytes, input_bytes))

    def read(self, *items: bytes) -> None:
        """Reads several files as one, in place of what it held."""
        views, buffers = _c.views(items)
        if len(items) == 1:  # messages then do not count items
            self._check(lib.amtp_bag_read(self._raw, buffers[0], len(buffers[0])))
        else:
            self._check(lib.amtp_bag_read_all(self._raw, views, len(items)))

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """The distinct certificates in DER."""
        view = ffi.new("amtp_bytes *")
        found = []
        for index in range(lib.amtp_bag_certificate_count(self._raw)):
            _c.check(lib.amtp_bag_certificate(self._raw, index, view))
            found.append(_c.data(view))
        return tuple(found)

    @property
    def notes(self) -> tuple[Error, ...]:
        """The parts of the input that are not used, and why."""
        notes = []
        for index in range(lib.amtp_bag_note_count(self._raw)):
            place = _c.sized("amtp_error")
            _c.check(lib.amtp_bag_note(self._raw, index, place))
            notes.append(_c.located(place, _c.rendered(lib.amtp_bag_note_text, self._raw, index)))
        return tuple(notes)

    @property
    def keys_ignored(self) -> int:
        """How many PEM blocks with a private key were stepped over."""
        return int(lib.amtp_bag_keys_ignored(self._raw))


class Facts(Handle):
    """Everything that the caller knows about a device. What is not stated is unknown, and never guessed."""

    _noun = "facts"

    def __init__(self) -> None:
        """Says nothing."""
        super().__init__()

    def set_release(self, release: Text, source: Source = Source.OPERATOR) -> None:
        """The firmware release as a device or tool prints it, such as `16.1.30.2269`."""
        data = _c.utf8(release)
        self._check(lib.amtp_facts_set_release(self._raw, data, len(data), source))

    def set(self, fact: Fact, value: int, source: Source = Source.OPERATOR) -> None:
        """`Fact.PLATFORM` or one that follows: a member of the enum that its comment names, or a bool."""
        self._check(lib.amtp_facts_set(self._raw, fact, value, source))

    def set_name(self, fact: Fact, name: Text, source: Source = Source.OPERATOR) -> None:
        """`Fact.SERVER_FQDN` or `Fact.HOME_DOMAIN`."""
        data = _c.utf8(name)
        self._check(lib.amtp_facts_set_name(self._raw, fact, data, len(data), source))

    def add_suffix(
        self,
        suffix: Text,
        suffix_source: SuffixSource = SuffixSource.PKI_DNS_SUFFIX,
        source: Source = Source.OPERATOR,
    ) -> None:
        """A DNS suffix, and where it is from; all of them belong here, also those that do not count."""
        data = _c.utf8(suffix)
        self._check(lib.amtp_facts_add_suffix(self._raw, data, len(data), suffix_source, source))

    def add_root_hashes(
        self, lines: Text, active: Optional[bool] = True, source: Source = Source.OPERATOR
    ) -> None:
        """Root certificate hashes that the device holds, one a line: `[ALGORITHM:]HASH[,active|inactive]`. `active`
        is what an entry is that does not say; None for unknown."""
        data = _c.utf8(lines)
        self._check(lib.amtp_facts_add_root_hashes(self._raw, data, len(data), _active(active), source))

    def add_interface_hash(
        self, algorithm_id: int, field: bytes, active: Optional[bool], source: Source = Source.HOST_INTERFACE
    ) -> None:
        """A root certificate hash as the host interface or WS-Management gives it. State the release first."""
        self._check(
            lib.amtp_facts_add_interface_hash(self._raw, algorithm_id, field, len(field), _active(active), source)
        )

    def set_absent(self, fact: Fact, source: Source = Source.OPERATOR) -> None:
        """The device has no such thing."""
        self._check(lib.amtp_facts_set_absent(self._raw, fact, source))

    def forget(self, fact: Fact) -> None:
        """Unknown again."""
        self._check(lib.amtp_facts_forget(self._raw, fact))


class Device(Handle):
    """A device ready for judging."""

    _noun = "device"

    def __init__(self, facts: Facts) -> None:
        """Of what is known about it, which is copied."""
        super().__init__(facts._raw)


class Policy(Handle):
    """What the caller tolerates: one switch per open decision."""

    _noun = "policy"

    def __init__(self) -> None:
        """The default one."""
        super().__init__()

    def __setitem__(self, option: PolicyOption, value: int) -> None:
        """Sets a switch: a member of the enum that the option's comment names, a bool or a number."""
        _c.check(lib.amtp_policy_set(self._raw, option, value))

    def __getitem__(self, option: PolicyOption) -> int:
        """How a switch is set."""
        return _c.number("int32_t", lib.amtp_policy_get, self._raw, option)


@dataclass(frozen=True)
class Generation:
    """What one firmware generation will do with a certificate."""

    releases: str
    """Its releases and platforms, such as `15.0 to 15.x (H)`."""
    evaluation: Evaluation
    """Its judgement."""


@dataclass(frozen=True)
class Choice:
    """A certificate in a ranking."""

    place: int
    """Which of those given, from 0."""
    evaluation: Evaluation
    """Its judgement; the headline says why it is not better."""


class _Judgement(Handle):
    _noun = "evaluation"


class _Report(Handle):
    _noun = "report"


class _Matrix(Handle):
    _noun = "matrix"


class _Ranking(Handle):
    _noun = "ranking"


def _policy(policy: Optional[Policy]) -> object:
    return ffi.NULL if policy is None else policy._raw


class Prepared(Handle):
    """A bag ready for judging, every signature verified once. It depends on no device and no time."""

    _noun = "prepared"

    def __init__(self, bag: Bag, public_key: bytes = b"") -> None:
        """Of a bag, which is copied. `public_key` is the DER SubjectPublicKeyInfo of the private key that the caller
        holds; empty if it cannot tell."""
        super().__init__(bag._raw, public_key, len(public_key), ffi.NULL)

    def judge(self, device: Device, now: Time, policy: Optional[Policy] = None) -> Evaluation:
        """Judges against one device. Whatever is wrong with the certificate is a verdict, not an error."""
        with _Judgement() as judgement:
            _c.check(lib.amtp_judge(self._raw, device._raw, _policy(policy), _c.seconds(now), judgement._raw))
            return Evaluation._read(judgement._raw)

    def explain(self, device: Device, now: Time, policy: Optional[Policy] = None) -> Report:
        """Judges against one device and explains every rule."""
        arguments = (self._raw, device._raw, _policy(policy), _c.seconds(now))
        with _Report(*arguments) as report:
            return Report._read(report._raw)

    def matrix(self, device: Device, now: Time, policy: Optional[Policy] = None) -> tuple[Generation, ...]:
        """Judges against every firmware generation, the oldest first. Of `device` everything counts but its release
        and platform."""
        arguments = (self._raw, device._raw, _policy(policy), _c.seconds(now))
        rows = []
        with _Matrix(*arguments) as matrix, _Judgement() as judgement:
            releases = ffi.new("amtp_str *")
            for index in range(lib.amtp_matrix_count(matrix._raw)):
                _c.check(lib.amtp_matrix_releases(matrix._raw, index, releases))
                _c.check(lib.amtp_matrix_evaluation(matrix._raw, index, judgement._raw))
                rows.append(Generation(_c.text(releases), Evaluation._read(judgement._raw)))
        return tuple(rows)


def choose(
    certificates: Sequence[Prepared], device: Device, now: Time, policy: Optional[Policy] = None
) -> tuple[Choice, ...]:
    """Ranks certificates, the best first: by verdict, open points and advice, later expiry, place."""
    views = ffi.new("amtp_prepared *[]", [one._raw for one in certificates])
    arguments = (views, len(certificates), device._raw, _policy(policy), _c.seconds(now))
    choices = []
    with _Ranking._made_by("amtp_choose", *arguments) as ranking, _Judgement() as judgement:
        for rank in range(lib.amtp_ranking_count(ranking._raw)):
            place = _c.number("size_t", lib.amtp_ranking_place, ranking._raw, rank)
            _c.check(lib.amtp_ranking_evaluation(ranking._raw, rank, judgement._raw))
            choices.append(Choice(place, Evaluation._read(judgement._raw)))
    return tuple(choices)


@dataclass(frozen=True)
class Hash:
    """A hash of a certificate."""

    algorithm: HashAlgorithm
    """Its algorithm, told by its length."""
    value: bytes
    """Its bytes."""

    @classmethod
    def read(cls, text: Text) -> Hash:
        """Reads a hash as people paste it."""
        data = _c.utf8(text)
        raw = _c.sized("amtp_hash")
        status = lib.amtp_hash_read(data, len(data), raw)
        if status != 0:
            raise Error(status, _c.rendered(lib.amtp_hash_problem, data, len(data)))
        return cls(HashAlgorithm(raw.algorithm), bytes(raw.value)[: raw.len])

    @classmethod
    def compute(cls, algorithm: HashAlgorithm, data: bytes) -> Hash:
        """Computes that of `data`, such as a certificate in DER; MD5 is refused."""
        raw = _c.sized("amtp_hash")
        _c.check(lib.amtp_hash_compute(algorithm, data, len(data), raw))
        return cls(HashAlgorithm(raw.algorithm), bytes(raw.value)[: raw.len])


@dataclass(frozen=True)
class CheckCertificate:
    """What Configuration Manager's `CheckCertificate` answers."""

    error_code: int
    """`ErrorCode` and `ReturnValue`: 0 if an active entry is equal, otherwise 1."""
    error_msg: str
    """`ErrorMsg`: empty if an active entry is equal."""
    finding: str
    """The name of the finding behind the code 1; empty for 0."""


def check_root_hash(facts: Facts, text: Text) -> CheckCertificate:
    """Is a hash an active entry of the device's list? A text that is no hash is an answer, not an error."""
    data = _c.utf8(text)
    raw = _c.sized("amtp_check")
    _c.check(lib.amtp_check_root_hash(facts._raw, data, len(data), raw))
    return CheckCertificate(raw.error_code, _c.text(raw.error_msg), _c.text(raw.finding))
