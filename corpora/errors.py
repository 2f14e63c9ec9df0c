"""The one error that a researcher can mend."""


class StudyError(ValueError):
    """A fault in a file or a choice, told in one sentence: what, where and what to do."""
