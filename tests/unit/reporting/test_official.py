"""The official report: the form of Party documents, figures to the digit, and what stays for people to write."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from services.ratings.loading import load, pack_file
from services.reporting.documents import template
from services.reporting.documents.phrases import cited, committee, party_date, place
from services.reporting.exports.catalog import ANNEXES
from services.reporting.page.formats import number, percentage
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS, RULEBOOK
from tests.unit.reporting.reading import described, from_docx, words_of
from tests.unit.reporting.speaking import NO_TEXT

CAMPAIGN = "/reporting/campaigns/BD-2020"
REPORTS = f"{CAMPAIGN}/reports"
EXEMPT = {"person": "DV000001", "member_status": "exempt", "changed_on": "2020-12-01"}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The sample with mistakes under the whole rulebook of 2020, with two issued versions of its report."""
    bench = Bench(tmp_path_factory.mktemp("official"))
    bench.hear_folder(FOLDERS[0])
    pack = load(pack_file("vn-party-annual-review/2020"))
    content = {**RULEBOOK, "statistics": pack["statistics"], "pack": pack["pack"]}
    published = {"rulebook": "vn-party-annual-review/2020", "content_sha256": NO_TEXT, "content": content}
    bench.hear([bench.speaker.say("ratings", "RulebookPublished", **published)])
    bench.post(REPORTS)
    bench.hear([bench.speaker.say("organizations", "MemberStatusChanged", **EXEMPT)])
    bench.post(REPORTS)
    return bench


@pytest.fixture(scope="module")
def draft(province: Bench) -> bytes:
    answer = province.get(f"{CAMPAIGN}/exports/report.docx")
    assert answer.status_code == 200, answer.text
    return answer.data


