"""Deciding together: bodies and seats, the rotating chair, meetings, matters in three stages, ballots, tasks.

Nouns: Body, Seat, ChairTerm, Meeting, AgendaItem, Matter, Opinion, Ballot, Resolution, Task. It reads the Party's
members for the members' council and knows no lists of demands: those are upstairs in `alliance`.
"""
