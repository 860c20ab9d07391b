from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("sheets", "0003_ledgers_and_rows_that_change")]
    operations = [fence("sheets_ledger"), fence("sheets_template")]
