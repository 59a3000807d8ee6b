"""Is it an answer, and is it the right one? Pure functions; codes out, no sentences.

Order of thought, the same for every kind of question:

    nothing heard ──► missing            a no, a 不 before the yes ──► refused
    not recognised ─► not checked        yes and no together, twice no, a doubt,
    清不清楚 ────────► unclear             a condition, a question, somebody else ──► unclear
                                         the script's own words, and nothing of the above ──► accepted

A no is looked for first and is never overturned: what sounds like a yes may only help where nothing else was heard, and
what may have been a no by its sound is unclear. 嗯 and silence are never a yes.

Understanding questions compare what was said with the contract: its words (保险, 示范人寿), its numbers (exactly), the
direction (会亏, 不会亏). A right word that is denied is wrong, a wrong word that is denied is fine (不是存款，是保险).

It does not know when anything was said, or by whom: early answers and prompting by the counter are the guide's.
"""

import re

from app.model import Verdict
from app.session.judgement import TOO_LONG, Heard, Judgement, by_sound
from app.session.lexicon import (
    AGAIN,
    COMMON,
    DENIAL,
    FORBIDDEN,
    NO,
    NOISE,
    UNKNOWING,
    UNSPECIFIC,
    Piece,
    Role,
    asks,
    is_linked,
    scan,
    sounds_denied,
    sounds_like_any,
)
from app.session.numerals import NUMBER_WORDS, counted, find_numbers, normalise, spoken
from app.session.script import NoneOf, Number, QuestionKind, ReadyQuestion, Unit, Words
from app.session.understanding import in_unit, understanding

__all__ = ["Heard", "Judgement", "forbidden_words", "is_prompting", "judge", "listen_for"]


def judge(question: ReadyQuestion, heard: Heard) -> Judgement:
    """Whether what was heard answers the question; never raises, whatever was heard."""
    if not heard.recognised:
        return Judgement(Verdict.NOT_CHECKED, "not_recognised")
    text = normalise(heard.text)
    if not text:
        if heard.unknown > 0:
            return Judgement(Verdict.UNCLEAR, "unknown_words")
        return Judgement(Verdict.MISSING, "silence")
    if asks(text):
        return Judgement(Verdict.UNCLEAR, "question")
    if question.kind is QuestionKind.UNDERSTANDING:
        judgement = understanding(question, text)
    else:
        judgement = _yes_or_no(question, text)
    if judgement.verdict is Verdict.ACCEPTED and heard.unknown > question.tolerates_unknown:
        return Judgement(Verdict.UNCLEAR, "unknown_words", judgement.matched)
    return judgement


def listen_for(question: ReadyQuestion) -> tuple[str, ...]:
    """Every phrase worth giving to a recogniser's grammar for this question.

    The answers that are wrong as well as those that are right, every way to say no, and all figures where a number is
    expected: a recogniser that knew only the right answer would hear it in anything.
    """
    phrases: list[str] = [*question.accept, *question.refuse, *NO, *UNKNOWING, *DENIAL, *AGAIN, *NOISE]
    for one in question.expect:
        match one:
            case Words():
                phrases += one.any
            case NoneOf():
                phrases += one.words
            case Number():
                phrases += [spoken(one.value), counted(one.value) + _SAID_UNIT[one.unit], *NUMBER_WORDS]
    return tuple(dict.fromkeys(phrases))


_SAID_UNIT = {Unit.YUAN: "元", Unit.YEARS: "年", Unit.DAYS: "天", Unit.PERCENT: "个点"}


_NO_CHARACTERS = "不没无非未别"

# ── consent, knowledge, fact ────────────────────────────────────────────────────────────────────────────────────────


