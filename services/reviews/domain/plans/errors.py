"""What is refused of plans, and what the person can do about it."""

from __future__ import annotations

from shared.domain import Refusal


class DatesReversed(Refusal):
    code = "plan_dates_reversed"
    vi = "Cấp {value} kết thúc trước khi bắt đầu."
    en = "Level {value} ends before it begins."
    way_out_vi = "Sửa ngày bắt đầu hoặc ngày kết thúc của cấp đó."
    way_out_en = "Correct the level's first or last day."


class LevelTwice(Refusal):
    code = "plan_level_twice"
    vi = "Cấp {value} được nêu hai lần trong kế hoạch."
    en = "The plan names level {value} twice."
    way_out_vi = "Ghi một khoảng thời gian cho mỗi cấp."
    way_out_en = "Give each level one period."


class LevelNotBelow(Refusal):
    code = "plan_level_not_below"
    vi = "Kế hoạch của {organization} không quy định được cho cấp {value}: cấp này không ở dưới."
    en = "The plan of {organization} cannot say what level {value} does: it is not below."
    way_out_vi = "Chỉ nêu cấp mình và các cấp dưới."
    way_out_en = "Name the own level and those below."
    rule = "04-CV/TU, 6"


class LowerLevelLater(Refusal):
    """Results of the lower level are the ground for those of the level above it."""

    code = "plan_lower_level_later"
    vi = "Cấp {value} kết thúc sau cấp {above} ở trên, trong khi cấp dưới phải xong trước."
    en = "Level {value} ends after level {above} above it, but the lower level has to be done first."
    way_out_vi = "Cho cấp dưới kết thúc không muộn hơn cấp trên."
    way_out_en = "Let the lower level end no later than the one above it."
    rule = "21-HD/BTCTW"
