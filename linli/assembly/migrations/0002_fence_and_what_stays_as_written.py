from django.db import migrations

from linli.fence.rows import fence

TRUTHS = """
-- A rule counts for the meetings called under it: only its last day may still be set.
CREATE FUNCTION assembly_rule_is_not_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'until_on' IS DISTINCT FROM to_jsonb(OLD) - 'until_on' THEN
        RAISE EXCEPTION 'a rule is not rewritten, a new one follows it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assembly_rule_is_not_rewritten BEFORE UPDATE ON assembly_bodyrule
FOR EACH ROW EXECUTE FUNCTION assembly_rule_is_not_rewritten();

-- A counted ballot stays as it was counted; it may only be annulled.
CREATE FUNCTION assembly_result_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL AND to_jsonb(NEW) - '{annulled_at,annulled_by_id,annulled_because}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{annulled_at,annulled_by_id,annulled_because}'::text[] THEN
        RAISE EXCEPTION 'the result of a ballot is frozen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assembly_result_is_frozen BEFORE UPDATE ON assembly_ballot
FOR EACH ROW EXECUTE FUNCTION assembly_result_is_frozen();

CREATE FUNCTION assembly_votes_are_taken_while_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM assembly_ballot WHERE id = NEW.ballot_id AND closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the ballot is closed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assembly_votes_are_taken_while_open BEFORE INSERT OR UPDATE ON assembly_openvote
FOR EACH ROW EXECUTE FUNCTION assembly_votes_are_taken_while_open();

-- Approved minutes stay as they were approved; whether they are disclosed may change.
CREATE FUNCTION assembly_minutes_stay_as_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.approved_at IS NOT NULL
        AND to_jsonb(NEW) - 'is_disclosed' IS DISTINCT FROM to_jsonb(OLD) - 'is_disclosed' THEN
        RAISE EXCEPTION 'approved minutes are not changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assembly_minutes_stay_as_approved BEFORE UPDATE ON assembly_minutes
FOR EACH ROW EXECUTE FUNCTION assembly_minutes_stay_as_approved();

-- No meeting is closed without minutes.
CREATE FUNCTION assembly_meeting_closes_with_minutes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM assembly_minutes WHERE meeting_id = NEW.id AND text <> ''
    ) THEN
        RAISE EXCEPTION 'a meeting is not closed without minutes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assembly_meeting_closes_with_minutes BEFORE UPDATE OF closed_at ON assembly_meeting
FOR EACH ROW EXECUTE FUNCTION assembly_meeting_closes_with_minutes();
"""

UNDO = """
DROP TRIGGER assembly_rule_is_not_rewritten ON assembly_bodyrule;
DROP TRIGGER assembly_result_is_frozen ON assembly_ballot;
DROP TRIGGER assembly_votes_are_taken_while_open ON assembly_openvote;
DROP TRIGGER assembly_minutes_stay_as_approved ON assembly_minutes;
DROP TRIGGER assembly_meeting_closes_with_minutes ON assembly_meeting;
DROP FUNCTION assembly_rule_is_not_rewritten(), assembly_result_is_frozen(), assembly_votes_are_taken_while_open(),
    assembly_minutes_stay_as_approved(), assembly_meeting_closes_with_minutes();
"""


class Migration(migrations.Migration):
    dependencies = [("assembly", "0001_bodies_meetings_matters_and_ballots")]

    operations = [
        fence("assembly_agendaitem"),
        fence("assembly_ballot"),
        fence("assembly_body"),
        fence("assembly_bodyrule"),
        fence("assembly_chairterm"),
        fence("assembly_choice"),
        fence("assembly_handover"),
        fence("assembly_invited"),
        fence("assembly_matter"),
        fence("assembly_mattercase"),
        fence("assembly_meeting"),
        fence("assembly_meetingseries"),
        fence("assembly_minutes"),
        fence("assembly_openvote"),
        fence("assembly_opinion"),
        fence("assembly_paper"),
        fence("assembly_papercount"),
        fence("assembly_resolution"),
        fence("assembly_seat"),
        fence("assembly_swap"),
        fence("assembly_task"),
        fence("assembly_taskline"),
        fence("assembly_told"),
        fence("assembly_turnorder"),
        fence("assembly_urn"),
        migrations.RunSQL(TRUTHS, UNDO),
    ]
