"""marshmallow's standard messages in Vietnamese."""

from __future__ import annotations

import re

_TEXTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), text)
    for pattern, text in (
        (r"Missing data for required field\.", "Thiếu trường bắt buộc."),
        (r"Unknown field\.", "Không có trường này."),
        (r"Field may not be null\.", "Không được để trống (null)."),
        (r"Invalid input type\.|Invalid type\.", "Sai kiểu dữ liệu, cần một đối tượng JSON."),
        (r"Invalid value\.|Invalid input\.", "Giá trị không hợp lệ."),
        (r"Not a valid string\.|Not a valid utf-8 string\.", "Phải là chuỗi ký tự."),
        (r"Not a valid integer\.", "Phải là số nguyên."),
        (r"Not a valid number\.", "Phải là số."),
        (r"Number too large\.", "Số quá lớn."),
        (r"Special numeric values .*", "Không nhận NaN hay vô cực."),
        (r"Not a valid boolean\.", "Phải là true hoặc false."),
        (r"Not a valid list\.|Not a valid tuple\.", "Phải là danh sách."),
        (r"Not a valid mapping type\.", "Phải là một đối tượng JSON."),
        (r"Not a valid date\.", "Phải là ngày dạng YYYY-MM-DD."),
        (r"Not a valid time\.", "Phải là giờ dạng HH:MM:SS."),
        (r"Not a valid aware datetime\.", "Phải là thời điểm ISO 8601 kèm múi giờ."),
        (r"Not a valid (?:naive )?datetime\.", "Phải là thời điểm ISO 8601."),
        (r"Not a valid UUID\.", "Phải là UUID."),
        (r"Not a valid URL\.", "Phải là địa chỉ web."),
        (r"Not a valid email address\.", "Phải là địa chỉ thư điện tử."),
        (r"Must be one of: (.*)\.", r"Phải là một trong: \1."),
        (r"One or more of the choices you made was not in: (.*)\.", r"Có lựa chọn không nằm trong: \1."),
        (r"Must be equal to (.*)\.", r"Phải bằng \1."),
        (
            r"Must be greater than or equal to (.*) and less than or equal to (.*)\.",
            r"Phải từ \1 đến \2.",
        ),
        (r"Must be greater than or equal to (.*)\.", r"Phải lớn hơn hoặc bằng \1."),
        (r"Must be less than or equal to (.*)\.", r"Phải nhỏ hơn hoặc bằng \1."),
        (r"Must be greater than (.*)\.", r"Phải lớn hơn \1."),
        (r"Must be less than (.*)\.", r"Phải nhỏ hơn \1."),
        (r"Length must be between (.*) and (.*)\.", r"Độ dài phải từ \1 đến \2."),
        (r"Shorter than minimum length (.*)\.", r"Ngắn hơn độ dài tối thiểu \1."),
        (r"Longer than maximum length (.*)\.", r"Dài hơn độ dài tối đa \1."),
        (r"Length must be (.*)\.", r"Độ dài phải là \1."),
        (r"May hold no slash, and not be \. or \.\.", "Không được có dấu gạch chéo (/), không được là . hay .."),
        (r"String does not match expected pattern\.", "Không đúng mẫu."),
    )
)


def in_vietnamese(message: str) -> str:
    """The Vietnamese of a standard message; a schema's own message comes back as it is."""
    for pattern, text in _TEXTS:
        if match := pattern.fullmatch(message):
            return match.expand(text)
    return message
