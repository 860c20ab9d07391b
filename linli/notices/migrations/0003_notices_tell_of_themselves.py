from django.db import migrations

TELL = """
CREATE FUNCTION notices_tell_their_readers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('linli_live', 'notices.reader:' || reader_id)
    FROM (SELECT DISTINCT reader_id FROM written LIMIT 200) AS w;
    RETURN NULL;
END $$;
CREATE TRIGGER tell_readers_of_new AFTER INSERT ON notices_notice
REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION notices_tell_their_readers();
CREATE TRIGGER tell_readers_of_read AFTER UPDATE ON notices_notice
REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION notices_tell_their_readers();
"""
BE_SILENT = """
DROP TRIGGER tell_readers_of_new ON notices_notice;
DROP TRIGGER tell_readers_of_read ON notices_notice;
DROP FUNCTION notices_tell_their_readers();
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_fence"), ("live", "0002_tables_tell_of_their_changes")]
    operations = [migrations.RunSQL(TELL, BE_SILENT)]
