"""Questions about those who are looked after. Pages import the files they need."""
