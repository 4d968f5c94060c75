"""status.py N PROGRAM ARGUMENT...: runs PROGRAM, which must leave with N."""

import subprocess
import sys

status = subprocess.run(sys.argv[2:], timeout=60).returncode
assert status == int(sys.argv[1]), f"left with {status}"
