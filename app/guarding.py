"""What this process asks of the operating system so that its memory stays its own.

    no core dumps (RLIMIT_CORE 0) · Linux: not dumpable, so that neither a debugger nor `/proc/PID/mem` of the same
    account reads it · Windows: no error-report dumps of this process

What it does not do, and cannot: keep a passphrase out of swap or hibernation files (encrypt the disk), erase every copy
that Python and Qt made of a text (they are freed, not overwritten), or guard against an administrator of the operating
system, who may read any memory.
"""

import ctypes
import logging
import sys

log = logging.getLogger("guarding")

PR_SET_DUMPABLE = 4
SEM_QUIET = 0x0001 | 0x0002
"""SEM_FAILCRITICALERRORS and SEM_NOGPFAULTERRORBOX: a crash ends the process and asks nobody to report it"""


def guard_memory() -> None:
    """Ask for all that this system can give; what it refuses is logged and is no reason not to work."""
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(SEM_QUIET)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        log.warning("the system does not keep this process's memory from others of the account")
