"""The engine that xlwings is given, and how to register it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import xlwings

from rectify_xl.workbook.calc.app import Apps, CalcApp

if TYPE_CHECKING:
    from rectify_xl.workbook.calc.prefetched_copy import Ahead

NAME = "calc"


class Engine:
    """What xlwings asks of an engine: its offices, and how values are cleaned on the way in and out."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Mapping[str, object]) -> Any:
        """Return a value as `Range.raw_value` takes it."""
        _ = options
        return value

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Callable[..., datetime],
        empty_as: object,
        number_builder: Callable[[float], float] | None,
        err_to_str: bool,  # noqa: FBT001 - as xlwings has it
    ) -> list[list[Any]]:
        """Return what `Range.raw_value` gave as xlwings shows it."""
        _ = datetime_builder, err_to_str
        return [
            [
                empty_as
                if value is None
                else number_builder(value)
                if number_builder and isinstance(value, float)
                else value
                for value in row
            ]
            for row in data
        ]


def engine() -> Engine:
    """Return the engine `calc`, registered with xlwings at the first call."""
    if NAME not in xlwings.engines.engines_by_name:
        xlwings.engines.add(xlwings.Engine(impl=Engine()))
    calc_engine: Engine = xlwings.engines[NAME].impl
    return calc_engine


def app(context: Any, ahead: Ahead | None = None) -> xlwings.App:
    """Return the office behind a component context as an xlwings app, and make it the one that xlwings works with."""
    own = engine()
    xlwings.engines[NAME].activate()
    return xlwings.App(impl=own.apps.prefer(CalcApp(own, context, ahead)))


def leave(app: xlwings.App) -> None:
    """Let go of an office that `app` returned."""
    engine().apps.forget(app.impl)
