"""Codes that a phone reads: an address as a black and white picture, drawn here and sent within the page."""

import segno
from django.http import HttpRequest

_QUIET = 3


def qr_image(address: str) -> str:
    """Return the picture of an address as a data address for an `img`, black on white in the dark as well."""
    code = segno.make_qr(address, error="m")
    return str(code.svg_data_uri(scale=8, border=_QUIET, dark="#000", light="#fff", omitsize=True))


def qr_of_path(request: HttpRequest, path: str) -> str:
    """Return the picture of one of our own pages, under the name by which the request reached us."""
    return qr_image(request.build_absolute_uri(path))
