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
    "as_data": ("Nội dung dạng JSON", "The content as JSON"),
}
