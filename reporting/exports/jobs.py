"""Exports as jobs (导出任务): asked for, made in the background, kept for some days, deleted.

However often the same is asked, one file is made. A worker that dies in between leaves nothing
behind: file and row are written together, and the job is begun again, a few times.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from disputes import clock, privacy
from disputes.errors import RuleViolation, WrongState
from disputes.models import Officer
from disputes.papers.pdf import PdfUnavailable
from disputes.services import audit
from reporting.exports.contents import current_digest
from reporting.exports.making import MEDIA_TYPES, made, made_public
from reporting.models import Edition, ExportFile, ExportJob
from reporting.models.edition import Status
from reporting.models.export import Format, Progress

logger = logging.getLogger(__name__)
GIVEN_UP = timedelta(minutes=10)  # a job of which nothing was heard for so long is begun again
MOST_ATTEMPTS = 3
BEGUN = 10  # percent


def ask(
    edition: Edition,
    format_: str,
    *,
    public: bool,
    purpose: str,
    actor: Officer,
    request_id: str = "",
) -> ExportJob:
    """The job that makes this file, or has made it. A failed or expired one is begun anew.

    Raises RuleViolation: EXPORT_PURPOSE_REQUIRED, EXPORT_NOT_SIGNED (only what is signed is
    published).
    """
    _purposeful(purpose)
    if public and edition.status != Status.SIGNED:
        raise RuleViolation("未经签发的报告不得对外公开", code="EXPORT_NOT_SIGNED")
    with transaction.atomic():
        key = {"edition": edition, "source": current_digest(edition), "format": format_,
               "public": public}  # fmt: skip
        first = ExportJob(**key, purpose=purpose, requested_by=actor, requested_at=clock.now())
        ExportJob.objects.bulk_create([first], ignore_conflicts=True)
        job = ExportJob.objects.select_for_update().get(**key)
        if job.progress in (Progress.FAILED, Progress.EXPIRED):
            _again(job, purpose, actor)
        _account(job, "ask_export", purpose, actor, request_id)
    return job


def _purposeful(purpose: str) -> None:
    if not purpose.strip():
        raise RuleViolation("请写明用途", code="EXPORT_PURPOSE_REQUIRED")


def _again(job: ExportJob, purpose: str, actor: Officer) -> None:
    job.progress, job.percent, job.attempts, job.failure = Progress.QUEUED, 0, 0, ""
    job.purpose, job.requested_by, job.requested_at = purpose, actor, clock.now()
    job.finished_at = job.expires_at = job.told_at = None
    job.digest, job.size = "", 0
    job.save()


def waiting() -> list[int]:
    """Keys of jobs that nobody works at: never begun, or broken off."""
    silent = Q(progress=Progress.QUEUED) | Q(
        progress=Progress.RUNNING, told_at__lt=clock.now() - GIVEN_UP
    )
    return list(ExportJob.objects.filter(silent).order_by("pk").values_list("pk", flat=True))


def make(job_id: int) -> ExportJob | None:
    """Make the file. Returns None when it is made already, or somebody else is at it.

    Safe to repeat and to kill.
    """
    job = _begin(job_id)
    if job is None or job.progress == Progress.FAILED:
        return job
    try:
        with transaction.atomic():  # what is published enters the ledger with its file, or not
            return _finished(job, _content(job))
    except _Changed:
        return _failed(job, "报告内容已经变动，请重新申请导出")
    except RuleViolation as refused:
        return _failed(job, str(refused))
    except PdfUnavailable:
        return _failed(job, "本机未安装 LibreOffice 或者转换失败，请导出 Word 公文")
    except Exception:
        logger.exception("export %s could not be made", job_id)
        return _failed(job, "导出时出现错误，请联系管理员")


class _Changed(Exception):
    """The content that was asked for is no more: its draft was composed anew."""


def _content(job: ExportJob) -> bytes:
    if current_digest(job.edition) != job.source:
        raise _Changed
    if job.public:
        return made_public(job.edition, job.format, job.requested_by)
    return made(job.edition, job.format)


def _begin(job_id: int) -> ExportJob | None:
    with transaction.atomic():
        jobs = ExportJob.objects.select_for_update(of=("self",)).select_related(
            "edition__unit", "requested_by"
        )
        job = jobs.filter(pk=job_id).first()
        if job is None or job.pk not in waiting():
            return None
        if job.attempts == MOST_ATTEMPTS:
            return _failed(job, f"导出{MOST_ATTEMPTS}次中断，请联系管理员")
        job.progress, job.percent, job.told_at = Progress.RUNNING, BEGUN, clock.now()
        job.attempts += 1
        job.save()
    return job


def _finished(job: ExportJob, content: bytes) -> ExportJob | None:
    """None when the job was taken for dead meanwhile and is somebody else's now."""
    with transaction.atomic():
        mine = ExportJob.objects.select_for_update().filter(
            pk=job.pk, progress=Progress.RUNNING, attempts=job.attempts
        )
        if not mine.exists():
            return None
        job.digest, job.size = privacy.sm3(content), len(content)
        job.progress, job.percent, job.finished_at = Progress.DONE, 100, clock.now()
        job.expires_at = job.finished_at + timedelta(days=settings.EXPORT_KEPT_DAYS)
        ExportFile.of(job, content).save(force_insert=True)
        job.save()
    return job


def _failed(job: ExportJob, said: str) -> ExportJob:
    longest = ExportJob._meta.get_field("failure").max_length
    job.progress, job.failure, job.finished_at = Progress.FAILED, said[:longest], clock.now()
    job.save()
    return job


def read(job: ExportJob, *, purpose: str, actor: Officer, request_id: str = "") -> bytes:
    """The file; accounted for. Raises WrongState before it is made and after it has expired,
    RuleViolation (EXPORT_PURPOSE_REQUIRED), Unsealable."""
    _purposeful(purpose)
    file = ExportFile.objects.select_related("job").filter(job=job).first()
    if file is None or job.progress != Progress.DONE:
        raise WrongState(f"该导出{job.get_progress_display()}，没有可以下载的文件")
    content = file.content
    _account(job, "read_export", purpose, actor, request_id)
    return content


def _account(job: ExportJob, action: str, purpose: str, actor: Officer, request_id: str) -> None:
    audit.record(
        actor=actor, action=action, target=f"edition:{job.edition_id}", purpose=purpose,
        details={"export": job.pk, "format": job.format, "public": job.public,
                 "source": job.source, "digest": job.digest},
        request_id=request_id,
    )  # fmt: skip


def name_of(job: ExportJob) -> str:
    """The name under which a file is saved."""
    ending, _ = MEDIA_TYPES[Format(job.format)]
    public = "（公开）" if job.public else ""
    return f"{job.edition.unit.name}{job.edition.title}{public}.{ending}"


def forget_expired() -> int:
    """Delete the files whose days are over; the row stays and says so. Returns how many."""
    over = ExportJob.objects.filter(progress=Progress.DONE, expires_at__lte=clock.now())
    with transaction.atomic():
        keys = list(over.select_for_update().values_list("pk", flat=True))
        ExportFile.objects.filter(job__in=keys).delete()
        ExportJob.objects.filter(pk__in=keys).update(progress=Progress.EXPIRED, percent=0)
    return len(keys)
