"""What the organizations service refuses, and what the person can do about it."""

from __future__ import annotations

from collections.abc import Sequence

from shared.domain import Refusal


class ParentMissing(Refusal):
    code = "parent_missing"
    vi = "Tổ chức loại {type} phải có đúng cấp trên trực tiếp (chỉ đảng bộ tỉnh không có), nhận được: {value}."
    en = "An organization of type {type} needs its parent (only the province has none), got: {value}."
    way_out_vi = "Ghi mã của cấp trên trực tiếp, và đăng ký cấp trên trước."
    way_out_en = "Give the code of the organization directly above, and register that one first."


class OneProvince(Refusal):
    """Everything hangs from one root: who sees it sees all, and a campaign is that province's."""

    code = "one_province"
    status = 409
    vi = "Đã có đảng bộ tỉnh {province}; không đăng ký thêm {value}."
    en = "There is a province already, {province}; {value} cannot be another."
    way_out_vi = "Đổi tên đảng bộ tỉnh đã có, hoặc đăng ký {value} trực thuộc tỉnh."
    way_out_en = "Rename the province that there is, or register {value} below it."


class NotACell(Refusal):
    code = "not_a_cell"
    vi = "{value} không phải là chi bộ, đảng viên không sinh hoạt tại đó."
    en = "{value} is no cell; members are not active there."
    way_out_vi = "Ghi mã một chi bộ cơ sở (CB_CO_SO) hoặc chi bộ trực thuộc (CB_TRUC_THUOC)."
    way_out_en = "Give the code of a grassroots cell (CB_CO_SO) or of a cell under a committee (CB_TRUC_THUOC)."


class OwnAncestor(Refusal):
    code = "own_ancestor"
    vi = "{value} không thể trực thuộc {parent}: chính {parent} nằm trong {value} vào ngày {day} hoặc sau đó."
    en = "{value} cannot stand under {parent}: on {day} or later {parent} stands below {value} itself."
    way_out_vi = "Chuyển {parent} ra khỏi {value} trước, hoặc chọn cấp trên khác."
    way_out_en = "Move {parent} out of {value} first, or choose another parent."


class TakesEffectLater(Refusal):
    """A fact is recorded once it is one: so what was recorded last is what holds now."""

    code = "takes_effect_later"
    vi = "Ngày {value} chưa tới (hôm nay {today}): chỉ ghi nhận việc đã có hiệu lực."
    en = "The day {value} is still to come (today is {today}): only what has taken effect is recorded."
    way_out_vi = "Gửi lại vào ngày có hiệu lực, hoặc sửa ngày."
    way_out_en = "Send it again on the day on which it takes effect, or correct the day."


class NotYetFounded(Refusal):
    code = "not_yet_founded"
    vi = "{value} thành lập ngày {founded_on}, sau ngày {day}."
    en = "{value} was founded on {founded_on}, after {day}."
    way_out_vi = "Kiểm tra lại hai ngày."
    way_out_en = "Check the two dates."


class NotYetAdmitted(Refusal):
    code = "not_yet_admitted"
    vi = "{value} được kết nạp ngày {admitted_on}, sau ngày {day}."
    en = "{value} was admitted to the Party on {admitted_on}, after {day}."
    way_out_vi = "Kiểm tra lại hai ngày."
    way_out_en = "Check the two dates."


class NotYetHeld(Refusal):
    code = "not_yet_held"
    vi = "Chức vụ {value} được giữ từ ngày {held_from}, sau ngày {day}."
    en = "The post {value} is held from {held_from}, after {day}."
    way_out_vi = "Kiểm tra lại hai ngày."
    way_out_en = "Check the two dates."


class EndedBefore(Refusal):
    """Nothing happens to what has ended, and nothing new comes to stand in it."""

    code = "ended_before"
    vi = "{value} đã kết thúc ngày {ended_on}, trước ngày {day}."
    en = "{value} ended on {ended_on}, before {day}."
    way_out_vi = "Ghi tổ chức hoặc tập thể kế tục, hoặc sửa ngày."
    way_out_en = "Name the one that carries on its work, or correct the day."


