from django.db import migrations

from linli.fence.rows import fence

TRUTHS = """
-- A promise is read beside the policy it was made under: what a policy once said stays; only its end may be moved.
CREATE FUNCTION policies_are_not_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'effective_until' <> to_jsonb(OLD) - 'effective_until' THEN
        RAISE EXCEPTION 'a policy is ended and followed by another, never rewritten' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policies_are_not_rewritten BEFORE UPDATE ON cases_policy
FOR EACH ROW EXECUTE FUNCTION policies_are_not_rewritten();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_rules_choose_whom_to_ask")]
    operations = [
        fence("cases_dispatchrule"),
        fence("cases_dispatch"),
        migrations.RunSQL(TRUTHS, "DROP FUNCTION policies_are_not_rewritten CASCADE"),
    ]