def _yes_or_no(question: ReadyQuestion, text: str) -> Judgement:
    table = {
        **COMMON,
        "还是": Role.ASKING,
        **dict.fromkeys(question.accept, Role.YES),
        **dict.fromkeys(question.refuse, Role.NO),
    }
    pieces = scan(text, table)
    if refusal := _refusal(pieces, text):
        return refusal
    yes = tuple(piece for piece in pieces if piece.role is Role.YES)
    if not yes:
        return _without_a_yes(question, pieces, text)
    matched = tuple(piece.text for piece in yes)
    if reason := _clouded(question, pieces, yes, text):
        return Judgement(Verdict.UNCLEAR, reason, matched)
    return Judgement(Verdict.ACCEPTED, "accepted_words", matched)


def _refusal(pieces: tuple[Piece, ...], text: str) -> Judgement | None:
    """What a no in the text makes of it, or None where there is none."""
    denied: list[str] = []
    refused: list[Piece] = []
    agreed = False
    for index, piece in enumerate(pieces):
        if piece.role not in (Role.YES, Role.NO, Role.UNKNOWING):
            continue
        if piece.role is Role.NO and _is_a_no_to(pieces, index, text):
            continue
        denial = _denial_before(pieces, index, text)
        says_no = piece.role is not Role.YES
        is_stutter = denial is not None and says_no and denial.text == piece.text[0]  # 不不同意; 不是不同意 is a riddle
        if denial is not None and not is_stutter and (says_no or piece.text[0] in _NO_CHARACTERS):
            return Judgement(Verdict.UNCLEAR, "double_negation", (denial.text + piece.text,))
        if says_no:
            refused.append(piece)
        elif denial is not None:
            denied.append(text[denial.begin : piece.end])
        else:
            agreed = True
    found = (*denied, *(piece.text for piece in refused))
    if not found:
        return None
    if agreed:
        return Judgement(Verdict.UNCLEAR, "opposite_words", found)
    if refused:
        unknowing = all(piece.role is Role.UNKNOWING for piece in refused)
        return Judgement(Verdict.REFUSED, "does_not_know" if unknowing else "refusal_word", found)
    return Judgement(Verdict.REFUSED, "negation", found)


def _is_a_no_to(pieces: tuple[Piece, ...], index: int, text: str) -> bool:
    """没有人答应过 where 没有人 is the right answer: what follows belongs to it."""
    before = pieces[index - 1] if index else None
    return (
        before is not None
        and before.role is Role.YES
        and before.text[0] in _NO_CHARACTERS
        and pieces[index].text[0] not in _NO_CHARACTERS
        and is_linked(text[before.end : pieces[index].begin])
    )


def _denial_before(pieces: tuple[Piece, ...], index: int, text: str) -> Piece | None:
    for other in reversed(pieces[:index]):
        if other.role is Role.DENIAL:
            return other if is_linked(text[other.end : pieces[index].begin]) else None
        if other.role not in (Role.NEUTRAL, Role.NOISE, Role.ASKING):
            return None
    return None


_CLOUDS = (
    (Role.ASKING, "question"),
    (Role.CONDITION, "condition"),
    (Role.DOUBT, "doubt"),
    (Role.AGAIN, "asked_to_repeat"),
    (Role.DENIAL, "negation_unclear"),
    (Role.OTHERS, "someone_else"),
)


def _clouded(question: ReadyQuestion, pieces: tuple[Piece, ...], yes: tuple[Piece, ...], text: str) -> str | None:
    """Why a yes is not clear enough to count, or None."""
    roles = {piece.role for piece in pieces}
    if question.kind is QuestionKind.FACT and not _is_of_another(pieces, yes, text):
        roles.discard(Role.OTHERS)
    for role, reason in _CLOUDS:
        if role in roles:
            return reason
    if _is_cut_short(pieces, yes, text):
        return "negation_unclear"
    if any(sounds_denied(text, piece.begin) for piece in yes):
        return "maybe_refusal"
    if sounds_like_any(text, (*question.refuse, *NO, *UNKNOWING), yes):
        return "maybe_refusal"
    if len(text) - sum(len(piece.text) for piece in yes) > TOO_LONG:
        return "too_long"
    return None


