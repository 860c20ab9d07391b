"""Expected trouble at the terminal: told in a sentence, never as a traceback."""


class Trouble(Exception):
    """Something outside the program is in the way. The message says what, and what to do about it."""
