from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("zones", "0001_initial")]
    operations = [fence("zones_board"), fence("zones_keeperphoto")]
