"""What is refused once a rating has been given: revisions, questions, appeals and publication."""

from __future__ import annotations

from shared.domain import Refusal


class NotDecided(Refusal):
    code = "not_decided"
    vi = "{value} chưa có quyết định xếp loại."
    en = "{value} has not been decided yet."
    way_out_vi = "Ban hành quyết định xếp loại lần đầu cho đối tượng này."
    way_out_en = "Issue the first decision about this subject instead."


class RevisionNeedsReason(Refusal):
    code = "reason_required"
    vi = "{value}: điều chỉnh kết quả xếp loại phải ghi lý do."
    en = "{value}: a revision needs a reason."
    way_out_vi = "Ghi lý do của cấp có thẩm quyền."
    way_out_en = "State the competent body's reason."


class NumberTaken(Refusal):
    code = "document_taken"
    vi = "{value}: {decided_by} đã ban hành văn bản mang số này; điều chỉnh phải có số văn bản riêng."
    en = "{value}: {decided_by} has issued a document of this number already; a revision needs one of its own."
    way_out_vi = "Ghi số của chính quyết định điều chỉnh."
    way_out_en = "Give the number of the revising decision itself."


class NotQuestioned(Refusal):
    code = "not_questioned"
    status = 409
    vi = "Kết quả xếp loại của {value} không có nội dung cần xem xét lại."
    en = "Nothing has put the rating of {value} in question."
    way_out_vi = "Không cần giữ nguyên bằng văn bản; muốn thay đổi thì ban hành quyết định điều chỉnh."
    way_out_en = "Nothing needs to be confirmed; to change it, issue a revision."


class AppealOpen(Refusal):
    code = "appeal_open"
    status = 409
    vi = "{value} đang có khiếu nại chưa được giải quyết."
    en = "{value} has an appeal that is still to be decided."
    way_out_vi = "Chờ cấp có thẩm quyền giải quyết khiếu nại đó."
    way_out_en = "Wait for the competent body to decide it."


class NoOpenAppeal(Refusal):
    code = "no_open_appeal"
    status = 409
    vi = "{value} không có khiếu nại nào chờ giải quyết."
    en = "{value} has no appeal that waits for a decision."
    way_out_vi = "Kiểm tra lại đối tượng; khiếu nại đã giải quyết thì phải nộp khiếu nại mới."
    way_out_en = "Check the subject; what has been decided needs a new appeal."


class NotTheirAppeal(Refusal):
    code = "not_their_appeal"
    vi = "{value} không phải đối tượng, cũng không phải đơn vị của {subject}."
    en = "{value} is neither {subject} nor the unit of it."
    way_out_vi = "Cá nhân tự nộp bằng tài khoản của mình, hoặc ghi mã đơn vị: {units}."
    way_out_en = "A person lodges it with the own account, or give the unit: {units}."


class NotIssued(Refusal):
    code = "not_issued"
    vi = "{decided_by} chưa ban hành văn bản số {value}."
    en = "{decided_by} has issued no document {value}."
    way_out_vi = "Chỉ công khai kết quả của văn bản đã được chấp nhận; kiểm tra số văn bản."
    way_out_en = "Only an accepted document's ratings can be published; check the number."


class AlreadyPublished(Refusal):
    code = "already_published"
    status = 409
    vi = "Kết quả theo văn bản {document} đã công khai ở phạm vi {value}, với ngày hoặc đơn vị khác."
    en = "The ratings of document {document} were published in the scope {value} already, on another day or by another."
    way_out_vi = "Kiểm tra lần công khai trước; muốn mở rộng thì dùng phạm vi khác."
    way_out_en = "Look at the earlier publication; to go further, name another scope."
