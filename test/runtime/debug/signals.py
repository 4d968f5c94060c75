"""signals.py PROGRAM LOG: sends signals to PROGRAM, which runs until its input
ends, and looks at what it appends to LOG."""

import os
import signal
import subprocess
import sys
import time

program, log = sys.argv[1:]
if os.path.exists(log):
    os.remove(log)
daemon = subprocess.Popen([program, "serve"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True)
process = int(daemon.stdout.readline())
seen = 0


def do(word):
    daemon.stdin.write(word + "\n")
    daemon.stdin.flush()
    assert daemon.stdout.readline() == "ok\n"


def report(which, wanted):
    """Sends a signal, and waits for a report with 'wanted' in it."""
    global seen
    os.kill(process, which)
    deadline = time.monotonic() + 30
    while True:
        with open(log) as file:
            text = file.read()
        if wanted in text[seen:] and text.endswith("\n"):
            new, seen = text[seen:], len(text)
            return new
        assert time.monotonic() < deadline, (wanted, text[seen:])
        time.sleep(0.01)


report(signal.SIGUSR1, "no objects alive")
do("make")
text = report(signal.SIGUSR1, "1 object alive, of 1 class")
assert "#0 makePlayer" in text, text
assert "[virref-leak]" not in text, "what is alive is no leak"

# The first SIGUSR2 sets a checkpoint. Each other one reports what is new, and
# sets one again.
report(signal.SIGUSR2, "checkpoint set")
do("make")
do("make")
do("drop")
report(signal.SIGUSR2, "2 objects new since the checkpoint")
report(signal.SIGUSR2, "no objects new since the checkpoint")
do("make")
report(signal.SIGUSR2, "1 object new since the checkpoint")
report(signal.SIGUSR1, "4 objects alive")

daemon.stdin.close()
assert daemon.wait(timeout=30) == 0
with open(log) as file:
    assert "4 objects left at exit" in file.read()[seen:]
