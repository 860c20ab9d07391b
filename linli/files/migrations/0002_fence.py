from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]
    operations = [fence("files_upload"), fence("files_file"), fence("files_filespolicy")]
