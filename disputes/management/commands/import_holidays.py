from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from disputes import clock
from disputes.holidays import missing_years
from disputes.models import Holiday
from disputes.services.calendar import import_holidays


class Command(BaseCommand):
    help = "导入放假安排。CSV 三列：日期,类型(放假或者上班),名称；有一行不对，整份都不导入"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--source", help="来源，例如通知的文号；默认为文件名")

    def handle(self, *, file: Path, source: str | None, **options: Any) -> None:
        try:
            rows = import_holidays(_text(file).splitlines(), source=source or file.name).stored
        except ValidationError as refused:
            raise CommandError("\n".join(["未导入：", *refused.messages]))
        off = sum(row.kind == Holiday.Kind.OFF for row in rows)
        self.stdout.write(f"已导入：放假{off}天，调休上班{len(rows) - off}天（周末放假不另登记）")
        for year in missing_years(clock.today()):
            self.stderr.write(self.style.WARNING(f"{year}年的放假安排尚未导入"))


def _text(file: Path) -> str:
    """Excel saves CSV in the Chinese code page, everybody else in UTF-8."""
    try:
        content = file.read_bytes()
    except OSError as failure:
        raise CommandError(f"无法读取 {file}：{failure.strerror}")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CommandError(f"{file} 不是文本文件，请另存为 CSV（UTF-8）")
