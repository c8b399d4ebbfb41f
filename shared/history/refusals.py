"""What is refused to whom asks for what was, and why."""

from __future__ import annotations

from shared.web.refusals import WebRefusal

AGAIN = {"Retry-After": "5"}
"""Headers that say when it is worth asking again."""


class AsOfUnreadable(WebRefusal):
    code = "as_of_unreadable"
    vi = "Không đọc được thời điểm {value}."
    en = "The moment {value} cannot be read."
    way_out_vi = (
        "Nêu vị trí như trong tiêu đề Position của câu trả lời trước (organizations:88,reviews:1234), "
        "thời điểm có múi giờ (2021-01-20T08:15:00+07:00), hoặc một ngày (2021-01-20)."
    )
    way_out_en = (
        "Give positions as in the header Position of an earlier answer (organizations:88,reviews:1234), "
        "an instant with its zone (2021-01-20T08:15:00+07:00), or a day (2021-01-20)."
    )


class AsOfInFuture(WebRefusal):
    code = "as_of_in_future"
    vi = "Chưa có gì đến {value}: hiện mới nhận đến {known}."
    en = "Nothing is known up to {value} yet: what has been heard reaches to {known}."
    way_out_vi = "Hỏi đến một vị trí hoặc thời điểm đã qua, hoặc chờ nhận đủ (tiêu đề Wait-For) rồi hỏi lại."
    way_out_en = "Ask for a position or moment that has passed, or wait until it is heard (header Wait-For)."


class PastUnknown(WebRefusal):
    """The logs that tell what was cannot be read now."""

    code = "past_unknown"
    status = 503
    vi = "Tạm thời chưa đọc được nhật ký để dựng lại số liệu khi đó."
    en = "The logs that tell what was cannot be read for the moment."
    way_out_vi = "Gửi lại nguyên yêu cầu sau vài giây; số liệu hiện tại vẫn xem được khi bỏ as_of."
    way_out_en = "Send the same request again in a few seconds; what is now can be seen without as_of."


class PastBeingPrepared(WebRefusal):
    code = "past_being_prepared"
    status = 503
    vi = "Đang dựng lại số liệu khi đó: {done} trên {events} sự kiện."
    en = "What was is being prepared: {done} of {events} events."
    way_out_vi = "Gửi lại nguyên yêu cầu sau ít giây: việc dựng lại vẫn tiếp tục."
    way_out_en = "Send the same request again in a while: the preparation goes on."


class PastBusy(WebRefusal):
    code = "past_busy"
    status = 503
    vi = "Đang dựng lại {count} thời điểm khác."
    en = "{count} other moments are being prepared."
    way_out_vi = "Gửi lại nguyên yêu cầu sau ít phút."
    way_out_en = "Send the same request again in a few minutes."


class PastNotRebuilt(WebRefusal):
    """The logs could not be replayed up to there. Better nothing than something else than what was shown."""

    code = "past_not_rebuilt"
    status = 503
    vi = "Không dựng lại được số liệu khi đó ({fault})."
    en = "What was could not be rebuilt ({fault})."
    way_out_vi = "Báo người vận hành; số liệu hiện tại vẫn xem được khi bỏ as_of."
    way_out_en = "Tell the operator; what is now can be seen without as_of."
