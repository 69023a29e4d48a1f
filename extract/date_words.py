"""The words of time expressions, as the patterns that `date_grammar` is built from."""

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept\.?|Sep\.?|Oct\.?|Nov\.?|Dec\.?"
)
FULL_MONTHS = MONTHS.split("|Jan")[0]
MONTH = f"(?:{MONTHS}|{MONTHS.upper()})"
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
WEEKDAY_ABBR = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d%]|:\d|[.,]\d{3}(?!\d)|[-‑]?(?:year|day|week|month|hour|km|mm)\b)"
YEAR = r"(?:1[89]|20)\d\d(?!\d|[.,]\d)"
COUNT = (
    r"(?i:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|(?:a\s+)?couple(?:\s+of)?)"
)
UNITS = r"(?P<unit>hour|day|week|month|year)s?"
EDGE = (
    r"(?:(?P<edge>[Ee]arly[- ]to[- ]mid|[Mm]id[- ]to[- ]late|[Ee]arly|[Mm]id(?:dle)?|[Ll]ate)[- ]?(?:in\s+)?"
    r"|(?P<edge_of>(?:the\s+)?(?:beginning|start|early\s+days|middle|end)\s+of)\s+(?:the\s+(?:month|year)\s+of\s+)?)"
)
WHICH = r"(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his\s+past|[Tt]his\s+coming|[Cc]oming|[Pp]ast)"
PREPOSITION = (
    r"(?<![A-Za-z])(?:[Ii]n|[Ss]ince|[Dd]uring|[Bb]y|[Uu]ntil|[Oo]f|[Ff]rom|[Bb]etween|[Ll]ate|[Ee]arly|[Mm]id|[Tt]hroughout"
    r"|[Bb]efore|[Aa]fter|[Tt]hrough|to|and|or|,|-|–)[\s-]+"
)
YEAR_PREPOSITION = PREPOSITION.replace("|,|-|–)", ")")
POSSESSIVE = r"(?:\b(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Tt]he|[Aa])|['’]s)\s+"
AFTER_PAIR = (
    r"(?=\s*(?:$|[.,;:)\]—–-]|(?:in|at|of|when|as|by|with|near|on|to|for|from|that|which|and|[a-z]+ed)\b"
    r"|(?:1[89]|20)\d\d))"
)
HAPPENINGS = (
    r"invasion|war|attacks?|bombings?|massacre|coup|genocide|siege|uprising|revolution|intervention|offensive|battle|"
    r"protests?|riots?|conflict|crackdown|shooting|assassination|raid|clashes|annexation|revolt|mutiny|ambush"
)
"""What is named after its year: "the 2014 annexation"; "the 1987 treaty" is not dated but named by it."""
