"""Addresses of statistics and annual reports, below /api/v1/."""

from django.urls import path, register_converter

from reporting.api.views import (
    activities,
    disclosure,
    drilling,
    editions,
    effect,
    exports,
    lint,
    outlines,
    reports,
    signed,
    statistics,
    supervision,
)


class Year:
    regex = "20[0-9]{2}"
    to_python, to_url = int, str


class OrganCode:
    regex = "[0-9]{12}"
    to_python = to_url = str


register_converter(Year, "report_year")
register_converter(OrganCode, "organ_code")
REPORT = "annual-reports/<report_year:year>/<organ_code:unit_code>/"
_activity = activities.ActivitiesView.as_view
_edition, _confirmation = editions.EditionsView.as_view, editions.ConfirmationsView.as_view

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
    path(
        "statistics/drill-down.xlsx",
        drilling.DrillDownXlsxView.as_view(),
        name="statistics-drill-down-xlsx",
    ),
    path("statistics/signals/", supervision.SignalsView.as_view(), name="statistics-signals"),
    path("statistics/rollup/", supervision.RollupStateView.as_view(), name="statistics-rollup"),
    path(
        "statistics/hearing-effect/",
        effect.HearingEffectView.as_view(),
        name="statistics-hearing-effect",
    ),
    path(
        "statistics/hearing-effect/cases/",
        effect.HearingEffectCasesView.as_view(),
        name="statistics-hearing-effect-cases",
    ),
    path("operations/", supervision.OperationsView.as_view(), name="operations"),
    path("statistics/metrics/", supervision.MetricsView.as_view(), name="statistics-metrics"),
    path("activities/kinds/", activities.ActivityKindsView.as_view(), name="activity-kinds"),
    path("activities/totals/", activities.ActivityTotalsView.as_view(), name="activity-totals"),
    path("activities/entries/", activities.ActivityEntriesView.as_view(), name="activity-entries"),
    path("activities/", _activity({"get": "list", "post": "create"}), name="activities"),
    path("activities/<int:pk>/", _activity({"get": "retrieve"}), name="activity"),
    path("activities/<int:pk>/revise/", _activity({"post": "revise"}), name="activity-revise"),
    path("activities/<int:pk>/submit/", _activity({"post": "submit"}), name="activity-submit"),
    path("activities/<int:pk>/approve/", _activity({"post": "approve"}), name="activity-approve"),
    path("activities/<int:pk>/return/", _activity({"post": "give_back"}), name="activity-return"),
    path(
        "activities/<int:pk>/withdraw/", _activity({"post": "withdraw"}), name="activity-withdraw"
    ),
    path("report-outlines/", outlines.OutlinesView.as_view(), name="report-outlines"),
    path(
        "report-outlines/<organ_code:unit_code>/",
        outlines.OutlineChoiceView.as_view({"get": "retrieve", "post": "choose"}),
        name="report-outline",
    ),
    path("annual-reports/lint/", lint.LintView.as_view(), name="annual-report-lint"),
    path("releases/", disclosure.ReleasesView.as_view(), name="releases"),
    path("releases/<int:pk>/", disclosure.ReleaseView.as_view(), name="release"),
    path(
        "disclosure-approvals/",
        disclosure.DisclosureApprovalsView.as_view(),
        name="disclosure-approvals",
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
    path("editions/", _edition({"get": "list", "post": "build"}), name="editions"),
    path("editions/keys/", signed.PublicKeysView.as_view(), name="edition-keys"),
    path("editions/schema/", exports.EditionSchemaView.as_view(), name="edition-schema"),
    path("editions/verify/", signed.VerifyView.as_view(), name="edition-verify"),
    path("editions/unlockings/", signed.UnlockingsView.as_view(), name="edition-unlockings"),
    path("editions/to-confirm/", _confirmation({"get": "list"}), name="edition-confirmations"),
    path(
        "editions/to-confirm/<int:pk>/",
        _confirmation({"post": "answer"}),
        name="edition-confirmation",
    ),
    path("editions/<int:pk>/", _edition({"get": "retrieve"}), name="edition"),
    path("editions/<int:pk>/texts/", _edition({"patch": "texts"}), name="edition-texts"),
    path("editions/<int:pk>/steps/", _edition({"post": "step"}), name="edition-steps"),
    path("editions/<int:pk>/file/", _edition({"get": "file"}), name="edition-file"),
    path("editions/<int:pk>/cases/", signed.FrozenCasesView.as_view(), name="edition-cases"),
    path(
        "editions/<int:pk>/exports/", exports.EditionExportsView.as_view(), name="edition-exports"
    ),
    path("exports/<int:pk>/", exports.ExportView.as_view(), name="export"),
    path("exports/<int:pk>/file/", exports.ExportFileView.as_view(), name="export-file"),
    path(
        "editions/<int:pk>/difference/", _edition({"get": "difference"}), name="edition-difference"
    ),
    path("editions/<int:pk>/remarks/", lint.EditionRemarksView.as_view(), name="edition-remarks"),
    path(
        "editions/<int:pk>/remarks/answers/",
        lint.RemarkAnswersView.as_view(),
        name="edition-remark-answers",
    ),
    path("editions/<int:pk>/erratum/", signed.ErratumView.as_view(), name="edition-erratum"),
    path("editions/<int:pk>/errata/", signed.ErrataView.as_view(), name="edition-errata"),
    path(
        "editions/<int:pk>/errata/<int:number>/",
        signed.ErratumFileView.as_view(),
        name="edition-erratum-file",
    ),
]
