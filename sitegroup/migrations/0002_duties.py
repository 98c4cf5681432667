"""Duties of the workers: each a row, so that one of many workers does it once an interval."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table of duties; workers fill it from the wiring."""

    dependencies = [("sitegroup", "0001_initial")]

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
    ]
