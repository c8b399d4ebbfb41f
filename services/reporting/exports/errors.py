"""What exports refuse, and why."""

from __future__ import annotations

from shared.domain import Refusal
from shared.web import WebRefusal


class NoSuchTable(Refusal):
    code = "no_such_table"
    status = 404
    vi = "Không có bảng “{value}”; các bảng có thể kết xuất: {tables}."
    en = "There is no table “{value}”; there are {tables}."
    way_out_vi = "Chọn một trong các bảng nêu trên."
    way_out_en = "Ask for one of these."


class NoSuchFormat(Refusal):
    code = "no_such_format"
    status = 404
    vi = "Không kết xuất được dạng “{value}”; các dạng có thể chọn: {formats}."
    en = "There is no format “{value}”; there are {formats}."
    way_out_vi = "Chọn một trong các dạng nêu trên."
    way_out_en = "Ask for one of these."


class TableNotForRole(Refusal):
    """Who gets aggregates alone gets no list of single subjects, in no format."""

    code = "table_not_for_role"
    status = 403
    vi = "Bảng “{table}” nêu từng đối tượng, không hiển thị với vai trò của tài khoản này."
    en = "The table “{table}” names single subjects, which the role of this account does not see."
    way_out_vi = "Kết xuất bảng tổng hợp, hoặc nhờ người có vai trò phù hợp."
    way_out_en = "Export a table of aggregates, or ask someone with a fitting role."


class TooLongForPaper(Refusal):
    """Nothing is cut: what does not fit is not written at all."""

    code = "too_long_for_paper"
    vi = "Bảng dài hơn {most} dòng nên không kết xuất được dạng {format}."
    en = "The table has more than {most} rows, which is too much for {format}."
    way_out_vi = "Kết xuất dạng xlsx hoặc csv, hoặc chọn một đơn vị (?unit=)."
    way_out_en = "Export it as xlsx or csv, or choose one unit (?unit=)."


class ExportsBusy(WebRefusal):
    """As many exports run as this machine bears; others wait their turn outside."""

    code = "exports_busy"
    status = 503
    vi = "Đang có {count} lượt kết xuất; hệ thống chưa nhận thêm."
    en = "{count} exports are being written or wait; no more are taken for the moment."
    way_out_vi = "Gửi lại sau ít giây, hoặc hủy lượt kết xuất không còn cần."
    way_out_en = "Ask again in a few seconds, or cancel an export that is no longer needed."


class ExportTakesLong(WebRefusal):
    """Nobody's browser should wait for minutes."""

    code = "export_takes_long"
    status = 503
    vi = "Kết xuất chưa xong sau {seconds} giây nên đã dừng."
    en = "The export was not finished after {seconds} seconds, and was stopped."
    way_out_vi = "Đặt lượt kết xuất nền: POST …/export-jobs, rồi tải kết quả khi xong."
    way_out_en = "Order it as a job: POST …/export-jobs, and fetch the result when it is done."


class ExportNotDone(Refusal):
    code = "export_not_done"
    status = 409
    vi = "Lượt kết xuất số {value} chưa có kết quả (tình trạng: {state})."
    en = "Export {value} has no result (it is {state})."
    way_out_vi = "Xem tình trạng của lượt kết xuất; đặt lượt mới nếu đã hủy, lỗi hoặc quá hạn."
    way_out_en = "Look at its state; order a new one if it was cancelled, failed or expired."


class ExportFailed(Refusal):
    """The process that wrote it ended with a fault of ours; the log has the reason."""

    code = "export_failed"
    status = 500
    vi = "Không kết xuất được ({fault})."
    en = "The export could not be written ({fault})."
    way_out_vi = "Gửi lại; nếu vẫn lỗi, báo người vận hành."
    way_out_en = "Ask again; if it persists, tell the operator."
