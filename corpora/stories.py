"""What can be so of one made-up young person at one time, and in which order it is told."""

from __future__ import annotations

from collections.abc import Sequence

from corpora.dice import Dice

# Of each theme one line is drawn.
Theme = tuple[tuple[str, ...], ...]

_GONE: Theme = (
    ("SAFETY/Young person is missing",),
    ("SAFETY/Young person is missing", "SAFETY/More at risk"),
)
_SAFETY: Theme = (
    ("SAFETY/Safer", "SAFETY/Safety plan in place"),
    ("SAFETY/Safer", "SAFETY/Young person feels safe"),
    ("SAFETY/Understands trafficking and safety strategies", "SAFETY/Young person feels safe"),
    ("SAFETY/Still at risk", "SAFETY/Further risk assessment needed"),
    ("SAFETY/Still at risk", "SAFETY/No safety plan in place"),
    ("SAFETY/Still at risk", "SAFETY/More support to understand trafficking and safety strategies"),
    ("SAFETY/More at risk", "SAFETY/No work completed on safety"),
    ("SAFETY/No more or less at risk",),
    ("SAFETY/Limited safe networks of support",),
)
_AT_HOME: tuple[Theme, ...] = (
    (("ACTIVITIES/Accessing",), ("ACTIVITIES/Not accessing",)),
    (("EDUCATION/Accessing education",), ("EDUCATION/Not accessing education",)),
    (("EMPLOYMENT/In employment",), ("EMPLOYMENT/Not in employment",)),
    (("HEALTH/GP/Registered",), ("HEALTH/GP/Not registered",)),
    (
        ("HEALTH/MENTAL HEALTH SUPPORT/Accessing support",),
        (
            "HEALTH/MENTAL HEALTH SUPPORT/Mental health concerns",
            "HEALTH/MENTAL HEALTH SUPPORT/Accessing support",
        ),
        (
            "HEALTH/MENTAL HEALTH SUPPORT/Mental health concerns",
            "HEALTH/MENTAL HEALTH SUPPORT/Not accessing support",
        ),
        ("HEALTH/MENTAL HEALTH SUPPORT/No mental health concerns",),
    ),
    (("HOUSING/Suitable housing",), ("HOUSING/Unsuitable housing",)),
    (
        ("INDEPENDENCE/Confident with level of independence",),
        ("INDEPENDENCE/More support needed",),
    ),
    (
        ("RIGHTS AND ENTITLEMENTS/Aware of rights and entitlements",),
        ("RIGHTS AND ENTITLEMENTS/More support needed around rights and entitlements",),
    ),
    (
        ("PROTECTIVE FACTORS/Professionals",),
        ("PROTECTIVE FACTORS/Family", "PROTECTIVE FACTORS/Professionals"),
        ("PROTECTIVE FACTORS/Friends",),
        ("PROTECTIVE FACTORS/Education",),
        ("PROTECTIVE FACTORS/Employment",),
    ),
)
_PAPERS: tuple[Theme, ...] = (
    (("AGE ASSESSMENT/Age assessment undertaken",),),
    (
        ("CRIMINAL JUSTICE/Charged",),
        ("CRIMINAL JUSTICE/Charged", "CRIMINAL JUSTICE/s.45 considered or being considered"),
        (
            "CRIMINAL JUSTICE/Charged",
            "CRIMINAL JUSTICE/s.46 special measures considered or being considered",
        ),
        ("CRIMINAL JUSTICE/NRM raised as mitigation", "CRIMINAL JUSTICE/Charges dropped"),
        ("CRIMINAL JUSTICE/Charges never made",),
        ("CRIMINAL JUSTICE/Investigation ongoing",),
        ("CRIMINAL JUSTICE/On remand in custody",),
    ),
    (
        ("DURABLE SOLUTIONS/Asylum appeal ongoing",),
        ("DURABLE SOLUTIONS/Asylum/immigration decision concluded",),
        ("DURABLE SOLUTIONS/Waiting for asylum/immigration decision",),
    ),
    (("INTERPRETERS/Access to interpreters",), ("INTERPRETERS/No access to interpreters",)),
    (
        ("NRM/Decision concluded",),
        ("NRM/Decision expedited", "NRM/Decision concluded"),
        ("NRM/Decision pending",),
        ("NRM/Decision pending", "NRM/SCA updated with new information"),
        ("NRM/Challenging decision",),
        ("NRM/NRM not submitted",),
        ("NRM/Post 18 information provided", "NRM/Decision pending"),
    ),
    (("PROFESSIONALS UPSKILLED/Skills influence and improved",),),
    (
        ("SAFETY/Mapping work completed",),
        ("SAFETY/Disruption work completed",),
        ("SAFETY/Contextual Safeguarding Approach",),
    ),
)
_AGAINST = {
    "PROTECTIVE FACTORS/Education": "EDUCATION/Not accessing education",
    "PROTECTIVE FACTORS/Employment": "EMPLOYMENT/Not in employment",
    "PROTECTIVE FACTORS/Family": "SAFETY/Limited safe networks of support",
    "PROTECTIVE FACTORS/Friends": "SAFETY/Limited safe networks of support",
    "PROTECTIVE FACTORS/Professionals": "SAFETY/Limited safe networks of support",
    "SAFETY/Young person feels safe": "HOUSING/Unsuitable housing",
}
_FROM_ABROAD = ("DURABLE SOLUTIONS", "EMPLOYMENT", "INTERPRETERS", "AGE ASSESSMENT")


def story(dice: Dice, *, abroad: bool) -> list[str]:
    """The headings of the sentences of one summary, in order: codes, and "uncoded" ones.

    abroad : whether the young person came from another country.
    """
    gone, held = dice.chance(8), dice.chance(6)
    themes = list(_PAPERS if gone or held else _PAPERS + _AT_HOME)
    told = [dice.one_of(theme) for theme in dice.shuffled(themes)[: dice.whole(3, 8)]]
    told += [dice.one_of(_GONE if gone else _SAFETY)] if not held and dice.chance(70) else []
    told = [codes for codes in told if held or "CRIMINAL JUSTICE/On remand in custody" not in codes]
    told += [("CRIMINAL JUSTICE/On remand in custody",)] if held else []
    codes = without_contradiction([code for codes in dice.shuffled(told) for code in codes])
    headings = [code for code in codes if abroad or not code.startswith(_FROM_ABROAD)]
    for _ in range(dice.whole(0, 4)):
        headings.insert(dice.whole(0, len(headings)), "uncoded")
    return ["opening", *headings, *(["closing"] if dice.chance(60) else [])]


def without_contradiction(codes: Sequence[str]) -> list[str]:
    """The codes, each once, without those that others deny."""
    return [code for code in dict.fromkeys(codes) if _AGAINST.get(code) not in codes]
