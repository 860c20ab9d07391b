"""What the database holds of merged and split cases, whoever writes the rows; and what search follows since."""

from django.db import migrations

from linli.fence.rows import fence

TRUTHS = r"""
-- A case stands as merged exactly while a merger of it runs.
CREATE FUNCTION merged_means_merger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.status = 'merged') <> EXISTS (
        SELECT 1 FROM cases_merger WHERE case_id = NEW.id AND undone_at IS NULL
    ) THEN
        RAISE EXCEPTION 'case % stands as merged exactly while a merger of it runs', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER merged_means_merger AFTER UPDATE OF status ON cases_case
FOR EACH ROW WHEN ((OLD.status = 'merged') <> (NEW.status = 'merged')) EXECUTE FUNCTION merged_means_merger();

-- One merges into a case of the same community that stands for itself: so no chain ever leads back.
CREATE FUNCTION merger_leads_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    main cases_case%ROWTYPE;
BEGIN
    SELECT * INTO main FROM cases_case WHERE id = NEW.into_id FOR SHARE;
    IF main.id IS NULL OR main.community_id <> NEW.community_id OR main.status = 'merged'
    OR (SELECT community_id FROM cases_case WHERE id = NEW.case_id) <> NEW.community_id THEN
        RAISE EXCEPTION 'one merges into a case of the same community that is not merged itself'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER merger_leads_on BEFORE INSERT OR UPDATE OF case_id, into_id ON cases_merger
FOR EACH ROW EXECUTE FUNCTION merger_leads_on();

-- The whole cannot end, or be merged, while a part of it is open; and no part begins, or begins anew, after it ended.
CREATE FUNCTION whole_waits_for_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_case WHERE part_of_id = NEW.id AND status IN ('registered', 'offered', 'accepted', 'on_site')
    ) THEN
        RAISE EXCEPTION 'case % has open parts', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER whole_waits_for_parts AFTER UPDATE OF status ON cases_case FOR EACH ROW
WHEN (NEW.status NOT IN ('registered', 'offered', 'accepted', 'on_site')) EXECUTE FUNCTION whole_waits_for_parts();

CREATE FUNCTION part_needs_open_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole cases_case%ROWTYPE;
BEGIN
    SELECT * INTO whole FROM cases_case WHERE id = NEW.part_of_id FOR SHARE;
    IF whole.id IS NULL OR whole.id = NEW.id OR whole.community_id <> NEW.community_id OR whole.part_of_id IS NOT NULL
    OR whole.status NOT IN ('registered', 'offered', 'accepted', 'on_site') THEN
        RAISE EXCEPTION 'a part belongs to an open case of the same community that is no part itself'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER part_needs_open_whole AFTER INSERT OR UPDATE OF part_of_id, round ON cases_case
FOR EACH ROW WHEN (NEW.part_of_id IS NOT NULL) EXECUTE FUNCTION part_needs_open_whole();

-- Who handles may not verify: neither the whole, nor any part of it, nor what was merged into it.
CREATE OR REPLACE FUNCTION callback_is_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    beside bigint[];
BEGIN
    IF EXISTS (SELECT 1 FROM cases_closure WHERE case_id = NEW.case_id AND round = NEW.round AND by_id = NEW.by_id)
    OR EXISTS (SELECT 1 FROM cases_arrival WHERE case_id = NEW.case_id AND round = NEW.round AND who_id = NEW.by_id)
    OR EXISTS (SELECT 1 FROM cases_offer WHERE case_id = NEW.case_id AND round = NEW.round AND to_id = NEW.by_id AND answer = 'accepted')
    THEN
        RAISE EXCEPTION 'who handled it may not call back' USING ERRCODE = 'check_violation';
    END IF;
    SELECT array_agg(id) INTO beside FROM (
        SELECT id FROM cases_case WHERE part_of_id = NEW.case_id
        UNION ALL SELECT case_id FROM cases_merger WHERE into_id = NEW.case_id AND undone_at IS NULL) AS others;
    IF beside IS NOT NULL AND (
        EXISTS (SELECT 1 FROM cases_closure WHERE case_id = ANY (beside) AND by_id = NEW.by_id)
        OR EXISTS (SELECT 1 FROM cases_arrival WHERE case_id = ANY (beside) AND who_id = NEW.by_id)
        OR EXISTS (SELECT 1 FROM cases_offer WHERE case_id = ANY (beside) AND to_id = NEW.by_id AND answer = 'accepted'))
    THEN
        RAISE EXCEPTION 'who handled it may not call back' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

SEARCH = r"""
-- A part has no callers: its text is written as it is.
CREATE TRIGGER search_begins AFTER INSERT ON cases_case
FOR EACH ROW WHEN (NEW.part_of_id IS NOT NULL) EXECUTE FUNCTION search_follows_case();

