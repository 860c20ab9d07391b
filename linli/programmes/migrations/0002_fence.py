from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_themes_pledges_and_what_keeps_them")]

    operations = [
        fence("programmes_theme"),
        fence("programmes_item"),
        fence("programmes_pledge"),
        fence("programmes_kept"),
    ]
