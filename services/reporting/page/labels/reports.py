"""Words of the issued reports."""

from __future__ import annotations

from services.reporting.page.words import Words

REPORTS: Words = {
    "reports_lead": (
        "Mỗi lần phát hành là một phiên bản bất biến: số liệu, vị trí và mã băm của từng nguồn tại lúc đó.",
        "Each report is frozen for good: its figures, and position and head hash of each source at that moment.",
    ),
    "reports_table": ("Các phiên bản đã phát hành", "Issued versions"),
    "no_reports": ("Chưa phát hành báo cáo nào.", "No report has been issued yet."),
    "version": ("Phiên bản", "Version"),
    "version_number": ("Phiên bản {version}", "Version {version}"),
    "issued_at": ("Phát hành lúc", "Issued at"),
    "fingerprint": ("Mã băm nội dung (SHA-256)", "Content hash (SHA-256)"),
    "sources": ("Vị trí các nguồn", "Positions of the sources"),
    "heads_of_sources": ("Mã băm đầu nhật ký của từng nguồn", "Head hash of each source's log"),
    "source": ("Nguồn", "Source"),
    "position": ("Vị trí", "Position"),
    "hash": ("Mã băm", "Hash"),
    "issue": ("Phát hành", "Issue a report"),
    "issue_lead": (
        "Phiên trình duyệt chỉ để xem, nên việc phát hành cần mã truy cập của người có thẩm quyền:",
        "A browser session only reads, so issuing needs the token of whoever may issue:",
    ),
    "issue_note": (
        "Số liệu không đổi thì không sinh phiên bản mới. Không phát hành được khi còn sự kiện chờ xử lý.",
        "Unchanged figures make no new version. Nothing is issued while events are parked.",
    ),
    "frozen": (
        "Đây là số liệu đã đóng băng khi phát hành; số liệu hiện nay xem ở các trang khác.",
        "These figures were frozen when the report was issued; the other pages show those of now.",
    ),
    "changed_since": ("Thay đổi so với phiên bản trước", "Changed since the version before"),
    "changed_caption": ("Các số liệu khác phiên bản trước", "Figures that differ from the version before"),
    "changed_nothing": ("Không có số liệu nào thay đổi.", "No figure has changed."),
    "figure": ("Số liệu", "Figure"),
    "was": ("Trước", "Before"),
    "all_differences": ("Mọi khác biệt dạng JSON", "Every difference as JSON"),
    "as_data": ("Nội dung dạng JSON", "The content as JSON"),
}

PLACES: Words = {
    "ratings": ("Kết quả xếp loại", "Ratings"),
    "member_ratios": ("Tỷ lệ xuất sắc của đảng viên", "Ratios of excellent members"),
    "province": ("Toàn tỉnh", "Province"),
    "members_not_rated": ("Đảng viên chưa xếp loại", "Members not rated"),
    "dossiers": ("Hồ sơ", "Dossiers"),
    "reviews": ("Kiểm điểm", "Reviews"),
    "prompts": ("Gợi ý kiểm điểm", "Prompts"),
    "derived": ("Mức do quy định suy ra", "Derived levels"),
    "accepted_documents": ("Quyết định được nhận", "Accepted decisions"),
    "caps": ("Tỷ lệ tối đa", "Caps"),
    "by_unit": ("Theo đơn vị", "By unit"),
    "none": ("Chưa đủ căn cứ", "Nothing to derive from"),
    "total": ("Tổng số", "Total"),
    "excellent_of_good": ("Xuất sắc so với tốt", "Excellent of good"),
    "excellent_of_good_or_better": ("Xuất sắc so với tốt trở lên", "Excellent of good or better"),
    "excellent_of_rated": ("Xuất sắc so với đã xếp loại", "Excellent of rated"),
    "allowed": ("Tối đa", "Allowed"),
    "excellent": ("Xuất sắc", "Excellent"),
    "good": ("Tốt", "Good"),
    "expected": ("Phải gửi", "Expected"),
    "on_time": ("Đúng hạn", "On time"),
    "late": ("Muộn", "Late"),
    "missing": ("Chưa gửi", "Missing"),
    "must_review": ("Phải kiểm điểm", "Must review"),
    "reviewed": ("Đã kiểm điểm", "Reviewed"),
    "not_reviewed": ("Chưa kiểm điểm", "Not reviewed"),
    "collectives": ("Tập thể", "Collectives"),
    "members": ("Đảng viên", "Members"),
    "issued": ("Đã gợi ý", "Issued"),
    "answered": ("Đã giải trình", "Answered"),
    "unanswered": ("Chưa giải trình", "Unanswered"),
}
"""The parts of a figure's place."""
