"""What every part of the reviews service refuses, and what the person can do about it."""

from __future__ import annotations

from shared.domain import Refusal


class UnknownSubject(Refusal):
    code = "unknown_subject"
    vi = "Không có đối tượng {value} phải thực hiện việc này trong đợt."
    en = "There is no subject {value} that owes this in the campaign."
    way_out_vi = (
        "Kiểm tra mã đối tượng (org:, col:, mem:, ldr:), cấp quản lý, và ngày kết thúc của đơn vị hoặc chức vụ."
    )
    way_out_en = (
        "Check the subject's code (org:, col:, mem:, ldr:), its management level, and when the unit or post ended."
    )


class NotReviewed(Refusal):
    code = "not_a_reviewed_kind"
    vi = "{value} không thuộc diện kiểm điểm: chỉ tập thể lãnh đạo (col:) và cá nhân (mem:, ldr:) kiểm điểm."
    en = "{value} is not reviewed: only leading collectives (col:) and people (mem:, ldr:) are."
    way_out_vi = "Ghi tập thể lãnh đạo của tổ chức đó thay cho tổ chức."
    way_out_en = "Name the organization's leading collective instead of the organization."
    rule = "132-QĐ/TW"
