"""The reasons for which a campaign folder is not accepted."""

from __future__ import annotations

from deploy.campaign.problems import Reason

# --- the folder and its files

MISSING_SHEET = Reason(
    "missing_sheet",
    "thiếu trang này.",
    "this sheet is missing.",
    "thêm tệp hoặc trang tên {sheet}; nếu không có dữ liệu thì chỉ ghi hàng tiêu đề.",
    "add a file or sheet named {sheet}; without data it holds the header row only.",
)
NOT_FOUND = Reason(
    "campaign_not_found",
    "không có thư mục hoặc tệp {path}.",
    "there is no folder or file {path}.",
    "kiểm tra lại đường dẫn.",
    "check the path.",
)
NOT_A_CAMPAIGN = Reason(
    "not_a_campaign",
    "{path} không phải thư mục CSV và cũng không phải tệp .xlsx.",
    "{path} is neither a folder of CSV files nor an .xlsx file.",
    "lưu bảng tính ở dạng .xlsx, không đặt mật khẩu.",
    "save the workbook as .xlsx, without a password.",
)
NOT_READABLE = Reason(
    "not_readable",
    "không đọc được tệp ({detail}).",
    "the file cannot be read ({detail}).",
    "mở tệp bằng Excel, lưu lại ở dạng .xlsx hoặc CSV UTF-8, rồi thử lại.",
    "open the file in Excel, save it again as .xlsx or CSV UTF-8, and try again.",
)
NOT_UTF8 = Reason(
    "not_utf8",
    "không phải văn bản UTF-8.",
    "this is not UTF-8 text.",
    "lưu lại tệp ở dạng “CSV UTF-8”; văn bản phông cũ (TCVN3, VNI) phải đổi sang Unicode trước.",
    "save the file as “CSV UTF-8”; text in an old font encoding (TCVN3, VNI) must be converted to Unicode first.",
)
NOT_CSV = Reason(
    "not_csv",
    "không đúng dạng CSV ({detail}); phần sau hàng này không đọc được.",
    "this is not well-formed CSV ({detail}); what follows cannot be read.",
    "kiểm tra dấu nháy kép của hàng này: ô có dấu phẩy, xuống dòng hoặc nháy kép phải nằm giữa hai nháy kép.",
    "check the quotation marks of this row: a cell with a comma, line break or quotation mark stands between two.",
)
NOT_YAML = Reason(
    "not_yaml",
    "không đúng dạng YAML ({detail}).",
    "this is not well-formed YAML ({detail}).",
    "sửa tệp campaign.yaml theo mẫu: mỗi dòng một cặp “khóa: giá trị”.",
    "write campaign.yaml as in the model: one “key: value” a line.",
)
TOO_LARGE = Reason(
    "workbook_too_large",
    "tệp quá lớn: hơn {limit} MiB khi giải nén.",
    "the file is too large: more than {limit} MiB unpacked.",
    "bỏ hình ảnh và trang thừa, hoặc dùng thư mục CSV.",
    "remove pictures and superfluous sheets, or use a folder of CSV files.",
)
SUSPICIOUS_ARCHIVE = Reason(
    "suspicious_workbook",
    "phần {part} nén bất thường (hơn {limit} lần), có thể là tệp gây hại.",
    "the part {part} is packed abnormally (over {limit} times), as harmful files are.",
    "lấy lại tệp từ nguồn tin cậy, hoặc mở bằng Excel và lưu lại.",
    "get the file from a source you trust, or open it in Excel and save it again.",
)
FAR_CELL = Reason(
    "far_cell",
    "trang có dữ liệu ngoài cột Z.",
    "the sheet has data beyond column Z.",
    "xóa các cột bên phải bảng rồi lưu lại.",
    "delete the columns to the right of the table and save again.",
)

# --- headers

NO_HEADER = Reason(
    "no_header",
    "hàng 1 không có tiêu đề cột.",
    "row 1 holds no column names.",
    "ghi tên cột vào hàng 1: {columns}.",
    "write the column names into row 1: {columns}.",
)
UNKNOWN_COLUMN = Reason(
    "unknown_column",
    "không có cột tên này.",
    "there is no column of this name.",
    "xóa cột hoặc sửa tên; các cột của trang: {columns}.",
    "remove or rename the column; the sheet's columns are: {columns}.",
)
MISSING_COLUMN = Reason(
    "missing_column",
    "thiếu cột này.",
    "this column is missing.",
    "thêm cột; ô không có dữ liệu thì để trống.",
    "add the column; cells without data stay empty.",
)
REPEATED_COLUMN = Reason(
    "repeated_column",
    "cột này có hai lần.",
    "this column stands there twice.",
    "bỏ bớt một cột.",
    "remove one of the two.",
)
WRONG_SEPARATOR = Reason(
    "wrong_separator",
    "các cột ngăn nhau bằng dấu chấm phẩy hoặc tab.",
    "the columns are separated by semicolons or tabs.",
    "lưu ở dạng “CSV UTF-8” với dấu phẩy, hoặc dùng tệp .xlsx.",
    "save as “CSV UTF-8” with commas, or use an .xlsx file.",
)

# --- rows and cells

