from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("sheets", "0001_initial")]
    operations = [
        fence("sheets_workbook"),
        fence("sheets_layout"),
        fence("sheets_importrun"),
        fence("sheets_runrow"),
        fence("sheets_exportrun"),
    ]
