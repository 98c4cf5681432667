"""Addresses of the desk, below /admin/review/."""

from django.urls import path

from sitegroup.review.desk import (
    after,
    chains,
    files,
    joining,
    official,
    substituting,
    urgent,
    views,
    withdrawing,
)

app_name = "review"

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("decided/", views.decided, name="decided"),
    path("submitted/", views.submitted, name="submitted"),
    path("together/", joining.together, name="together"),
    path("together/<int:bundle_id>/cancel/", joining.cancel, name="cancel_bundle"),
    path("substitutes/", substituting.substitutes, name="substitutes"),
    path("substitutes/new/", substituting.appoint_substitute, name="appoint"),
    path("substitutes/<int:pk>/end/", substituting.end, name="end_substitution"),
    path("chains/", chains.index, name="chains"),
    path("chains/new/", chains.create, name="chain_new"),
    path("chains/<int:pk>/", chains.change, name="chain"),
    path("chains/<int:pk>/delete/", chains.delete, name="chain_delete"),
    path("emergencies/", after.emergencies, name="emergencies"),
    path("emergencies/<int:review_id>/", after.after, name="after"),
    path("emergencies/<int:review_id>/preview/", after.preview, name="after_preview"),
    path(
        "emergencies/<int:review_id>/files/<str:kind>/<str:file_id>/",
        after.download,
        name="after_file",
    ),
    path("urgent/<str:app>/<str:model>/<str:pk>/", urgent.release, name="urgent"),
    path("urgent/<str:app>/<str:model>/<str:pk>/preview/", urgent.preview, name="urgent_preview"),
    path(
        "urgent/<str:app>/<str:model>/<str:pk>/files/<str:kind>/<str:file_id>/",
        urgent.download,
        name="urgent_file",
    ),
    path("<int:case_id>/", views.show, name="item"),
    path("<int:case_id>/decide/", views.decide_case, name="decide"),
    path("<int:case_id>/recall/", views.recall_case, name="recall"),
    path("<int:case_id>/form/", official.show_form, name="form"),
    path("<int:case_id>/preview/", files.preview, name="preview"),
    path("<int:case_id>/files/<str:kind>/<str:file_id>/", files.download, name="file"),
    path("withdraw/<str:app>/<str:model>/<str:pk>/", withdrawing.withdraw_object, name="withdraw"),
]
