"""The antivirus: ClamAV itself, through Moodle's own plugin for it, with one signature of ours instead of a downloaded database."""
import hashlib
import os
import shutil

from site_of_tests import contains, same, skip, test

INFECTED = b"id,name\n1,this plays a virus\n"


@test
def what_clamav_finds_is_rejected_and_told_and_clean_files_are_stored(site):
    if not shutil.which("clamscan"):
        skip("clamscan is missing (the Debian package clamav)")
    site.set_core(antiviruses="clamav")
    site.ask(f"""foreach (['runningmethod' => 'commandline', 'pathtoclam' => '{scanner(site)}', 'tries' => 1,
        'clamfailureonupload' => 'tryagain'] as $name => $value) {{ set_config($name, $value, 'antivirus_clamav'); }}""")
    try:
        site.deliver("clean.csv")
        site.deliver("infected.csv", INFECTED)
        status, output = site.collect()
        same(status, 3)
        contains(output, "1 file(s) collected. 1 file(s) were rejected", "infected.csv: The antivirus reported: ")
        same(site.stored(), ["clean.csv"])
        same(site.entries(), [])
        same(sorted(site.alarms()), ["infected_file", "rejected_file"])
        mails = [mail for mail in site.sink.take() if "Infected files" in mail["Subject"]]
        same(len(mails), 1)
        contains(mails[0].get_body(["plain"]).get_content(), "infected.csv")
        # A scanner that does not work lets nothing through, and loses nothing.
        os.chmod(site.scratch + "/signatures.hdb", 0)
        site.deliver("later.csv", "another content")
        contains(site.collect()[1], "1 file(s) could not be stored, and will be tried again")
        os.chmod(site.scratch + "/signatures.hdb", 0o644)
        site.collect()
        same(site.stored(), ["clean.csv", "later.csv"])
    finally:
        site.set_core(antiviruses="")
        site.ask("unset_all_config_for_plugin('antivirus_clamav');")


def scanner(site):
    """ClamAV with a database that knows one file."""
    signatures, program = site.scratch + "/signatures.hdb", site.scratch + "/clamscan"
    with open(signatures, "w") as file:
        file.write(f"{hashlib.md5(INFECTED).hexdigest()}:{len(INFECTED)}:Test.Of.Tests\n")
    with open(program, "w") as file:
        file.write(f'#!/bin/sh\nexec clamscan --database={signatures} "$@"\n')
    os.chmod(signatures, 0o644)
    os.chmod(program, 0o755)
    return program
