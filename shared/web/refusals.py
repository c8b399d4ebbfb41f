"""What the web layer itself refuses, before or around a handler."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.domain import Refusal


class WebRefusal(Refusal):
    """A refusal that may need headers of its own, such as `Allow`."""

    def __init__(self, *, headers: Mapping[str, str] | None = None, **values: Any) -> None:
        self.headers = dict(headers or {})
        super().__init__(**values)


class Unauthenticated(WebRefusal):
    code = "unauthenticated"
    status = 401
    vi = "Chưa đăng nhập, hoặc phiên đăng nhập không còn hiệu lực."
    en = "You are not signed in, or your token is not valid any more."
    way_out_vi = "Đăng nhập lại rồi gửi yêu cầu với mã truy cập mới (Authorization: Bearer …)."
    way_out_en = "Sign in again and send the request with the new token (Authorization: Bearer …)."

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Bearer realm="kiemdiem"'})


class CookieOnlyReads(Unauthenticated):
    """A browser sends cookies by itself, so a cookie never authorizes a command."""

    code = "cookie_only_reads"
    vi = "Phiên trình duyệt chỉ dùng để xem; lệnh phải gửi kèm mã truy cập."
    en = "A browser session is for reading only; a command has to carry its token."
    way_out_vi = "Gửi mã truy cập trong tiêu đề Authorization."
    way_out_en = "Send the token in the Authorization header."


class RoleNotServed(WebRefusal):
    code = "role_not_served"
    status = 403
    vi = "Vai trò của tài khoản không được làm việc này (cần một trong: {served})."
    en = "Your account's role may not do this (one of these is needed: {served})."
    way_out_vi = "Nhờ người có vai trò phù hợp, hoặc đề nghị quản trị cấp vai trò."
    way_out_en = "Ask someone with that role, or ask the administrator for it."


class NotGranted(WebRefusal):
    code = "not_granted"
    status = 403
    vi = "Tài khoản không được cấp quyền nhận sự kiện của dịch vụ {service}."
    en = "Your account has not been granted the events of the service {service}."
    way_out_vi = "Đề nghị đơn vị vận hành cấp quyền: mã truy cập cần có {service} hoặc {service}/personal trong grants."
    way_out_en = "Ask the operator for the grant: the token needs {service} or {service}/personal among its grants."


class NotYourOrganization(WebRefusal):
    code = "not_your_organization"
    status = 403
    vi = "Không thể làm thay cho {value}: đơn vị này không thuộc phạm vi của tài khoản, hoặc chưa được biết ở đây."
    en = "You cannot act for {value}: it is not within your organization, or not known here yet."
    way_out_vi = "Kiểm tra mã đơn vị trong tiêu đề On-Behalf-Of, hoặc bỏ tiêu đề này."
    way_out_en = "Check the code in the header On-Behalf-Of, or leave the header out."


class OutOfSight(WebRefusal):
    """There is no such thing, or it lies outside what the caller may see; which of both stays open."""

    code = "not_found"
    status = 404
    vi = "Không tìm thấy nội dung được yêu cầu."
    en = "What you asked for was not found."
    way_out_vi = "Kiểm tra lại mã, hoặc phạm vi đơn vị của tài khoản."
    way_out_en = "Check the code, or the organization that your account is limited to."


class UnknownAddress(WebRefusal):
    code = "unknown_address"
    status = 404
    vi = "Không có địa chỉ này."
    en = "There is no such address."
    way_out_vi = "Xem danh sách địa chỉ tại /<dịch vụ>/openapi.json."
    way_out_en = "See /<service>/openapi.json for the addresses there are."


class MethodNotServed(WebRefusal):
    code = "method_not_served"
    status = 405
    vi = "Địa chỉ này không nhận phương thức {method}, chỉ nhận {allowed}."
    en = "This address does not take {method}, only {allowed}."
    way_out_vi = "Dùng một trong các phương thức được nhận."
    way_out_en = "Use one of the methods it takes."


class Busy(WebRefusal):
    """More requests are being answered and waiting than the service takes on."""

    code = "busy"
    status = 503
    vi = "Hệ thống đang xử lý quá nhiều yêu cầu cùng lúc."
    en = "Too many requests are being answered at once."
    way_out_vi = "Gửi lại nguyên yêu cầu sau vài giây."
    way_out_en = "Send the same request again in a few seconds."


class BodyTooSlow(WebRefusal):
    code = "body_too_slow"
    status = 408
    vi = "Nội dung gửi đến quá chậm nên bị bỏ."
    en = "The body came too slowly and was given up."
    way_out_vi = "Kiểm tra đường truyền rồi gửi lại nguyên yêu cầu, hoặc chia thành nhiều yêu cầu nhỏ."
    way_out_en = "Check the connection and send the same request again, or divide it into smaller ones."


class BodyCutShort(WebRefusal):
    code = "body_cut_short"
    status = 400
    vi = "Nội dung bị ngắt giữa chừng."
    en = "The body ended before its end."
    way_out_vi = "Gửi lại nguyên yêu cầu."
    way_out_en = "Send the same request again."


class BodyTooLarge(WebRefusal):
    code = "body_too_large"
    status = 413
    vi = "Nội dung gửi lên vượt quá {megabytes} MiB."
    en = "The body is larger than {megabytes} MiB."
    way_out_vi = "Chia thành nhiều yêu cầu nhỏ hơn."
    way_out_en = "Split it into smaller requests."


class NotJsonType(WebRefusal):
    code = "unsupported_media_type"
    status = 415
    vi = "Nội dung phải là application/json, không phải {given}."
    en = "The body has to be application/json, not {given}."
    way_out_vi = "Gửi lại với tiêu đề Content-Type: application/json."
    way_out_en = "Send it again with the header Content-Type: application/json."


class MediaTypeNotTaken(WebRefusal):
    code = "unsupported_media_type"
    status = 415
    vi = "Không nhận tệp loại {given}, chỉ nhận: {taken}."
    en = "Files of type {given} are not taken, only: {taken}."
    way_out_vi = "Chuyển tệp sang một trong các loại được nhận rồi gửi lại với Content-Type đúng."
    way_out_en = "Convert the file to one of these types and send it again with its Content-Type."


class NotAForm(WebRefusal):
    code = "not_a_form"
    status = 415
    vi = "Nội dung phải là biểu mẫu (application/x-www-form-urlencoded, UTF-8), không phải {given}."
    en = "The body has to be a form (application/x-www-form-urlencoded, UTF-8), not {given}."
    way_out_vi = "Gửi từ trang có biểu mẫu này."
    way_out_en = "Send it from the page that has the form."


class FormFromElsewhere(WebRefusal):
    """A form is taken from our own pages alone: another site could have a browser send it unasked."""

    code = "form_from_elsewhere"
    status = 403
    vi = "Biểu mẫu này được gửi từ một trang khác."
    en = "This form was sent from another site."
    way_out_vi = "Mở lại trang trên chính địa chỉ này rồi gửi."
    way_out_en = "Open the page at this address and send it from there."


class NotJson(WebRefusal):
    code = "not_json"
    status = 400
    vi = "Nội dung không phải JSON hợp lệ (UTF-8, không NaN): {reason}."
    en = "The body is no valid JSON (UTF-8, no NaN): {reason}."
    way_out_vi = "Sửa nội dung rồi gửi lại."
    way_out_en = "Correct the body and send it again."


class BadHeader(WebRefusal):
    code = "bad_header"
    status = 400
    vi = "Tiêu đề {header} không đọc được: {value}. Mẫu đúng: {example}."
    en = "The header {header} cannot be read: {value}. It should look like {example}."
    way_out_vi = "Sửa tiêu đề rồi gửi lại."
    way_out_en = "Correct the header and send the request again."


class InvalidCursor(WebRefusal):
    code = "invalid_cursor"
    status = 400
    vi = "Con trỏ trang không đọc được."
    en = "The page cursor cannot be read."
    way_out_vi = "Lấy lại từ trang đầu, hoặc dùng nguyên giá trị `next` đã nhận."
    way_out_en = "Start at the first page, or use `next` exactly as it was given."


class InvalidField(Refusal):
    """One field that does not have the form that it should; part of InvalidFields."""

    code = "invalid_field"

    def __init__(self, *, field: str, value: Any, vi: str, en: str) -> None:
        self._texts = {"vi": vi, "en": en}
        super().__init__(field=field, value=value)

    def say(self, language: str) -> str:
        return self._texts[language]


class InvalidFields(WebRefusal):
    """Fields are missing, unknown or of the wrong form; `faults` has one refusal for each."""

    code = "invalid_fields"
    vi = "Dữ liệu không đúng mẫu ở {count} chỗ."
    en = "The data does not have the right form in {count} place(s)."
    way_out_vi = "Sửa các trường nêu trong `errors` rồi gửi lại."
    way_out_en = "Correct the fields named in `errors` and send it again."

    def __init__(self, faults: Sequence[InvalidField]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults))


class TooManyItems(WebRefusal):
    code = "too_many_items"
    vi = "Có {count} mục, nhiều hơn {limit} mục cho một yêu cầu."
    en = "There are {count} items, more than the {limit} of one request."
    way_out_vi = "Chia thành nhiều yêu cầu."
    way_out_en = "Split them over several requests."


class VersionNeeded(WebRefusal):
    code = "version_needed"
    status = 428
    vi = "Yêu cầu này phải nêu phiên bản đã đọc (tiêu đề If-Match)."
    en = "This request has to name the version that it builds on (header If-Match)."
    way_out_vi = "Đọc bản mới nhất và gửi ETag của bản đó trong If-Match."
    way_out_en = "Read the newest version and send its ETag as If-Match."


class IdempotencyKeyReused(WebRefusal):
    code = "idempotency_key_reused"
    vi = "Khóa Idempotency-Key này đã dùng cho một yêu cầu khác."
    en = "This Idempotency-Key was used for another request already."
    way_out_vi = "Dùng khóa mới cho yêu cầu mới; khóa cũ chỉ để gửi lại đúng yêu cầu cũ."
    way_out_en = "Use a new key for a new request; the old one only repeats the old request."


class NotHeardYet(WebRefusal):
    code = "not_heard_yet"
    status = 503
    vi = "Chưa nhận đủ sự kiện của {source} (mới đến số {heard}, cần số {needed})."
    en = "Not all events of {source} have been heard yet (up to {heard}, needed {needed})."
    way_out_vi = "Gửi lại nguyên yêu cầu sau vài giây."
    way_out_en = "Send the same request again in a few seconds."


class StoreUnavailable(WebRefusal):
    code = "store_unavailable"
    status = 503
    vi = "Cơ sở dữ liệu tạm thời không dùng được."
    en = "The database cannot be reached for the moment."
    way_out_vi = "Gửi lại nguyên yêu cầu sau vài giây."
    way_out_en = "Send the same request again in a few seconds."


class OutcomeUncertain(WebRefusal):
    """The commit was sent, and the database did not say what became of it."""

    code = "outcome_uncertain"
    status = 503
    vi = "Cơ sở dữ liệu không xác nhận: yêu cầu có thể đã được ghi nhận hoặc chưa."
    en = "The database did not confirm: the request may or may not have been recorded."
    way_out_vi = "Gửi lại nguyên yêu cầu với cùng Idempotency-Key: yêu cầu chỉ được thực hiện một lần."
    way_out_en = "Send the same request again with the same Idempotency-Key: it is carried out once."


class Broken(WebRefusal):
    """A fault of ours. Nothing of its inside is told; the correlation id leads to the log."""

    code = "internal_error"
    status = 500
    vi = "Hệ thống gặp lỗi (mã theo dõi {correlation})."
    en = "Something broke on our side (correlation id {correlation})."
    way_out_vi = "Gửi lại; nếu vẫn lỗi, báo người vận hành kèm mã theo dõi."
    way_out_en = "Send it again; if it persists, tell the operator the correlation id."
