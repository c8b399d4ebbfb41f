"""What exports call things, beside the words that they share with the page."""

from __future__ import annotations

from services.reporting.page.words import TEXTS, Language, Words, say

TITLES: Words = {
    "report": ("Báo cáo tổng hợp", "Consolidated report"),
    "summary": ("Kết quả xếp loại theo đối tượng", "Ratings by kind of subject"),
    "by-unit": ("Kết quả xếp loại theo đơn vị", "Ratings by unit"),
    "not-rated-reasons": ("Đảng viên chưa xếp loại, theo lý do", "Members not rated, by reason"),
    "organizations-by-type": ("Xếp loại tổ chức đảng theo loại hình", "Party organizations by type"),
    "members-by-unit": ("Xếp loại đảng viên theo đơn vị", "Members by unit"),
    "managed": (
        "Xếp loại tập thể, cá nhân lãnh đạo theo cấp quản lý",
        "Collectives and leaders by management level",
    ),
    "reviews": ("Kết quả kiểm điểm tự phê bình và phê bình", "Results of the reviews"),
    "derived": ("Mức do quy định suy ra", "Level derived by the rules"),
    "caps": ("Tỷ lệ tối đa: các nhóm đảng viên", "Caps: all groups of members"),
    "over-cap": ("Nhóm vượt tỷ lệ tối đa", "Groups over their cap"),
    "overrides": ("Văn bản cho phép vượt tỷ lệ tối đa", "Documents that allowed exceeding a cap"),
    "dossiers": ("Hồ sơ gửi về theo đơn vị", "Dossiers by unit"),
    "comparison": ("So sánh các vị trí tương đương", "Comparable posts across units"),
    "refused-documents": ("Quyết định bị từ chối", "Refused decisions"),
    "refused-dossiers": ("Lần gửi hồ sơ bị từ chối", "Refused forwardings of dossiers"),
    "heads-above": ("Người đứng đầu có mức cao hơn tập thể", "Heads rated above their collective"),
    "organizations": ("Danh sách tổ chức đảng", "Party organizations"),
    "collectives": ("Danh sách tập thể lãnh đạo", "Leading collectives"),
    "members": ("Danh sách đảng viên", "Members"),
    "leaders": ("Danh sách cán bộ lãnh đạo", "Leaders"),
    "not-rated": ("Danh sách đảng viên chưa kiểm điểm, xếp loại", "Members not reviewed or not rated"),
    "prompts": ("Gợi ý kiểm điểm", "Prompts"),
    "dossier-list": ("Danh sách hồ sơ phải gửi", "Dossiers owed"),
    "folder-organizations": ("organizations", "organizations"),
    "folder-collectives": ("collectives", "collectives"),
    "folder-posts": ("posts", "posts"),
}
"""The tables, by the name under which they are asked for."""

HEADINGS: Words = {
    "code": ("Mã", "Code"),
    "name": ("Tên", "Name"),
    "full_name": ("Họ và tên", "Full name"),
    "unit_code": ("Mã đơn vị", "Unit code"),
    "cell": ("Chi bộ", "Cell"),
    "grassroots": ("Tổ chức cơ sở đảng", "Grassroots organization"),
    "organization": ("Tổ chức", "Organization"),
    "type": ("Loại hình", "Type"),
    "management_level": ("Cấp quản lý", "Managed by"),
    "level": ("Mức xếp loại", "Level"),
    "derived": ("Mức đề xuất", "Proposed level"),
    "decided_by": ("Nơi quyết định", "Deciding body"),
    "decision": ("Văn bản", "Document"),
    "reason": ("Lý do", "Reason"),
    "cap_override": ("Văn bản cho phép vượt", "Document allowing it"),
    "status": ("Tình trạng sinh hoạt", "Status"),
    "admitted_on": ("Ngày vào Đảng", "Admitted on"),
    "founded_on": ("Ngày thành lập", "Founded on"),
    "not_rated_because": ("Lý do chưa xếp loại", "Why not rated"),
    "has_reviewed": ("Đã kiểm điểm", "Reviewed"),
    "post": ("Chức vụ", "Post"),
    "person": ("Mã cán bộ", "Person"),
    "post_group": ("Nhóm vị trí", "Post group"),
    "head": ("Người đứng đầu", "Head"),
    "collective": ("Tập thể", "Collective"),
    "collective_level": ("Mức của tập thể", "Collective's level"),
    "prompt": ("Mã gợi ý", "Prompt"),
    "state": ("Tình trạng", "State"),
    "where": ("Đang ở đâu", "Where it is"),
    "row_label": ("Nội dung", "Item"),
    "xs_of_good": ("XS so với tốt", "Excellent to good"),
    "xs_of_good_or_better": ("XS trong số từ tốt trở lên", "Excellent of good or better"),
    "xs_of_rated": ("XS trong số đã xếp loại", "Excellent of rated"),
    "share": ("tỷ lệ", "share"),
    "cap": ("Đối tượng", "Subjects"),
    "over": ("Vượt", "Over"),
    "standing": ("Còn hiệu lực", "Still standing"),
    "still_needed": ("Còn cần", "Still needed"),
    "probability": ("Xác suất ngẫu nhiên", "Chance"),
    "far": ("Khác biệt", "Far from peers"),
    "others_share": ("Tỷ lệ XS nơi khác", "Excellent elsewhere"),
    "province_code": ("Mã tỉnh", "Province code"),
    "province": ("Tỉnh", "Province"),
    "campaign": ("Đợt kiểm điểm", "Campaign"),
    "standing_of_province": ("Tình trạng nhận", "How it stands"),
    "counted": ("Được cộng", "Counted"),
    "said_at": ("Sự kiện mới nhất", "Newest event"),
    "asked_at": ("Số liệu lúc", "Figures as of"),
    "silent_since": ("Không nhận được gì từ", "Nothing heard since"),
    "positions": TEXTS["positions"],
    "all_units": ("Tất cả đơn vị", "All units"),
}

