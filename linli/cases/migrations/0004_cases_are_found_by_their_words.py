"""Looking for words: one search text a case, kept by triggers, read through one function that asks for the fence.

Why it is so stands in docs/decisions/0014. The text and array operators a search needs are not leakproof, so that
under row-level security no index serves them. The search text therefore stands in a table the application role has no
rights on (see config.roles), and `cases_found` looks only into the communities whose fence is open.
"""

from django.db import migrations

TEXT = r"""
-- How words are compared: NFKC (full width, ligatures), small letters, punctuation as blanks.
CREATE FUNCTION search_plain(t text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql RETURN
    translate(normalize(t, NFKC),
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ' || E'\r\n\t\u3000' || '，。！？；：、（）《》【】〈〉「」『』“”‘’…—,.!?;:()[]<>"''|/\',
        'abcdefghijklmnopqrstuvwxyz' || repeat(' ', 60));

-- Where a pair of signs is looked up: in one quarter of a year (Beijing time) of one community.
CREATE FUNCTION search_shelf(community bigint, at timestamptz) RETURNS bigint IMMUTABLE STRICT PARALLEL SAFE
LANGUAGE sql RETURN community * 100000
    + extract(year FROM at AT TIME ZONE 'Asia/Shanghai')::bigint * 10
    + extract(quarter FROM at AT TIME ZONE 'Asia/Shanghai')::bigint;

-- Every pair of neighbouring signs of a text, as numbers of one shelf. Its COST keeps the planner from asking it of
-- rows instead of asking the index.
CREATE FUNCTION search_pairs(shelf bigint, t text) RETURNS bigint[] IMMUTABLE STRICT PARALLEL SAFE COST 5000
LANGUAGE sql AS $$
    SELECT coalesce(array_agg(DISTINCT hashtextextended(pair, shelf)), '{}')
    FROM (SELECT sign || lead(sign) OVER (ORDER BY n) AS pair
          FROM unnest(string_to_array(t, NULL)) WITH ORDINALITY AS signs(sign, n)) AS pairs
    WHERE strpos(pair, ' ') = 0
$$;

CREATE TABLE cases_searchtext (
    case_id bigint PRIMARY KEY REFERENCES cases_case (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    community_id bigint NOT NULL,
    received_at timestamptz NOT NULL,
    zone_id bigint,
    category_id bigint NOT NULL,
    channel text NOT NULL,
    words text NOT NULL
) WITH (fillfactor = 90);
CREATE INDEX search_by_arrival ON cases_searchtext (community_id, received_at DESC, case_id DESC);
CREATE INDEX search_by_pairs ON cases_searchtext
    USING gin (search_pairs(search_shelf(community_id, received_at), words));
-- No column statistics: they would be as many as the pairs, slow every plan down, and decide nothing (see cases_found).
ALTER INDEX search_by_pairs ALTER COLUMN 1 SET STATISTICS 0;
ALTER TABLE cases_searchtext ENABLE ROW LEVEL SECURITY;  -- not forced: its owner keeps it; nobody else has rights
CREATE POLICY community_fence ON cases_searchtext USING (community_id = ANY (
    string_to_array(nullif(current_setting('linli.communities', true), ''), ',')::bigint[]));
"""

KEPT = r"""
-- What can be found of a case: its number's end, the number it has elsewhere, the matter, the place, its callers'
-- words, names not kept confidential, the ends of their phones, and whatever was noted, answered and done.
CREATE FUNCTION search_write(only_case bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO public.cases_searchtext
        (case_id, community_id, received_at, zone_id, category_id, channel, words)
    SELECT c.id, c.community_id, c.received_at, c.zone_id, c.category_id, c.channel, left(public.search_plain(concat_ws(
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
    FROM public.cases_case c WHERE c.id = only_case
    ON CONFLICT (case_id) DO UPDATE SET community_id = excluded.community_id, received_at = excluded.received_at,
        zone_id = excluded.zone_id, category_id = excluded.category_id, channel = excluded.channel,
        words = excluded.words
$$;

CREATE FUNCTION search_follows_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM public.search_write(NEW.id);
    RETURN NULL;
END $$;
-- A case is written down together with the person who brought it: the requester's trigger writes the first text.
CREATE TRIGGER search_follows AFTER UPDATE OF
    community_id, number, external_number, title, content, place_text, received_at, zone_id, category_id, channel
ON cases_case FOR EACH ROW EXECUTE FUNCTION search_follows_case();

CREATE FUNCTION search_follows_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR OLD.case_id <> NEW.case_id) THEN
        PERFORM public.search_write(OLD.case_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM public.search_write(NEW.case_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER search_follows AFTER INSERT OR DELETE OR UPDATE OF
    case_id, words, name, phone_tail, wants_confidential
ON cases_requester FOR EACH ROW EXECUTE FUNCTION search_follows_part();
CREATE TRIGGER search_follows_change AFTER DELETE OR UPDATE OF case_id, body
ON cases_remark FOR EACH ROW EXECUTE FUNCTION search_follows_part();
CREATE TRIGGER search_follows_change AFTER DELETE OR UPDATE OF case_id, done, handed_to
ON cases_closure FOR EACH ROW EXECUTE FUNCTION search_follows_part();

-- A new remark or closure is only added at the end; words that stand there already cost nothing.
CREATE FUNCTION search_gains_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    added text;
BEGIN
    IF TG_TABLE_NAME = 'cases_remark' THEN
        added := public.search_plain(NEW.body);
    ELSE
        added := public.search_plain(concat_ws(' ', NEW.done, nullif(NEW.handed_to, '')));
    END IF;
    UPDATE public.cases_searchtext SET words = left(words || ' ' || added, 20000)
    WHERE case_id = NEW.case_id AND strpos(words, added) = 0;
    RETURN NULL;
END $$;
CREATE TRIGGER search_gains AFTER INSERT ON cases_remark FOR EACH ROW EXECUTE FUNCTION search_gains_words();
CREATE TRIGGER search_gains AFTER INSERT ON cases_closure FOR EACH ROW EXECUTE FUNCTION search_gains_words();

-- For whoever has loaded rows past the triggers: writes what is missing.
CREATE FUNCTION search_catch_up() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    open_now text := coalesce(current_setting('linli.communities', true), '');
    written bigint;
BEGIN
    PERFORM set_config('linli.communities', string_agg(id::text, ','), true) FROM territory_community;
    SELECT count(*) INTO written FROM (SELECT public.search_write(c.id) FROM cases_case c
        WHERE NOT EXISTS (SELECT 1 FROM cases_searchtext s WHERE s.case_id = c.id)) AS each;
    PERFORM set_config('linli.communities', open_now, true);
    RETURN written;
END $$;
"""

