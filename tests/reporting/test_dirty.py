"""Every way of writing marks exactly the disputes whose counts may change, and no other."""

from datetime import date

import pytest
from django.db import connection, transaction

from disputes import clock
from disputes.models import Agreement, Dispute, FollowUp, MediationSession, Referral
from disputes.services.units import move_unit
from reporting.drain import drain
from reporting.models import DirtyKey
from tests.factories import NOW, make_unit
from tests.reporting import rows

pytestmark = pytest.mark.django_db
JAN, FEB, MAR, APR, MAY = (date(2025, month, 10) for month in range(1, 6))
CHILDREN = [MediationSession, Agreement, Referral, FollowUp]


@pytest.fixture
def station():
    return make_unit(make_unit(make_unit()))


@pytest.fixture
def case(station):
    """Registered in January, beside another one; nothing is dirty."""
    rows.dispute(station, JAN)
    found = rows.dispute(station, JAN)
    DirtyKey.objects.all().delete()
    return found


@pytest.fixture
def full_case(case):
    """With a record of every kind; nothing is dirty."""
    rows.event(case, FEB, 1, days=2)
    rows.session(case, MAR)
    rows.agreement(case, MAR, due=MAY)
    rows.referral(case, MAR)
    rows.follow_up(case, MAR)
    DirtyKey.objects.all().delete()
    return case


def marked() -> list[int]:
    """The disputes that are dirty, once for each key, and none of them any more."""
    found = sorted(DirtyKey.objects.values_list("dispute", flat=True))
    DirtyKey.objects.all().delete()
    return found


def sql(statement: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def test_a_new_dispute_is_marked(station):
    assert [rows.dispute(station, MAR).pk] == marked()


@pytest.mark.parametrize(
    ("written", "counts"),
    [
        (lambda case: rows.event(case, MAR, 1, days=2), True),
        (lambda case: rows.event(case, MAR, -1, days=2), True),
        (lambda case: rows.event(case, MAR, 0, action="relapse"), True),
        (lambda case: rows.event(case, MAR, 0, action="accept"), True),
        (lambda case: rows.session(case, MAR), True),
        (lambda case: rows.session(case, MAR, mode="ordinary"), True),
        (lambda case: rows.agreement(case, None, due=MAY), False),
        (lambda case: rows.agreement(case, MAR, due=MAY), True),
        (lambda case: rows.referral(case, MAR), True),
        (lambda case: rows.follow_up(case, MAR), True),
    ],
    ids=[
        "resolved", "taken back", "relapse", "other step", "hearing", "session", "draft",
        "in effect", "referral", "follow-up",
    ],
)  # fmt: skip
def test_a_new_record_marks_its_dispute_when_it_counts(case, written, counts):
    written(case)
    assert marked() == [case.pk] * counts


@pytest.mark.parametrize("model", CHILDREN)
def test_a_deleted_record_marks_its_dispute(full_case, model):
    model.objects.all().delete()
    assert marked() == [full_case.pk]


@pytest.mark.parametrize(
    ("model", "change", "counts"),
    [
        (MediationSession, {"held_on": APR}, True),
        (MediationSession, {"outcome": "agreed"}, True),
        (MediationSession, {"mode": "ordinary"}, True),
        (MediationSession, {"record": "双方各退一步", "version": 2}, False),
        (Agreement, {"fulfilled_on": MAY}, True),
        (Agreement, {"due_on": APR}, True),
        (Agreement, {"content": "另行赔偿"}, False),
        (Referral, {"sent_on": APR}, True),
        (Referral, {"received_on": APR}, False),
        (FollowUp, {"held_on": APR}, True),
        (FollowUp, {"satisfaction": "very"}, True),
        (FollowUp, {"suggestions": "多走访"}, False),
        (Agreement, {"has_waiver": True}, True),
        (Referral, {"answered_on": MAY}, True),
    ],
)
def test_a_changed_record_marks_its_dispute_when_a_measure_reads_the_change(
    full_case, model, change, counts
):
    model.objects.update(**change)
    assert marked() == [full_case.pk] * counts


def test_an_agreement_that_takes_effect_marks_its_dispute(case):
    rows.agreement(case, None, due=MAY)
    sql("UPDATE disputes_agreement SET signed_on = %s, effective_on = %s", MAR, MAR)
    assert marked() == [case.pk]


def test_rows_of_one_dispute_are_compared_one_by_one(case):
    """Two of three letters move to May, where the third is: May gets two more."""
    for day in (MAR, MAR, MAY):
        rows.referral(case, day)
    DirtyKey.objects.all().delete()

    sql("UPDATE disputes_referral SET sent_on = %s", MAY)

    assert marked() == [case.pk]


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ("source = 'alarm_110'", True),
        ("state = 'voided'", True),
        ("kind_id = (SELECT id FROM disputes_kind WHERE code = 'debt.loan')", True),
        ("registered_on = '2024-12-31'", True),
        ("summary = '排水'", False),
        ("version = version + 1", False),
        ("state = 'closed'", False),
        ("amount = 5", True),
        ("track = 'traffic'", True),
        ("risk_level_id = (SELECT min(id) FROM disputes_risklevel)", True),
        ("claims = '赔偿'", False),
    ],
)
def test_a_changed_dispute_is_marked_when_a_measure_reads_the_change(full_case, change, counts):
    sql(f"UPDATE disputes_dispute SET {change} WHERE id = %s", full_case.pk)
    assert marked() == [full_case.pk] * counts


def test_a_dispute_that_moves_is_marked_once_with_all_its_records(full_case, station):
    sql("UPDATE disputes_dispute SET unit_id = %s WHERE id = %s",
        make_unit(station.parent).pk, full_case.pk)  # fmt: skip
    assert marked() == [full_case.pk]


def test_bulk_creation_and_copy_mark_like_single_rows(case):
    Referral.objects.bulk_create([rows.new_referral(case, day) for day in (MAR, APR)])
    assert marked() == [case.pk]

    columns = ("dispute_id", "unit_id", "held_on", "method", "visited", "visited_by_id",
               "relapsed", "new_risk", "satisfaction", "suggestions")  # fmt: skip
    into = f"COPY disputes_followup ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for day in (FEB, MAY):
            copy.write_row([case.pk, case.unit_id, day, "phone", "李明",
                            case.responsible_id, False, "", "very", ""])  # fmt: skip
    assert marked() == [case.pk]


def test_one_statement_on_many_disputes_marks_each_of_them(case):
    Dispute.objects.update(source="patrol")
    assert marked() == sorted(Dispute.objects.values_list("pk", flat=True))


def test_a_write_that_is_rolled_back_leaves_no_key(case):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        rows.referral(case, MAR)
        raise ZeroDivisionError
    assert marked() == []


def test_a_moved_unit_marks_its_months_from_the_move_on_for_both_bureaus(station):
    with clock.at(NOW):
        city = station.parent.parent
        other = make_unit(city)
        for day in (JAN, MAR, MAY):
            rows.dispute(station, day)
        drain()

        move_unit(unit_id=station.pk, parent_id=other.pk, effective_from=date(2025, 3, 1),
                  reason="划转", actor=rows.officer(station))  # fmt: skip

    keys = DirtyKey.objects.all()
    assert not keys.exclude(dispute=None).exists()
    ours = keys.filter(unit=other).values_list("month", flat=True)
    assert sorted(set(ours)) == [date(2025, 3, 1), date(2025, 5, 1)]
    assert set(keys.values_list("unit", flat=True)) == {station.parent_id, other.pk}
