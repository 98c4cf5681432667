"""The record of operations, and triggers that refuse to change what is written once."""

import django.db.models.deletion
from django.db import migrations, models

from sitegroup.audit import protection


class Migration(migrations.Migration):
    dependencies = [
        ("sitegroup", "0006_content_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditCheckpoint",
            fields=[
                (
                    "last_sequence",
                    models.PositiveBigIntegerField(
                        primary_key=True, serialize=False, verbose_name="移存到第几条"
                    ),
                ),
                ("entry_hash", models.CharField(max_length=64)),
                ("count", models.PositiveBigIntegerField(verbose_name="条数")),
                ("file_name", models.CharField(max_length=120, verbose_name="文件")),
                ("file_digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "移存记录",
                "verbose_name_plural": "移存记录",
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "sequence",
                    models.PositiveBigIntegerField(
                        primary_key=True, serialize=False, verbose_name="序号"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                ("actor_id", models.PositiveBigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=150, verbose_name="操作人")),
                ("role", models.CharField(blank=True, max_length=200, verbose_name="岗位")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="IP地址")),
                ("agent", models.CharField(blank=True, max_length=200, verbose_name="浏览器")),
                ("action", models.CharField(max_length=32, verbose_name="操作")),
                (
                    "object_type",
                    models.CharField(blank=True, max_length=40, verbose_name="对象种类"),
                ),
                ("object_key", models.CharField(blank=True, max_length=140)),
                ("object_title", models.CharField(blank=True, max_length=255, verbose_name="对象")),
                ("site_name", models.CharField(blank=True, max_length=100, verbose_name="单位")),
                (
                    "result",
                    models.CharField(
                        choices=[("ok", "成功"), ("refused", "被拒绝"), ("failed", "失败")],
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                ("detail", models.TextField(default="{}", verbose_name="详情")),
                ("algorithm", models.CharField(max_length=8)),
                ("prev_hash", models.CharField(max_length=64)),
                ("entry_hash", models.CharField(max_length=64)),
                (
                    "site",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="sitegroup.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "操作记录",
                "verbose_name_plural": "操作记录",
                "indexes": [
                    models.Index(fields=["site", "sequence"], name="audit_of_site"),
                    models.Index(fields=["actor_name", "sequence"], name="audit_of_person"),
                    models.Index(fields=["action", "sequence"], name="audit_of_action"),
                ],
            },
        ),
        migrations.RunPython(protection.forwards, protection.backwards),
    ]
