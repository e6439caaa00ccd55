"""The answering half: understanding questions, composing, auditing and showing cited answers."""
