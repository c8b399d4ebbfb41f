"""The codes of the published language, with their Vietnamese and English names.

Which rulebook gives a code its meaning for a campaign is the business of the ratings
service; that the code exists, and what it is called, every reader may know.
"""

from __future__ import annotations

ORGANIZATION_TYPES = {
    "DB_TINH": ("Đảng bộ tỉnh", "Provincial Party organization"),
    "DB_TRUC_THUOC_TINH": ("Đảng bộ trực thuộc tỉnh", "Party organization directly under the province"),
    "DB_CO_SO": ("Đảng bộ cơ sở", "Grassroots Party committee"),
    "CB_CO_SO": ("Chi bộ cơ sở", "Grassroots Party cell"),
    "DB_BO_PHAN": ("Đảng bộ bộ phận", "Sectional Party committee"),
    "CB_TRUC_THUOC": ("Chi bộ trực thuộc đảng ủy cơ sở", "Cell under a grassroots committee"),
}
CELL_TYPES = frozenset({"CB_CO_SO", "CB_TRUC_THUOC"})
GRASSROOTS_TYPES = frozenset({"DB_CO_SO", "CB_CO_SO"})
UNIT_TYPES = frozenset({"DB_TINH", "DB_TRUC_THUOC_TINH"})
"""The types whose organizations head a unit in the province's tables."""

COLLECTIVE_TYPES = {
    "TT_CAP_UY": ("Ban thường vụ, cấp ủy", "Party committee or its standing committee"),
    "TT_DANG_DOAN_BCS": ("Đảng đoàn, ban cán sự đảng", "Party group or Party affairs committee"),
    "TT_BAN_DANG": ("Tập thể lãnh đạo ban của cấp ủy", "Leadership of a board of the committee"),
    "TT_SO_NGANH": ("Tập thể lãnh đạo sở, ngành, đơn vị", "Leadership of a department or unit"),
    "TT_MTTQ_DOAN_THE": ("Thường trực MTTQ, ban thường vụ đoàn thể", "Leadership of the Front or a mass organization"),
    "TT_HDND_UBND": ("Thường trực HĐND, tập thể lãnh đạo UBND", "Leadership of the people's council or committee"),
}
MANAGEMENT_LEVELS = {
    "TW": ("Trung ương quản lý", "Managed by the Centre"),
    "TINH": ("Ban Thường vụ Tỉnh ủy quản lý", "Managed by the province's Standing Committee"),
    "HUYEN": ("Ban thường vụ cấp ủy cấp huyện quản lý", "Managed by a district-level standing committee"),
    "COSO": ("Đảng ủy, chi ủy cơ sở quản lý", "Managed by a grassroots committee"),
}
LEVELS = {
    "HTXSNV": ("Hoàn thành xuất sắc nhiệm vụ", "Excellent completion of tasks"),
    "HTTNV": ("Hoàn thành tốt nhiệm vụ", "Good completion of tasks"),
    "HTNV": ("Hoàn thành nhiệm vụ", "Completion of tasks"),
    "KHTNV": ("Không hoàn thành nhiệm vụ", "Tasks not completed"),
}
"""The four quality levels, best first."""

DEGREES = {
    "XS": ("Xuất sắc", "Excellent"),
    "TOT": ("Tốt", "Good"),
    "TB": ("Trung bình", "Average"),
    "KEM": ("Kém", "Poor"),
}
MEMBER_STATUSES = {
    "active": ("Đang sinh hoạt", "Active"),
    "exempt": ("Miễn công tác và sinh hoạt đảng", "Exempted from work and activity"),
    "suspended": ("Đình chỉ sinh hoạt đảng", "Suspended from activity"),
}
MEMBERSHIP_ENDINGS = {
    "died": ("Từ trần", "Died"),
    "expelled": ("Khai trừ", "Expelled"),
    "removed": ("Xóa tên", "Name removed from the list"),
    "left": ("Xin ra khỏi Đảng", "Left at own request"),
    "moved_away": ("Chuyển sinh hoạt đảng ra ngoài tỉnh", "Moved out of the province"),
}
SUCCESSIONS = {
    "merged": ("Hợp nhất, sáp nhập", "Merged"),
    "split": ("Chia, tách", "Split"),
    "reorganized": ("Tổ chức lại, chuyển đổi", "Reorganized"),
}
CIVIL_CATEGORIES = {
    "CAN_BO": ("Cán bộ", "Cadre"),
    "CONG_CHUC": ("Công chức", "Civil servant"),
    "VIEN_CHUC": ("Viên chức", "Public employee"),
}
SUBJECT_KINDS = {
    "org": ("Tổ chức đảng", "Party organization"),
    "col": ("Tập thể lãnh đạo", "Leading collective"),
    "mem": ("Đảng viên", "Party member"),
    "ldr": ("Cán bộ lãnh đạo", "Leader"),
}
CLASSIFICATIONS = {
    "none": ("Không mật", "Not classified"),
    "internal": ("Nội bộ", "Internal"),
    "mat": ("Mật", "Confidential"),
    "toi_mat": ("Tối mật", "Secret"),
    "tuyet_mat": ("Tuyệt mật", "Top secret"),
}
"""The lowest first. The last three are grades of state secrets."""

