"""What is refused of remedies, and what the person can do about it."""

from __future__ import annotations

from shared.domain import Refusal


class RemedyUnknown(Refusal):
    code = "unknown_remedy"
    status = 404
    vi = "Không có việc khắc phục {value}."
    en = "There is no remedy {value}."
    way_out_vi = "Kiểm tra mã việc khắc phục, hoặc giao việc trước."
    way_out_en = "Check the remedy's code, or assign it first."


class RemedyDone(Refusal):
    code = "remedy_done"
    status = 409
    vi = "Việc khắc phục {value} đã báo cáo là hoàn thành."
    en = "The remedy {value} has been reported as done."
    way_out_vi = "Nếu hạn chế tái diễn, giao việc khắc phục mới."
    way_out_en = "If the weakness is back, assign a new remedy."


class NotResponsibleFor(Refusal):
    code = "not_responsible_for"
    vi = "{value} không lãnh đạo, quản lý {subject} nên không nhận trách nhiệm giúp đỡ được."
    en = "{value} is not above {subject} in the organization, so it cannot be made responsible for helping."
    way_out_vi = "Giao cho tổ chức đảng của đối tượng hoặc cấp ủy cấp trên trực tiếp."
    way_out_en = "Name the subject's own organization or one above it."


class DueBeforeToday(Refusal):
    code = "due_in_the_past"
    vi = "Hạn khắc phục {value} đã qua."
    en = "The due date {value} has passed."
    way_out_vi = "Ghi hạn từ hôm nay trở đi."
    way_out_en = "Give a date from today on."
