/*
 * The protocol of a collection: two collectors, an agent that honours lock.txt and one that does
 * not, a death at every step, and recovery. Read README.md first.
 *
 * Each step is one atomic system call, or a few that nothing can interrupt, and has the same name
 * as in the code: src/collect/mod.rs (the order of the steps), src/scan/ (looks),
 * src/collect/lock.rs and src/lock/ (lock, unlock), src/collect/recover.rs (recover),
 * src/collect/claim.rs and src/work/new_batch.rs (claim, look once more, verify),
 * src/work/give_back.rs (give back), src/offer/ (offer, acknowledge, put back), src/agent/ (the
 * agent).
 *
 * A switch FAULT_… removes one rule; the checker must then find a violation.
 */

#ifndef DELIVERIES
#define DELIVERIES 3            /* sessions of the agents, not counting those after a death */
#endif
#ifndef COLLECTOR_DEATHS
#define COLLECTOR_DEATHS 1
#endif
#ifndef AGENT_DEATHS
#define AGENT_DEATHS 1
#endif
#define VERSIONS (DELIVERIES + AGENT_DEATHS)

#define HONOURS 1               /* the agents; they write these numbers into alock.txt */
#define IGNORES 2

/* ---- The world ------------------------------------------------------------------------------- */

/* Every upload of the one file name has a version number. alock.txt orders the versions. */
byte versions;

/* The state of a file's content. */
mtype = {
    absent,                     /* no such file */
    writing,                    /* an agent writes to it, or died while writing: partial */
    covered,                    /* completely written, but its writer's alock.txt still exists */
    whole                       /* that alock.txt is removed: this version is delivered */
};

/* Its place in the work area. */
mtype = { outside, unverified, verified, rejected };

/* An inode. Its number is the version that created it; an agent that writes in place adds later
 * ones. */
typedef Inode {
    byte version;
    mtype content = absent;
    mtype place = outside;
    bool changed;               /* its ctime differs from the one recorded at its claim */
    byte id;                    /* of its delivery; ids grow with batch numbers, in the order of claims */
};
Inode inode[VERSIONS + 1];

byte folder;                    /* the inode that has the file's name in the drop folder; 0: none */
byte alock;                     /* alock.txt: the agent that created it; 0: none */
byte lock_txt;                  /* lock.txt: its inode; 0: none */

/* Inodes of collector locks. A number is reused once neither the name nor an open file refers to
 * it. */
#define LOCKS 5
byte flock[LOCKS + 1];          /* 1 + the collector that holds its flock; 0: free, as after a death */
byte held[2];                   /* the lock that this collector has published */
byte handle[2];                 /* the foreign lock that it has open */

byte ids;                       /* the last id that was given to a delivery */
byte collector_deaths = COLLECTOR_DEATHS;
byte agent_deaths = AGENT_DEATHS;
byte agents_left = 2;
bool quiet;                     /* no more agents, deaths or store failures */

/* ---- The promises ---------------------------------------------------------------------------- */

byte collecting;                /* 1 + the collector between lock and unlock (P1) */
bool delivering;                /* the honouring agent has gone ahead */
bool delivered[VERSIONS + 1];   /* this version is whole, and no agent has replaced it (P3) */
byte stored[VERSIONS + 1];      /* the id under which the store has this version (P4) */
byte newest;                    /* the last version that was written to the store */

/* Scratch, 0 between two steps. */
byte v;
byte i;
byte found;

/* P3: checked whenever a file moves or changes. */
inline nothing_is_lost() {
    v = 1;
    do
    :: v > VERSIONS -> break
    :: else ->
        if
        :: delivered[v] && !stored[v] ->
            i = 1;
            do
            :: i <= VERSIONS && !(inode[i].version == v && inode[i].content == whole
                                  && (folder == i || inode[i].place != outside)) -> i++
            :: else -> break
            od;
            assert(i <= VERSIONS)               /* P3: otherwise it is lost */
        :: else
        fi;
        v++
    od;
    v = 0; i = 0
}

/* Checked when a collector goes ahead. */
inline may_go_ahead() {
    assert(lock_txt == held[me]);               /* P1: the lock is ours */
    assert(!delivering)                         /* P2: an honouring agent and a collector never both go ahead */
}

