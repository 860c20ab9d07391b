from django.db import migrations

from linli.fence.rows import fence

TRUTHS = """
-- An organisation stands only under one of a higher kind, and keeps its kind: so the tree can have no ring.
CREATE FUNCTION rank_of_organisation(kind text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE kind WHEN 'committee' THEN 4 WHEN 'general_branch' THEN 3 WHEN 'group' THEN 1 ELSE 2 END
$$;
CREATE FUNCTION organisation_stands_under_a_higher_one() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE above record;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.kind <> OLD.kind THEN
        RAISE EXCEPTION 'an organisation keeps its kind' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.parent_id IS NOT NULL THEN
        SELECT kind, community_id INTO above FROM party_organisation WHERE id = NEW.parent_id;
        IF above.community_id IS DISTINCT FROM NEW.community_id
        OR rank_of_organisation(above.kind) <= rank_of_organisation(NEW.kind) THEN
            RAISE EXCEPTION 'an organisation stands under a higher one' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NEW.kind = 'group' THEN
        RAISE EXCEPTION 'a group stands under a branch' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organisation_stands_under_a_higher_one BEFORE INSERT OR UPDATE OF kind, parent_id ON party_organisation
FOR EACH ROW EXECUTE FUNCTION organisation_stands_under_a_higher_one();

-- Members belong to branches and groups, never to what stands above them.
CREATE FUNCTION belonging_is_to_a_branch_or_group() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM party_organisation
        WHERE id = NEW.organisation_id AND kind IN ('branch', 'joint_branch', 'group') AND community_id = NEW.community_id
    ) THEN
        RAISE EXCEPTION 'a member belongs to a branch or a group' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER belonging_is_to_a_branch_or_group BEFORE INSERT OR UPDATE OF organisation_id ON party_belonging
FOR EACH ROW EXECUTE FUNCTION belonging_is_to_a_branch_or_group();
"""
FORGET = """
DROP FUNCTION belonging_is_to_a_branch_or_group CASCADE;
DROP FUNCTION organisation_stands_under_a_higher_one CASCADE;
DROP FUNCTION rank_of_organisation CASCADE;
"""
TABLES = (
    "organisation", "member", "belonging", "post", "mobilerecord", "mobilecontact", "duesfact", "reportin",
    "claimedpost", "serviceentry", "quarternote",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("party", "0001_organisations_and_members")]
    operations = [*(fence(f"party_{table}") for table in TABLES), migrations.RunSQL(TRUTHS, FORGET)]
