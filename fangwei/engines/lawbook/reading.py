"""A cursor over one file's mapping that refuses what is missing, of the wrong type, or unknown."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fangwei.engines.lawbook.errors import LawError
from fangwei.engines.lawbook.model import Text


class Reader:
    """One mapping of a law file with its place in it; every refusal names the file and the place."""

    def __init__(self, data: Any, file: str, where: str = "") -> None:
        if not isinstance(data, dict):
            raise LawError("schema.wrong_type", {"file": file, "where": where or "/", "expected": "mapping"})
        self.data: dict[str, Any] = data
        self.file = file
        self.where = where

    def place(self, key: str) -> str:
        """The full name of a key, for messages."""
        return f"{self.where}.{key}" if self.where else key

    def refuse(self, code: str, key: str, **params: object) -> LawError:
        """A refusal that names this file and this key."""
        return LawError(code, {"file": self.file, "where": self.place(key), **params})

    def only(self, known: Iterable[str]) -> None:
        """Refuse keys nobody reads: a misspelt `form:` must not pass in silence."""
        for key in self.data:
            if key not in set(known):
                raise self.refuse("schema.unknown_key", str(key))

    def has(self, key: str) -> bool:
        """Whether the key is there with a value."""
        return self.data.get(key) is not None

    def need(self, key: str) -> Any:
        """The value of a key that must be there."""
        if self.data.get(key) is None:
            raise self.refuse("schema.missing", key)
        return self.data[key]

    def text(self, key: str) -> str:
        """A non-empty text."""
        value = self.need(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse("schema.wrong_type", key, expected="text")
        return value

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """One word of a closed list."""
        if default is not None and not self.has(key):
            return default
        value = self.need(key)
        allowed = tuple(choices)
        if value not in allowed:
            raise self.refuse("schema.wrong_type", key, expected=" | ".join(allowed))
        return str(value)

    def day(self, key: str) -> date:
        """A date, not an instant."""
        value = self.need(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refuse("schema.wrong_type", key, expected="date (2021-07-15)")
        return value

    def day_or_none(self, key: str) -> date | None:
        """A date, or None where the key is absent."""
        return self.day(key) if self.has(key) else None

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            raise self.refuse("schema.wrong_type", key, expected="true | false")
        return value

    def whole(self, key: str) -> int:
        """A whole number, zero or more."""
        value = self.need(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.refuse("schema.wrong_type", key, expected="whole number >= 0")
        return value

    def number(self, key: str) -> Decimal:
        """A number, zero or more."""
        value = self.need(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
            raise self.refuse("schema.wrong_type", key, expected="number >= 0")
        return Decimal(str(value))

    def rows(self, key: str) -> list[Any]:
        """A list that is not empty."""
        value = self.need(key)
        if not isinstance(value, list):
            raise self.refuse("schema.wrong_type", key, expected="list")
        if not value:
            raise self.refuse("schema.empty", key)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.rows(key)
        if not all(isinstance(word, str) for word in value):
            raise self.refuse("schema.wrong_type", key, expected="list of texts")
        return tuple(value)

    def child(self, key: str) -> "Reader":
        """The mapping under a key."""
        return Reader(self.need(key), self.file, self.place(key))

    def bilingual(self, key: str) -> Text:
        """A text under a key in both languages."""
        value = self.need(key)
        if not isinstance(value, dict):
            raise self.refuse("schema.not_bilingual", key)
        return self._pair(value, key, strict=True)

    def bilingual_or_none(self, key: str) -> Text | None:
        """A text in both languages, or None where the key is absent."""
        return self.bilingual(key) if self.has(key) else None

    def own_text(self) -> Text:
        """The `zh` and `en` of this mapping itself."""
        return self._pair(self.data, "zh/en", strict=False)

    def _pair(self, value: dict[str, Any], key: str, *, strict: bool) -> Text:
        chinese, english = value.get("zh"), value.get("en")
        complete = all(isinstance(word, str) and word.strip() for word in (chinese, english))
        if not complete or (strict and set(value) - {"zh", "en"}):
            raise self.refuse("schema.not_bilingual", key)
        return Text(str(chinese), str(english))
