"""Looking for people: a slip for each end of a name, kept by triggers. Why it is so stands in docs/decisions/0020."""

from django.db import migrations

from linli.fence.rows import fence

KEPT = """
-- What a person is found by, in small letters: every end of the name and of a former one (阿依古丽, 依古丽, …), the
-- reading without its spaces, with and without its first syllable, and the initials.
CREATE FUNCTION residents_pieces(name text, former_name text, pinyin text, initials text) RETURNS SETOF text
IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT left(substr(word, n), 24) FROM (VALUES (lower(name)), (lower(former_name))) AS words(word),
        generate_series(1, length(word)) AS n WHERE substr(word, n, 1) NOT IN ('·', ' ')
    UNION SELECT left(replace(pinyin, ' ', ''), 24) WHERE pinyin <> ''
    UNION SELECT left(replace(substr(pinyin, strpos(pinyin, ' ')), ' ', ''), 24) WHERE strpos(pinyin, ' ') > 0
    UNION SELECT left(initials, 24) WHERE initials <> ''
$$;

CREATE FUNCTION residents_slips_of_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO residents_slip (community_id, person_id, piece)
    SELECT p.community_id, p.id, piece
    FROM arrived p, LATERAL residents_pieces(p.name, p.former_name, p.pinyin, p.initials) AS piece
    WHERE p.merged_into_id IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER slips_of_new AFTER INSERT ON residents_person REFERENCING NEW TABLE AS arrived
FOR EACH STATEMENT EXECUTE FUNCTION residents_slips_of_new();

CREATE FUNCTION residents_slips_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM residents_slip WHERE person_id = OLD.id;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    INSERT INTO residents_slip (community_id, person_id, piece)
    SELECT NEW.community_id, NEW.id, piece
    FROM residents_pieces(NEW.name, NEW.former_name, NEW.pinyin, NEW.initials) AS piece
    WHERE NEW.merged_into_id IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER slips_again AFTER UPDATE OF community_id, name, former_name, pinyin, initials, merged_into_id
ON residents_person FOR EACH ROW
WHEN ((OLD.community_id, OLD.name, OLD.former_name, OLD.pinyin, OLD.initials, OLD.merged_into_id)
    IS DISTINCT FROM (NEW.community_id, NEW.name, NEW.former_name, NEW.pinyin, NEW.initials, NEW.merged_into_id))
EXECUTE FUNCTION residents_slips_again();
CREATE TRIGGER slips_go_first BEFORE DELETE ON residents_person FOR EACH ROW EXECUTE FUNCTION residents_slips_again();

-- Who stands on the register already. The owner sees rows only inside an open fence, too.
DO $$
BEGIN
    PERFORM set_config('linli.communities', coalesce(string_agg(id::text, ','), ''), true) FROM territory_community;
    INSERT INTO residents_slip (community_id, person_id, piece)
    SELECT p.community_id, p.id, piece
    FROM residents_person p, LATERAL residents_pieces(p.name, p.former_name, p.pinyin, p.initials) AS piece
    WHERE p.merged_into_id IS NULL;
END $$;
"""

FORGET = """
DROP FUNCTION residents_slips_of_new CASCADE;
DROP FUNCTION residents_slips_again CASCADE;
DROP FUNCTION residents_pieces;
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0008_people_are_found_and_merged")]
    operations = [
        fence("residents_slip"),
        fence("residents_merger"),
        fence("residents_notsame"),
        migrations.RunSQL(KEPT, FORGET),
    ]
