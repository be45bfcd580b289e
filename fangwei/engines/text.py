"""Short Chinese texts compared: folding, bigrams and similarity, and the one subject that a text speaks of."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

_GAPS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """A text as it is compared: full-width as narrow, lower case, one space where anything else stood."""
    return _GAPS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def fold_name(name: str) -> str:
    """A name as it is matched: brackets, spaces and letter case make no difference."""
    return fold(name).replace(" ", "")


def bigrams(text: str) -> list[str]:
    """The overlapping pairs of characters of each run of a folded text, in order; a run of one stands alone."""
    pairs: list[str] = []
    for run in fold(text).split(" "):
        if len(run) < 2:
            pairs.extend([run] if run else [])
        else:
            pairs.extend(run[i : i + 2] for i in range(len(run) - 1))
    return pairs


def similarity(one: str, other: str) -> float:
    """How alike two short texts are, from 0 to 1: the share of bigrams they have in common (Dice)."""
    left, right = Counter(bigrams(one)), Counter(bigrams(other))
    total = left.total() + right.total()
    if not total:
        return 1.0 if fold(one) == fold(other) else 0.0
    return 2 * (left & right).total() / total


class Vocabulary:
    """Words that name subjects, each word one subject: tells which single subject a text speaks of.

    Where one word contains another (燃气 in 燃气锅炉) the longer one, read from the left, is what was said. Words of the empty
    subject name nothing, and so keep shorter ones within them from being read (燃气 in 可燃气体).
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._subject = {fold_name(word): subject for subject, listed in words.items() for word in listed}
        longest = sorted(self._subject, key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, longest)) or r"(?!)")

    def only_subject(self, text: str) -> str:
        """Return the one subject that the text's words name; empty where they name none or several."""
        found = {self._subject[word] for word in self._any.findall(fold_name(text))} - {""}
        return found.pop() if len(found) == 1 else ""
