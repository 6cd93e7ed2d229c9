"""The pages of a site with a hundred thousand rejected files in its work area."""
import os

from lists import REJECTED
from pages import STATUS, page
from site_of_tests import contains, no_complaint, same, test

COUNT = 100_000
# Seconds of a page, and MiB of memory.
SECONDS, MEMORY = 1.0, 64
# What each request took: processor time, because other programs run beside the tests, and the peak
# of memory.
MEASURE = """<?php
register_shutdown_function(function (array $before): void {
    $after = getrusage();
    $used = 0;
    foreach (['utime', 'stime'] as $kind) {
        $used += $after["ru_$kind.tv_sec"] - $before["ru_$kind.tv_sec"]
            + ($after["ru_$kind.tv_usec"] - $before["ru_$kind.tv_usec"]) / 1e6;
    }
    $line = sprintf("%%s %%.3f %%.3f %%d\\n", $_SERVER['SCRIPT_NAME'], $used, microtime(true) - $_SERVER['REQUEST_TIME_FLOAT'],
        memory_get_peak_usage() >> 20);
    file_put_contents('%s', $line, FILE_APPEND);
}, getrusage());
memory_reset_peak_usage();
"""


def measured(log, path):
    """Processor time, time and memory of the last request for a page."""
    lines = [line.split() for line in open(log) if line.startswith(path + " ")]
    return float(lines[-1][1]), float(lines[-1][2]), int(lines[-1][3])


@test(browser=True)
def pages_beside_a_hundred_thousand_rejected_files_are_quick_and_small(site):
    for number in range(COUNT):
        descriptor = os.open(f"{site.folder}/r'{number:06}.csv", os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        os.write(descriptor, b"%d" % number)
        os.fchown(descriptor, site.user.pw_uid, site.user.pw_gid)
        os.close(descriptor)
    while site.entries():
        status, output = site.collect("--budget=300")
        assert status in [0, 3, 75], output
    log, prepended = site.scratch + "/requests", site.scratch + "/measure.php"
    with open(prepended, "w") as file:
        file.write(MEASURE % log)
    open(log, "w").close()
    os.chmod(log, 0o666)
    site.start_web(ffi__enable="true", auto_prepend_file=prepended)
    try:
        for path in [REJECTED, STATUS]:
            # The first request fills Moodle's caches.
            for _ in range(2):
                browser = page(site, path)
            contains(browser.text(), "100000" if path == STATUS else "r'0")
            no_complaint(browser.text())
            used, lasted, memory = measured(log, path)
            print(f"FIGURE: {path} beside {COUNT:,} rejected files: {used:.2f} s of processor time ({lasted:.2f} s), {memory} MiB", flush=True)
            assert used < SECONDS and memory < MEMORY, path
    finally:
        site.start_web(ffi__enable="true")
    same(site.ask("echo \\tool_syncingest\\local\\drop\\rejected_list::count();"), str(COUNT))
