from django.db import migrations

from linli.fence.rows import fence

MARKS = """
-- Marks come and go: without a clean table every page of figures would step over the dead ones.
ALTER TABLE reports_casetocount SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);
-- Counters are written again and again in place.
ALTER TABLE reports_counter SET (fillfactor = 70);
ALTER TABLE reports_countedcase SET (fillfactor = 80);

CREATE FUNCTION mark_the_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO reports_casetocount (community_id, case_id) VALUES (OLD.community_id, OLD.id);
    ELSE
        INSERT INTO reports_casetocount (community_id, case_id) VALUES (NEW.community_id, NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION mark_the_cases_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_casetocount (community_id, case_id) SELECT community_id, id FROM added;
    RETURN NULL;
END $$;
CREATE FUNCTION mark_its_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO reports_casetocount (community_id, case_id) VALUES (OLD.community_id, OLD.case_id);
    ELSE
        INSERT INTO reports_casetocount (community_id, case_id) VALUES (NEW.community_id, NEW.case_id);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION mark_their_cases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_casetocount (community_id, case_id) SELECT DISTINCT community_id, case_id FROM added;
    RETURN NULL;
END $$;

-- Rows added are marked once a statement, so that a thousand rows cost little more than one.
CREATE TRIGGER a_case_is_counted AFTER INSERT ON cases_case
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION mark_the_cases_added();
CREATE TRIGGER a_promise_is_counted AFTER INSERT ON cases_promise
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION mark_their_cases();
CREATE TRIGGER a_closure_is_counted AFTER INSERT ON cases_closure
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION mark_their_cases();
CREATE TRIGGER a_callback_is_counted AFTER INSERT ON cases_callback
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION mark_their_cases();
CREATE TRIGGER an_arrival_is_counted AFTER INSERT ON cases_arrival
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION mark_their_cases();
CREATE TRIGGER a_reopening_is_counted AFTER INSERT ON cases_reopening
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION mark_their_cases();

-- Rows changed: where a column changed that a figure reads. Whoever counts by another column adds it here.
CREATE TRIGGER a_changed_case_is_counted AFTER UPDATE ON cases_case FOR EACH ROW
WHEN ((OLD.received_at, OLD.channel, OLD.category_id, OLD.urgency, OLD.zone_id, OLD.contacted_at)
    IS DISTINCT FROM (NEW.received_at, NEW.channel, NEW.category_id, NEW.urgency, NEW.zone_id, NEW.contacted_at))
EXECUTE FUNCTION mark_the_case();
CREATE TRIGGER a_changed_promise_is_counted AFTER UPDATE ON cases_promise FOR EACH ROW
WHEN ((OLD.kind, OLD.round, OLD.made_at, OLD.due_at, OLD.paused_at, OLD.kept_at, OLD.broken_at, OLD.waived_at, OLD.corrected_at)
    IS DISTINCT FROM
    (NEW.kind, NEW.round, NEW.made_at, NEW.due_at, NEW.paused_at, NEW.kept_at, NEW.broken_at, NEW.waived_at, NEW.corrected_at))
EXECUTE FUNCTION mark_its_case();
CREATE TRIGGER a_changed_closure_is_counted AFTER UPDATE ON cases_closure FOR EACH ROW EXECUTE FUNCTION mark_its_case();
CREATE TRIGGER a_changed_callback_is_counted AFTER UPDATE ON cases_callback FOR EACH ROW EXECUTE FUNCTION mark_its_case();
CREATE TRIGGER a_changed_arrival_is_counted AFTER UPDATE ON cases_arrival FOR EACH ROW EXECUTE FUNCTION mark_its_case();
CREATE TRIGGER a_changed_reopening_is_counted AFTER UPDATE ON cases_reopening FOR EACH ROW EXECUTE FUNCTION mark_its_case();

CREATE TRIGGER a_lost_case_is_counted AFTER DELETE ON cases_case FOR EACH ROW EXECUTE FUNCTION mark_the_case();
CREATE TRIGGER a_lost_promise_is_counted AFTER DELETE ON cases_promise FOR EACH ROW EXECUTE FUNCTION mark_its_case();
CREATE TRIGGER a_lost_closure_is_counted AFTER DELETE ON cases_closure FOR EACH ROW EXECUTE FUNCTION mark_its_case();
CREATE TRIGGER a_lost_callback_is_counted AFTER DELETE ON cases_callback FOR EACH ROW EXECUTE FUNCTION mark_its_case();
CREATE TRIGGER a_lost_arrival_is_counted AFTER DELETE ON cases_arrival FOR EACH ROW EXECUTE FUNCTION mark_its_case();
CREATE TRIGGER a_lost_reopening_is_counted AFTER DELETE ON cases_reopening FOR EACH ROW EXECUTE FUNCTION mark_its_case();
"""

FORGET = """
DROP FUNCTION mark_the_case CASCADE;
DROP FUNCTION mark_the_cases_added CASCADE;
DROP FUNCTION mark_its_case CASCADE;
DROP FUNCTION mark_their_cases CASCADE;
"""

# The cases there are already: the worker counts them, and until then figures are recounted.
THERE_ALREADY = """
SELECT set_config('linli.communities', (SELECT coalesce(string_agg(id::text, ','), '') FROM territory_community), true);
INSERT INTO reports_casetocount (community_id, case_id) SELECT community_id, id FROM cases_case ORDER BY id;
SELECT set_config('linli.communities', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_counters"), ("cases", "0003_truths_no_page_may_break")]
    operations = [
        fence("reports_casetocount"),
        fence("reports_countedcase"),
        fence("reports_counter"),
        migrations.RunSQL(MARKS, FORGET),
        migrations.RunSQL(THERE_ALREADY, migrations.RunSQL.noop),
    ]
