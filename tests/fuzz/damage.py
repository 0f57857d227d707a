"""Ways to damage a file, each by a seeded choice: bytes, parts, elements, attributes, charsets."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.documents.packed import unzipped, zipped

Way = Callable[[Random, bytes], bytes]
_ODD = (
    "",
    "-1",
    "0",
    "99999999999999999999",
    "x",
    "９",
    "{{",
    "%1%2%9",
    "../../a",
    "\u202e",
    "1e9",
    "true",
    "http://a/b",
)
_TAG = re.compile(rb"<[^<>]{1,2000}>")
_NAMES = (
    b"w:p",
    b"w:r",
    b"w:t",
    b"w:tbl",
    b"w:tr",
    b"w:tc",
    b"w:sdt",
    b"w:ruby",
    b"w:lvl",
    b"div",
    b"li",
    b"table",
    b"td",
)


def flipped(chance: Random, data: bytes) -> bytes:
    """Change a few bytes."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: Random, data: bytes) -> bytes:
    """Leave out the end, the beginning, or a piece of the middle."""
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return chance.choice((data[:first], data[last:], data[:first] + data[last:]))


def doubled(chance: Random, data: bytes) -> bytes:
    """Repeat a piece, sometimes very often."""
    first = chance.randrange(len(data) + 1)
    piece = data[first : first + chance.randrange(1, 400)]
    return data[:first] + piece * chance.choice((2, 3, 500)) + data[first:]


def swapped(chance: Random, data: bytes) -> bytes:
    """Exchange two tags."""
    tags = list(_TAG.finditer(data))
    if len(tags) < 2:
        return data
    one, two = sorted(chance.sample(tags, 2), key=lambda each: each.start())
    return data[: one.start()] + two[0] + data[one.end() : two.start()] + one[0] + data[two.end() :]


def dropped(chance: Random, data: bytes) -> bytes:
    """Leave out a tag, or an element without its end."""
    tags = list(_TAG.finditer(data))
    if not tags:
        return data
    gone = chance.choice(tags)
    return data[: gone.start()] + data[gone.end() :]


def element(chance: Random, data: bytes) -> bytes:
    """Take an element as a whole out of its place, or put it into another one, so that the markup stays well formed."""
    tags = list(_TAG.finditer(data))
    opening = [each for each in tags if not each[0].startswith((b"</", b"<?", b"<!"))]
    if not opening:
        return data
    chosen = chance.choice(opening)
    end = chosen.end()
    if not chosen[0].endswith(b"/>"):
        name = re.split(rb"[\s/>]", chosen[0][1:])[0]
        closing = data.find(b"</" + name + b">", end)
        end = closing + len(name) + 3 if closing >= 0 else end
    whole, rest = data[chosen.start() : end], data[: chosen.start()] + data[end:]
    if chance.random() < 0.4:
        return rest
    places = [each.end() for each in _TAG.finditer(rest) if not each[0].startswith(b"<?")]
    at = chance.choice(places) if places else len(rest)
    kept = data if chance.random() < 0.5 else rest
    at = min(at, len(kept))
    return kept[:at] + whole + kept[at:]


def attribute(chance: Random, data: bytes) -> bytes:
    """Give an attribute another value, or that of another one."""
    found = list(re.finditer(rb'(?<==)"([^"<>]{0,300})"|(?<==)\'([^\'<>]{0,300})\'', data))
    if not found:
        return data
    chosen = chance.choice(found)
    value = chance.choice(found)[0][1:-1] if chance.random() < 0.5 else chance.choice(_ODD).encode()
    return data[: chosen.start()] + b'"' + value.replace(b'"', b"") + b'"' + data[chosen.end() :]


def renamed(chance: Random, data: bytes) -> bytes:
    """Give elements of one name another one."""
    one, two = chance.choice(_NAMES), chance.choice(_NAMES)
    return re.sub(rb"(</?)" + one + rb"(?=[\s/>])", lambda match: match[1] + two, data)


def nested(chance: Random, data: bytes) -> bytes:
    """Put elements into each other, many levels deep."""
    name, depth = chance.choice(_NAMES), chance.choice((5, 60, 300, 3000))
    at = data.find(b">", chance.randrange(len(data) + 1)) + 1
    return data[:at] + (b"<" + name + b">") * depth + (b"</" + name + b">") * depth + data[at:]


def encoded(chance: Random, data: bytes) -> bytes:
    """Write the text in another charset, or state another one."""
    text = data.decode("utf-8", "replace")
    if chance.random() < 0.5:
        stated = chance.choice(("gbk", "utf-16", "undefined", "utf-7", "idna", "latin-1", "没有", "utf-8\x00"))
        text = re.sub(r"(?i)(charset|encoding)=(\"?|'?)[\w-]+", lambda match: f"{match[1]}={match[2]}{stated}", text)
    return text.encode(chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-32")), "replace")


def declared(chance: Random, data: bytes) -> bytes:
    """Put a declaration, an entity, or something like it into the text."""
    piece = chance.choice(
        (
            b'<!DOCTYPE x [<!ENTITY a "b">]>',
            b"&a;",
            b"&#0;",
            b"&#xD800;",
            b"<![CDATA[x]]>",
            b"<?x y?>",
            b"<!--",
            b"\x00",
            b"]]>",
        )
    )
    at = chance.choice((0, chance.randrange(len(data) + 1), data.find(b">") + 1))
    return data[:at] + piece + data[at:]


PLAIN: tuple[Way, ...] = (flipped, cut, doubled, encoded, declared)
MARKED: tuple[Way, ...] = (*PLAIN, swapped, dropped, element, element, attribute, attribute, renamed, nested)


def text(chance: Random, data: bytes) -> bytes:
    """Damage a file of text or markup in one to three ways."""
    ways = MARKED if b"<" in data[:2000] else PLAIN
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(ways)(chance, data)
    return data


def packed(chance: Random, data: bytes) -> bytes:
    """Damage a packed file: its bytes, the names of its parts, or one of its parts."""
    kind = chance.random()
    if kind < 0.12:
        return chance.choice((flipped, cut))(chance, data)
    parts = unzipped(data)
    name = chance.choice(sorted(parts))
    if kind < 0.2:
        content = parts.pop(name)
        if chance.random() < 0.6:
            parts[
                chance.choice((name.upper(), name.replace("/", "\\"), f"{name}x", f"a/{name}", name[:-1], "a.xml"))
            ] = content
    elif kind < 0.25:
        parts[name] = parts[chance.choice(sorted(parts))]
    else:
        favoured = [each for each in parts if each.startswith("word/") and each.endswith(".xml")]
        name = chance.choice(favoured) if favoured and chance.random() < 0.8 else name
        parts[name] = text(chance, parts[name])
    return zipped(parts)
