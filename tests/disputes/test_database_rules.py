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
