"""Where the frozen program starts: the same commands as `python -m app`.

A process that the program starts beside itself is `sys.executable -m MODULE`, and in the frozen program that is this
one: so it knows those modules by the same words, and no other. Nothing else is different from the program unfrozen.
"""

import multiprocessing
import runpy
import sys

BESIDE = ("media.voice", "media.speech", "app.bench.hour")
"""what runs as a process of its own; `tests/test_build_spec.py` finds them in the code"""

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["-m"] and sys.argv[2:3] and sys.argv[2] in BESIDE:
        del sys.argv[:2]
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        from app.__main__ import main

        sys.exit(main())
