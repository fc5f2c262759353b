"""What the package promises. The C tests show what the calls do; these show that it passes on what they say."""

import hashlib
import json
import re
import threading
from datetime import datetime, timezone
from pathlib import Path

import amt_provisioning as amtp
import pytest
from amt_provisioning import _c, _enums
from amt_provisioning.__main__ import main

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "examples" / "amtp" / "data"
NOW = 1795262400  # 2026-11-21T12:00:00Z
CHAIN = (DATA / "provisioning-chain.pem").read_bytes()
HASHES = (DATA / "root-hashes.txt").read_bytes()


def device(suffix: str = "example.net") -> amtp.Device:
    with amtp.Facts() as facts:
        facts.set_release("16.1.30.2269")
        facts.add_suffix(suffix)
        facts.add_root_hashes(HASHES)
        return amtp.Device(facts)


def test_judging_explains_every_rule() -> None:
    with amtp.Bag(CHAIN) as bag, amtp.Prepared(bag) as prepared:
        report = prepared.explain(device(), NOW)
        evaluation = prepared.judge(device(), NOW)
        assert {hashlib.sha256(der).digest() for der in bag.certificates} == {one.sha256 for one in report.path}
    failed = [rule for rule in report.rules if rule.severity is amtp.Severity.REJECTS]
    assert report.verdict is evaluation.verdict is amtp.Verdict.REJECTED
    assert evaluation.certificate_verdict is amtp.Verdict.ACCEPTED
    assert [finding.name for rule in failed for finding in rule.findings] == ["SUFFIX_MISMATCH"]
    assert evaluation.headline == failed[0].findings[0]
    assert "provision.example.com" in failed[0].seen and "example.net" in failed[0].wanted and failed[0].remedy
    assert evaluation.root_match == 0
    assert [one.role for one in report.path] == ["leaf", "intermediate 1", "root"]
    assert json.loads(report.json)["verdict"] == "rejected"
    assert report.text.startswith("REJECTED")


def test_time_may_be_unknown_or_a_datetime() -> None:
    prepared = amtp.Prepared(amtp.Bag(CHAIN))
    good = device("example.com")
    unknown = prepared.judge(good, None)
    assert unknown.verdict is amtp.Verdict.UNDETERMINED
    assert unknown.missing_inputs == amtp.Missing.TIME
    now = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
    assert prepared.judge(good, now).verdict is amtp.Verdict.ACCEPTED
    assert prepared.judge(good, now).headline is None
    with pytest.raises(ValueError):
        prepared.judge(good, now.replace(tzinfo=None))


def test_policies_matrix_and_choice() -> None:
    prepared, empty = amtp.Prepared(amtp.Bag(CHAIN)), amtp.Prepared(amtp.Bag())
    policy = amtp.Policy()
    assert policy[amtp.PolicyOption.MAX_CHAIN] == 10
    policy[amtp.PolicyOption.MAX_CHAIN] = 2
    good = device("example.com")
    assert prepared.judge(good, NOW, policy).verdict is amtp.Verdict.REJECTED
    rows = prepared.matrix(good, NOW)
    assert len(rows) > 10 and all(row.releases for row in rows)
    assert {row.evaluation.verdict for row in rows} > {amtp.Verdict.ACCEPTED}
    assert [choice.place for choice in amtp.choose([empty, prepared], good, NOW)] == [1, 0]


def test_failures_say_where() -> None:
    facts = amtp.Facts()
    with pytest.raises(amtp.Error) as failure:
        facts.add_root_hashes(b"742c3192e607e424eb4549542be1bbc53e6174e2\n12x4\n")
    assert failure.value.status is amtp.Status.ERR_HASH_TEXT
    assert (failure.value.name, failure.value.code) == ("AMTP_ERR_HASH_TEXT", -201)
    assert (failure.value.item, failure.value.offset) == (1, 2)
    # A failure that is not of the input has no place, not even that of the one before.
    with pytest.raises(amtp.Error) as failure:
        facts.set(amtp.Fact.PLATFORM, 99)
    assert (failure.value.status, failure.value.item) == (amtp.Status.ERR_ENUM, None)
    with amtp.Bag() as bag:
        bag.set_limits(input_bytes=10)
        with pytest.raises(amtp.Error, match="AMTP_ERR_INPUT_TOO_LARGE: "):
            bag.read(b"eleven byte")
        bag.set_limits()
        bag.read(CHAIN, b"no certificate")
        assert [(note.status, note.item) for note in bag.notes] == [(amtp.Status.ERR_NOT_CERTIFICATE, 1)]


def test_what_is_closed_cannot_be_used() -> None:
    bag = amtp.Bag(CHAIN)
    bag.close()
    bag.close()
    assert bag.certificates == ()
    with pytest.raises(amtp.Error, match="AMTP_ERR_NULL"):
        amtp.Prepared(bag)


def test_hashes() -> None:
    assert amtp.Hash.compute(amtp.HashAlgorithm.SHA384, b"abc").value == hashlib.sha384(b"abc").digest()
    colons = re.sub("(..)(?!$)", r"\1:", hashlib.sha1(b"abc").hexdigest())
    assert amtp.Hash.read(colons) == amtp.Hash.compute(amtp.HashAlgorithm.SHA1, b"abc")
    with pytest.raises(amtp.Error, match="AMTP_ERR_HASH_TEXT: "):
        amtp.Hash.read("12x4")
    facts = amtp.Facts()
    facts.add_root_hashes(colons)
    assert amtp.check_root_hash(facts, colons) == amtp.CheckCertificate(0, "", "")
    assert amtp.check_root_hash(facts, "12x4").error_code == 1


def test_one_certificate_serves_many_threads() -> None:
    prepared, good = amtp.Prepared(amtp.Bag(CHAIN)), device("example.com")
    verdicts = []

    def judge() -> None:
        for _ in range(50):
            verdicts.append(prepared.judge(good, NOW).verdict)

    threads = [threading.Thread(target=judge) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verdicts == [amtp.Verdict.ACCEPTED] * 400


def test_the_declarations_are_those_of_the_header() -> None:
    header = (ROOT / "include" / "amt_provisioning.h").read_text(encoding="utf-8")
    symbols = re.findall(r"^(amtp_\w+) ", (ROOT / "include" / "amtp.symbols").read_text(), re.MULTILINE)
    assert len(symbols) > 70
    for symbol in symbols:
        assert hasattr(_c.lib, symbol), symbol
    for name, value in re.findall(r"^    (AMTP_\w+) = (-?\d+),$", header, re.MULTILINE):
        assert getattr(_c.lib, name) == int(value)
    names = {name for name in vars(_enums) if name[0].isupper() and name not in ("IntEnum", "IntFlag")}
    internal = {"Certificates", "Findings", "RuleText"}
    left_to_c = {"AuthorizationValue", "LookupMethod", "Verification", "Window"}
    assert names - set(amtp.__all__) == internal | left_to_c


@pytest.mark.parametrize("arguments", [[], ["preflight"], ["preflight", "--cert", "x", "--at", "noon"]])
def test_usage_is_64(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exit:
        main(arguments)
    assert exit.value.code == 64


def test_unreadable_input_is_65(tmp_path: Path) -> None:
    assert main(["preflight", "--cert", str(tmp_path / "none.pem")]) == 65
    assert main(["preflight", "--cert", str(DATA / "provisioning-chain.pem"), "--firmware", "sixteen"]) == 65
