from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_initial")]
    operations = [
        fence("territory_lane"),
        fence("territory_door"),
        fence("territory_dwelling"),
    ]
