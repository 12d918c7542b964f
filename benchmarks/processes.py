"""The processes of a benchmark: the bot that is measured on one core, everything else on another one."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
MEASURED, OTHERS = "0", "1"  # cores
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    """A process that runs, and what it costs."""

    process: subprocess.Popen[str]
    first_line: str = ""

    @property
    def cpu_s(self) -> float:
        """CPU that it has used, in seconds, its threads included."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def memory_mb(self) -> float:
        resident = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return resident * resource.getpagesize() / 2**20


@contextmanager
def started(
    command: Sequence[str],
    *,
    core: str,
    speaks: bool = False,
    environment: Mapping[str, str] | None = None,
    log: Path | None = None,
) -> Iterator[Process]:
    """Run a command on one core until the end of the block; one that `speaks` says a line once it is ready."""
    out = subprocess.PIPE if speaks else subprocess.DEVNULL
    err = log.open("w") if log else subprocess.DEVNULL
    process = subprocess.Popen(
        ("taskset", "-c", core, *command),
        cwd=ROOT,
        stdout=out,
        stderr=err,
        text=True,
        env={**os.environ, **(environment or {})},
    )
    try:
        yield Process(process, process.stdout.readline().strip() if process.stdout else "")
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
        if not isinstance(err, int):
            err.close()


def python(*arguments: str, venv: str = "") -> tuple[str, ...]:
    """A command of this Python, or of another virtual environment's in the project's folder."""
    return (str(ROOT / venv / "bin" / "python") if venv else sys.executable, *arguments)
