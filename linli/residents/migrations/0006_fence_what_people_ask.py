from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("residents", "0005_people_ask_about_their_data")]
    operations = [
        fence("residents_rightsrequest"),
        fence("residents_sharing"),
        fence("residents_sharedperson"),
        fence("residents_retentionrule"),
        fence("residents_retentionrun"),
        fence("residents_retentionitem"),
    ]
