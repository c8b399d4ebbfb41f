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


class OpenedAlready(Refusal):
    code = "campaign_opened_already"
    status = 409
    vi = "Đợt kiểm điểm {campaign} đã mở, không sửa nội dung được nữa."
    en = "The campaign {campaign} has been opened; what it says cannot be changed any more."
    way_out_vi = "Gia hạn cho đơn vị, khóa hoặc mở khóa bằng lệnh tương ứng; nội dung khác thì lập đợt mới với mã khác."
    way_out_en = "Use the commands for extensions and locks; for other content draft a campaign with another code."


class CampaignNotOpen(Refusal):
    """Nothing can be handed in or changed, because the campaign is not open."""

    code = "campaign_not_open"
    status = 409


class CampaignIsDraft(CampaignNotOpen):
    vi = "Đợt kiểm điểm {campaign} mới là dự thảo, chưa mở."
    en = "The campaign {campaign} is a draft and has not been opened yet."
    way_out_vi = "Chờ Ban Tổ chức Tỉnh ủy mở đợt rồi gửi lại."
    way_out_en = "Wait until the provincial Organization Board opens the campaign, then send it again."


class CampaignIsClosed(CampaignNotOpen):
    vi = "Đợt kiểm điểm {campaign} đã đóng, không còn thay đổi gì được."
    en = "The campaign {campaign} is closed; nothing of it changes any more."
    way_out_vi = "Đề nghị Ban Tổ chức Tỉnh ủy mở lại đợt, nêu rõ lý do."
    way_out_en = "Ask the provincial Organization Board to reopen the campaign, and say why."


class NotClosed(Refusal):
    code = "campaign_not_closed"
    status = 409
    vi = "Đợt kiểm điểm {campaign} đang mở, không cần mở lại."
    en = "The campaign {campaign} is open; there is nothing to reopen."
    way_out_vi = "Không cần làm gì thêm."
    way_out_en = "There is nothing more to do."


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
