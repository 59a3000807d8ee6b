"""口令规则: what a new passphrase must be, in rules that a person can follow (NIST SP 800-63B-4, 3.1.1.2: length and a
list of what everybody tries, no demands on kinds of characters, no expiry).

Does not judge a passphrase that opens something: that is right or wrong.
"""

import unicodedata
from itertools import pairwise

from media.fault import Fault

LEAST_CHARACTERS = 10
MOST_CHARACTERS = 128
LEAST_DIFFERENT = 5
EVERYBODYS = (
    "password", "passw0rd", "qwertyuiop", "asdfghjkl", "zxcvbnm", "letmein", "welcome", "iloveyou", "woaini", "admin",
    "administrator", "abc123", "1q2w3e4r", "qazwsx", "dragon", "monkey", "sunshine", "changeme", "default", "dualrec",
    "shuanglu", "双录", "银行", "密码", "口令",
)  # fmt: skip
"""what is tried first: no more than these and some digits is no passphrase"""


def check_passphrase(passphrase: str, account: str) -> None:
    """E-235 with the rule that is not kept: `length`, `variety`, `sequence`, `known` or `account`."""
    text = unicodedata.normalize("NFC", passphrase)
    rule = _broken(text, account)
    if rule:
        raise Fault("E-235", rule=rule, least=LEAST_CHARACTERS)


def _broken(text: str, account: str) -> str:
    if not LEAST_CHARACTERS <= len(text) <= MOST_CHARACTERS:
        return "length 长度"
    folded = text.casefold()
    if len(set(folded)) < LEAST_DIFFERENT:
        return "variety 字符太单一"
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    if len(steps) == 1 or folded.isdigit():
        return "sequence 连续字符或全是数字"
    if account and account.casefold() in folded:
        return "account 含工号"
    if any(not _without(folded, word) for word in EVERYBODYS):
        return "known 常见口令"
    return ""


def _without(folded: str, word: str) -> str:
    """What is left beside a known word, digits and signs."""
    return "".join(sign for sign in folded.replace(word, "") if sign.isalpha()) if word in folded else folded
