"""Words of the centre: several provinces side by side and together."""

from __future__ import annotations

from services.reporting.page.words import Words

STATES: Words = {
    "up_to_date": ("cập nhật", "up to date"),
    "behind": ("chưa nhận đủ", "behind"),
    "unreachable": ("không liên lạc được", "unreachable"),
    "unsound": ("số liệu mâu thuẫn", "figures contradict each other"),
    "no_campaign": ("không có đợt kiểm điểm", "no campaign"),
}
"""How a province stands."""

CENTRE: Words = {
    "centre_title": ("Kết quả các tỉnh năm {year}", "The provinces in {year}"),
    "one_province": ("Tỉnh", "Province"),
    "is_counted": ("Được cộng", "Counted"),
    "provinces": ("Các tỉnh", "The provinces"),
    "years_of_provinces": ("Các năm", "Years"),
    "years_of_provinces_lead": ("Chọn một năm để xem kết quả của các tỉnh.", "Choose a year to see the provinces."),
    "no_years": ("Chưa có tỉnh nào có đợt kiểm điểm.", "No province has a campaign yet."),
    "year_named": ("Năm {year}", "Year {year}"),
    "years_incomplete": (
        "Không liên lạc được: {names}. Danh sách có thể thiếu năm của các tỉnh này.",
        "Unreachable: {names}. Years of these may be missing here.",
    ),
    "counted_of": ("Số tỉnh được cộng", "Provinces counted"),
    "left_out": ("Không cộng", "Left out"),
    "left_out_note": (
        "Số liệu chung chỉ cộng {counted} trên {all} tỉnh. Không cộng:",
        "The figures together add up {counted} of {all} provinces. Left out:",
    ),
    "behind_note": ("Đã cộng nhưng chưa nhận đủ:", "Counted, but behind:"),
    "silent_since_note": ("không nhận được gì từ", "nothing heard since"),
    "shown_as_of": ("số liệu lúc", "figures as of"),
    "other_campaigns_note": ("không xét đợt", "without the campaign"),
    "rulebooks_note": (
        "Các tỉnh áp dụng bộ quy định khác nhau ({rulebooks}); so sánh cần thận trọng.",
        "The provinces go by different rulebooks ({rulebooks}): compare with care.",
    ),
    "nothing_together": ("Không có tỉnh nào cộng được.", "There is no province to add up."),
    "all_provinces": ("Cộng các tỉnh", "All provinces counted"),
    "members_by_province": (
        "Cơ cấu mức chất lượng của đảng viên theo tỉnh, tính trên tổng số.",
        "Mix of quality levels among members by province, of all members.",
    ),
    "members_by_province_table": ("Xếp loại đảng viên theo tỉnh", "Members by province"),
    "by-province": ("Kết quả xếp loại theo tỉnh", "Ratings by province"),
    "dossiers-by-province": ("Hồ sơ gửi về theo tỉnh", "Dossiers by province"),
    "standing_table": ("Tình trạng nhận số liệu của từng tỉnh", "How each province stands"),
    "newest_event": ("Sự kiện mới nhất", "Newest event"),
    "of_rated": ("trong số đã xếp loại", "of those rated"),
    "xs_of_rated_short": ("XS trong số đã xếp loại", "Excellent of rated"),
    "centre_foot": (
        "Mỗi tỉnh có hệ thống báo cáo riêng; trang này hỏi từng nơi với quyền chỉ xem số tổng hợp, rồi cộng lại. "
        "Tỷ lệ được tính lại từ số cộng.",
        "Each province has a reporting of its own; this page asks each with the right to see sums alone, and adds them "
        "up. Shares are counted anew from the sums.",
    ),
    "years_page": ("Tất cả các năm", "All years"),
}
