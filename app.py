"""Streamlit entry: `streamlit run app.py`. Pages and theme; no logic."""

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

# The icon is a file: Streamlit would fetch an emoji or a named icon from another host.
st.set_page_config(
    page_title=words.common.TITLE, page_icon=str(HERE / "icon.svg"), layout="wide", initial_sidebar_state=340
)
st.html(HERE / "style.css")
pages = {
    "map": st.Page(show_map, title=words.common.MAP_PAGE, icon=":material/map:", url_path="map", default=True),
    "deployments": st.Page(
        show_deployments, title=words.common.DEPLOYMENTS_PAGE, icon=":material/conversion_path:", url_path="deployments"
    ),
    "trends": st.Page(show_trends, title=words.common.TRENDS_PAGE, icon=":material/bar_chart:", url_path="trends"),
    "review": st.Page(show_review, title=words.common.REVIEW_PAGE, icon=":material/fact_check:", url_path="review"),
    "add": st.Page(show_add, title=words.common.ADD_PAGE, icon=":material/post_add:", url_path="add"),
}
st.session_state["pages"] = pages
st.navigation(list(pages.values()), position="top").run()
