from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_what_is_said_afterwards")]
    operations = [fence("cases_breachreason"), fence("cases_notcounted"), fence("cases_councilcandidate")]
