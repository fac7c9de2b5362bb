"""What is always true of the stored rows, whoever writes: constraints."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint

from disputes.models import DisputeEvent, Referral
from disputes.services.units import move_unit
from tests.disputes.full_case import full_case, sql
from tests.factories import DAY, make_case, make_chief, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

BROKEN = (
    ("dispute_resolved_after_registered", "UPDATE disputes_dispute SET resolved_on = '2020-01-01'"),
    ("dispute_amount_not_negative", "UPDATE disputes_dispute SET amount = -1"),
    ("dispute_known_before_registered",
     "UPDATE disputes_dispute SET reported_at = registered_at + interval '1 second'"),
    ("agreement_effective_is_dated", "UPDATE disputes_agreement SET signed_on = NULL"),
    ("agreement_effective_is_dated", "UPDATE disputes_agreement SET due_on = NULL"),
    ("agreement_effective_is_dated",
     "UPDATE disputes_agreement SET effective_on = signed_on - 1"),
    ("agreement_fulfilled_when_effective",
     "UPDATE disputes_agreement SET effective_on = NULL, fulfilled_on = '2026-03-02'"),
    ("obligation_money_has_amount", "UPDATE disputes_obligation SET amount = NULL"),
    ("obligation_money_has_amount", "UPDATE disputes_obligation SET amount = 0"),
    ("obligation_performance_is_proved",
     "UPDATE disputes_obligation SET fulfilled_on = '2026-03-02'"),
    ("obligation_binds_two", "UPDATE disputes_obligation SET creditor_id = debtor_id"),
    ("obligation_waiver_is_whole", "UPDATE disputes_obligation SET waived_on = '2026-03-02'"),
    ("obligation_waiver_is_whole", "UPDATE disputes_obligation SET waiver_reason = '和好'"),
    ("obligation_waiver_is_whole",
     "UPDATE disputes_obligation SET waived_on = '2026-03-02', waiver_reason = '和好',"
     " waiver_consent = '声明1', fulfilled_on = '2026-03-02', proof = '收条'"),
    ("performance_amount_positive",
     "INSERT INTO disputes_performance (obligation_id, performed_on, amount, proof, recorded_by_id)"
     " SELECT o.id, '2026-03-02', 0, '收条', a.host_id FROM disputes_obligation o"
     " JOIN disputes_agreement a ON a.id = o.agreement_id"),
    ("confirmation_result_is_dated", "UPDATE disputes_confirmation SET result = 'confirmed'"),
    ("confirmation_result_is_dated",
     "UPDATE disputes_confirmation SET result = 'confirmed', result_on = applied_on - 1"),
    ("referral_dates_in_order", "UPDATE disputes_referral SET received_on = sent_on - 1"),
    ("referral_dates_in_order", "UPDATE disputes_referral SET resolved_on = sent_on"),
    ("referral_dates_in_order",
     "UPDATE disputes_referral SET answered_on = sent_on, resolved_on = sent_on + 1"),
    ("referral_returned_or_answered",
     "UPDATE disputes_referral SET returned_on = sent_on, answered_on = sent_on"),
    ("appraisal_result_is_dated", "UPDATE disputes_appraisal SET result = 'other'"),
    ("appraisal_result_is_dated", "UPDATE disputes_appraisal SET result_on = requested_on"),
    ("appraisal_result_is_dated",
     "UPDATE disputes_appraisal SET result = 'other', result_on = requested_on - 1"),
    ("recusal_decision_is_whole", "UPDATE disputes_recusal SET decided_on = requested_on"),
    ("recusal_decision_is_whole", "UPDATE disputes_recusal SET granted = true"),
    ("recusal_decision_is_whole",
     "UPDATE disputes_recusal SET granted = true, decided_by_id = officer_id"),
    ("recusal_decision_is_whole",
     "UPDATE disputes_recusal SET granted = true, decided_by_id = officer_id,"
     " decided_on = requested_on - 1"),
    ("review_return_has_reasons", "UPDATE disputes_review SET passed = false"),
    ("paper_void_is_whole", "UPDATE disputes_paper SET voided_on = issued_on"),
    ("paper_void_is_whole", "UPDATE disputes_paper SET void_reason = '笔误'"),
    ("paper_void_is_whole",
     "UPDATE disputes_paper SET voided_on = issued_on, voided_by_id = issued_by_id"),
    ("party_mark_removal_is_whole", "UPDATE disputes_partymark SET removed_on = marked_on"),
    ("party_mark_removal_is_whole",
     "UPDATE disputes_partymark SET removed_by_id = marked_by_id, removal_reason = '已就业'"),
    ("party_mark_removal_is_whole",
     "UPDATE disputes_partymark SET removed_on = marked_on, removed_by_id = marked_by_id"),
    ("party_mark_removal_is_whole",
     "UPDATE disputes_partymark SET removed_on = marked_on - 1, removed_by_id = marked_by_id,"
     " removal_reason = '已就业'"),
    ("criminal_case_death_is_counted",
     "UPDATE disputes_criminalcase SET kind = 'criminal_to_death'"),
    ("recurrence_of_another", "UPDATE disputes_recurrence SET earlier_id = dispute_id"),
    ("recurrence_decision_is_whole", "UPDATE disputes_recurrence SET is_recurrence = true"),
    ("recurrence_decision_is_whole",
     "UPDATE disputes_recurrence SET is_recurrence = true, decided_on = '2026-03-02',"
     " decided_by_id = (SELECT min(id) FROM disputes_officer)"),
    ("risk_factor_number_has_limit", "UPDATE disputes_riskfactor SET at_least = 1"),
    ("risk_factor_number_has_limit", "UPDATE disputes_riskfactor SET at_least = NULL"),
    ("kind_minor_has_judicial_class", "UPDATE disputes_kind SET judicial_class = ''"),
    ("party_organisation_is_not_born",
     "UPDATE disputes_party SET is_organisation = true, born_on = '2000-01-01'"),
    ("appointment_ends_after_start", "UPDATE disputes_appointment SET ends_at = starts_at"),
    ("appointment_hold_has_an_end",
     "UPDATE disputes_appointment SET state = 'held', hold_until = NULL"),
    ("appointment_kept_by_a_session",
     "UPDATE disputes_appointment SET state = 'kept', session_id = NULL"),
    ("appointment_kept_by_a_session",
     "UPDATE disputes_appointment SET state = 'confirmed',"
     " session_id = (SELECT min(id) FROM disputes_mediationsession)"),
    ("booking_names_one", "UPDATE disputes_booking SET officer_id = NULL WHERE kind = 'officer'"),
    ("booking_names_one",
     "UPDATE disputes_booking SET officer_id = (SELECT min(id) FROM disputes_officer)"
     " WHERE kind = 'party'"),
    ("booking_names_one",
     "UPDATE disputes_booking SET kind = 'outsider', party_id = NULL, name = ''"
     " WHERE kind = 'party'"),
    ("booking_dropped_does_not_block", "UPDATE disputes_booking SET dropped = true, blocks = true"),
    ("attachment_about_one",
     "UPDATE disputes_attachment SET session_id = (SELECT min(id) FROM disputes_mediationsession),"
     " obligation_id = (SELECT min(id) FROM disputes_obligation)"),
    ("attachment_about_one",
     "UPDATE disputes_attachment SET hearing_id = (SELECT min(id) FROM disputes_hearing),"
     " evidence_id = (SELECT min(id) FROM disputes_evidence)"),
    ("attachment_void_is_whole", "UPDATE disputes_attachment SET voided_on = uploaded_on"),
    ("attachment_void_is_whole",
     "UPDATE disputes_attachment SET voided_on = uploaded_on, voided_by_id = uploaded_by_id,"
     " void_reason = ''"),
    ("hearing_seat_left_with_reason",
     "UPDATE disputes_hearingseat SET left_on = '2026-03-02', left_reason = ''"),
    ("hearing_consent_withdrawn_after_given",
     "UPDATE disputes_hearingconsent SET withdrawn_on = given_on - 1, withdrawn_reason = '反悔'"),
    ("hearing_consent_withdrawn_after_given",
     "UPDATE disputes_hearingconsent SET withdrawn_on = given_on"),
    ("hearing_absence_has_reason",
     "UPDATE disputes_hearingattendance SET attended = false, absence = ''"),
    ("evidence_objection_says_why",
     "UPDATE disputes_evidenceview SET accepted = false, text = ''"),
    ("hearing_private_proposal_names_party",
     "UPDATE disputes_hearingproposal SET mode = 'back_to_back', party_id = NULL"),
    ("hearing_stop_in_order", "UPDATE disputes_hearingstop SET resumed_on = stopped_on - 1"),
    ("hearing_stop_in_order",
     "UPDATE disputes_hearingstop SET kind = 'termination', resumed_on = stopped_on"),
    ("hearing_plan_numbers_in_order",
     "INSERT INTO disputes_hearingplan (unit_id, least_members, most_members, quorum, notice_days)"
     " SELECT id, 1, 5, 'all', 3 FROM disputes_unit"),
    ("hearing_plan_numbers_in_order",
     "INSERT INTO disputes_hearingplan (unit_id, least_members, most_members, quorum, notice_days)"
     " SELECT id, 5, 3, 'all', 3 FROM disputes_unit"),
    ("panel_objection_decision_is_whole",
     "UPDATE disputes_panelobjection SET decided_on = requested_on"),
    ("panel_objection_decision_is_whole", "UPDATE disputes_panelobjection SET granted = false"),
    ("room_holds_somebody",
     "INSERT INTO disputes_room (unit_id, name, capacity, sharing, equipment, is_active, version)"
     " SELECT id, '无座', 0, 'unit', '', true, 1 FROM disputes_unit"),
    ("session_ends_after_it_began",
     "UPDATE disputes_mediationsession SET began_at = '2026-03-02 10:00+08',"
     " ended_at = '2026-03-02 10:00+08'"),
    ("paper_signature_is_drawn",
     "INSERT INTO disputes_papersignature (dispute_id, paper_id, slot, label, signer, name,"
     " read_over, signed_at, witnessed_by_id) SELECT dispute_id, paper_id, 90, label, 'seal', name,"
     " read_over, signed_at, witnessed_by_id FROM disputes_papersignature"),
    ("paper_signature_is_drawn",
     "INSERT INTO disputes_papersignature (dispute_id, paper_id, slot, label, signer, name,"
     " read_over, signed_at, witnessed_by_id) SELECT dispute_id, paper_id, 91, label, signer, name,"
     " read_over, signed_at, witnessed_by_id FROM disputes_papersignature"),
    ("case_file_rule_dates_in_order",
     "UPDATE disputes_casefilerule SET until = since - 1 WHERE until IS NULL"),
    ("volume_done_is_whole", "UPDATE disputes_volume SET progress = 'done'"),
    ("annex_decided_by_another",
     "UPDATE disputes_annex SET approved = true, approved_on = made_on, approved_by_id = made_by_id"),
    ("annex_decided_by_another", "UPDATE disputes_annex SET approved = true"),
    ("unit_code_is_12_digits", "UPDATE disputes_unit SET code = '１２３４５６７８９０１２'"),
    ("unit_ancestry_in_order", "UPDATE disputes_unitancestry SET until = since"),
    ("unit_move_from_a_month_on", "UPDATE disputes_unitmove SET effective_from = '2026-04-02'"),
)  # fmt: skip


def test_nobody_writes_what_is_never_true(subtests):
    dispute = full_case()
    move_unit(unit_id=dispute.unit_id, parent_id=make_unit().pk, effective_from=date(2026, 4, 1),
              reason="改革", actor=dispute.registered_by)  # fmt: skip
    for constraint, statement in BROKEN:
        with (
            subtests.test(statement),
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
        ):
            sql(statement)


def test_every_check_of_the_register_is_tried():
    models = apps.get_app_config("disputes").get_models()
    checks = {c.name for m in models for c in m._meta.constraints if isinstance(c, CheckConstraint)}
    elsewhere = {"event_change_in_range", "event_resolution_has_days",  # below
                 "holiday_changes_the_plain_week"}  # test_calendar  # fmt: skip
    assert checks == {name for name, _ in BROKEN} | elsewhere


def test_an_event_has_a_known_change_and_a_resolution_its_days():
    dispute, chief = make_case(), make_chief()
    plain = {"dispute": dispute, "action": "x", "from_state": "registered", "to_state": "registered",
             "actor": chief, "occurred_on": DAY}  # fmt: skip
    for seq, more, constraint in (
        (90, {"change": 2, "days": 1}, "event_change_in_range"),
        (91, {"change": 1, "days": None}, "event_resolution_has_days"),
        (1, {}, "event_seq_unique"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            DisputeEvent.objects.create(seq=seq, **plain, **more)


def test_a_dispute_with_records_is_not_deleted():
    dispute = full_case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.all().delete()
        sql("DELETE FROM disputes_dispute WHERE id = %s", dispute.pk)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
