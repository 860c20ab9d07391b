"""Photos and files: taken in by pieces, looked at, drawn anew, shown only behind the door of what they belong to.

Nouns: Upload (on its way in), File (kept), FilesPolicy (a community's rule about originals). Verbs: see `actions/`.
We do not know what a file belongs to: a room above links it (cases.models.CaseFile), opens the door, and hands the file
to `serving`. Its forms take files in with `fields.WithFiles` and `arriving.take_in`; `registry` finds the way back.
"""
