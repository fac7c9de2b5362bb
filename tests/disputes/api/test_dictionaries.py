"""One document for all forms: complete, versioned, and true to the rules."""

from contextlib import suppress
from itertools import product

import pytest

from disputes.api.serializers.disputes import StepSerializer
from disputes.casefile import CaseFile
from disputes.choices import Source, State, Track
from disputes.errors import Refusal, RuleViolation
from disputes.guards.hearing import RECORDS
from disputes.models import Kind, RiskLevel
from disputes.transitions import ROWS, TRANSITIONS
from disputes.workflow import available_actions
from tests.disputes.api.asking import done, one, problem
from tests.factories import DAY, act, make_case, make_officer

pytestmark = pytest.mark.django_db
PATH = "/api/v1/dictionaries/"
MISSING = {
    "REASON_MISSING", "SUE_NOTICE_MISSING", "CONVERSION_TARGET_MISSING",
    "CONVERSION_GROUND_MISSING", "SETTLEMENT_NOT_APPROVED", "TRAFFIC_APPLICATION_MISSING",
    "DV_CLEARANCE_UNDECIDED",
}  # fmt: skip


@pytest.fixture
def document(api):
    return done(api.get(PATH))


def codes(entries):
    return [entry["code"] for entry in entries]


def test_it_holds_every_list_with_its_chinese_names(document):
    assert codes(document["tracks"]) == Track.values
    assert codes(document["states"]) == State.values
    assert codes(document["sources"]) == Source.values
    assert {"code": "court", "name": "人民法院"} in document["receivers"]
    assert {"code": "judicial_office_head", "name": "司法所所长"} in document["seat_capacities"]
    assert codes(document["risk_levels"]) == ["red", "orange", "yellow", "blue"]


def test_kinds_stand_on_two_levels_with_their_judicial_class(document):
    land = next(kind for kind in document["kinds"] if kind["code"] == "land")
    boundary = next(minor for minor in land["minors"] if minor["code"] == "land.boundary")

    assert (boundary["name"], boundary["judicial_class"]) == ("地界", "forest_land")
    assert sum(1 + len(kind["minors"]) for kind in document["kinds"]) == Kind.objects.count()


def test_stages_of_a_hearing_say_what_they_must_record(document):
    stages = {stage["code"]: stage for stage in document["hearing_stages"]}

    assert list(stages) == list(RECORDS)
    assert {"code": "served_on", "name": "告知书送达日期"} in stages["consent"]["records"]
    assert stages["consent"]["lists"] == [{"code": "consents", "name": "各方同意情况"}]
    assert [code for code, stage in stages.items() if stage["skippable"]] == [
        "questions", "final_statements",
    ]  # fmt: skip


def test_actions_are_those_of_the_table(document):
    actions = {entry["code"]: entry for entry in document["actions"]}

    assert list(actions) == [step.action for step in ROWS]
    for state, role, track in product(State.values, ("officer", "chief", "legal"), Track.values):
        said = [
            code
            for code, a in actions.items()
            if state in a["sources"] and role in a["roles"] and track in a["tracks"]
        ]
        assert said == available_actions(state, role, track)
    assert actions["hold_session"]["resource"] == "sessions"
    assert actions["add_party"]["target"] is None


GIVEN = {
    "reason": "事由", "remedies_told": True, "convert_to": "penalty", "ground": "refused",
    "settled_by": "committee", "performed": True, "applied_by_all": True, "approved_by": "赵所长",
    "determined_on": DAY, "applied_on": DAY, "granted": True,
}  # fmt: skip


def test_the_facts_it_asks_for_are_those_without_which_a_step_is_refused(document, chief):
    steps = [a for a in document["actions"] if a["resource"] == "steps" and a["facts"]]
    assert steps
    for step, track in product(steps, Track):
        if step["code"] == "change_track" or track not in step["tracks"]:
            continue
        facts = {f["code"]: GIVEN[f["code"]] for f in step["facts"] if track in f["tracks"]}
        clears = step["code"] == "decide_clearance"
        dispute = make_case(step["sources"][0], chief, track=track, domestic_violence=clears)
        if clears:
            act(dispute, "ask_clearance", make_officer(chief.unit), DAY)
        for fact in facts:
            with pytest.raises(RuleViolation) as refusal:
                act(dispute, step["code"], chief, DAY, **facts | {fact: None})
            assert refusal.value.code in MISSING, (step["code"], track, fact)


def test_a_change_of_track_asks_for_what_the_new_track_needs(document, api, chief):
    change = next(a for a in document["actions"] if a["code"] == "change_track")
    asked = {f["code"]: f["tracks"] for f in change["facts"]}
    assert list(asked) == ["reason", "track", "determined_on", "applied_on", "applied_by_all"]
    assert asked["track"] == Track.values
    assert asked["applied_by_all"] == ["traffic"]

    dispute = make_case("registered", chief)
    refusal = api.step(dispute, "change_track", reason="事由", track="traffic")
    assert problem(refusal, 422, "TRAFFIC_APPLICATION_MISSING")
    facts = {code: GIVEN[code] for code in asked if code != "track"}
    changed = done(api.step(dispute, "change_track", **facts, track="traffic"))
    assert changed["track"] == "traffic"


class Asked(dict):
    """Facts that remember what they were asked for."""

    def __init__(self, *given):
        super().__init__(*given)
        self.keys_asked = set()

    def get(self, key, *default):
        self.keys_asked.add(key)
        return super().get(key, *default)

    def __getitem__(self, key):
        self.keys_asked.add(key)
        return super().__getitem__(key)


@pytest.mark.parametrize("track", Track)
def test_every_fact_that_a_rule_of_a_step_looks_at_is_asked_for(track, document, chief):
    case = CaseFile(make_case("mediating", chief, track=track))
    for entry in document["actions"]:
        step = TRANSITIONS[entry["code"]]
        if step.resource != "steps" or track not in step.tracks:
            continue
        # An approver is looked at where one is given, the track where it is to change.
        asked = {fact["code"] for fact in entry["facts"]} | {"approved_by", "track"}
        for guard in step.guards:
            facts = Asked(GIVEN)
            with suppress(Refusal):
                guard(case, facts, DAY)
            looked_at = facts.keys_asked & StepSerializer().fields.keys()
            assert looked_at <= asked, (step.action, guard.__name__)


def test_steps_that_ask_for_nothing_need_nothing(document, api, chief):
    free = {
        a["code"]
        for a in document["actions"]
        if a["resource"] == "steps" and not any("civil" in f["tracks"] for f in a["facts"])
    }

    assert free - {"settle"} == {"accept", "agree", "hand_over", "close", "archive"}
    assert done(api.step(make_case("registered", chief), "accept"))["state"] == "accepted"
    assert TRANSITIONS["agree"].resource == "steps"
    assert "accept" not in done(api.get(one(make_case("agreed", chief))))["available_actions"]


def test_it_is_sent_again_only_when_an_entry_has_changed(api):
    first = api.get(PATH)
    same = api.get(PATH, If_None_Match=first["ETag"])
    RiskLevel.objects.filter(code="red").update(name="红")
    changed = api.get(PATH, If_None_Match=first["ETag"])

    assert (same.status_code, same.content) == (304, b"")
    assert first["ETag"] == f'"{first.json()["version"]}"'
    assert done(changed)["version"] != first.json()["version"]
