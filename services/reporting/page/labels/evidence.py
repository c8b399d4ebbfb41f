"""Words of the pages that show what is behind a number."""

from __future__ import annotations

from services.reporting.page.words import Words

EVIDENCE: Words = {
    "evidence_of": ("Căn cứ của số liệu", "What is behind a number"),
    "evidence_subjects": (
        "Số này đếm {total} đối tượng, theo {events} sự kiện đã ghi nhận.",
        "It counts {total} subjects, by {events} recorded events.",
    ),
    "evidence_prompts": (
        "Số này đếm {total} gợi ý kiểm điểm, theo {events} sự kiện đã ghi nhận.",
        "It counts {total} prompts, by {events} recorded events.",
    ),
    "evidence_points": (
        "Số này đếm {total} điểm gợi ý, theo {events} sự kiện đã ghi nhận.",
        "It counts {total} points of prompts, by {events} recorded events.",
    ),
    "evidence_remedies": (
        "Số này đếm {total} việc khắc phục, theo {events} sự kiện đã ghi nhận.",
        "It counts {total} remedies, by {events} recorded events.",
    ),
    "evidence_documents": (
        "Số này đếm {total} văn bản, theo {events} sự kiện đã ghi nhận.",
        "It counts {total} documents, by {events} recorded events.",
    ),
    "evidence_groups": (
        "Số này đếm {total} nhóm; số liệu của các nhóm dựa trên {events} quyết định xếp loại.",
        "It counts {total} groups, whose numbers rest on {events} ratings.",
    ),
    "evidence_figures": (
        "Số này tính từ các số liệu dưới đây, dựa trên {events} sự kiện đã ghi nhận.",
        "It is computed from the numbers below, which rest on {events} recorded events.",
    ),
    "evidence_withheld": (
        "Tài khoản này xem số liệu tổng hợp. Danh sách từng đối tượng do cấp ủy và ban tổ chức có thẩm quyền quản lý.",
        "Your account sees totals. The list of subjects is kept by the committees and boards in charge of them.",
    ),
    "evidence_absent": (
        "Về mỗi đối tượng dưới đây, đến vị trí {positions} trong nhật ký, không có sự kiện còn hiệu lực nào "
        "thuộc loại: {types}.",
        "About each subject below there is, up to {positions} in the logs, no event that stands of the type: {types}.",
    ),
    "evidence_part": ("Tử số", "Part"),
    "evidence_whole": ("Mẫu số", "Whole"),
    "evidence_base": ("Cơ sở tính", "Base"),
    "evidence_rule": ("Theo quy định", "By the rulebook"),
    "rule_exclusions": ("Diện không kiểm điểm, không xếp loại", "Whom the rulebook leaves out"),
    "rule_caps": ("Tỷ lệ tối đa", "Cap"),
    "rule_max_pct": ("tối đa {percent} %", "at most {percent} %"),
    "rule_raised_by": ("Nâng theo kết luận", "Raised by the finding"),
    "as_a_list": ("Xem dạng danh sách, có lọc và tìm", "See it as a list, to filter and search"),
    "evidence_items": ("Từng mục được đếm và sự kiện làm căn cứ", "Each thing counted, with its events"),
    "evidence_nothing": ("Không có mục nào.", "There is none."),
    "event": ("Sự kiện", "Event"),
    "event_number": ("Sự kiện {number} của {service}", "Event {number} of {service}"),
    "event_source": ("Nguồn", "Source"),
    "event_place": ("Số thứ tự trong nhật ký", "Number in the log"),
    "event_id": ("Mã sự kiện", "Id"),
    "event_type": ("Loại", "Type"),
    "event_at": ("Thời điểm xảy ra", "Happened"),
    "event_recorded_at": ("Ghi nhận lúc", "Recorded"),
    "event_actor": ("Người ghi", "Recorded by"),
    "event_acted_for": ("Thay mặt", "On behalf of"),
    "event_about": ("Về", "About"),
    "event_facts": ("Nội dung", "What it says"),
    "event_original": ("Xem nguyên văn", "Read the original"),
    "event_original_lead": (
        "Bản gốc nằm trong nhật ký của dịch vụ nguồn và không bao giờ thay đổi. Người có quyền đọc nhật ký lấy bằng:",
        "The original stands in the log of its service and never changes. Whoever may read the log gets it with:",
    ),
    "recorded_short": ("ghi {at}", "recorded {at}"),
    "not_known": ("không rõ", "not known"),
}

FIGURES: Words = {
    "rated": ("Đã xếp loại", "Rated"),
    "rated_share": ("Tỷ lệ đã xếp loại", "Share rated"),
    "on_time_share": ("Tỷ lệ đúng hạn", "Share on time"),
    "received_share": ("Tỷ lệ đã gửi", "Share sent"),
    "member_ratios": ("Tỷ lệ xuất sắc của đảng viên", "Ratios of excellent members"),
    "not_completed": ("Không hoàn thành nhiệm vụ", "Tasks not completed"),
    "heads_above": ("Người đứng đầu có mức cao hơn tập thể", "Heads above their collective"),
    "derived_differs": ("Mức khác mức đề xuất", "Other than proposed"),
    "refused_documents": ("Quyết định bị từ chối", "Refused decisions"),
    "over_cap": ("Nhóm vượt tỷ lệ tối đa", "Groups over their cap"),
    "over_cap_of": ("Nhóm vượt tỷ lệ tối đa", "Groups over their cap"),
    "dossier_states": ("Hồ sơ", "Dossiers"),
    "organizations": ("Tổ chức đảng", "Party organizations"),
    "progress": ("Tiến độ", "Progress"),
    "plans": ("Kế hoạch", "Plans"),
    "owed": ("phải xây dựng", "owed"),
    "adopted": ("đã ban hành", "adopted"),
    "summed_up": ("đã sơ kết", "looked back half-way"),
    "points": ("Điểm gợi ý", "Points of prompts"),
    "open": ("chưa xong", "open"),
    "waiting": ("chờ đánh giá", "not judged yet"),
    "accepted": ("đạt yêu cầu", "accepted"),
    "insufficient": ("chưa đạt yêu cầu", "insufficient"),
    "to_rate": ("Thuộc diện xếp loại", "To be rated"),
    "remedies": ("Việc khắc phục", "Remedies"),
    "remedies_before": ("Việc khắc phục từ đợt trước", "Remedies from the campaign before"),
    "all": ("tất cả", "all"),
    "overdue": ("quá hạn", "overdue"),
    "in_progress": ("đang thực hiện", "in progress"),
    "done": ("hoàn thành", "done"),
    "not_done": ("không hoàn thành", "not done"),
    "helped": ("Được giao việc khắc phục", "With a remedy"),
    "needs_help": ("Chưa được giúp đỡ", "Not helped yet"),
    "received": ("Đã gửi", "Sent"),
    "leaders": ("Cán bộ", "Leaders"),
    "mem": ("Đảng viên", "Party member"),
}
"""Parts of keys that name figures, beside the places of issued reports."""
