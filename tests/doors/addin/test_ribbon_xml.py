"""The ribbon shows every button of the command table, in XML that the customUI schema allows."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openxml_audit import OpenXmlValidator

from rectify_xl.commands.command import Command, Variant
from rectify_xl.commands.table import COMMANDS
from rectify_xl.doors.addin import ribbon_xml, xlam
from rectify_xl.doors.addin.buttons import calls, groups
from rectify_xl.system.archive import pack, unpack

SPACE = f"{{{ribbon_xml.NAMESPACE}}}"


def schema_errors(text: str, folder: Path) -> list[str]:
    """Return what the customUI schema of openxml-audit has against a ribbon."""
    parts = unpack(xlam.template().read_bytes())
    parts[xlam.RIBBON_PART] = text.encode()
    path = folder / "ribbon.xlam"
    path.write_bytes(pack(parts))
    return [error.description for error in OpenXmlValidator().validate(path).errors]


def buttons(text: str) -> list[ET.Element]:
    return list(ET.fromstring(text).iter(f"{SPACE}button"))  # noqa: S314 - our own text


def test_the_ribbon_obeys_the_customui_schema(tmp_path: Path) -> None:
    """Excel drops the whole tab at the first attribute that it does not know."""
    assert schema_errors(ribbon_xml.render(), tmp_path) == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('<group id="group1"', '<group size="large" id="group1"'),
        ('<menu id="check.menu" itemSize="normal"', '<menu id="check.menu" itemSize="huge"'),
        ('<splitButton id="check.split"', '<splitButton id="1.split"'),
        ("<tabs>", "<tabs><button/>"),
        ('keytip="XC"', 'keytip="XC12"'),
    ],
)
def test_the_schema_finds_faults(good: str, bad: str, tmp_path: Path) -> None:
    """The validation above can fail: a wrong attribute, value, id or element is reported."""
    text = ribbon_xml.render()
    assert good in text
    assert schema_errors(text.replace(good, bad, 1), tmp_path) != []


def test_every_click_of_the_table_is_in_the_ribbon_once() -> None:
    """Each button and each entry of its menu carries its command and variant as its tag."""
    tags = [button.get("tag") for button in buttons(ribbon_xml.render())]
    assert sorted(tags, key=str) == sorted(f"{command} {variant}".strip() for command, variant in calls())


def test_commands_without_a_button_are_not_in_the_ribbon() -> None:
    """`dump` is for other programs."""
    assert "dump" not in [button.get("id") for button in buttons(ribbon_xml.render())]


def test_every_button_has_label_icon_and_tips() -> None:
    """A clerk sees what a button is called and, when the mouse rests on it, what it does."""
    faces = [
        [button.get(name) for name in ("label", "imageMso", "screentip", "supertip")]
        for button in buttons(ribbon_xml.render())
        if button.get("onAction") == "RectifyRibbon.OnCommand"
    ]
    assert faces == [
        [command.label, command.icon, command.label, command.help] for group in groups() for command in group.commands
    ]


def test_ids_and_key_tips_are_unique_and_short() -> None:
    """Excel allows three letters in a key tip and each id once."""
    elements = list(ET.fromstring(ribbon_xml.render()).iter())  # noqa: S314 - our own text
    ids = [element.get("id") for element in elements if element.get("id")]
    tips = [element.get("keytip") for element in elements if element.get("size") == "large"]
    assert len(ids) == len(set(ids))
    assert len(tips) == len(set(tips)) == sum(command.button for command in COMMANDS)
    assert [tip for tip in tips if not tip or len(tip) > 3] == []


def test_text_with_special_characters_is_escaped() -> None:
    """A help text may hold <, >, & and quotes."""
    command = Command("x", "甲&乙", "组", "Help", "m", 'a < b > "c"', variants=(Variant("v", "<变>", ()),))
    assert [(button.get("label"), button.get("supertip")) for button in buttons(ribbon_xml.render([command]))] == [
        ("甲&乙", 'a < b > "c"'),
        ("<变>", None),
    ]