SHORT_ROW = Reason(
    "short_row",
    "hàng có {cells} ô, tiêu đề có {columns} cột.",
    "the row has {cells} cells, the header has {columns} columns.",
    "ghi đủ các ô; ô không có dữ liệu thì để trống giữa hai dấu phẩy.",
    "write all cells; those without data stay empty between two commas.",
)
VALUE_WITHOUT_COLUMN = Reason(
    "value_without_column",
    "ô này nằm ngoài các cột có tiêu đề.",
    "this cell lies outside the columns that have a name.",
    "xóa ô, hoặc đặt nháy kép quanh ô có dấu phẩy.",
    "remove the cell, or put quotation marks around the cell that holds a comma.",
)
REQUIRED = Reason(
    "required",
    "ô trống, mà cột này phải có giá trị.",
    "the cell is empty, and this column needs a value.",
    "điền giá trị.",
    "give the value.",
)
UNSTORABLE = Reason(
    "unstorable_text",
    "có ký tự NUL, không lưu được.",
    "it holds a NUL character, which cannot be stored.",
    "nhập lại văn bản của ô.",
    "type the cell's text again.",
)
NOT_TEXT = Reason(
    "not_text",
    "Excel đã đổi ô này thành ngày, giờ hoặc đúng/sai, nên mất chữ đã nhập.",
    "Excel has turned this cell into a date, a time or true/false, so what was typed is lost.",
    "định dạng cột là Văn bản (Text) rồi nhập lại.",
    "format the column as Text and type it again.",
)
CELL_ERROR = Reason(
    "cell_error",
    "công thức của ô này bị lỗi.",
    "this cell's formula gives an error.",
    "sửa công thức, hoặc thay bằng giá trị.",
    "correct the formula, or put the value in its place.",
)
NOT_A_DATE = Reason(
    "not_a_date",
    "không phải ngày có thật.",
    "this is not a date that exists.",
    "viết 2020-12-31 hoặc 31/12/2020 (ngày trước, tháng sau), hoặc định dạng ô là ngày.",
    "write 2020-12-31 or 31/12/2020 (day before month), or format the cell as a date.",
)
NOT_AN_INSTANT = Reason(
    "not_an_instant",
    "không phải thời điểm có thật với múi giờ.",
    "this is not an existing moment with its UTC offset.",
    "viết thành văn bản, ví dụ 2020-12-23T08:47:00+07:00.",
    "write it as text, such as 2020-12-23T08:47:00+07:00.",
)
NOT_A_COUNT = Reason(
    "not_a_count",
    "không phải số nguyên từ 0 trở lên.",
    "this is not a whole number, 0 or more.",
    "viết bằng chữ số, không dấu chấm, dấu phẩy hay đơn vị.",
    "write digits only, without point, comma or unit.",
)
NOT_YES_OR_NO = Reason(
    "not_yes_or_no",
    "chỉ nhận yes hoặc no.",
    "only yes or no is accepted.",
    "viết yes hoặc no.",
    "write yes or no.",
)
UNKNOWN_CODE = Reason(
    "unknown_code",
    "không phải mã của cột này.",
    "this is not a code of this column.",
    "dùng một trong các mã: {codes}.",
    "use one of: {codes}.",
)
NOT_A_SUBJECT = Reason(
    "not_a_subject",
    "không phải đối tượng của trang này.",
    "this is not a subject of this sheet.",
    "viết loại, dấu hai chấm và mã: {forms}.",
    "write the kind, a colon and the code: {forms}.",
)
NOT_DEGREES = Reason(
    "not_degrees",
    "phần “{part}” không phải “tiêu chí=cấp độ”, hoặc tiêu chí có hai lần.",
    "“{part}” is not “criterion=degree”, or the criterion stands there twice.",
    "viết như MEM-I-1=TOT;MEM-I-2=XS; cấp độ là một trong: {codes}.",
    "write it like MEM-I-1=TOT;MEM-I-2=XS; a degree is one of: {codes}.",
)
UNKNOWN_ZONE = Reason(
    "unknown_zone",
    "không có múi giờ tên này.",
    "there is no time zone of this name.",
    "viết tên múi giờ IANA, ví dụ Asia/Ho_Chi_Minh.",
    "write an IANA zone name, such as Asia/Ho_Chi_Minh.",
)

# --- campaign.yaml

UNKNOWN_KEY = Reason(
    "unknown_key",
    "không có khóa này.",
    "there is no such key.",
    "xóa hoặc sửa tên; các khóa: {keys}.",
    "remove or rename it; the keys are: {keys}.",
)
MISSING_KEY = Reason(
    "missing_key",
    "thiếu khóa này.",
    "this key is missing.",
    "thêm khóa với giá trị của nó.",
    "add the key with its value.",
)
REPEATED_KEY = Reason(
    "repeated_key",
    "khóa này có hai lần.",
    "this key stands there twice.",
    "bỏ bớt một.",
    "remove one of the two.",
)
NOT_ONE_VALUE = Reason(
    "not_one_value",
    "khóa này cần đúng một giá trị.",
    "this key needs exactly one value.",
    "viết “khóa: giá trị” trên một dòng.",
    "write “key: value” on one line.",
)
ONE_DEADLINE = Reason(
    "one_deadline",
    "thời hạn cần đúng một trong hai khóa before (trước ngày) và by (hết ngày).",
    "the deadline needs exactly one of before (the day no longer counts) and by (the day still counts).",
    "giữ một khóa.",
    "keep one of the two.",
)