/* The store commits its copy. If it knows the id, it already has the content. */
inline store_keeps(file) {
    assert(inode[file].content == whole);       /* P2 */
    v = 1;
    do
    :: v > VERSIONS -> break
    :: else ->
        assert(v == inode[file].version || stored[v] != inode[file].id);    /* P4: one id, one content */
        v++
    od;
    v = 0;
    assert(stored[inode[file].version] == 0 || stored[inode[file].version] == inode[file].id);  /* P4: once */
    assert(inode[file].version >= newest);      /* P4: older content never overwrites newer */
    stored[inode[file].version] = inode[file].id;
    newest = inode[file].version
}

/* ---- What happens to files ------------------------------------------------------------------- */

#ifdef FAULT_IGNORE_CHANGES
#define CHANGED(file) false
#else
#define CHANGED(file) inode[file].changed
#endif

/* Frees an inode that has lost its last name. */
inline forget_if_gone(file) {
    if
    :: folder != file && inode[file].place == outside ->
        inode[file].version = 0; inode[file].content = absent; inode[file].changed = false
    :: else
    fi
}

inline leave_area(file) {
    inode[file].place = outside; inode[file].id = 0
}

/* Rejects a file as superseded. */
inline reject(file) {
    inode[file].place = rejected; inode[file].id = 0
}

/* Gives a file back without overwriting. With LINK_UNLINK it takes two steps, as where no rename
 * can refuse to overwrite: the caller repeats it until the file has left its batch. */
inline move_back(file) {
    if
#ifdef FAULT_OVERWRITE_ON_RETURN
    :: folder != 0 && folder != file ->
        found = folder; folder = file; leave_area(file); forget_if_gone(found); found = 0
#endif
#ifdef LINK_UNLINK
    :: folder == 0 -> folder = file
#else
    :: folder == 0 -> folder = file; leave_area(file)
#endif
    :: folder == file -> leave_area(file)       /* the same file: link + unlink was interrupted */
#ifndef FAULT_OVERWRITE_ON_RETURN
    :: folder != 0 && folder != file ->
        assert(inode[folder].version > inode[file].version);   /* P4: the file in the folder is newer */
        reject(file)                            /* a newer file has taken the name: superseded */
#endif
    fi;
    nothing_is_lost()
}

/* Sets found to the claimed file of the oldest (or any) batch of this kind; 0: none. */
inline find_oldest(kind) {
    found = 0; i = 1;
    do
    :: i > VERSIONS -> break
    :: else ->
        if
        :: inode[i].place == kind && (found == 0 || inode[i].id < inode[found].id) -> found = i
        :: else
        fi;
        i++
    od;
    i = 0
}

inline find_youngest_verified() {
    found = 0; i = 1;
    do
    :: i > VERSIONS -> break
    :: else ->
        if
        :: inode[i].place == verified && (found == 0 || inode[i].id > inode[found].id) -> found = i
        :: else
        fi;
        i++
    od;
    i = 0
}

/* ---- The collector --------------------------------------------------------------------------- */

mtype = {
    idle,
    look,
    lock_open, lock_flock, lock_compare, lock_remove, lock_publish,     /* step 2, "Lock" */
    recover,
    look_again, look_for_agent,                                         /* step 3 */
    claim, compare, give_back,                                          /* step 4 */
    look_once_more, put_back, verify,                                   /* step 5 */
    offer, store, answer, acknowledge,                                  /* step 6 */
    unlock, close                                                       /* step 7 */
};

/* Closing an open lock releases its flock, if that was ours. */
inline close_handle() {
    if
    :: flock[handle[me]] == me + 1 -> flock[handle[me]] = 0
    :: else
    fi;
    handle[me] = 0
}

inline end_collection() {
    flock[held[me]] = 0; held[me] = 0; file = 0; seen = 0; step = idle
}

