"""What is refused of attachments, and what the person can do about it."""

from __future__ import annotations

from shared.domain import Refusal


class AboveCeiling(Refusal):
    code = "classification_above_ceiling"
    vi = "Tệp có độ mật {value}, cao hơn mức hệ thống này được phép giữ ({ceiling}). Tệp không được lưu ở bất cứ đâu."
    en = "The file is classified {value}, above what this system may hold ({ceiling}). It was not kept anywhere."
    way_out_vi = (
        "Quản lý và chuyển tài liệu này theo quy định về bảo vệ bí mật nhà nước; ở đây chỉ ghi số, ký hiệu văn bản."
    )
    way_out_en = "Handle the document under the rules on state secrets; name only its number and symbol here."
    rule = "Luật Bảo vệ bí mật nhà nước"
    lasting_rule = True


class EmptyFile(Refusal):
    code = "empty_file"
    vi = "Tệp không có nội dung."
    en = "The file is empty."
    way_out_vi = "Kiểm tra tệp trên máy rồi gửi lại."
    way_out_en = "Check the file on your machine and send it again."


class NotWhatItSays(Refusal):
    code = "not_what_it_says"
    vi = "Nội dung tệp không phải loại {value}."
    en = "The content of the file is not of the type {value}."
    way_out_vi = "Gửi lại với Content-Type đúng loại tệp, hoặc lưu tệp sang đúng định dạng trước."
    way_out_en = "Send it again with the Content-Type that it has, or save it in the right format first."


class TooManyAttachments(Refusal):
    code = "too_many_attachments"
    vi = "Bản kiểm điểm của {subject} đã có {limit} tệp minh chứng, không nhận thêm."
    en = "The review of {subject} has {limit} attachments already; no more are taken."
    way_out_vi = "Gộp các tài liệu thành ít tệp hơn."
    way_out_en = "Put the papers together into fewer files."


class WithdrawalNeedsReason(Refusal):
    code = "withdrawal_needs_reason"
    vi = "Bản kiểm điểm của {subject} đã nộp: rút minh chứng phải ghi lý do."
    en = "The review of {subject} has been handed in: withdrawing evidence needs a reason."
    way_out_vi = "Ghi lý do rút; tệp vẫn được lưu và ghi là đã rút."
    way_out_en = "Give the reason; the file is kept, and shown as withdrawn."
