"""Every fault has its sentence in both languages, and every sentence its fault."""

import ast
import re
import string
from pathlib import Path

import pytest

from app.faults import EXIT, SENTENCES, exit_code, sentence
from media.fault import Fault

ROOT = Path(__file__).resolve().parent.parent
CODE = re.compile(r"E-[1-9]\d\d")
PROGRAM_ITSELF = "E-901"
"""said of anything that is no fault of the world: raised nowhere, but spoken for every mistake of ours"""


def _python_files() -> list[Path]:
    return sorted(file for folder in ("app", "media", "ui") for file in (ROOT / folder).rglob("*.py"))


def _codes_in(file: Path) -> set[str]:
    """Fault codes a file names in its code; what docstrings tell about them does not count."""
    tree = ast.parse(file.read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [part for part in node.body if not _is_text_alone(part)] or [ast.Pass()]
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if CODE.fullmatch(text)}


def _is_text_alone(part: ast.stmt) -> bool:
    return isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)


def _raised() -> dict[str, Path]:
    """code → a file that names it, the table itself left out"""
    table = ROOT / "app" / "faults.py"
    return {code: file for file in _python_files() if file != table for code in _codes_in(file)}


def _places(text: str) -> list[str]:
    return sorted(field for _, field, _, _ in string.Formatter().parse(text) if field is not None)


def test_every_fault_raised_has_a_sentence() -> None:
    assert {code: str(file) for code, file in _raised().items() if code not in SENTENCES} == {}


def test_every_sentence_has_a_fault() -> None:
    assert set(SENTENCES) - set(_raised()) - {PROGRAM_ITSELF} == set()


def test_codes_of_the_set_up_are_its_own() -> None:
    """What is said before the program can run is said by the command itself, in E-92x."""
    files = [ROOT / "station", ROOT / "station.cmd", ROOT / "resources" / "packaging" / "set_up.py"]
    codes = [code for file in files for code in set(CODE.findall(file.read_text(encoding="utf-8")))]
    assert codes and all(code.startswith("E-92") for code in codes)
    assert set(codes).isdisjoint(SENTENCES)


@pytest.mark.parametrize("code", SENTENCES)
def test_sentence_is_whole(code: str) -> None:
    row = SENTENCES[code]
    assert CODE.fullmatch(code)
    assert _places(row.zh) == _places(row.en)
    assert row.zh.endswith(("。", "！")), "Chinese, with its own full stop"
    assert row.en.endswith("."), "English, with a full stop"
    assert re.search("[\u4e00-\u9fff]", row.zh) and not re.search("[\u4e00-\u9fff]", row.en)
    assert row.exit in {EXIT.FAULT, EXIT.USAGE, EXIT.CHECK_FAILED, EXIT.LOCKED, EXIT.DEVICE}


def test_facts_given_where_raised_fill_the_sentence() -> None:
    """Where `Fault("E-…", a=…)` is written out, its facts are those the sentence names."""
    wrong = []
    for file in _python_files():
        for node in ast.walk(ast.parse(file.read_bytes())):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Fault" and node.args):
                continue
            code = node.args[0]
            if not isinstance(code, ast.Constant) or code.value not in SENTENCES:
                continue
            given = {word.arg for word in node.keywords}
            missing = set(_places(SENTENCES[code.value].zh)) - given
            if missing and None not in given:  # None: facts handed over as **facts
                wrong.append(f"{file.relative_to(ROOT)}:{node.lineno} {code.value} lacks {sorted(missing)}")
    assert wrong == []


def test_sentence_of_a_fault_speaks_both_languages() -> None:
    fault = Fault("E-905", folder="/somewhere", reason="No space left on device")
    assert "/somewhere" in sentence(fault) and sentence(fault).endswith("(E-905)")
    assert sentence(fault, "en").startswith("The data folder /somewhere")
    assert exit_code(fault) == EXIT.FAULT


def test_unknown_code_still_gives_a_sentence() -> None:
    assert sentence(Fault("E-999")).endswith("(E-999)")
    assert exit_code(Fault("E-999")) == EXIT.FAULT
