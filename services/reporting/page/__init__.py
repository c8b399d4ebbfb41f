"""The report and the pages around it: server-rendered, without scripts, in Vietnamese and English."""

from services.reporting.page.frame import Frame, address
from services.reporting.page.render import LONGEST_LIST, STYLE, rendered
from services.reporting.page.words import LANGUAGES, Language

__all__ = ["LANGUAGES", "LONGEST_LIST", "STYLE", "Frame", "Language", "address", "rendered"]
