"""What the demo's units entered: activity figures that add up to the bureau's published report.

Published are the totals of 2025, and how far three of them fell. What stands behind a percentage
(how many frauds there were, in which year) and how a total spreads over counties is invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reporting.models.activity import Hedge

Number = tuple[int, Hedge]
YEAR = 2025
EXACT, OVER, ABOUT = Hedge.EXACT, Hedge.OVER, Hedge.ABOUT
# What the city bureau does itself.
BY_CITY: Mapping[str, Number] = {
    "leader_studies": (128, EXACT), "leader_study_attendance": (5263, EXACT),
    "lectures": (23, EXACT), "joint_meetings": (10, OVER), "visiting_trainings": (40, OVER),
    "books": (380, OVER), "training_attendance": (18640, EXACT), "homicides": (6, EXACT),
    "homicides_solved": (6, EXACT), "violent_crimes": (31, EXACT),
    "violent_crimes_solved": (31, EXACT), "robberies": (4, EXACT), "robberies_solved": (4, EXACT),
    "telecom_frauds": (1763, EXACT), "property_crimes": (1289, EXACT), "duty_points": (17, EXACT),
    "patrol_lines": (40, EXACT), "patrol_points": (89, EXACT),
    "special_police_sent": (63100, EXACT), "police_cars_sent": (18600, EXACT),
    "armed_police_sent": (3200, EXACT), "armed_vehicles_sent": (750, EXACT),
    "cases_reviewed": (7995, OVER), "enforcement_training_attendance": (6376, OVER),
    "criminal_cases_reviewed": (3307, EXACT), "administrative_cases_reviewed": (5415, EXACT),
    "stalled_cases_screened": (2100, EXACT), "stalled_problems_found": (67, EXACT),
    "stalled_problems_corrected": (67, EXACT), "banners": (70, OVER), "leaflets": (5000, OVER),
    "consultations": (800, OVER), "publicity_points": (175, ABOUT),
}  # fmt: skip
# What the counties enter, each its share.
BY_COUNTIES: Mapping[str, Number] = {
    "scenario_trainings": (404, EXACT), "special_trainings": (116, EXACT),
    "routine_trainings": (146, EXACT), "drug_suspects": (50, EXACT), "drug_users": (51, EXACT),
    "unlisted_substance_users": (33, EXACT), "supervisors_posted": (75, EXACT),
    "posting_rooms": (57, EXACT), "files_assessed": (3518, EXACT), "inspections": (596, EXACT),
    "discussions": (2346, EXACT), "cases_analysed": (706, EXACT), "advice_given": (1087, EXACT),
    "problems_found": (4304, EXACT), "problems_corrected": (3983, EXACT),
    "report_centres": (9, EXACT), "report_rooms": (82, EXACT),
}  # fmt: skip
YEAR_BEFORE: Mapping[str, Number] = {
    "telecom_frauds": (2000, EXACT), "property_crimes": (2000, EXACT),
    "violent_crimes": (33, EXACT),
}  # fmt: skip


def shares(total: int, weights: Sequence[float]) -> Iterator[int]:
    """Whole numbers in proportion to the weights; their sum is the total."""
    given, reached, whole = 0, 0.0, sum(weights)
    for weight in weights:
        reached += weight
        share = round(total * reached / whole) - given
        given += share
        yield share
