"""Opinions are sealed, stages go on where they were, each with its tag."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from disputes.choices import Role
from disputes.models import (
    HearingOpinion,
    IdempotencyKey,
    OpinionReveal,
)
from tests.disputes.api.asking import Api, created, done, one
from tests.disputes.api.hearings.hall import TODAY
from tests.disputes.api.hearings.seeing import (
    ART_26,
    refuse,
    unchanged,
)
from tests.disputes.racing import at_once
from tests.factories import make_officer

pytestmark = pytest.mark.django_db


def test_no_opinion_is_read_by_anybody_before_all_are_in(hearing):
    hearing.propose().until("deliberation")
    first, second, third = (seat["id"] for seat in hearing.seats())
    secret = "私下以为应当赔偿三千元"
    sent = created(hearing.opine(first, text=secret))
    assert [o["text"] for o in sent["opinions"]] == [None]
    readers = (
        hearing.chief,
        hearing.clerk,
        Api(make_officer(hearing.chief.officer.unit.parent, Role.CHIEF)),
    )
    addresses = ("", f"hearings/{sent['id']}/", "events/", "guidance/", "papers/")
    for reader in readers:
        for address in addresses:
            assert secret not in reader.get(one(hearing.pk, address)).content.decode()
    assert secret.encode() not in bytes(HearingOpinion.objects.get().sealed)
    assert not IdempotencyKey.objects.filter(body__icontains=secret).exists()
    with unchanged(hearing.pk):
        refuse(hearing, hearing.opine(first), "OPINION_GIVEN")
        refuse(hearing, hearing.opine(hearing.seats("host")[0]["id"]), "OPINION_NOT_A_MEMBER")
        refuse(hearing, hearing.opine(second, by=hearing.chief), "OPINION_BY_HOST")
        refuse(hearing, hearing.reveal(), "OPINIONS_MISSING", said="孙代表、周委员")
        refuse(hearing, hearing.hold("deliberation"), "OPINIONS_NOT_REVEALED")
    for seat in (second, third):
        created(hearing.opine(seat))
    shown = done(hearing.reveal())
    assert [o["text"] for o in shown["opinions"]] == [secret, "以老渠为界", "以老渠为界"]
    with unchanged(hearing.pk):
        refuse(hearing, hearing.opine(first), "OPINIONS_REVEALED")
        refuse(hearing, hearing.reveal(), "OPINIONS_REVEALED")


def test_no_opinion_is_given_or_shown_before_everybody_was_heard(hearing):
    hearing.propose().until("statements")
    member = hearing.seats()[0]["id"]
    with unchanged(hearing.pk):
        for early in (hearing.opine(member), hearing.reveal()):
            refuse(hearing, early, "HEARING_STAGE_ORDER", said="应当先完成“陈述”环节")


def test_the_database_keeps_opinions_as_they_were_given(hearing):
    hearing.propose().until("opinion")
    opinion = HearingOpinion.objects.order_by("pk").first()
    rows = list(HearingOpinion.objects.order_by("pk").values())
    ways = (
        lambda: HearingOpinion.objects.update(sealed=b"x"),
        lambda: HearingOpinion.objects.all()._raw_delete("default"),
        lambda: OpinionReveal.objects.all()._raw_delete("default"),
        lambda: HearingOpinion.objects.create(
            hearing=opinion.hearing, seat=opinion.hearing.seats.get(seat="host")
        ),
    )
    for way in ways:
        with pytest.raises(IntegrityError, match=r"sealed|revealed"), transaction.atomic():
            way()
    assert list(HearingOpinion.objects.order_by("pk").values()) == rows


@pytest.mark.django_db(transaction=True)
def test_eight_clients_at_once_leave_one_opinion_of_each_member_and_one_reveal(hearing):
    hearing.propose().until("deliberation")
    seats = [seat["id"] for seat in hearing.seats()]
    clients = [Api(make_officer(hearing.chief.officer.unit)) for _ in range(8)]

    def status(answer: Any) -> int:
        return answer.status_code

    given = at_once(*(
        lambda c=c, n=n: status(hearing.opine(seats[n % 3], by=c)) for n, c in enumerate(clients)
    ))  # fmt: skip
    assert Counter(given) == {201: 3, 422: 5}
    assert sorted(HearingOpinion.objects.values_list("seat", flat=True)) == sorted(seats)

    tag = hearing.chief.tag(hearing.here)
    shown = at_once(*(
        lambda c=c: status(c.post(f"{hearing.here}opinions/reveal/", {}, tag)) for c in clients
    ))  # fmt: skip
    assert Counter(shown) == {200: 1, 412: 7}
    assert OpinionReveal.objects.count() == 1


def test_a_hearing_is_suspended_resumed_and_goes_on_where_it_was(hearing):
    hearing.propose().until("evidence")
    body = {"ground": "new_appraisal", "reason": "需要测绘地界"}
    assert done(hearing.send("suspend", body))["standing"] == "suspended"
    with unchanged(hearing.pk):
        refuse(hearing, hearing.hold("evidence"), "HEARING_SUSPENDED", status=409, said="请先恢复")
        refuse(hearing, hearing.ask(), "WRONG_STATE", status=409)
    resumed = done(hearing.send("resume", {}))
    assert (resumed["standing"], resumed["stops"][0]["resumed_on"]) == ("under_way", TODAY)
    with unchanged(hearing.pk):
        refuse(hearing, hearing.send("resume", {}), "HEARING_NOT_SUSPENDED", status=409)
    created(hearing.hold("evidence"))
    ended = body | {"ground": "reconciled", "reason": "双方自行和解"}
    with unchanged(hearing.pk):
        refuse(hearing, hearing.send("terminate", ended), "SUE_NOTICE_MISSING", ART_26)
    assert (
        done(hearing.send("terminate", ended | {"remedies_told": True}))["standing"] == "terminated"
    )
    assert created(hearing.ask())["standing"] == "under_way"


def test_the_guidance_says_what_the_next_stage_has_to_record(hearing):
    hearing.propose().until("opening")
    steps = {s["action"]: s for s in done(hearing.chief.get(one(hearing.pk, "guidance/")))["steps"]}
    assert {"code": "attendance", "name": "到场情况"} in steps["hold_stage"]["needs"]
    assert steps["hold_stage"]["allowed"]
    assert "reveal_opinions" not in steps  # nobody is heard yet
    hearing.until("deliberation")
    steps = {s["action"]: s for s in done(hearing.chief.get(one(hearing.pk, "guidance/")))["steps"]}
    (obstacle,) = steps["reveal_opinions"]["obstacles"]
    assert obstacle["code"] == "OPINIONS_MISSING"
