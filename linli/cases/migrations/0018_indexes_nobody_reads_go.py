"""Indexes that nothing reads, or that another index begins with, go: each cost every registration and every verb.

Foreign keys had one each; a case's rows are found by an index that begins with the case. Django keeps a second index
beside every unique text for LIKE, which nobody asks of numbers and codes. The constraints themselves are not touched.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GONE = [
    ("cases_arrival_case_id_da64b439", "cases_arrival", "case_id"),
    ("cases_arrival_community_id_3ff720e0", "cases_arrival", "community_id"),
    ("cases_arrival_recorded_by_id_0e5e8e00", "cases_arrival", "recorded_by_id"),
    ("cases_case_community_id_2bab8062", "cases_case", "community_id"),
    ("cases_case_handler_id_21cefe0d", "cases_case", "handler_id"),
    ("cases_case_lane_id_d589b510", "cases_case", "lane_id"),
    ("cases_case_zone_id_bf9d77a6", "cases_case", "zone_id"),
    ("cases_case_number_980c9551_like", "cases_case", "number varchar_pattern_ops"),
    ("cases_closure_answer_id_6b3895b5", "cases_closure", "answer_id"),
    ("cases_closure_case_id_7fba52e5", "cases_closure", "case_id"),
    ("cases_closure_community_id_87ed7ec0", "cases_closure", "community_id"),
    ("cases_offer_case_id_c87932de", "cases_offer", "case_id"),
    ("cases_offer_community_id_c9598da8", "cases_offer", "community_id"),
    ("cases_offer_to_id_a687b4d2", "cases_offer", "to_id"),
    ("cases_promise_case_id_85d6659c", "cases_promise", "case_id"),
    ("cases_promise_community_id_b0509c62", "cases_promise", "community_id"),
    ("cases_querycode_community_id_2fcce576", "cases_querycode", "community_id"),
    ("cases_querycode_code_hash_2b8106c9_like", "cases_querycode", "code_hash varchar_pattern_ops"),
    ("cases_remark_by_id_057742e7", "cases_remark", "by_id"),
    ("cases_remark_community_id_245f0778", "cases_remark", "community_id"),
    ("cases_requester_community_id_70aff1e0", "cases_requester", "community_id"),
]
DROP = "; ".join(f"DROP INDEX {name}" for name, _table, _columns in GONE)
MAKE = "; ".join(f"CREATE INDEX {name} ON {table} ({columns})" for name, table, columns in GONE)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_truths_of_merging_and_splitting"),
        ("territory", "0002_fence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(DROP, MAKE)],
            state_operations=[
                migrations.AlterField(
                    model_name="arrival",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrivals",
                        to="cases.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="arrival",
                    name="community",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.community",
                        verbose_name="社区",
                    ),
                ),
                migrations.AlterField(
                    model_name="arrival",
                    name="recorded_by",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="community",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.community",
                        verbose_name="社区",
                    ),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="handler",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_in_hand",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="lane",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.lane",
                        verbose_name="街巷",
                    ),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="zone",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.zone",
                        verbose_name="责任区",
                    ),
                ),
                migrations.AlterField(
                    model_name="closure",
                    name="answer",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.remark",
                    ),
                ),
                migrations.AlterField(
                    model_name="closure",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="cases.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="closure",
                    name="community",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.community",
                        verbose_name="社区",
                    ),
                ),
                migrations.AlterField(
                    model_name="offer",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="cases.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="offer",
                    name="community",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.community",
                        verbose_name="社区",
                    ),
                ),
                migrations.AlterField(
                    model_name="offer",
                    name="to",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="promise",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="cases.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="promise",
                    name="community",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.community",
                        verbose_name="社区",
                    ),
                ),
                migrations.AlterField(
                    model_name="querycode",
                    name="community",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="territory.community",
                    ),
                ),
                migrations.AlterField(
                    model_name="remark",
                    name="by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="remark",
                    name="community",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.community",
                        verbose_name="社区",
                    ),
                ),
                migrations.AlterField(
                    model_name="requester",
                    name="community",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.community",
                        verbose_name="社区",
                    ),
                ),
            ],
        ),
    ]
