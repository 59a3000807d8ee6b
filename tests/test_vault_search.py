"""Search finds any run of characters, however short, and nothing a person types is taken for a command."""

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model import CaseId, Channel, TakeId, Utterance
from app.vault.search import Hit, tokens
from app.vault.vault import Vault
from tests.vault_parts import ID_NUMBER, NAME, WALL_NS, make_case, make_take, new_vault

SAID = (
    "我知道，不同意也可以退",
    "同意",
    "收益不保证，可能亏损 R3 级",
    "每年交 10000 元，交 10 年",
    "The Café is ＯＰＥＮ",
    "e\u0301tude",
    "𠮷野家",
    "好的👍❤️",
    "O'Brien; DROP TABLE takes",
    "嗯",
    "",
)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    with new_vault(tmp_path_factory.mktemp("vault")) as vault:
        vault.add_case(make_case(), WALL_NS)
        vault.add_case(
            make_case("C-2", "王小明", {"product": "稳健理财", "risk": "R3", "amount": 880_000, "x": ["深"]}), 2
        )
        vault.open_take(make_take())
        for n, text in enumerate(SAID):
            channel = Channel.COUNTER if n % 2 else Channel.CUSTOMER
            vault.add_utterance(TakeId("T-1"), Utterance(channel, text, n, n + 1, 1.0))
        yield vault


def found(vault: Vault, text: str) -> list[str]:
    return [hit.text for hit in vault.search(text) if hit.what == "utterance"]


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("嗯", [9]),
        ("亏", [2]),
        ("同意", [1, 0]),
        ("不同意", [0]),
        ("不保证可", [2]),
        ("可能亏损", [2]),
        ("我知道不同意也可以退", [0]),
        ("知道，不", [0]),
        ("知 道 不", [0]),
        ("意同", []),
        ("r3", [2]),
        ("Ｒ３", [2]),
        ("R3级", [2]),
        ("10000", [3]),
        ("0000", [3]),
        ("10", [3]),
        ("100000", []),
        ("open", [4]),
        ("café", [4]),
        ("cafe\u0301", [4]),
        ("étude", [5]),
        ("𠮷", [6]),
        ("👍", [7]),
        ("❤", [7]),
        ("o'brien", [8]),
        ("table TAKES", [8]),
    ],
)
def test_query_finds_its_lines_newest_first(vault: Vault, query: str, lines: list[int]) -> None:
    assert found(vault, query) == [SAID[n] for n in lines]


@pytest.mark.parametrize(
    "query",
    [
        '"*(',
        "",
        " ",
        "\x00",
        "\u200b",
        "，。？",
        "'",
        '"',
        "*",
        "(",
        ")",
        "-",
        ":",
        "%",
        "_",
        "\ufe0f",
        "\u202e",
        "\ud800",
    ],
)
def test_query_without_a_letter_finds_nothing(vault: Vault, query: str) -> None:
    assert vault.search(query) == ()


@pytest.mark.parametrize(
    "query",
    [
        '同" OR "1',
        "characters:同意",
        "同意 OR 不",
        "NEAR(同 意, 2)",
        "同*",
        "^同",
        "'; DROP TABLE utterances; --",
        "x" * 10_000,
        "同" * 10_000,
        "-同",
        "{characters} : 同",
    ],
)
def test_query_syntax_is_only_text(vault: Vault, query: str) -> None:
    vault.search(query)
    assert found(vault, "同意") == [SAID[1], SAID[0]]


def test_hit_tells_where_it_was_said(vault: Vault) -> None:
    assert vault.search("亏损") == (Hit("utterance", CaseId("C-1"), TakeId("T-1"), Channel.CUSTOMER, SAID[2], 2),)


@pytest.mark.parametrize("query", [NAME, NAME[1:3], ID_NUMBER, "002x", "长寿", "50000", "C-1", "0042"])
def test_case_is_found_by_what_is_known_of_it(vault: Vault, query: str) -> None:
    hits = [hit for hit in vault.search(query) if hit.what == "case"]
    assert CaseId("C-1") in [hit.case for hit in hits]
    assert {(hit.take, hit.channel) for hit in hits} == {(None, None)}


def test_phrase_does_not_run_from_one_field_into_the_next(vault: Vault) -> None:
    assert [hit.case for hit in vault.search("小明")] == ["C-2"]
    assert vault.search("明1101") == ()
    assert vault.search("R388") == ()


def test_cases_come_first_and_limit_counts_all(vault: Vault) -> None:
    assert [hit.what for hit in vault.search("R3")] == ["case", "utterance"]
    assert [hit.what for hit in vault.search("R3", limit=1)] == ["case"]
    assert vault.search("R3", limit=0) == ()
    assert len(vault.search("1", limit=2)) == 2


def naive(text: str) -> str:
    """What counts of a text, by another road than the index: fold, then keep what is seen."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in folded if tokens(sign))


@given(
    said=st.text(alphabet="同意不 R3，e\u0301éÉ.\x00", max_size=12), query=st.text(alphabet="同意不R3，éÉ", max_size=4)
)
def test_search_agrees_with_a_plain_comparison(vault: Vault, said: str, query: str) -> None:
    vault.add_utterance(TakeId("T-1"), Utterance(Channel.COUNTER, said, 99, 100, 1.0))
    lines = [utterance.text for utterance in reversed(vault.transcript(TakeId("T-1")))]
    wanted = [line for line in lines if naive(query) and naive(query) in naive(line)]
    assert [hit.text for hit in vault.search(query, limit=1_000_000) if hit.what == "utterance"] == wanted
