"""Raw article to clean text: what is not the article's goes, each removal recorded, every kept word mapped back."""

from index.clean.article import clean_article

__all__ = ["clean_article"]
