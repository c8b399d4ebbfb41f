"""Explanations as pages for people: server-rendered, without scripts, in Vietnamese and English."""

from services.ratings.page.render import STYLE, explanation_page

__all__ = ["STYLE", "explanation_page"]
