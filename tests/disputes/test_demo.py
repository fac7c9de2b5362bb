"""The demo: planned totals, stories that keep the rules, and a second run that changes nothing."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from oauth2_provider.models import Application

from disputes import identity
from disputes.choices import Receiver, Role, State
from disputes.demo import ACCOUNTS, MACHINE, accounts, bureau, people, plan, seed
from disputes.demo.endings import ENDINGS
from disputes.demo.places import COUNTIES
from disputes.models import (
    Dispute,
    DisputeEvent,
    Hearing,
    HearingStage,
    MediationSession,
    Officer,
    Party,
    Referral,
    Unit,
)
from disputes.models.hearing import Stage
from disputes.transitions import TRANSITIONS
from tests.factories import make_unit

PASSWORD = "a-password-for-the-demo"
SMALL = plan.SIZES["small"]
REAL = {"玄马", "董志", "三嘉", "南梁", "城关", "洪德", "屯字", "太白"}


def seed_demo(**options) -> str:
    """Run the command as an operator would; what it prints."""
    said = StringIO()
    given = {"size": "small", "password": PASSWORD, "yes_demo_data": True, **options}
    call_command("seed_demo", stdout=said, **given)
    return said.getvalue()


def events() -> dict[int, list[DisputeEvent]]:
    """The events of every dispute in their order."""
    found: dict[int, list[DisputeEvent]] = {}
    for event in DisputeEvent.objects.select_related("dispute").order_by("dispute", "seq"):
        found.setdefault(event.dispute_id, []).append(event)
    return found


class Seeded(TestCase):
    @classmethod
    def setUpTestData(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(override_settings(VAR_DIR=folder))
        cls.said = seed_demo()

    def test_every_year_has_exactly_the_planned_figures(self):
        told = events()
        for year in SMALL.years:
            valid = [d for d in Dispute.objects.all() if d.state != State.VOIDED]
            registered = [d for d in valid if d.registered_on.year == year.number]
            resolved = [
                d
                for d in registered
                if sum(e.change for e in told[d.pk] if e.occurred_on <= year.cutoff) == 1
            ]
            letters = Referral.objects.filter(dispute__in=valid, sent_on__year=year.number)
            referred = set(letters.values_list("dispute", flat=True))
            assert len(registered) == year.registered
            assert len(resolved) == year.resolved
            assert len(referred) == year.referred
        assert Dispute.objects.filter(state=State.VOIDED).count() == 4

    def test_letters_go_to_the_two_bodies_of_the_sentence(self):
        receivers = set(Referral.objects.values_list("receiver", flat=True))
        assert receivers == {Receiver.GOVERNANCE_CENTRE, Receiver.PEACE_OFFICE}

    def test_replaying_the_events_gives_the_state_of_every_dispute(self):
        told = events()
        for dispute in Dispute.objects.all():
            state, standing, resolved_on = State.REGISTERED, 0, None
            for seq, event in enumerate(told[dispute.pk], start=1):
                assert (event.seq, event.from_state) == (seq, state)
                step = TRANSITIONS.get(event.action)
                assert step is None or event.to_state == (step.target or state)
                state, standing = event.to_state, standing + event.change
                assert standing in (0, 1)
                if event.change:
                    resolved_on = event.occurred_on if standing else None
            wanted = (state, seq, resolved_on)
            assert (dispute.state, dispute.version, dispute.resolved_on) == wanted

    def test_nothing_happens_before_the_registration_or_after_the_last_day(self):
        told = DisputeEvent.objects.exclude(action="arrange")  # of whoever starts the demo
        for event in told.select_related("dispute"):
            assert event.occurred_on >= event.dispute.registered_on
            assert event.recorded_at >= event.dispute.registered_at
            assert event.occurred_on <= plan.LAST_DAY or event.action == "follow_up"
            assert event.occurred_on <= date(2026, 1, 9)

    def test_law_of_2026_is_not_applied_to_the_years_before(self):
        assert not DisputeEvent.objects.filter(action="settle").exists()

    def test_events_are_entered_in_the_order_in_which_they_happened(self):
        for told in events().values():
            entered = [event.recorded_at for event in told]
            assert entered == sorted(entered)

    def test_all_kinds_of_mediation_and_a_whole_hearing_are_told(self):
        modes = set(MediationSession.objects.values_list("mode", flat=True))
        assert modes == set(MediationSession.Mode.values)
        stages = Counter(HearingStage.objects.values_list("hearing", flat=True))
        assert len(Stage) in stages.values()
        assert Hearing.objects.count() > Hearing.objects.values("dispute").distinct().count()
        actions = set(DisputeEvent.objects.values_list("action", flat=True))
        assert {"relapse", "breach", "fulfil", "follow_up", "convert", "withdraw"} <= actions

    def test_invented_people_cannot_exist(self):
        numbers = [party.id_number for party in Party.objects.filter(is_organisation=False)]
        assert any(numbers)
        assert all(number[:6] == people.NO_DIVISION for number in numbers if number)
        phones = [party.phone for party in Party.objects.all() if party.phone]
        assert all(phone.startswith(people.NO_SEGMENT) for phone in phones)

    def test_a_second_run_says_so_and_changes_nothing(self):
        def count():
            return [m.objects.count() for m in (Dispute, DisputeEvent, Officer, Application)]

        before = count()
        assert "已存在" in seed_demo(yes_demo_data=False)
        assert count() == before

    def test_listed_people_sign_in_with_the_one_password_and_nobody_else(self):
        listed = {username for username, _ in ACCOUNTS} - {MACHINE}
        for officer in Officer.objects.all():
            assert officer.check_password(PASSWORD) == (officer.username in listed)
        roles = set(Officer.objects.filter(username__in=[*listed, MACHINE]).values_list("role"))
        assert roles == {(role,) for role in Role.values}

    def test_the_machine_has_a_secret_and_the_mobile_client_none(self):
        machine = Application.objects.get(client_id=MACHINE)
        assert check_password(accounts.kept(accounts.SECRET), machine.client_secret)
        assert machine.authorization_grant_type == Application.GRANT_CLIENT_CREDENTIALS
        assert machine.user.role == Role.MACHINE
        mobile = Application.objects.get(client_id=accounts.MOBILE)
        assert (mobile.client_type, mobile.client_secret) == (Application.CLIENT_PUBLIC, "")
        assert "fengqiao://callback" in mobile.redirect_uris

    def test_the_accounts_can_be_shown_again(self):
        said = StringIO()
        call_command("demo_accounts", stdout=said)
        there = set(Officer.objects.values_list("username", flat=True))
        for username, _ in ACCOUNTS:  # a small demo has not every county
            assert (username in said.getvalue()) == (username in there)
        assert PASSWORD in said.getvalue()


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_an_interrupted_run_goes_on_where_it_was(var):
    bureau.build(SMALL, random.Random(seed.SEED))
    first = next(iter(plan.shares(SMALL, random.Random(seed.SEED)).items()))
    seed.write_station(*first)
    written = set(Dispute.objects.values_list("pk", flat=True))

    assert "继续" in seed_demo()

    assert written < set(Dispute.objects.values_list("pk", flat=True))
    assert Dispute.objects.filter(unit__code=first[0]).count() == len(written)
    for year in SMALL.years:
        assert seed.Totals.counted(year) == seed.Totals.planned(year)


@pytest.mark.django_db
def test_another_size_than_the_one_begun_is_refused(var):
    bureau.build(SMALL, random.Random(seed.SEED))
    first = next(iter(plan.shares(SMALL, random.Random(seed.SEED)).items()))
    seed.write_station(first[0], first[1][:3])
    with pytest.raises(CommandError, match="不符"):
        seed_demo()
    assert not accounts.are_open()


@pytest.mark.django_db
def test_production_gets_no_demo_data_by_accident(var):
    with pytest.raises(CommandError, match="--yes-demo-data"):
        seed_demo(yes_demo_data=False)
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_a_register_in_use_gets_no_demo_data(var):
    make_unit()
    with pytest.raises(CommandError, match="已有其他单位"):
        seed_demo()
    assert Unit.objects.count() == 1


@pytest.mark.django_db
def test_a_weak_password_is_refused_before_anything_is_written(var):
    with pytest.raises(CommandError, match="口令不合要求"):
        seed_demo(password="12345678")
    assert not Unit.objects.exists()
    assert not list(var.iterdir())


@pytest.mark.parametrize("size", plan.SIZES.values(), ids=plan.SIZES)
def test_a_plan_adds_up_to_the_figures_and_tells_every_story(size):
    plans = plan.make(size, random.Random(1))
    valid = [p for p in plans if p.ending != "voided"]
    for year in size.years:
        own = [p for p in valid if p.cutoff == year.cutoff]
        resolved = [p for p in own if p.ending in {*plan.RESOLVED, "heard", "heard_twice"}]
        assert len(own) == year.registered
        assert len(resolved) == year.resolved
        assert sum(p.referred for p in own) == year.referred - year.late_letters
    late = sum(year.late_letters for year in size.years)
    assert sum(p.late_letter for p in plans) == late
    assert {p.ending for p in plans} == set(ENDINGS)


def test_the_same_seed_gives_the_same_shares():
    first, second = (plan.shares(SMALL, random.Random(seed.SEED)) for _ in range(2))
    assert first == second


def test_referred_and_resolved_overlap_as_the_published_sentence_needs():
    plans = plan.make(plan.SIZES["full"], random.Random(seed.SEED))
    resolved = {*plan.RESOLVED, "heard", "heard_twice"}
    both = [p for p in plans if p.cutoff.year == 2025 and p.referred and p.ending in resolved]
    assert len(both) >= 2556 + 11855 - 12489


def test_the_eight_real_stations_are_among_a_hundred():
    names = [name for county in COUNTIES for name in county.stations]
    assert len(names) == len(set(names)) == 100
    assert set(names) >= REAL
    assert len({code for county in COUNTIES for code in county.station_codes(None)}) == 100


def test_invented_numbers_have_the_right_shape():
    rng = random.Random(3)
    for _ in range(200):
        born_on, female = date(rng.randint(1945, 2015), 2, 28), rng.random() < 0.5
        said = identity.citizen_id(people.citizen_id(rng, born_on, female), today=plan.LAST_DAY)
        assert (said.born_on, said.sex) == (born_on, "2" if female else "1")
        code, phone = people.credit_code(rng), people.phone(rng)
        assert identity.credit_code(code) == code
        assert identity.phone(phone) == phone
        name = people.name(rng, female)
        assert identity.person_name(name) == name
    assert people.NO_DIVISION not in {county.division for county in COUNTIES}
