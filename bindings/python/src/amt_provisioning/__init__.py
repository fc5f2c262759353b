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

The messages of provisioning: `HelloReader` (Hello), `Exchange` (HTTP with Digest; `DigestClient` for those with an HTTP
of their own), `Trial` (which account is right), `check_password`, `generate_password`.

Calls that fail raise `Error`. Names and numbers are those of the C library, whose header documents every call.
"""

from ._accounts import (
    Credentials,
    Trial,
    TrialStep,
    check_password,
    check_user_name,
    generate_password,
    password_reasons,
    user_name_reasons,
)
from ._c import Error, Time, lib, text
from ._digest import DigestClient
from ._enums import (
    ControlMode,
    DigestAlgorithm,
    DigestHash,
    DigestProfile,
    ExchangeAction,
    ExchangeOutcome,
    Fact,
    FactoryAccounts,
    Flow,
    HashAlgorithm,
    Interface,
    Missing,
    MultipleCn,
    NameSource,
    Outcome,
    PasswordProblem,
    Platform,
    PolicyOption,
    Refusal,
    ServerProof,
    Severity,
    Source,
    Status,
    Strictness,
    SuffixPrecedence,
    SuffixReading,
    SuffixSource,
    TimePolicy,
    TlsMode,
    TrialAction,
    TrialEvent,
    TrimNames,
    UserNameProblem,
    Verdict,
    Wildcards,
)
from ._hello import Hello, HelloHash, HelloProgress, HelloReader
from ._http import Exchange, ExchangeResult, ExchangeStep, HttpResponse
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
    "Credentials",
    "Device",
    "DigestAlgorithm",
    "DigestClient",
    "DigestHash",
    "DigestProfile",
    "Error",
    "Evaluation",
    "Exchange",
    "ExchangeAction",
    "ExchangeOutcome",
    "ExchangeResult",
    "ExchangeStep",
    "Fact",
    "FactoryAccounts",
    "Facts",
    "Finding",
    "Flow",
    "Generation",
    "Hash",
    "HashAlgorithm",
    "Hello",
    "HelloHash",
    "HelloProgress",
    "HelloReader",
    "HttpResponse",
    "Interface",
    "Missing",
    "MultipleCn",
    "NameSource",
    "Outcome",
    "PasswordProblem",
    "Platform",
    "Policy",
    "PolicyOption",
    "Prepared",
    "Refusal",
    "Report",
    "Rule",
    "ServerProof",
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
    "Trial",
    "TrialAction",
    "TrialEvent",
    "TrialStep",
    "TrimNames",
    "UserNameProblem",
    "Verdict",
    "Wildcards",
    "check_password",
    "check_root_hash",
    "check_user_name",
    "choose",
    "generate_password",
    "password_reasons",
    "user_name_reasons",
]
