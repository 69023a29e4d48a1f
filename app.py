"""Streamlit entry: `streamlit run app.py`. Pages and theme; no logic.

The server imports it once for `app`; each run for a reader executes it as the main module.
"""

from pathlib import Path

import streamlit as st

from dashboard import words


def show_map() -> None:
    from dashboard import map_page

    map_page.show()


def show_deployments() -> None:
    from dashboard import deployments_page

    deployments_page.show()


def show_trends() -> None:
    from dashboard import trends_page

    trends_page.show()


def show_add() -> None:
    # Imported when opened: it brings the language model, which the map does not need.
    from dashboard import add_page

    add_page.show()


def show_review() -> None:
    from dashboard import review_page

    review_page.show()


HERE = Path(__file__).parent / "dashboard"
# What draws each page, its title and its icon, by its name in the address; the first is at the root.
PAGES = {
    "map": (show_map, words.common.MAP_PAGE, ":material/map:"),
    "deployments": (show_deployments, words.common.DEPLOYMENTS_PAGE, ":material/conversion_path:"),
    "trends": (show_trends, words.common.TRENDS_PAGE, ":material/bar_chart:"),
    "review": (show_review, words.common.REVIEW_PAGE, ":material/fact_check:"),
    "add": (show_add, words.common.ADD_PAGE, ":material/post_add:"),
}


def run() -> None:
    """The page that the address names."""
    # The icon is a file: Streamlit would fetch an emoji or a named icon from another host.
    icon = str(HERE / "icon.svg")
    st.set_page_config(page_title=words.common.TITLE, page_icon=icon, layout="wide", initial_sidebar_state=340)
    st.html(HERE / "style.css")
    pages = {
        name: st.Page(show, title=title, icon=sign, url_path=name, default=name == next(iter(PAGES)))
        for name, (show, title, sign) in PAGES.items()
    }
    st.session_state["pages"] = pages
    st.navigation(list(pages.values()), position="top").run()


if __name__ == "__main__":
    run()
else:
    from dashboard import shell, startup

    app = st.App(__file__, routes=shell.routes(*PAGES), lifespan=startup.ahead)
