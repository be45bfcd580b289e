"""Write the page that says who may do what to each kind of case, read off the lifecycle tables.

`python tools/who_may_what.py` writes docs/use/who-may-what.md; a test says when the page is behind its tables.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "use" / "who-may-what.md"
HEAD = """# Who may do what

Written by `tools/who_may_what.py` from the lifecycle tables; change the tables, not this page. Who somebody is to a case
follows from the post they act from: its body, its role, its territory, and the case's owner and place. Whoever may read a case
(everybody with a duty where it lies) sees its page; what they may do there is below. “Never” rules somebody out whatever else
they are: nobody's word alone. A verb is there only in its states, and for some only under conditions that its page names.
"""


def page() -> str:
    """Return the page as the tables stand."""
    from django.utils import translation

    from fangwei.casework.kinds import all_kinds
    from fangwei.engines.lifecycle import Lifecycle
    from fangwei.ui.present import words

    def part(name: str, table: Lifecycle) -> list[str]:
        may: dict[str, dict[str, set[str]]] = {}
        for row in table.transitions:
            if row.hidden:
                continue
            for word in row.who:
                may.setdefault(word, {}).setdefault(row.verb, set()).update(row.never)
        lines = [f"## {words.said(words.CHOICES, name)}", "", "| who | may | never |", "|---|---|---|"]
        for word, verbs in may.items():
            if word == "system":
                continue
            never = sorted({words.relations((barred,)) for barring in verbs.values() for barred in barring})
            done = ", ".join(words.verb(verb) for verb in verbs)
            lines.append(f"| {words.relations((word,))} | {done} | {', '.join(never) or '–'} |")
        return [*lines, ""]

    with translation.override("en"):
        parts = [line for name, kind in all_kinds().items() for line in part(name, kind.lifecycle)]
    return HEAD + "\n" + "\n".join(parts).rstrip("\n") + "\n"


def main() -> int:
    """Write the page."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fangwei.settings")
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
