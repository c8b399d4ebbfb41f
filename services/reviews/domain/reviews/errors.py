"""What is refused of reviews, and what the person can do about it."""

from __future__ import annotations

from shared.domain import Refusal


class AlreadySubmitted(Refusal):
    code = "already_submitted"
    status = 409
    vi = "Bản kiểm điểm của {subject} đã nộp."
    en = "The review of {subject} has been submitted already."
    way_out_vi = "Gửi bổ sung cho bản đã nộp thay vì nộp bản mới."
    way_out_en = "Supplement the submitted review instead of submitting another one."


class NotSubmitted(Refusal):
    code = "not_submitted"
    status = 409
    vi = "{subject} chưa có bản kiểm điểm đã nộp để trả lại hoặc bổ sung."
    en = "{subject} has no submitted review that could be returned or supplemented."
    way_out_vi = "Nộp bản kiểm điểm trước."
    way_out_en = "Submit the review first."


class UnknownPrompt(Refusal):
    code = "unknown_prompt"
    vi = "{subject} không có gợi ý kiểm điểm {value}."
    en = "{subject} has no prompt {value}."
    way_out_vi = "Kiểm tra mã gợi ý trong văn bản gợi ý kiểm điểm gửi cho chính đối tượng này."
    way_out_en = "Check the prompt's code in the letter that was sent to this very subject."
