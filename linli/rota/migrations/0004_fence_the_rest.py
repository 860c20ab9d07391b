from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("rota", "0003_shifts_have_backups_turns_and_swaps")]
    operations = [
        fence("rota_pattern"),
        fence("rota_patternperson"),
        fence("rota_formershift"),
        fence("rota_handover"),
        fence("rota_swap"),
        fence("rota_gapwarning"),
        fence("rota_calendarfeed"),
    ]
