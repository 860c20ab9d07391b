"""Questions about cases, answered as frozen dataclasses or lists of rows. Everything here reads; nothing changes."""
