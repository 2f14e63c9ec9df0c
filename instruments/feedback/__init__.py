"""Results given back: pages for the young people who took part, and a brief for practitioners."""

from instruments.feedback.writing import feedback_pages, write_feedback

__all__ = ["feedback_pages", "write_feedback"]
