"""Django's entry for papers: lets the ledger compare them with their facts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "fangwei.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from fangwei.documents.comparison import compare_documents
        from fangwei.ledger.comparers import register_comparer

        register_comparer("documents", compare_documents)
