"""`python -m amt_provisioning preflight`: the JSON that `amtp preflight --format json` prints, and its exit status."""

import argparse
import json
import re
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Optional

from . import Bag, Device, Error, Facts, Prepared, Verdict

EXIT = {Verdict.ACCEPTED: 0, Verdict.NOT_APPLICABLE: 0, Verdict.REJECTED: 1, Verdict.UNDETERMINED: 2}


def _seconds(text: str) -> int:
    """RFC 3339 or Unix seconds."""
    if re.fullmatch(r"-?[0-9]+", text):
        return int(text)
    moment = datetime.fromisoformat(re.sub("[Zz]$", "+00:00", text))
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return int(moment.timestamp())


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(64, f"{self.prog}: {message}\n")


def _arguments(arguments: Optional[list[str]]) -> argparse.Namespace:
    parser = _Parser(prog="python -m amt_provisioning")
    preflight = parser.add_subparsers(dest="command", required=True).add_parser(
        "preflight", help="judge a certificate against one device, as JSON", epilog="Exit status: 0 accepted, "
        "1 rejected, 2 undetermined, 64 usage, 65 unreadable input."
    )
    preflight.add_argument("--cert", metavar="FILE", action="append", required=True, help="PEM, DER or PKCS#7")
    preflight.add_argument("--firmware", metavar="RELEASE", help="such as 16.1.30.2269")
    preflight.add_argument("--pki-suffix", metavar="NAME", action="append", default=[])
    preflight.add_argument("--root-hashes", metavar="FILE", help="the device's root certificate hashes, one a line")
    preflight.add_argument("--at", metavar="TIME", type=_seconds, help="RFC 3339 or Unix seconds; without it, now")
    return parser.parse_args(arguments)


def _device(arguments: argparse.Namespace) -> Device:
    with Facts() as facts:
        if arguments.firmware is not None:
            facts.set_release(arguments.firmware)
        for suffix in arguments.pki_suffix:
            facts.add_suffix(suffix)
        if arguments.root_hashes is not None:
            facts.add_root_hashes(Path(arguments.root_hashes).read_bytes())
        return Device(facts)


def main(arguments: Optional[list[str]] = None) -> int:
    """Prints the report and returns the exit status."""
    given = _arguments(arguments)
    now = int(time.time()) if given.at is None else given.at
    try:
        with Bag(*(Path(name).read_bytes() for name in given.cert)) as bag, Prepared(bag) as prepared:
            with _device(given) as device:
                report = prepared.explain(device, now)
    except (Error, OSError) as failure:
        print(f"{failure}", file=sys.stderr)
        return 65
    value = json.loads(report.json)
    # The library knows no files, and counts its items.
    for certificate in value["path"] + value["unused"]:
        certificate["file"] = given.cert[certificate["input_item"]]
    for rule in value["rules"]:
        for number, name in enumerate(given.cert, 1):
            rule["seen"] = rule["seen"].replace(f"input item {number}: ", f"{name}: ")
    print(json.dumps(value, indent=2, ensure_ascii=False))
    return EXIT[report.verdict]


if __name__ == "__main__":
    sys.exit(main())
