"""Turns amt_provisioning.h into declarations for cffi, which knows no preprocessor, and into enums.

It understands what that header uses and nothing else: a header that grows beyond it fails the build."""

import re

# The platform decides nothing that matters in Python: enums are int32_t, functions need no import.
CONDITIONS = {
    "ifdef __cplusplus": False,
    "ifndef __cplusplus": True,
    "ifndef AMT_PROVISIONING_H": True,
    "if defined(__cplusplus) || __STDC_VERSION__ >= 202311L": False,
    "if __STDC_VERSION__ >= 202311L": False,
    "if defined(_WIN32) && !defined(AMTP_STATIC)": False,
}
IGNORED = {"define AMT_PROVISIONING_H", "include <stddef.h>", "include <stdint.h>", "define AMTP_API"}
TEXT = re.compile(r'define AMTP_(VERSION_STRING|SOVERSION) "[0-9.]+"')
NUMBER = re.compile(r"define (AMTP_\w+) (-?\d+)")
SPECIAL = {"define AMTP_TIME_UNKNOWN INT64_MIN": f"#define AMTP_TIME_UNKNOWN {-(2**63)}"}
CHECK = "define AMTP_CHECK_VERSION() "


def declarations(header: str) -> str:
    """What of the text of the header cffi is to read."""
    kept: list[str] = []
    open_conditions: list[bool] = []
    for line in re.sub(r"\\\n", "", header).splitlines():
        line = line.split("//")[0].rstrip()
        if not line.lstrip().startswith("#"):
            if line and all(open_conditions):
                kept.append(line.replace("AMTP_API ", "").replace("AMTP_API", ""))
            continue
        directive = re.sub(r"/\*.*?\*/", "", line.lstrip().removeprefix("#")).strip()
        if directive in CONDITIONS:
            open_conditions.append(CONDITIONS[directive])
        elif directive == "else":
            open_conditions[-1] = not open_conditions[-1]
        elif directive == "endif":
            open_conditions.pop()
        elif not all(open_conditions) or directive in IGNORED or TEXT.fullmatch(directive):
            pass
        elif NUMBER.fullmatch(directive):
            kept.append(f"#{directive}")
        elif directive in SPECIAL:
            kept.append(SPECIAL[directive])
        elif not directive.startswith(CHECK):
            raise ValueError(f"a directive of the header is not known: #{directive}")
    if open_conditions:
        raise ValueError("a condition of the header has no end")
    return "\n".join(kept) + "\n"


ENUM = re.compile(r"((?://[^\n]*\n)+)enum amtp_(\w+)[^{]*\{\n(.*?)\n\};", re.DOTALL)
MEMBER = re.compile(r"    // (.*)\n    AMTP_(\w+) = (-?\d+),")
FLAGS = [
    ("Missing", "MISSING", "Inputs that an undetermined verdict lacks."),
    ("PasswordProblem", "PASSWORD", "What is wrong with a new password."),
    ("UserNameProblem", "USER_NAME", "What is wrong with the name of a new user."),
]


def _enum(base: str, name: str, comment: str, members: list[tuple[str, str, str]]) -> str:
    lines = "".join(f"    {member} = {value}\n    \"\"\"{text}\"\"\"\n" for text, member, value in members)
    return f'\n\nclass {name}({base}):\n    """{comment}"""\n\n{lines}'


def enums(header: str) -> str:
    """A module with the enums of the header and their comments."""
    module = '"""The numbers of amt_provisioning.h; made from it by header.py."""\n\nfrom enum import IntEnum, IntFlag\n'
    for comment, name, body in ENUM.findall(header):
        name = name.removesuffix("_code")
        members = [
            (text, member.removeprefix(f"{name.upper()}_"), value) for text, member, value in MEMBER.findall(body)
        ]
        if len(members) != body.count("="):
            raise ValueError(f"a member of amtp_{name} cannot be read")
        first = comment.splitlines()[0].removeprefix("//").strip()
        module += _enum("IntEnum", "".join(word.title() for word in name.split("_")), first, members)
    for name, prefix, comment in FLAGS:
        flag = re.compile(rf"// (.*)\n//\n// Since: .*\n#define AMTP_{prefix}_(\w+) (\d+)")
        module += _enum("IntFlag", name, comment, flag.findall(header))
    return module
