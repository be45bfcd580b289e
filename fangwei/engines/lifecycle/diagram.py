"""A lifecycle table as a state diagram, so that the documents' pictures are read off the table."""

from fangwei.engines.lifecycle.table import COMPUTED, NEW, SAME, Lifecycle


def mermaid(table: Lifecycle) -> str:
    """Return a Mermaid state diagram; verbs that leave the state alone are not drawn."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in table.transitions:
        if row.target == SAME:
            continue
        for source in row.sources:
            for target in row.may_reach if row.target == COMPUTED else (row.target,):
                verbs = arrows.setdefault(("[*]" if source == NEW else source, target), [])
                if row.verb not in verbs:
                    verbs.append(row.verb)
    lines = ["stateDiagram-v2"]
    lines += [f"    {source} --> {target}: {', '.join(verbs)}" for (source, target), verbs in arrows.items()]
    lines += [f"    {state.name} --> [*]" for state in table.states if state.final]
    return "\n".join(lines) + "\n"
