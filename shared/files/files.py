"""Files by the SHA-256 of their content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import ClassVar

from shared.domain import Refusal
from shared.files.store import FileMissing, FileStore, StoreTrouble


class FilesUnavailable(Refusal):
    """The file could not be kept or fetched now; nothing was recorded that would need it."""

    code = "files_unavailable"
    status = 503
    vi = "Kho tệp tạm thời không dùng được."
    en = "The file store cannot be used for the moment."
    way_out_vi = "Gửi lại nguyên yêu cầu sau vài giây; nếu vẫn lỗi, báo người vận hành kiểm tra kho tệp."
    way_out_en = (
        "Send the same request again in a few seconds; if it persists, have the operator look at the file store."
    )
    headers: ClassVar = {"Retry-After": "5"}


class FileDamaged(Refusal):
    """What was kept is gone or altered. The fingerprint in the log shows it; a backup may have it."""

    code = "file_damaged"
    status = 500
    vi = "Tệp {value} không còn nguyên vẹn trong kho, nên không được đưa ra."
    en = "The file {value} is no longer intact in the store, so it is not handed out."
    way_out_vi = "Báo người vận hành khôi phục tệp từ bản sao lưu; nội dung đúng có thể kiểm tra bằng mã băm."
    way_out_en = (
        "Have the operator restore the file from a backup; its fingerprint tells whether that is the right one."
    )


class Files:
    """What is kept never changes, so the same content kept twice is kept once, and what is read is checked.

    The store is opened when it is first needed. `ceiling` is the highest classification that may enter here, a code
    of shared.contracts.vocabulary.CLASSIFICATIONS.
    """

    def __init__(self, open_store: Callable[[], FileStore], ceiling: str) -> None:
        self._open = open_store
        self.ceiling = ceiling

    @cached_property
    def _store(self) -> FileStore:
        return self._open()

    def keep(self, content: bytes) -> str:
        """Keep the content and give its fingerprint. Raises FilesUnavailable."""
        sha256 = hashlib.sha256(content).hexdigest()
        try:
            self._store.put(_name(sha256), content)
        except StoreTrouble as trouble:
            raise FilesUnavailable() from trouble
        return sha256

    def read(self, sha256: str) -> bytes:
        """The content with this fingerprint. Raises FilesUnavailable and FileDamaged."""
        try:
            content = self._store.get(_name(sha256))
        except FileMissing:
            raise FileDamaged(value=sha256) from None
        except StoreTrouble as trouble:
            raise FilesUnavailable() from trouble
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileDamaged(value=sha256)
        return content


def _name(sha256: str) -> str:
    """Spread over 256 folders, which file systems like better than one with a million files."""
    return f"{sha256[:2]}/{sha256}"
