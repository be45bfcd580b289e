"""What every refusal of a verb is: a code for programs, what was given, and a sentence for people."""

from collections.abc import Mapping
from typing import Any, ClassVar


class Coded(Exception):
    """A change is refused and nothing was done; `code` names the reason among `messages` and `params` what was given."""

    messages: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        return str(self.messages[self.code]).format(**self.params)

    def __str__(self) -> str:
        return self.message
