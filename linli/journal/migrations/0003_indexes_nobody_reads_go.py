"""Indexes another index begins with go: each cost every line of the journal."""

import django.db.models.deletion
from django.db import migrations, models

GONE = [
    ("journal_event_community_id_f5cfdfb5", "journal_event", "community_id"),
    ("journal_event_subject_type_id_0a9ba4ac", "journal_event", "subject_type_id"),
]
DROP = "; ".join(f"DROP INDEX {name}" for name, _table, _columns in GONE)
MAKE = "; ".join(f"CREATE INDEX {name} ON {table} ({columns})" for name, table, columns in GONE)


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("journal", "0002_fence_events_and_forbid_changes"),
        ("territory", "0002_fence"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(DROP, MAKE)],
            state_operations=[
                migrations.AlterField(
                    model_name="event",
                    name="community",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.community",
                        verbose_name="社区",
                    ),
                ),
                migrations.AlterField(
                    model_name="event",
                    name="subject_type",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
        ),
    ]
