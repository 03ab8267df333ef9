#!/usr/bin/env bash
# CPU time (user + system) and peak memory of a whole `joko check`, dictionary and patterns loaded anew each time, beside `pdftotext`
# on the same file in the same run.
#
#   benches/check.sh [FILE…]        PDFs; without any, one contract of five pages in both forms
#
# PAIRS sets the number of paired runs (30). Prints medians, and the median of the pairs' ratios, which other work on the machine
# disturbs least. Needs python3 and pdftotext. Budgets: 30 ms and 80 MB for a contract of five pages.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --release --locked --quiet
[ $# -gt 0 ] || set -- corpus/forms/lo/c05.pdf corpus/forms/chromium/c05.pdf
python3 - "${PAIRS:-30}" "${CARGO_TARGET_DIR:-target}/release/joko" "$@" <<'PYTHON'
import os, statistics, sys

pairs, joko, *files = sys.argv[1:]

def run(*command):
    """Milliseconds of CPU and megabytes at the peak."""
    quiet = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    # 1 is a judgment.
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"failed: {' '.join(command)}")
    return (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024

print(f"{'file':<32}{'joko':>10}{'pdftotext':>12}{'ratio':>8}{'peak':>10}")
for file in files:
    runs = [(run(joko, "check", file), run("pdftotext", file, "-")) for _ in range(int(pairs))]
    ours, theirs = (statistics.median(pair[i][0] for pair in runs) for i in (0, 1))
    ratio = statistics.median(mine[0] / other[0] for mine, other in runs if other[0])
    peak = max(mine[1] for mine, _ in runs)
    print(f"{os.path.basename(file):<32}{ours:>7.1f} ms{theirs:>9.1f} ms{ratio:>8.2f}{peak:>7.1f} MB")
PYTHON
