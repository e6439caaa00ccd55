"""Programs that print every number of the README."""
