"""The scripts of a library as they are offered on a day, and finding one by what people type.

A script that is not valid that day is shown too, and names the one to use instead. It is found by its title, its id, or
the pinyin of its title, whole or by initials: 银行理财 by `yhlc` and by `licai`.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

from app.session.script import Script

_RISK = re.compile(r"[._]r([1-9])$")


@dataclass(frozen=True, slots=True)
class Offer:
    """One script on one day."""

    script: Script
    is_valid: bool
    instead: Script | None
    """for a script that is not valid: the one that is"""
    haystack: str
    """what it is found by"""


def offers(scripts: Iterable[Script], on: datetime.date) -> tuple[Offer, ...]:
    """Every script, the valid ones first."""
    scripts = tuple(scripts)
    valid = [script for script in scripts if script.is_valid_on(on)]
    made = [Offer(script, script in valid, _instead(script, valid), _haystack(script)) for script in scripts]
    return tuple(sorted(made, key=lambda offer: (not offer.is_valid, offer.script.title, offer.script.valid_from)))


def matching(among: Iterable[Offer], text: str) -> tuple[Offer, ...]:
    """Those that hold every word of the text."""
    words = text.casefold().split()
    return tuple(offer for offer in among if all(word in offer.haystack for word in words))


def risk_level(script: Script) -> int | None:
    """The product's risk level, where its kind names one (`wealth.r3`)."""
    found = _RISK.search(script.product_kind)
    return int(found.group(1)) if found else None


def _instead(script: Script, valid: list[Script]) -> Script | None:
    if script in valid:
        return None
    same_id = (other for other in valid if other.id == script.id)
    same_kind = (other for other in valid if other.product_kind == script.product_kind)
    return next(same_id, None) or next(same_kind, None)


def _haystack(script: Script) -> str:
    letters = "".join(one for one in script.title if one.isalnum())
    initials = "".join(lazy_pinyin(letters, style=Style.FIRST_LETTER))
    parts = (script.title, script.id, script.product_kind, initials, "".join(lazy_pinyin(letters)), script.version)
    return "\n".join(parts).casefold()
