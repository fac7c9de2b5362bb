"""A hearing as a station's client holds it: HTTP and nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from tests.disputes.api.asking import LIST, Api, created, done, one
from tests.factories import NOW

TODAY = NOW.date().isoformat()
POOL = "/api/v1/hearing-panel-members/"
MEMBERS: list[dict[str, Any]] = [
    {"name": "钱所长", "capacity": "judicial_office_head", "organisation": "城关司法所",
     "specialties": ["land"], "phone": "13700000001"},
    {"name": "孙代表", "capacity": "peoples_deputy", "organisation": "人大代表工作站",
     "specialties": ["land.boundary"], "phone": "13700000002"},
    {"name": "周委员", "capacity": "cppcc_member", "organisation": "县政协",
     "expertise": "土地承包", "phone": "13700000003"},
    {"name": "吴调解", "capacity": "mediator", "organisation": "村人民调解委员会",
     "phone": "13700000004"},
]  # fmt: skip
CASE = {
    "track": "civil", "kind": "land.boundary", "source": "walk_in",
    "summary": "双方就地界争执多年",
    "parties": [
        {"role": "applicant", "name": "李明", "id_number": "11010519491231002x",
         "phone": "13800000000", "address": "玄马镇一组"},
        {"role": "respondent", "name": "王强", "phone": "13900000000", "adult_confirmed": True,
         "address": "玄马镇二组"},
    ],
}  # fmt: skip
RECORDS: dict[str, dict[str, Any]] = {
    "initiation": {"approved_by": "所长", "ground": "久调不决，涉及村民利益"},
    "consent": {"served_on": TODAY},
    "panel": {"conflict_check": "逐名核对，均无利害关系"},
    "notice": {"scheduled_on": TODAY, "scheduled_time": "09:00", "place": "村委会议事厅"},
    "opening": {"identity_checked": True, "rights_told": True, "discipline_read": True,
                "recusal": "双方均不申请回避", "facts_found": "地界以老渠为准",
                "recording": "听证室-20260630-01"},
    "statements": {"applicant": "要求恢复地界", "respondent": "愿意协商"},
    "evidence": {}, "questions": {},
    "final_statements": {"text": "双方愿意听取听证员意见"},
    "deliberation": {"opinions": "多数意见认为应当以老渠为界"},
    "opinion": {"text": "建议以老渠为界，适当补偿", "read_out": True},
    "mediation": {}, "conclusion": {"outcome": "not_agreed", "remedies_told": True},
    "follow_up": {"result": "双方情绪平稳"},
}  # fmt: skip
STAGES = list(RECORDS)


class Hearing:
    """One hearing, from the registration of its case. `clerk` writes, the chief chairs."""

    def __init__(self, chief: Api, clerk: Api, case: dict[str, Any] = CASE) -> None:
        self.chief, self.clerk = chief, clerk
        self.pk = created(chief.post(LIST, case))["id"]
        done(chief.step(self.pk, "accept"))
        self.here = ""

    @property
    def case(self) -> dict[str, Any]:
        return done(self.chief.get(one(self.pk)))

    @property
    def parties(self) -> list[dict[str, Any]]:
        return self.case["parties"]

    @property
    def row(self) -> dict[str, Any]:
        return done(self.chief.get(self.here))

    def ask(self, openness: str = "open", **more: Any) -> HttpResponse:
        body = {"reason": "地界争执多年", "openness": openness, **more}
        return self.chief.post(one(self.pk, "hearings/"), body)

    def propose(self, openness: str = "open", **more: Any) -> Hearing:
        self.here = one(self.pk, f"hearings/{created(self.ask(openness, **more))['id']}/")
        return self

    def send(self, what: str, body: Any, by: Api | None = None, **headers: str) -> HttpResponse:
        """A write to the hearing, decided on what stands there now."""
        tag = (by or self.chief).tag(self.here)
        return (by or self.chief).post(f"{self.here}{what}/", body, tag, **headers)

    def hold(self, stage: str, **change: Any) -> HttpResponse:
        told = {"stage": stage, "record": RECORDS[stage] | change.pop("record", {})}
        return self.send("stages", told | self.lists(stage) | change)

    def until(self, stage: str) -> Hearing:
        """Every stage before this one."""
        for earlier in STAGES[len(self.row["stages"]) : STAGES.index(stage)]:
            if earlier == "deliberation" and not self.row["revealed_on"]:
                self.deliberate()
            created(self.hold(earlier))
        return self

    def lists(self, stage: str) -> dict[str, Any]:
        make = getattr(self, f"_{stage}", None)
        return make() if make else {}

    # --- what comes with a stage

    def _consent(self) -> dict[str, Any]:
        return {"consents": [
            {"party": p["id"], "to_hearing": True, "to_disclosure": True, "document": "同-1"}
            for p in self.parties
        ]}  # fmt: skip

    def _panel(self) -> dict[str, Any]:
        """The chief in the chair, the clerk writes, the proposed members sit."""
        return {"seats": [
            {"seat": "host", "officer": self.chief.officer.pk, "unrelated": True},
            {"seat": "recorder", "officer": self.clerk.officer.pk, "unrelated": True},
            *({"seat": "member", "person": c["person"]["id"], "unrelated": True,
               "chosen_because": c["reason"]} for c in self.proposed()),
        ]}  # fmt: skip

    def candidates(self) -> list[dict[str, Any]]:
        return done(self.chief.get(one(self.pk, "panel-candidates/")))["candidates"]

    def proposed(self) -> list[dict[str, Any]]:
        return [c for c in self.candidates() if c["proposed"]]

    def _notice(self) -> dict[str, Any]:
        return {"attendance": [{"kind": "witness", "name": "冯会计", "organisation": "村委会"}]}

    def _opening(self) -> dict[str, Any]:
        keys = ("party", "representative", "seat")
        roll = [
            {key: row[key] for key in keys if row[key]} | {"attended": True}
            for row in self.row["attendance"] if any(row[key] for key in keys)
        ]  # fmt: skip
        absent = {"kind": "witness", "name": "冯会计", "attended": False, "absence": "外出务工"}
        return {"attendance": [*roll, absent], "began_at": f"{TODAY}T09:00:00+08:00"}

    def _evidence(self) -> dict[str, Any]:
        first, second = (p["id"] for p in self.parties[:2])
        return {"evidence": [
            {"title": "土地承包证", "shows": "四至以老渠为界", "provided_by": first, "views": [
                {"party": first, "accepted": True},
                {"party": second, "accepted": False, "text": "登记的四至有误"},
            ]},
        ]}  # fmt: skip

    def seats(self, seat: str = "member") -> list[dict[str, Any]]:
        return [s for s in self.row["seats"] if s["seat"] == seat and not s["left_on"]]

    def _questions(self) -> dict[str, Any]:
        asked = {"seat": self.seats()[0]["id"], "party": self.parties[0]["id"]}
        return {"questions": [asked | {"question": "老渠何年修建？", "answer": "一九八二年。"}]}

    def _opinion(self) -> dict[str, Any]:
        return {"persuasions": [
            {"dimension": "law", "content": "承包地四至以登记簿为准"},
            {"dimension": "reason", "content": "争一尺地，误一季粮"},
            {"dimension": "feeling", "content": "远亲不如近邻"},
        ]}  # fmt: skip

    def _mediation(self) -> dict[str, Any]:
        first, second = (p["id"] for p in self.parties[:2])
        talk = {"mode": "back_to_back", "answer": "accepted"}
        return {"proposals": [
            {"mode": "face_to_face", "content": "以老渠为界，补偿八百元", "answer": "considered"},
            talk | {"party": first, "content": "五百元也可以接受"},
            talk | {"party": second, "content": "最多愿意出一千元"},
        ]}  # fmt: skip

    def _conclusion(self) -> dict[str, Any]:
        return {"ended_at": f"{TODAY}T11:30:00+08:00"}

    def _follow_up(self) -> dict[str, Any]:
        return {"follow_up": {"method": "visit", "visited": "李明", "satisfaction": "satisfied"}}

    # --- deliberation

    def opine(self, seat: int, by: Api | None = None, text: str = "以老渠为界") -> HttpResponse:
        body = {"seat": seat, "text": text, "supports_applicant": True}
        return (by or self.clerk).post(f"{self.here}opinions/", body)

    def reveal(self, by: Api | None = None) -> HttpResponse:
        return self.send("opinions/reveal", {}, by)

    def deliberate(self) -> None:
        for seat in self.seats():
            created(self.opine(seat["id"]))
        done(self.reveal())


def fill_pool(api: Api) -> list[dict[str, Any]]:
    return [created(api.post(POOL, member)) for member in MEMBERS]
