from django.db import migrations

from linli.fence.rows import fence

FORBID = """
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON journal_event
FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON journal_event
FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [fence("journal_event"), migrations.RunSQL(FORBID, "DROP FUNCTION journal_is_append_only CASCADE;")]
