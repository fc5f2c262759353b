"""Glue to the C library, written once: loading, handles, statuses, texts, places."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Optional, Sequence, TypeVar, Union

from ._enums import Status
from ._ffi import ffi as _ffi

Time = Union[int, datetime, None]
"""Seconds since 1970 (UTC), or a datetime with a time zone; None if it is not known."""

Text = Union[str, bytes]
"""A text, encoded as UTF-8 if it is not bytes already."""

_Result = TypeVar("_Result")
_Self = TypeVar("_Self", bound="Handle")


def _load() -> Any:
    names = ("libamt_provisioning.so", "libamt_provisioning.dylib", "amt_provisioning.dll")
    for name in names:
        file = Path(__file__).with_name(name)
        if file.exists():
            return ffi.dlopen(str(file))
    raise ImportError("the package has no library in it: build it with `pip install ./bindings/python`")


ffi: Any = _ffi
lib: Any = _load()

if lib.amtp_abi_version() != lib.AMTP_ABI_VERSION or lib.amtp_version_number() < lib.AMTP_VERSION_NUMBER:
    raise ImportError("the library is older than its header, or incompatible")


def utf8(text: Text) -> bytes:
    """As the library wants it."""
    return text.encode("utf-8") if isinstance(text, str) else text


def text(view: Any) -> str:
    """A text of the library."""
    return bytes(ffi.buffer(view.ptr, view.len)).decode("utf-8")


def data(view: Any) -> bytes:
    """Bytes of the library, copied."""
    return bytes(ffi.buffer(view.ptr, view.len)) if view.len else b""


class Error(Exception):
    """A call failed; `str()` says what was expected, what was found, and where."""

    status: Status
    """The number that the C library returned."""
    name: str
    """Its name, such as `AMTP_ERR_PEM`."""
    item: Optional[int]
    """Which item or line of the input, from 0, if there are several and it is known."""
    offset: Optional[int]
    """Which byte of it, from 0, if it is known."""

    def __init__(
        self, status: int, detail: str = "", item: Optional[int] = None, offset: Optional[int] = None
    ) -> None:
        self.status = Status(status)
        self.name = text(lib.amtp_status_name(status))
        self.item = item
        self.offset = offset
        super().__init__(f"{self.name}: {detail or text(lib.amtp_status_text(status))}")

    @property
    def code(self) -> int:
        """The same number, as it is."""
        return int(self.status)


def check(status: int) -> None:
    """Raises what a call returned, if it failed."""
    if status != Status.OK:
        raise Error(status)


def filled(call: Callable[..., int], *arguments: Any, kind: str = "uint8_t[]") -> bytes:
    """The bytes that `call(*arguments, buf, cap, &len)` writes."""
    length = ffi.new("size_t *")
    status = call(*arguments, ffi.NULL, 0, length)
    if status == Status.OK:
        return b""
    if status != Status.ERR_BUFFER:
        raise Error(status)
    buffer = ffi.new(kind, length[0])
    check(call(*arguments, buffer, length[0], length))
    return bytes(ffi.buffer(buffer, length[0]))


def rendered(call: Callable[..., int], *arguments: Any) -> str:
    """The text that `call(*arguments, buf, cap, &len)` writes."""
    return filled(call, *arguments, kind="char[]").decode("utf-8")


def number(kind: str, call: Callable[..., int], *arguments: Any) -> int:
    """What `call(*arguments, &number)` writes."""
    out = ffi.new(f"{kind} *")
    check(call(*arguments, out))
    return int(out[0])


def if_any(call: Callable[..., _Result], *arguments: Any) -> Optional[_Result]:
    """What a call returns, or None if there is none."""
    try:
        return call(*arguments)
    except Error as error:
        if error.status is not Status.ERR_ABSENT:
            raise
        return None


def views(items: Sequence[bytes]) -> tuple[Any, list[Any]]:
    """Items as an array of `amtp_bytes`, and what has to live as long."""
    buffers = [ffi.from_buffer("uint8_t[]", item) for item in items]
    return ffi.new("amtp_bytes[]", [(buffer, len(buffer)) for buffer in buffers]), buffers


def sized(name: str) -> Any:
    """A struct whose size is set."""
    new = ffi.new(f"{name} *")
    new.struct_size = ffi.sizeof(name)
    return new


def located(place: Any, words: str) -> Error:
    """A place, and what is wrong there."""
    unknown = 2 ** (8 * ffi.sizeof("size_t")) - 1

    def known(number: int) -> Optional[int]:
        return None if number == unknown else number

    return Error(place.status, words, known(place.item), known(place.offset))


def seconds(now: Time) -> int:
    """As the library wants it."""
    if now is None:
        return int(lib.AMTP_TIME_UNKNOWN)
    if isinstance(now, datetime):
        if now.tzinfo is None:
            raise ValueError("a datetime without a time zone is no time")
        return int(now.timestamp())
    return now


class Handle:
    """Something of the library, which is freed by `close()`, by leaving `with`, or with the object. Threads: a
    method that writes needs the object for itself, as does closing it."""

    _noun = ""

    def __init__(self, *arguments: Any) -> None:
        self._make(f"amtp_{self._noun}_new", *arguments)

    @classmethod
    def _made_by(cls: type[_Self], function: str, *arguments: Any) -> _Self:
        """What another function than `_new` makes."""
        self = cls.__new__(cls)
        self._make(function, *arguments)
        return self

    def _make(self, function: str, *arguments: Any) -> None:
        out = ffi.new(f"amtp_{self._noun} **")
        check(getattr(lib, function)(*arguments, out))
        self._raw = ffi.gc(out[0], getattr(lib, f"amtp_{self._noun}_free"))

    def close(self) -> None:
        """Frees it; whoever uses it afterwards gets `AMTP_ERR_NULL`."""
        raw, self._raw = self._raw, ffi.NULL
        if raw != ffi.NULL:
            ffi.release(raw)

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check(self, status: int) -> None:
        """As `check`, for a handle that knows more about its failure."""
        if status == Status.OK:
            return
        place = sized("amtp_error")
        where = getattr(lib, f"amtp_{self._noun}_error")
        if where(self._raw, place) != Status.OK or place.status != status:
            raise Error(status)
        raise located(place, rendered(getattr(lib, f"amtp_{self._noun}_error_text"), self._raw))
