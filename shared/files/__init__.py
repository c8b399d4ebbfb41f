"""Files that are too large for the log, kept beside it under the fingerprint of their content."""

from shared.files.files import FileDamaged, Files, FilesUnavailable
from shared.files.objects import ObjectStore
from shared.files.store import FileMissing, FileStore, StoreTrouble

__all__ = ["FileDamaged", "FileMissing", "FileStore", "Files", "FilesUnavailable", "ObjectStore", "StoreTrouble"]
