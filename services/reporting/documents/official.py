"""The consolidated report as an official document: its parts in order, in the words of Party administration.

What figures can say is said; what people have to judge is left to them, in a draft, as a place to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.reporting.documents.phrases import cited, committee, count, party_date, place, share
from services.reporting.domain.levels import LEVELS, percent
from services.reporting.domain.shares import shares
from services.reporting.domain.statistics import GRASSROOTS_TOTAL
from services.reporting.exports import catalog
from services.reporting.exports.source import Source
from services.reporting.exports.tables import Table
from services.reporting.page.words import NOT_RATED
from shared.contracts.vocabulary import LEVELS as NAMES

Section = tuple[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Official:
    """The document. `draft` is DỰ THẢO until the report is issued, then empty; its number is the office's to give."""

    committee: str
    place: str
    year: int
    draft: str
    subject: str
    preamble: str
    sections: Sequence[Section]
    recipients: Sequence[str]
    signing: Sequence[str]
    evidence: str
    annexes: Sequence[Table] = field(default_factory=tuple)


def official(source: Source, basis: Sequence[Mapping[str, Any]], evidence: str, year: int, *, draft: bool) -> Official:
    """`evidence` says from which events the figures are; `year` is that of signing."""
    campaign = source.campaign
    province = source.name(f"org:{campaign['province']}")
    return Official(
        committee=committee(province),
        place=place(province),
        year=year,
        draft="DỰ THẢO" if draft else "",
        subject=f"kết quả kiểm điểm và đánh giá, xếp loại chất lượng năm {campaign['year']} đối với tập thể, cá nhân",
        preamble=_preamble(campaign, basis),
        sections=list(_sections(source, draft)),
        recipients=list(_recipients(campaign)),
        signing=("T/M BAN THƯỜNG VỤ", "BÍ THƯ"),
        evidence=evidence,
        annexes=[catalog.FIGURES[name].describe(source) for name in _annexes(source)],
    )


def _annexes(source: Source) -> Iterator[str]:
    yield from (name for name in catalog.ANNEXES if catalog.FIGURES[name].can_be_made_of(source))


def _preamble(campaign: Mapping[str, Any], basis: Sequence[Mapping[str, Any]]) -> str:
    own = {"code": campaign["document"], "date": campaign["opened_on"], "issuer": "Ban Thường vụ Tỉnh ủy"}
    above = [document for document in basis if "date" in document and document["code"] != campaign["document"]]
    *others, last = [cited(document) for document in (*above, own)]
    named = f"{', '.join(others)} và {last}" if others else last
    return (
        f"Thực hiện {named}, Ban Thường vụ Tỉnh ủy báo cáo kết quả kiểm điểm và đánh giá, xếp loại chất lượng "
        f"năm {campaign['year']} như sau:"
    )


def _sections(of: Source, draft: bool) -> Iterator[Section]:
    yield "I. KẾT QUẢ KIỂM ĐIỂM", list(_reviews(of))
    yield "II. KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG", list(_ratings(of))
    yield "III. VIỆC CHẤP HÀNH TỶ LỆ TỐI ĐA HOÀN THÀNH XUẤT SẮC NHIỆM VỤ", list(_caps(of))
    yield "IV. HỒ SƠ KIỂM ĐIỂM", list(_dossiers(of))
    if draft:
        yield (
            "V. ĐÁNH GIÁ CHUNG",
            ["[Ưu điểm; hạn chế, khuyết điểm và nguyên nhân; phương hướng, nhiệm vụ: cơ quan tham mưu bổ sung]"],
        )


def _reviews(of: Source) -> Iterator[str]:
    reviews, prompts = of.figures["reviews"], of.figures["prompts"]
    for column, who in (("collectives", "tập thể lãnh đạo, quản lý"), ("members", "đảng viên")):
        must, done, not_yet = (reviews[row][column] for row in ("must_review", "reviewed", "not_reviewed"))
        yield (
            f"- Có {count(done)}/{count(must)} {who} thuộc diện kiểm điểm đã thực hiện kiểm điểm, "
            f"đạt {share(percent(done, must))}; còn {count(not_yet)} chưa kiểm điểm."
        )
    yield (
        f"- Các cấp ủy, tổ chức đảng có thẩm quyền đã ban hành {count(prompts['issued'])} gợi ý kiểm điểm; "
        f"{count(prompts['answered'])} gợi ý đã được giải trình trong bản kiểm điểm, "
        f"{count(prompts['unanswered'])} gợi ý chưa được giải trình."
    )