proctype Collector(byte me; bool is_last) {
    mtype step = idle;
    byte file;                  /* the file that is being claimed or offered */
    byte seen;                  /* the version that was inspected */

    if
    :: is_last -> step = look
    :: else
    fi;
    do
    /* As many collections as it likes. */
    :: d_step { step == idle && !is_last && !quiet -> step = look }
    :: step == idle && (is_last || quiet) -> break

    /* Death at any step: the kernel releases the flock, everything else stays. */
    :: d_step {
        step != idle && collector_deaths > 0 && !quiet ->
        collector_deaths--;
        if
        :: collecting == me + 1 -> collecting = 0
        :: else
        fi;
        close_handle();
        end_collection()
    }

    /* 1. Look. An orphan lock counts as something to do, because agents wait for it. */
    :: d_step {
        step == look ->
        find_oldest(verified);
        if
        :: found == 0 -> find_oldest(unverified)
        :: else
        fi;
#ifdef FAULT_LEAVE_LEFTOVERS
        found = 0;
#endif
        if
#ifndef FAULT_ORPHAN_IS_NOTHING
        :: lock_txt != 0 -> step = lock_open
        :: lock_txt == 0 && alock != 0 -> step = idle                   /* agent delivering */
        :: lock_txt == 0 && alock == 0 && folder == 0 && found == 0 -> step = idle
        :: lock_txt == 0 && alock == 0 && (folder != 0 || found != 0) -> step = lock_open
#else
        :: alock != 0 || (folder == 0 && found == 0) -> step = idle
        :: else -> step = lock_open
#endif
        fi;
        found = 0
    }

    /* 2. Lock. Open the existing lock … */
    :: d_step {
        step == lock_open ->
        if
        :: lock_txt == 0 -> step = lock_publish
        :: else -> handle[me] = lock_txt; step = lock_flock
        fi
    }
    /* … a flock that is held means a live owner: busy … */
    :: d_step {
        step == lock_flock ->
        if
#ifdef FAULT_LEAVE_ORPHAN
        :: true -> close_handle(); step = idle
#endif
#ifdef FAULT_STEAL_LIVE_LOCK
        :: true -> step = lock_compare
#endif
        :: flock[handle[me]] == 0 -> flock[handle[me]] = me + 1; step = lock_compare
        :: else -> close_handle(); step = idle
        fi
    }
    /* … a free one is an orphan, if the name still leads to it … */
    :: d_step {
        step == lock_compare ->
        if
#ifdef FAULT_UNLOCK_ANY
        :: lock_txt != handle[me] -> step = lock_remove
#endif
        :: lock_txt == handle[me] -> step = lock_remove
        :: lock_txt == 0 -> close_handle(); step = lock_publish
        :: else -> close_handle(); step = idle
        fi
    }
    /* … which is removed under its own flock, by name … */
    :: d_step { step == lock_remove -> lock_txt = 0; close_handle(); step = lock_publish }
    /* … and ours is linked, complete and flock-ed, to the name, if that is free. */
    :: d_step {
        step == lock_publish ->
        if
        :: lock_txt == 0 ->
            found = 1;
            do
            :: found == held[0] || found == held[1] || found == handle[0] || found == handle[1] -> found++
            :: else -> break
            od;
            assert(found <= LOCKS);             /* a limit of the model */
            lock_txt = found; held[me] = found; flock[found] = me + 1; found = 0;
            assert(collecting == 0);            /* P1 */
            collecting = me + 1;
            step = recover
        :: else -> step = lock_open
        fi
    }

    /* Leftovers: files of unverified batches are given back; verified ones wait for step 6. */
    :: d_step {
        step == recover ->
        find_oldest(unverified);
        file = found;
#ifdef FAULT_PUT_ALL_BACK
        find_oldest(verified);
        if
        :: found != 0 -> file = found
        :: else
        fi;
#endif
        found = 0;
        if
        :: file == 0 -> step = look_again
#ifdef FAULT_OFFER_UNVERIFIED
        :: file != 0 -> ids++; inode[file].id = ids; inode[file].place = verified; inode[file].changed = false
#else
        :: else -> move_back(file)
#endif
        fi;
        file = 0
    }

    /* 3. Look again: at the file … */
    :: d_step {
        step == look_again ->
        if
        :: folder != 0 && inode[folder].place == outside -> file = folder; seen = inode[folder].version
        :: else                                 /* nothing, or something with two names */
        fi;
        step = look_for_agent
    }
    /* … and only then for the agent. */
    :: d_step {
        step == look_for_agent ->
        if
#ifndef FAULT_LOOK_BEFORE_LOCK
        :: alock != 0 -> step = unlock
        :: alock == 0 && file == 0 -> step = offer
        :: alock == 0 && file != 0 -> step = claim
#else
        :: file == 0 -> step = offer
        :: else -> step = claim
#endif
        fi
    }

    /* 4. Claim: whatever has the name now. */
    :: d_step {
        step == claim ->
        may_go_ahead();
        file = folder;
        if
        :: file == 0 -> step = offer
        :: else -> folder = 0; inode[file].place = unverified; step = compare
        fi;
        nothing_is_lost()
    }
    /* Is it the inspected file? A client that sets mtimes does so after writing: then this
     * comparison is blind and may succeed. The ctime, which no client can set, is recorded. */
    :: d_step {
        step == compare &&
#ifndef FAULT_NO_COMPARE
        (inode[file].version == seen || inode[file].content != writing) &&
#endif
        true ->
        inode[file].changed = false;
        step = look_once_more
    }
    :: d_step { step == compare && inode[file].version != seen -> step = give_back }
    :: d_step {
        step == give_back ->
        move_back(file);
        if
        :: inode[file].place != unverified -> step = offer
        :: else
        fi
    }

    /* 5. Look once more: an agent that ignores lock.txt may be writing to the claimed file. */
    :: d_step {
        step == look_once_more ->
        if
#ifndef FAULT_NO_THIRD_LOOK
        :: alock != 0 -> step = put_back
#endif
        :: else -> step = verify
        fi
    }
    :: d_step {
        step == put_back ->
        move_back(file);
        if
        :: inode[file].place == outside || inode[file].place == rejected -> step = unlock
        :: else
        fi
    }
    :: d_step { step == verify -> ids++; inode[file].id = ids; inode[file].place = verified; step = offer }

    /* 6. Offer: the oldest first; a younger file of the name waits while an older one is
     * unanswered. */
    :: d_step {
        step == offer ->
        find_youngest_verified();
        seen = found;
#ifndef FAULT_YOUNGER_FIRST
        find_oldest(verified);
#endif
        file = found; found = 0;
        if
        :: file == 0 -> step = unlock
        :: file != 0 && CHANGED(file) ->
            /* A writer changed it between steps 4 and 5: it is given back as new content. If there
             * is a younger claim of the name, it is superseded, as by a younger file in the folder.
             * */
            if
#ifndef FAULT_CHANGED_PASSES_YOUNGER
            :: seen != file -> reject(file); nothing_is_lost()
            :: seen == file ->
#else
            :: true ->
#endif
                move_back(file)
            fi
        :: file != 0 && !CHANGED(file) ->
            may_go_ahead();
            assert(inode[file].content == whole);       /* P2 */
#ifdef FAULT_NEW_ID
            ids++; inode[file].id = ids;
#endif
#ifdef FAULT_UNLINK_BEFORE_STORE
            step = acknowledge
#else
            step = store
#endif
        fi;
        seen = 0
    }
    /* It copies; the copy of a file that has changed meanwhile is refused. */
    :: d_step { step == store && !CHANGED(file) -> store_keeps(file); step = answer }
    :: d_step { step == store && CHANGED(file) -> step = unlock }
    /* Put back: it stays claimed, which ends this collection. The store may still have kept it. */
    :: d_step { (step == store || step == answer) && !quiet -> step = unlock }
#ifdef FAULT_UNLINK_BEFORE_STORE
    :: d_step { step == answer -> leave_area(file); forget_if_gone(file); step = offer }
    :: d_step { step == acknowledge -> leave_area(file); nothing_is_lost(); step = store }
#else
    :: d_step { step == answer -> step = acknowledge }
    :: d_step {
        step == acknowledge ->
        may_go_ahead();
        leave_area(file);
        forget_if_gone(file);
#ifdef FAULT_UNLINK_BY_NAME
        found = folder; folder = 0;
        if
        :: found != 0 -> forget_if_gone(found)
        :: else
        fi;
        found = 0;
#endif
        nothing_is_lost();
        step = offer
    }
#endif

    /* 7. Unlock: remove lock.txt if it is ours, then release the flock. */
    :: d_step {
        step == unlock ->
        if
        :: lock_txt == held[me] -> lock_txt = 0
        :: else
        fi;
        collecting = 0;
        step = close
    }
    :: d_step { step == close -> end_collection() }
    od
}

