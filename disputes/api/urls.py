"""Addresses of the disputes API, below /api/v1/."""

from __future__ import annotations

from typing import Any

from django.urls import include, path

from config.rest.parsers import StrictJSONParser
from disputes.api.csvfile import CsvParser, CsvUploadParser
from disputes.api.files import UploadParser
from disputes.api.views.agreements import AgreementsView, ConfirmationsView
from disputes.api.views.appointments import AppointmentsView, ProposalsView
from disputes.api.views.attachments import AttachmentFilesView, AttachmentsView
from disputes.api.views.balance import BalanceView
from disputes.api.views.binding import (
    AnnexesView,
    CaseFileRulesView,
    CaseFileStandingView,
    VolumeFilesView,
    VolumesView,
)
from disputes.api.views.calendars import AppointmentListView, FeedView, FreeBusyView
from disputes.api.views.clocks import AlertsView, ClocksView, DueClocksView, ExtensionsView
from disputes.api.views.dictionaries import DictionariesView
from disputes.api.views.disputes import DisputesView, EventsView, SearchView
from disputes.api.views.followups import FollowUpsView
from disputes.api.views.guidance import GuidanceView
from disputes.api.views.hearings import HearingsView
from disputes.api.views.holidays import HolidaysView
from disputes.api.views.inquiry import AppraisalsView, EvidenceView, FindingsView
from disputes.api.views.linking import (
    CriminalCasesView,
    CriminalRegisterView,
    LinksView,
    RecurrencesView,
)
from disputes.api.views.mediation import SessionsView
from disputes.api.views.method import ComparisonsView, MethodStepsView, PersuasionsView
from disputes.api.views.panel import CandidatesView, PanelMembersView
from disputes.api.views.papers import (
    PaperFilesView,
    PapersView,
    PaperTemplatesView,
    TemplateFilesView,
)
from disputes.api.views.people import PartiesView, RepresentativesView
from disputes.api.views.procedure import NoticesView, RecusalsView, WarningDecisionsView
from disputes.api.views.referrals import ReferralListView, ReferralsView
from disputes.api.views.review import ReviewQueueView, ReviewsView
from disputes.api.views.risk import MarksView, RiskAssessmentsView
from disputes.api.views.rooms import RoomsView
from disputes.api.views.samples import DrawsView, SampleListView, SamplesView
from disputes.api.views.signing import PaperSignaturesView, SealsView
from disputes.api.views.units import MeView, OfficersView, UnitsView

CSV: dict[str, Any] = {"parser_classes": [CsvParser, CsvUploadParser]}
TABLE: dict[str, Any] = {"parser_classes": [StrictJSONParser, CsvParser, CsvUploadParser]}
UPLOAD: dict[str, Any] = {"parser_classes": [UploadParser, StrictJSONParser]}
ROW: dict[str, Any] = {"get": "retrieve"}

