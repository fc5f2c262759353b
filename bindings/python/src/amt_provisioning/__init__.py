"""Judges Intel AMT provisioning certificates against devices: every rule, what was seen, what was wanted, how to fix
it.

    from amt_provisioning import Bag, Device, Facts, Prepared

    with Bag(chain) as bag:
        prepared = Prepared(bag)  # once per certificate
    with Facts() as facts:
        facts.set_release("16.1.30.2269")
        facts.add_suffix("example.com")
        facts.add_root_hashes(hashes)
        device = Device(facts)
    report = prepared.explain(device, now=1795262400)
    for rule in report.rules:
        print(rule.id, rule.outcome.name, rule.seen)

Calls that fail raise `Error`. Names and numbers are those of the C library, whose header documents every call.
"""

from ._c import Error, Time, lib, text
from ._enums import (
    ControlMode,
    Fact,
    Flow,
    HashAlgorithm,
    Interface,
    Missing,
    MultipleCn,
    NameSource,
    Outcome,
    Platform,
    PolicyOption,
    Severity,
    Source,
    Status,
    Strictness,
    SuffixPrecedence,
    SuffixReading,
    SuffixSource,
    TimePolicy,
    TlsMode,
    TrimNames,
    Verdict,
    Wildcards,
)
from ._report import Certificate, Evaluation, Finding, Report, Rule
from ._validation import (
    Bag,
    CheckCertificate,
    Choice,
    Device,
    Facts,
    Generation,
    Hash,
    Policy,
    Prepared,
    check_root_hash,
    choose,
)

__version__ = text(lib.amtp_version_string())

__all__ = [
    "Bag",
    "Certificate",
    "CheckCertificate",
    "Choice",
    "ControlMode",
    "Device",
    "Error",
    "Evaluation",
    "Fact",
    "Facts",
    "Finding",
    "Flow",
    "Generation",
    "Hash",
    "HashAlgorithm",
    "Interface",
    "Missing",
    "MultipleCn",
    "NameSource",
    "Outcome",
    "Platform",
    "Policy",
    "PolicyOption",
    "Prepared",
    "Report",
    "Rule",
    "Severity",
    "Source",
    "Status",
    "Strictness",
    "SuffixPrecedence",
    "SuffixReading",
    "SuffixSource",
    "Time",
    "TimePolicy",
    "TlsMode",
    "TrimNames",
    "Verdict",
    "Wildcards",
    "check_root_hash",
    "choose",
]
