"""What is refused of dossiers, and what the person can do about it."""

from __future__ import annotations

from collections.abc import Sequence

from shared.domain import Refusal


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


class DossierNotForwarded(Refusal):
    code = "dossier_not_forwarded"
    status = 409
    vi = "Hồ sơ của {subject} không ở cơ quan nhận: chưa gửi, đã trả lại hoặc đã rút về."
    en = "The dossier of {subject} is not with the receiving board: not forwarded, returned or recalled."
    way_out_vi = "Chờ đơn vị gửi, hoặc gửi lại, toàn bộ hồ sơ."
    way_out_en = "Wait until the unit forwards the whole dossier, or forwards it again."


class DossierAlreadyAccepted(Refusal):
    code = "dossier_accepted"
    status = 409
    vi = "Hồ sơ của {subject} đã được chấp nhận, không trả lại hay rút về được nữa."
    en = "The dossier of {subject} has been accepted; it can be neither returned nor recalled any more."
    way_out_vi = (
        "Mức xếp loại thay đổi thì có quyết định điều chỉnh; nội dung khác thì báo cáo cơ quan nhận bằng văn bản."
    )
    way_out_en = "A level changes by a revision; report anything else to the receiving board."


class PointsUnsettled(Refusal):
    """A point that the subject was asked to address is unanswered, or its answer was found insufficient."""

    code = "points_unsettled"
    status = 409
    vi = "{subject} còn điểm gợi ý kiểm điểm chưa giải trình xong: {points}."
    en = "{subject} has points of prompts that are not settled: {points}."
    way_out_vi = "Đối tượng bổ sung giải trình từng điểm vào bản kiểm điểm; hồ sơ đã gửi thì trả lại kèm ý kiến."
    way_out_en = "The subject answers each point in a supplement; return a dossier that was forwarded, with remarks."
    rule = "04-CV/TU, 4"


class SomethingOwed(Refusal):
    code = "dossier_owed"
    status = 409
    vi = "Không xác nhận được là không có hồ sơ phải gửi: trong {subject} còn {count} hồ sơ, trước hết là {owing}."
    en = "It cannot be confirmed that there is nothing to report: {subject} owes {count} dossier(s), first {owing}."
    way_out_vi = "Gửi các hồ sơ đó; nếu đối tượng không còn phải gửi, đề nghị Ban Tổ chức Tỉnh ủy điều chỉnh danh sách."
    way_out_en = (
        "Forward them; if one is not owed any more, ask the provincial Organization Board to change what is expected."
    )
    rule = "04-CV/TU, 7"


class DossierWasForwarded(Refusal):
    code = "dossier_was_forwarded"
    status = 409
    vi = "Hồ sơ của {subject} đã gửi, nên không xác nhận là không có hồ sơ được."
    en = "The dossier of {subject} was forwarded, so nothing to report cannot be confirmed."
    way_out_vi = "Theo dõi hồ sơ đã gửi; không cần xác nhận."
    way_out_en = "Follow the dossier that was forwarded; there is nothing to confirm."
