"""The forms that texts come in: one file each, from bytes to text and what was found."""
