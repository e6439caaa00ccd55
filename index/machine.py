"""What this machine has: cores that may be used, and arithmetic that is fast. Knows nothing of models."""

from __future__ import annotations

import os
import platform
from functools import cache
from pathlib import Path


@cache
def count_cores() -> int:
    """Return the cores this process may use: physical ones, within its affinity and its container's quota.

    Matrix products gain nothing from a core's second thread, and lose much from cores that a quota takes away again.
    """
    import psutil

    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    physical = psutil.cpu_count(logical=False) or allowed
    return max(1, min(allowed, physical, read_quota(Path("/sys/fs/cgroup/cpu.max")) or allowed))


def read_quota(path: Path) -> int | None:
    """Return the cores that a cgroup file `cpu.max` (quota and period in microseconds) grants, rounded up."""
    try:
        quota, period = path.read_text(encoding="ascii").split()
        return None if quota == "max" else max(1, -(-int(quota) // int(period)))
    except (OSError, ValueError):
        return None


@cache
def cpu_flags(path: Path = Path("/proc/cpuinfo")) -> frozenset[str]:
    """Return the processor's feature flags as Linux names them; nothing where there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip() in ("flags", "Features"):
            return frozenset(value.split())
    return frozenset()


def has_fast_bfloat16() -> bool:
    """Say whether the processor multiplies bfloat16 itself; elsewhere it is emulated, several times slower."""
    return bool(cpu_flags() & {"avx512_bf16", "amx_bf16", "bf16"})


def has_fast_int8() -> bool:
    """Say whether the processor has 8-bit dot products (VNNI on x86, DOTPROD on ARM; every Apple chip has them)."""
    flags = cpu_flags() & {"avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm"}
    return bool(flags) or (platform.system() == "Darwin" and platform.machine() == "arm64")
