"""Small instruments of every kind, written for the tests."""

from instruments.source.form import parse

GUIDE = """---
title: What your {{worker}} does
kind: interview
audience: children
ages: 11-15
minutes: 40
version: 0.2
language: en
---
## Welcome (2.5 minutes)
- Note: Have the help card ready.

> You can pass, pause or stop. Call 0800-123 456 between 09:30-17:00.

## Drawing together (15 minutes)
### Activity: A page about your {{worker}}
- Materials: A3 paper, pens
- Step: Draw what a {{worker}} does.
- Step: Say what each part means.
- Online: shared whiteboard
- Lead: the child
- Fallback: talk about the page instead

1. What is on your page? {#page}
   - Prompt: people; places
## What helped (brief)
4. Which help mattered most to you? {#help}
   - Prompt: school, home, meetings
   - Prompt for professionals: referral, travel
   - Probe: What made it matter?
   - Definition, due regard: taking it seriously
5. What could be better?

## Finish (5 minutes?)
- Debrief: ask how the child feels
"""
QUESTIONNAIRE = """---
title: How useful was it?
kind: questionnaire
audience: professionals
version: 1.0
language: en
---
## About you
Please answer.

1. How long have you worked here?
   - Answer: number
2. Which help do you offer?
   - Answer: several of
   - Choices: advice | someone to talk to at any hour | a place
3. How useful is each part?
   - Answer: scale
   - Choices: not used | useful | must-have
   - Rows: the guide | the form
4. Was it used?
   - Answer: yes-no
   - Part, a: Why was that?
     - Answer: text
     - Space: 4
"""
FORM = """---
title: Do you want to take part?
kind: assent form
audience: children
ages: 6-10
version: 0.1
language: en
---
## What do you say?
- Choices: Yes | Not sure | No
- Line: I know that I can stop. {#stop}
- Line, optional: You can record my voice. {#recording}

## Names
- Sign: Your name, if you like
- Note: Keep this page apart.
"""
SHEET = """---
title: Talk with us
kind: information sheet
audience: children
ages: 6-10
version: 0.1
language: en
---
## Hello
- Picture: hello: A grown-up and a child wave

We ask you. You can say no. Both are fine.

## You can stop {#stop}
Say stop. You get {{voucher}}.

- Contact: Ask 0800 1111
"""
ARABIC = """---
title: الحديث معك عن الوصي
kind: interview
audience: children
version: 0.2
language: ar
---
## البداية (5 minutes)
> نتحدث من 09:30-17:00، ويمكنك التوقف.

- Note: اتصل على 0800-123 456 أو +44 20 7946 0958 أو (0800) 555 777.

## الأسئلة (15 minutes)
1. ما الذي ساعدك أكثر (في المدرسة أو البيت)؟
   - Prompt: الأعمار 11-15، والدرجات من -3 إلى +3
   - Probe: ماذا عن NRM وخدمة Barnardo's في 20.11.2026؟
2. كيف تقيّم المساعدة؟
   - Answer: scale
   - Choices: جيدة | لا بأس | سيئة
   - Rows: الوصي | المدرسة
"""
AMHARIC = """---
title: ስለ አሳዳጊዎ እንነጋገር
kind: questionnaire
audience: children
version: 0.2
language: am
---
## መጀመሪያ
ከ 09:30-17:00 ይደውሉ (ስልክ 0800-123 456)። ሰላም ነው? 100%!

1. ምን ረዳዎት?
   - Answer: one of
   - Choices: አዎ | አይ
"""
VIETNAMESE = """---
title: Nói chuyện về người giám hộ của bạn
kind: information sheet
audience: children
version: 0.2
language: vi
---
## Bạn có thể nói không
Tôi biết tôi có thể dừng lại bất cứ lúc nào.
"""
EVERY = {
    "guide": GUIDE,
    "questionnaire": QUESTIONNAIRE,
    "form": FORM,
    "sheet": SHEET,
    "arabic": ARABIC,
    "amharic": AMHARIC,
    "vietnamese": VIETNAMESE,
}


def instrument(name):
    """The instrument of this name among `EVERY`."""
    return parse(EVERY[name], name)
