"""Who is on duty where and when: posts, shifts, absences.

Nouns: Post, Shift, Absence. Questions: on_duty, shifts_now, away, gaps. The database refuses one person on two shifts
at once.
"""
