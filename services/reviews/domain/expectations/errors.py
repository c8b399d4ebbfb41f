"""What is refused of expectations, and what the person can do about it."""

from __future__ import annotations

from shared.domain import Refusal


class NotAskedFor(Refusal):
    code = "not_asked_for"
    vi = "Theo bộ quy định của đợt, {subject} không phải có: {value}."
    en = "By the campaign's rulebook {subject} does not owe: {value}."
    way_out_vi = (
        "Chỉ miễn hoặc khôi phục những nội dung mà bộ quy định yêu cầu; thông tin sai thì sửa ở dịch vụ tổ chức."
    )
    way_out_en = (
        "Only what the rulebook asks for can be waived or asked for again; correct wrong facts at organizations."
    )
