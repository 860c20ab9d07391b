from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        fence("cases_policy"),
        fence("cases_case"),
        fence("cases_requester"),
        fence("cases_promise"),
        fence("cases_pause"),
        fence("cases_extension"),
        fence("cases_offer"),
        fence("cases_cohandling"),
        fence("cases_arrival"),
        fence("cases_remark"),
        fence("cases_closure"),
        fence("cases_callback"),
        fence("cases_reopening"),
        fence("cases_gooddeed"),
        fence("cases_numberseries"),
    ]
