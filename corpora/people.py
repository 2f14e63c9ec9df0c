"""Made-up people and places for synthetic texts, and the years, areas and roles of the study."""

from __future__ import annotations

from corpora.dice import Dice

_EARLY = ("Greater Manchester", "Hampshire and the Isle of Wight", "Wales")
_LATER = (*_EARLY, "West Midlands", "East Midlands", "Croydon")
_YEARS = {1: "2017-18", 2: "2018-19", 3: "2019-20", 4: "2020-21", 5: "2021-22"}
DIRECT, RPC, RP, POST_18 = "ICTG", "RPC", "RP", "ICTG Post-18"

# APPX24 table 3: year, area, role and how many summaries the amended sample holds.
_SAMPLE = (
    *((1, area, DIRECT, 10) for area in _EARLY),
    *((2, area, DIRECT, 20) for area in _EARLY),
    *((2, area, RPC, 5) for area in _LATER),
    (2, "West Midlands", DIRECT, 10),
    *((2, area, DIRECT, 5) for area in ("East Midlands", "Croydon")),
    *((year, area, role, 5) for year in (3, 4) for area in _LATER for role in (DIRECT, RPC)),
    *((5, area, role, 10) for area in ("Wales", "London", "South") for role in (DIRECT, RPC)),
    (5, "North", DIRECT, 14),
    (5, "North", RPC, 10),
    (5, "North", POST_18, 4),
    *((5, "Midlands", role, 12) for role in (DIRECT, RPC)),
    *((5, "Midlands", role, 6) for role in (RP, POST_18)),
    *((5, "London", role, 8) for role in (RP, POST_18)),
)
# Each stratum as often as the sample has it, so that drawing one draws as the sample is.
STRATA = tuple(
    (_YEARS[year], area, role) for year, area, role, size in _SAMPLE for _ in range(size)
)

SHORT = {
    "with": "w/", "and": "&", "week": "wk", "weeks": "wks", "month": "mth", "months": "mths",
    "years": "yrs", "approximately": "approx", "meeting": "mtg", "because": "bc",
    "evening": "eve", "police": "pol", "hearing": "hrg",
}  # fmt: skip

_NATIONS = (
    ("Vietnamese", "Vietnamese"), ("Albanian", "Albanian"), ("Eritrean", "Tigrinya"),
    ("Sudanese", "Arabic"), ("Afghan", "Pashto"), ("Iranian", "Kurdish"), ("Romanian", "Romanian"),
    ("Nigerian", "Yoruba"), ("Ethiopian", "Amharic"), ("British", "English"), ("Iraqi", "Sorani"),
)  # fmt: skip
_GIRLS = ("Linh", "Arta", "Selam", "Mina", "Dana", "Ife", "Kezia", "Roza", "Tamsin", "Yen")
_BOYS = ("Minh", "Besi", "Yonas", "Karim", "Dorin", "Tobi", "Hewa", "Samir", "Callan", "Bao")
_TOWNS = ("Eastmere", "Wexcombe", "Dunmarsh", "Ottlesea", "Brackwold", "Thornlow", "Kelby Cross")
_SCHOOLS = ("Fernhill", "Castle Row", "Northgate Tech", "St Aldan's", "Harbour Road", "Lime Walk")
_CLUBS = ("kickboxing", "five-a-side", "the choir", "cadets", "netball", "chess", "street dance")
_TRADES = ("bakery", "car dealer's", "hotel kitchen", "greengrocer's", "barber's", "warehouse")
_AGENCIES = ("the Border Force desk", "Children's Services", "the duty desk", "a hospital ward",
             "the out-of-hours team", "a probation officer")  # fmt: skip
_CARERS = ("the foster mum", "the foster dad", "the night manager", "the key worker", "the host")
_SURNAMES = ("Oakes", "Pellow", "Garrick", "Amin", "Voss", "Tandy", "Quill", "Marsh")
_MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def person(dice: Dice, *, year: str, grown: bool) -> tuple[dict[str, str], dict[str, str]]:
    """What to fill into sentences about one made-up young person, and their attributes."""
    girl = dice.chance(35)
    name = dice.one_of(_GIRLS if girl else _BOYS)
    nation, language = dice.one_of(_NATIONS)
    age = str(dice.whole(18, 20) if grown else dice.whole(14, 17))
    words = {"s": "she", "o": "her", "p": "her", "He": "She", "boy": "girl"} if girl else {
        "s": "he", "o": "him", "p": "his", "He": "He", "boy": "boy"
    }  # fmt: skip
    values = words | {
        "S": words["He"], "name": name, "initial": f"{name[0]}.", "age": age, "nat": nation,
        "lang": language, **places(dice), **times(dice, year),
    }  # fmt: skip
    return values, {"gender": "female" if girl else "male", "age": age, "nationality": nation}


def places(dice: Dice) -> dict[str, str]:
    """Places, institutions and people around a young person, all invented."""
    surname = dice.one_of(_SURNAMES)
    town = dice.one_of(_TOWNS)
    return {
        "town": town,
        "la": f"{town} council",
        "force": f"{town} police",
        "yoi": f"the {dice.one_of(('Redmoor', 'Stanvale', 'Cold Ash'))} unit",
        "school": dice.one_of(_SCHOOLS),
        "club": dice.one_of(_CLUBS),
        "trade": dice.one_of(_TRADES),
        "agency": dice.one_of(_AGENCIES),
        "carer": dice.one_of(_CARERS),
        "worker": dice.one_of(("the guardian", f"Ms {surname}", f"Mr {surname}")),
        "surname": surname,
        "solicitor": dice.one_of(("the solicitor", f"{surname} & Co")),
    }


def times(dice: Dice, year: str) -> dict[str, str]:
    """A day, two months and years about the study's year, as "2019-20"."""
    first = int(year[:4])
    return {
        "day": dice.one_of(_DAYS),
        "n": str(dice.whole(4, 28)),
        "month": dice.one_of(_MONTHS),
        "month2": dice.one_of(_MONTHS),
        "year": str(first + dice.whole(0, 1)),
        "year2": str(first - dice.whole(14, 17)),
        "year3": str(first + dice.whole(3, 6)),
    }
