"""Places: provinces, cities, districts, development zones, their aliases, and where a text names them."""

from index.regions.about import Scope, find_article_regions, read_scope
from index.regions.gazetteer import Gazetteer, load_gazetteer
from index.regions.scan import Mention

__all__ = ["Gazetteer", "Mention", "Scope", "find_article_regions", "load_gazetteer", "read_scope"]