FOUND = r"""
-- Ids of cases in which every one of `words` stands (however they are written), newest first, at most `wanted`;
-- after the row (before_at, before_id) when that is given. `among` looks into these cases only. The other filters
-- narrow; NULL narrows nothing. `zones` together with `besides`: lying in these zones, or being one of these cases.
--
-- It reads the fence itself: whatever is asked, only communities whose fence is open are looked into.
-- First the newest rows (1000, or linli.search_looks_at) are read in their order, which finds frequent words at once. What is rarer is found by the
-- index, quarter after quarter back in time, in growing steps: no word makes it read much more than it returns.
CREATE FUNCTION cases_found(
    words text[], zones bigint[], besides bigint[], categories bigint[], channels text[],
    since timestamptz, until timestamptz, before_at timestamptz, before_id bigint, among bigint[], wanted int
) RETURNS TABLE (id bigint, at timestamptz) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    looks_at int := coalesce(nullif(current_setting('linli.search_looks_at', true), '')::int, 1000);
    open_to bigint[] := string_to_array(nullif(current_setting('linli.communities', true), ''), ',')::bigint[];
    word text; pair text; cond text := 'true'; period text := ''; keys bigint[]; pairs text := '';
    per int; edge timestamptz; complete boolean; found_now bigint[]; found_at timestamptz[];
    first_quarter date; quarter date; step int := 1; so_far int := 0; more int;
BEGIN
    words := array(SELECT btrim(public.search_plain(w)) FROM unnest(words) AS w WHERE btrim(public.search_plain(w)) <> '');
    IF open_to IS NULL OR cardinality(words) = 0 OR wanted < 1 THEN
        RETURN;
    END IF;
    FOREACH word IN ARRAY words LOOP
        cond := cond || format(' AND strpos(s.words, %L) > 0', word);
    END LOOP;
    IF zones IS NOT NULL THEN
        cond := cond || format(' AND (s.zone_id = ANY (%L::bigint[]) OR s.case_id = ANY (%L::bigint[]))', zones, coalesce(besides, '{}'));
    END IF;
    IF categories IS NOT NULL THEN cond := cond || format(' AND s.category_id = ANY (%L::bigint[])', categories); END IF;
    IF channels IS NOT NULL THEN cond := cond || format(' AND s.channel = ANY (%L::text[])', channels); END IF;
    IF since IS NOT NULL THEN period := period || format(' AND s.received_at >= %L', since); END IF;
    IF until IS NOT NULL THEN period := period || format(' AND s.received_at < %L', until); END IF;
    IF before_at IS NOT NULL THEN
        period := period || format(' AND (s.received_at, s.case_id) < (%L::timestamptz, %L::bigint)', before_at, before_id);
    END IF;

    IF among IS NOT NULL THEN
        RETURN QUERY EXECUTE format(
            'SELECT s.case_id, s.received_at FROM public.cases_searchtext s WHERE s.case_id = ANY (%L::bigint[])'
            ' AND s.community_id = ANY (%L::bigint[]) AND %s%s ORDER BY s.received_at DESC, s.case_id DESC LIMIT %s',
            among, open_to, cond, period, wanted);
        RETURN;
    END IF;

    IF cardinality(open_to) = 1 THEN
        EXECUTE format(
            'SELECT array_agg(case_id), array_agg(received_at), count(*) FROM (SELECT case_id, received_at FROM'
            ' (SELECT * FROM public.cases_searchtext s WHERE s.community_id = %s%s'
            ' ORDER BY s.received_at DESC, s.case_id DESC LIMIT %s) s WHERE %s LIMIT %s) f',
            open_to[1], period, looks_at, cond, wanted) INTO found_now, found_at, more;
        IF more < wanted THEN
            EXECUTE format('SELECT count(*) < %2$s FROM (SELECT 1 FROM public.cases_searchtext s'
                ' WHERE s.community_id = %1$s%3$s ORDER BY s.received_at DESC, s.case_id DESC LIMIT %2$s) n',
                open_to[1], looks_at, period) INTO complete;
        END IF;
    ELSE
        per := greatest(100, looks_at / cardinality(open_to));
        EXECUTE format(
            'WITH newest AS MATERIALIZED (SELECT s.* FROM unnest(%L::bigint[]) AS o(c), LATERAL (SELECT *'
            ' FROM public.cases_searchtext s WHERE s.community_id = o.c%s'
            ' ORDER BY s.received_at DESC, s.case_id DESC LIMIT %s) s),'
            ' edge AS (SELECT max(oldest) AS at FROM (SELECT min(received_at) AS oldest FROM newest'
            ' GROUP BY community_id HAVING count(*) >= %3$s) e)'
            ' SELECT array_agg(case_id), array_agg(received_at), count(*), (SELECT at FROM edge) IS NULL FROM ('
            ' SELECT s.case_id, s.received_at FROM newest s, edge WHERE (edge.at IS NULL OR s.received_at > edge.at)'
            ' AND %4$s ORDER BY s.received_at DESC, s.case_id DESC LIMIT %5$s) f',
            open_to, period, per, cond, wanted) INTO found_now, found_at, more, complete;
    END IF;
    IF more >= wanted OR complete THEN
        RETURN QUERY SELECT * FROM unnest(found_now, found_at);
        RETURN;
    END IF;

    SELECT date_trunc('quarter', max(n) AT TIME ZONE 'Asia/Shanghai')::date,
           date_trunc('quarter', min(o) AT TIME ZONE 'Asia/Shanghai')::date
    INTO quarter, first_quarter FROM unnest(open_to) AS c,
        LATERAL (SELECT s.received_at AS n FROM public.cases_searchtext s WHERE s.community_id = c
                 ORDER BY s.received_at DESC LIMIT 1) newest,
        LATERAL (SELECT s.received_at AS o FROM public.cases_searchtext s WHERE s.community_id = c
                 ORDER BY s.received_at LIMIT 1) oldest;
    quarter := least(quarter, date_trunc('quarter', until AT TIME ZONE 'Asia/Shanghai')::date,
                   date_trunc('quarter', before_at AT TIME ZONE 'Asia/Shanghai')::date);
    first_quarter := greatest(first_quarter, date_trunc('quarter', since AT TIME ZONE 'Asia/Shanghai')::date);
    WHILE quarter >= first_quarter AND so_far < wanted LOOP
        pairs := '';
        FOR pair IN
            SELECT DISTINCT substr(w, i, 2) FROM unnest(words) AS w, generate_series(1, least(length(w) - 1, 12)) AS i
        LOOP
            CONTINUE WHEN strpos(pair, ' ') > 0;
            SELECT array_agg(hashtextextended(pair, c * 100000 + to_char(quarter - make_interval(months => 3 * back), 'YYYYQ')::bigint))
            INTO keys FROM unnest(open_to) AS c, generate_series(0, step - 1) AS back
            WHERE quarter - make_interval(months => 3 * back) >= first_quarter;
            pairs := pairs || format(' AND public.search_pairs(public.search_shelf(s.community_id, s.received_at), s.words)'
                ' && %L::bigint[]', keys);
        END LOOP;
        RETURN QUERY EXECUTE format(
            'WITH hits AS MATERIALIZED (SELECT s.case_id, s.received_at, s.community_id FROM public.cases_searchtext s'
            ' WHERE true%s AND %s%s) SELECT case_id, received_at FROM hits WHERE community_id = ANY (%L::bigint[])'
            ' ORDER BY received_at DESC, case_id DESC LIMIT %s',
            pairs, cond, period, open_to, wanted - so_far);
        GET DIAGNOSTICS more = ROW_COUNT;
        so_far := so_far + more;
        quarter := (quarter - make_interval(months => 3 * step))::date;
        step := step * 3;
    END LOOP;
END $$;
"""

FORGET = """
DROP FUNCTION cases_found;
DROP FUNCTION search_catch_up;
DROP FUNCTION search_gains_words CASCADE;
DROP FUNCTION search_follows_part CASCADE;
DROP FUNCTION search_follows_case CASCADE;
DROP FUNCTION search_write;
DROP TABLE cases_searchtext;
DROP FUNCTION search_pairs;
DROP FUNCTION search_shelf;
DROP FUNCTION search_plain;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_truths_no_page_may_break")]
    operations = [
        migrations.RunSQL(TEXT + KEPT + FOUND + "SELECT search_catch_up();", FORGET),
    ]