-- What stands in the search text of a case, in one place for one case and for all of them.
CREATE FUNCTION search_text(c cases_case) RETURNS text STABLE LANGUAGE sql
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT left(public.search_plain(concat_ws(
        ' ', '#' || substr(c.number, strpos(c.number, '-') + 1), nullif('#' || right(c.external_number, 6), '#'),
        CASE WHEN strpos(c.content, c.title) = 0 THEN c.title END, c.content, c.place_text,
        (SELECT string_agg(concat_ws(' ',
                CASE WHEN r.words <> c.content THEN r.words END,
                CASE WHEN NOT r.wants_confidential THEN nullif(r.name, '') END,
                nullif('☎' || r.phone_tail, '☎')), ' ' ORDER BY r.id)
         FROM public.cases_requester r WHERE r.case_id = c.id),
        (SELECT string_agg(m.body, ' ' ORDER BY m.id) FROM public.cases_remark m WHERE m.case_id = c.id),
        (SELECT string_agg(concat_ws(' ', e.done, e.handed_to), ' ' ORDER BY e.id)
         FROM public.cases_closure e WHERE e.case_id = c.id)
    )), 20000)
$$;
CREATE OR REPLACE FUNCTION search_write(only_case bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO public.cases_searchtext
        (case_id, community_id, received_at, zone_id, category_id, channel, words)
    SELECT c.id, c.community_id, c.received_at, c.zone_id, c.category_id, c.channel, public.search_text(c)
    FROM public.cases_case c WHERE c.id = only_case
    ON CONFLICT (case_id) DO UPDATE SET community_id = excluded.community_id, received_at = excluded.received_at,
        zone_id = excluded.zone_id, category_id = excluded.category_id, channel = excluded.channel,
        words = excluded.words
$$;

-- For whoever has loaded rows past the triggers: writes what is missing. An empty table gets its indexes afterwards.
DROP FUNCTION search_catch_up();
CREATE FUNCTION search_catch_up() RETURNS bigint LANGUAGE plpgsql SET maintenance_work_mem = '256MB' AS $$
DECLARE
    open_now text := coalesce(current_setting('linli.communities', true), '');
    is_empty boolean := NOT EXISTS (SELECT 1 FROM cases_searchtext);
    written bigint;
BEGIN
    PERFORM set_config('linli.communities', string_agg(id::text, ','), true) FROM territory_community;
    IF is_empty THEN
        DROP INDEX search_by_pairs, search_by_arrival;
    END IF;
    INSERT INTO cases_searchtext (case_id, community_id, received_at, zone_id, category_id, channel, words)
    SELECT c.id, c.community_id, c.received_at, c.zone_id, c.category_id, c.channel, search_text(c)
    FROM cases_case c WHERE NOT EXISTS (SELECT 1 FROM cases_searchtext s WHERE s.case_id = c.id)
    ORDER BY c.received_at;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF is_empty THEN
        SET CONSTRAINTS ALL IMMEDIATE;  -- no index is made while a check is still to come
        CREATE INDEX search_by_arrival ON cases_searchtext (community_id, received_at DESC, case_id DESC);
        CREATE INDEX search_by_pairs ON cases_searchtext
            USING gin (search_pairs(search_shelf(community_id, received_at), words));
        ALTER INDEX search_by_pairs ALTER COLUMN 1 SET STATISTICS 0;
    END IF;
    PERFORM set_config('linli.communities', open_now, true);
    RETURN written;
END $$;
"""

FORGET = r"""
DROP TRIGGER search_begins ON cases_case;
DROP FUNCTION part_needs_open_whole CASCADE;
DROP FUNCTION whole_waits_for_parts CASCADE;
DROP FUNCTION merger_leads_on CASCADE;
DROP FUNCTION merged_means_merger CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_cases_are_merged_linked_and_split")]
    operations = [
        fence("cases_merger"),
        fence("cases_caselink"),
        fence("cases_bulkrun"),
        fence("cases_bulkitem"),
        migrations.RunSQL(TRUTHS + SEARCH, FORGET),
    ]
