"""Will this certificate provision a device, and if not, why?

    validate_chain CHAIN HASHES RELEASE SUFFIX TIME

CHAIN is a file with the certificate and its issuers in any form, HASHES one with the device's root hashes, one a line,
RELEASE its firmware, SUFFIX its PKI DNS suffix, TIME seconds since 1970. Exit status: 0 accepted, 1 rejected,
2 undetermined, 64 wrong arguments, 65 unreadable input, 66 no such file, 70 anything else."""

import sys
from pathlib import Path

from amt_provisioning import Bag, Device, Error, Facts, Prepared, Report, Severity, Verdict


def prepare(chain: bytes) -> Prepared:
    with Bag(chain) as bag:
        return Prepared(bag)


def describe(hashes: bytes, release: str, suffix: str) -> Device:
    """What the device is, as far as it is known."""
    with Facts() as facts:
        facts.set_release(release)
        facts.add_suffix(suffix)
        facts.add_root_hashes(hashes)
        return Device(facts)


def explain(report: Report) -> int:
    """Every rule that has something to say, and the whole as JSON."""
    for rule in report.rules:
        if rule.severity >= Severity.LEAVES_OPEN:
            print(f"{rule.id} {rule.title}; seen: {rule.seen}", file=sys.stderr)
    print(report.json)
    results = {Verdict.REJECTED: 1, Verdict.UNDETERMINED: 2}
    return results.get(report.verdict, 0)


def main(arguments: list[str]) -> int:
    try:
        chain_file, hashes_file, release, suffix, time = arguments
        now = int(time)
    except ValueError:
        print("validate_chain CHAIN HASHES RELEASE SUFFIX TIME", file=sys.stderr)
        return 64
    try:
        chain, hashes = Path(chain_file).read_bytes(), Path(hashes_file).read_bytes()
    except OSError as failure:
        print(failure, file=sys.stderr)
        return 66
    try:
        with prepare(chain) as prepared, describe(hashes, release, suffix) as device:
            return explain(prepared.explain(device, now))
    except Error as failure:
        print(failure, file=sys.stderr)
        return 65


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
