"""What becomes of a request of the scope tests when its caller may make it."""

from __future__ import annotations

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
