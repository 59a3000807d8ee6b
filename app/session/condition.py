"""Conditions in a script: `age >= 60 and premium_mode == "regular"`.

A small language over the facts of the sale, read with Python's own grammar and walked by us, never evaluated by Python:
names of facts, figures, texts in quotes, `and or not`, comparisons, `in (…)`, + - * of numbers, and one day minus
another, which is a number of days. Everything else is refused when the script is read, and so is a comparison that can
never hold: a text with a number, or a choice with a value it does not have.
"""

import ast
import datetime
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.session.script import Fact, FactKind

Value = str | bool | Decimal | datetime.date

_NUMBERS = frozenset({FactKind.MONEY_YUAN, FactKind.YEARS, FactKind.DAYS, FactKind.PERCENT, FactKind.LEVEL})
_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_CALCULATE: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}


class ConditionError(ValueError):
    """The text is no condition; `code` says why, `what` names the part."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(code, what)
        self.code = code
        self.what = what


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that has been checked against the facts it may use."""

    text: str
    names: frozenset[str]
    _tree: ast.expr

    def holds(self, facts: Mapping[str, Value]) -> bool:
        """Whether it is true of these facts; KeyError names a fact that is not there."""
        return bool(_evaluate(self._tree, facts))


def parse_condition(text: str, facts: Mapping[str, Fact]) -> Condition:
    """The condition in the text; ConditionError when it is not one, or cannot be one of these facts."""
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConditionError("not_a_condition", text[:40]) from error
    if _kind(tree, facts) != "yes_no":
        raise ConditionError("no_yes_or_no", text[:40])
    names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return Condition(text, names, tree)


def _kind(node: ast.expr, facts: Mapping[str, Fact]) -> str:
    """`yes_no`, `number`, `text` or `date`; ConditionError for anything else."""
    match node:
        case ast.BoolOp(values=values):
            for value in values:
                _expect("yes_no", value, facts)
            return "yes_no"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            _expect("yes_no", operand, facts)
            return "yes_no"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _expect("number", operand, facts)
            return "number"
        case ast.BinOp(op=ast.Sub(), left=left, right=right) if _kind(left, facts) == "date":
            _expect("date", right, facts)
            return "number"
        case ast.BinOp(op=op, left=left, right=right) if type(op) in _CALCULATE:
            _expect("number", left, facts)
            _expect("number", right, facts)
            return "number"
        case ast.Compare():
            return _kind_of_comparison(node, facts)
        case ast.Name(id=name):
            if name not in facts:
                raise ConditionError("unknown_fact", name)
            return _kind_of_fact(facts[name].type)
        case ast.Constant(value=bool()):
            return "yes_no"
        case ast.Constant(value=int() | float()):
            return "number"
        case ast.Constant(value=str()):
            return "text"
    raise ConditionError("not_a_condition", type(node).__name__)


def _kind_of_fact(kind: FactKind) -> str:
    if kind in _NUMBERS:
        return "number"
    return {FactKind.DATE: "date", FactKind.YES_NO: "yes_no"}.get(kind, "text")


def _kind_of_comparison(node: ast.Compare, facts: Mapping[str, Fact]) -> str:
    left = node.left
    for op, right in zip(node.ops, node.comparators, strict=True):
        if isinstance(op, ast.In | ast.NotIn):
            if not isinstance(right, ast.Tuple | ast.List):
                raise ConditionError("not_a_condition", "in")
            members = right.elts
        elif type(op) in _COMPARE:
            members = [right]
        else:
            raise ConditionError("not_a_condition", type(op).__name__)
        kind = _kind(left, facts)
        for member in members:
            _expect(kind, member, facts)
            _check_choice(left, member, facts)
            _check_choice(member, left, facts)
        if kind in ("text", "yes_no") and isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
            raise ConditionError("no_order", ast.unparse(left))
        left = right
    return "yes_no"


def _check_choice(fact: ast.expr, constant: ast.expr, facts: Mapping[str, Fact]) -> None:
    if not isinstance(fact, ast.Name) or not isinstance(constant, ast.Constant):
        return
    choices = facts[fact.id].choices
    if choices and constant.value not in choices:
        raise ConditionError("no_such_choice", str(constant.value))


def _expect(kind: str, node: ast.expr, facts: Mapping[str, Fact]) -> None:
    if _kind(node, facts) != kind:
        raise ConditionError("types_differ", ast.unparse(node))


def _evaluate(node: ast.expr, facts: Mapping[str, Value]) -> Any:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_evaluate(value, facts) for value in values)
        case ast.BoolOp(values=values):
            return any(_evaluate(value, facts) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _evaluate(operand, facts)
        case ast.UnaryOp(operand=operand):
            return -_evaluate(operand, facts)
        case ast.BinOp(op=op, left=left, right=right):
            result = _CALCULATE[type(op)](_evaluate(left, facts), _evaluate(right, facts))
            return Decimal(result.days) if isinstance(result, datetime.timedelta) else result
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            return _compare(left, ops, comparators, facts)
        case ast.Name(id=name):
            return facts[name]
        case ast.Constant(value=value):
            return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value
    raise AssertionError(f"{type(node).__name__} passed the check")


def _compare(left: ast.expr, ops: list[ast.cmpop], rights: list[ast.expr], facts: Mapping[str, Value]) -> bool:
    value = _evaluate(left, facts)
    for op, right in zip(ops, rights, strict=True):
        if isinstance(op, ast.In | ast.NotIn):
            assert isinstance(right, ast.Tuple | ast.List)
            is_in = value in [_evaluate(one, facts) for one in right.elts]
            if is_in == isinstance(op, ast.NotIn):
                return False
            continue
        other = _evaluate(right, facts)
        if not _COMPARE[type(op)](value, other):
            return False
        value = other
    return True