case = [
    path("", DisputesView.as_view(ROW)),
    path("merge/", LinksView.as_view({"post": "merge"})),
    path("split/", LinksView.as_view({"post": "split"})),
    path("recurrences/<int:pk>/", RecurrencesView.as_view(ROW)),
    path("recurrences/<int:pk>/decide/", RecurrencesView.as_view({"post": "decide"})),
    path("criminal-cases/", CriminalCasesView.as_view({"post": "create"})),
    path("guidance/", GuidanceView.as_view(ROW)),
    path("steps/", DisputesView.as_view({"post": "take_step"})),
    path("amendments/", DisputesView.as_view({"post": "amend"})),
    path("events/", EventsView.as_view({"get": "list"})),
    path("clocks/", ClocksView.as_view(ROW)),
    path("extensions/", ExtensionsView.as_view({"post": "create"})),
    path("parties/", PartiesView.as_view({"post": "create"})),
    path("parties/<int:pk>/", PartiesView.as_view(ROW | {"patch": "partial_update"})),
    path("parties/<int:pk>/reveal/", PartiesView.as_view({"post": "reveal"})),
    path("parties/<int:pk>/marks/", MarksView.as_view({"post": "create"})),
    path("parties/<int:pk>/marks/remove/", MarksView.as_view({"post": "remove"})),
    path("parties/<int:pk>/marks/reveal/", MarksView.as_view({"post": "reveal"})),
    path("representatives/", RepresentativesView.as_view({"post": "create"})),
    path("representatives/<int:pk>/reveal/", RepresentativesView.as_view({"post": "reveal"})),
    path("findings/", FindingsView.as_view({"post": "create"})),
    path("evidence/", EvidenceView.as_view({"post": "create"})),
    path("appraisals/", AppraisalsView.as_view({"post": "create"})),
    path("appraisals/<int:pk>/", AppraisalsView.as_view(ROW)),
    path("appraisals/<int:pk>/result/", AppraisalsView.as_view({"post": "record_result"})),
    path("notices/", NoticesView.as_view({"post": "create"})),
    path("recusals/", RecusalsView.as_view({"post": "create"})),
    path("recusals/<int:pk>/", RecusalsView.as_view(ROW)),
    path("recusals/<int:pk>/decide/", RecusalsView.as_view({"post": "decide"})),
    path("warning-decisions/", WarningDecisionsView.as_view({"post": "create"})),
    path("sessions/", SessionsView.as_view({"post": "create"})),
    path("sessions/<int:pk>/", SessionsView.as_view(ROW)),
    path("sessions/<int:pk>/participants/", SessionsView.as_view({"post": "join"})),
    path("sessions/<int:pk>/refusals/", SessionsView.as_view({"post": "refuse"})),
    path("sessions/<int:pk>/end/", SessionsView.as_view({"post": "end"})),
    path("sessions/<int:pk>/persuasions/", PersuasionsView.as_view({"post": "create"})),
    path("on-the-spot/", SessionsView.as_view({"post": "on_the_spot"})),
    path("hearings/", HearingsView.as_view({"post": "create"})),
    path("hearings/<int:pk>/", HearingsView.as_view(ROW)),
    path("hearings/<int:pk>/stages/", HearingsView.as_view({"post": "hold_stage"})),
    path("hearings/<int:pk>/panel/", HearingsView.as_view({"post": "change_panel"})),
    path("hearings/<int:pk>/objections/", HearingsView.as_view({"post": "object"})),
    path(
        "hearings/<int:pk>/objections/decide/",
        HearingsView.as_view({"post": "decide_objection"}),
    ),
    path("hearings/<int:pk>/opinions/", HearingsView.as_view({"post": "give_opinion"})),
    path("hearings/<int:pk>/opinions/reveal/", HearingsView.as_view({"post": "reveal_opinions"})),
    path("hearings/<int:pk>/suspend/", HearingsView.as_view({"post": "suspend"})),
    path("hearings/<int:pk>/resume/", HearingsView.as_view({"post": "resume"})),
    path("hearings/<int:pk>/terminate/", HearingsView.as_view({"post": "terminate"})),
    path("hearings/<int:pk>/withdraw-consent/", HearingsView.as_view({"post": "withdraw_consent"})),
    path("panel-candidates/", CandidatesView.as_view(ROW)),
    path("appointments/", AppointmentsView.as_view({"get": "of_case", "post": "create"})),
    path("appointments/<int:pk>/", AppointmentsView.as_view(ROW)),
    path("appointments/<int:pk>/confirm/", AppointmentsView.as_view({"post": "confirm"})),
    path("appointments/<int:pk>/reschedule/", AppointmentsView.as_view({"post": "reschedule"})),
    path("appointments/<int:pk>/cancel/", AppointmentsView.as_view({"post": "cancel"})),
    path("appointments/<int:pk>/notices/", AppointmentsView.as_view({"post": "tell"})),
    path("appointments/<int:pk>/keep/", AppointmentsView.as_view({"post": "keep"})),
    path("appointments/<int:pk>/miss/", AppointmentsView.as_view({"post": "miss"})),
    path("appointment-proposals/", ProposalsView.as_view(ROW)),
    path("agreements/", AgreementsView.as_view({"post": "create"})),
    path("agreements/<int:pk>/", AgreementsView.as_view(ROW)),
    path("agreements/<int:pk>/signatures/", AgreementsView.as_view({"post": "sign"})),
    path("agreements/<int:pk>/changes/", AgreementsView.as_view({"post": "change"})),
    path("performances/", AgreementsView.as_view({"post": "perform"})),
    path("waivers/", AgreementsView.as_view({"post": "waive"})),
    path("confirmations/", ConfirmationsView.as_view({"post": "create"})),
    path("confirmations/<int:pk>/", ConfirmationsView.as_view(ROW)),
    path("confirmations/<int:pk>/result/", ConfirmationsView.as_view({"post": "record_result"})),
    path("referrals/", ReferralsView.as_view({"post": "create"})),
    path("referrals/<int:pk>/", ReferralsView.as_view(ROW)),
    path("referrals/<int:pk>/receive/", ReferralsView.as_view({"post": "receive"})),
    path("referrals/<int:pk>/return/", ReferralsView.as_view({"post": "send_back"})),
    path("referrals/<int:pk>/remind/", ReferralsView.as_view({"post": "remind"})),
    path("referrals/<int:pk>/withdraw/", ReferralsView.as_view({"post": "withdraw"})),
    path("referrals/<int:pk>/letter/", ReferralsView.as_view({"get": "letter"})),
    path("referrals/<int:pk>/answer/", ReferralsView.as_view({"post": "take_answer"})),
    path("follow-ups/", FollowUpsView.as_view({"post": "create"})),
    path("samples/<int:pk>/", SamplesView.as_view(ROW)),
    path("samples/<int:pk>/assign/", SamplesView.as_view({"post": "assign"})),
    path("risk-assessments/", RiskAssessmentsView.as_view({"post": "create"})),
    path(
        "risk-suggestion/",
        RiskAssessmentsView.as_view({"get": "suggestion", "post": "suggest"}),
    ),
    path("papers/", PapersView.as_view({"get": "of_case", "post": "create"})),
    path("papers/files/", PaperFilesView.as_view({"get": "list"})),
    path("papers/<int:pk>/", PapersView.as_view(ROW)),
    path("papers/<int:pk>/file/", PaperFilesView.as_view(ROW)),
    path("papers/<int:pk>/void/", PapersView.as_view({"post": "void"})),
    path(
        "papers/<int:pk>/signatures/",
        PaperSignaturesView.as_view({"get": "list", "post": "create"}),
    ),
    path("papers/<int:pk>/seals/", PaperSignaturesView.as_view({"post": "seal"})),
    path("attachments/", AttachmentsView.as_view({"get": "list", "post": "create"}, **UPLOAD)),
    path("attachments/<int:pk>/", AttachmentsView.as_view(ROW)),
    path("attachments/<int:pk>/file/", AttachmentFilesView.as_view(ROW)),
    path("attachments/<int:pk>/thumbnail/", AttachmentFilesView.as_view({"get": "thumbnail"})),
    path("attachments/<int:pk>/void/", AttachmentsView.as_view({"post": "void"})),
    path("case-file/", CaseFileStandingView.as_view(ROW)),
    path("volumes/", VolumesView.as_view({"post": "create"})),
    path("volumes/<int:pk>/", VolumesView.as_view(ROW)),
    path("volumes/<int:pk>/file/", VolumeFilesView.as_view(ROW)),
    path("annexes/", AnnexesView.as_view({"post": "create"})),
    path("annexes/<int:pk>/", AnnexesView.as_view(ROW)),
    path("annexes/<int:pk>/decide/", AnnexesView.as_view({"post": "decide"})),
    path("reviews/", ReviewsView.as_view({"post": "create"})),
    path("reviews/<int:pk>/", ReviewsView.as_view(ROW)),
    path("reviews/<int:pk>/decide/", ReviewsView.as_view({"post": "decide"})),
    path("method-steps/", MethodStepsView.as_view({"get": "list", "post": "create"})),
]
urlpatterns = [
    path("dictionaries/", DictionariesView.as_view(ROW)),
    path("alerts/", AlertsView.as_view({"get": "list"})),
    path("alerts/<int:pk>/seen/", AlertsView.as_view({"post": "seen"})),
    path("appointments/", AppointmentListView.as_view({"get": "list"})),
    path("free-busy/", FreeBusyView.as_view(ROW)),
    path("calendar-feed/", FeedView.as_view(ROW | {"post": "create"})),
    path("calendar-feed/revoke/", FeedView.as_view({"post": "revoke"})),
    path("rooms/", RoomsView.as_view({"get": "list", "post": "create"})),
    path("rooms/<int:pk>/", RoomsView.as_view(ROW | {"patch": "partial_update"})),
    path("clocks/", DueClocksView.as_view({"get": "list"})),
    path("holidays/", HolidaysView.as_view(ROW)),
    path("holidays/import/", HolidaysView.as_view({"post": "take_over"}, **TABLE)),
    path("hearing-panel-members/", PanelMembersView.as_view({"get": "list", "post": "create"})),
    path(
        "hearing-panel-members/<int:pk>/",
        PanelMembersView.as_view(ROW | {"patch": "partial_update"}),
    ),
    path("officers/", OfficersView.as_view({"get": "list"})),
    path("officers/me/", MeView.as_view(ROW)),
    path("units/", UnitsView.as_view({"get": "list", "post": "create"})),
    path("units/import/", UnitsView.as_view({"post": "import_csv"}, **CSV)),
    path("units/<int:pk>/", UnitsView.as_view(ROW | {"patch": "partial_update"})),
    path("units/<int:pk>/move/", UnitsView.as_view({"post": "move"})),
    path("units/<int:pk>/seals/", SealsView.as_view({"get": "list", "post": "create"})),
    path("case-file-rules/", CaseFileRulesView.as_view({"get": "list", "post": "create"})),
    path("case-file-rules/<int:pk>/end/", CaseFileRulesView.as_view({"post": "end"})),
    path("paper-templates/", PaperTemplatesView.as_view({"get": "list"})),
    path("paper-templates/<slug:code>/", PaperTemplatesView.as_view({"post": "create"})),
    path("paper-templates/<slug:code>/file/", TemplateFilesView.as_view(ROW)),
    path("reviews/", ReviewQueueView.as_view({"get": "list"})),
    path("follow-up-samples/", SampleListView.as_view({"get": "list"})),
    path("sample-draws/", DrawsView.as_view({"get": "list", "post": "create"})),
    path("sample-draws/<int:pk>/", DrawsView.as_view(ROW)),
    path("practice/persuasion/", ComparisonsView.as_view({"get": "persuasion"})),
    path("practice/method/", ComparisonsView.as_view({"get": "method"})),
    path("balance/", BalanceView.as_view(ROW)),
    path("criminal-cases/", CriminalRegisterView.as_view({"get": "list"})),
    path("referrals/", ReferralListView.as_view({"get": "list"})),
    path("disputes/", DisputesView.as_view({"get": "list", "post": "create"})),
    path("disputes/search/", SearchView.as_view({"post": "list"})),
    path("disputes/<int:dispute_id>/", include(case)),
]
