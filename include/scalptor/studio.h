/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a studio does with its records: each function is one thing somebody at the desk or the chair
 * does, all of it or nothing. Every front end calls these.
 *
 * Records stand in a store as the documents codec writes; results live in work->memory. Every
 * function may return what the store returns, and SCALP_ERR_NO for a record that was altered. */
#ifndef SCALPTOR_STUDIO_H
#define SCALPTOR_STUDIO_H

#include <scalptor/care.h>
#include <scalptor/records.h>
#include <scalptor/store.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCALP_STUDIO_TIME 17 /* YYYY-MM-DDTHH:MM, and a NUL */

/* Who acts, when, on what. */
typedef struct scalp_studio {
    scalp_store *store; /* open and unlocked */
    const scalp_work *work;
    const char *by;  /* for the audit log */
    const char *at;  /* now, UTC: YYYY-MM-DDTHH:MM:SSZ */
    const char *now; /* now by the studio's clock: YYYY-MM-DDTHH:MM */
} scalp_studio;

/* The day of `now`. */
void scalp_studio_today(const scalp_studio *studio, char date[SCALP_RECORD_DATE]);

/* ---- Records ----------------------------------------------------------------------------- */

/* A new record with a new id, of today unless `date` says otherwise; `client` NULL or "" for the
 * studio's. A client's own record belongs to itself. Not stored yet. */
SCALP_CHECKED scalp_status scalp_studio_new(const scalp_studio *studio, const char *kind,
                                            const char *client, const char *date,
                                            scalp_record *record, scalp_error *error);
/* Seals, checks and stores records, new ones and changed ones, all of them or none, and sets their
 * version. SCALP_ERR_INPUT: one of them is not what its table says, or refers to what is not
 * there, is of another kind or another client's; SCALP_ERR_NO: a signed record would be changed, or
 * somebody else changed one since it was read. */
SCALP_CHECKED scalp_status scalp_studio_save(const scalp_studio *studio, scalp_record *records,
                                             size_t count, scalp_error *error);
/* The same within a transaction of the caller's, for one record. */
SCALP_CHECKED scalp_status scalp_studio_put(const scalp_studio *studio, scalp_record *record,
                                            scalp_error *error);
/* `kind` NULL: any. SCALP_ERR_INPUT: there is none, or of another kind. */
SCALP_CHECKED scalp_status scalp_studio_get(const scalp_studio *studio, const char *kind,
                                            const char *id, scalp_record *record,
                                            scalp_error *error);
/* What the query finds, by date; `bodies` is not looked at. */
SCALP_CHECKED scalp_status scalp_studio_list(const scalp_studio *studio,
                                             const scalp_store_query *query,
                                             const scalp_record **records, size_t *count,
                                             scalp_error *error);
/* Puts a record aside, or takes it back. What others refer to is never deleted. */
SCALP_CHECKED scalp_status scalp_studio_archive(const scalp_studio *studio, scalp_record *record,
                                                bool archived, scalp_error *error);

/* ---- Finding ----------------------------------------------------------------------------- */

/* Whether every word of `words` begins a word of `text`, without case and the accents of Latin
 * letters: "mull an" finds "Anna M\u00fcller". */
bool scalp_studio_matches(const char *text, const char *words);

typedef struct scalp_studio_name {
    char id[SCALP_RECORD_ID];
    const char *text; /* names, birth date, telephone, mail: what is searched */
    bool archived;
} scalp_studio_name;

/* All clients' names, unsealed once, to be searched as often as wanted. */
SCALP_CHECKED scalp_status scalp_studio_names(const scalp_studio *studio,
                                              const scalp_studio_name **names, size_t *count,
                                              scalp_error *error);
/* The one record of the kind that `words` mean: its id, the first 4 or more letters of it, or words
 * of its title (for clients also birth date, telephone or mail). Archived ones only by id.
 * SCALP_ERR_INPUT: none, or several; the sentence names some. */
SCALP_CHECKED scalp_status scalp_studio_find(const scalp_studio *studio, const char *kind,
                                             const char *words, scalp_record *record,
                                             scalp_error *error);

/* A record of any kind by its id or the first 4 or more letters of it, archived or not.
 * SCALP_ERR_INPUT: none, or several. */
SCALP_CHECKED scalp_status scalp_studio_find_id(const scalp_studio *studio, const char *letters,
                                                scalp_record *record, scalp_error *error);

/* ---- Signing ----------------------------------------------------------------------------- */

typedef struct scalp_studio_signature {
    const char *name;    /* under it */
    const char *drawing; /* the hand's path; NULL or "": the name was typed */
    const char *witness; /* or NULL */
} scalp_studio_signature;

typedef struct scalp_studio_initial {
    const char *risk, *initials;
} scalp_studio_initial;

typedef struct scalp_studio_consent {
    const char *client;
    const char *text_version, *language;
    const char *text; /* that was shown, word for word */
    bool treatment, photos, publication;
    const scalp_studio_initial *risks; /* all of the text's */
    size_t risk_count;
    scalp_studio_signature signature;
} scalp_studio_consent;

/* Stores a signed consent. */
SCALP_CHECKED scalp_status scalp_studio_sign(const scalp_studio *studio,
                                             const scalp_studio_consent *signed_consent,
                                             scalp_record *consent, scalp_error *error);
/* Records that the latest consent is taken back: `scope` is treatment, photos, publication or all.
 * `withdrawal` may be filled in further and saved again. SCALP_ERR_INPUT: there is no consent that
 * gives it. */
SCALP_CHECKED scalp_status scalp_studio_withdraw(const scalp_studio *studio, const char *client,
                                                 const char *scope, const char *words,
                                                 scalp_record *withdrawal, scalp_error *error);

