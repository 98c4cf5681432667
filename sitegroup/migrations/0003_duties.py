"""Duties of the workers, each a row, so that one of many does it once an interval; and leases.

A delivery says whose claim it belongs to: a worker slower than its lease must not mark as done
what another has taken since. Deliveries are claimed in the order of the ledger, so that is the
order of the index of those that wait.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table of duties, which workers fill from the wiring, and the claim of a delivery."""

    dependencies = [("sitegroup", "0002_review_record")]

    operations = [
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="任务")),
                ("due_at", models.DateTimeField(verbose_name="下次执行")),
                ("leased_until", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True, verbose_name="上次完成")),
                (
                    "failures",
                    models.PositiveSmallIntegerField(default=0, verbose_name="连续失败"),
                ),
                ("last_error", models.TextField(blank=True, verbose_name="最近的错误")),
            ],
            options={"verbose_name": "定时任务", "verbose_name_plural": "定时任务"},
        ),
        migrations.AddField(
            model_name="delivery",
            name="lease",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RemoveIndex(model_name="delivery", name="delivery_waiting"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["id"], name="delivery_open"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "dead")), fields=["id"], name="delivery_dead"
            ),
        ),
    ]
