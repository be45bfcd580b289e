"""Invented texts in the reader's language: they are samples, not the system's words, so they need no catalogue."""

from django.utils.translation import get_language

LONGEST_FIRM = "中原黄淮特种新材料与精细化学品循环经济产业技术研究开发(集团)股份有限公司豫东分公司第二联合生产装置厂区"


def pick(chinese: str, english: str) -> str:
    """The text in the language of this request."""
    return english if (get_language() or "").startswith("en") else chinese
