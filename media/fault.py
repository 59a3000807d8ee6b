"""What the world can do to us, told by a code.

A `Fault` is something the world did (a camera pulled out, a full disk, a wrong passphrase). Whoever catches it decides
by its code; the sentences a person reads live in one table, `app/faults.py`. Anything else that is raised is a mistake
of ours and goes to the log with its stack.

Codes: E-1xx device, E-2xx vault and keys, E-3xx integrity, E-4xx script and rules, E-5xx network, E-6xx upload,
E-7xx speech and vision, E-9xx program.
"""


class Fault(Exception):
    """The world did something; `code` says what, `facts` fill the sentence and never hold secrets or personal data."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code
