from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("rota", "0001_initial")]
    operations = [
        fence("rota_post"),
        fence("rota_shift"),
        fence("rota_absence"),
    ]
