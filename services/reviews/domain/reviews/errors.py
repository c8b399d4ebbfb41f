"""What is refused of reviews, and what the person can do about it."""

from __future__ import annotations

from shared.domain import Refusal, VersionConflict


class AlreadySubmitted(Refusal):
    code = "already_submitted"
    status = 409
    vi = "Bản kiểm điểm của {subject} đã nộp."
    en = "The review of {subject} has been submitted already."
    way_out_vi = "Gửi bổ sung cho bản đã nộp thay vì nộp bản mới."
    way_out_en = "Supplement the submitted review instead of submitting another one."


class ReviewExists(Refusal):
    """There is one review of a subject in a campaign, and somebody else began it. What was written now is kept."""

    code = "review_exists"
    status = 409
    vi = "Bản kiểm điểm của {subject} đã có trong đợt (bản {actual}). Nội dung vừa gửi được giữ riêng, chưa hiệu lực."
    en = "There is a review of {subject} in the campaign already (version {actual}). What you sent is kept aside."
    way_out_vi = "Mở bản hiện có và bản được giữ riêng (links), gộp nội dung rồi lưu với If-Match của bản hiện có."
    way_out_en = "Open both versions (links), bring them together, and save with If-Match of the one that stands."


class ReviewChanged(VersionConflict):
    """Somebody else saved in the meantime. What was written now is kept."""

    vi = (
        "Bản kiểm điểm của {subject} đã được người khác thay đổi (bản {actual}, nội dung vừa gửi dựa trên bản "
        "{expected}). Nội dung đó được giữ riêng, chưa có hiệu lực."
    )
    en = (
        "The review of {subject} has been changed by someone else (version {actual}, yours was based on {expected}). "
        "What you sent is kept aside."
    )
    way_out_vi = "Mở cả hai bản (links), gộp nội dung rồi lưu lại với If-Match của bản mới nhất."
    way_out_en = "Open both versions (links), bring them together, and save again with If-Match of the newest."


class NoDraft(Refusal):
    code = "no_draft"
    status = 409
    vi = "{subject} không có bản kiểm điểm đang soạn để nộp."
    en = "{subject} has no draft of a review that could be submitted."
    way_out_vi = "Lưu bản soạn trước, rồi nộp; nếu đã nộp thì gửi bổ sung."
    way_out_en = "Save a draft first, then submit it; if it was submitted, supplement it."


class NotSubmitted(Refusal):
    code = "not_submitted"
    status = 409
    vi = "{subject} chưa có bản kiểm điểm đã nộp để trả lại hoặc bổ sung."
    en = "{subject} has no submitted review that could be returned or supplemented."
    way_out_vi = "Nộp bản kiểm điểm trước."
    way_out_en = "Submit the review first."


class NotACollective(Refusal):
    code = "not_a_collective"
    vi = "{value} không phải tập thể: chỉ báo cáo kiểm điểm của tập thể được hoàn chỉnh từ kết quả kiểm điểm cá nhân."
    en = "{value} is no collective: only a collective's report is completed from the reviews of its individuals."
    way_out_vi = "Với cá nhân, gửi bổ sung bản kiểm điểm."
    way_out_en = "A person's review is supplemented instead."
    rule = "04-CV/TU"


class IndividualsFirst(Refusal):
    code = "individuals_first"
    status = 409
    vi = "Chưa có cá nhân nào trong {subject} nộp bản kiểm điểm, nên chưa có kết quả để hoàn chỉnh báo cáo tập thể."
    en = "No individual of {subject} has submitted a review, so there is nothing to complete the report from."
    way_out_vi = "Hoàn chỉnh báo cáo tập thể sau khi cá nhân kiểm điểm."
    way_out_en = "Complete the collective's report after its individuals have reviewed."
    rule = "04-CV/TU"


class WrongFormEdition(Refusal):
    code = "wrong_form_edition"
    vi = "Mẫu {value} không dùng cho bản kiểm điểm của {subject} trong đợt này; mẫu đúng: {forms}."
    en = "The form {value} is not the one for the review of {subject} in this campaign; the right one: {forms}."
    way_out_vi = "Chuyển nội dung sang đúng mẫu rồi gửi lại; bản đang soạn giữ mẫu đã chọn khi lập."
    way_out_en = "Move the content to the right form and send it again; an open review keeps the form it began with."
    rule = "21-HD/BTCTW"


class FormNeeded(Refusal):
    code = "form_needed"
    vi = "Có nhiều mẫu cho {subject}: {forms}. Cần nêu mẫu nào."
    en = "There are several forms for {subject}: {forms}. Say which."
    way_out_vi = "Ghi mã mẫu vào trường form."
    way_out_en = "Give the form's code in the field form."