class StaysAfterEnd(Refusal):
    """Told late, a stay in what has ended since needs a place to go on to."""

    code = "stays_after_end"
    vi = "{subject} sẽ còn thuộc {value} sau ngày {ended_on}, ngày {value} kết thúc."
    en = "{subject} would still stand in {value} after {ended_on}, the day on which {value} ended."
    way_out_vi = "Ghi nhận trước nơi {subject} chuyển đến, chậm nhất từ ngày {next_day}, rồi gửi lại."
    way_out_en = "First record where {subject} goes from {next_day} on, or earlier; then send it again."


class NoMemberThen(Refusal):
    code = "no_member_then"
    vi = "{value} không còn là đảng viên của đảng bộ tỉnh sau ngày {ended_on}; ngày {day} không ghi nhận được."
    en = "{value} is no member of the province's Party organization after {ended_on}; the day given is {day}."
    way_out_vi = "Kiểm tra lại hai ngày; chỉ người chuyển sinh hoạt ra ngoài tỉnh mới có thể chuyển về."
    way_out_en = "Check the two dates; only who moved out of the province can be moved back."


class LaterFacts(Refusal):
    code = "later_facts"
    vi = "{value} không thể kết thúc ngày {ended_on}: đã ghi nhận thay đổi có hiệu lực ngày {day}."
    en = "{value} cannot end on {ended_on}: a change that took effect on {day} is recorded."
    way_out_vi = "Kiểm tra lại hai ngày; một thay đổi ghi nhầm thì ghi lại đúng cho cùng ngày đó."
    way_out_en = "Check the two dates; a change recorded by mistake is recorded rightly for its day."


class AlreadyEnded(Refusal):
    code = "already_ended"
    status = 409
    vi = "{code} đã kết thúc từ {ended_on}."
    en = "{code} ended on {ended_on} already."
    way_out_vi = "Không cần làm gì; nếu ngày sai, báo người quản trị dữ liệu."
    way_out_en = "Nothing to do; if the date is wrong, tell whoever keeps the register."


class EndsBeforeFounding(Refusal):
    code = "ends_before_founding"
    vi = "Ngày kết thúc của {code}, {value}, trước ngày thành lập {founded_on}."
    en = "The end of {code}, {value}, is before its founding, {founded_on}."
    way_out_vi = "Kiểm tra lại hai ngày."
    way_out_en = "Check the two dates."


class EndsBeforeStart(Refusal):
    code = "ends_before_start"
    vi = "Ngày thôi giữ chức vụ {code}, {value}, trước ngày bắt đầu {held_from}."
    en = "The end of the post {code}, {value}, is before its start, {held_from}."
    way_out_vi = "Kiểm tra lại hai ngày."
    way_out_en = "Check the two dates."


class StillInUse(Refusal):
    code = "still_in_use"
    vi = (
        "{value} chưa thể kết thúc ngày {ended_on}: sau ngày đó vẫn còn {children} tổ chức, {members} đảng viên, "
        "{collectives} tập thể lãnh đạo trực tiếp thuộc về."
    )
    en = (
        "{value} cannot end on {ended_on} yet: after that day {children} organizations, {members} members and "
        "{collectives} leading collectives still stand directly in it."
    )
    way_out_vi = "Ghi việc sáp nhập hoặc chia, tách; hoặc chuyển đi, kết thúc từng nơi, từng người trước."
    way_out_en = "Record a merger or a split; or move or end each of them first."


