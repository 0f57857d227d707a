"""Read the parts of an Office package.

A zip directory takes thirty lines to read, while importing `zipfile` takes longer than the whole of `check` may; what
these lines do not know (zip64, a method other than stored and deflated) is left to `zipfile`.
"""

import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.system import limits

_MOST_DEFLATED = 1032
"""No deflated byte unpacks to more bytes than this."""
_CHUNK = 1 << 20
_DAMAGED_REMEDY = "请用 Excel 或 WPS 打开后另存为新文件，或改用最近的备份"
BOMB_REMEDY = "这不是正常的台账，请向发来文件的人核实，不要打开"


class Member(NamedTuple):
    """One entry of the directory: where it begins, how it is packed, and its sizes in bytes."""

    offset: int
    method: int
    packed: int
    size: int


class Package(NamedTuple):
    """The bytes of a package and its directory."""

    data: bytes
    members: Mapping[str, Member]

    def read(self, name: str) -> bytes:
        """Return one part unpacked; raises `BookError` when it is missing, damaged or longer than it says."""
        packed, member = self.packed(name), self.members[name]
        return inflated(packed, member.size, name) if member.method else packed

    def packed(self, name: str) -> bytes:
        """Return one part as it is packed; raises `BookError` when it is missing or damaged."""
        member = self.members.get(name)
        if member is None:
            raise lost(name)
        data, at = self.data, member.offset
        if data[at : at + 4] != b"PK\x03\x04":
            raise damaged(name)
        start = at + 30 + _number(data, at + 26, 2) + _number(data, at + 28, 2)
        return data[start : start + member.packed]

    def pieces(self, name: str, size: int = _CHUNK) -> Iterator[bytes]:
        """Yield one part piece by piece, none larger than `size`; raises as `read` does."""
        packed, member = self.packed(name), self.members[name]
        if member.method == 0:
            yield from (packed[start : start + size] for start in range(0, len(packed), size))
            return
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        total = 0
        try:
            content = unpacker.decompress(packed, size)
            while content and total <= member.size:
                total += len(content)
                yield content
                content = unpacker.decompress(unpacker.unconsumed_tail, size)
        except zlib.error as error:
            raise damaged(name) from error
        if total != member.size:
            raise damaged(name)

    def actual(self, name: str) -> str:
        """Return the name of a part as the directory has it; letters of either size make no difference there."""
        if name in self.members:
            return name
        lowered = name.lower()
        return next((member for member in self.members if member.lower() == lowered), name)

    def head(self, name: str) -> bytes:
        """Return the first bytes of a part, empty where there is none: enough to see how it is written."""
        member = self.members.get(name)
        if member is None or self.data[member.offset : member.offset + 4] != b"PK\x03\x04":
            return b""
        start = (
            member.offset + 30 + _number(self.data, member.offset + 26, 2) + _number(self.data, member.offset + 28, 2)
        )
        packed = self.data[start : start + min(member.packed, 1024)]
        if member.method == 0:
            return packed[:64]
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, 64)
        except zlib.error:
            return b""


def inflated(packed: bytes, size: int, name: str) -> bytes:
    """Return a deflated part; raises `BookError` when it is damaged, or not as long as it says."""
    try:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1)
    except zlib.error as error:
        raise damaged(name) from error
    if len(content) != size:
        raise damaged(name)
    return content


def unpack(data: bytes) -> Package:
    """Return the package in `data`, after making sure that its unpacked size is within `limits.UNPACKED`.

    Raises `BookError` for a damaged package and for one that would unpack to more than the limit.
    """
    members = _directory(data)
    package = Package(data, members if members is not None else _with_zipfile(data))
    _refuse_bomb(package)
    return package


