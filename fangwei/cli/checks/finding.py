"""A finding: something is not as it should be, how grave that is, and what to do."""

from dataclasses import dataclass

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; an error must be mended before the system can be trusted, a warning soon."""

    check: str
    severity: str
    message: str
    hint: str = ""

    @property
    def mark(self) -> str:
        """The sign that stands before the finding in a terminal."""
        return "✗" if self.severity == ERROR else "!"


def error(check: str, message: str, hint: str = "") -> Finding:
    """Return a finding that must be mended."""
    return Finding(check, ERROR, message, hint)


def warning(check: str, message: str, hint: str = "") -> Finding:
    """Return a finding that should be mended soon."""
    return Finding(check, WARNING, message, hint)
