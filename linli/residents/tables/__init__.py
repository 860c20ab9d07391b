"""What the register takes in as spreadsheets: people with their homes, units, doors with their zones.

The example for other rooms: columns with readers (`people.COLUMNS`), what no single cell tells (`judge`), what makes a
row itself (`key_of`), and two verbs that look at a thousand rows at once (`actions.bringing`).
"""

from . import doors, people, units  # noqa: F401  declare themselves