JUDGEMENTS = {
    "accepted": ("Đạt yêu cầu", "Accepted"),
    "insufficient": ("Chưa đạt yêu cầu", "Insufficient"),
}
"""What the body that issued a prompt says of the answer to one of its points."""

COMMENT_SIDES = {
    "superior": ("Cấp trên", "Superior"),
    "peer": ("Đồng cấp", "Peer"),
    "subordinate": ("Cấp dưới", "Subordinate"),
    "mass_organization": ("Mặt trận, đoàn thể", "Front or mass organization"),
    "residence": ("Cấp ủy nơi cư trú", "Party cell of the residence"),
    "inspection": ("Cơ quan kiểm tra, giám sát", "Inspection body"),
}
"""From which side a participant comments on a subject."""

DEADLINE_RULES = ("before", "by")
OWED = {
    "review": ("Bản kiểm điểm", "Review"),
    "rating": ("Xếp loại", "Rating"),
    "dossier": ("Hồ sơ", "Dossier"),
}
LOCKS = {
    "new": ("Khóa nộp mới", "New submissions locked"),
    "corrections": ("Khóa sửa, bổ sung", "Corrections locked"),
    "all": ("Khóa toàn bộ", "Everything locked"),
}

DOCUMENT_ACTS = {
    "decision": ("Quyết định xếp loại", "First decision"),
    "revision": ("Quyết định điều chỉnh", "Revision"),
}
REVISION_CAUSES = {
    "correction": ("Đính chính", "Correction"),
    "appeal": ("Giải quyết khiếu nại", "Appeal"),
    "civil_rating_changed": ("Kết quả xếp loại công chức thay đổi", "Civil-service rating changed"),
    "finding": ("Kết luận của cấp có thẩm quyền", "Finding of a competent body"),
}
APPEAL_OUTCOMES = {
    "upheld": ("Giữ nguyên", "Level upheld"),
    "revised": ("Điều chỉnh", "Level revised"),
}
DOSSIER_DOCUMENTS = {
    "BAO_CAO_KIEM_DIEM": ("Báo cáo kiểm điểm", "Review report"),
    "BAN_KIEM_DIEM": ("Bản kiểm điểm", "Written review"),
    "BAN_TU_DANH_GIA": ("Bản tự đánh giá, xếp loại", "Self-rating"),
    "BIEN_BAN_HOI_NGHI": ("Biên bản hội nghị", "Minutes of the meeting"),
    "BIEN_BAN_KIEM_PHIEU": ("Biên bản kiểm phiếu", "Record of the count"),
    "VAN_BAN_GOI_Y": ("Văn bản gợi ý kiểm điểm", "Prompt letter"),
    "GIAI_TRINH_GOI_Y": ("Giải trình gợi ý kiểm điểm", "Answer to the prompts"),
    "PHIEU_PHAN_TICH": ("Phiếu phân tích chất lượng", "Quality analysis form"),
    "DE_NGHI_XEP_LOAI": ("Đề nghị xếp loại", "Proposed rating"),
    "KET_QUA_XEP_LOAI": ("Kết quả xếp loại", "Rating result"),
    "PHIEU_ND90": ("Phiếu đánh giá, xếp loại cán bộ, công chức, viên chức", "Civil-service rating form"),
    "NHAN_XET_NOI_CU_TRU": ("Nhận xét của nơi cư trú", "Opinion of the place of residence"),
}
"""What the shipped rulebooks call the documents of a dossier; another rulebook may know more."""

DOSSIER_STATES = {
    "none": ("Chưa gửi", "Not forwarded"),
    "nothing_to_report": ("Không có hồ sơ phải gửi", "Nothing to report"),
    "forwarded": ("Đã gửi", "Forwarded"),
    "received": ("Đã tiếp nhận", "Received"),
    "returned": ("Trả lại", "Returned"),
    "recalled": ("Đơn vị rút về", "Recalled"),
    "accepted": ("Chấp nhận", "Accepted"),
}
REMEDY_OUTCOMES = {
    "in_progress": ("Đang thực hiện", "In progress"),
    "done": ("Hoàn thành", "Done"),
    "not_done": ("Không hoàn thành", "Not done"),
}
PUBLICATION_SCOPES = {
    "unit": ("Trong đơn vị", "Within the unit"),
    "organization": ("Trong đảng bộ", "Within the Party organization"),
    "province": ("Trong toàn tỉnh", "Within the province"),
    "public": ("Công khai", "To the public"),
}
AGAINST = "no"
"""A vote against the level that a second round asks about."""
