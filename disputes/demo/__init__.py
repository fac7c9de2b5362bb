"""The demo bureau: 庆阳市公安局 with two years of invented disputes that follow the real rules.

The year's totals are those of the bureau's published report for 2025. They are fixed in what
happens to the cases (`plan`), never in a figure: whatever counts them finds them.
"""

CITY_CODE = "621000000000"
MACHINE = "export"

# Who may sign in, and as whom: user name, label. By where they work.
SIGN_IN = {
    "派出所": (
        ("xuanma_chief", "玄马派出所 所长"),
        ("xuanma_officer", "玄马派出所 民警"),
        ("dongzhi_officer", "董志派出所 民警"),
    ),
    "县级公安机关（审核案件，确认年报中本单位的数据）": (
        ("xifeng_legal", "西峰分局 法制员"),
        ("qingcheng_legal", "庆城县公安局 法制员"),
        ("huanxian_legal", "环县公安局 法制员"),
        ("huachi_legal", "华池县公安局 法制员"),
        ("heshui_legal", "合水县公安局 法制员"),
        ("zhengning_legal", "正宁县公安局 法制员"),
        ("ningxian_legal", "宁县公安局 法制员"),
        ("zhenyuan_legal", "镇原县公安局 法制员"),
    ),
    "市公安局（年报：编写、法制审核、保密审查、签发）": (
        ("qingyang_statistician", "庆阳市公安局 统计员，编写"),
        ("qingyang_legal", "庆阳市公安局 法制员，法制审核"),
        ("qingyang_secrecy", "庆阳市公安局 统计员，保密审查"),
        ("qingyang_chief", "庆阳市公安局 局长，签发"),
    ),
    "系统维护": (
        ("system_admin", "系统管理员"),
        ("security_admin", "安全管理员"),
        ("audit_admin", "审计管理员"),
        (MACHINE, "系统对接账号（仅用客户端凭据，不能登录）"),
    ),
}
ACCOUNTS = tuple(account for accounts in SIGN_IN.values() for account in accounts)
