import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

from linli.fence.rows import fence

# Marks come and go: without a clean table every look would step over the dead ones.
KEEP_CLEAN = """
ALTER TABLE notices_untold SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);
"""
# Events were told of by jobs until now: what waits there goes on waiting here.
TAKE_OVER = """
SELECT set_config('linli.communities', (SELECT coalesce(string_agg(id::text, ','), '') FROM territory_community), true);
INSERT INTO notices_untold (event_id, community_id)
SELECT DISTINCT event.id, event.community_id
FROM procrastinate_jobs AS job,
    LATERAL jsonb_array_elements_text(coalesce(job.args->'event_ids', jsonb_build_array(job.args->'event_id'))) AS told,
    journal_event AS event
WHERE job.task_name IN ('linli.notices.jobs.tell_people', 'linli.notices.jobs.tell_people_together')
    AND job.status IN ('todo', 'doing') AND event.id = told::bigint;
DELETE FROM procrastinate_jobs
WHERE task_name IN ('linli.notices.jobs.tell_people', 'linli.notices.jobs.tell_people_together');
SELECT set_config('linli.communities', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_notices_tell_of_themselves"),
        ("journal", "0002_fence_events_and_forbid_changes"),
        ("territory", "0002_fence"),
        ("procrastinate", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Untold",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="journal.event",
                    ),
                ),
                ("tell_at", models.DateTimeField(db_default=Now())),
                ("tries", models.PositiveSmallIntegerField(db_default=0)),
                (
                    "community",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.community",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        fence("notices_untold"),
        migrations.RunSQL(KEEP_CLEAN, migrations.RunSQL.noop),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
    ]
