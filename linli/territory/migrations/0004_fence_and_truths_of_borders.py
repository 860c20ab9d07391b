from django.db import migrations

from linli.fence.rows import fence

# Every door's zone up to now becomes the first line of its history, from the day the zone was drawn. All communities
# are shown to the database while it is written.
BEGIN = """
DO $$
DECLARE open_now text := coalesce(current_setting('linli.communities', true), '');
BEGIN
    PERFORM set_config('linli.communities', coalesce(string_agg(id::text, ','), ''), true) FROM territory_community;
    INSERT INTO territory_doorzone (community_id, door_id, zone_id, from_on, until_on)
    SELECT door.community_id, door.id, zone.id, zone.drawn_on, zone.ended_on
    FROM territory_door door JOIN territory_zone zone ON zone.id = door.zone_id;
    PERFORM set_config('linli.communities', open_now, true);
END $$;
"""

TRUTHS = """
CREATE FUNCTION zone_of_door(the_door bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT zone_id FROM territory_doorzone
    WHERE door_id = the_door AND from_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date
    AND (until_on IS NULL OR until_on > (now() AT TIME ZONE 'Asia/Shanghai')::date)
$$;

CREATE FUNCTION door_lies_at_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM territory_door door JOIN territory_zone zone ON zone.community_id = door.community_id
        WHERE door.id = NEW.door_id AND zone.id = NEW.zone_id AND door.community_id = NEW.community_id
    ) THEN
        RAISE EXCEPTION 'door % and zone % belong to different communities', NEW.door_id, NEW.zone_id
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER door_lies_at_home BEFORE INSERT OR UPDATE ON territory_doorzone
FOR EACH ROW EXECUTE FUNCTION door_lies_at_home();

CREATE FUNCTION door_reads_its_zone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_door bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.door_id ELSE NEW.door_id END;
    the_zone bigint := zone_of_door(the_door);
BEGIN
    UPDATE territory_door SET zone_id = the_zone WHERE id = the_door AND zone_id IS DISTINCT FROM the_zone;
    RETURN NULL;
END $$;
CREATE TRIGGER door_reads_its_zone AFTER INSERT OR UPDATE OR DELETE ON territory_doorzone
FOR EACH ROW EXECUTE FUNCTION door_reads_its_zone();

CREATE FUNCTION door_begins_its_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO territory_doorzone (community_id, door_id, zone_id, from_on, until_on)
    SELECT NEW.community_id, NEW.id, id, drawn_on, ended_on FROM territory_zone WHERE id = NEW.zone_id;
    RETURN NULL;
END $$;
CREATE TRIGGER door_begins_its_history AFTER INSERT ON territory_door
FOR EACH ROW WHEN (NEW.zone_id IS NOT NULL) EXECUTE FUNCTION door_begins_its_history();

CREATE FUNCTION door_moves_by_its_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.zone_id IS DISTINCT FROM zone_of_door(NEW.id) THEN
        RAISE EXCEPTION 'door % lies where its history (territory_doorzone) says', NEW.id
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER door_moves_by_its_history BEFORE UPDATE OF zone_id ON territory_door
FOR EACH ROW WHEN (OLD.zone_id IS DISTINCT FROM NEW.zone_id) EXECUTE FUNCTION door_moves_by_its_history();
"""

FORGET = """
DROP FUNCTION door_moves_by_its_history CASCADE;
DROP FUNCTION door_begins_its_history CASCADE;
DROP FUNCTION door_reads_its_zone CASCADE;
DROP FUNCTION door_lies_at_home CASCADE;
DROP FUNCTION zone_of_door CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("territory", "0003_doors_have_positions_and_histories")]
    operations = [
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
        fence("territory_doorzone"),
        fence("territory_zoneshape"),
        migrations.RunSQL(TRUTHS, FORGET),
    ]
