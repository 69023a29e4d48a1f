"""The offline gazetteer: `query` asks it, `build` and its readers make it, `own` adds a user's places."""

from geo.gazetteer.query import Gazetteer, GazetteerInfo, SourceInfo, open_gazetteer

__all__ = ["Gazetteer", "GazetteerInfo", "SourceInfo", "open_gazetteer"]
