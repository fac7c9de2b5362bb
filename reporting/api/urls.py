"""Addresses of statistics and annual reports, below /api/v1/."""

from django.urls import path, register_converter

from reporting.api.views import drilling, reports, statistics, supervision


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
    path("statistics.csv", statistics.StatisticsCsvView.as_view(), name="statistics-csv"),
    path("statistics/series/", statistics.SeriesView.as_view(), name="statistics-series"),
    path("statistics/ranking/", statistics.RankingView.as_view(), name="statistics-ranking"),
    path(
        "statistics/definitions/",
        statistics.DefinitionsView.as_view(),
        name="statistics-definitions",
    ),
    path("statistics/drill-down/", drilling.DrillDownView.as_view(), name="statistics-drill-down"),
    path(
        "statistics/drill-down.csv",
        drilling.DrillDownCsvView.as_view(),
        name="statistics-drill-down-csv",
    ),
    path("statistics/signals/", supervision.SignalsView.as_view(), name="statistics-signals"),
    path("statistics/rollup/", supervision.RollupStateView.as_view(), name="statistics-rollup"),
    path("statistics/metrics/", supervision.MetricsView.as_view(), name="statistics-metrics"),
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
