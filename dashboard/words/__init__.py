"""Every word the dashboard shows: a module a page, and what pages share in modules of its own.

Sentences with {names} are filled with `str.format`. Call sites name the page: `words.review.ACCEPT`,
`words.counts.incidents(3)`.

The words of the map itself, with its legend, timeline and panel, are in `data/map/words.js`: they travel inside the
map as a single HTML file, where no Python runs, and the dashboard shows that same page.
"""

from dashboard.words import (
    add,
    columns,
    common,
    counts,
    deployments,
    downloads,
    empty,
    filters,
    incident,
    map,
    review,
    trends,
)

__all__ = [
    "add",
    "columns",
    "common",
    "counts",
    "deployments",
    "downloads",
    "empty",
    "filters",
    "incident",
    "map",
    "review",
    "trends",
]
