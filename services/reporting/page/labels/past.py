"""Words of the pages that set what was beside what is."""

from __future__ import annotations

from services.reporting.page.words import Words

PAST: Words = {
    "changes_lead": (
        "Số liệu và đối tượng đã thay đổi giữa hai thời điểm. Mỗi ngày tính đến hết ngày; "
        "để trống ngày sau là đến hiện tại.",
        "Figures and subjects that changed between two moments. A day counts to its end; "
        "without a later day it is up to now.",
    ),
    "changes_since": ("Từ ngày (năm-tháng-ngày)", "From (year-month-day)"),
    "changes_until": ("Đến ngày (năm-tháng-ngày)", "To (year-month-day)"),
    "changes_of_figures": ("Số liệu thay đổi", "Figures that changed"),
    "changes_of_subjects": ("Đối tượng thay đổi", "Subjects that changed"),
    "changes_nothing": ("Không có gì thay đổi.", "Nothing changed."),
    "became": ("Sau", "After"),
    "years_lead": (
        "Đợt này bên cạnh một đợt khác, theo loại đối tượng và theo đơn vị; tỷ lệ tính trên số đã xếp loại.",
        "This campaign beside another one, by kind and by unit; shares are of those rated.",
    ),
    "years_with": ("So với đợt", "Beside"),
    "years_alone": ("Chưa có đợt trước", "No earlier campaign"),
    "years_rulebooks": (
        "Hai đợt theo hai bộ quy định khác nhau ({before} và {after}): tiêu chí và tỷ lệ tối đa không giống nhau.",
        "The campaigns follow different rulebooks ({before} and {after}): criteria and caps are not the same.",
    ),
    "years_by_kind": ("Theo loại đối tượng", "By kind and type"),
    "years_by_unit": ("Đảng viên theo đơn vị hiện nay", "Members by unit of today"),
    "years_by_unit_note": (
        "Đơn vị đã sáp nhập, chia tách hoặc chuyển đi được tính vào đơn vị đang làm phần việc đó.",
        "What was merged, split or moved is counted in the unit that does its work today.",
    ),
    "years_trend": ("Tỷ lệ “{level}” qua các đợt", "The share of “{level}” over the campaigns"),
}
