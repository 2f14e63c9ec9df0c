"""Translations: what is to be translated, in which state it is, and how it goes out and back."""
