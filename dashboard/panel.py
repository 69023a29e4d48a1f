"""The incident panel: what, when, where, who, how many, and the sentences that say so."""

import re
from dataclasses import fields
from html import escape

from dashboard import phrases, words
from dashboard.highlight import Mark, highlighted
from extract.taxonomy import Taxonomy
from extract.types import Modality, Reasons
from geo.map_payload import safe_url
from geo.types import Evidence, Incident, Place

_PARAGRAPHS = re.compile(r"\n\s*\n")
_REASON_LABELS = {
    "trigger": words.incident.REASON_TRIGGER,
    "frame": words.incident.REASON_FRAME,
    "place": words.incident.REASON_PLACE,
    "date": words.incident.REASON_DATE,
    "modality": words.incident.REASON_MODALITY,
}


def panel_html(incident: Incident, *, taxonomy: Taxonomy) -> str:
    """The whole panel as HTML; everything that comes from a text is escaped."""
    parts = (
        _heading(incident, taxonomy),
        _facts(incident),
        _list(words.incident.HISTORY, incident.history),
        _list(words.incident.DISAGREEMENTS, incident.disagreements),
        f"<h3>{words.incident.SOURCES}</h3>" + "".join(map(_source, incident.evidence)),
        _list(words.incident.CONSIDERED, [_considered(place) for place in incident.others]),
        _why(incident.evidence[0].reasons),
    )
    return f'<div class="d-panel">{"".join(parts)}</div>'


def title(incident: Incident) -> str:
    """What happened where: "Shelling/artillery/missile attack, Kherson"; a deployment names both ends."""
    if incident.is_deployment and isinstance(incident.origin, Place):
        return words.incident.DEPLOYMENT.format(
            sub_event_type=incident.sub_event_type,
            origin=incident.origin.name,
            destination=incident.place.name
            if isinstance(incident.place, Place)
            else words.incident.UNKNOWN_DESTINATION,
        )
    return (
        f"{incident.sub_event_type}, {incident.place.name}"
        if isinstance(incident.place, Place)
        else (incident.sub_event_type)
    )


def _heading(incident: Incident, taxonomy: Taxonomy) -> str:
    colour = taxonomy.event_type(incident.event_type).colour
    claim = "" if incident.modality is Modality.ASSERTED else phrases.modality(incident.modality)
    badge = f'<span class="d-claim">{escape(claim)}</span>' if claim else ""
    return (
        f'<h2><span class="d-swatch" style="background:{escape(colour)}"></span>{escape(title(incident))}{badge}</h2>'
        f'<div class="d-quiet">{escape(incident.event_type)}</div>'
    )


def _facts(incident: Incident) -> str:
    rows = [(words.incident.WHEN, phrases.when(incident.date)), (words.incident.WHERE, phrases.where(incident.place))]
    if isinstance(incident.place, Place):
        rows.append((words.incident.PRECISION, phrases.place_precision(incident.place)))
    if incident.origin is not None:
        rows.append((words.incident.FROM, phrases.where(incident.origin)))
    if incident.actors:
        rows.append((words.incident.WHO, phrases.actors(incident.actors)))
    if incident.unit:
        rows.append((words.incident.UNIT, incident.unit))
    rows += phrases.counts(incident.counts)
    if incident.attribution:
        rows.append((words.incident.CLAIMED_BY, incident.attribution))
    rows.append((words.incident.CONFIDENCE, phrases.confidence(incident.confidence)))
    return _definitions(rows)


def _definitions(rows: list[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in rows) + "</dl>"


def _list(label: str, items: tuple[str, ...] | list[str]) -> str:
    if not items:
        return ""
    return f"<h3>{escape(label)}</h3><ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def _considered(place: Place) -> str:
    return f"{phrases.full_name(place)} ({place.feature}, {place.lat:.2f}, {place.lon:.2f})"


def _source(evidence: Evidence) -> str:
    """One report: who printed it when, its sentence in its context, and what this source alone says."""
    # Only its own paragraph is a sentence's context: before it may stand a headline, after it another story.
    before, after = _PARAGRAPHS.split(evidence.before)[-1], _PARAGRAPHS.split(evidence.after)[0]
    context = (
        f'<span class="d-context">{escape(before)}</span> '
        f"{_sentence(evidence)} "
        f'<span class="d-context">{escape(after)}</span>'
    )
    return (
        f'<div class="d-source"><cite>{escape(evidence.title or evidence.document_id)}</cite>'
        f'<div class="d-quiet">{_provenance(evidence)}</div><blockquote>{context}</blockquote></div>'
    )


def _sentence(evidence: Evidence) -> str:
    sentence = evidence.sentence
    marks = [Mark(0, len(sentence), "event")]
    at = sentence.find(evidence.place_text) if evidence.place_text else -1
    if evidence.place_text and at >= 0:
        marks.append(Mark(at, at + len(evidence.place_text), "place"))
    return highlighted(sentence, marks)


def _provenance(evidence: Evidence) -> str:
    said = [
        evidence.source or "",
        words.incident.PUBLISHED.format(date=evidence.published.isoformat()) if evidence.published else "",
        words.incident.ATTRIBUTED_TO.format(who=evidence.attribution) if evidence.attribution else "",
        words.incident.SOURCE_DATES_IT.format(date=phrases.day(evidence.date)) if evidence.date else "",
        *(f"{label.lower()} {figure}" for label, figure in phrases.counts(evidence.counts)),
    ]
    return " · ".join([*(escape(part) for part in said if part), *_link(evidence.url)])


def _link(url: str | None) -> list[str]:
    """A link to the article, only to the web: a "javascript:" address must not become clickable."""
    url = safe_url(url)
    if url is None:
        return []
    address, label = escape(url, quote=True), words.incident.OPEN_SOURCE
    return [f'<a href="{address}" target="_blank" rel="noopener noreferrer">{label}</a>']


def _why(reasons: Reasons) -> str:
    given = [(_REASON_LABELS[field.name], getattr(reasons, field.name)) for field in fields(reasons)]
    rows = [(label, reason) for label, reason in given if reason]
    return f"<h3>{words.incident.WHY}</h3>" + _definitions(rows) if rows else ""
