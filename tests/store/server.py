"""A PostgreSQL of the tests' own: in a temporary folder, on this machine alone, ended by its handle."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

NO_SERVER = "no PostgreSQL server is installed (Debian's package is called postgresql)"


def programs() -> Path | None:
    """Where the server's programs are: the newest version's; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    where = shutil.which("postgres")
    return found[-1].parent if found else Path(where).resolve().parent if where else None


@dataclass
class Server:
    """A server that can be stopped and started again; its data stays."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def made(cls) -> Server:
        """Make one, and start it; it refuses to be run by root, so root gives it to the user who is there for it."""
        folder = Path(tempfile.mkdtemp(prefix="thumbwalk-postgres-"))
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            server = cls(folder, probe.getsockname()[1])
        server._run("initdb", "--pgdata", "data", "--auth", "trust", "--username", "postgres", "--no-sync")
        server.start()
        return server

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        own = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}", "-c", "fsync=off"]
        self.process = subprocess.Popen(
            self._command("postgres", "-D", "data", "-p", str(self.port), *own),
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        asks = self._command("pg_isready", "--host", "127.0.0.1", "--port", str(self.port))
        for _ in range(600):
            # after it was ended in a hurry it looks through its journal first
            if subprocess.run(asks, cwd=self.folder, capture_output=True, check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise AssertionError("PostgreSQL does not come up")

    def stop(self) -> None:
        if self.process is not None:
            self._run("pg_ctl", "stop", "--pgdata", "data", "--mode", "immediate")
            self.process.wait(30)
            self.process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, *arguments: str) -> None:
        subprocess.run(self._command(*arguments), cwd=self.folder, check=True, capture_output=True, timeout=60)

    def _command(self, program: str, *arguments: str) -> list[str]:
        where = programs()
        assert where is not None
        as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        return [*as_other, str(where / program), *arguments]
