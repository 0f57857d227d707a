"""Excel takes no orders while a cell is edited, a dialog is open or a macro ends: it is asked again, for a while."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rectify_xl.workbook.live import patient_excel
from rectify_xl.workbook.live.patient_excel import Patience, PatientObject, busy


class ComError(Exception):
    """What pywin32 raises."""

    def __init__(self, hresult: int, number: int | None = None) -> None:
        super().__init__(hresult)
        self.hresult = hresult
        self.excepinfo = None if number is None else (0, None, None, None, 0, number)


class ExcelBusyError(Exception):
    """What xlwings raises."""


REFUSALS = (
    ComError(-2147418111),
    ComError(-2147417846),
    ComError(-2147352567, -2146777998),
    ExcelBusyError(),
)
FAULTS = (ComError(-2147352567, -2146827284), ComError(-2147352567), AttributeError("Value"), KeyError(1))


class Excel:
    """An object as xlwings wraps it, which refuses the first calls."""

    refusals: list[Exception]
    values: dict[str, object]

    def __init__(self, *refusals: Exception) -> None:
        object.__setattr__(self, "refusals", list(refusals))
        object.__setattr__(self, "values", {})

    def _refuse(self) -> None:
        if self.refusals:
            raise self.refusals.pop(0)

    def __getattr__(self, name: str) -> object:
        if name == "Cells":
            self._refuse()
            return Excel()
        if name == "Name":
            self._refuse()
            return "台账"
        raise AttributeError(name)

    def __setattr__(self, name: str, value: object) -> None:
        self._refuse()
        self.values[name] = value

    def __call__(self, row: int, *, column: int) -> str:
        self._refuse()
        return f"{row}:{column}"

    def __iter__(self) -> Iterator[Excel | int]:
        self._refuse()
        return iter((Excel(), 1))


class Hours:
    """A clock that goes on when somebody pauses."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += seconds


def patient(excel: Excel, clock: Hours | None = None) -> PatientObject:
    clock = clock or Hours()
    return PatientObject(excel, Patience((Excel,), clock=clock, pause=clock.pause))


@pytest.mark.parametrize("refusal", REFUSALS, ids=["rejected", "later", "typing", "xlwings"])
def test_whatever_is_asked_is_asked_again(refusal: Exception) -> None:
    """Properties, values that are set, calls, members; what comes from Excel is patient as well."""
    assert patient(Excel(refusal, refusal)).Name == "台账"
    assert isinstance(patient(Excel(refusal)).Cells, PatientObject)
    assert patient(Excel(refusal))(2, column=3) == "2:3"
    excel = Excel(refusal)
    patient(excel).Value = "甲"
    assert excel.values == {"Value": "甲"}
    first, second = patient(Excel(refusal))
    assert isinstance(first, PatientObject)
    assert second == 1


@pytest.mark.parametrize("fault", FAULTS, ids=["refused", "plain", "no such property", "no such member"])
def test_what_is_wrong_is_raised_at_once(fault: Exception) -> None:
    """A protected sheet does not become free by asking again."""
    clock = Hours()
    with pytest.raises(type(fault)):
        patient(Excel(fault), clock).Value = 1
    assert clock.now == 0
    assert not busy(fault)


def test_patience_has_an_end() -> None:
    """Whoever went to lunch in the middle of a cell is told."""
    clock = Hours()
    with pytest.raises(ComError):
        _ = patient(Excel(*([REFUSALS[0]] * 10_000)), clock).Name
    assert patient_excel.PATIENCE_SECONDS < clock.now < patient_excel.PATIENCE_SECONDS + 1
