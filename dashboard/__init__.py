"""The Streamlit pages that `app.py` puts together."""
