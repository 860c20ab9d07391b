from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("party", "0003_meetings_of_organisations")]
    operations = [fence("party_organisationactivity"), fence("party_reminder")]
