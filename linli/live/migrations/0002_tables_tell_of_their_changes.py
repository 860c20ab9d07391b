from django.db import migrations

from linli.fence.rows import fence

TELL = """
ALTER TABLE live_presence SET UNLOGGED;

-- One statement may write many events: each thing is told once, and a flood as one word for each community.
CREATE FUNCTION live_tell_of_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT 1 FROM written LIMIT 51) AS few) > 50 THEN
        PERFORM pg_notify('linli_live', 'flood ' || community_id) FROM (SELECT DISTINCT community_id FROM written) AS w;
    ELSE
        PERFORM pg_notify('linli_live', 'event ' || community_id || ' ' || subject_type_id || ' ' || subject_id)
        FROM (SELECT DISTINCT community_id, subject_type_id, subject_id FROM written) AS w;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tell_open_pages AFTER INSERT ON journal_event
REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION live_tell_of_events();
"""
BE_SILENT = """
DROP TRIGGER tell_open_pages ON journal_event;
DROP FUNCTION live_tell_of_events();
"""


class Migration(migrations.Migration):
    dependencies = [("live", "0001_initial"), ("journal", "0002_fence_events_and_forbid_changes")]
    operations = [fence("live_presence"), migrations.RunSQL(TELL, BE_SILENT)]
