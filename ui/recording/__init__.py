"""The panels of the recording page: each is told, and emits; none decides anything about a take."""
