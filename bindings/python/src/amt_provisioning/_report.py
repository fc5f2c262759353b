"""What judging says, as data that needs the library no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from . import _c
from ._c import ffi, lib
from ._enums import Certificates, Findings, Missing, Outcome, RuleText, Severity, Verdict


@dataclass(frozen=True)
class Finding:
    """A finding."""

    name: str
    """The stable name, such as `MARKER_MISSING`."""
    rule: str
    """The id of the rule that it rests on, such as `R-202`."""
    text: str
    """What it means, in one sentence without a full stop."""
    remedy: str
    """What to do about it; empty where nothing needs doing."""

    @classmethod
    def _read(cls, call: Any, *arguments: Any) -> Finding:
        raw = _c.sized("amtp_finding")
        _c.check(call(*arguments, raw))
        return cls(*(_c.text(getattr(raw, field)) for field in ("name", "rule", "text", "remedy")))


@dataclass(frozen=True)
class Rule:
    """A rule and what became of it."""

    id: str
    """The stable id, such as `R-202`."""
    title: str
    """What it asks for, in a few words."""
    basis: str
    """On what authority it stands: `intel-guide`, `intel-other`, `microsoft`, `field` or `inferred`."""
    source: str
    """Where it is written."""
    outcome: Outcome
    """What became of it."""
    severity: Severity
    """What that does to the verdict."""
    seen: str
    """What was seen."""
    wanted: str
    """What was wanted."""
    remedy: str
    """What fixes it; empty if nothing needs fixing."""
    findings: tuple[Finding, ...]
    """Its findings."""
    policy_switch: str
    """The switch of the policy that changed the outcome; empty if none did."""
    original_outcome: Outcome
    """The outcome without that switch; `NONE` if none changed it."""

    @classmethod
    def _read(cls, report: Any, index: int) -> Rule:
        raw = _c.sized("amtp_rule")
        _c.check(lib.amtp_report_rule(report, index, raw))
        seen, wanted, remedy = (
            _c.rendered(lib.amtp_report_rule_text, report, index, which)
            for which in (RuleText.SEEN, RuleText.WANTED, RuleText.REMEDY)
        )
        return cls(
            id=_c.text(raw.id),
            title=_c.text(raw.title),
            basis=_c.text(raw.basis),
            source=_c.text(raw.source),
            outcome=Outcome(raw.outcome),
            severity=Severity(raw.severity),
            seen=seen,
            wanted=wanted,
            remedy=remedy,
            findings=tuple(
                Finding._read(lib.amtp_report_rule_finding, report, index, number) for number in range(raw.findings)
            ),
            policy_switch=_c.text(raw.policy_switch),
            original_outcome=Outcome(raw.original_outcome),
        )


@dataclass(frozen=True)
class Certificate:
    """A certificate of a report."""

    role: str
    """`leaf`, `intermediate 1`, ..., `root` or `unused`."""
    subject: str
    """The subject."""
    issuer: str
    """The issuer."""
    serial: str
    """The serial number in hex."""
    not_before: int
    """First valid second, since 1970 (UTC)."""
    not_after: int
    """Last valid second, since 1970 (UTC)."""
    sha1: bytes
    """SHA-1 of the DER."""
    sha256: bytes
    """SHA-256 of the DER."""
    sha384: bytes
    """SHA-384 of the DER."""
    input_item: int
    """Which item of the input holds it, from 0."""
    input_offset: int
    """At which byte of the item it begins, from 0."""
    known_root: str
    """The name of the known root that it is; empty if it is none."""

    @classmethod
    def _read(cls, report: Any, which: Certificates, index: int) -> Certificate:
        raw = _c.sized("amtp_certificate")
        _c.check(lib.amtp_report_certificate(report, which, index, raw))
        return cls(
            role=_c.text(raw.role),
            subject=_c.text(raw.subject),
            issuer=_c.text(raw.issuer),
            serial=_c.text(raw.serial),
            not_before=raw.not_before,
            not_after=raw.not_after,
            sha1=_c.data(raw.sha1),
            sha256=_c.data(raw.sha256),
            sha384=_c.data(raw.sha384),
            input_item=raw.input_item,
            input_offset=raw.input_offset,
            known_root=_c.text(raw.known_root),
        )


@dataclass(frozen=True)
class Report:
    """One judgement with its explanation."""

    verdict: Verdict
    """The device verdict."""
    rules: tuple[Rule, ...]
    """Every rule, in report order."""
    path: tuple[Certificate, ...]
    """The certificates to present to the device, leaf first and root included; as far as the path gets."""
    unused: tuple[Certificate, ...]
    """Those that are on no path."""
    json: str
    """The whole report as JSON on one line."""
    text: str
    """The whole report as text for people."""

    @classmethod
    def _read(cls, report: Any) -> Report:
        def certificates(which: Certificates) -> tuple[Certificate, ...]:
            count = lib.amtp_report_certificate_count(report, which)
            return tuple(Certificate._read(report, which, index) for index in range(count))

        return cls(
            verdict=Verdict(lib.amtp_report_verdict(report)),
            rules=tuple(Rule._read(report, index) for index in range(lib.amtp_report_rule_count(report))),
            path=certificates(Certificates.PATH),
            unused=certificates(Certificates.UNUSED),
            json=_c.rendered(lib.amtp_report_json, report),
            text=_c.rendered(lib.amtp_report_text, report),
        )


@dataclass(frozen=True)
class Evaluation:
    """The judgement without its explanation."""

    verdict: Verdict
    """The device verdict: every rule."""
    certificate_verdict: Verdict
    """The certificate verdict: the rules that need no device facts."""
    headline: Optional[Finding]
    """The one finding to put in front of a person; None if the certificate is accepted."""
    findings: tuple[Finding, ...]
    """Every finding, the most important first."""
    missing_inputs: Missing
    """The inputs that an undetermined verdict lacks."""
    root_match: Optional[int]
    """The entry of the device's list that the root matches, from 0, if any does."""

    @classmethod
    def _read(cls, evaluation: Any) -> Evaluation:
        verdict = Verdict(lib.amtp_evaluation_verdict(evaluation))
        entry = ffi.new("size_t *")
        count = lib.amtp_evaluation_finding_count(evaluation, Findings.ALL)
        matched = lib.amtp_evaluation_root_match(evaluation, entry) == 0
        headline = None
        if verdict != Verdict.ACCEPTED:
            headline = Finding._read(lib.amtp_evaluation_headline, evaluation)
        return cls(
            verdict=verdict,
            certificate_verdict=Verdict(lib.amtp_evaluation_certificate_verdict(evaluation)),
            headline=headline,
            findings=tuple(
                Finding._read(lib.amtp_evaluation_finding, evaluation, Findings.ALL, index) for index in range(count)
            ),
            missing_inputs=Missing(lib.amtp_evaluation_missing_inputs(evaluation)),
            root_match=entry[0] if matched else None,
        )
