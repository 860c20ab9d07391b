from django.db import migrations

# Counted when the transaction ends, for today and for every later day on which somebody's term begins or ends: so a
# keeper cannot leave before a successor is named, and a zone cannot be drawn without keepers.
COUNT = """
CREATE FUNCTION check_keepers(the_zone bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
    zone_ends date;
    zone_drawn date;
    day date;
    keepers integer;
BEGIN
    SELECT ended_on, drawn_on INTO zone_ends, zone_drawn FROM territory_zone WHERE id = the_zone;
    FOR day IN
        SELECT d FROM (
            SELECT greatest(today, zone_drawn) AS d
            UNION SELECT from_on FROM accounts_duty WHERE zone_id = the_zone
            UNION SELECT until_on FROM accounts_duty WHERE zone_id = the_zone
        ) AS days
        WHERE d >= greatest(today, zone_drawn) AND (zone_ends IS NULL OR d < zone_ends)
    LOOP
        SELECT count(DISTINCT user_id) INTO keepers FROM accounts_duty
        WHERE zone_id = the_zone AND from_on <= day AND (until_on IS NULL OR until_on > day);
        IF keepers NOT BETWEEN 2 AND 3 AND NOT EXISTS (
            SELECT 1 FROM accounts_keeperoverride WHERE zone_id = the_zone AND from_on <= day AND until_on > day
        ) THEN
            RAISE EXCEPTION 'zone % would have % keepers on %: two or three keepers are needed', the_zone, keepers, day
            USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION duty_keeps_its_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NEW.zone_id IS NOT NULL THEN PERFORM check_keepers(NEW.zone_id); END IF;
    IF TG_OP <> 'INSERT' AND OLD.zone_id IS NOT NULL THEN PERFORM check_keepers(OLD.zone_id); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION zone_has_its_keepers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM check_keepers(NEW.id); RETURN NULL; END $$;

CREATE CONSTRAINT TRIGGER two_or_three_keepers AFTER INSERT OR UPDATE OR DELETE ON accounts_duty
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION duty_keeps_its_zone();
CREATE CONSTRAINT TRIGGER two_or_three_keepers AFTER INSERT OR UPDATE ON territory_zone
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION zone_has_its_keepers();
"""

FORGET = """
DROP FUNCTION zone_has_its_keepers CASCADE;
DROP FUNCTION duty_keeps_its_zone CASCADE;
DROP FUNCTION check_keepers CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("territory", "0002_fence")]
    operations = [migrations.RunSQL(COUNT, FORGET)]
