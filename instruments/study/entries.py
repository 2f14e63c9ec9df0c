"""What a study must say about itself once, so that every page of its pack can say it alike."""

from __future__ import annotations

from dataclasses import dataclass

INTRODUCTION = """\
What the sheets, forms, cards and scripts of this study need to know, said once.
Each entry fills the placeholder of the same name: voucher fills {{voucher}}.
Write the text after the colon. What you leave empty is listed by the checks and marked on
the page. An entry may be given by language:
  worker:
    en: guardian
    fr: tuteur
"""


@dataclass(frozen=True)
class Entry:
    """One entry of study.yaml.

    Fields
    ------
    name
        Of the entry and of the placeholder that it fills.
    kind
        "words", "date", "when" (a date or words), "minutes", "phone", "email", "amount", "yes-no",
        "file" (which may be left empty).
    ask
        The question that the template puts to the team.
    example
        An answer of a made-up study; its phone numbers are among those kept for fiction.
    part
        The part of the template that it opens; empty where it goes on with the one before.
    """

    name: str
    kind: str
    ask: str
    example: str
    part: str = ""


ENTRIES = (
    Entry("study", "words", "What do participants call the study?", "Your guardian and you",
          "The study"),
    Entry("team", "words", "Who does the study, in words that a child knows?",
          "three people from Example University"),
    Entry("service", "words", "Which service do the workers belong to?",
          "the guardianship service"),
    Entry("worker", "words", "What is the worker called, in titles, questions and the stem?",
          "guardian"),
    Entry("stem", "words", "Which words does every card complete?",
          "Because of support from my {{worker}}…"),
    Entry("cards", "words", "How many cards are there?", "28"),
    Entry("minutes", "minutes", "How many minutes does a child or young person give?", "60",
          "What is asked of people"),
    Entry("minutes_professionals", "minutes", "How many minutes does a professional give?", "90"),
    Entry("where", "words", 'Where do you meet? (goes on after "We meet")',
          "at a place that you know"),
    Entry("recording", "yes-no", "Do you record sound? (yes or no)", "yes"),
    Entry("photos", "yes-no", "Do you take photos of cards or drawings? (yes or no)", "yes"),
    Entry("voucher", "amount", "What is the voucher worth? (an amount, or none)", "£20"),
    Entry("interpreter", "words", "Who interprets?", "an interpreter"),
    Entry("contact_name", "words", "Who answers questions?", "Sam Reed", "The people"),
    Entry("contact_phone", "phone", "On which number?", "01632 960001"),
    Entry("contact_email", "email", "At which address?", "sam.reed@example.org"),
    Entry("complaint_contact", "words", "Who outside the team hears complaints, and how?",
          "Jo Hill on 01632 960002"),
    Entry("safeguarding_contact", "words", "Whom do you tell when somebody is at risk, and how?",
          "Ana Lima (01632 960003)"),
    Entry("emergency", "phone", "Which number is called in danger? (999 in the United Kingdom)",
          "999"),
    Entry("take_back_until", "date", "Until which date can words be taken back?", "2027-06-30",
          "Dates: 2027-06-30 or 30 June 2027; or words, such as: two weeks after we meet"),
    Entry("recording_kept_until", "date", "By which date is every recording deleted?",
          "2027-09-30"),
    Entry("data_kept_until", "date", "Until which date is the rest kept?", "2032-06-30"),
    Entry("results_when", "when", "By when do participants hear what was found?",
          "December 2027"),
    Entry("controller", "words", "Which organisation answers for the data (data controller)?",
          "Example University", "The law"),
    Entry("dpo", "words", "How is its Data Protection Officer reached?", "dpo@example.org"),
    Entry("lawful_basis", "words", "Which lawful basis does it name?",
          "a task in the public interest"),
    Entry("archive", "words", "Where may typed notes be kept for other researchers?",
          "the UK Data Archive"),
    Entry("funder", "words", "Who pays for the study?", "The Example Trust"),
    Entry("ethics", "words", "Which ethics committee looked at it?",
          "The ethics committee of Example University"),
    Entry("q_sort", "file", "Which file beside this one holds cards and grid of the Q-sort? "
          "(or none)", "none", "The pack"),
    Entry("template", "file", "Which Word file of your own gives pages their look? (or none)",
          "none"),
)  # fmt: skip

WHO_SIGNS = """\
Who signs for whom? Ask for each kind of participant; never take a parent for granted.
Take out the kinds that you do not invite, add your own, and leave none empty.
"""
PARTICIPANTS = {
    "under 16, living with parents": "a parent with parental responsibility",
    "under 16, living with other carers": "the person with parental responsibility",
    "under 16, looked after by a local authority": (
        "the local authority where it holds parental responsibility, else the parent who does"
    ),
    "under 16, unaccompanied": (
        "the child, with an adult from outside the study, as the ethics committee decided"
    ),
    "16 or 17": "the young person",
    "18 or over": "the young person",
    "professionals": "the professional",
}

LANGUAGES = """\
In which languages do pages go out? Codes such as en, cy, fr, vi, ps, ar, tig, sq, ckb, kmr, am.
"""
HELP_LINES = """\
Help lines. Print a number only after somebody has called it: say who called, and when.
A line serves the languages that it names, and every language if interpreter is yes.
"""
HELP_LINE = {
    "name": "Example Help Line",
    "phone": "01632 960004",
    "languages": "[en]",
    "interpreter": "yes",
    "country": "England",
    "hours": "",
    "called": "Sam Reed, 2027-01-11",
}
OWN = "Placeholders of your own, for pages that you write: name: text.\n"


def template(*, examples: bool = False) -> str:
    """The text of a study.yaml to fill in; with `examples`, that of a made-up study."""
    parts = [_comment(INTRODUCTION)]
    for entry in ENTRIES:
        if entry.part:
            parts.append(f"\n# --- {entry.part}\n")
        parts.append(f"# {entry.ask}\n{entry.name}:{_value(entry.example, examples)}\n")
    parts += ["\n# --- Who signs\n", _comment(WHO_SIGNS), "who_signs:\n"]
    parts += [f'  "{kind}":{_value(who, examples)}\n' for kind, who in PARTICIPANTS.items()]
    parts += ["\n# --- Languages and help lines\n", _comment(LANGUAGES), "languages: [en]\n"]
    parts += ["\n", _comment(HELP_LINES), "help_lines:\n", _help_line(examples)]
    parts += ["\n", _comment(OWN), "own:\n"]
    return "".join(parts)


def _help_line(examples: bool) -> str:
    rows = [f"{key}:{_value(text, examples)}" for key, text in HELP_LINE.items()]
    return "".join(f"  {'-' if number == 0 else ' '} {row}\n" for number, row in enumerate(rows))


def _value(text: str, examples: bool) -> str:
    if not (examples and text):
        return ""
    return f" {text}" if text.startswith("[") else f' "{text}"'


def _comment(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())
