from django.db import migrations

TRUTHS = """
-- Never a case without a due moment: asked when the transaction ends, whichever fence is open by then.
CREATE FUNCTION case_has_its_promise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    open_now text := coalesce(current_setting('linli.communities', true), '');
    has_promise boolean;
BEGIN
    PERFORM set_config('linli.communities', NEW.community_id::text, true);
    has_promise := EXISTS (
        SELECT 1 FROM cases_promise WHERE case_id = NEW.id AND round = NEW.round AND kind = 'resolve'
    );
    PERFORM set_config('linli.communities', open_now, true);
    IF NOT has_promise THEN
        RAISE EXCEPTION 'case % has no promise for round %', NEW.number, NEW.round USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_has_its_promise AFTER INSERT OR UPDATE OF round ON cases_case
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION case_has_its_promise();

-- 首接负责: who received it first stays answerable.
CREATE FUNCTION first_handler_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.first_handler_id <> OLD.first_handler_id THEN
        RAISE EXCEPTION 'the first handler of a case stays answerable' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER first_handler_stays BEFORE UPDATE OF first_handler_id ON cases_case
FOR EACH ROW EXECUTE FUNCTION first_handler_stays();

-- Who handles may not verify.
CREATE FUNCTION callback_is_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cases_closure WHERE case_id = NEW.case_id AND round = NEW.round AND by_id = NEW.by_id)
    OR EXISTS (SELECT 1 FROM cases_arrival WHERE case_id = NEW.case_id AND round = NEW.round AND who_id = NEW.by_id)
    OR EXISTS (SELECT 1 FROM cases_offer WHERE case_id = NEW.case_id AND round = NEW.round AND to_id = NEW.by_id AND answer = 'accepted')
    THEN
        RAISE EXCEPTION 'who handled it may not call back' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER callback_is_by_another BEFORE INSERT OR UPDATE ON cases_callback
FOR EACH ROW WHEN (NEW.by_id IS NOT NULL) EXECUTE FUNCTION callback_is_by_another();
"""

FORGET = """
DROP FUNCTION callback_is_by_another CASCADE;
DROP FUNCTION first_handler_stays CASCADE;
DROP FUNCTION case_has_its_promise CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_fence")]
    operations = [migrations.RunSQL(TRUTHS, FORGET)]
