from itertools import cycle

import pytest

from bench.harness import Comparison, table


def test_the_ratio_is_the_median_of_the_rounds_own_ratios():
    slower = Comparison("create", "limit", limit=[1, 1, 10], project=[2, 4, 20])
    assert slower.ratio == 0.5  # half the limit's speed
    larger = Comparison("refresh", "small", at_most=1.3, limit=[1, 1, 10], project=[2, 4, 20])
    assert larger.ratio == 2  # twice the small register's time


@pytest.mark.parametrize(("project", "passed"), [(1.0, True), (1.25, True), (1.3, False)])
def test_a_goal_is_missed_beyond_the_noise_of_a_shared_machine(project, passed):
    one = Comparison("list", "limit", at_least=1.0, limit=[1.0], project=[project])
    assert one.passed is passed


@pytest.mark.parametrize(("project", "passed"), [(1.3, True), (1.6, True), (1.7, False)])
def test_growth_beyond_its_goal_is_missed(project, passed):
    one = Comparison("refresh", "small", at_most=1.3, limit=[1.0], project=[project])
    assert one.passed is passed


def test_limit_and_project_alternate_and_take_turns_at_beginning():
    order = []
    ticks = cycle([1.0])

    def timed(name):
        return lambda: order.append(name) or next(ticks)

    done = Comparison("list", "limit").run(timed("limit"), timed("project"), rounds=2)

    assert order == ["limit", "project", "project", "limit", "limit", "project"]
    assert (done.limit, done.project) == ([1.0, 1.0], [1.0, 1.0])


def test_the_table_names_the_goal_and_whether_it_was_reached():
    one = Comparison("list", "limit", at_least=0.5, limit=[0.001], project=[0.004])
    assert table([one]).splitlines()[1].split()[-3:] == [">=", "0.5", "MISSED"]
