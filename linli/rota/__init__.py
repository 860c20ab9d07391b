"""Who is on duty where and when: posts, turns, shifts, swaps, absences, and the gaps nobody has filled yet.

Nouns: Post, Pattern, Shift, Swap, Handover, Absence, GapWarning, CalendarFeed. Questions: on_duty, watch, away, gaps.
The database refuses one person on two shifts at once.
"""
