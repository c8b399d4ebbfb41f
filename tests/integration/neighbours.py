"""What the requests of the scope tests name: things of the neighbouring unit, QN, by route."""

from __future__ import annotations

from typing import Any

HERE = "AN"
"""The unit that the caller is limited to, with a member of it."""
MEMBER_HERE = "DV000115"

PATHS = {
    ("organizations", "/organizations/<code>"): {"code": "QN"},
    ("organizations", "/organizations/<code>/ending"): {"code": "QN"},
    ("organizations", "/organizations/<code>/renamings"): {"code": "QN"},
    ("organizations", "/organizations/<code>/moves"): {"code": "QN-01"},
    ("organizations", "/organizations/<code>/reclassifications"): {"code": "QN-01"},
    ("organizations", "/organizations/<code>/external-code"): {"code": "QN"},
    ("organizations", "/organizations/<code>/history"): {"code": "QN"},
    ("organizations", "/organizations/<code>/lineage"): {"code": "QN"},
    ("organizations", "/external-codes/<path:external_code>"): {"external_code": "H08.1"},
    ("organizations", "/collectives/<code>"): {"code": "TT-QN"},
    ("organizations", "/collectives/<code>/renamings"): {"code": "TT-QN"},
    ("organizations", "/collectives/<code>/moves"): {"code": "TT-QN"},
    ("organizations", "/collectives/<code>/reclassifications"): {"code": "TT-QN"},
    ("organizations", "/collectives/<code>/management-transfers"): {"code": "TT-QN"},
    ("organizations", "/collectives/<code>/ending"): {"code": "TT-QN"},
    ("organizations", "/collectives/<code>/history"): {"code": "TT-QN"},
    ("organizations", "/people/<code>"): {"code": "DV000001"},
    ("organizations", "/people/<code>/transfers"): {"code": "DV000001"},
    ("organizations", "/people/<code>/status-changes"): {"code": "DV000001"},
    ("organizations", "/people/<code>/renamings"): {"code": "DV000001"},
    ("organizations", "/people/<code>/civil-categories"): {"code": "DV000001"},
    ("organizations", "/people/<code>/sick-leaves"): {"code": "DV000001"},
    ("organizations", "/people/<code>/membership-ending"): {"code": "DV000001"},
    ("organizations", "/people/<code>/history"): {"code": "DV000001"},
    ("organizations", "/posts/<code>"): {"code": "CV00007"},
    ("organizations", "/posts/<code>/history"): {"code": "CV00007"},
    ("organizations", "/posts/<code>/renamings"): {"code": "CV00007"},
    ("organizations", "/posts/<code>/reclassifications"): {"code": "CV00007"},
    ("organizations", "/posts/<code>/management-transfers"): {"code": "CV00007"},
    ("organizations", "/posts/<code>/ending"): {"code": "CV00007"},
    ("reviews", "/campaigns/<campaign>/prompts/<code>"): {"code": "GY-QN"},
    ("reviews", "/campaigns/<campaign>/prompts/<code>/judgements"): {"code": "GY-QN"},
    ("reviews", "/campaigns/<campaign>/reviews/<subject>/versions/<int:version>"): {"version": "1"},
    ("reviews", "/campaigns/<campaign>/reviews/<subject>/attachments/<fingerprint>"): {"fingerprint": "0" * 64},
    ("reviews", "/campaigns/<campaign>/reviews/<subject>/attachments/<fingerprint>/withdrawal"): {
        "fingerprint": "0" * 64
    },
    ("reviews", "/campaigns/<campaign>/dossiers/<subject>"): {"subject": "ldr:CV00007"},
    ("reviews", "/campaigns/<campaign>/dossiers/<subject>/checklist"): {"subject": "ldr:CV00007"},
    ("reviews", "/campaigns/<campaign>/dossiers/<subject>/receipt"): {"subject": "ldr:CV00007"},
    ("reviews", "/campaigns/<campaign>/dossiers/<subject>/recalls"): {"subject": "ldr:CV00007"},
    ("reviews", "/campaigns/<campaign>/dossiers/<subject>/receptions"): {"subject": "ldr:CV00007"},
    ("reviews", "/campaigns/<campaign>/dossiers/<subject>/acceptances"): {"subject": "ldr:CV00007"},
    ("reviews", "/campaigns/<campaign>/dossiers/<subject>/returns"): {"subject": "ldr:CV00007"},
    ("reviews", "/campaigns/<campaign>/plans/<organization>"): {"organization": "QN"},
    ("reviews", "/campaigns/<campaign>/plans/<organization>/interim-summaries"): {"organization": "QN"},
    ("reviews", "/campaigns/<campaign>/remedies/<code>"): {"code": "KP1"},
    ("reviews", "/campaigns/<campaign>/remedies/<code>/reports"): {"code": "KP1"},
    ("ratings", "/rulebooks/<path:rulebook>"): {"rulebook": "vn-party-annual-review/2020"},
    ("ratings", "/campaigns/<campaign>/decisions/<decided_by>/<path:document>"): {
        "decided_by": "QN-01",
        "document": "01-QĐ/ĐU.QN-01",
    },
    ("reporting", "/campaigns/<campaign>/units/<unit>"): {"unit": "QN"},
    ("reporting", "/campaigns/<campaign>/pages/units/<unit>"): {"unit": "QN"},
    ("reporting", "/campaigns/<campaign>/evidence/<path:figure>"): {"figure": "ratings/mem/HTXSNV"},
    ("reporting", "/campaigns/<campaign>/pages/evidence/<path:figure>"): {"figure": "over_cap"},
    ("reporting", "/campaigns/<campaign>/events/<service>/<int:number>"): {"service": "organizations", "number": "2"},
    ("reporting", "/campaigns/<campaign>/pages/events/<service>/<int:number>"): {
        "service": "organizations",
        "number": "2",
    },
    ("reporting", "/campaigns/<campaign>/pages/reports/<int:version>"): {"version": "1"},
    ("reporting", "/campaigns/<campaign>/reports/<int:version>"): {"version": "1"},
    ("reporting", "/campaigns/<campaign>/reports/<int:version>/differences"): {"version": "2"},
    ("reporting", "/campaigns/<campaign>/reports/<int:version>/exports/<table>.<format>"): {
        "version": "1",
        "table": "by-unit",
        "format": "csv",
    },
    ("reporting", "/campaigns/<campaign>/exports/<table>.<format>"): {"table": "by-unit", "format": "csv"},
    ("reporting", "/campaigns/<campaign>/tables/<table>"): {"table": "by-unit"},
    ("reporting", "/campaigns/<campaign>/export-jobs/<int:job>"): {"job": "999999"},
    ("reporting", "/campaigns/<campaign>/export-jobs/<int:job>/result"): {"job": "999999"},
}
"""What the path of a route names, where it is something else than a campaign and a subject of the neighbour, QN."""

BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("organizations", "/organizations"): {"code": "QN-99", "name": "Chi bộ", "type": "CB_CO_SO", "parent": "QN"},
    ("organizations", "/collectives"): {
        "code": "TT-QN-99",
        "name": "Tập thể",
        "type": "TT_CAP_UY",
        "organization": "QN",
        "management_level": "HUYEN",
    },
    ("organizations", "/people"): {
        "code": "DV999999",
        "full_name": "Nguyễn Văn A",
        "member_status": "active",
        "cell": "QN-01-C1",
    },
    ("organizations", "/posts"): {
        "code": "CV99999",
        "person": "DV000001",
        "collective": "TT-QN",
        "title": "Ủy viên",
        "post_group": "UY_VIEN",
        "head": False,
        "management_level": "HUYEN",
    },
    ("organizations", "/organizations/<code>/ending"): {"ended_on": "2021-01-01"},
    ("organizations", "/organizations/<code>/renamings"): {"name": "Đảng bộ", "since": "2021-01-01"},
    ("organizations", "/organizations/<code>/moves"): {"parent": "AN", "since": "2021-01-01"},
    ("organizations", "/organizations/<code>/reclassifications"): {"type": "DB_BO_PHAN", "since": "2021-01-01"},
    ("organizations", "/organizations/<code>/external-code"): {"external_code": "H08.1"},
    ("organizations", "/mergers"): {
        "predecessors": ["QN-01-C1"],
        "successor": "AN-01-C1",
        "merged_on": "2021-01-01",
    },
    ("organizations", "/splits"): {
        "organization": "QN-01",
        "split_on": "2021-01-01",
        "ends": False,
        "parts": [{"organization": "AN-01", "children": ["QN-01-C2"]}],
    },
    ("organizations", "/collectives/<code>/renamings"): {"name": "Ban Thường vụ", "since": "2021-01-01"},
    ("organizations", "/collectives/<code>/moves"): {"organization": "AN", "since": "2021-01-01"},
    ("organizations", "/collectives/<code>/reclassifications"): {"type": "TT_BAN_DANG", "since": "2021-01-01"},
    ("organizations", "/collectives/<code>/management-transfers"): {"management_level": "COSO", "since": "2021-01-01"},
    ("organizations", "/collectives/<code>/ending"): {"ended_on": "2021-01-01"},
    ("organizations", "/posts/<code>/renamings"): {"title": "Bí thư", "since": "2021-01-01"},
    ("organizations", "/posts/<code>/reclassifications"): {"post_group": "PHO", "head": False, "since": "2021-01-01"},
    ("organizations", "/posts/<code>/management-transfers"): {"management_level": "COSO", "since": "2021-01-01"},
    ("organizations", "/posts/<code>/ending"): {"held_to": "2021-01-01"},
    ("organizations", "/people/<code>/renamings"): {"full_name": "Nguyễn Văn A", "since": "2021-01-01"},
    ("organizations", "/people/<code>/civil-categories"): {"civil_category": None, "since": "2021-01-01"},
    ("organizations", "/people/<code>/sick-leaves"): {"months": 3, "since": "2021-01-01"},
    ("organizations", "/people/<code>/membership-ending"): {"ended_on": "2021-01-01", "reason": "left"},
    ("organizations", "/people/<code>/transfers"): {"cell": "AN-01-C1", "moved_on": "2021-01-01"},
    ("organizations", "/people/<code>/status-changes"): {"member_status": "exempt", "changed_on": "2021-01-01"},
    ("reviews", "/campaigns"): {
        "code": "BD-2021",
        "title": "Kiểm điểm năm 2021",
        "rulebook": "vn-party-annual-review/2020",
        "year": 2021,
        "document": "01-CV/TU",
        "opened_on": "2021-10-30",
        "dossier_deadline": {"date": "2022-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"},
        "province": "TU",
        "dossiers_to": "Ban Tổ chức",
        "reference_date": "2021-12-31",
    },
    ("reviews", "/campaigns/<campaign>/closing"): {},
    ("reviews", "/campaigns/<campaign>/reopening"): {"reason": "Bổ sung kết quả"},
    ("reviews", "/campaigns/<campaign>/expectations"): {
        "subject": "mem:DV000001",
        "owes": ["review"],
        "reason": "Nghỉ ốm dài ngày",
    },
    ("reviews", "/campaigns/<campaign>/locks"): {"unit": "QN", "stops": "new", "reason": "Tổng hợp số liệu"},
    ("reviews", "/campaigns/<campaign>/unlockings"): {"unit": "QN", "stops": "new", "reason": "Đã tổng hợp"},
    ("reviews", "/campaigns/<campaign>/extensions"): {
        "unit": "QN",
        "until": {"date": "2021-03-10", "rule": "before", "zone": "Asia/Ho_Chi_Minh"},
        "reason": "Bão lũ",
    },
    ("reviews", "/campaigns/<campaign>/prompts"): {
        "code": "GY9999",
        "subject": "mem:DV000001",
        "issued_by": "QN",
        "document": "1-CV",
        "issued_on": "2020-11-17",
        "text": "Làm rõ",
    },
    ("reviews", "/campaigns/<campaign>/reviews"): {"subject": "mem:DV000001", "form": "02-HD KĐ.ĐG 2019"},
    ("reviews", "/campaigns/<campaign>/prompts/<code>/judgements"): {"point": 1, "judgement": "accepted"},
    ("reviews", "/campaigns/<campaign>/reviews/<subject>/draft"): {"summary": "Tự phê bình"},
    ("reviews", "/campaigns/<campaign>/reviews/<subject>/completions"): {"text": "Hoàn chỉnh"},
    ("reviews", "/campaigns/<campaign>/reviews/<subject>/comments"): {
        "side": "peer",
        "given_by": "AN",
        "text": "Góp ý",
    },
    ("reviews", "/campaigns/<campaign>/reviews/<subject>/attachments/<fingerprint>/withdrawal"): {"reason": "Nhầm"},
    ("reviews", "/campaigns/<campaign>/reviews/<subject>/returns"): {"returned_by": "AN", "remarks": "Bổ sung"},
    ("reviews", "/campaigns/<campaign>/reviews/<subject>/supplements"): {"text": "Bổ sung"},
    ("reviews", "/campaigns/<campaign>/dossier-forwardings"): {
        "subject": "ldr:CV00007",
        "forwarded_by": "QN",
        "documents": [],
    },
    ("reviews", "/campaigns/<campaign>/dossiers/<subject>/recalls"): {"remarks": "Gửi nhầm"},
    ("reviews", "/campaigns/<campaign>/dossiers/<subject>/returns"): {"remarks": "Thiếu chữ ký"},
    ("reviews", "/campaigns/<campaign>/nothing-to-report"): {"subject": "org:QN"},
    ("reviews", "/campaigns/<campaign>/plans"): {
        "organization": "QN",
        "document": "12-KH/TU",
        "adopted_on": "2020-11-10",
        "levels": [],
    },
    ("reviews", "/campaigns/<campaign>/plans/<organization>/interim-summaries"): {
        "document": "3-BC/TU",
        "held_on": "2020-12-20",
        "text": "Một số chi bộ còn hình thức",
    },
    ("reviews", "/campaigns/<campaign>/remedies"): {
        "code": "KP1",
        "subject": "mem:DV000001",
        "weakness": "Chưa đạt chỉ tiêu",
        "responsible": "QN-01",
        "due_on": "2199-06-30",
        "document": "5-TB/ĐU",
    },
    ("reviews", "/campaigns/<campaign>/remedies/<code>/reports"): {"outcome": "in_progress", "report": "Đang làm"},
    ("reporting", "/campaigns/<campaign>/export-jobs"): {"table": "by-unit", "format": "csv"},
    ("ratings", "/rulebooks"): {"content": {}},
    ("ratings", "/campaigns/<campaign>/opinions"): {"subject": "mem:DV000001", "stage": "TU_XL", "level": "HTNV"},
    ("ratings", "/campaigns/<campaign>/ballots"): {
        "subject": "mem:DV000001",
        "stage": "CB_XL",
        **dict.fromkeys(("eligible", "present", "issued", "returned", "valid"), 1),
        "votes": {"HTNV": 1},
    },
    ("ratings", "/campaigns/<campaign>/findings"): {
        "subject": "mem:DV000001",
        "fact": "disciplined_in_year",
        "value": "yes",
    },
    ("ratings", "/campaigns/<campaign>/civil-ratings"): {"person": "DV000001", "level": "HTNV"},
    ("ratings", "/campaigns/<campaign>/proposals"): {"after": None},
    ("ratings", "/campaigns/<campaign>/decisions"): {
        "document": "99-QĐ/ĐU",
        "decided_by": "QN-01",
        "rows": [{"subject": "mem:DV000001", "level": "HTNV"}],
    },
    ("ratings", "/campaigns/<campaign>/revisions"): {
        "document": "98-QĐ/ĐU",
        "decided_by": "QN-01",
        "rows": [{"subject": "mem:DV000001", "level": "HTNV", "reason": "Kết luận"}],
    },
    ("ratings", "/campaigns/<campaign>/ratings/<subject>/confirmations"): {
        "document": "97-TB/ĐU",
        "decided_by": "QN-01",
        "reason": "Đã kiểm tra",
    },
    ("ratings", "/campaigns/<campaign>/ratings/<subject>/appeals"): {"grounds": "Chưa đúng", "lodged_by": "QN-01-C1"},
    ("ratings", "/campaigns/<campaign>/ratings/<subject>/appeal-decisions"): {
        "outcome": "upheld",
        "document": "96-TB/ĐU",
        "decided_by": "QN-01",
        "reason": "Không có căn cứ",
    },
    ("ratings", "/campaigns/<campaign>/publications"): {
        "document": "01-QĐ/ĐU.QN-01",
        "decided_by": "QN-01",
        "scope": "unit",
        "published_on": "2021-01-06",
        "published_by": "QN-01",
    },
}
"""A body that would do something to the neighbour, if it were let in."""

