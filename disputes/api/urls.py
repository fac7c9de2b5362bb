"""Addresses of the disputes API, below /api/v1/."""

from __future__ import annotations

from typing import Any

from django.urls import include, path

from disputes.api.csvfile import CsvParser, CsvUploadParser
from disputes.api.views.agreements import AgreementsView
from disputes.api.views.dictionaries import DictionariesView
from disputes.api.views.disputes import DisputesView, EventsView, SearchView
from disputes.api.views.followups import FollowUpsView, ReferralsView, RiskAssessmentsView
from disputes.api.views.mediation import HearingsView, SessionsView
from disputes.api.views.people import PartiesView, RepresentativesView
from disputes.api.views.units import MeView, OfficersView, UnitsView

CSV: dict[str, Any] = {"parser_classes": [CsvParser, CsvUploadParser]}
ROW: dict[str, Any] = {"get": "retrieve"}

case = [
    path("", DisputesView.as_view(ROW)),
    path("steps/", DisputesView.as_view({"post": "take_step"})),
    path("amendments/", DisputesView.as_view({"post": "amend"})),
    path("events/", EventsView.as_view({"get": "list"})),
    path("parties/", PartiesView.as_view({"post": "create"})),
    path("parties/<int:pk>/", PartiesView.as_view(ROW | {"patch": "partial_update"})),
    path("parties/<int:pk>/reveal/", PartiesView.as_view({"post": "reveal"})),
    path("representatives/", RepresentativesView.as_view({"post": "create"})),
    path("representatives/<int:pk>/reveal/", RepresentativesView.as_view({"post": "reveal"})),
    path("sessions/", SessionsView.as_view({"post": "create"})),
    path("sessions/<int:pk>/", SessionsView.as_view(ROW)),
    path("sessions/<int:pk>/end/", SessionsView.as_view({"post": "end"})),
    path("on-the-spot/", SessionsView.as_view({"post": "on_the_spot"})),
    path("hearings/", HearingsView.as_view({"post": "create"})),
    path("hearings/<int:pk>/", HearingsView.as_view(ROW)),
    path("hearings/<int:pk>/stages/", HearingsView.as_view({"post": "hold_stage"})),
    path("agreements/", AgreementsView.as_view({"post": "create"})),
    path("agreements/<int:pk>/", AgreementsView.as_view(ROW)),
    path("agreements/<int:pk>/signatures/", AgreementsView.as_view({"post": "sign"})),
    path("performances/", AgreementsView.as_view({"post": "perform"})),
    path("referrals/", ReferralsView.as_view({"post": "create"})),
    path("referrals/<int:pk>/", ReferralsView.as_view(ROW)),
    path("referrals/<int:pk>/receive/", ReferralsView.as_view({"post": "receive"})),
    path("referrals/<int:pk>/return/", ReferralsView.as_view({"post": "send_back"})),
    path("referrals/<int:pk>/answer/", ReferralsView.as_view({"post": "take_answer"})),
    path("follow-ups/", FollowUpsView.as_view({"post": "create"})),
    path("risk-assessments/", RiskAssessmentsView.as_view({"post": "create"})),
]
urlpatterns = [
    path("dictionaries/", DictionariesView.as_view(ROW)),
    path("officers/", OfficersView.as_view({"get": "list"})),
    path("officers/me/", MeView.as_view(ROW)),
    path("units/", UnitsView.as_view({"get": "list", "post": "create"})),
    path("units/import/", UnitsView.as_view({"post": "import_csv"}, **CSV)),
    path("units/<int:pk>/", UnitsView.as_view(ROW)),
    path("units/<int:pk>/move/", UnitsView.as_view({"post": "move"})),
    path("disputes/", DisputesView.as_view({"get": "list", "post": "create"})),
    path("disputes/search/", SearchView.as_view({"post": "list"})),
    path("disputes/<int:dispute_id>/", include(case)),
]
