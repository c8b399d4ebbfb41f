"""Attachments: products and papers that a review names as evidence."""
