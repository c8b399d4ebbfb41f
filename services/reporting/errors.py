"""What the reporting service refuses, and why."""

from __future__ import annotations

from shared.domain import Refusal


class RulebookNotHeard(Refusal):
    """The figures need the rulebook's caps, and the ratings service has not told of it yet."""

    code = "rulebook_not_heard"
    status = 503
    vi = "Chưa nhận được bộ quy định {rulebook} của đợt này, nên chưa tính được số liệu."
    en = "The campaign's rulebook {rulebook} has not been heard of yet, so there are no figures."
    way_out_vi = "Công bố bộ quy định ở dịch vụ xếp loại, hoặc thử lại sau vài giây."
    way_out_en = "Publish the rulebook at the ratings service, or try again in a few seconds."


class EventsParked(Refusal):
    """Events that could not be applied are missing from the figures: a report now would be wrong for good."""

    code = "events_parked"
    status = 409
    vi = "Có {count} sự kiện chưa áp dụng được; báo cáo phát hành lúc này sẽ thiếu số liệu."
    en = "{count} events could not be applied; a report issued now would lack them."
    way_out_vi = "Nhờ người vận hành xử lý các sự kiện đang chờ, rồi phát hành lại."
    way_out_en = "Have the operator deal with the parked events, then issue the report."
