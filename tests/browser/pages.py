"""Main pages, who opens them, and what must stand there before one looks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MainPage:
    name: str
    path: str
    account: str
    shows: str


PAGES = (
    MainPage("home-officer", "/console/", "xuanma_officer", "登记纠纷"),
    MainPage("home-chief", "/console/", "xuanma_chief", "玄马派出所"),
    MainPage("home-bureau", "/console/", "qingyang_statistician", "下级单位"),
    MainPage("register", "/console/register", "xuanma_officer", "先判断办理途径"),
    MainPage("disputes", "/console/disputes", "xuanma_officer", "纠纷编号"),
    MainPage("clocks", "/console/clocks", "xuanma_chief", "事项"),
    MainPage("reviews", "/console/reviews", "qingcheng_legal", "审核层级"),
    MainPage("referrals", "/console/referrals", "xuanma_officer", "移交函编号"),
    MainPage("statistics", "/console/statistics", "qingyang_statistician", "逐月"),
    MainPage("units", "/console/units", "qingyang_statistician", "机构代码"),
    MainPage("officers", "/console/officers", "xuanma_chief", "警号"),
)