class DoesNotFit(Refusal):
    """Members are active in cells alone, and no organization stands below a cell."""

    code = "does_not_fit_type"
    vi = (
        "{value} chưa thể chuyển thành loại {type} từ ngày {day}: từ ngày đó còn {children} tổ chức và {members} "
        "đảng viên trực tiếp thuộc về."
    )
    en = (
        "{value} cannot become a {type} on {day} yet: from then on {children} organizations and {members} members "
        "stand directly in it."
    )
    way_out_vi = "Chuyển tổ chức, đảng viên sang nơi phù hợp trước (sáp nhập, chia tách hoặc chuyển từng nơi)."
    way_out_en = "Move the organizations or members elsewhere first, by a merger, a split or one by one."


class ExternalCodeTaken(Refusal):
    code = "external_code_taken"
    status = 409
    vi = "Mã {value} đã dùng cho một tổ chức khác."
    en = "The code {value} is taken by another organization."
    way_out_vi = "Kiểm tra lại mã; muốn dùng lại thì gỡ mã khỏi tổ chức kia trước."
    way_out_en = "Check the code; to use it again, take it from the other organization first."


class SucceedsItself(Refusal):
    code = "succeeds_itself"
    vi = "{value} không thể vừa là tổ chức cũ vừa là tổ chức kế tục."
    en = "{value} cannot be both the old organization and the one that carries on its work."
    way_out_vi = "Bỏ {value} khỏi các tổ chức được sáp nhập (hoặc khỏi các phần)."
    way_out_en = "Leave {value} out of those that are merged (or out of the parts)."


class SuccessorBelow(Refusal):
    code = "successor_below"
    vi = "{value} trực thuộc {predecessor}, tổ chức sẽ không còn."
    en = "{value} stands below {predecessor}, which will exist no longer."
    way_out_vi = "Chuyển {value} lên cấp trên khác trước, hoặc ghi cấp trên khác khi đăng ký."
    way_out_en = "Move {value} to another parent first, or register it under another."


class NotThere(Refusal):
    code = "not_there"
    vi = "{value} không thuộc {organization} vào ngày {day}."
    en = "{value} does not stand directly in {organization} on {day}."
    way_out_vi = "Kiểm tra lại mã và ngày."
    way_out_en = "Check the code and the day."


class NamedTwice(Refusal):
    code = "named_twice"
    vi = "{value} được ghi hai lần."
    en = "{value} is named twice."
    way_out_vi = "Chỉ ghi một lần."
    way_out_en = "Name it once."


class LeftOver(Refusal):
    """Who is in an organization that is divided up completely goes to exactly one of the parts."""

    code = "left_over"
    vi = "{value} chưa được giao cho phần nào của {organization}."
    en = "{value} is given to no part of {organization}."
    way_out_vi = "Ghi {value} vào một trong các phần."
    way_out_en = "Name {value} in one of the parts."


class CollectivesStay(Refusal):
    code = "collectives_stay"
    vi = "{organization} vẫn hoạt động, các tập thể lãnh đạo giữ nguyên; không ghi tập thể kế tục cho {value}."
    en = "{organization} lives on and keeps its collectives; nobody carries on the work of {value}."
    way_out_vi = "Bỏ `collectives`, hoặc chuyển riêng tập thể đó."
    way_out_en = "Leave out `collectives`, or move the collective by itself."


class _RefusedWhole(Refusal):
    """`faults` holds every reason."""

    def __init__(self, faults: Sequence[Refusal]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults))


class MergerRefused(_RefusedWhole):
    code = "merger_refused"
    vi = "Không ghi nhận được việc sáp nhập: có {count} lý do."
    en = "The merger cannot be recorded, for {count} reason(s)."
    way_out_vi = "Sửa những chỗ nêu trong `errors` rồi gửi lại toàn bộ."
    way_out_en = "Correct what `errors` names and send the whole again."


class SplitRefused(_RefusedWhole):
    code = "split_refused"
    vi = "Không ghi nhận được việc chia, tách: có {count} lý do."
    en = "The split cannot be recorded, for {count} reason(s)."
    way_out_vi = "Sửa những chỗ nêu trong `errors` rồi gửi lại toàn bộ."
    way_out_en = "Correct what `errors` names and send the whole again."
