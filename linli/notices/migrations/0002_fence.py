from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [
        fence("notices_notice"),
    ]