/* ---- The agents ------------------------------------------------------------------------------ */

mtype = { agent_look, agent_lock, agent_look_again, agent_upload, agent_write, agent_finish, agent_unlock };

/* Removes alock.txt: what was written under it is now delivered. */
inline remove_alock() {
    alock = 0;
    i = 1;
    do
    :: i > VERSIONS -> break
    :: else ->
        if
        :: inode[i].content == covered -> inode[i].content = whole; delivered[inode[i].version] = true
        :: else
        fi;
        i++
    od;
    i = 0
}

/* The honouring agent is src/agent/mod.rs. The other one is an SFTP client that uploads alock.txt,
 * writes in place and removes alock.txt, without looking at lock.txt. Both respect each other's
 * alock.txt. */
proctype Agent(byte me) {
    mtype step = idle;
    byte file;                  /* the inode that it has open */

    do
    /* An agent that died must handle its alock.txt before it may stop. */
    :: d_step { step == idle && (versions < DELIVERIES || alock == me) && me == HONOURS -> step = agent_look }
    :: d_step { step == idle && (versions < DELIVERIES || alock == me) && me == IGNORES -> step = agent_lock }
    :: d_step { step == idle && alock != me -> agents_left-- } ; break

    /* Death at any step. */
    :: d_step {
        step != idle && agent_deaths > 0 ->
        agent_deaths--;
        if
        :: me == HONOURS -> delivering = false
        :: else
        fi;
        file = 0; step = idle
    }

    :: d_step {
        step == agent_look ->
        if
        :: lock_txt != 0 -> step = idle
        :: else -> step = agent_lock
        fi
    }
    :: d_step {
        step == agent_lock ->
        if
        :: alock == 0 && versions < DELIVERIES && me == HONOURS -> alock = me; step = agent_look_again
        :: alock == 0 && versions < DELIVERIES && me == IGNORES -> alock = me; step = agent_upload
        /* Its own, from before it died. The library removes it and creates a new one, because its
         * uploads have no visible name until they are whole. An agent that writes in place has to
         * keep it. */
        :: alock == me && me == HONOURS -> remove_alock(); nothing_is_lost()
        :: alock == me && me == IGNORES -> step = agent_upload
        :: else -> step = idle
        fi
    }
    :: d_step {
        step == agent_look_again ->
        if
        :: lock_txt != 0 -> alock = 0; step = idle
        :: else -> delivering = true; step = agent_upload
        fi
    }
    /* Uploaded under a hidden name, and renamed. */
    :: d_step {
        step == agent_upload && me == HONOURS ->
        versions++;
        file = folder; folder = versions;
        inode[versions].version = versions; inode[versions].content = covered;
        if
        :: file != 0 -> delivered[inode[file].version] = false; forget_if_gone(file)
        :: else
        fi;
        file = 0;
        nothing_is_lost();
        step = agent_unlock
    }
    /* In place: opens the existing file, or creates one … */
    :: d_step {
        step == agent_upload && me == IGNORES ->
        versions++;
        if
        :: folder != 0 -> file = folder
        :: else ->
            file = versions; folder = file;
            inode[file].version = versions; inode[file].content = writing
        fi;
        step = agent_write
    }
    /* … writes into that inode, wherever it has been moved meanwhile … */
    :: d_step {
        step == agent_write ->
        if
        :: inode[file].version != versions -> delivered[inode[file].version] = false
        :: else
        fi;
        inode[file].version = versions; inode[file].content = writing; inode[file].changed = true;
        nothing_is_lost();
        step = agent_finish
    }
    /* … until all is written. */
    :: d_step {
        step == agent_finish ->
        inode[file].content = covered; inode[file].changed = true;
        file = 0;
        step = agent_unlock
    }
    :: d_step {
        step == agent_unlock ->
        remove_alock();
        nothing_is_lost();
        if
        :: me == HONOURS -> delivering = false
        :: else
        fi;
        step = idle
    }
    od
}

