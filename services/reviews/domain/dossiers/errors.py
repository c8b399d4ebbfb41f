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
