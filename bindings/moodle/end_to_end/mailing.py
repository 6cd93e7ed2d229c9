"""Mails: that they arrive, once, and in the end an all-clear."""
import os

from site_of_tests import contains, same, test

STALE = "alock.txt is too old"


def words_of(mail):
    """The plain text of a mail, however its lines were broken."""
    return " ".join(mail.get_body(["plain"]).get_content().split())


def sends_once(site, *subjects):
    """That the next run sends these mails, and the one after it none."""
    site.task()
    same(site.sink.subjects(), sorted(subjects))
    site.task()
    same(site.sink.take(), [])


@test
def a_stale_agent_lock_is_one_mail_and_its_removal_an_all_clear(site):
    lock = site.lock("alock.txt", 4 * 3600)
    site.task()
    mail, = site.sink.take()
    contains(mail["Subject"], STALE)
    contains(mail["To"], "admin@example.com")
    text = words_of(mail)
    contains(mail["Subject"], site.folder)
    contains(text, "alock.txt", "for 4 hours", site.wwwroot, site.folder, "somebody else (account root)", "/admin/tool/syncingest/index.php")
    contains(mail.get_body(["html"]).get_content(), "/admin/tool/syncingest/index.php")
    for _ in range(3):
        site.task()
    same(site.sink.take(), [])
    os.unlink(lock)
    sends_once(site, "over: " + STALE)


@test
def a_reminder_comes_after_its_interval(site):
    site.lock("alock.txt", 4 * 3600)
    sends_once(site, STALE)
    site.set(reminder=3600)
    site.ask("$DB->set_field('tool_syncingest_incidents', 'timetold', time() - 3601);")
    sends_once(site, "still: " + STALE)


@test
def each_lock_has_a_mail_of_its_own(site):
    site.lock("alock.txt", 4 * 3600)
    site.lock("lock.txt", 4 * 3600)
    sends_once(site, STALE, "lock.txt is too old")


@test
def a_hundred_bad_files_are_one_mail(site):
    for number in range(100):
        site.deliver(f"{number}'.csv")
    site.task()
    mails = site.sink.take()
    same(len(mails), 1)
    contains(mails[0].get_body(["plain"]).get_content(), "100")


@test
def more_bad_files_are_one_more_mail_an_hour_later(site):
    site.deliver("one'.csv")
    site.task()
    same(site.sink.subjects(), ["Rejected files"])
    for name in ["two'.csv", "three'.csv"]:
        site.deliver(name)
        site.task()
    same(site.sink.take(), [])
    site.ask("$DB->set_field('tool_syncingest_incidents', 'timetold', time() - 3601);")
    site.task()
    mail, = site.sink.take()
    contains(mail["Subject"], "2 more: Rejected files")
    contains(words_of(mail), "two'.csv", "three'.csv")


@test
def what_the_mail_server_does_not_take_is_sent_by_the_next_run(site):
    lock = site.lock("alock.txt", 4 * 3600)
    site.sink.stop()
    site.task()
    site.task()
    site.sink.start()
    same(site.ask("echo $DB->get_field('tool_syncingest_incidents', 'timetold', []) ?? 'unreported';"), "unreported")
    # Two rounds have failed with the mail, and none with the web notification.
    same(site.ask("echo $DB->count_records('message_popup_notifications');"), "1")
    site.task()
    same(site.sink.subjects(), [STALE])
    same(site.ask("echo $DB->count_records('message_popup_notifications');"), "1")
    os.unlink(lock)
    site.sink.stop()
    site.task()
    site.sink.start()
    sends_once(site, "over: " + STALE)


@test
def the_chosen_recipients_get_it_in_their_language_and_the_administrators_do_not(site):
    # As far as Moodle is concerned, French is installed.
    site.run("mkdir", "-p", site.data + "/lang/fr")
    site.run("sh", "-c", f"echo '<?php $string[\"thislanguage\"] = \"Français\";' > {site.data}/lang/fr/langconfig.php")
    site.ask("""
        get_string_manager()->reset_caches();
        require_once($CFG->dirroot . '/user/lib.php');
        $user = $DB->get_record('user', ['username' => 'registrar']) ?: core_user::get_user(user_create_user((object) [
            'username' => 'registrar', 'password' => 'Registrar-1234', 'email' => 'registrar@example.com', 'firstname' => 'R',
            'lastname' => 'R', 'confirmed' => 1, 'mnethostid' => $CFG->mnet_localhost_id]));
        $role = $DB->get_field('role', 'id', ['shortname' => 'alarmed']) ?: create_role('Alarmed', 'alarmed', '');
        $DB->set_field('user', 'lang', 'fr', ['id' => $user->id]);
        assign_capability('tool/syncingest:receivealarms', CAP_ALLOW, $role, SYSCONTEXTID, true);
        role_assign($role, $user->id, SYSCONTEXTID);
        set_config('recipients', $user->id, 'tool_syncingest');""")
    site.lock("alock.txt", 4 * 3600)
    site.task()
    mail, = site.sink.take()
    contains(mail["To"], "registrar@example.com")
    contains(mail["Subject"], "alock.txt est trop ancien")
    text = words_of(mail)
    contains(text, "alock.txt est là depuis", "Le processus de livraison distant est en cause", "La page d’état")
    assert "remote delivery" not in text and "made by" not in text, text
