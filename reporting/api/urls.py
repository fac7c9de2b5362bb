"""Addresses of statistics and annual reports, below /api/v1/."""

from django.urls import path, register_converter

from reporting.api.views import reports, statistics


class Year:
    regex = "20[0-9]{2}"
    to_python, to_url = int, str


class OrganCode:
    regex = "[0-9]{12}"
    to_python = to_url = str


register_converter(Year, "report_year")
register_converter(OrganCode, "organ_code")
REPORT = "annual-reports/<report_year:year>/<organ_code:unit_code>/"

urlpatterns = [
    path("statistics/", statistics.StatisticsView.as_view(), name="statistics"),
    path(
        "statistics/definitions/",
        statistics.DefinitionsView.as_view(),
        name="statistics-definitions",
    ),
    path(
        "statistics/drill-down/", statistics.DrillDownView.as_view(), name="statistics-drill-down"
    ),
    path("annual-reports/drafts/", reports.DraftsView.as_view(), name="annual-report-drafts"),
    path(REPORT, reports.ReportView.as_view(), name="annual-report"),
    path(
        f"{REPORT}sections/<slug:section>/",
        reports.ReportSectionView.as_view(),
        name="annual-report-section",
    ),
    path(f"{REPORT}figures.csv", reports.FiguresCsvView.as_view(), name="annual-report-figures"),
    path(f"{REPORT}draft/", reports.DraftView.as_view(), name="annual-report-draft"),
]
