from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("residents", "0003_person_is_whole")]
    operations = [
        fence("residents_consent"),
        fence("residents_reading"),
        fence("residents_relation"),
        fence("residents_work"),
    ]
