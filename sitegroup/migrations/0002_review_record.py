"""The record of the review, schedules, bundles, emergencies, substitutes, tombstones."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

QUESTIONS = {
    "department_reviewer": ["lawful", "accurate", "disclosable"],
    "secrecy_reviewer": [
        "state_secret",
        "work_secret",
        "commercial_secret",
        "privacy",
        "safety",
        "aggregation",
    ],
}

HOURS_A_DAY = 8
ATTRIBUTES = ("active", "on_request", "withheld")


def carry_over(apps: Any, schema_editor: Any) -> None:
    """Steps of cases under way knew only `limit_days`, asked nothing and kept no record."""
    ReviewCase = apps.get_model("sitegroup", "ReviewCase")
    DisclosureRecord = apps.get_model("sitegroup", "DisclosureRecord")
    for step in apps.get_model("sitegroup", "ReviewStep").objects.all():
        step.must_record = QUESTIONS.get(step.role, [])
        step.save(update_fields=["must_record"])
    for case in ReviewCase.objects.select_related("revision").iterator():
        for step in case.steps:
            step["limit"] = step.pop("limit_days", step.get("limit", 1))
            step.setdefault("limit_unit", "days")
            step.setdefault("must_record", [])
        case.save(update_fields=["steps"])
        released = case.state == "released"
        # What its author proposed: the last approval of 依申请公开 must not make it public.
        proposed = case.revision.content.get("disclosure_mode")
        DisclosureRecord.objects.create(
            case=case,
            title=case.title,
            attribute=proposed if proposed in ATTRIBUTES else "active",
            conclusion="disclose" if released else "",
            concluded_at=case.closed_at if released else None,
        )


def carry_back(apps: Any, schema_editor: Any) -> None:
    """The release before this one reads `limit_days`, and asks nothing."""
    for step in apps.get_model("sitegroup", "ReviewStep").objects.filter(limit_unit="hours"):
        step.limit = _in_days(step.limit, "hours")
        step.save(update_fields=["limit"])
    for case in apps.get_model("sitegroup", "ReviewCase").objects.iterator():
        for step in case.steps:
            unit = step.pop("limit_unit", "days")
            step.pop("must_record", None)
            step["limit_days"] = _in_days(step.pop("limit", step.get("limit_days", 1)), unit)
        case.save(update_fields=["steps"])


def _in_days(limit: int, unit: str) -> int:
    """Working days, the last one begun."""
    return -(-limit // HOURS_A_DAY) if unit == "hours" else limit


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("sitegroup", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DisclosureRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="信息名称")),
                ("summary", models.TextField(blank=True, verbose_name="内容摘要")),
                (
                    "attribute",
                    models.CharField(
                        choices=[
                            ("active", "主动公开"),
                            ("on_request", "依申请公开"),
                            ("withheld", "不予公开"),
                        ],
                        default="active",
                        max_length=12,
                        verbose_name="拟公开方式",
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=100, verbose_name="公开范围")),
                ("channel", models.CharField(blank=True, max_length=200, verbose_name="公开渠道")),
                (
                    "legal_basis",
                    models.CharField(blank=True, max_length=200, verbose_name="公开依据"),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("14-secret", "属于国家秘密（条例第十四条）"),
                            ("14-forbidden", "法律、行政法规禁止公开（条例第十四条）"),
                            (
                                "14-safety",
                                "危及国家安全、公共安全、经济安全、社会稳定（条例第十四条）",
                            ),
                            ("15-commercial", "涉及商业秘密（条例第十五条）"),
                            ("15-privacy", "涉及个人隐私（条例第十五条）"),
                            ("16-internal", "属于内部事务信息（条例第十六条第一款）"),
                            ("16-process", "属于过程性信息（条例第十六条第二款）"),
                            ("16-file", "属于行政执法案卷信息（条例第十六条第二款）"),
                        ],
                        max_length=16,
                        verbose_name="不公开的理由",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="说明")),
                (
                    "conclusion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("disclose", "公开"),
                            ("redact", "删减后公开"),
                            ("on_request", "依申请公开"),
                            ("withhold", "不予公开"),
                            ("refer", "报请确定"),
                        ],
                        max_length=10,
                        verbose_name="审查结论",
                    ),
                ),
                ("concluded_at", models.DateTimeField(null=True, verbose_name="结论时间")),
            ],
            options={
                "verbose_name": "审查记录",
                "verbose_name_plural": "审查记录",
            },
        ),
        migrations.CreateModel(
            name="EmergencyReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="补审时限")),
                ("approved", models.BooleanField(null=True, verbose_name="同意")),
                ("opinion", models.TextField(blank=True, verbose_name="意见")),
                ("reviewed_at", models.DateTimeField(null=True, verbose_name="补审时间")),
            ],
            options={
                "verbose_name": "应急发布补审",
                "verbose_name_plural": "应急发布补审",
            },
        ),
        migrations.CreateModel(
            name="ReleaseBundle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "publish_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="定时发布"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "办理中"),
                            ("released", "已发布"),
                            ("cancelled", "已取消"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("problem", models.TextField(blank=True, verbose_name="未能发布的原因")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                ("released_at", models.DateTimeField(null=True, verbose_name="发布时间")),
            ],
            options={
                "verbose_name": "合并发布",
                "verbose_name_plural": "合并发布",
            },
        ),
        migrations.CreateModel(
            name="Substitution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "起草人"),
                            ("editor", "编辑"),
                            ("department_reviewer", "部门审核"),
                            ("secrecy_reviewer", "保密审查"),
                            ("office_reviewer", "政府办审定"),
                            ("site_administrator", "单位管理员"),
                            ("data_steward", "数据管理员"),
                            ("emergency_releaser", "应急发布"),
                            ("auditor", "审计员"),
                            ("county_administrator", "县级管理员"),
                        ],
                        max_length=24,
                        verbose_name="岗位",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="从")),
                ("ends_on", models.DateField(verbose_name="到")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                ("appointed_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "代办",
                "verbose_name_plural": "代办",
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=1000, verbose_name="网址")),
                ("title", models.CharField(max_length=255, verbose_name="标题")),
                (
                    "redirect_to",
                    models.CharField(blank=True, max_length=1000, verbose_name="改为指向"),
                ),
            ],
            options={
                "verbose_name": "撤下说明",
                "verbose_name_plural": "撤下说明",
            },
        ),
        migrations.RemoveConstraint(
            model_name="reviewcase",
            name="review_case_one_open",
        ),
        migrations.RemoveConstraint(
            model_name="reviewchain",
            name="review_chain_unique",
        ),
        migrations.RenameField("reviewstep", "limit_days", "limit"),
        migrations.AddField(
            model_name="reviewcase",
            name="matter",
            field=models.CharField(
                choices=[("own", "本单位事项"), ("county", "全县性事项")],
                default="own",
                max_length=8,
                verbose_name="事项范围",
            ),
        ),
        migrations.AddField(
            model_name="reviewcase",
            name="problem",
            field=models.TextField(blank=True, verbose_name="未办成的原因"),
        ),
        migrations.AddField(
            model_name="reviewcase",
            name="publish_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="定时发布"),
        ),
        migrations.AddField(
            model_name="reviewchain",
            name="matter",
            field=models.CharField(
                blank=True,
                choices=[("own", "本单位事项"), ("county", "全县性事项")],
                max_length=8,
                verbose_name="事项范围",
            ),
        ),
        migrations.AddField(
            model_name="reviewdecision",
            name="answers",
            field=models.JSONField(default=dict, verbose_name="审查项"),
        ),
        migrations.AddField(
            model_name="reviewdecision",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("14-secret", "属于国家秘密（条例第十四条）"),
                    ("14-forbidden", "法律、行政法规禁止公开（条例第十四条）"),
                    ("14-safety", "危及国家安全、公共安全、经济安全、社会稳定（条例第十四条）"),
                    ("15-commercial", "涉及商业秘密（条例第十五条）"),
                    ("15-privacy", "涉及个人隐私（条例第十五条）"),
                    ("16-internal", "属于内部事务信息（条例第十六条第一款）"),
                    ("16-process", "属于过程性信息（条例第十六条第二款）"),
                    ("16-file", "属于行政执法案卷信息（条例第十六条第二款）"),
                ],
                max_length=16,
                verbose_name="理由",
            ),
        ),
        migrations.AddField(
            model_name="reviewdecision",
            name="stands_in_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="reviewstep",
            name="limit",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="时限"),
        ),
        migrations.AddField(
            model_name="reviewstep",
            name="limit_unit",
            field=models.CharField(
                choices=[("days", "工作日"), ("hours", "工作小时")],
                default="days",
                max_length=5,
                verbose_name="时限单位",
            ),
        ),
        migrations.AddField(
            model_name="reviewstep",
            name="must_record",
            field=models.JSONField(blank=True, default=list, verbose_name="必须记录"),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("author", "起草人"),
                    ("editor", "编辑"),
                    ("department_reviewer", "部门审核"),
                    ("secrecy_reviewer", "保密审查"),
                    ("office_reviewer", "政府办审定"),
                    ("site_administrator", "单位管理员"),
                    ("data_steward", "数据管理员"),
                    ("emergency_releaser", "应急发布"),
                    ("auditor", "审计员"),
                    ("county_administrator", "县级管理员"),
                ],
                max_length=24,
                verbose_name="岗位",
            ),
        ),
        migrations.AlterField(
            model_name="release",
            name="basis",
            field=models.CharField(
                choices=[
                    ("review", "三级审核"),
                    ("import", "成批导入，一次审定"),
                    ("structure", "建站"),
                    ("emergency", "应急发布"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="reviewcase",
            name="state",
            field=models.CharField(
                choices=[
                    ("in_review", "审核中"),
                    ("referred", "报请确定中"),
                    ("approved", "已审定，待发布"),
                    ("returned", "已退回修改"),
                    ("cancelled", "已撤回"),
                    ("voided", "内容已变，审核作废"),
                    ("concluded", "已定为不主动公开"),
                    ("released", "已发布"),
                ],
                default="in_review",
                max_length=12,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="reviewdecision",
            name="decision",
            field=models.CharField(
                choices=[
                    ("approve", "同意"),
                    ("return", "退回修改"),
                    ("redact", "删减后公开"),
                    ("on_request", "依申请公开"),
                    ("withhold", "不予公开"),
                    ("refer", "报请确定"),
                ],
                max_length=10,
                verbose_name="结论",
            ),
        ),
        migrations.AlterField(
            model_name="reviewdecision",
            name="role",
            field=models.CharField(
                choices=[
                    ("author", "起草人"),
                    ("editor", "编辑"),
                    ("department_reviewer", "部门审核"),
                    ("secrecy_reviewer", "保密审查"),
                    ("office_reviewer", "政府办审定"),
                    ("site_administrator", "单位管理员"),
                    ("data_steward", "数据管理员"),
                    ("emergency_releaser", "应急发布"),
                    ("auditor", "审计员"),
                    ("county_administrator", "县级管理员"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="reviewstep",
            name="role",
            field=models.CharField(
                choices=[
                    ("author", "起草人"),
                    ("editor", "编辑"),
                    ("department_reviewer", "部门审核"),
                    ("secrecy_reviewer", "保密审查"),
                    ("office_reviewer", "政府办审定"),
                    ("site_administrator", "单位管理员"),
                    ("data_steward", "数据管理员"),
                    ("emergency_releaser", "应急发布"),
                    ("auditor", "审计员"),
                    ("county_administrator", "县级管理员"),
                ],
                max_length=24,
                verbose_name="岗位",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewchain",
            constraint=models.UniqueConstraint(
                fields=("organisation_kind", "object_type", "matter"), name="review_chain_unique"
            ),
        ),
        migrations.AddField(
            model_name="disclosurerecord",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="record",
                to="sitegroup.reviewcase",
            ),
        ),
        migrations.AddField(
            model_name="emergencyreview",
            name="release",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="after_review",
                to="sitegroup.release",
            ),
        ),
        migrations.AddField(
            model_name="emergencyreview",
            name="reviewer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="releasebundle",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="releasebundle",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bundles",
                to="sitegroup.site",
            ),
        ),
        migrations.AddField(
            model_name="reviewcase",
            name="bundle",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="sitegroup.releasebundle",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewcase",
            index=models.Index(
                condition=models.Q(("state", "approved")),
                fields=["publish_at"],
                name="review_case_scheduled",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewcase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["in_review", "referred", "approved"])),
                fields=("content_type", "object_id"),
                name="review_case_one_open",
            ),
        ),
        migrations.AddField(
            model_name="substitution",
            name="absent",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="substitutions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="substitution",
            name="appointed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="substitution",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="substitutions",
                to="sitegroup.site",
            ),
        ),
        migrations.AddField(
            model_name="substitution",
            name="substitute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stands_in",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tombstone",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sitegroup.release",
            ),
        ),
        migrations.AddField(
            model_name="tombstone",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tombstones",
                to="sitegroup.site",
            ),
        ),
        migrations.AddIndex(
            model_name="emergencyreview",
            index=models.Index(
                condition=models.Q(("reviewed_at", None)),
                fields=["due_at"],
                name="emergency_review_open",
            ),
        ),
        migrations.AddIndex(
            model_name="substitution",
            index=models.Index(fields=["substitute", "ends_on"], name="substitution_current"),
        ),
        migrations.AddConstraint(
            model_name="substitution",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="substitution_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="substitution",
            constraint=models.CheckConstraint(
                condition=models.Q(("absent", models.F("substitute")), _negated=True),
                name="substitution_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="tombstone",
            constraint=models.UniqueConstraint(fields=("site", "path"), name="tombstone_unique"),
        ),
        migrations.RunPython(carry_over, carry_back),
    ]
