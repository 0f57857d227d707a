"""What a command is: its options, the entries of its button's menu, and what a click asks."""

from typing import Literal, NamedTuple

from rectify_xl.ledger.reading.guard import SheetNeed

Target = Literal["ledger", "source", "either", "folder", "action", "none"]
"""What the argument of a command is: a ledger, a file to read, either of these, a folder, a word, or nothing."""

Preset = str | bool | tuple[str, ...]
"""What an entry of a menu sets an option to."""


class Option(NamedTuple):
    """One option of a command. Without `value` it is a switch; `choices` limits the value.

    `aliases` maps other spellings of a choice to the canonical one. `repeat` collects several values.
    `paper` marks an output that a click makes although the command line may leave it out. `question` is what a dialog
    asks for it: a short name, and in brackets what helps to answer.
    """

    flag: str
    help: str
    value: str = ""
    default: str = ""
    choices: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    repeat: bool = False
    required: bool = False
    paper: bool = False
    question: str = ""

    @property
    def name(self) -> str:
        """The option as an identifier."""
        return self.flag.lstrip("-").replace("-", "_")


class Asks(NamedTuple):
    """What a click asks a person, one question after another.

    Names of options; `items` and `item` stand for the problems that the command works on, several or one, `as_of` for
    the day. `needed` must be answered, `optional` may stay empty. With `confirm` all is summed up
    and asked once more. With `selected` the problems of the selected rows are taken without a question.
    """

    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    confirm: bool = False
    selected: bool = False


class Variant(NamedTuple):
    """One entry of the drop-down menu of a button.

    `id` is ASCII (it travels through VBA, whose source is bound to a code page), `label` what the user reads, `options`
    what the entry presets (for a paper its file name; False for one that is not made), `asks` what it asks. `then` are
    the words and options of a second run, of which a person chooses one after the first left something to write.
    """

    id: str
    label: str
    options: tuple[tuple[str, Preset], ...] = ()
    asks: Asks = Asks()
    then: tuple[tuple[str, tuple[tuple[str, Preset], ...]], ...] = ()


class Command(NamedTuple):
    """One command.

    `id` is its name on the command line, `label` on buttons, `group` its place in the ribbon, `icon` an Office
    imageMso name, `module` the use case with `run(request) -> Outcome`; `target` says what its argument is. `keytip`
    is the ribbon key. `button` is False for commands that only the command line offers. `variants` are the entries of
    the button's drop-down menu, the first of them the default; `actions` are the words that a command with target
    "action" takes. `items` names further arguments and says what they are, for a command that takes any number. `asks`
    is what a button without variants asks; with `on_file` the command works on the file itself, and a button closes
    the workbook meanwhile. `needs` are the sheets and columns of the ledger that it uses: without them it stops.
    `ledger_option` names an option that gives the ledger into which a command without a ledger of its own writes.
    """

    id: str
    label: str
    group: str
    icon: str
    module: str
    help: str
    target: Target = "ledger"
    options: tuple[Option, ...] = ()
    keytip: str = ""
    changes: bool = False
    button: bool = True
    variants: tuple[Variant, ...] = ()
    actions: tuple[tuple[str, str], ...] = ()
    items: tuple[str, str] | None = None
    asks: Asks = Asks()
    on_file: bool = False
    needs: tuple[SheetNeed, ...] = ()
    ledger_option: str = ""