def _directory(data: bytes) -> dict[str, Member] | None:
    """Return the directory by name, or None when it needs the whole of `zipfile`."""
    end = data.rfind(b"PK\x05\x06", -65_557)
    if end < 0:
        raise BookError("工作簿已损坏或没有传完（找不到压缩包目录）", _DAMAGED_REMEDY)
    count, length, position = _number(data, end + 10, 2), _number(data, end + 12, 4), _number(data, end + 16, 4)
    if count == 0xFFFF or position + length != end:
        return None
    members: dict[str, Member] = {}
    for _ in range(count):
        if data[position : position + 4] != b"PK\x01\x02":
            raise BookError("工作簿已损坏（压缩包目录不完整）", _DAMAGED_REMEDY)
        flags, method = _number(data, position + 8, 2), _number(data, position + 10, 2)
        packed, size = _number(data, position + 20, 4), _number(data, position + 24, 4)
        name_length = _number(data, position + 28, 2)
        offset = _number(data, position + 42, 4)
        if method not in (0, 8) or 0xFFFFFFFF in (packed, size, offset):
            return None
        if flags & 1:
            raise BookError("工作簿的压缩包设有密码", "请取消密码后重试")
        start = position + 46
        name = _name(data[start : start + name_length], flags)
        if name in members:
            raise doubled(name)
        members[name] = Member(offset, method, packed, size)
        position = start + name_length + _number(data, position + 30, 2) + _number(data, position + 32, 2)
    return members


def _name(raw: bytes, flags: int) -> str:
    if raw.isascii():
        return raw.decode("ascii")
    return raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")


def _with_zipfile(data: bytes) -> dict[str, Member]:
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members: dict[str, Member] = {}
            for info in package.infolist():
                if info.orig_filename in members:
                    raise doubled(info.filename)
                members[info.orig_filename] = Member(
                    info.header_offset, info.compress_type, info.compress_size, info.file_size
                )
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise BookError("工作簿已损坏（压缩包目录读不出）", _DAMAGED_REMEDY) from error
    if any(member.method not in (0, 8) for member in members.values()):
        raise BookError("工作簿用了本程序不认识的压缩方法", _DAMAGED_REMEDY)
    return members


_measured: list[bytes] = []
"""What was measured last: a step looks at the same workbook several times."""


def _refuse_bomb(package: Package) -> None:
    """Refuse a package that unpacks to more than the limit, also one that lies about its sizes."""
    members = package.members.values()
    if sum(member.size for member in members) > limits.UNPACKED:
        raise _bomb()
    if sum(member.packed for member in members) * _MOST_DEFLATED <= limits.UNPACKED:
        return
    if _measured and _measured[0] is package.data:
        return
    for name, member in package.members.items():
        if is_large_sheet(name, member):
            continue  # it is measured where its blank rows are left out
        if member.method == 8 and member.packed * _MOST_DEFLATED > member.size:
            for _ in package.pieces(name):
                pass
    _measured[:] = [package.data]


def is_large_sheet(name: str, member: Member) -> bool:
    """Tell whether a part is a sheet with so many bytes that most of them may be blank rows."""
    plain = name.replace("\\", "/").lower()
    return member.size > limits.LARGE_SHEET and "worksheets/" in plain and plain.endswith(".xml")


def _bomb() -> BookError:
    return BookError(f"工作簿解压后超过{limits.UNPACKED // 1_000_000} MB，已停止读取", BOMB_REMEDY)


def doubled(name: str) -> BookError:
    """Return what to raise for two parts of one name, of which every program may read the other one."""
    return BookError(f"工作簿的压缩包里有两个同名的部分（“{name}”），内容不可信", BOMB_REMEDY)


def lost(name: str) -> BookError:
    """Return what to raise for a part that is missing."""
    return BookError(f"工作簿已损坏，缺少“{name}”", _DAMAGED_REMEDY)


def damaged(name: str) -> BookError:
    """Return what to raise for a part that cannot be read."""
    return BookError(f"工作簿已损坏（“{name}”读不出）", _DAMAGED_REMEDY)


def _number(data: bytes, start: int, length: int) -> int:
    return int.from_bytes(data[start : start + length], "little")
