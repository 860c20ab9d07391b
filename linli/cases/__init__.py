"""The trunk: whatever a resident asks is a Case, from the call to the callback.

Nouns: Case, Requester, Promise, Pause, Extension, Offer, CoHandling, Arrival, Remark, Closure, Callback, GoodDeed,
Category, Policy. Verbs: see `actions/`; what the clock does by itself (warn, break, pass an offer on) is in
`actions/clock.py`.
Rooms above open cases with `actions.register_case` and read them through `queries`; we know none of them.
"""
