"""The demo bureau: 庆阳市公安局 with two years of invented disputes that follow the real rules.

The year's totals are those of the bureau's published report for 2025. They are fixed in what
happens to the cases (`plan`), never in a figure: whatever counts them finds them.
"""

CITY_CODE = "621000000000"
MACHINE = "export"

# Who may sign in, and as whom: user name, label.
ACCOUNTS = (
    ("xuanma_chief", "玄马派出所 所长"),
    ("xuanma_officer", "玄马派出所 民警"),
    ("dongzhi_officer", "董志派出所 民警"),
    ("qingcheng_legal", "庆城县公安局 法制员"),
    ("qingyang_statistician", "庆阳市公安局 统计员"),
    ("system_admin", "系统管理员"),
    ("security_admin", "安全管理员"),
    ("audit_admin", "审计管理员"),
    (MACHINE, "系统对接账号（仅用客户端凭据，不能登录）"),
)
