"""The one exception of the lawbook: a code with parameters, said in Chinese or English with what to do next."""

from collections.abc import Mapping

from fangwei.engines.lawbook.texts import hint, render


class LawError(Exception):
    """The lawbook cannot answer, or refuses a file: what happened, why, and what to do.

    ``code`` is stable and meant for machines; ``params`` are the facts that fill its sentence.
    """

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, object] = dict(params or {})

    def message(self, lang: str = "en") -> str:
        """The sentence that says what is wrong."""
        return render(f"error.{self.code}", self.params, lang)

    def hint(self, lang: str = "en") -> str:
        """The sentence that says what to do."""
        return hint(self.code, self.params, lang)

    def as_json(self, lang: str = "en") -> dict[str, str]:
        """Code, message and hint, ready for a surface to print."""
        return {"code": self.code, "message": self.message(lang), "hint": self.hint(lang)}

    def __str__(self) -> str:
        return f"{self.code}: {self.message('en')} {self.hint('en')}".strip()
