"""业务: a sale read from a file, checked before anything is recorded.

The customer's number is a Chinese resident identity number (GB 11643: six digits of region, eight of birth date, three
of order, one check digit by ISO 7064 MOD 11-2). It is checked and never shown: no fault names it.

    id: "20261122-0001"
    product_kind: insurance.life_over_1y
    branch: 示范支行
    counter: "03"
    clerk_id: "0123"
    customer: {name: 张建国, id_number: "99…"}
    facts: {annual_premium: 50000, payment_years: 5, …}
"""

import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict

from app.model import Case, CaseId
from app.session.script import Day, FactName, Title
from app.session.yaml_file import Source, read_yaml, validated
from media.fault import Fault

OLDEST_YEARS = 130

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

_Amount = Annotated[float, Strict(), Field(allow_inf_nan=False)]
_Value = (
    Annotated[bool, Strict()]
    | Annotated[int, Strict()]
    | _Amount
    | Day
    | Annotated[str, Strict(), Field(max_length=200)]
)


class _Written(BaseModel):
    # The values of a case are personal: pydantic must not quote them.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class _Customer(_Written):
    name: Annotated[str, Strict(), Field(min_length=1, max_length=60)]
    id_number: Annotated[str, Strict()]


class _CaseFile(_Written):
    id: Annotated[str, Strict(), Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z-]{3,39}$")]
    product_kind: Annotated[str, Strict(), Field(pattern=r"^[a-z]+\.[a-z0-9_]+$")]
    branch: Title
    counter: Annotated[str, Strict(), Field(min_length=1, max_length=16)]
    clerk_id: Annotated[str, Strict(), Field(pattern=r"^[0-9A-Za-z]{1,16}$")]
    customer: _Customer
    facts: dict[FactName, _Value]


def read_case(path: Path, on: datetime.date) -> Case:
    """The case in a file, as of a day.

    Faults: those of `read_yaml` and `validated`; E-440 no identity number, E-441 wrong check digit, E-442 no possible
    birth date, E-443 a number below zero. None holds the number.
    """
    value, source = read_yaml(path)
    written = validated(_CaseFile, value, source)
    number = written.customer.id_number.upper()
    _check_id_number(number, on, source)
    for name, fact in written.facts.items():
        if isinstance(fact, int | float) and fact < 0:
            raise Fault("E-443", file=source.file, line=source.line("facts", name), fact=name)
    facts = {
        name: fact.isoformat() if isinstance(fact, datetime.date) else fact for name, fact in written.facts.items()
    }
    return Case(
        id=CaseId(written.id),
        product_kind=written.product_kind,
        branch=written.branch,
        counter=written.counter,
        clerk_id=written.clerk_id,
        customer_name=written.customer.name,
        customer_id_number=number,
        facts=facts,
    )


def check_digit(first_17: str) -> str:
    """The check digit of an identity number's first 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True)) % 11]


def birth_date(id_number: str) -> datetime.date:
    """The day of birth in an identity number; ValueError when there is no such day."""
    return datetime.date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def age_on(id_number: str, day: datetime.date) -> int:
    """Full years on that day; one who is born on 29 February has her birthday on 1 March in other years."""
    born = birth_date(id_number)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def mask_name(name: str) -> str:
    """A name for a list that others may see: 张*国, 张*, J*** S***; a name of one character is hidden whole."""
    name = " ".join(name.split())
    if name.isascii():
        return " ".join(f"{part[0]}***" for part in name.split(" ") if part)
    if len(name) <= 2:
        return f"{name[:-1]}*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def mask_id(number: str) -> str:
    """An identity number with its first three and last two signs; a short one is hidden whole."""
    if len(number) < 8:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def _check_id_number(number: str, on: datetime.date, source: Source) -> None:
    line = source.line("customer", "id_number")
    is_ascii_number = number.isascii() and number[:17].isdigit()
    if len(number) != 18 or not is_ascii_number or number[17] not in "0123456789X":
        raise Fault("E-440", file=source.file, line=line)
    if check_digit(number[:17]) != number[17]:
        raise Fault("E-441", file=source.file, line=line)
    try:
        is_possible = birth_date(number) <= on and age_on(number, on) <= OLDEST_YEARS
    except ValueError:
        is_possible = False
    if not is_possible:
        raise Fault("E-442", file=source.file, line=line)
