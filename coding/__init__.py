"""Coding of case-closure summaries and transcripts with a deductive frame."""