typedef struct scalp_studio_approval {
    const char *client;
    scalp_bytes plan, picture;   /* files as they are */
    const char *title;           /* of the plan, or NULL */
    const scalp_record *heights; /* rows of the part height: place, from, mm */
    size_t height_count;
    const char *words; /* the sentence that is signed */
    scalp_studio_signature signature;
} scalp_studio_approval;

/* Stores plan, picture and approval. The plan's record is made when there is none of its hash. */
SCALP_CHECKED scalp_status scalp_studio_approve(const scalp_studio *studio,
                                                const scalp_studio_approval *approved,
                                                scalp_record *approval, scalp_error *error);

/* ---- Screening --------------------------------------------------------------------------- */

typedef struct scalp_studio_screened {
    const char *client;
    scalp_bytes document; /* the answers as they are */
    const scalp_screening *screening;
    const scalp_screen_result *result;
    const char *override_by; /* the typed reason, or NULL */
} scalp_studio_screened;

/* Stores what a client answered and what followed, on the day it was last asked. SCALP_ERR_INPUT:
 * the answers are those of somebody born on another day. */
SCALP_CHECKED scalp_status scalp_studio_screen(const scalp_studio *studio,
                                               const scalp_studio_screened *screened,
                                               scalp_record *record, scalp_error *error);

/* ---- Sessions ---------------------------------------------------------------------------- */

typedef struct scalp_studio_start {
    const char *client;
    const char *plan_sha256;  /* "": none */
    const char *what;         /* session, touch-up, correction, test dots */
    const char *const *items; /* ids of stock records that are to be used */
    size_t item_count;
    const char *staff; /* id, or NULL */
    bool label_given;
} scalp_studio_start;

/* Asks the gates; nothing is stored. The records they looked at live in work->memory. */
SCALP_CHECKED scalp_status scalp_studio_ask(const scalp_studio *studio,
                                            const scalp_studio_start *start,
                                            scalp_gate_answer *answer, scalp_error *error);
/* Starts a session when the gates are open, with the lots as its materials, and opens bottles that
 * were not open. SCALP_ERR_NO with the first reason otherwise; `answer` has all of them. */
SCALP_CHECKED scalp_status scalp_studio_begin(const scalp_studio *studio,
                                              const scalp_studio_start *start,
                                              scalp_gate_answer *answer, scalp_record *session,
                                              scalp_error *error);
/* The client's session that is running. SCALP_ERR_INPUT: none is. */
SCALP_CHECKED scalp_status scalp_studio_running(const scalp_studio *studio, const char *client,
                                                scalp_record *session, scalp_error *error);
/* One more lot for a running session, `amount` of it. Refused as by the gate of lots. */
SCALP_CHECKED scalp_status scalp_studio_use(const scalp_studio *studio, const char *client,
                                            const char *item, double amount, scalp_record *session,
                                            scalp_error *error);
/* Ends a running session now; `early`: before it was done. */
SCALP_CHECKED scalp_status scalp_studio_stop(const scalp_studio *studio, const char *client,
                                             bool early, scalp_record *session, scalp_error *error);

/* ---- Lots -------------------------------------------------------------------------------- */

/* Takes an amount from an item that went into no client; 0: only opens it. SCALP_ERR_NO: it may not
 * be used; SCALP_ERR_INPUT: there is not so much. */
SCALP_CHECKED scalp_status scalp_studio_take(const scalp_studio *studio, double amount,
                                             scalp_record *stock, scalp_error *error);

typedef struct scalp_studio_recalled {
    char client[SCALP_RECORD_ID];
    const char *name;          /* "Keller, Ada"; "(erased)" when nothing else is left */
    const char *phone, *email; /* "" when not known */
    char session[SCALP_RECORD_ID];
    char date[SCALP_RECORD_DATE];
    const char *use, *lot, *product; /* as recorded */
} scalp_studio_recalled;

/* Who got lot X, by date; archived records too. `stock` (or NULL) gets the bottles of that lot. */
SCALP_CHECKED scalp_status scalp_studio_recall(const scalp_studio *studio, const char *lot,
                                               const scalp_studio_recalled **recalled,
                                               size_t *count, const scalp_record **stock,
                                               size_t *stock_count, scalp_error *error);

/* ---- Erasing ----------------------------------------------------------------------------- */

/* Erases a client's records for good but what the law needs (the kinds the table marks as kept),
 * sealed, with a record that says why and until when. `erasure` may be NULL. */
SCALP_CHECKED scalp_status scalp_studio_erase(const scalp_studio *studio, const char *client,
                                              const char *asked_on, const char *reason,
                                              scalp_store_erased *erased, scalp_record *erasure,
                                              scalp_error *error);

/* ---- Exports ----------------------------------------------------------------------------- */

/* Everything about one client as one ustar archive: every record as JSON, archived ones too, and
 * every file as it was, beside a list of what is there. Unsealed: it goes to the client. */
SCALP_CHECKED scalp_status scalp_studio_export_client(const scalp_studio *studio,
                                                      const char *client, scalp_bytes *archive,
                                                      scalp_error *error);
/* Appointments of these days (NULL: open) as iCalendar, without words on health. */
SCALP_CHECKED scalp_status scalp_studio_export_calendar(const scalp_studio *studio,
                                                        const char *from, const char *to,
                                                        scalp_bytes *calendar, scalp_error *error);
/* What became of sessions, as CSV that names nobody: no ids, no dates, ages by decade, lines in an
 * order that says nothing of who came when. */
SCALP_CHECKED scalp_status scalp_studio_export_outcomes(const scalp_studio *studio,
                                                        scalp_bytes *table, scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
