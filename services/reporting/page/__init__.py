"""The report as a page for people: server-rendered, without scripts, in Vietnamese and English."""

from services.reporting.page.render import STYLE, campaign_page, sign_in_page
from services.reporting.page.view import CampaignView
from services.reporting.page.words import LANGUAGES, Language

__all__ = ["LANGUAGES", "STYLE", "CampaignView", "Language", "campaign_page", "sign_in_page"]
