"""Reading papers: which there are, their files, what they say, and a case bound into one file."""

from fangwei.documents.queries.binding import Line, bind, bound_pages
from fangwei.documents.queries.files import built_in, pages_of, pdf_of, template_faults, template_of, word_of
from fangwei.documents.queries.papers import Drawable, authority_of, document_for, documents_of, drawable, may_issue

__all__ = [
    "Drawable",
    "Line",
    "authority_of",
    "bind",
    "bound_pages",
    "built_in",
    "document_for",
    "documents_of",
    "drawable",
    "may_issue",
    "pages_of",
    "pdf_of",
    "template_faults",
    "template_of",
    "word_of",
]
