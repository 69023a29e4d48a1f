"""Numbers with their nouns: "1 article", "2,000 articles"."""


def some(n: int, one: str, many: str) -> str:
    """A number with its noun: "1 article", "2,000 articles"."""
    return f"{n:,} {one if n == 1 else many}"


def articles(n: int) -> str:
    return some(n, "article", "articles")


def incidents(n: int) -> str:
    return some(n, "incident", "incidents")


def deployments(n: int) -> str:
    return some(n, "deployment", "deployments")


def places(n: int) -> str:
    return some(n, "place", "places")
