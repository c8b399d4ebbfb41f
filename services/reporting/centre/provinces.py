"""The file that says which provinces the centre shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.reporting.domain.vietnamese import sort_key
from services.reporting.page import Language


class ProvincesFaulty(ValueError):
    """The file does not say which provinces there are; the text says why not, with the place."""


@dataclass(frozen=True, slots=True)
class Province:
    """`code` is what stands in the sources of its events: `/binh-dinh/reviews`.

    Its reporting is asked at `url`; readers open its pages at `pages`. The token in `token_file` speaks for a central
    reader of this province; it is read for each request, so that it may be renewed.
    """

    code: str
    vi: str
    en: str
    url: str
    pages: str
    token_file: Path

    def name(self, language: Language) -> str:
        return self.vi if language == "vi" else self.en

    def token(self) -> str:
        """Raises OSError."""
        return self.token_file.read_text(encoding="ascii").strip()


def _address(**more: Any) -> fields.Url:
    return fields.Url(schemes={"http", "https"}, require_tld=False, **more)


class _ProvinceSchema(Schema):
    code = fields.String(required=True, validate=validate.Regexp(r"[a-z0-9]+(-[a-z0-9]+)*\Z"))
    vi = fields.String(required=True, validate=validate.Length(1, 100))
    en = fields.String(required=True, validate=validate.Length(1, 100))
    url = _address(required=True)
    pages = _address(load_default=None)
    token_file = fields.String(required=True)

    @post_load
    def build(self, data: Mapping[str, Any], **_: Any) -> Province:
        addresses = {"url": data["url"].rstrip("/"), "pages": (data["pages"] or data["url"]).rstrip("/")}
        return Province(**{**data, **addresses, "token_file": Path(data["token_file"])})


class _ProvincesSchema(Schema):
    provinces = fields.List(fields.Nested(_ProvinceSchema), required=True, validate=validate.Length(1))


def provinces_in(file: Path) -> list[Province]:
    """All provinces, in the order of their Vietnamese names. Raises ProvincesFaulty."""
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        loaded: dict[str, list[Province]] = _ProvincesSchema().load(document or {})
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ProvincesFaulty(f"{file} cannot be read: {error}") from None
    except ValidationError as error:
        raise ProvincesFaulty(f"{file}: {'; '.join(_faults(error.messages))}") from None
    codes = [province.code for province in loaded["provinces"]]
    if twins := sorted({code for code in codes if codes.count(code) > 1}):
        raise ProvincesFaulty(f"{file}: two provinces have the code {', '.join(twins)}")
    return sorted(loaded["provinces"], key=lambda province: (sort_key(province.vi), province.code))


def _faults(messages: Any, place: str = "") -> list[str]:
    """Each fault with the way to its place: `provinces.1.url: Not a valid URL.`"""
    if isinstance(messages, Mapping):
        return [fault for name, inner in messages.items() for fault in _faults(inner, f"{place}.{name}".strip("."))]
    return [f"{place}: {message}" for message in messages]
