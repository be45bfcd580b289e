"""Drops a file that is too large while it comes in, so that the rest of its form is still read."""

from typing import IO, Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class LimitedUpload(FileUploadHandler):
    """Counts what comes in; a file over the limit is left out and its name noted on the request as `too_large`."""

    chunk_size = 64 * 1024

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803  # Django's own name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Begin a request: nothing was too large so far."""
        self.request.too_large = []  # type: ignore[union-attr]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin counting a file."""
        super().new_file(*args, **kwargs)
        self.counted = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on to the next handler, or leave the whole file out. Raises: SkipFile."""
        self.counted += len(raw_data)
        if self.counted > max(settings.FANGWEI_UPLOAD_LIMIT, settings.FANGWEI_SHEET_LIMIT):
            self.request.too_large.append(self.file_name or "")  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the finished file to the next handler."""
        return
