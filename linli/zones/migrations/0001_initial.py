import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0002_fence"),
        ("territory", "0004_fence_and_truths_of_borders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duties", models.JSONField(blank=True, default=list, verbose_name="职责")),
                ("other_duties", models.CharField(blank=True, max_length=200, verbose_name="别的职责")),
                ("public_phone", models.CharField(blank=True, max_length=20, verbose_name="公开电话")),
                ("supervise_phone", models.CharField(blank=True, max_length=20, verbose_name="监督电话")),
                ("published_from", models.DateField(blank=True, null=True, verbose_name="公示起")),
                ("published_until", models.DateField(blank=True, null=True, verbose_name="公示止")),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.community",
                        verbose_name="社区",
                    ),
                ),
                (
                    "zone",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="board",
                        to="territory.zone",
                        verbose_name="责任区",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示牌",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_until", None),
                            ("published_until__gt", models.F("published_from")),
                            _connector="OR",
                        ),
                        name="a_board_comes_down_after_it_is_hung",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeeperPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.community",
                        verbose_name="社区",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示牌上的照片",
                "constraints": [
                    models.UniqueConstraint(fields=("community", "keeper"), name="one_board_photo_of_a_keeper")
                ],
            },
        ),
    ]
