"""Pure functions from articles and answers to safe HTML. Everything that is not ours is escaped by `Markup.format`."""