def test_the_document_has_the_parts_of_a_party_document_in_their_order(draft: bytes) -> None:
    text = words_of(draft)
    parts = [
        "TỈNH ỦY BÌNH ĐỊNH",
        "Số          -BC/TU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Bình Định, ngày",
        "năm 2021",
        "BÁO CÁO",
        "kết quả kiểm điểm và đánh giá, xếp loại chất lượng năm 2020 đối với tập thể, cá nhân",
        "Quy định số 132-QĐ/TW ngày 08/3/2018 của Bộ Chính trị",
        "Công văn số 04-CV/TU ngày 30/10/2020 của Ban Thường vụ Tỉnh ủy",
        "I. KẾT QUẢ KIỂM ĐIỂM",
        "II. KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG",
        "./.",
        "Nơi nhận:",
        "Lưu Văn phòng Tỉnh ủy.",
        "T/M BAN THƯỜNG VỤ",
        "BÍ THƯ",
        "Phụ lục 1",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "CỘNG HÒA" not in text


def test_a_draft_says_so_and_leaves_the_judgement_to_people(draft: bytes) -> None:
    text = words_of(draft)
    assert "DỰ THẢO" in text
    assert "cơ quan tham mưu bổ sung" in text


def test_an_issued_report_is_no_draft_and_names_its_version_and_hash(province: Bench) -> None:
    text = words_of(province.get(f"{REPORTS}/1/exports/report.docx").data)
    assert "DỰ THẢO" not in text and "bổ sung" not in text
    assert f"SHA-256 {province.json(f'{REPORTS}/1')['content_sha256']}" in text
    assert text.count("./.") == 1


def test_the_sentences_have_the_figures_in_both_readings(province: Bench, draft: bytes) -> None:
    members = province.json(f"{CAMPAIGN}/figures")["ratings"]["mem"]
    ratios = province.json(f"{CAMPAIGN}/figures")["member_ratios"]["province"]
    [sentence] = [line for line in words_of(draft).splitlines() if line.startswith("5. Đảng viên")]
    assert f"tổng số {number(members['total'], 'vi')} đảng viên" in sentence
    for ratio, of in (("excellent_of_good", "số hoàn thành tốt nhiệm vụ"), ("excellent_of_rated", "số được xếp loại")):
        assert f"bằng {ratios[ratio].replace('.', ',')}% {of}" in sentence
    shares = [int(share.replace(",", "")) for share in re.findall(r"\(([0-9,]+)%\)", sentence)]
    assert sum(shares) == 10_000


def test_every_annex_has_the_cells_of_its_table(province: Bench, draft: bytes) -> None:
    tables = from_docx(draft)[-len(ANNEXES) :]
    for name, told in zip(ANNEXES, tables, strict=True):
        columns, rows = described(province.get(f"{CAMPAIGN}/exports/{name}.json").data)
        assert told[0] == [column["title"] for column in columns]
        expected = [[_told(cell, column) for cell, column in zip(row, columns, strict=True)] for row in rows]
        assert told[1:] == expected, name


def _told(cell: Any, column: dict[str, str]) -> str:
    if cell is None:
        return "–" if column["type"] in ("number", "percent") else ""
    if column["type"] == "number":
        return number(cell, "vi")
    return percentage(cell, "vi") if column["type"] == "percent" else str(cell)


def test_annexes_say_how_certain_their_layout_is(draft: bytes) -> None:
    text = words_of(draft)
    assert "Biểu 6F-BTCTW: mức chắc chắn về mẫu biểu theo bộ quy định là cao." in text
    assert "Biểu RATE-MEM: mức chắc chắn về mẫu biểu theo bộ quy định là thấp" in text
    assert "edition may be 2021" in text


def test_text_of_others_is_no_markup_in_the_document(bench: Bench) -> None:
    bench.hear_folder(FOLDERS[1])
    name = 'Đảng bộ <w:p> & "{{ 7 * 7 }}" #panic()'
    facts = {"code": "X1", "name": name, "type": "DB_TRUC_THUOC_TINH", "parent": "TU", "founded_on": None}
    bench.hear([bench.speaker.say("organizations", "OrganizationRegistered", **facts)])
    assert name in words_of(bench.get(f"{CAMPAIGN}/exports/report.docx").data)
    assert bench.get(f"{CAMPAIGN}/exports/report.pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize("which", ["exports/report", "reports/1/exports/report"])
def test_the_pdf_says_what_the_document_says(province: Bench, tmp_path: Path, which: str) -> None:
    (tmp_path / "report.pdf").write_bytes(province.get(f"{CAMPAIGN}/{which}.pdf").data)
    text = _text_of(tmp_path / "report.pdf")
    document = words_of(province.get(f"{CAMPAIGN}/{which}.docx").data)
    sentences = [line for line in document.splitlines() if re.match(r"[1-5]\. |- Có |Tổng số hồ sơ", line)]
    assert len(sentences) >= 6
    assert [sentence for sentence in sentences if "".join(sentence.split()) not in text] == []
    assert ("DỰTHẢO" in text) == ("DỰ THẢO" in document)


def test_libreoffice_opens_the_document_and_prints_every_sentence(draft: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(draft)
    office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", tmp_path, tmp_path / "report.docx"], check=True, capture_output=True)
    text = _text_of(tmp_path / "report.pdf")
    lines = [line for line in words_of(draft).splitlines() if len(line) > 60]
    assert [line for line in lines if "".join(line.split()) not in text] == []


def _text_of(pdf: Path) -> str:
    """The text without blanks and page numbers: where lines, words and pages are broken is not what matters."""
    assert shutil.which("pdftotext"), "poppler-utils is installed with the servers"
    read = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True).stdout.decode()
    lines = (line.strip("\f ") for line in read.splitlines())
    return "".join("".join(line.split()) for line in lines if not line.isdigit())


@pytest.mark.parametrize("which", [template.REPORT, template.TABLE], ids=lambda path: path.name)
def test_the_templates_are_what_their_script_builds(
    which: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An office may edit them; here nobody does without its script."""
    monkeypatch.setattr(template, "REPORT", tmp_path / "report.docx")
    monkeypatch.setattr(template, "TABLE", tmp_path / "table.docx")
    template.build()
    assert _content(which) == _content(tmp_path / which.name)


def _content(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith("word/")}


def test_dates_documents_and_bodies_are_written_as_the_party_writes_them() -> None:
    assert [party_date(day) for day in ("2018-03-08", "2021-02-25", "2020-10-30", "2021-01-05")] == [
        "08/3/2018",
        "25/02/2021",
        "30/10/2020",
        "05/01/2021",
    ]
    assert cited({"code": "90/2020/NĐ-CP", "date": "2020-08-13", "issuer": "Chính phủ"}) == (
        "Nghị định số 90/2020/NĐ-CP ngày 13/8/2020 của Chính phủ"
    )
    assert (committee("Đảng bộ thành phố Cần Thơ"), place("Đảng bộ tỉnh Bình Định")) == (
        "Thành ủy Cần Thơ",
        "Bình Định",
    )


def test_versions_are_listed_the_newest_first(province: Bench) -> None:
    listed = province.json(REPORTS)["items"]
    assert [report["version"] for report in listed] == [2, 1]
    assert listed[1]["content_sha256"] == province.json(f"{REPORTS}/1")["content_sha256"]
    assert province.get(REPORTS, organization="QN").status_code == 404


def test_the_differences_between_versions_are_exactly_what_changed(province: Bench) -> None:
    """One member became exempt, and was rated: fewer must review, and nothing else about levels changes."""
    told = province.json(f"{REPORTS}/2/differences")
    assert (told["before"], told["after"]) == (1, 2)
    changed = {difference["path"]: (difference["before"], difference["after"]) for difference in told["differences"]}
    before, after = (province.json(f"{REPORTS}/{version}")["figures"]["reviews"] for version in (1, 2))
    must = (before["must_review"]["members"], after["must_review"]["members"])
    assert must[0] == must[1] + 1
    assert changed["reviews/must_review/members"] == must
    assert not any(path.startswith("ratings/") for path in changed)
    assert {difference["unit"] for difference in told["differences"]} == {None}


def test_differences_count_from_any_version_and_back(province: Bench) -> None:
    forth = province.json(f"{REPORTS}/2/differences?from=1")["differences"]
    back = province.json(f"{REPORTS}/1/differences?from=2")["differences"]
    assert [(each["path"], each["before"], each["after"]) for each in forth] == [
        (each["path"], each["after"], each["before"]) for each in back
    ]
    assert province.json(f"{REPORTS}/2/differences?from=2")["differences"] == []
    assert province.get(f"{REPORTS}/1/differences").status_code == 404, "there is no version before the first"
    assert "head_above_collective" not in str(province.json(f"{REPORTS}/2/differences", role="central_reader"))


def test_an_issued_report_has_no_lists_and_no_comparison(province: Bench) -> None:
    assert province.get(f"{REPORTS}/1/exports/members.csv").status_code == 404
    frozen = province.get(f"{REPORTS}/1/exports/reviews.json").data
    assert described(frozen)[1] != described(province.get(f"{CAMPAIGN}/exports/reviews.json").data)[1]
    assert province.get(f"{REPORTS}/9/exports/summary.csv").status_code == 404
