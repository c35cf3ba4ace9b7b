"""Adds up the TAP points of a meson test log and closes with "N passed, N failed, N skipped".

A program that fails without saying which point failed (a crash, a time-out, a sanitizer's report)
counts as one failure. Exit code 1 when anything failed or nothing ran.
Usage: count-tests.py testlog.json
"""
import json
import re
import sys

POINT = re.compile(r"^(not )?ok\b(.*)$", re.M)


def count(result):
    """(passed, failed, skipped) of one test program."""
    passed = failed = skipped = 0
    for bad, rest in POINT.findall(result.get("stdout", "")):
        if "# SKIP" in rest:
            skipped += 1
        elif bad:
            failed += 1
        else:
            passed += 1
    if result["result"] == "SKIP" and passed + failed + skipped == 0:
        skipped = 1
    if result["result"] not in ("OK", "SKIP") and failed == 0:
        failed = 1
    return passed, failed, skipped


def main(path):
    totals = [0, 0, 0]
    try:
        with open(path, encoding="utf-8") as log:
            for line in log:
                result = json.loads(line)
                numbers = count(result)
                totals = [a + b for a, b in zip(totals, numbers)]
                if numbers[1]:
                    print(f"failed: {result['name']}")
                for line in re.findall(r"# SKIP .*", result.get("stdout", "")):
                    print(f"skipped: {result['name']}: {line[7:]}")
    except FileNotFoundError:
        print("no test was run")
    print(f"{totals[0]} passed, {totals[1]} failed, {totals[2]} skipped")
    return 1 if totals[1] or not totals[0] else 0


sys.exit(main(sys.argv[1]))
