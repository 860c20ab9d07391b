"""Who is on duty where and when: posts, shifts, absences.

Nouns: Post, Shift, Absence. Questions: on_duty, who_is_where, gaps. The database refuses one person on two shifts at once.
"""
