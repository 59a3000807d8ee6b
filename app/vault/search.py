"""Finding what was said and whose case it was, by any run of characters.

Chinese has no spaces, and an index of three-character groups finds nothing for 同意. So each character is a token of
its own and a query is a phrase of them: one, two or four characters hit alike, and so do parts of Latin words and of
numbers. A token is the character's code point in hexadecimal; a query therefore holds nothing but [0-9a-f] and spaces
and cannot be taken for query syntax, whatever a person types.

Before it is cut up, text is folded (NFKC, case), and spaces and punctuation are left out on both sides: 不，同意 is
found by 不同意. The index keeps no text; hits are read from their own tables. Newest first, cases before utterances.
"""

import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from app.model import Case, CaseId, Channel, TakeId
from app.vault.rows import text_in

MOST_CHARACTERS = 64
"""of a query; what is longer is cut, which can only find more"""
_FIELD = "x"
"""stands between two fields of a case: no hexadecimal number, so that no phrase runs from one into the next"""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: an utterance at `begin_ns` of a take, or a case (then `take`, `channel` are none)."""

    what: Literal["utterance", "case"]
    case: CaseId
    take: TakeId | None
    channel: Channel | None
    text: str
    begin_ns: int


def tokens(text: str) -> str:
    """The characters that count, as a string of tokens; empty when there are none."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text_in(text)).casefold())
    return " ".join(f"{ord(character):x}" for character in folded if _counts(character))


def _counts(character: str) -> bool:
    """Letters, digits, signs, emoji, and the private-use characters of rare names; not what cannot be seen."""
    category = unicodedata.category(character)
    is_variant_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return category[0] not in "PZ" and category not in ("Cc", "Cf") and not is_variant_selector


def index_utterance(db: Any, n: int, text: str) -> None:
    db.execute("INSERT INTO utterance_index (rowid, characters) VALUES (?, ?)", (n, tokens(text)))


def index_case(db: Any, n: int, case: Case) -> None:
    """Names and numbers of the case, and the texts and numbers among its facts."""
    fields = [case.customer_name, case.customer_id_number, case.id, case.product_kind, case.clerk_id]
    fields += [str(fact) for fact in case.facts.values() if isinstance(fact, str | int | float)]
    joined = f" {_FIELD} ".join(filter(None, map(tokens, fields)))
    db.execute("INSERT INTO case_index (rowid, characters) VALUES (?, ?)", (n, joined))


def search(db: Any, text: str, limit: int) -> tuple[Hit, ...]:
    """At most `limit` hits; none for a text without a letter, digit or sign."""
    phrase = " ".join(tokens(text).split()[:MOST_CHARACTERS])
    if not phrase or limit <= 0:
        return ()
    cases = db.execute(
        "SELECT cases.id, customer_name, product_kind FROM case_index JOIN cases ON cases.n = case_index.rowid "
        "WHERE case_index MATCH ? ORDER BY case_index.rowid DESC LIMIT ?",
        (f'"{phrase}"', limit),
    ).fetchall()
    hits = [Hit("case", CaseId(id), None, None, f"{name} {kind}", 0) for id, name, kind in cases]
    spoken = db.execute(
        "SELECT takes.case_id, takes.id, channel, text, begin_ns "
        "FROM utterance_index JOIN utterances ON utterances.n = utterance_index.rowid "
        "JOIN takes ON takes.id = utterances.take_id "
        "WHERE utterance_index MATCH ? ORDER BY utterance_index.rowid DESC LIMIT ?",
        (f'"{phrase}"', limit - len(hits)),
    ).fetchall()
    hits += [Hit("utterance", CaseId(c), TakeId(t), Channel(channel), said, at) for c, t, channel, said, at in spoken]
    return tuple(hits)
