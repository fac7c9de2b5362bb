"""What a client sees: a refusal with its law, the papers of a hearing."""

from __future__ import annotations

from contextlib import contextmanager

from disputes.models import (
    Dispute,
)
from tests.disputes.api.asking import created, done, one, problem
from tests.disputes.api.hearings.hall import Hearing
from tests.disputes.papers.printing import text_of
from tests.disputes.refusing import everything_about

ART_6 = "《公安机关治安调解工作规范》第六条"
ART_17 = "《中华人民共和国人民调解法》第十七条"
ART_15, ART_26 = "《中华人民共和国人民调解法》第十五条", "《中华人民共和国人民调解法》第二十六条"
PIPL_23 = "《中华人民共和国个人信息保护法》第二十三条"
PIPL_31 = "《中华人民共和国个人信息保护法》第三十一条"
MINORS = "《中华人民共和国未成年人保护法》第一百零三条"


@contextmanager
def unchanged(pk: int):
    dispute = Dispute.objects.get(pk=pk)
    before = everything_about(dispute)
    yield
    assert everything_about(dispute) == before


def refuse(hearing: Hearing, answer, code: str, *laws: str, status: int = 422, said: str = ""):
    """The refusal as a client reads it; the caller asserts that nothing changed."""
    told = problem(answer, status, code)
    assert told.get("statutes", []) == list(laws)
    assert said in told["detail"]


def issue_all(hearing: Hearing) -> dict[str, list[str]]:
    """Every paper that the case gives, issued and read back, as the text of its file."""
    papers: dict[str, list[str]] = {}
    listed = done(hearing.chief.get(one(hearing.pk, "papers/")))["not_issued"]
    for row in listed:
        assert row["lacking"] in ([], ["卷内材料"]), (
            row
        )  # an index of nothing, until the others are
        body = {"code": row["code"], "subject": row["subject"]}
        made = created(hearing.chief.post(one(hearing.pk, "papers/"), body))
        file = hearing.chief.get(one(hearing.pk, f"papers/{made['id']}/file/")).content
        papers.setdefault(row["code"], []).append(text_of(file))
    return papers


def still_missing(hearing: Hearing) -> set[str]:
    """What the rules of the case file (归卷规则) ask for beyond the papers that stand."""
    file = done(hearing.chief.get(one(hearing.pk, "case-file/")))
    return {row["code"] for row in file["missing"]}


CASE_SET = {"registration_form", "mediation_notice", "mediation_consent", "file_index"}
SET = CASE_SET | {
    "hearing_approval", "hearing_rights", "hearing_consent", "hearing_panel",
    "hearing_invitation", "hearing_attendance", "hearing_minutes", "hearing_evidence",
    "hearing_deliberation", "hearing_opinion", "hearing_private_talk",
}  # fmt: skip
