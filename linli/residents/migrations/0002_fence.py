from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial")]
    operations = [
        fence("residents_person"),
        fence("residents_household"),
        fence("residents_householdmember"),
        fence("residents_unit"),
        fence("residents_liaisonofficer"),
    ]
