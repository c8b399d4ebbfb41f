"""Refusals as RFC 9457 problem details, in Vietnamese or English, as JSON or as a page."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from typing import Any

from shared.domain import Refusal

LANGUAGES = ("vi", "en")
LONGEST_VALUE = 200
"""Characters of a refused text value that a problem repeats."""

_TITLES = {
    400: "Yêu cầu không đọc được",
    401: "Cần đăng nhập",
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Phương thức không được nhận",
    408: "Gửi quá chậm",
    409: "Trùng hoặc mâu thuẫn với dữ liệu đã có",
    412: "Dữ liệu đã thay đổi",
    413: "Nội dung quá lớn",
    415: "Sai loại nội dung",
    422: "Yêu cầu bị từ chối",
    428: "Thiếu phiên bản",
    500: "Lỗi hệ thống",
    503: "Tạm thời chưa đáp ứng được",
}
_SIGN_IN = {"vi": "Đăng nhập", "en": "Sign in"}
_AGAIN = {"vi": "Thử lại", "en": "Try again"}
_STYLE = (
    ":root{color-scheme:light dark}main{max-width:36rem;margin:12vh auto;padding:0 1rem;"
    "font:1.05rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere}"
)
_NOTHING_RECORDED = {
    "vi": "Nội dung này chưa được ghi nhận, dữ liệu cũ còn nguyên.",
    "en": "None of it was recorded, and nothing was lost.",
}


def problem_of(
    refusal: Refusal,
    language: str,
    *,
    instance: str,
    nothing_recorded: bool,
    within: str = "",
    links: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The problem details of `refusal`.

    `within` is the JSON pointer of the item that the refusal's own pointers start from. A refusal
    of many things at once carries an attribute `faults`, a sequence of refusals: each becomes one
    of the problem's `errors`. `links` lead on: addresses by their meaning.
    """
    way_out = [refusal.way_out(language)]
    if nothing_recorded:
        way_out.append(_NOTHING_RECORDED[language])
    problem = {
        "type": f"urn:kiemdiem:problem:{refusal.code}",
        "title": _title(refusal.status, language),
        "status": refusal.status,
        "detail": refusal.say(language),
        "instance": instance,
        "code": refusal.code,
        "way_out": " ".join(text for text in way_out if text),
    }
    problem |= _cited(refusal)
    faults = getattr(refusal, "faults", None) or ([refusal] if refusal.field is not None else [])
    if faults:
        problem["errors"] = [_error(fault, language, within) for fault in faults]
    if links:
        problem["links"] = dict(links)
    return problem


def told_of(warning: Refusal, language: str) -> dict[str, Any]:
    """What a refusal would say, where the command was carried out all the same and it is a warning."""
    told = {"code": warning.code, "detail": warning.say(language), "way_out": warning.way_out(language)}
    return told | _cited(warning)


def _cited(refusal: Refusal) -> dict[str, str]:
    """The document behind it; and how certain that is, where it is not sure."""
    if not refusal.rule:
        return {}
    doubt = refusal.rule_certainty if refusal.rule_certainty in ("medium", "low") else None
    return {"rule": refusal.rule} | ({"rule_certainty": doubt} if doubt else {})


def _title(status: int, language: str) -> str:
    if language == "vi" and status in _TITLES:
        return _TITLES[status]
    return HTTPStatus(status).phrase


def _error(fault: Refusal, language: str, within: str) -> dict[str, Any]:
    error: dict[str, Any] = {"code": fault.code, "detail": fault.say(language)}
    field = fault.field or ""
    if field.startswith("?"):
        error["parameter"] = field[1:]
    else:
        error["pointer"] = within + (field if field.startswith("/") or not field else f"/{field}")
    if fault.value is not None:
        error["value"] = _brief(fault.value)
    return error | _cited(fault)


def _brief(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def problem_page(problem: dict[str, Any], language: str, *, sign_in: str | None = None, again: bool = False) -> str:
    """The problem as a page for people; with a way to `sign_in` in place of what a program would do about it.

    With `again` it leads to where it was asked for, which will be answered later.
    """
    title, detail, way_out = (escape(str(problem[key])) for key in ("title", "detail", "way_out"))
    if sign_in is not None:
        way_out = f'<a href="{escape(sign_in)}">{_SIGN_IN[language]}</a>'
    elif again:
        way_out += f' <a href="">{_AGAIN[language]}</a>'
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>\n'
        f"<body><main><h1>{title}</h1><p>{detail}</p><p>{way_out}</p>"
        f"<p><small>{problem['status']} {escape(problem['code'])}</small></p></main></body>\n</html>\n"
    )
