"""What is refused about the rounds of a ballot, and what is only remarked about its result."""

from __future__ import annotations

from shared.domain import Refusal


class RoundUnknown(Refusal):
    code = "round_unknown"
    vi = "Bộ quy định không có thủ tục bỏ phiếu {value} vòng."
    en = "The rulebook has no ballot of {value} rounds."
    way_out_vi = "Ghi kết quả của một lần bỏ phiếu duy nhất."
    way_out_en = "Record the tally of the single ballot."


class ChoiceNotInRound(Refusal):
    code = "choice_not_in_round"
    vi = "Vòng {round} của {subject} không bầu {value}; chỉ có: {choices}."
    en = "Round {round} of {subject} has no choice {value}, only {choices}."
    way_out_vi = "Đối chiếu biên bản kiểm phiếu: vòng 1 chọn mức, vòng 2 đồng ý hay không đồng ý mức cao nhất."
    way_out_en = "Compare the minutes: round 1 chooses a level, round 2 says yes or no to the best one."


class FirstRoundMissing(Refusal):
    code = "first_round_missing"
    vi = "{value}: vòng 2 phải sau vòng 1 bầu các mức còn lại."
    en = "{value}: a second round follows a first one about the other levels."
    way_out_vi = "Ghi kết quả kiểm phiếu vòng 1 trước."
    way_out_en = "Record the tally of the first round before it."


class Remark(Refusal):
    """Something about a ballot that people should look at. It is told, and never raised."""


class ThresholdUncertain(Remark):
    code = "threshold_uncertain"
    vi = "Ngưỡng trên {percent} % ({base}) chưa được xác nhận theo văn bản gốc; chỉ để tham khảo."
    en = "The threshold, more than {percent} % ({base}), is not confirmed by the original text; take it as advice."
    way_out_vi = "Đối chiếu hướng dẫn của tỉnh."
    way_out_en = "Compare the province's guidance."


class SecondRoundUnfounded(Remark):
    code = "second_round_unfounded"
    vi = "Bước {value}: bỏ phiếu vòng 2 nhưng vòng 1 chưa đạt mức {level}."
    en = "Stage {value}: there was a second round although {level} did not pass the first one."
    way_out_vi = "Kiểm tra biên bản kiểm phiếu vòng 1."
    way_out_en = "Check the minutes of the first round."


class LevelNotPassed(Remark):
    code = "level_not_passed"
    vi = "Mức đã quyết định {level} không đạt số phiếu cần thiết ở bước {value}."
    en = "The level decided, {level}, did not get the votes that it needs at stage {value}."
    way_out_vi = "Cấp có thẩm quyền xem xét; phiếu bầu không thay quyết định."
    way_out_en = "For the competent body to consider; a ballot does not replace its decision."
