"""Modality and attribution on sentences of our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Token

from extract.language import load_language
from extract.modality import attribution_of, modality_of
from extract.types import Modality

ASSERTED = [
    ("Rebels *attacked* the garrison at dawn.", "plain past"),
    ("The army confirmed that it had *sent* troops across the river.", "confirmed clause"),
    ("Nairobi accused Mogadishu of *shelling* the border post.", "accusation"),
    ("The president praised the brigade for *holding* the bridge.", "praised for"),
    ("The ministry reported an increase in *deployments* along the coast.", "reported noun"),
    ("The UN condemned the *attack* on the clinic.", "condemned"),
    ("The council may condemn the *attack* on the clinic.", "modal over a definite noun"),
    ("Shops closed after the *bombing*.", "after"),
    ("The governor said the *raid* would not change his plans.", "definite subject of a modal"),
    ("The raid killed nine people, prompting *protests* in the capital.", "participle of a fact"),
    ("Guards failed to prevent the *attack*.", "failed to prevent"),
    ("The militia denied involvement in the *bombing* of the market.", "denied a part in"),
    ("The *deployment* could embolden the junta.", "definite subject of could"),
    ("Villagers were forced to *flee* when gunmen arrived.", "forced to"),
    ("The navy began *evacuating* sailors on Tuesday.", "began"),
    ("Police used tear gas to *disperse* the crowd.", "means"),
    ("The group claimed responsibility for the *explosion*.", "claimed responsibility"),
    ("The shelling not only *destroyed* the bridge but also cut the power.", "not only"),
    ("Officials believe militants *planted* the mine last week.", "believe"),
    ("Two soldiers who *crossed* the river were arrested.", "relative clause"),
    ("Talks continue although rebels *seized* the port.", "concession"),
    ("The prime minister will visit the town that rebels *burned* in May.", "relative clause under a plan"),
    ("Ministers discussed the *attack* on the convoy.", "definite object of discuss"),
    ("The launch is a threat to the south, but the *launch* was observed.", "observed"),
    ("A missile *struck* the depot, which may have stored fuel.", "modal in a relative clause"),
    ("The commander vowed revenge for the *killing* of his brother.", "revenge for"),
    ("Residents fear more violence after gunmen *stormed* the school.", "fear beside a fact"),
    ("Troops *withdrew* without a fight.", "without after it"),
    ("If the truce fails, diplomats say, it will be because rebels *shelled* the dam.", "because"),
    ("The *strike* is a warning to the capital, analysts said.", "is a warning"),
    ("Militants suspected of links to the group *ambushed* a patrol.", "suspected"),
    ("No one was hurt when the rocket *hit* the field.", "no one beside a fact"),
    ("The country has *conducted* its third nuclear test.", "perfect"),
    ("At least 17 villagers were *killed* in the blast.", "passive"),
    ("The two leaders agreed on a *ceasefire* late on Monday.", "agreed on"),
    ("Troops *fired* to stop the crowd from reaching the gate.", "fact with purpose"),
]
PLANNED = [
    ("Lima said it would *send* engineers to the valley.", "would, reported"),
    ("The general ordered the *dispatch* of two ships.", "ordered the noun"),
    ("The two armies plan to hold *drills* in May.", "plan to hold"),
    ("The envoys are set to *meet* in Geneva.", "set to"),
    ("An impending *visit* by the envoy worries the opposition.", "impending"),
    ("The spokesman warned that the junta is preparing to *send* a second division.", "preparing to"),
    ("Sappers will *remove* the mines next month.", "will"),
    ("The foreign minister is to *visit* Ankara.", "is to"),
    ("The *exercise* is scheduled for June.", "scheduled for"),
    ("Washington vowed to *retaliate* for the raid.", "vowed to"),
    ("Engineers arrived in order to *clear* the minefield.", "in order to"),
    ("Preparations for the *offensive* are under way.", "preparations for"),
    ("The cabinet approved a plan to *withdraw* the battalion.", "plan to"),
    ("The planned *parade* drew criticism.", "planned noun"),
    ("A second *summit* will be held in Doha.", "will be held"),
    ("Shops shut ahead of nationwide *marches*.", "ahead of"),
    ("*Talks* were to resume on Monday.", "were to"),
    ("Inspectors will fly to Aden to *meet* the mayor.", "purpose under will"),
    ("The brigade is going to *deploy* to the north.", "going to"),
]
HYPOTHETICAL = [
    ("Tehran threatened to *attack* the base.", "threatened to"),
    ("The potential for joint *exercises* remains.", "potential for"),
    ("Calls for *sanctions* grew louder.", "calls for"),
    ("If rebels *attack* the dam, thousands must flee.", "condition"),
    ("Did the army *shell* the village?", "question"),
    ("The north often *tests* missiles in spring.", "habit"),
    ("Impose strict *sanctions* on the banks.", "imperative"),
    ("Officials warned of *attacks* during the vote.", "warned of"),
    ("Such *launches* could follow.", "bare subject of could"),
    ("Both states should *impose* an embargo.", "should"),
    ("The minister did not rule out *arming* the rebels.", "did not rule out"),
    ("It is highly likely that the junta will *deploy* more men.", "likely that"),
    ("One scenario is an escalation of border *clashes*.", "scenario is"),
    ("Fears of an *invasion* are growing.", "fears of"),
    ("Such a crisis could bring more *drills* and more shelling.", "could bring"),
    ("The group urged its followers to *attack* embassies.", "urged to"),
    ("In the event of an *attack*, sirens will sound.", "in the event of"),
    ("The envoy asked whether troops had *crossed* the line.", "whether"),
    ("The regime may *conduct* another test.", "may"),
    ("The force has the ability to *strike* the islands.", "ability to"),
    ("Investigators are considering whether it was a *bombing*.", "considering whether"),
    ("Analysts discussed possible *withdrawals*.", "possible"),
    ("The charter prohibits the *transfer* of arms.", "prohibits"),
    ("Unless the siege ends, the rebels would *march* on the capital.", "unless"),
]
DENIED = [
    ("Minsk denied that it *shelled* the ship.", "denied that"),
    ("The government has denied *sending* arms.", "denied doing"),
    ("There were no *casualties*.", "no noun"),
    ("The army did not *shell* the village.", "did not"),
    ("Police prevented an *attack* on the temple.", "prevented"),
    ("*Shelling* did not occur overnight.", "did not occur"),
    ("The *exercise* was cancelled.", "was cancelled"),
    ("Crowds gathered without *clashing* with police.", "without"),
    ("No soldiers *crossed* the river.", "no subject"),
    ("The rebels refused to *withdraw*.", "refused to"),
    ("The two sides called off the *talks*.", "called off"),
    ("The city has never been *bombed*.", "never"),
    ("The foiled *plot* shook the town.", "foiled"),
    ("Neither side *fired* on the other.", "neither"),
    ("The army rejected claims that it *bombed* the hospital.", "rejected claims"),
]
CASES = [
    pytest.param(text, modality, id=f"{modality.value}: {name}")
    for modality, rows in (
        (Modality.ASSERTED, ASSERTED),
        (Modality.PLANNED, PLANNED),
        (Modality.HYPOTHETICAL, HYPOTHETICAL),
        (Modality.DENIED, DENIED),
    )
    for text, name in rows
]


def marked(text: str) -> Token:
    """The token between asterisks, in the parse of the text without them."""
    start = text.index("*")
    doc = load_language()(text.replace("*", ""))
    return next(token for token in doc if token.idx <= start < token.idx + len(token))


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_modality(text: str, expected: Modality) -> None:
    assert modality_of(marked(text))[0] is expected


@pytest.mark.parametrize(("text", "expected"), CASES[:8])
def test_reason_is_said_in_words(text: str, expected: Modality) -> None:
    assert modality_of(marked(text))[1].strip()


SOURCES = [
    ("Kenya's coast guard reported an increase in *attacks* at sea.", "Kenya's coast guard", "object of report"),
    ("According to local sources, rebels *burned* the mill.", "local sources", "according to"),
    ("The strike *killed* two, officials said on Sunday.", "officials", "closing clause"),
    ("A ferry *docked* at the port, commercial satellite imagery shows.", "commercial satellite imagery", "imagery"),
    ("Tokyo: North Korea *fired* two missiles.", "Tokyo", "headline colon"),
    (
        "Colonel Adam Kane, who leads the unit, claimed that his men *took* the hill.",
        "Colonel Adam Kane",
        "relative clause",
    ),
    ("Colonel Adam Kane held a briefing. He said that his men *took* the hill.", "Colonel Adam Kane", "pronoun"),
    ("Satellite imagery shows the north *delivering* rockets.", "Satellite imagery", "shows"),
    ("The rebels reportedly *crossed* the river.", "reports", "hearsay"),
    ("Nairobi accused Mogadishu of *shelling* the border post.", "Nairobi", "accused of"),
    ("The junta has denied *sending* arms.", "junta", "denied"),
    ("There are reports of *shelling* near the dam.", "reports", "reports of"),
    ("The army said it *bombed* the camp, the news agency Baraka reported.", "army", "innermost source"),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, s, id=name) for t, s, name in SOURCES])
def test_attribution(text: str, expected: str) -> None:
    assert attribution_of(marked(text)) == expected


UNATTRIBUTED = [
    ("Rebels *burned* the mill.", "plain statement"),
    ("The minister visited the town on Monday and *met* the mayor.", "no verb of saying"),
    ("The envoy spoke in May at the *summit*.", "where something was said"),
    ("The minister concluded a *visit* to the coast.", "a visit is not claimed"),
]


@pytest.mark.parametrize("text", [pytest.param(t, id=name) for t, name in UNATTRIBUTED])
def test_no_attribution(text: str) -> None:
    assert attribution_of(marked(text)) is None


def test_section_of_scenarios_is_hypothetical() -> None:
    doc = load_language()("Future Scenarios\n\nLarger drills and a second missile test by the north.\n")
    word = next(t for t in doc if t.text == "test")
    assert modality_of(word)[0] is Modality.HYPOTHETICAL


def test_past_tense_in_a_section_of_scenarios_stays_asserted() -> None:
    doc = load_language()("Future Scenarios\n\nIn May rebels attacked the port.\n")
    word = next(t for t in doc if t.text == "attacked")
    assert modality_of(word)[0] is Modality.ASSERTED


def test_ordinary_heading_changes_nothing() -> None:
    doc = load_language()("Background\n\nDrills by the north near the port.\n")
    assert modality_of(doc[2])[0] is Modality.ASSERTED


_WORDS = st.sampled_from(
    [
        *(
            "army",
            "rebels",
            "attack",
            "attacked",
            "attacking",
            "will",
            "would",
            "may",
            "not",
            "no",
            "never",
            "deny",
            "denied",
        ),
        *(
            "that",
            "if",
            "plans",
            "to",
            "threat",
            "of",
            "after",
            "said",
            "he",
            "reports",
            "according",
            "without",
            "?",
            ".",
        ),
        *(
            ",",
            ":",
            "|",
            "-",
            "\n",
            "The",
            "Scenarios",
            "potential",
            "prevented",
            "the",
            "who",
            "and",
            "or",
            "is",
            "likely",
        ),
    ]
)


def _all_words(doc: Doc) -> None:
    for token in doc:
        modality, reason = modality_of(token)
        assert isinstance(modality, Modality)
        assert reason
        source = attribution_of(token)
        assert source is None or source.strip()


@settings(max_examples=60, deadline=None)
@given(words=st.lists(_WORDS, max_size=14))
def test_any_words_have_a_modality(words: list[str]) -> None:
    _all_words(load_language()(" ".join(words)))


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    _all_words(load_language()(text))
