"""What just changed, told to the pages that show it.

Nouns: Hub (every open stream of this process), Topic (what a page may listen to), Presence (who has something open).
Verbs: topic (a room says who may hear what), come, leave. The database notifies by itself: a trigger on the journal.
A stream carries names of topics, never data: the page fetches itself anew, through its own door.
Every room above may import `topics`, `actions` and `queries`; the web process runs `stream`.
"""
