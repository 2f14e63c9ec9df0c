"""Word forms of English as case notes write it: stems, small words, and persons."""

from __future__ import annotations

_IRREGULAR = """
be: is are was were been being am 're 'm be isnt arent wasnt werent ai
have: has had having 've have havent hasnt hadnt
do: does did done doing do
not: n't n’t nt not
will: 'll ’ll wo will
can: ca can
go: went gone goes going go gon
get: got gets getting gotten get
make: made makes making make
tell: told tells telling tell
say: said says saying say
feel: felt feels feeling feelings feel
leave: left leaves leaving leave
begin: began begun begins beginning begin
lose: lost loses losing lose
find: found finds finding find
take: took taken takes taking take
give: gave given gives giving give
keep: kept keeps keeping keep
meet: met meets meeting meet
know: knew known knows knowing know
understand: understood understands understanding understand
speak: spoke spoken speaks speaking speak
see: saw seen sees seeing see
run: ran runs running run
come: came comes coming come
teach: taught teaches teaching teach
think: thought thinks thinking think
hold: held holds holding hold
pay: paid pays paying pay
send: sent sends sending send
sleep: slept sleeps sleeping sleep
build: built builds building build
bring: brought brings bringing bring
buy: bought buys buying buy
sell: sold sells selling sell
win: won wins winning win
write: wrote written writes writing write
draw: drew drawn draws drawing draw
drive: drove driven drives driving drive
fall: fell fallen falls falling fall
grow: grew grown grows growing grow
hear: heard hears hearing hear
deal: dealt deals dealing deal
lead: led leads leading lead
steal: stole stolen stealing steal
stand: stood stands standing stand
sing: sang sung sings singing sing
swim: swam swum swims swimming swim
break: broke broken breaks breaking break
eat: ate eaten eats eating eat
choose: chose chosen chooses choosing choose
withdraw: withdrew withdrawn withdraws withdrawing withdraw
show: shown showed shows showing show
become: became becomes becoming become
put: puts putting put
set: sets setting set
cut: cuts cutting cut
quit: quits quitting quit
let: lets letting let
wake: woke woken wakes waking wake
hide: hid hidden hides hiding hide
use: used uses using use
see: sees seeing saw seen
live: lives lived living live
child: children child kids kid
man: men man
woman: women woman
wife: wives wife
lie: lied lying lies lie
die: died dying dies die
try: tried tries trying try
study: studies studied studying study
happy: happier happiest happily happy
plead: pled pleaded pleads pleading plead
ring: rang rung rings ringing
beat: beaten beats beating beat
overturn: overturned overturning overturn
""".split("\n")

STEMS: dict[str, str] = {
    form: line.split(":", 1)[0]
    for line in _IRREGULAR
    if ":" in line
    for form in line.split(":", 1)[1].split()
}
STEMS |= {w: w for w in "his this us as was less unless yes always perhaps police news".split()}
STEMS |= {
    w: w for w in "thing nothing anything everything something during morning evening".split()
}
STEMS |= {w: w for w in "king need speed indeed wing spring string bed red".split()}
_SET = frozenset(STEMS)
# What case notes write short.
_SHORT = """
register: reg'd regd reg'ed rereg'd
placement: plcmt plcmnt placemt plcement
college: coll
school: sch
group: grp
groups: grps
with: w w/
weekly: wkly
weekend: wkend wknd w'end w'ends
appointment: appt apt appts
accommodation: accom accomm
enquiries: enq enqs
investigation: inv invest invs
police: pol
interpreter: interp interps terp
solicitor: sol sols solr
court: ct crt
hearing: hrg
meeting: mtg mtgs
support: supp
refer: ref'd refd ref ref'ral
before: b4
through: thru
section: sct sec
exploitation: expl exploit'n
victim: vic vics
negative: neg
positive: pos
house: hse
good: gd
football: fball footy
education: edu educ
suspect: susp
download: dl'd
assessment: asst assmt ass't assmnt
decision: dec decn dec'n
complete: compl comp'd cmpltd
receive: rec'd recd
submit: sub'd subm subbed
next: nxt
attend: att attg att'g attds
risk: rsk
employ: empl
settle: setld sttld
home: hm
office: ofc off.
hotel: htl
family: fam
friend: frnd mate
understand: u'stand undstd
know: kno
because: bc cos coz cuz
without: w/o
about: abt re
week: wks
tenancy: ten'cy
conclusive: concl
information: info
missing: misper
remand: rem'd remd
prosecution: prosec
application: app appl
counsellor: couns
psychologist: psych
outstanding: outst
start: strt
adult: ad
"""
STEMS |= {
    form: line.split(":", 1)[0]
    for line in _SHORT.split("\n")
    if ":" in line
    for form in line.split(":", 1)[1].split()
}
_VOWELS = set("aeiouy")


