"""What is refused of campaigns, and what the person can do about it."""

from __future__ import annotations

from collections.abc import Sequence

from shared.domain import Refusal


class UnknownRulebook(Refusal):
    code = "unknown_rulebook"
    vi = "Chưa có bộ quy định {value}."
    en = "The rulebook {value} is not known."
    way_out_vi = "Công bố bộ quy định ở dịch vụ xếp loại trước, rồi lập và mở đợt."
    way_out_en = "Publish the rulebook at the ratings service first, then draft and open the campaign."


class UnknownZone(Refusal):
    code = "unknown_zone"
    vi = "Không có múi giờ {value}."
    en = "There is no time zone {value}."
    way_out_vi = "Ghi tên múi giờ IANA, ví dụ Asia/Ho_Chi_Minh."
    way_out_en = "Give the zone's IANA name, such as Asia/Ho_Chi_Minh."


class OpenedAlready(Refusal):
    code = "campaign_opened_already"
    status = 409
    vi = "Đợt kiểm điểm {campaign} đã mở, không sửa nội dung được nữa."
    en = "The campaign {campaign} has been opened; what it says cannot be changed any more."
    way_out_vi = "Gia hạn cho đơn vị, khóa hoặc mở khóa bằng lệnh tương ứng; nội dung khác thì lập đợt mới với mã khác."
    way_out_en = "Use the commands for extensions and locks; for other content draft a campaign with another code."


class SomeAreNobodys(Refusal):
    """Said when a campaign is opened all the same: what is wrong is in the register, and can be mended there."""

    code = "without_competent_body"
    vi = "{count} đối tượng phải xếp loại nhưng không cấp nào có thẩm quyền quyết định, trong đó có: {subjects}."
    en = "{count} subjects are to be rated but nobody is competent to, among them: {subjects}."
    way_out_vi = (
        "Ghi nhận cấp quản lý, loại hình hoặc cấp trên đúng ở dịch vụ tổ chức; danh sách đầy đủ ở "
        "/reviews/campaigns/{campaign}/without-competent-body."
    )
    way_out_en = (
        "Record the right management level, type or parent at the organizations service; the whole list is at "
        "/reviews/campaigns/{campaign}/without-competent-body."
    )


class NotClosed(Refusal):
    code = "campaign_not_closed"
    status = 409
    vi = "Đợt kiểm điểm {campaign} đang mở, không cần mở lại."
    en = "The campaign {campaign} is open; there is nothing to reopen."
    way_out_vi = "Không cần làm gì thêm."
    way_out_en = "There is nothing more to do."


class EndsBeforeItBegins(Refusal):
    code = "lock_without_time"
    vi = "Khóa đến {value} thì hết hiệu lực trước khi bắt đầu."
    en = "A lock until {value} would be over before it begins."
    way_out_vi = "Chọn thời điểm kết thúc sau thời điểm bắt đầu và sau lúc này, hoặc để trống."
    way_out_en = "Give an end after the beginning and after this moment, or none."


class NotLocked(Refusal):
    code = "not_locked"
    status = 409
    vi = "{place} không có khóa loại {value}."
    en = "{place} has no lock of the kind {value}."
    way_out_vi = "Xem các khóa đang có ở /reviews/campaigns/…/locks."
    way_out_en = "See the locks that there are at /reviews/campaigns/…/locks."


class NothingGained(Refusal):
    code = "extension_not_later"
    vi = "Gia hạn đến {value} không muộn hơn thời hạn chung, đơn vị {unit} không thêm được ngày nào."
    en = "An extension until {value} is not later than the common deadline; the unit {unit} would gain nothing."
    way_out_vi = "Chọn ngày sau thời hạn gửi hồ sơ của đợt."
    way_out_en = "Give a date after the campaign's deadline for dossiers."


class NotAUnit(Refusal):
    code = "not_a_unit"
    vi = "{value} không phải đảng bộ trực thuộc tỉnh hoặc đơn vị báo cáo thẳng lên tỉnh."
    en = "{value} is no organization directly under the province."
    way_out_vi = "Ghi mã của đơn vị; khóa và gia hạn không đặt cho tổ chức cấp dưới."
    way_out_en = "Give a unit's code; organizations below a unit have no locks or extensions of their own."


class DraftsRemain(Refusal):
    """Reviews were written down and never handed in. The first of them stand in `faults`."""

    code = "drafts_remain"
    status = 409
    vi = "Còn {count} bản kiểm điểm đang soạn, chưa nộp, trong đó có: {drafts}."
    en = "{count} reviews are drafts that were never submitted, among them: {drafts}."
    way_out_vi = "Nộp các bản kiểm điểm đang soạn; danh sách đầy đủ ở /reviews/campaigns/{campaign}/drafts."
    way_out_en = "Have the drafts submitted; the whole list is at /reviews/campaigns/{campaign}/drafts."

    def __init__(self, campaign: str, count: int, first: Sequence[str]) -> None:
        self.faults = tuple(DraftRemains(value=subject, field="") for subject in first)
        super().__init__(campaign=campaign, count=count, drafts=list(first))


class DraftRemains(Refusal):
    code = "draft_remains"
    vi = "Bản kiểm điểm của {value} đang soạn, chưa nộp."
    en = "The review of {value} is a draft that was never submitted."
