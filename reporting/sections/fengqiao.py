"""坚持和发展新时代“枫桥经验”: the paragraph of the report that disputes feed.

Sources: the sentence of 庆阳市公安局 2025 (registered, resolved, rate, referred), the practice of
沂源县公安局 2024 (hearing-style mediation).
"""

from reporting.sections.section import Clause, Section

SECTION = Section(
    code="fengqiao",
    heading="坚持和发展新时代“枫桥经验”",
    sentences=(
        (
            Clause("共排查录入矛盾纠纷{registered}", required=("registered",)),
            Clause("化解{resolved}", required=("resolved",)),
            Clause("化解率{resolution_rate}", required=("resolved",)),
            Clause("移交综治中心、平安法治办公室{referred_governance}",
                   required=("referred_governance",)),
        ),
        (Clause("排查录入数同比{registered:yoy}", required=("registered",)),),
        (
            Clause("开展听证式调解{hearings}", required=("hearings",)),
            Clause("涉及纠纷{hearing_disputes}", required=("hearings",)),
            Clause("达成协议{hearings_agreed}", required=("hearings_agreed",)),
        ),
        (
            Clause("达成调解协议{agreements}", required=("agreements",)),
            Clause("到期协议履行率{fulfilment_rate}", required=("fulfilment_rate",)),
            Clause("回访纠纷{followed_up}", required=("followed_up",)),
        ),
    ),
)  # fmt: skip
