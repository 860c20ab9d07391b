from django.db import migrations

MARKS = """
CREATE TRIGGER a_merged_case_is_counted AFTER UPDATE OF status ON cases_case FOR EACH ROW
WHEN ((OLD.status = 'merged') <> (NEW.status = 'merged')) EXECUTE FUNCTION mark_the_case();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_reasons_and_uncounted_move_counters"),
        ("cases", "0017_truths_of_merging_and_splitting"),
    ]
    operations = [migrations.RunSQL(MARKS, "DROP TRIGGER a_merged_case_is_counted ON cases_case")]
