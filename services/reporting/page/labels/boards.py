"""Words of the boards: caps, comparisons, what is outstanding, prompts, dossiers, refusals."""

from __future__ import annotations

from services.reporting.page.words import Words

BOARDS: Words = {
    "caps_lead": (
        "Số được xếp mức cao nhất so với mức tối đa của từng nhóm, theo bộ quy định của đợt.",
        "Those at the best level beside what each group's cap allows, under the campaign's rulebook.",
    ),
    "caps_table": ("Từng nhóm của các tỷ lệ tối đa", "Every group of every cap"),
    "only_over": ("Vượt mức", "Over"),
    "only_full": ("Vừa đủ mức", "Full"),
    "only_room": ("Còn chỗ", "Room left"),
    "room": ("Còn được", "Room"),
    "cap_chart": ("So với tối đa", "Beside the cap"),
    "more_good": ("Cần thêm", "Needs"),
    "more_good_now": ("{count} tốt để đủ mức", "{count} more good to be within"),
    "more_good_next": ("{count} tốt để thêm một xuất sắc", "{count} more good for one more"),
    "groups_found": ("{count} nhóm", "{count} groups"),
    "no_groups": ("Không có nhóm nào.", "There is no group."),
    "comparison_lead": (
        "Cùng một nhóm chức vụ, giữa các đơn vị: tỷ lệ ở mức “{level}” của từng đơn vị so với tất cả đơn vị còn lại.",
        "One group of posts across the units: each unit's share at “{level}” beside that of all other units.",
    ),
    "comparison_test": (
        "Đánh dấu khi chỉ do ngẫu nhiên thì xác suất gặp số liệu lệch như vậy không quá {threshold} "
        "(kiểm định chính xác Fisher hai phía), và mỗi bên có ít nhất {minimum} người đã xếp loại. "
        "Đã tính {tests} lần so sánh. Dấu hiệu để xem xét, không phải kết luận.",
        "Marked where chance alone would give so unusual a number with a probability of at most {threshold} "
        "(Fisher's exact test, two-sided) and there are at least {minimum} rated leaders on either side. "
        "{tests} comparisons were made. A reason to look, not a conclusion.",
    ),
    "comparison_of": ("Nhóm chức vụ {group}", "Posts of the group {group}"),
    "comparison_chart": (
        "Mỗi chấm là một đơn vị, hoặc số đơn vị ghi trong chấm; vạch đứng là tỷ lệ chung.",
        "Each dot is a unit, or as many as it says; the line is the share of all.",
    ),
    "share_of": ("Tỷ lệ", "Share"),
    "others_share": ("Các đơn vị khác", "Other units"),
    "probability": ("Xác suất", "Probability"),
    "mark": ("Đánh dấu", "Mark"),
    "far_above": ("cao hơn hẳn", "far above"),
    "far_below": ("thấp hơn hẳn", "far below"),
    "not_far": ("–", "–"),
    "marked_units": ("{count} đơn vị được đánh dấu", "{count} units marked"),
    "no_posts": ("Không có nhóm chức vụ nào trong phạm vi này.", "There is no group of posts in this scope."),
    "at_level": ("So ở mức", "Compare at"),
    "show": ("Xem", "Show"),
    "excellent_disciplined": (
        "Tập thể xuất sắc có thành viên bị kỷ luật",
        "Excellent collectives with a disciplined member",
    ),
    "members_disciplined": ("Thành viên bị kỷ luật", "Disciplined members"),
    "not_named": ("không nêu tên", "not named"),
    "between_lead": (
        "Chọn hai bên, mỗi bên là một đợt và toàn phạm vi hoặc một đơn vị; tỷ lệ tính trên số đã xếp loại.",
        "Choose two sides, each a campaign and all of it or one unit; shares are of those rated.",
    ),
    "left": ("Bên trái", "Left"),
    "right": ("Bên phải", "Right"),
    "difference": ("Chênh lệch", "Difference"),
    "points": ("điểm %", "pp"),
    "between_table": ("{kind}: số lượng và tỷ lệ của hai bên", "{kind}: numbers and shares of both sides"),
    "outstanding_lead": (
        "Từng đơn vị còn thiếu gì để kết thúc đợt. Số không là đã xong.",
        "What each unit still lacks to finish the campaign. Nought is done.",
    ),
    "outstanding_reviews": ("Chưa kiểm điểm", "Not reviewed"),
    "outstanding_ratings": ("Đảng viên chưa xếp loại, theo lý do", "Members not rated, by reason"),
    "outstanding_dossiers": ("Hồ sơ chưa gửi", "Dossiers missing"),
    "outstanding_table": ("Việc còn thiếu theo đơn vị", "What is outstanding, by unit"),
    "leaders": ("Cán bộ", "Leaders"),
    "of_must": ("trên {count}", "of {count}"),
    "prompts_lead": (
        "Gợi ý được coi là đã giải trình khi bản kiểm điểm nộp có trả lời.",
        "A prompt is answered once a submitted review answers it.",
    ),
    "prompts_table": ("Gợi ý kiểm điểm và đối tượng được gợi ý", "Prompts and whom they went to"),
    "state_answered": ("Đã giải trình", "Answered"),
    "state_unanswered": ("Chưa giải trình", "Unanswered"),
    "prompt": ("Gợi ý", "Prompt"),
    "no_prompts": ("Không có gợi ý nào.", "There is no prompt."),
    "dossiers_in_time": ("Theo thời hạn", "By deadline"),
    "dossiers_nothing": (
        "Số đơn vị, đối tượng được xác nhận không có hồ sơ phải gửi:",
        "Units and subjects confirmed to have no dossier to send:",
    ),
    "dossiers_where": ("Đang ở đâu", "Where they are"),
    "sent_share": ("Tỷ lệ đã gửi", "Share sent"),
    "dossiers_by_unit": ("Hồ sơ theo đơn vị", "Dossiers by unit"),
    "dossiers_of_col": ("tập thể", "collectives"),
    "dossiers_of_ldr": ("cán bộ", "leaders"),
}
