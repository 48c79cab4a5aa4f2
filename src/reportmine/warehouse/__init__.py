"""See the design notes in docs/design.md."""
