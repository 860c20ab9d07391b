from django.db import migrations

from linli.fence.rows import fence

MARKS = """
CREATE TRIGGER a_reason_is_counted AFTER INSERT OR UPDATE OR DELETE ON cases_breachreason
FOR EACH ROW EXECUTE FUNCTION mark_its_case();
CREATE TRIGGER an_uncounted_case_is_counted AFTER INSERT OR UPDATE OR DELETE ON cases_notcounted
FOR EACH ROW EXECUTE FUNCTION mark_its_case();

-- What was published stays as it was published.
CREATE FUNCTION published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published statistic is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER published_stays BEFORE UPDATE OR DELETE ON reports_publishedstatistic
FOR EACH ROW EXECUTE FUNCTION published_stays();
"""

FORGET = """
DROP FUNCTION published_stays CASCADE;
DROP TRIGGER a_reason_is_counted ON cases_breachreason;
DROP TRIGGER an_uncounted_case_is_counted ON cases_notcounted;
"""

# Every case is counted again, now with why its promises were broken.
COUNT_AGAIN = """
SELECT set_config('linli.communities', (SELECT coalesce(string_agg(id::text, ','), '') FROM territory_community), true);
INSERT INTO reports_casetocount (community_id, case_id) SELECT community_id, id FROM cases_case ORDER BY id;
SELECT set_config('linli.communities', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_published_hot_spots_and_reasons"),
        ("cases", "0010_fence_what_is_said_afterwards"),
    ]
    operations = [
        fence("reports_publishedstatistic"),
        fence("reports_hotspotrule"),
        migrations.RunSQL(MARKS, FORGET),
        migrations.RunSQL(COUNT_AGAIN, migrations.RunSQL.noop),
    ]