def _is_of_another(pieces: tuple[Piece, ...], yes: tuple[Piece, ...], text: str) -> bool:
    """他本人, 是我老婆, 本人的儿子. A fact may speak of others elsewhere (给孩子，教育)."""
    return any(
        text[min(other.end, piece.end) : max(other.begin, piece.begin)] in ("", "的")
        for other in pieces
        if other.role is Role.OTHERS
        for piece in yes
    )


def _is_cut_short(pieces: tuple[Piece, ...], yes: tuple[Piece, ...], text: str) -> bool:
    """没有 as an answer, but more follows that is not understood: 没有时间."""
    begins = {piece.begin for piece in pieces}
    return any(
        COMMON.get(piece.text) is Role.DENIAL
        and piece.end < len(text)
        and piece.end not in begins
        and text[piece.end] not in "了的过"
        for piece in yes
    )


def _without_a_yes(question: ReadyQuestion, pieces: tuple[Piece, ...], text: str) -> Judgement:
    roles = {piece.role for piece in pieces}
    spoken_length = len(text) - sum(len(piece.text) for piece in pieces if piece.role is Role.NOISE)
    if spoken_length == 0:
        return Judgement(Verdict.UNCLEAR, "filler")
    denials = tuple(piece.text for piece in pieces if piece.role is Role.DENIAL)
    if Role.AGAIN in roles:
        return Judgement(Verdict.UNCLEAR, "asked_to_repeat")
    if denials and spoken_length - sum(map(len, denials)) <= 2:
        return Judgement(Verdict.REFUSED, "negation", denials)
    if denials:
        return Judgement(Verdict.UNCLEAR, "negation_unclear", denials)
    for role, reason in _CLOUDS:
        if role in roles:
            return Judgement(Verdict.UNCLEAR, reason)
    if text in UNSPECIFIC:
        return Judgement(Verdict.UNCLEAR, "not_specific")
    return by_sound(question.accept, (*question.refuse, *NO, *UNKNOWING), text)


# ── the counter's side ──────────────────────────────────────────────────────────────────────────────────────────────

_ASKED = re.compile(r"(了|的)?(吗|么|没有|没|不|嘛)")


def is_prompting(counter_text: str, question: ReadyQuestion) -> bool:
    """Whether somebody at the counter said the answer (R-C07): its words, not a question that contains them."""
    text = normalise(counter_text)
    if not text:
        return False
    words = list(question.accept)
    for one in question.expect:
        match one:
            case Words():
                words += one.any
            case Number():
                if any(number.is_exact and in_unit(number, one.unit) == one.value for number in find_numbers(text)):
                    return True
            case NoneOf():
                pass
    table = {**COMMON, **dict.fromkeys(words, Role.YES)}
    pieces = scan(text, table)
    if asks(text):
        return False
    return any(
        piece.role is Role.YES and (len(piece.text) > 1 or len(text) <= 2) and not _ASKED.match(text, piece.end)
        for piece in pieces
    )


_DENIES = re.compile(
    r"(不|没有|没|非|并非|无法|不能|不会|不得|不可|不是|并不|并不是|未|别|禁止|绝不)"
    r"(是|说|承诺|保证|意味着|等于|代表|能|会|可以|人|任何|任何人|提供|宣传|相信|听信|说成|有人|会有){0,3}$"
)


def forbidden_words(text: str) -> tuple[str, ...]:
    """The promises in the text that nobody who sells may make (R-C19); denied or asked ones do not count."""
    text = normalise(text)
    found: list[str] = []
    for piece in scan(text, dict.fromkeys(FORBIDDEN, Role.WRONG)):
        is_question = text[piece.end : piece.end + 1] in ("吗", "么") or (
            piece.text[0] == "不" and text[piece.begin - 1 : piece.begin] == piece.text[1:2]
        )
        before = text[: piece.begin]
        if not is_question and not _DENIES.search(before) and not re.search(r"(是不是|有没有|会不会|能不能)$", before):
            found.append(piece.text)
    return tuple(dict.fromkeys(found))
