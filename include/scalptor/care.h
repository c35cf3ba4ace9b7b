/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Care: whether this person may be treated on that day, how much numbing, the steps of a session,
 * the sheet to take home; and the texts of all that in several languages.
 *
 * What is asked, how long is waited and what is advised stands in data/ (screening.csv,
 * screening_rules.csv, anaesthetics.csv, protocol.csv, aftercare.csv), each row with its source;
 * the words in data/texts/<language>.csv. Days are counted as in base.h. */
#ifndef SCALPTOR_CARE_H
#define SCALPTOR_CARE_H

#include <scalptor/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Texts ------------------------------------------------------------------------------- */

typedef int scalp_language; /* index; 0 is English, the first */

int scalp_language_count(void);
const char *scalp_language_code(scalp_language language); /* "en" */
/* False: there is no such language. */
SCALP_CHECKED bool scalp_language_find(const char *code, scalp_language *language);
/* The text of that key, in static memory; NULL: there is none. */
const char *scalp_text_find(const char *key, scalp_language language);
/* The same, or the key itself. */
const char *scalp_text(const char *key, scalp_language language);
/* Of "<group>.<name>". */
const char *scalp_text_of(const char *group, const char *name, scalp_language language);
size_t scalp_text_count(void);
const char *scalp_text_key(size_t index);

/* One {name} of a text and what stands in its place. */
typedef struct scalp_text_part {
    const char *name, *value;
} scalp_text_part;

/* The text with its parts in place, in work->memory; what is not among `parts` stays.
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_text_fill(const char *text, const scalp_text_part *parts,
                                           size_t count, const scalp_work *work,
                                           const char **filled, scalp_error *error);
/* A number with `decimals` at most, as that language writes it. */
#define SCALP_NUMBER_TEXT 32
void scalp_text_number(double number, int decimals, scalp_language language,
                       char text[SCALP_NUMBER_TEXT]);
/* "Monday, 30 November 2026" and "30 November" in that language; NUL-terminated. */
#define SCALP_DATE_TEXT 96
void scalp_text_date(int32_t day, scalp_language language, char text[SCALP_DATE_TEXT]);
void scalp_text_date_short(int32_t day, scalp_language language, char text[SCALP_DATE_TEXT]);

/* ---- Areas ------------------------------------------------------------------------------- */

/* What is worked on; bits. */
enum {
    SCALP_CARE_SCALP = 1,
    SCALP_CARE_BEARD = 2, /* moustache and sideburns too */
    SCALP_CARE_BROW = 4,
    SCALP_CARE_SCAR = 8, /* of scar tissue */
    SCALP_CARE_ALL = 15,
};

/* Areas named in a list divided by `divider`, "scalp|scar" or "all". False: one is unknown. */
SCALP_CHECKED bool scalp_care_areas_find(const char *names, char divider, unsigned *areas);
/* "scalp, scar" in that language, in work->memory. */
SCALP_CHECKED scalp_status scalp_care_areas_text(unsigned areas, scalp_language language,
                                                 const scalp_work *work, const char **text,
                                                 scalp_error *error);

/* ---- Screening: questions and answers ---------------------------------------------------- */

typedef enum scalp_ask_kind {
    SCALP_ASK_YESNO,
    SCALP_ASK_LAST,   /* no, still so, or the day it last was */
    SCALP_ASK_BORN,   /* a day */
    SCALP_ASK_CHOICE, /* one of several words */
} scalp_ask_kind;

typedef struct scalp_question {
    const char *id, *section;
    scalp_ask_kind kind;
    bool in_form, on_day; /* asked in the form; asked again on the day */
    bool of_practitioner; /* answered by the practitioner, not the client */
    const char *choices;  /* "none|mole|..." */
    int only_if;          /* index of the question that must not be answered no or none; -1 */
    bool drug;            /* about something that may be prescribed */
    const char *source;
} scalp_question;

#define SCALP_SCREEN_MAX_QUESTIONS 64

size_t scalp_question_count(void);
scalp_question scalp_question_at(size_t index);
/* -1: there is none. */
int scalp_question_find(const char *id);

typedef enum scalp_answer_kind {
    SCALP_ANSWER_NONE, /* not answered */
    SCALP_ANSWER_UNKNOWN,
    SCALP_ANSWER_NO,
    SCALP_ANSWER_YES,    /* of SCALP_ASK_LAST: still so */
    SCALP_ANSWER_DAY,    /* that day */
    SCALP_ANSWER_CHOICE, /* the n-th word */
} scalp_answer_kind;

typedef struct scalp_answer {
    scalp_answer_kind kind;
    int32_t day;
    int choice;
} scalp_answer;

/* The n-th word of a question's choices, NUL-terminated; false: there is no such. */
#define SCALP_CHOICE 32
SCALP_CHECKED bool scalp_question_choice(const scalp_question *question, int choice,
                                         char word[SCALP_CHOICE]);
