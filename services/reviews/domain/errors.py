"""What the reviews service refuses, and what the person can do about it."""

from __future__ import annotations

from collections.abc import Sequence

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


class UnknownRulebook(Refusal):
    code = "unknown_rulebook"
    vi = "Chưa có bộ quy định {value}."
    en = "The rulebook {value} is not known."
    way_out_vi = "Công bố bộ quy định ở dịch vụ xếp loại trước, rồi mở đợt."
    way_out_en = "Publish the rulebook at the ratings service first, then open the campaign."


class UnknownUnit(Refusal):
    code = "unknown_unit"
    vi = "Đơn vị gửi hồ sơ {value} không có trong danh sách tổ chức."
    en = "The unit that sends the dossier, {value}, is not among the organizations."
    way_out_vi = "Ghi mã tổ chức của đơn vị gửi."
    way_out_en = "Give the organization code of the unit that sends it."


class DossierIncomplete(Refusal):
    code = "dossier_incomplete"
    vi = "Hồ sơ của {subject} còn thiếu: {missing}."
    en = "The dossier of {subject} lacks: {missing}."
    way_out_vi = "Bổ sung các tài liệu còn thiếu rồi gửi lại toàn bộ hồ sơ."
    way_out_en = "Add the missing documents and forward the whole dossier again."
    rule = "04-CV/TU, 7"


class NotRated(Refusal):
    code = "not_rated"
    vi = "{subject} chưa được xếp loại nên chưa gửi hồ sơ được."
    en = "{subject} has not been rated, so its dossier cannot be forwarded yet."
    way_out_vi = "Chờ quyết định xếp loại của cấp có thẩm quyền rồi gửi."
    way_out_en = "Wait for the competent body's decision, then forward it."
    rule = "04-CV/TU, 7"


class DossierNotAccepted(Refusal):
    """A forwarding was refused, with everything that stood against it in `faults`."""

    code = "dossier_refused"
    vi = "Hồ sơ của {subject} không được nhận: {reasons}."
    en = "The dossier of {subject} was not accepted: {reasons}."
    way_out_vi = "Khắc phục từng lý do rồi gửi lại toàn bộ hồ sơ; lần gửi này đã được ghi lại."
    way_out_en = "Mend each reason and forward the whole dossier again; this attempt was recorded."
    rule = "04-CV/TU, 7"

    def __init__(self, subject: str, faults: Sequence[Refusal]) -> None:
        self.faults = tuple(faults)
        super().__init__(subject=subject, reasons=[fault.code for fault in faults])
