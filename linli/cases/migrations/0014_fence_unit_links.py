from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_units_answer_through_links")]
    operations = [fence("cases_unitlink")]
