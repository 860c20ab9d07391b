from django.db import migrations

from linli.fence.rows import fence, sealed_fence

TRUTHS = """
-- An empty text is sealed as it is: that much of sealed words the database can tell.
ALTER TABLE care_visit ADD CONSTRAINT a_visit_says_something_or_that_nothing_changed
    CHECK (is_unchanged = (situation = '' AND needs = ''));

-- The wall looks at `readers`; who is named, by whom and since when stands in rows: both say the same when the
-- transaction ends. Of several changes in one the last is looked at.
CREATE FUNCTION support_readers_are_those_named() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    open_now text := coalesce(current_setting('linli.communities', true), '');
    reader_now text := coalesce(current_setting('linli.reader', true), '');
    is_so boolean;
BEGIN
    PERFORM set_config('linli.communities', NEW.community_id::text, true);
    PERFORM set_config('linli.reader', NEW.readers[1]::text, true);
    is_so := NOT EXISTS (SELECT 1 FROM care_support WHERE id = NEW.id AND readers = NEW.readers) OR (
        SELECT array_agg(user_id ORDER BY user_id) FROM care_supportreader
        WHERE support_id = NEW.id AND until_at IS NULL
    ) = (SELECT array_agg(DISTINCT reader ORDER BY reader) FROM unnest(NEW.readers) AS reader);
    PERFORM set_config('linli.communities', open_now, true);
    PERFORM set_config('linli.reader', reader_now, true);
    IF NOT coalesce(is_so, false) THEN
        RAISE EXCEPTION 'the readers of a support are those named on it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER support_readers_are_those_named AFTER INSERT OR UPDATE OF readers ON care_support
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION support_readers_are_those_named();

CREATE FUNCTION support_journal_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal of a support is only added to' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER support_journal_is_only_added_to BEFORE UPDATE OR DELETE ON care_supportline
FOR EACH ROW EXECUTE FUNCTION support_journal_is_only_added_to();
"""

FORGET = """
ALTER TABLE care_visit DROP CONSTRAINT a_visit_says_something_or_that_nothing_changed;
DROP FUNCTION support_journal_is_only_added_to CASCADE;
DROP FUNCTION support_readers_are_those_named CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0001_groups_pairings_visits_and_support")]
    operations = [
        fence("care_groupentry"),
        fence("care_serviceplan"),
        fence("care_pairing"),
        fence("care_visit"),
        fence("care_birthdayreminder"),
        fence("care_support"),
        fence("care_supportreader"),
        fence("care_milestone"),
        fence("care_supportline"),
        sealed_fence("care_support"),
        sealed_fence("care_supportreader", within="care_support", by="support_id"),
        sealed_fence("care_milestone", within="care_support", by="support_id"),
        sealed_fence("care_supportline", within="care_support", by="support_id"),
        migrations.RunSQL(TRUTHS, FORGET),
    ]
