"""What is refused of campaigns, and what the person can do about it."""

from __future__ import annotations

from shared.domain import Refusal


class UnknownRulebook(Refusal):
    code = "unknown_rulebook"
    vi = "Chưa có bộ quy định {value}."
    en = "The rulebook {value} is not known."
    way_out_vi = "Công bố bộ quy định ở dịch vụ xếp loại trước, rồi mở đợt."
    way_out_en = "Publish the rulebook at the ratings service first, then open the campaign."