def stem(word: str) -> str:
    """The stem of a lower-case word, the same for all its inflected forms.

    Light on purpose: it takes off plural, past and -ing endings only, so that
    "assessment" and "assess", or "safer" and "safe", stay two words.
    """
    word = word.replace("’", "'")
    known = STEMS.get(word)
    if known is not None:
        return known if word in _SET else _bare(_unended(known))
    return _bare(_unended(word))


def _unended(word: str) -> str:
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    if word.endswith("ied"):
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) > 2 and _VOWELS & set(rest) and rest[-1] != "e":
            return rest
    return word


def _bare(word: str) -> str:
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1].isalpha():
        word = word[:-1]
    if len(word) > 3 and word.endswith("y"):
        word = word[:-1] + "i"
    return word


# Words that a cue may step over: they seldom change what a clause asserts.
LIGHT = frozenset(
    """a an the this that these those his her their its my our your some any all both each
    now currently presently still also already again very really quite rather so just too well
    fully regularly recently actually basically finally soon always often usually generally
    then there here today local new own other another more much quickly happily um uh er erm like
    " ' “ ” ( ) ‘ * successfully since officially formally apparently really full - : 's
    only even ever back please me him it them of yp yps""".split()
)

# Marks and words at which one statement ends and another begins.
HARD_BREAKS = frozenset("; → – — but however although though whereas except despite |".split())
SOFT_BREAKS = frozenset(
    "which who because so until till since after before when while if unless once where".split()
)
PRONOUNS = frozenset("he she they i we yp".split())
FINITE = frozenset(
    """is was are were has had have does did do can could will would 's now then not no never
    is isn't continues remains feels lives attends says said told felt wants went got gets""".split()
)

# Persons whose status is not the young person's.
OTHERS = frozenset(
    """mother mum mom mam father dad stepfather stepmother stepdad parent parents brother brothers
    sister sisters sibling siblings cousin cousins uncle aunt auntie grandmother grandfather nan
    grandma grandad son daughter husband wife boyfriend girlfriend partner friend friends peer peers
    codefendant codefendants defendant defendants exploiter exploiters trafficker traffickers
    perpetrator perpetrators suspect suspects gang dealer dealers abuser abusers landlord
    employer neighbour neighbours housemate housemates flatmate flatmates roommate
    male males adults boss madam pimp agent smuggler smugglers groomer groomers
    officer officers solicitor barrister lawyer judge manager teacher teachers worker workers
    carer carers guardian guardians interpreter staff professionals police nurse doctor
    nephew niece relative relatives lad's girl's offender offenders facilitator facilitators
    couple men man woman women""".split()
)
GENERIC = frozenset(
    """people children child victims survivors minors adolescents teenagers youngsters girls boys
    families clients many most some guardians practitioners others unaccompanied those anyone
    everyone nobody percent %""".split()
)
ABBREVIATIONS = frozenset("s st dr mr mrs ms no approx e.g i.e eg ie etc vs sec dept tel".split())
