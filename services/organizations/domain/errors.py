"""What the organizations service refuses, and what the person can do about it."""

from __future__ import annotations

from shared.domain import Refusal


class ParentMissing(Refusal):
    code = "parent_missing"
    vi = "Tổ chức loại {type} phải có đúng cấp trên trực tiếp (chỉ đảng bộ tỉnh không có), nhận được: {value}."
    en = "An organization of type {type} needs its parent (only the province has none), got: {value}."
    way_out_vi = "Ghi mã của cấp trên trực tiếp, và đăng ký cấp trên trước."
    way_out_en = "Give the code of the organization directly above, and register that one first."


class NotACell(Refusal):
    code = "not_a_cell"
    vi = "{value} không phải là chi bộ, đảng viên không sinh hoạt tại đó."
    en = "{value} is no cell; members are not active there."
    way_out_vi = "Ghi mã một chi bộ cơ sở (CB_CO_SO) hoặc chi bộ trực thuộc (CB_TRUC_THUOC)."
    way_out_en = "Give the code of a grassroots cell (CB_CO_SO) or of a cell under a committee (CB_TRUC_THUOC)."


class AlreadyEnded(Refusal):
    code = "already_ended"
    status = 409
    vi = "{code} đã kết thúc từ {ended_on}."
    en = "{code} ended on {ended_on} already."
    way_out_vi = "Không cần làm gì; nếu ngày sai, báo người quản trị dữ liệu."
    way_out_en = "Nothing to do; if the date is wrong, tell whoever keeps the register."


class EndsBeforeFounding(Refusal):
    code = "ends_before_founding"
    vi = "Ngày kết thúc {value} trước ngày thành lập {founded_on}."
    en = "The end, {value}, is before the founding, {founded_on}."
    way_out_vi = "Kiểm tra lại hai ngày."
    way_out_en = "Check the two dates."


class EndsBeforeStart(Refusal):
    code = "ends_before_start"
    vi = "Ngày thôi giữ chức vụ {value} trước ngày bắt đầu {held_from}."
    en = "The post's end, {value}, is before its start, {held_from}."
    way_out_vi = "Kiểm tra lại hai ngày."
    way_out_en = "Check the two dates."
