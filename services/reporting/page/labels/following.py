"""Words of what is followed up: progress, plans, points of prompts, remedies."""

from __future__ import annotations

from services.reporting.page.words import Words

FOLLOWING: Words = {
    "progress": ("Tiến độ", "Progress"),
    "progress_table": ("Đã làm trên số phải làm, theo đơn vị", "Done, of what is to be done, by unit"),
    "progress_levels": ("Theo loại hình tổ chức đảng", "By type of organization"),
    "progress_levels_table": ("mức xếp loại theo loại hình", "their quality levels"),
    "progress_plans": ("Kế hoạch", "Plans"),
    "progress_prompts": ("Gợi ý đã giải trình", "Prompts answered"),
    "progress_reviews": ("Kiểm điểm", "Reviews"),
    "progress_ratings": ("Xếp loại", "Ratings"),
    "progress_dossiers": ("Hồ sơ đã gửi", "Dossiers sent"),
    "progress_organizations": ("Số tổ chức", "Organizations"),
    "progress_summed_up": ("Đã sơ kết", "Looked back half-way"),
    "plans_lead": (
        "Cấp ủy có tổ chức đảng trực thuộc xây dựng kế hoạch cho cấp mình và cấp dưới, rồi sơ kết rút kinh nghiệm.",
        "Committees with organizations below them plan for their own level and those below, and look back half-way.",
    ),
    "plans_by_level": ("Kế hoạch theo loại hình tổ chức đảng", "Plans by type of organization"),
    "plans_owed": ("Phải xây dựng", "Owed"),
    "plans_adopted": ("Đã ban hành", "Adopted"),
    "plans_missing": ("Chưa ban hành", "Missing"),
    "plans_summed_up": ("Đã sơ kết", "Looked back"),
    "plans_list": ("Từng cấp ủy", "Each committee"),
    "plans_plan": ("Kế hoạch", "Plan"),
    "plans_summaries": ("Sơ kết", "Interim summaries"),
    "found_organizations": ("{count} tổ chức", "{count} organizations"),
    "prompts_by_issuer": ("Theo nơi gợi ý và đơn vị được gợi ý", "By who prompted, and the unit"),
    "prompts_count": ("Gợi ý", "Prompts"),
    "issued_by": ("Nơi gợi ý", "Issued by"),
    "points_of": ("Các điểm", "Points"),
    "point_open": ("Chưa giải trình", "Open"),
    "point_waiting": ("Chờ đánh giá", "Not judged yet"),
    "point_accepted": ("Đạt yêu cầu", "Accepted"),
    "point_insufficient": ("Chưa đạt yêu cầu", "Insufficient"),
    "help_lead": (
        "Các đối tượng không hoàn thành nhiệm vụ, việc khắc phục được giao, nơi chịu trách nhiệm và kết quả. "
        "Nội dung hạn chế do dịch vụ kiểm điểm lưu giữ.",
        "Who did not complete the tasks, the remedies, who is responsible and what came of it. "
        "The weaknesses themselves are kept by the reviews service.",
    ),
    "help_not_completed": ("Không hoàn thành nhiệm vụ", "Tasks not completed"),
    "help_without": ("{kind} chưa được giao việc khắc phục", "{kind}: nobody helps yet"),
    "help_more": ("Xem tất cả {count}", "See all {count}"),
    "remedies": ("Việc khắc phục", "Remedies"),
    "remedies_before": ("Khắc phục từ đợt trước", "From the campaign before"),
    "remedies_this_year": ("Đợt này", "This campaign"),
    "remedies_last_year": ("Đợt trước", "The one before"),
    "remedies_open": ("Đang mở", "Open"),
    "remedies_overdue": ("Quá hạn", "Overdue"),
    "remedies_in_progress": ("Đang thực hiện", "In progress"),
    "remedies_done": ("Hoàn thành", "Done"),
    "remedies_not_done": ("Không hoàn thành", "Not done"),
    "remedies_responsible": ("Nơi chịu trách nhiệm", "Responsible"),
    "remedies_due": ("Hạn", "Due"),
    "remedies_outcome": ("Kết quả", "Outcome"),
    "remedies_not_reported": ("Chưa báo cáo", "Not reported yet"),
    "no_remedies": ("Không có việc khắc phục nào.", "There is no remedy."),
}
