"""Whatever people do together: planned, signed up for, held, attended, summed up.

Nouns: Activity, Series, SignUp, Attendance. Knows nothing of Party organisations: who holds an activity is said above.
Party, care and all programmes build on this room; it rests on residents and files.
"""
