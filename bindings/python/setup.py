"""Builds the library with cargo, and what Python is to know of the header, into the package."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from cffi import FFI
from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HEADER = ROOT / "include" / "amt_provisioning.h"
sys.path.insert(0, str(HERE))

from header import declarations, enums  # noqa: E402


def library() -> Path:
    """The shared library, built if it has to be, where cargo says that it is."""
    command = ["cargo", "build", "--release", "--locked", "-p", "amt-provisioning-capi"]
    built = subprocess.run(
        [*command, "--message-format=json-render-diagnostics"], cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    for line in built.stdout.splitlines():
        message = json.loads(line)
        if message["reason"] == "compiler-artifact" and message["target"]["name"] == "amt_provisioning":
            for name in message["filenames"]:
                if "cdylib" in message["target"]["crate_types"] and name.endswith((".so", ".dylib", ".dll")):
                    return Path(name)
    raise RuntimeError("cargo built no shared library")


class Build(build_py):
    """Adds the library, `_ffi.py` and `_enums.py` to the package."""

    def run(self) -> None:
        super().run()
        if not HEADER.exists():
            raise RuntimeError("the package is built in the repository that it belongs to")
        header = HEADER.read_text(encoding="utf-8")
        package = (HERE / "src" if self.editable_mode else Path(self.build_lib)) / "amt_provisioning"
        ffi = FFI()
        ffi.set_source("amt_provisioning._ffi", None)
        ffi.cdef(declarations(header))
        ffi.emit_python_code(str(package / "_ffi.py"))
        (package / "_enums.py").write_text(enums(header), encoding="utf-8")
        shutil.copy2(library(), package)


class Wheel(bdist_wheel):
    """A wheel for one platform and every Python 3."""

    def get_tag(self) -> tuple[str, str, str]:
        return ("py3", "none", super().get_tag()[2])


class ForOnePlatform(Distribution):
    """Which setuptools cannot see, as nothing is compiled by it."""

    def has_ext_modules(self) -> bool:
        return True


setup(cmdclass={"build_py": Build, "bdist_wheel": Wheel}, distclass=ForOnePlatform)
