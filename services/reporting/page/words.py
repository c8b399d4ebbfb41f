"""What the page calls things, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from shared.contracts import vocabulary

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")

Words = Mapping[str, tuple[str, str]]
"""Codes with their Vietnamese and English words."""

TEXTS: Words = {
    "consolidated": ("Báo cáo tổng hợp", "Consolidated report"),
    "skip": ("Đến phần nội dung", "Skip to the content"),
    "other_language": ("English", "Tiếng Việt"),
    "contents": ("Nội dung", "Contents"),
    "document": ("Văn bản chỉ đạo", "Governing document"),
    "of_date": ("ngày", "of"),
    "rulebook": ("Bộ quy định", "Rulebook"),
    "dossiers_due": ("Hạn gửi hồ sơ", "Dossiers due"),
    "before": ("trước ngày", "before"),
    "by": ("chậm nhất ngày", "by"),
    "until_end_of": ("hết ngày", "until the end of"),
    "to": ("Nơi nhận hồ sơ", "Receiving board"),
    "reference_date": ("Ngày mốc xác định đối tượng", "Reference date"),
    "scope": ("Phạm vi", "Scope"),
    "whole_province": ("toàn tỉnh", "the whole province"),
    "as_of": ("Số liệu đến", "Figures up to"),
    "positions": ("Vị trí trong nhật ký sự kiện", "Positions in the event logs"),
    "organizations": ("tổ chức", "organizations"),
    "reviews": ("kiểm điểm", "reviews"),
    "ratings": ("xếp loại", "ratings"),
    "nothing_heard": ("chưa nhận sự kiện nào", "no event heard yet"),
    "at_a_glance": ("Nhìn nhanh", "At a glance"),
    "of": ("trên", "of"),
    "members_rated": ("Đảng viên đã xếp loại", "Members rated"),
    "excellent_ratio": ("Đảng viên xuất sắc so với tốt", "Excellent members to good ones"),
    "over_cap_count": ("nhóm vượt tỷ lệ tối đa", "groups over their cap"),
    "dossiers_on_time": ("Hồ sơ gửi đúng hạn", "Dossiers on time"),
    "prompts_answered": ("Gợi ý đã giải trình", "Prompts answered"),
    "documents_accepted": ("Quyết định được nhận", "Decisions accepted"),
    "refused_count": ("bị từ chối", "refused"),
    "missing_count": ("chưa gửi", "missing"),
    "not_rated_count": ("chưa xếp loại", "not rated"),
    "unanswered_count": ("chưa giải trình", "unanswered"),
    "results": ("Kết quả xếp loại", "Ratings"),
    "results_chart": (
        "Tỷ trọng các mức chất lượng theo loại đối tượng, tính trên tổng số.",
        "Share of each quality level by kind of subject, of all subjects.",
    ),
    "results_table": (
        "Số lượng và tỷ lệ (trên số đã xếp loại) của từng mức chất lượng",
        "Number, and share of those rated, at each quality level",
    ),
    "kind": ("Đối tượng", "Subjects"),
    "total": ("Tổng số", "Total"),
    "rated": ("Đã xếp loại", "Rated"),
    "not_rated": ("Chưa xếp loại", "Not rated"),
    "not_rated_reasons": (
        "Đảng viên chưa xếp loại, theo lý do",
        "Members who are not rated, by reason",
    ),
    "reason": ("Lý do", "Reason"),
    "number": ("Số lượng", "Number"),
    "derived": ("Mức do quy định suy ra", "Level derived by the rules"),
    "derived_caption": (
        "Mức đề xuất theo quy định, của các đối tượng đã có nhận xét hoặc đã xếp loại; chỉ để tham khảo",
        "What the rules propose for subjects with an opinion or a rating; for information only",
    ),
    "none_derived": ("Chưa đủ căn cứ", "Nothing to derive from"),
    "derived_differs": (
        "Mức được quyết định khác mức đề xuất ở {count} đối tượng.",
        "The decided level differs from the proposed one for {count} subjects.",
    ),
    "by_unit": ("Theo đơn vị", "By unit"),
    "unit": ("Đơn vị", "Unit"),
    "share": ("Cơ cấu", "Mix"),
    "whole": ("Cộng", "All"),
    "xs_of_good": ("XS so với tốt", "Excellent to good"),
    "caps": ("Tỷ lệ tối đa hoàn thành xuất sắc", "Cap on excellent ratings"),
    "over_cap": ("Nhóm có số xuất sắc vượt mức cho phép", "Groups with more excellent ratings than allowed"),
    "no_over_cap": ("Không có nhóm nào vượt tỷ lệ tối đa.", "No group exceeds its cap."),
    "cap_groups": ("Tất cả nhóm đảng viên", "All groups of members"),
    "cap_groups_caption": (
        "Đảng viên xuất sắc theo tổ chức cơ sở đảng",
        "Excellent members by grassroots organization",
    ),
    "group": ("Nhóm", "Group"),
    "good": ("Tốt", "Good"),
    "allowed": ("Tối đa", "Allowed"),
    "excellent": ("Xuất sắc", "Excellent"),
    "override": ("Văn bản cho phép vượt", "Document allowing it"),
    "no_override": ("chưa có", "none"),
    "overrides_caption": (
        "Các văn bản cho phép vượt tỷ lệ tối đa đã áp dụng, kể cả khi nay không còn cần",
        "Every document that allowed exceeding a cap, also where it is not needed any more",
    ),
    "rating_decision": ("Quyết định xếp loại", "Rating decision"),
    "standing": ("Còn hiệu lực", "Still standing"),
    "needed_now": ("Nay còn cần", "Needed now"),
    "needed": ("còn cần", "yes"),
    "not_needed": ("không còn cần", "not any more"),
    "no_cap": ("không thuộc tỷ lệ tối đa", "under no cap"),
    "dossiers": ("Hồ sơ", "Dossiers"),
    "dossiers_caption": (
        "Hồ sơ của tập thể, cá nhân thuộc diện Ban Thường vụ Tỉnh ủy quản lý",
        "Dossiers of the collectives and leaders managed by the province's Standing Committee",
    ),
    "expected": ("Phải gửi", "Expected"),
    "on_time": ("Đúng hạn", "On time"),
    "late": ("Muộn", "Late"),
    "missing": ("Chưa gửi", "Missing"),
    "on_time_share": ("Tỷ lệ đúng hạn", "Share on time"),
    "refused_dossiers": ("Lần gửi hồ sơ bị từ chối", "Forwardings that were refused"),
    "row": ("Dòng", "Row"),
    "subject": ("Đối tượng", "Subject"),
    "missing_documents": ("Tài liệu còn thiếu", "Documents missing"),
    "review": ("Kiểm điểm và gợi ý kiểm điểm", "Reviews and prompts"),
    "table_6f": ("Kết quả kiểm điểm tự phê bình và phê bình (biểu 6F)", "Results of the reviews (table 6F)"),
    "must_review": ("Phải kiểm điểm", "Must review"),
    "reviewed": ("Đã kiểm điểm", "Reviewed"),
    "not_reviewed": ("Chưa kiểm điểm", "Not reviewed"),
    "collectives": ("Tập thể", "Collectives"),
    "members": ("Đảng viên", "Members"),
    "prompts": ("Gợi ý kiểm điểm", "Prompts"),
    "issued": ("Đã gợi ý", "Issued"),
    "answered": ("Đã giải trình", "Answered"),
    "unanswered": ("Chưa giải trình", "Unanswered"),
    "refused_documents": ("Quyết định bị từ chối", "Refused decisions"),
    "refused_documents_lead": (
        "Một văn bản được nhận toàn bộ hoặc bị từ chối toàn bộ; mỗi lý do ghi rõ đối tượng liên quan.",
        "A document is accepted whole or refused whole; each reason names the subjects it concerns.",
    ),
    "refused_documents_caption": (
        "Quyết định xếp loại bị từ chối và lý do",
        "Rating decisions that were refused, with the reasons",
    ),
    "no_refused_documents": ("Không có quyết định nào bị từ chối.", "No decision was refused."),
    "no_refused_dossiers": ("Không có lần gửi nào bị từ chối.", "No forwarding was refused."),
    "decided_by": ("Nơi quyết định", "Deciding body"),
    "decision": ("Văn bản", "Document"),
    "reasons": ("Lý do và đối tượng", "Reasons and subjects"),
    "heads": ("Người đứng đầu có mức cao hơn tập thể", "Heads rated above their collective"),
    "heads_lead": (
        "Không bị cấm, nhưng cần xem lại: kết quả của người đứng đầu phải gắn với kết quả của tập thể.",
        "Not forbidden, but to be looked at: a head's result is to be tied to that of the collective.",
    ),
    "no_heads": ("Không có trường hợp nào.", "There is none."),
    "more": ("… và {count} mục nữa.", "… and {count} more."),
    "lists_withheld": (
        "Danh sách từng đối tượng không hiển thị với vai trò của tài khoản này.",
        "Lists of single subjects are not shown to the role of this account.",
    ),
    "foot": (
        "Trang này tính từ nhật ký sự kiện đến đúng các vị trí nêu trên; đọc cùng vị trí sẽ được cùng số liệu.",
        "Computed from the event logs up to exactly the positions above; the same positions give the same figures.",
    ),
    "tables": ("Các bảng và tệp kết xuất", "Tables and files"),
    "tables_lead": (
        "Mỗi bảng có cùng số liệu, cùng thứ tự ở mọi dạng tệp; bảng dài được ghi bởi một tiến trình riêng.",
        "Each table has the same figures in the same order in every format.",
    ),
    "table": ("Bảng", "Table"),
    "files": ("Tệp", "Files"),
    "yes": ("có", "yes"),
    "no": ("không", "no"),
    "figures_as_data": ("Số liệu dạng JSON", "The figures as JSON"),
    "sign_in": ("Đăng nhập", "Sign in"),
    "sign_in_lead": (
        "Dán mã truy cập do đơn vị cấp để mở báo cáo trên trình duyệt này.",
        "Paste the access token that your organization gave you, to open the report in this browser.",
    ),
    "token": ("Mã truy cập", "Access token"),
    "open": ("Mở báo cáo", "Open the report"),
}

SHORT_LEVELS: Words = {
    "HTXSNV": ("Xuất sắc", "Excellent"),
    "HTTNV": ("Tốt", "Good"),
    "HTNV": ("Hoàn thành", "Completed"),
    "KHTNV": ("Không hoàn thành", "Not completed"),
    "not_rated": ("Chưa xếp loại", "Not rated"),
}
"""What the levels are called where a legend with their full names is near."""

REASONS: Words = {
    "unknown_subject": ("Không có đối tượng này trong đợt", "There is no such subject in the campaign"),
    "duplicate": ("Đã được xếp loại; muốn đổi phải làm thủ tục xem xét lại", "Already rated; a change is a revision"),
    "authority": ("Không đúng thẩm quyền quyết định", "Not the competent body"),
    "not_reviewed": ("Chưa nộp bản kiểm điểm", "No review was submitted"),
    "excluded": (
        "Thuộc diện không xếp loại (miễn, đình chỉ sinh hoạt, hoặc chưa đủ thời gian theo bộ quy định)",
        "Not to be rated (exempt, suspended, or newer than the rulebook allows)",
    ),
    "lower_first": ("Còn tổ chức cấp dưới chưa được xếp loại", "A lower organization is not rated yet"),
    "collective_first": ("Tập thể chưa được xếp loại trước cá nhân", "The collective must be rated before its leaders"),
    "civil_rating_missing": (
        "Chưa có xếp loại cán bộ, công chức, viên chức",
        "The civil-service rating is missing",
    ),
    "prompt_unanswered": ("Chưa giải trình hết gợi ý kiểm điểm", "A prompt has not been answered"),
    "reason_required": (
        "Khác với mức hệ thống đề xuất mà không nêu lý do",
        "Differs from the proposed level, and no reason is given",
    ),
    "cap_exceeded": ("Vượt tỷ lệ tối đa hoàn thành xuất sắc", "More excellent ratings than the cap allows"),
    "unknown_unit": ("Đơn vị gửi không có trong danh mục", "The sending unit is not known"),
    "dossier_incomplete": ("Hồ sơ thiếu tài liệu", "The dossier is incomplete"),
    "not_rated": ("Chưa được xếp loại", "Not rated yet"),
}

NOT_RATED: Words = {
    "MIEN_SINH_HOAT": ("Được miễn công tác và sinh hoạt đảng", "Exempted from work and Party activity"),
    "DINH_CHI_SINH_HOAT": ("Bị đình chỉ sinh hoạt đảng", "Suspended from Party activity"),
    "MOI_KET_NAP_DUOI_6_THANG": ("Mới kết nạp chưa đủ sáu tháng", "Admitted less than six months ago"),
    "undecided": ("Chưa có quyết định xếp loại", "Not decided yet"),
}

DOSSIER_DOCUMENTS: Words = vocabulary.DOSSIER_DOCUMENTS

CAPS: Words = {
    "CAP-MEMBER": ("Đảng viên", "Members"),
    "CAP-ORG": ("Tổ chức đảng", "Party organizations"),
    "CAP-COL": ("Tập thể lãnh đạo", "Leading collectives"),
}


def say(words: Words, code: str, language: Language) -> str:
    """The words for `code`; the code itself where there are none."""
    return words[code][LANGUAGES.index(language)] if code in words else code
