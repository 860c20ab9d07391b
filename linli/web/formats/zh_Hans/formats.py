"""Days in Chinese: Django's own pattern for a day of the year writes 01月5日."""

MONTH_DAY_FORMAT = "n月j日"  # catalogue: data