def _ratings(of: Source) -> Iterator[str]:
    if of.statistics is not None and (grassroots := of.statistics["organizations_by_type"].get(GRASSROOTS_TOTAL)):
        yield _rated("1. Tổ chức cơ sở đảng", "tổ chức cơ sở đảng", grassroots)
    ratings = of.figures["ratings"]
    yield _rated("2. Tổ chức đảng các cấp", "tổ chức đảng", ratings["org"])
    yield _rated("3. Tập thể lãnh đạo, quản lý", "tập thể", ratings["col"])
    yield _rated("4. Cá nhân cán bộ lãnh đạo, quản lý", "cá nhân (tính theo chức vụ)", ratings["ldr"])
    yield _rated("5. Đảng viên", "đảng viên", ratings["mem"])
    reasons = [
        f"{of.say(NOT_RATED, reason).lower()}: {count(number)}"
        for reason, number in of.figures["members_not_rated"].items()
        if number
    ]
    if reasons:
        yield f"Đảng viên chưa xếp loại gồm: {'; '.join(reasons)}."


def _rated(heading: str, who: str, numbers: Mapping[str, Any]) -> str:
    """One group's levels, and its excellent share in both readings that reports use."""
    rated = sum(numbers[level] for level in LEVELS)
    parts = shares({level: numbers[level] for level in LEVELS})
    levels = "; ".join(f"{NAMES[level][0].lower()} {count(numbers[level])} ({share(parts[level])})" for level in LEVELS)
    said = f"{heading}: tổng số {count(numbers['total'])} {who}; đã đánh giá, xếp loại {count(rated)}"
    if rated:
        excellent, good = numbers["HTXSNV"], numbers["HTTNV"]
        said += (
            f", gồm: {levels}. Số hoàn thành xuất sắc nhiệm vụ bằng {share(percent(excellent, good))} "
            f"số hoàn thành tốt nhiệm vụ, bằng {share(percent(excellent, rated))} số được xếp loại"
        )
    return f"{said}. Chưa xếp loại {count(numbers['not_rated'])}."


def _caps(of: Source) -> Iterator[str]:
    over = of.figures["over_cap"]
    if not over:
        yield "Không có nhóm đối tượng nào có số hoàn thành xuất sắc nhiệm vụ vượt tỷ lệ tối đa."
        return
    allowed = sum(group["override"] is not None for group in over)
    yield (
        f"Có {count(len(over))} nhóm đối tượng có số hoàn thành xuất sắc nhiệm vụ vượt tỷ lệ tối đa, trong đó "
        f"{count(allowed)} nhóm có văn bản của cấp có thẩm quyền cho phép (chi tiết tại phụ lục)."
    )


def _dossiers(of: Source) -> Iterator[str]:
    numbers, deadline = of.figures["dossiers"], of.campaign["dossier_deadline"]
    until = "trước ngày" if deadline["rule"] == "before" else "chậm nhất ngày"
    yield (
        f"Tổng số hồ sơ của tập thể, cá nhân thuộc diện Ban Thường vụ Tỉnh ủy quản lý phải gửi về "
        f"{of.campaign['dossiers_to']} {until} {party_date(deadline['date'])}: {count(numbers['expected'])} hồ sơ. "
        f"Gửi đúng hạn {count(numbers['on_time'])} ({share(percent(numbers['on_time'], numbers['expected']))}); "
        f"gửi muộn {count(numbers['late'])}; chưa gửi {count(numbers['missing'])}."
    )


def _recipients(campaign: Mapping[str, Any]) -> Iterator[str]:
    yield "Ban Bí thư Trung ương (để báo cáo),"
    yield "Ban Tổ chức Trung ương,"
    yield "Các đồng chí Tỉnh ủy viên,"
    yield f"{campaign['dossiers_to']},"
    yield "Các huyện ủy, thị ủy, thành ủy, đảng ủy trực thuộc Tỉnh ủy,"
    yield "Lưu Văn phòng Tỉnh ủy."