/* ---- A run ----------------------------------------------------------------------------------- */

/* P5: after an undisturbed collection there is no lock and no claim. */
inline nothing_is_stuck() {
    assert(lock_txt == 0);                      /* P5 */
    i = 1;
    do
    :: i > VERSIONS -> break
    :: else -> 
        assert(inode[i].place == outside || inode[i].place == rejected);        /* P5 */
        i++
    od;
    i = 0
}

/* P5: every delivered version is in the store, unless a newer one has superseded it. */
inline everything_is_stored() {
    assert(folder == 0);                        /* P5 */
    v = 1;
    do
    :: v > VERSIONS -> break
    :: else ->
        assert(!delivered[v] || stored[v] || v < newest);       /* P5 */
        v++
    od;
    v = 0
}

init {
    atomic {
        run Collector(0, false);
        run Collector(1, false);
        run Agent(HONOURS);
        run Agent(IGNORES)
    };
    /* At some moment everything becomes quiet. */
    d_step { agents_left == 0 -> quiet = true };
    _nr_pr == 1;
    run Collector(0, true);
    _nr_pr == 1;
    d_step { nothing_is_stuck() };
    /* A file that a writer had changed was given back; the next collection takes it. */
    run Collector(0, true);
    _nr_pr == 1;
    d_step { nothing_is_stuck(); everything_is_stored() }
}
