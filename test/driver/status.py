"""status.py N COMMAND...: succeeds if the command ends with status N.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
import subprocess
import sys

ended = subprocess.run(sys.argv[2:], check=False).returncode
if ended != int(sys.argv[1]):
    print(f"ended with {ended}, not {sys.argv[1]}", file=sys.stderr)
    sys.exit(1)
