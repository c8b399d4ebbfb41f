"""Whether an .xlsx file may be opened at all, and which of its cells hold an error.

A workbook is a zip archive of XML. Its own statements of size are not believed: every part is
unpacked once, piece by piece, and counted. The same pass finds what the fast reader hides: cells
whose formula gives an error (it reads them as empty), and cells far to the right (it would make
room for every cell in between).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from deploy.campaign import reasons
from deploy.campaign.problems import CampaignUnreadable, Problem, Reason

MIB = 1024 * 1024
LARGEST_CONTENT = 2048 * MIB
"""Bytes that a workbook may hold when unpacked. A province of 100,000 members needs a fifth of it."""
GREATEST_RATIO = 250
"""How many times smaller a part may be packed. Tables reach 30; deflate's end is about 1,000."""
SMALL_PART = MIB
PIECE = MIB

_LOCAL_HEADER = struct.Struct("<26x2H")
_CELL_ERROR = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\bt=["']e["'][^>]*>""")
_ERROR_TYPE = re.compile(rb"""t=["']e["']""")
_FAR_CELL = re.compile(rb"""\sr=["'][A-Z]{2,3}[0-9]{1,7}["'][^>]*(?<!/)>""")
_ADDRESS = re.compile(rb"""\sr=["']([A-Z])([0-9]+)["']""")
_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


ErrorCells = dict[str, dict[int, list[int]]]
"""By sheet and row number (from 1): the places in the row (from 0) of cells with errors."""


def inspect(path: Path) -> ErrorCells:
    """The cells with errors. Raises CampaignUnreadable for a file that is unsafe to open or no workbook."""
    try:
        with ZipFile(path) as archive, path.open("rb") as file:
            return _inspect(archive, file)
    except (BadZipFile, zlib.error, struct.error, ElementTree.ParseError, OSError, KeyError) as error:
        raise CampaignUnreadable([_fault(path.name, reasons.NOT_READABLE, detail=str(error))]) from None


def _inspect(archive: ZipFile, file: BinaryIO) -> ErrorCells:
    unpacked = 0
    parts = {info.filename: info for info in archive.infolist()}
    for info in parts.values():
        unpacked += _count(file, info, LARGEST_CONTENT - unpacked)
    return {name: _scan(file, name, parts[part]) for name, part in _sheet_parts(archive)}


def _count(file: BinaryIO, info: ZipInfo, room: int) -> int:
    size = 0
    for piece in _pieces(file, info):
        size += len(piece)
        if size > room:
            raise CampaignUnreadable([_fault(info.filename, reasons.TOO_LARGE, limit=LARGEST_CONTENT // MIB)])
        if size > max(SMALL_PART, info.compress_size * GREATEST_RATIO):
            raise CampaignUnreadable(
                [_fault(info.filename, reasons.SUSPICIOUS_ARCHIVE, part=info.filename, limit=GREATEST_RATIO)]
            )
    return size


def _pieces(file: BinaryIO, info: ZipInfo) -> Iterator[bytes]:
    """The unpacked content of one part, in pieces of bounded size."""
    file.seek(info.header_offset)
    name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    file.seek(name_length + extra_length, 1)
    left = info.compress_size
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile(f"{info.filename}: compression method {info.compress_type}")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS) if info.compress_type == ZIP_DEFLATED else None
    while left and (packed := file.read(min(left, PIECE))):
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        while packed and (piece := inflater.decompress(packed, PIECE)):
            yield piece
            packed = inflater.unconsumed_tail


def _scan(file: BinaryIO, sheet: str, info: ZipInfo) -> dict[int, list[int]]:
    errors: dict[int, list[int]] = {}
    for block in _whole_tags(_pieces(file, info)):
        if _FAR_CELL.search(block):
            raise CampaignUnreadable([_fault(sheet, reasons.FAR_CELL)])
        if not _ERROR_TYPE.search(block):
            continue
        for tag in _CELL_ERROR.finditer(block):
            if address := _ADDRESS.search(tag.group()):
                errors.setdefault(int(address[2]), []).append(ord(address[1]) - ord("A"))
    return errors


def _whole_tags(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut only where a tag begins."""
    rest = b""
    for piece in pieces:
        block = rest + piece
        cut = max(block.rfind(b"<"), len(block) - PIECE)
        rest = block[cut:]
        yield block[:cut]
    yield rest


def _sheet_parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """The workbook's sheets, each with the name of the part that holds it."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_SPREADSHEET}sheet"):
        target = targets[sheet.get(_RELATION)]
        yield sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _fault(sheet: str, reason: Reason, **values: object) -> Problem:
    return Problem(sheet, reason, values=values)
