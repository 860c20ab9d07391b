"""Spreadsheets in and out, for the whole house: workbooks, header rows, remembered columns, runs with progress.

nouns   Workbook (a sealed, expiring file), Layout (a sender's columns, remembered), ImportRun and its rows, ExportRun
verbs   open_workbook, find_header, guess, begin_import, map_columns, check_rows, take_rows, begin_export
knows nothing of cases, people or units: a room above declares an ImportKind or ExportKind (registry), with columns, the
readers of their cells, and what is done with a right row.
"""