/* -1: none of them. */
int scalp_question_choice_find(const scalp_question *question, const char *word);
/* What may answer the question, for messages: "true, false, a day YYYY-MM-DD or \"unknown\"". */
const char *scalp_question_wants(const scalp_question *question);
/* Whether it is one of the answers the question takes, and no day lies after `asked_on`. */
SCALP_CHECKED scalp_status scalp_answer_check(const scalp_question *question,
                                              const scalp_answer *answer, int32_t asked_on,
                                              scalp_error *error);

/* ---- Numbing ----------------------------------------------------------------------------- */

#define SCALP_CARE_MAX_NUMBINGS 16
#define SCALP_CARE_NAME 64

/* One application of a numbing product. */
typedef struct scalp_numbing {
    char product[SCALP_CARE_NAME];        /* id of data/anaesthetics.csv */
    double lidocaine_pct, prilocaine_pct; /* of "other", otherwise the table's */
    double grams, area_cm2, minutes;      /* all required */
    int64_t minute;                       /* when it was laid on, counted from 1970-01-01 00:00 */
    bool on_broken_skin;
} scalp_numbing;

/* ---- Screening: the document and what it comes to ---------------------------------------- */

/* A doctor says that a question's matter does not stand against the treatment. */
typedef struct scalp_letter {
    int question; /* index, or -1: numbing */
    int32_t day;
    char doctor[SCALP_CARE_NAME];
} scalp_letter;

#define SCALP_SCREEN_MAX_LETTERS 16

typedef struct scalp_screening {
    int32_t form_day; /* when the form was answered */
    scalp_answer form[SCALP_SCREEN_MAX_QUESTIONS];
    bool asked_again; /* the short questions were asked again */
    int32_t again_day;
    scalp_answer again[SCALP_SCREEN_MAX_QUESTIONS];
    size_t letter_count;
    scalp_letter letters[SCALP_SCREEN_MAX_LETTERS];
    double weight_kg; /* 0: not given */
    size_t numbing_count;
    scalp_numbing numbings[SCALP_CARE_MAX_NUMBINGS];
} scalp_screening;

/* In the order of strictness. */
typedef enum scalp_verdict {
    SCALP_VERDICT_GO,
    SCALP_VERDICT_INCOMPLETE, /* something is not answered, or must be asked again */
    SCALP_VERDICT_WAIT,
    SCALP_VERDICT_DOCTOR,
    SCALP_VERDICT_NO,
} scalp_verdict;

/* "go", "incomplete", "wait", "doctor", "no". */
const char *scalp_verdict_name(scalp_verdict verdict);

/* One thing that an answer says. */
typedef struct scalp_finding {
    int question;          /* index; -1: about the form as a whole or the numbing */
    scalp_verdict verdict; /* SCALP_VERDICT_GO: only to be minded, or waited long enough */
    int32_t until;         /* first day on which it does not hold; of SCALP_VERDICT_WAIT */
    bool still;            /* the wait is counted from the day looked at */
    bool firm;             /* no letter and no override helps */
    const char *reason;    /* key of its text */
    const char *words;     /* the text in the language asked for */
    const char *source;
    const scalp_letter *letter; /* that set it aside; NULL: none */
} scalp_finding;

/* How much numbing all applications of 24 hours come to. */
typedef struct scalp_dose {
    double lidocaine_mg, prilocaine_mg;
    double share; /* of the ceilings, added up; above 1 ask a doctor */
} scalp_dose;

typedef struct scalp_screen_params {
    int32_t on;              /* the day looked at */
    bool again;              /* the short questions must have been asked on that day */
    const char *override_by; /* the typed reason; NULL: none */
    scalp_language language; /* of the findings' words */
} scalp_screen_params;

typedef struct scalp_screen_result {
    scalp_verdict verdict;         /* the strictest of what was found, before any override */
    bool waits;                    /* there is a wait, whatever the verdict */
    int32_t on, until;             /* until: the latest wait */
    const scalp_finding *findings; /* the strictest first */
    size_t finding_count;
    int unanswered[SCALP_SCREEN_MAX_QUESTIONS];
    size_t unanswered_count;
    bool overridden;       /* the typed reason stands against the verdict */
    bool override_refused; /* there is one, and it does not help: firm, or not answered */
    bool cleared;          /* go, or overridden */
    bool clears_session;   /* cleared, and what holds for a day was asked on that day */
    scalp_dose dose;
} scalp_screen_result;

/* What the answers come to on a day. Every answer must have passed scalp_answer_check, the days be
 * in order: form <= again <= on.
 *   SCALP_ERR_INPUT   days out of order; a reason that says nothing; numbing without a weight
 *   SCALP_ERR_MEMORY */
