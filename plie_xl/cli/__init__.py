"""The terminal: one short module per command, nothing computed."""
