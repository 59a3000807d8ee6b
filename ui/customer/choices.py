"""The two answers that are offered to a customer, side by side and alike: 同意 / 不同意. Pure.

Both come from the question itself, so that neither is suggested. What is asked of the customer's understanding has no
such pair: its answer is never shown.
"""

from app.session.script import QuestionKind, ReadyQuestion

Pair = tuple[str, str]
"""the answer that accepts and the one that does not; always in this order"""

AGREED: Pair = ("同意", "不同意")
CLEAR: Pair = ("清楚", "不清楚")
UNDERSTOOD: Pair = ("我明白了", "我还不明白")
_CONSENT: tuple[Pair, ...] = (AGREED, ("愿意", "不愿意"), ("认可", "不认可"), ("接受", "不接受"))
_KNOWLEDGE: tuple[Pair, ...] = (
    ("看过", "没看过"),
    CLEAR,
    ("明白", "不明白"),
    ("知道", "不知道"),
    ("了解", "不了解"),
    ("理解", "不理解"),
)
"""by the word that the question itself holds; each is judged as what it says (a test walks the scripts)"""
A_CHOICE = "还是"


def said_answers(question: ReadyQuestion) -> Pair | None:
    """What may be said, where both ways to answer can be named without suggesting one."""
    match question.kind:
        case QuestionKind.CONSENT:
            return _of_the_question(_CONSENT, AGREED, question)
        case QuestionKind.KNOWLEDGE:
            return _of_the_question(_KNOWLEDGE, CLEAR, question)
        case QuestionKind.FACT | QuestionKind.UNDERSTANDING:
            return None


def touched_answers(question: ReadyQuestion) -> Pair:
    """What stands on the two buttons when speech did not do."""
    if question.kind is QuestionKind.UNDERSTANDING:
        return UNDERSTOOD
    if question.kind is QuestionKind.FACT:
        return _own_words(question)
    return said_answers(question) or AGREED


def _of_the_question(pairs: tuple[Pair, ...], usual: Pair, question: ReadyQuestion) -> Pair:
    return next((pair for pair in pairs if pair[0] in question.text and pair[0] in question.accept), usual)


def _own_words(question: ReadyQuestion) -> Pair:
    """The script's own words for either side: those the question offers, else the first of each."""
    if not question.accept or not question.refuse:
        return AGREED
    if A_CHOICE not in question.text:
        return question.accept[0], question.refuse[0]
    return _offered(question.accept, question.text), _offered(question.refuse, question.text)


def _offered(phrases: tuple[str, ...], text: str) -> str:
    found = [phrase for phrase in phrases if phrase in text]
    whole = [one for one in found if not any(one != other and one in other for other in found)]
    whole.sort(key=text.index)
    return "、".join(whole) or phrases[0]
