"""Who may see a case: rows written from duty's answer, from which every list starts."""

from fangwei.casework.models import Case, CaseScope


def write_scopes(case: Case, wanted: set[tuple[str, str]]) -> None:
    """Make the case's granting rows equal to `wanted`, pairs of (audience, territory); excluding rows are left alone."""
    present = {(row.audience, row.territory): row.id for row in case.scopes.filter(shown=True)}
    CaseScope.objects.filter(id__in=[row for pair, row in present.items() if pair not in wanted]).delete()
    CaseScope.objects.bulk_create(
        [CaseScope(case=case, audience=audience, territory=code) for audience, code in sorted(wanted - set(present))]
    )
