"""The page: chat, sources, comparison, figures, drafts, library, settings. Renders; decides nothing."""
