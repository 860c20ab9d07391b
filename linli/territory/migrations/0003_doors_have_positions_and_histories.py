import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import linli.territory.models


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0002_fence"),
    ]

    operations = [
        migrations.CreateModel(
            name="DoorZone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="起")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="止")),
            ],
            options={
                "verbose_name": "门牌归属",
                "ordering": ["from_on", "door"],
            },
        ),
        migrations.CreateModel(
            name="ZoneShape",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shape", models.JSONField(verbose_name="边界")),
                (
                    "datum",
                    models.CharField(
                        choices=[
                            ("cgcs2000", "国家 2000"),
                            ("wgs84", "WGS-84"),
                            ("gcj02", "火星坐标（高德、腾讯）"),
                            ("bd09", "百度坐标"),
                        ],
                        default="cgcs2000",
                        max_length=8,
                        verbose_name="坐标系",
                    ),
                ),
                ("is_by_hand", models.BooleanField(default=False, verbose_name="人画的")),
                ("from_on", models.DateField(verbose_name="起")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="止")),
            ],
            options={
                "verbose_name": "责任区边界",
                "ordering": ["from_on"],
            },
        ),
        migrations.AddField(
            model_name="door",
            name="datum",
            field=models.CharField(
                choices=[
                    ("cgcs2000", "国家 2000"),
                    ("wgs84", "WGS-84"),
                    ("gcj02", "火星坐标（高德、腾讯）"),
                    ("bd09", "百度坐标"),
                ],
                default="cgcs2000",
                max_length=8,
                verbose_name="坐标系",
            ),
        ),
        migrations.AddField(
            model_name="door",
            name="lat",
            field=models.DecimalField(blank=True, decimal_places=8, max_digits=11, null=True, verbose_name="纬度"),
        ),
        migrations.AddField(
            model_name="door",
            name="lon",
            field=models.DecimalField(blank=True, decimal_places=8, max_digits=11, null=True, verbose_name="经度"),
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lat", None), ("lon", None)),
                    models.Q(("lat__range", (-90, 90)), ("lon__range", (-180, 180))),
                    _connector="OR",
                ),
                name="a_position_has_both_its_degrees",
            ),
        ),
        migrations.AddField(
            model_name="doorzone",
            name="community",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territory.community",
                verbose_name="社区",
            ),
        ),
        migrations.AddField(
            model_name="doorzone",
            name="door",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="zone_terms",
                to="territory.door",
                verbose_name="门牌",
            ),
        ),
        migrations.AddField(
            model_name="doorzone",
            name="zone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="door_terms",
                to="territory.zone",
                verbose_name="责任区",
            ),
        ),
        migrations.AddField(
            model_name="zoneshape",
            name="community",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territory.community",
                verbose_name="社区",
            ),
        ),
        migrations.AddField(
            model_name="zoneshape",
            name="zone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shapes",
                to="territory.zone",
                verbose_name="责任区",
            ),
        ),
        migrations.AddConstraint(
            model_name="doorzone",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on", None), ("until_on__gt", models.F("from_on")), _connector="OR"),
                name="a_door_leaves_a_zone_after_it_came",
            ),
        ),
        migrations.AddConstraint(
            model_name="doorzone",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[(models.F("door"), "="), (linli.territory.models.TermRange(), "&&")],
                name="a_door_lies_in_one_zone_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="zoneshape",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on", None), ("until_on__gt", models.F("from_on")), _connector="OR"),
                name="a_shape_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="zoneshape",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[(models.F("zone"), "="), (linli.territory.models.TermRange(), "&&")],
                name="a_zone_has_one_shape_at_a_time",
            ),
        ),
    ]