SCALP_CHECKED scalp_status scalp_screen(const scalp_screening *screening,
                                        const scalp_screen_params *params, const scalp_work *work,
                                        scalp_screen_result *result, scalp_error *error);

/* Products: id, name; NULL beyond the last. */
const char *scalp_anaesthetic_id(size_t index);
const char *scalp_anaesthetic_name(size_t index);
/* Weights that are taken for a grown-up's, kg. */
void scalp_weight_limits(double *low, double *high);
/* The rules themselves, for tests and for the studio that wants to read them. */
size_t scalp_screen_rule_count(void);
const char *scalp_screen_rule_reason(size_t index); /* "isotretinoin" */

/* ---- Protocol ---------------------------------------------------------------------------- */

typedef enum scalp_step_change {
    SCALP_STEP_KEEP,
    SCALP_STEP_DROP,
    SCALP_STEP_EDIT
} scalp_step_change;

#define SCALP_CARE_TEXT 512
#define SCALP_CARE_MAX_CHANGES 64

/* What a studio does otherwise. A step that the table does not have is the studio's own: it needs
 * EDIT, a text, and `after`. */
typedef struct scalp_protocol_change {
    char step[SCALP_CARE_NAME];
    scalp_step_change change;
    char text[SCALP_CARE_TEXT];
    char after[SCALP_CARE_NAME]; /* of an own step: behind which it comes */
} scalp_protocol_change;

typedef struct scalp_protocol_step {
    const char *id, *visit; /* "weeks_before", "day_before", "day", "after" */
    const char *text;
    const char *note;       /* evidence, or that the studio worded it; NULL: none */
    const char *evidence;   /* "practice", "study", "law", "none", "against"; "studio" */
    const char *records;    /* "product|lot", "" */
    int from_days, to_days; /* since the session */
    bool warns;             /* what is advised against and was kept */
    const char *source;     /* NULL: the studio's own */
} scalp_protocol_step;

typedef struct scalp_protocol {
    const scalp_protocol_step *steps; /* in order */
    size_t step_count;
    const char *const *dropped; /* ids that the studio left out */
    size_t dropped_count;
} scalp_protocol;

/* The steps for these areas. SCALP_ERR_INPUT: no area; a change names no step, drops one that must
 * stay, or edits without a text. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_protocol_make(unsigned areas, const scalp_protocol_change *changes,
                                               size_t count, scalp_language language,
                                               const scalp_work *work, scalp_protocol *protocol,
                                               scalp_error *error);

/* ---- Aftercare --------------------------------------------------------------------------- */

#define SCALP_CARE_MAX_SESSIONS 12

/* Whom to call; texts may be NULL or "". */
typedef struct scalp_contact {
    const char *name, *phone;
} scalp_contact;

typedef struct scalp_aftercare_params {
    unsigned areas;
    int32_t sessions[SCALP_CARE_MAX_SESSIONS]; /* their days, rising */
    size_t session_count;                      /* at least 1 */
    scalp_contact contact;
    scalp_language language;
} scalp_aftercare_params;

/* Lines of a list, in the sheet's language. */
typedef struct scalp_care_list {
    const char *const *ids;
    const char *const *lines;
    size_t count;
} scalp_care_list;

/* Days on which the same holds. `from_day` 0 is the session's. After session k it is the days
 * first[k] to last[k]; first > last: the next session comes before. */
typedef struct scalp_care_days {
    int from_day, to_day;
    const char *title; /* "Days 1 to 3" */
    int32_t first[SCALP_CARE_MAX_SESSIONS], last[SCALP_CARE_MAX_SESSIONS];
    scalp_care_list expect, todo;
} scalp_care_days;

/* What is avoided, and for how long: days 0 to `to_day`. After session k until the day last[k];
 * begins_again[k]: the next session comes before. */
typedef struct scalp_care_ban {
    const char *id, *line;
    int to_day;
    int32_t last[SCALP_CARE_MAX_SESSIONS];
    bool begins_again[SCALP_CARE_MAX_SESSIONS];
} scalp_care_ban;

typedef struct scalp_aftercare {
    scalp_language language;
    const char *title, *intro;
    int32_t sessions[SCALP_CARE_MAX_SESSIONS];
    size_t session_count;
    const scalp_care_days *days;
    size_t days_count;
    const scalp_care_ban *bans; /* the shortest first */
    size_t ban_count;
    scalp_care_list signs, urgent, later;
    const char *call; /* whom to call, a sentence */
} scalp_aftercare;

/* The sheet to take home: what to expect, do and avoid day by day after each session, warning
 * signs, and what holds later on. All of it in work->memory or static. SCALP_ERR_INPUT: no area,
 * no session, or sessions that do not rise. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_aftercare_make(const scalp_aftercare_params *params,
                                                const scalp_work *work, scalp_aftercare *sheet,
                                                scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
