from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_answers_begin_with_texts")]
    operations = [
        fence("cases_replytext"),
        fence("cases_watchedword"),
    ]
