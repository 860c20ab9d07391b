"""Slips are written and taken away by triggers beside their person; foreign keys would only look up what is so."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0009_names_leave_slips"), ("territory", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="slip",
            name="community",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="territory.community", verbose_name="社区",
            ),
        ),
        migrations.AlterField(
            model_name="slip",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="slips",
                to="residents.person",
            ),
        ),
    ]  # fmt: skip
