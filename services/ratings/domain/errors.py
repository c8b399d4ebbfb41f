"""What the ratings service refuses, and why, in the words of the people who must act."""

from __future__ import annotations

from collections.abc import Sequence

from shared.domain import Refusal


class RulebookUnreadable(Refusal):
    code = "rulebook_unreadable"
    vi = "Không đọc được bộ quy định: {value}."
    en = "The rulebook cannot be read: {value}."
    way_out_vi = "Sửa nội dung bộ quy định tại chỗ được nêu rồi gửi lại."
    way_out_en = "Correct the rulebook's content at the place named and send it again."


class RulebookFault(Refusal):
    """One thing that is wrong with a rulebook, at its place."""

    code = "rulebook_fault"
    vi = "{said_vi}"
    en = "{said_en}"


class RulebookRefused(RulebookUnreadable):
    """The answer to a rulebook that cannot be published: everything that is wrong with it."""

    vi = "Bộ quy định {value} không ban hành được: {count} lỗi."
    en = "Rulebook {value} cannot be published: {count} faults."

    def __init__(self, rulebook: str, faults: Sequence[RulebookFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(value=rulebook, count=len(self.faults))


class RulebookChanged(Refusal):
    code = "rulebook_changed"
    status = 409
    vi = "Bộ quy định {value} đã được ban hành với nội dung khác."
    en = "Rulebook {value} has been published with other content."
    way_out_vi = "Ban hành nội dung mới dưới một mã mới."
    way_out_en = "Publish the new content under a new code."


class StageUnknown(Refusal):
    code = "stage_unknown"
    vi = "Bộ quy định không có bước {value} cho đối tượng {subject}."
    en = "The rulebook has no stage {value} for {subject}."
    way_out_vi = "Dùng một trong các bước: {stages}."
    way_out_en = "Use one of the stages {stages}."


class DegreesIncomplete(Refusal):
    code = "degrees_incomplete"
    vi = "Cấp độ của {subject} phải đủ mọi tiêu chí của biểu mẫu, hoặc để trống tất cả; không khớp: {value}."
    en = "The degrees of {subject} must cover all criteria of the form, or none; not matching: {value}."
    way_out_vi = "Bổ sung hoặc bỏ các tiêu chí được nêu."
    way_out_en = "Add or leave out the criteria named."


class PointsIncomplete(Refusal):
    code = "points_incomplete"
    vi = "Điểm của {subject} phải đủ mọi tiêu chí, hoặc để trống tất cả; không khớp: {value}. Thiếu không phải là 0."
    en = "The points of {subject} must cover all criteria, or none; not matching: {value}. Missing is not zero."
    way_out_vi = "Bổ sung hoặc bỏ các tiêu chí được nêu."
    way_out_en = "Add or leave out the criteria named."


class PointsOutOfRange(Refusal):
    code = "points_out_of_range"
    vi = "Tiêu chí {criterion} được {value} điểm, nhiều nhất là {most} điểm."
    en = "Criterion {criterion} has {value} points, {most} at most."
    way_out_vi = "Cho điểm từ 0 đến mức tối đa của tiêu chí."
    way_out_en = "Give points from 0 to the criterion's maximum."


class WrongMeasure(Refusal):
    code = "wrong_measure"
    vi = "Theo bộ quy định của đợt, {value} được đánh giá bằng {measure_vi}."
    en = "By the campaign's rulebook {value} is measured in {measure_en}."
    way_out_vi = "Gửi {measure_vi} cho từng tiêu chí."
    way_out_en = "Send {measure_en} for each criterion."


class FactUnknown(Refusal):
    code = "fact_unknown"
    vi = "Không có loại kết luận {value}."
    en = "There is no finding called {value}."
    way_out_vi = "Dùng một mã kết luận trong bộ quy định của đợt."
    way_out_en = "Use a code that the campaign's rulebook lists."


class FactValueWrong(Refusal):
    code = "fact_value_wrong"
    vi = "Giá trị {value} không hợp lệ cho kết luận {fact}."
    en = "The value {value} is not valid for the finding {fact}."
    way_out_vi = "Ghi yes hoặc no, hình thức kỷ luật, hoặc một số thập phân dùng dấu chấm."
    way_out_en = "Give yes or no, a form of discipline, or a decimal number with a point."


class BallotDoesNotAddUp(Refusal):
    code = "ballot_does_not_add_up"
    vi = "Kết quả kiểm phiếu của {subject} không khớp: {value}."
    en = "The tally of {subject} does not add up: {value}."
    way_out_vi = "Đối chiếu biên bản kiểm phiếu."
    way_out_en = "Compare it with the minutes of the count."


class UnknownSubject(Refusal):
    code = "unknown_subject"
    vi = "Không có đối tượng {value} trong đợt kiểm điểm."
    en = "There is no subject {value} in this campaign."
    way_out_vi = "Kiểm tra mã; tổ chức đã kết thúc hoặc chức vụ đã thôi trước ngày mốc không còn là đối tượng."
    way_out_en = "Check the code; what ended before the reference date is no subject."


class AlreadyDecided(Refusal):
    code = "duplicate"
    vi = "{value} đã được quyết định xếp loại, hoặc có hai dòng trong văn bản này."
    en = "{value} has been decided already, or stands twice in this document."
    way_out_vi = "Thay đổi kết quả đã có bằng thủ tục điều chỉnh riêng."
    way_out_en = "Change an existing rating by a revision."


class WrongBody(Refusal):
    code = "authority"
    vi = "{decided_by} không có thẩm quyền quyết định {value}; thẩm quyền: {competent}."
    en = "{decided_by} is not the competent body for {value}; that is {competent}."
    way_out_vi = "Chuyển dòng này cho cấp có thẩm quyền."
    way_out_en = "Leave this row to the competent body."
    rule = "132-QĐ/TW"


class NobodyCompetent(WrongBody):
    """The Centre does not decide it either: who manages it, or what stands above it, no longer fits the rulebook."""

    vi = "Theo bộ quy định của đợt, không cấp nào trong tỉnh có thẩm quyền quyết định {value}."
    en = "By the campaign's rulebook nobody in the province is competent for {value}."
    way_out_vi = "Cập nhật cấp quản lý của đối tượng, hoặc loại hình và cấp trên của tổ chức, rồi gửi lại."
    way_out_en = "Record who manages it now, or the type or parent of the organization, then send it again."


class NotReviewed(Refusal):
    code = "not_reviewed"
    vi = "{value} chưa nộp kiểm điểm; chưa kiểm điểm thì chưa xếp loại."
    en = "{value} has not submitted a review; without a review there is no rating."
    way_out_vi = "Hoàn thành kiểm điểm trước khi xếp loại."
    way_out_en = "Complete the review first."
    rule = "21-HD/BTCTW"


class Excluded(Refusal):
    code = "excluded"
    vi = "{value} không thuộc diện xếp loại: được miễn, bị đình chỉ sinh hoạt, hoặc chưa đủ thời gian theo bộ quy định."
    en = "{value} is not to be rated: exempt, suspended, or newer than the rulebook allows."
    way_out_vi = "Bỏ dòng này khỏi văn bản."
    way_out_en = "Leave this row out."
    rule = "21-HD/BTCTW"


class LowerFirst(Refusal):
    code = "lower_first"
    vi = "Phải xếp loại cấp dưới trước {value}; còn thiếu: {missing}."
    en = "What is below {value} must be rated first; still missing: {missing}."
    way_out_vi = "Quyết định các tổ chức được nêu trước, hoặc trong cùng văn bản."
    way_out_en = "Decide the organizations named before, or in the same document."
    rule = "21-HD/BTCTW"


class CollectiveFirst(Refusal):
    code = "collective_first"
    vi = "Phải xếp loại tập thể lãnh đạo {missing} trước {value}."
    en = "The collective {missing} must be rated before {value}."
    way_out_vi = "Quyết định tập thể trước, hoặc trong cùng văn bản."
    way_out_en = "Decide the collective before, or in the same document."
    rule = "21-HD/BTCTW"


class CivilRatingMissing(Refusal):
    code = "civil_rating_missing"
    vi = "{value} là cán bộ, công chức, viên chức nhưng chưa có kết quả xếp loại của năm."
    en = "{value} is a cadre, civil servant or public employee without a civil-service rating."
    way_out_vi = "Nhập kết quả xếp loại cán bộ, công chức, viên chức trước."
    way_out_en = "Record the civil-service rating first."
    rule = "90/2020/NĐ-CP"


class PromptUnanswered(Refusal):
    code = "prompt_unanswered"
    vi = "{value} chưa giải trình hết nội dung được gợi ý kiểm điểm."
    en = "{value} has not answered every prompt."
    way_out_vi = "Bổ sung phần giải trình vào bản kiểm điểm."
    way_out_en = "Supplement the review with the answers."
    rule = "04-CV/TU"


class ReasonRequired(Refusal):
    code = "reason_required"
    vi = "{value}: mức {level} khác mức đề xuất {proposed}, phải ghi lý do."
    en = "{value}: {level} differs from the derived level {proposed}; a reason is required."
    way_out_vi = "Ghi lý do của cấp có thẩm quyền."
    way_out_en = "State the competent body's reason."


class CapExceeded(Refusal):
    code = "cap_exceeded"
    vi = "{value}: nhóm {group} sẽ có {excellent} xuất sắc, tối đa được {allowed} ({cap})."
    en = "{value}: group {group} would hold {excellent} excellent, {allowed} are allowed ({cap})."
    way_out_vi = "Giảm số xuất sắc, hoặc ghi văn bản cho phép vượt tỷ lệ."
    way_out_en = "Lower the number, or name the document that allows exceeding the cap."
    rule = "21-HD/BTCTW"


class DecisionNotAccepted(Refusal):
    """The answer to a refused document: every failing row with its reason."""

    code = "decision_refused"
    vi = "Quyết định {value} không được chấp nhận: {rows} dòng có lỗi. Không dòng nào được ghi nhận là xếp loại."
    en = "Decision {value} is not accepted: {rows} rows fail. None of its rows became a rating."
    way_out_vi = "Sửa các dòng được nêu rồi ban hành lại toàn bộ văn bản."
    way_out_en = "Correct the rows named and issue the whole document again."

    def __init__(self, document: str, faults: Sequence[Refusal]) -> None:
        self.faults = tuple(faults)
        super().__init__(value=document, rows=len({fault.field for fault in faults}))


class UnknownCampaign(Refusal):
    code = "unknown_campaign"
    status = 404
    vi = "Chưa có đợt kiểm điểm {value}, hoặc dịch vụ xếp loại chưa nhận được thông tin về đợt này."
    en = "There is no campaign {value}, or the ratings service has not heard of it yet."
    way_out_vi = "Kiểm tra mã đợt, hoặc gửi lại kèm tiêu đề Wait-For của lệnh mở đợt."
    way_out_en = "Check the code, or send again with the Wait-For position of the command that opened it."


class UnknownRulebook(Refusal):
    code = "unknown_rulebook"
    status = 404
    vi = "Chưa có bộ quy định {value}."
    en = "There is no rulebook {value}."
    way_out_vi = "Ban hành bộ quy định trước."
    way_out_en = "Publish the rulebook first."


class UnknownPerson(Refusal):
    code = "unknown_subject"
    vi = "Không có người mang mã {value}."
    en = "There is no person {value}."
    way_out_vi = "Kiểm tra mã cán bộ, đảng viên."
    way_out_en = "Check the person's code."


class NothingElse(Refusal):
    code = "nothing_else"
    vi = "Chưa nêu bộ quy định hoặc cách tính cơ số nào khác để so sánh."
    en = "No other rulebook and no other base of the caps is named to compare with."
    way_out_vi = "Nêu rulebook hoặc cap_base trong yêu cầu."
    way_out_en = "Name a rulebook or a cap_base in the query."


class UnknownCapBase(Refusal):
    code = "unknown_cap_base"
    vi = "Không có cách tính cơ số {value}."
    en = "There is no base of caps called {value}."
    way_out_vi = "Dùng một trong các cách tính: {bases}."
    way_out_en = "Use one of {bases}."
