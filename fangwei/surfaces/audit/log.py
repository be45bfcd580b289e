"""The published log under the addresses that any verifier expects: checkpoint, tiles, bundles of entries."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fangwei.engines import merkle
from fangwei.ledger.queries import newest_checkpoint, note_of, published_checkpoint, tile
from fangwei.ledger.signing import policy_text, verifier_keys

FEW_SECONDS = "public, max-age=5"
FOR_EVER = "public, max-age=31536000, immutable"


def _answer(data: str | bytes, kind: str, cached: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Cache-Control"] = cached
    # Verifying pages may live anywhere.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _text(data: str) -> HttpResponse:
    return _answer(data, "text/plain; charset=utf-8", FEW_SECONDS)


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Give the newest published checkpoint with its cosignatures."""
    head = published_checkpoint()
    if head is None:
        raise Http404
    return _text(str(note_of(head)))


@require_safe
def pending(request: HttpRequest) -> HttpResponse:
    """Give the newest signed checkpoint, whether or not its witnesses have signed."""
    head = newest_checkpoint()
    if head is None:
        raise Http404
    return _text(str(note_of(head)))


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Give the verifier keys, the log's first."""
    return _text(verifier_keys())


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Give the policy by which this log wants to be checked."""
    return _text(policy_text())


@require_safe
def tiles(request: HttpRequest, name: str) -> HttpResponse:
    """Give a tile or a bundle of entries of the published tree; others do not exist."""
    try:
        asked = merkle.parse_name(name)
    except merkle.TileUnreadable as problem:
        raise Http404 from problem
    head = published_checkpoint()
    data = tile(asked, size=head.size) if head is not None else None
    if data is None:
        raise Http404
    return _answer(data, "application/octet-stream", FOR_EVER)
