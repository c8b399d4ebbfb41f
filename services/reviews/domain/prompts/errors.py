"""What is refused of prompts and their answers, and what the person can do about it."""

from __future__ import annotations

from shared.domain import Refusal


class NotCompetent(Refusal):
    code = "not_competent"
    vi = "{value} không có thẩm quyền gợi ý kiểm điểm đối với {subject}; cấp có thẩm quyền là {competent}."
    en = "{value} is not competent to prompt {subject}; the competent body is {competent}."
    way_out_vi = "Đề nghị cấp quản lý đối tượng, hoặc cấp ủy cấp trên của cấp đó, ban hành gợi ý."
    way_out_en = "Ask the body that manages the subject, or one above that body, to issue the prompt."
    rule = "132-QĐ/TW"


class NobodyCompetent(NotCompetent):
    """The Centre does not manage it either: who manages it, or what stands above it, no longer fits the rulebook."""

    vi = "Theo bộ quy định của đợt, không cấp nào trong tỉnh quản lý {subject}, nên {value} không gợi ý kiểm điểm được."
    en = "By the campaign's rulebook nobody in the province manages {subject}, so {value} cannot prompt it."
    way_out_vi = "Cập nhật cấp quản lý của đối tượng, hoặc loại hình và cấp trên của tổ chức, rồi gửi lại."
    way_out_en = "Record who manages it now, or the type or parent of the organization, then send it again."


class UnknownPrompt(Refusal):
    code = "unknown_prompt"
    vi = "{subject} không có gợi ý kiểm điểm {value}."
    en = "{subject} has no prompt {value}."
    way_out_vi = "Kiểm tra mã gợi ý trong văn bản gợi ý kiểm điểm gửi cho chính đối tượng này."
    way_out_en = "Check the prompt's code in the letter that was sent to this very subject."


class UnknownPoint(Refusal):
    code = "unknown_point"
    vi = "Gợi ý {prompt} không có nội dung số {value}; có các nội dung từ 1 đến {points}."
    en = "The prompt {prompt} has no point {value}; its points are 1 to {points}."
    way_out_vi = "Ghi số thứ tự của nội dung như trong văn bản gợi ý."
    way_out_en = "Give the point's number as the letter has it."


class NotAnswered(Refusal):
    code = "not_answered"
    status = 409
    vi = "Nội dung số {value} của gợi ý {prompt} chưa được giải trình nên chưa thể nhận xét."
    en = "Point {value} of the prompt {prompt} has not been answered, so the answer cannot be judged."
    way_out_vi = "Chờ đối tượng nộp bản kiểm điểm hoặc bổ sung phần giải trình."
    way_out_en = "Wait until the subject submits its review, or supplements it with an answer."


class RemarksNeeded(Refusal):
    code = "remarks_needed"
    vi = "Giải trình chưa đạt thì phải nêu rõ còn thiếu gì."
    en = "An answer that will not do needs remarks that say what it lacks."
    way_out_vi = "Ghi nội dung cần giải trình bổ sung vào trường remarks."
    way_out_en = "Write what is still to be answered in the field remarks."


class NotTheIssuer(Refusal):
    code = "not_the_issuer"
    status = 403
    vi = "Chỉ cấp đã gợi ý ({issuer}) hoặc cấp trên của cấp đó nhận xét phần giải trình."
    en = "Only the body that issued the prompt ({issuer}), or one above it, judges the answers."
    way_out_vi = "Gửi ý kiến cho cấp đã gợi ý."
    way_out_en = "Tell the body that issued the prompt."
