from django.db import migrations

from linli.fence.rows import fence


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_plan_sign_up_attend")]
    operations = [
        fence("activities_series"),
        fence("activities_activity"),
        fence("activities_expected"),
        fence("activities_signup"),
        fence("activities_attendance"),
        fence("activities_guest"),
        fence("activities_activityfile"),
        fence("activities_activityfeed"),
    ]
