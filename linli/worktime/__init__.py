"""Working time: which days are worked, and when a promise falls due.

Nouns: `Clock`, `Due`, `WorkCalendar`. Questions: `arithmetic.add`, `arithmetic.postpone`, `calendar.work_calendar`,
`calendar.warning`. No rows, no clocks: every moment is passed in. Any room may import this one; it imports none.
"""