FILE = b"%PDF-1.7"
"""A body where a file is taken."""

QUERIES = {
    ("GET", "organizations", "/people"): "?cell=QN-01-C1",
    ("GET", "organizations", "/collectives"): "?organization=QN",
    ("GET", "organizations", "/posts"): "?collective=TT-QN",
    ("GET", "reviews", "/campaigns/<campaign>/completeness"): "?of=reviews&by=grassroots",
    ("GET", "reviews", "/campaigns/<campaign>/state"): "?unit=QN",
    ("GET", "reviews", "/campaigns/<campaign>/plans"): "?below=QN",
    ("GET", "ratings", "/campaigns/<campaign>/what-if"): "?cap_base=rated_total",
    ("GET", "reporting", "/campaigns/<campaign>/changes"): "?since=ratings:4000",
    ("GET", "reporting", "/campaigns/<campaign>/pages/changes"): "?since=ratings:4000",
    ("POST", "reviews", "/campaigns/<campaign>/reviews/<subject>/attachments"): "?name=a.pdf&classification=none",
}

UNDER_OWN_NAME: dict[tuple[str, str], dict[str, Any]] = {
    ("reviews", "/campaigns/<campaign>/prompts"): {"issued_by": HERE},
    ("reviews", "/campaigns/<campaign>/dossier-forwardings"): {"forwarded_by": HERE},
    ("reviews", "/campaigns/<campaign>/remedies"): {"responsible": HERE},
    ("ratings", "/campaigns/<campaign>/decisions"): {"decided_by": f"{HERE}-01"},
    ("ratings", "/campaigns/<campaign>/revisions"): {"decided_by": f"{HERE}-01"},
}
"""Commands that name a body besides the subject: here the caller's own body, with the neighbour's subject."""

DONE_BEFORE = {"reopen_campaign": ("close_campaign",)}
DONE_AFTER = {"close_campaign": ("reopen_campaign",)}
"""By command, what makes it possible, and what undoes it for those that come after."""

REFUSED_BY_THE_RULES = {
    **dict.fromkeys(
        (
            "cancel_export_job",
            "download_attachment",
            "show_differences",
            "show_export_job",
            "show_export_result",
            "withdraw_file",
        ),
        "not_found",
    ),
    **dict.fromkeys(
        ("accept_dossier", "receive_dossier", "return_dossier"), "dossier_not_forwarded"
    ),  # it was recalled
    "complete_review": "not_a_collective",
    "confirm_nothing_to_report": "dossier_owed",
    "end_organization": "still_in_use",
    "forward_dossiers": "dossier_refused",
    "hand_in_reviews": "review_exists",
    "issue_decision": "decision_refused",
    "issue_revision": "decision_refused",
    "judge_answer": "not_answered",
    "save_draft": "review_exists",
    "submit_draft": "no_draft",
}
"""By route, why the rules refuse the rightful caller: the sample has no such thing, or it is in another state."""
