from django.db import migrations

from linli.fence.rows import fence

TRUTHS = """
-- Nothing is put into the urn of a ballot that was counted or annulled, and nobody is taken out of it.
CREATE FUNCTION assembly_urn_is_shut() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM assembly_ballot
        WHERE id = NEW.ballot_id AND (closed_at IS NOT NULL OR annulled_at IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'the ballot is closed' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT NEW.voted @> OLD.voted THEN
        RAISE EXCEPTION 'who voted has voted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assembly_urn_is_shut BEFORE UPDATE ON assembly_urn
FOR EACH ROW EXECUTE FUNCTION assembly_urn_is_shut();
"""

UNDO = """
DROP TRIGGER assembly_urn_is_shut ON assembly_urn;
DROP FUNCTION assembly_urn_is_shut();
"""


class Migration(migrations.Migration):
    dependencies = [("assembly", "0003_matters_say_what_their_stages_rest_on")]

    operations = [fence("assembly_answered"), migrations.RunSQL(TRUTHS, UNDO)]
