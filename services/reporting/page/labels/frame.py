"""Words of the frame around every page, and of the overview."""

from __future__ import annotations

from services.reporting.page.words import Words

PAGES: Words = {
    "overview": ("Tổng quan", "Overview"),
    "units": ("Đơn vị", "Units"),
    "subjects": ("Đối tượng", "Subjects"),
    "caps": ("Tỷ lệ tối đa", "Caps"),
    "comparison": ("Vị trí tương đương", "Comparable posts"),
    "between": ("Đối chiếu", "Side by side"),
    "changes": ("Thay đổi theo thời gian", "Changes over time"),
    "years": ("Qua các năm", "Year on year"),
    "outstanding": ("Còn thiếu", "Outstanding"),
    "plans": ("Kế hoạch", "Plans"),
    "prompts": ("Gợi ý kiểm điểm", "Prompts"),
    "dossiers": ("Hồ sơ", "Dossiers"),
    "refusals": ("Quyết định bị từ chối", "Refused decisions"),
    "help": ("Giúp đỡ, khắc phục", "Help and remedies"),
    "reports": ("Báo cáo tổng hợp", "Consolidated reports"),
    "tables": ("Bảng biểu, tệp tải về", "Tables and files"),
}
"""The pages of a campaign, by the last part of their address."""

FRAME: Words = {
    "product": ("Kiểm điểm, xếp loại chất lượng", "Reviews and ratings"),
    "campaigns": ("Các đợt kiểm điểm", "Campaigns"),
    "campaigns_lead": ("Chọn một đợt để xem kết quả trong phạm vi của tài khoản.", "Choose a campaign."),
    "no_campaigns": ("Chưa có đợt kiểm điểm nào.", "There is no campaign yet."),
    "campaign": ("Đợt kiểm điểm", "Campaign"),
    "year": ("Năm", "Year"),
    "pages_of_campaign": ("Các trang của đợt", "Pages of the campaign"),
    "group_results": ("Kết quả", "Results"),
    "group_follow": ("Theo dõi", "To follow"),
    "group_reports": ("Báo cáo", "Reports"),
    "then": ("Xem lại số liệu như đã có đến:", "As it was up to:"),
    "back_to_now": ("Về số liệu hiện tại", "Back to now"),
    "sign_out": ("Đăng xuất", "Sign out"),
    "wrong_token": (
        "Mã truy cập không đúng hoặc đã hết hạn. Lấy mã mới rồi dán lại.",
        "The token is wrong or has expired. Get a new one and paste it.",
    ),
    "session_note": (
        "Phiên này chỉ để xem, kéo dài nhiều nhất tám giờ và kết thúc khi đăng xuất.",
        "The session is for reading only, lasts eight hours at most and ends when you sign out.",
    ),
    "download": ("Tải về", "Download"),
    "figures_from": ("Số liệu tính đến", "Figures up to"),
    "results_table_heading": ("Số liệu", "Numbers"),
    "attention": ("Cần chú ý", "Needs attention"),
    "nothing_to_attend": ("Không có việc gì cần chú ý.", "Nothing needs attention."),
    "attend_over_cap_org": ("nhóm tổ chức đảng vượt tỷ lệ tối đa", "groups of organizations over their cap"),
    "attend_over_cap_col": ("nhóm tập thể vượt tỷ lệ tối đa", "groups of collectives over their cap"),
    "attend_over_cap_mem": ("nhóm đảng viên vượt tỷ lệ tối đa", "groups of members over their cap"),
    "attend_over_cap_ldr": ("nhóm cán bộ vượt tỷ lệ tối đa", "groups of leaders over their cap"),
    "attend_refused": ("quyết định bị từ chối", "refused decisions"),
    "attend_missing": ("hồ sơ chưa gửi", "dossiers missing"),
    "attend_late": ("hồ sơ gửi muộn", "dossiers late"),
    "attend_prompts": ("gợi ý chưa được giải trình", "prompts unanswered"),
    "attend_reviews_mem": ("đảng viên chưa kiểm điểm", "members who have not reviewed"),
    "attend_reviews_col": ("tập thể chưa kiểm điểm", "collectives that have not reviewed"),
    "attend_undecided": ("đảng viên chưa có quyết định xếp loại", "members not decided yet"),
    "attend_help": ("đối tượng không hoàn thành nhiệm vụ", "subjects that did not complete their tasks"),
    "attend_differs_org": ("tổ chức đảng có mức khác đề xuất", "organizations at a level other than proposed"),
    "attend_differs_col": ("tập thể có mức khác đề xuất", "collectives at a level other than proposed"),
    "attend_differs_mem": ("đảng viên có mức khác đề xuất", "members at a level other than proposed"),
    "attend_differs_ldr": ("cán bộ có mức khác đề xuất", "leaders at a level other than proposed"),
    "attend_heads": ("người đứng đầu có mức cao hơn tập thể", "heads above their collective"),
    "derived_differs_of": (
        "Số đối tượng có mức được quyết định khác mức đề xuất:",
        "Subjects whose decided level differs from the proposed one:",
    ),
}
