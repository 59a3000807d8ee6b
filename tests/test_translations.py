"""Chinese and English are complete: no text of the window is missing, stale, or says something else in its braces."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import PySide6
import pytest
from PySide6.QtCore import QTranslator

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "ui"
ENGLISH = ROOT / "resources" / "i18n" / "dualrec_en.ts"
COMPILED = ENGLISH.with_suffix(".qm")
TOOLS = Path(PySide6.__file__).parent
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
DATA = {
    "bench_home.py": "made-up customers",
    "choices.py": "words that customers say, which the scripts hold in Chinese",
    "screenshots.py": "what a made-up customer says",
    "wizard.py": "the place that a practice case is made up with",
}
"""files whose Chinese outside of tr() is data, and why"""
BRACES = re.compile(r"\{[a-z_0-9]*\}|%n")


def messages(file: Path) -> Iterator[tuple[str, str, str, list[str]]]:
    """(context, source, type, translations) of each message."""
    for context in ElementTree.parse(file).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            yield name, message.findtext("source") or "", translation.get("type", ""), forms


def test_every_text_of_the_window_is_in_the_file_and_none_is_stale(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    shutil.copy(ENGLISH, fresh)
    files = [str(file) for file in sorted(UI.rglob("*.py"))]
    options = ["-silent", "-source-language", "zh_CN", "-target-language", "en_US", "-locations", "none"]
    subprocess.run([TOOLS / "lupdate", *options, *files, "-ts", fresh], check=True)
    stale = [source for _, source, kind, _ in messages(fresh) if kind in ("vanished", "obsolete")]
    assert stale == []
    assert {m[:2] for m in messages(fresh)} == {m[:2] for m in messages(ENGLISH)}


def test_every_text_is_translated() -> None:
    missing = [
        (context, source)
        for context, source, kind, forms in messages(ENGLISH)
        if kind == "unfinished" or not all(form.strip() for form in forms)
    ]
    assert missing == []


def test_translation_fills_the_same_braces() -> None:
    wrong = [
        (source, form)
        for _, source, _, forms in messages(ENGLISH)
        for form in forms
        if sorted(set(BRACES.findall(form)) - {"%n"}) != sorted(set(BRACES.findall(source)) - {"%n"})
    ]
    assert wrong == []


def test_english_holds_no_chinese() -> None:
    """But for the words that customers say, which are Chinese in any window: they stand in “ ”."""
    wrong = [form for _, _, _, forms in messages(ENGLISH) for form in forms if HAN.search(re.sub(r"“[^”]*”", "", form))]
    assert wrong == []


def test_compiled_file_is_what_the_source_makes(tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    subprocess.run([TOOLS / "lrelease", "-silent", ENGLISH, "-qm", made], check=True)
    assert made.read_bytes() == COMPILED.read_bytes()


def test_compiled_file_translates() -> None:
    translator = QTranslator()
    assert translator.load(str(COMPILED))
    assert translator.translate("messages", "语言") == "Language"


@pytest.mark.parametrize("file", sorted(UI.rglob("*.py")), ids=lambda file: file.relative_to(UI).as_posix())
def test_texts_are_literals_that_the_tools_can_find(file: Path) -> None:
    """`tr(f"…")` is never translated, and Chinese outside of tr() is never English."""
    tree = ast.parse(file.read_text())
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            is_tr = isinstance(node.func, ast.Attribute) and node.func.attr == "tr"
            is_translate = isinstance(node.func, ast.Name) and node.func.id == "translate"
            if is_tr or is_translate:
                text = node.args[1 if is_translate else 0]
                assert isinstance(text, ast.Constant) and isinstance(text.value, str), f"line {node.lineno}"
                inside.update(id(argument) for argument in node.args)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            inside.update(id(part.value) for part in node.body if isinstance(part, ast.Expr))
    loose = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside
        if HAN.search(node.value)
    ]
    assert [text for _, text in loose if file.name not in DATA] == []
