"""What the pages around the report call things, in Vietnamese and English; see `page.words` for the report itself."""

from services.reporting.page.labels.boards import BOARDS
from services.reporting.page.labels.centre import CENTRE
from services.reporting.page.labels.course import FACTS, HAPPENINGS, QUESTION_CAUSES, VOTES
from services.reporting.page.labels.evidence import EVIDENCE, FIGURES
from services.reporting.page.labels.following import FOLLOWING
from services.reporting.page.labels.frame import FRAME, PAGES
from services.reporting.page.labels.lists import LISTS
from services.reporting.page.labels.past import PAST
from services.reporting.page.labels.reports import PLACES, REPORTS
from services.reporting.page.words import Words

LABELS: Words = {
    **{f"page_{name}": words for name, words in PAGES.items()},
    **FRAME,
    **LISTS,
    **BOARDS,
    **PAST,
    **REPORTS,
    **EVIDENCE,
    **FOLLOWING,
    **CENTRE,
}

__all__ = ["FACTS", "FIGURES", "HAPPENINGS", "LABELS", "PAGES", "PLACES", "QUESTION_CAUSES", "VOTES"]
