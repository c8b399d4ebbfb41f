"""What the text of a setting may be, and the value that it stands for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILES = ("file:///", "s3://")
DATABASES = ("postgresql://", "postgresql+psycopg2://", "sqlite://")
BROKERS = ("amqp://", "amqps://")
WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Form:
    """What the text of a setting may be. `read` gives the value, or raises ValueError."""

    read: Callable[[str], Any]
    vi: str
    en: str


def beginning_with(starts: tuple[str, ...]) -> Form:
    def read(text: str) -> str:
        if not text.startswith(starts):
            raise ValueError
        return text

    named = ", ".join(starts)
    return Form(read, f"phải bắt đầu bằng một trong: {named}", f"must begin with one of {named}")


def one_of(values: tuple[str, ...]) -> Form:
    def read(text: str) -> str:
        if text not in values:
            raise ValueError
        return text

    named = ", ".join(values)
    return Form(read, f"phải là một trong: {named}", f"must be one of {named}")


def seconds_up_to(most: int) -> Form:
    def read(text: str) -> float:
        if not 0 < (seconds := float(text)) <= most:
            raise ValueError
        return seconds

    return Form(read, f"phải là số giây lớn hơn 0, tối đa {most}", f"must be a number of seconds above 0, up to {most}")


def count_up_to(most: int) -> Form:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and 0 < int(text) <= most):
            raise ValueError
        return int(text)

    return Form(read, f"phải là số nguyên từ 1 đến {most}", f"must be a whole number from 1 to {most}")


def _read_address(text: str) -> str:
    host, separator, port = text.rpartition(":")
    if not separator or not host or not 0 < int(port) < 65_536:
        raise ValueError
    return text


def _read_file(text: str) -> Path:
    if not (path := Path(text)).is_file():
        raise ValueError
    return path


def _read_feeds(text: str) -> dict[str, str]:
    feeds = {}
    for entry in filter(None, text.split(",")):
        service, separator, address = entry.strip().partition("=")
        if not service or not separator or not address.startswith(WEB):
            raise ValueError
        feeds[service] = address.rstrip("/")
    return feeds


def _read_code(text: str) -> str:
    if not text.replace("-", "").isalnum() or not text.isascii() or text != text.lower():
        raise ValueError
    return text


TEXT = Form(str, "là một đoạn chữ", "any text")
CODE = Form(_read_code, "chỉ gồm chữ thường không dấu, số và dấu -", "small letters a to z, digits and - only")
ADDRESS = Form(_read_address, "phải có dạng địa-chỉ:cổng, ví dụ 0.0.0.0:8000", "address:port, such as 0.0.0.0:8000")
FILE = Form(_read_file, "phải là đường dẫn của một tệp có thật", "the path of a file that exists")
FOLDER = Form(Path, "là đường dẫn của một thư mục", "the path of a folder")
FEEDS = Form(
    _read_feeds,
    "phải có dạng dịch-vụ=http://địa-chỉ, cách nhau bằng dấu phẩy",
    "service=http://address, separated by commas",
)