PHRASES: Words = {
    "whole": TEXTS["whole"],
    "TCCSD": ("Cộng tổ chức cơ sở đảng", "Grassroots organizations"),
    "above": ("cao hơn", "above"),
    "below": ("thấp hơn", "below"),
    "on_time": ("Đúng hạn", "On time"),
    "late": ("Muộn", "Late"),
    "missing": ("Chưa gửi", "Missing"),
    "answered": ("Đã giải trình", "Answered"),
    "unanswered": ("Chưa giải trình", "Unanswered"),
    "certainty": (
        "Biểu {code}: mức chắc chắn về mẫu biểu theo bộ quy định là {certainty}.",
        "Table {code}: the rulebook's certainty about its layout is {certainty}.",
    ),
    "certainty_unknown": (
        "Bộ quy định của đợt này không nêu mẫu biểu {code}.",
        "The campaign's rulebook does not describe table {code}.",
    ),
    "edition": ("Ghi chú của bộ quy định: {note}.", "Note of the rulebook: {note}."),
    "shares_of_rated": (
        "Tỷ lệ từng mức tính trên số đã xếp loại; cộng lại đúng 100,00 %.",
        "Shares are of those rated; they add up to exactly 100.00 %.",
    ),
    "readings": (
        "Tỷ lệ xuất sắc được nêu theo cả ba cách tính, vì các báo cáo đã công bố dùng cách khác nhau.",
        "The excellent share stands in all three readings, because published reports use different ones.",
    ),
    "fisher": (
        "Đánh dấu khi kiểm định chính xác Fisher hai phía cho xác suất không quá {threshold}; đã làm {tests} phép thử.",
        "Marked where Fisher's exact test, two-sided, gives a chance of at most {threshold}; {tests} tests were made.",
    ),
}

CERTAINTY: Words = {
    "high": ("cao", "high"),
    "medium": ("trung bình", "medium"),
    "low": ("thấp, phải đối chiếu với văn bản gốc trước khi gửi", "low: compare with the original before sending"),
}

ROWS_6F: Words = {
    "must_review": ("1. Phải kiểm điểm", "1. Must review"),
    "reviewed": ("2. Đã kiểm điểm", "2. Reviewed"),
    "not_reviewed": ("3. Chưa kiểm điểm", "3. Not reviewed"),
    "new_not_reviewed": ("3.1, 3.2. Trong đó: mới thành lập, mới kết nạp", "3.1, 3.2. of these: new"),
    "freed": (
        "Không thuộc diện kiểm điểm (miễn, đình chỉ sinh hoạt)",
        "Need not review (exempt, suspended)",
    ),
    "prompted": ("4. Được gợi ý kiểm điểm", "4. Prompted"),
    "TW": ("4.0. Diện Trung ương quản lý", "4.0. managed by the Centre"),
    "TINH": ("4.1. Diện Ban Thường vụ Tỉnh ủy quản lý", "4.1. managed by the province"),
    "HUYEN": ("4.2. Diện cấp ủy cấp huyện quản lý", "4.2. managed by a district"),
    "COSO": ("4.3. Diện cấp ủy cơ sở quản lý", "4.3. managed by a grassroots committee"),
}
"""The rows of table 6F, as the form numbers them."""


def title(table: str, language: Language) -> str:
    return say(TITLES, table, language)


def phrase(name: str, language: Language, **values: object) -> str:
    return say(PHRASES, name, language).format(**values)
