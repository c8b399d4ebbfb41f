"""Prompts (gợi ý kiểm điểm): points that a competent body asks a subject to address."""
