"""Sheets of A4 paper as PDF: one press (typst), one Chinese font, one frame every printed form stands in.

verbs   press (a template of a room and its data → PDF), find_font
rests on nothing of ours; a room above brings its own template in its data folder and passes its words as data
"""
