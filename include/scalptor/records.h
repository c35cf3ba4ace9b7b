/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a studio keeps: records as values, made and checked by a table of kinds and fields, and what
 * follows from several of them: whether a session may start, whether a bottle may be used, who got
 * a lot.
 *
 * A record says which kind it is, whose it is, of which day, and its fields in the order of the
 * table; some fields are rows, which are records of a part. Texts are UTF-8 and belong to the
 * caller's arena. Nothing here knows how a record is written or where it stands: codec writes it,
 * store keeps it. The day is always given: there is no clock. */
#ifndef SCALPTOR_RECORDS_H
#define SCALPTOR_RECORDS_H

#include <scalptor/base.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCALP_RECORD_ID 27     /* 26 of a-z and 2-7, and a NUL */
#define SCALP_RECORD_DATE 11   /* YYYY-MM-DD, and a NUL */
#define SCALP_RECORD_TEXT 200  /* most bytes of a text whose field does not say */
#define SCALP_RECORD_TITLE 240 /* what a record is called in a list, and a NUL */
#define SCALP_RECORD_MAX_FIELDS 40

/* ---- The table --------------------------------------------------------------------------- */

typedef enum scalp_record_type {
    SCALP_RECORD_IS_TEXT,
    SCALP_RECORD_IS_NUMBER,
    SCALP_RECORD_IS_WHOLE,
    SCALP_RECORD_IS_YES,     /* true or false */
    SCALP_RECORD_IS_DATE,    /* YYYY-MM-DD */
    SCALP_RECORD_IS_TIME,    /* YYYY-MM-DDTHH:MM, the studio's own clock */
    SCALP_RECORD_IS_CHOICE,  /* one of the words of the field */
    SCALP_RECORD_IS_HASH,    /* SHA-256, 64 digits */
    SCALP_RECORD_IS_LOT,     /* a lot number: kept plain, for recalls */
    SCALP_RECORD_IS_DRAWING, /* SVG path data: M, L and numbers only */
    SCALP_RECORD_IS_REF,     /* id of a record, or of sealed bytes */
    SCALP_RECORD_IS_TEXTS,
    SCALP_RECORD_IS_CHOICES,
    SCALP_RECORD_IS_ROWS, /* records of a part */
    SCALP_RECORD_IS_SEAL, /* hash of the record as written without this field */
} scalp_record_type;

/* A row of data/records.csv. */
typedef struct scalp_record_field {
    const char *kind, *name;
    const char *type; /* the word in the table; scalp_record_field_type gives the value */
    const char *unit;
    double low, high;    /* of numbers; of texts high is the most bytes, of lists the most items */
    const char *choices; /* with | between them */
    int required;
    int fixed;          /* only the program sets it, when it happens */
    const char *refers; /* kind a reference is to; "blob"; of rows the part */
    const char *meaning, *source;
} scalp_record_field;

/* A row of data/record_kinds.csv. */
typedef struct scalp_record_kind {
    const char *name;
    const char *of; /* client: whose record it is must be said; studio: nobody's; part: a row */
    int kept;       /* an erasure leaves it */
    const char *title, *meaning, *source;
} scalp_record_kind;

extern const scalp_record_kind scalp_record_kinds[];
extern const size_t scalp_record_kind_count;

/* NULL: there is no such kind. */
const scalp_record_kind *scalp_record_kind_find(const char *name);
/* The fields of a kind, which stand together. */
const scalp_record_field *scalp_record_fields_of(const char *kind, size_t *count);
scalp_record_type scalp_record_field_type(const scalp_record_field *field);

/* A number of data/record_limits.csv; the name must be there. */
double scalp_record_limit(const char *name);

/* ---- A record ---------------------------------------------------------------------------- */

typedef struct scalp_record scalp_record;

typedef struct scalp_value {
    bool given;
    double number;           /* of numbers; 1 or 0 of yes */
    const char *text;        /* of everything that is one text */
    const char *const *list; /* of texts and choices */
    scalp_record *rows;
    size_t count; /* of list or rows */
} scalp_value;

struct scalp_record {
    const scalp_record_kind *kind;
    char id[SCALP_RECORD_ID];     /* "" of a row */
    char client[SCALP_RECORD_ID]; /* "": the studio's, or a row. A client's own record has its id */
    char date[SCALP_RECORD_DATE]; /* of what happened; "" of a row */
    int64_t version;              /* 0: not stored yet */
    bool archived;
    const scalp_record_field *fields;
    size_t field_count;
    scalp_value *values; /* one for each field */
};

/* An empty record in work->memory. SCALP_ERR_INPUT: no such kind, `id`, `client` or `date`
 * malformed, a client where none belongs or none where one does. */
SCALP_CHECKED scalp_status scalp_record_make(const char *kind, const char *id, const char *client,
                                             const char *date, const scalp_work *work,
                                             scalp_record *record, scalp_error *error);
/* NULL: the kind has no such field. */
const scalp_record_field *scalp_record_field_find(const scalp_record *record, const char *name);

/* The field must be one of the kind's. */
const scalp_value *scalp_record_value(const scalp_record *record, const char *name);
/* "" where it is not given. */
const char *scalp_record_text(const scalp_record *record, const char *name);
double scalp_record_number(const scalp_record *record, const char *name, double otherwise);
bool scalp_record_yes(const scalp_record *record, const char *name);
bool scalp_record_is(const scalp_record *record, const char *name, const char *word);

/* Texts are not copied. Setting does not check; NULL or "" takes a text away. */
void scalp_record_set_text(scalp_record *record, const char *name, const char *text);
void scalp_record_set_number(scalp_record *record, const char *name, double number);
void scalp_record_set_yes(scalp_record *record, const char *name, bool yes);
SCALP_CHECKED scalp_status scalp_record_add_text(scalp_record *record, const char *name,
                                                 const char *text, const scalp_work *work,
                                                 scalp_error *error);
/* One more row, empty, to be filled in before the next one is added. */
SCALP_CHECKED scalp_status scalp_record_add_row(scalp_record *record, const char *name,
                                                const scalp_work *work, scalp_record **row,
                                                scalp_error *error);

/* Required fields are there, values within limits, texts are UTF-8 without control characters,
 * dates and times exist, references and hashes are well formed. Not whether a seal holds: codec
 * reads no record whose seal does not. SCALP_ERR_INPUT names record and field. */
SCALP_CHECKED scalp_status scalp_record_check(const scalp_record *record, scalp_error *error);

/* What people call it: "Keller, Ada", "Ink One, Black, lot A17". */
void scalp_record_title(const scalp_record *record, char title[SCALP_RECORD_TITLE]);
/* The lot numbers in it, and the ids it refers to, each once, without its own client. */
SCALP_CHECKED scalp_status scalp_record_lots(const scalp_record *record, const scalp_work *work,
                                             const char *const **lots, size_t *count,
                                             scalp_error *error);
SCALP_CHECKED scalp_status scalp_record_refs(const scalp_record *record, const scalp_work *work,
                                             const char *const **refs, size_t *count,
                                             scalp_error *error);

/* Well formed: 26 of a-z and 2-7; a day from 1900 to 2999; such a day, T and a time of day. */
bool scalp_record_id_check(const char *id);
bool scalp_record_date_check(const char *date);
bool scalp_record_time_check(const char *time);
/* Days from the one date to the other; both must be dates. */
long scalp_record_days_between(const char *from, const char *to);
/* The day so many days, or years, later. 29 February becomes 1 March. */
void scalp_record_date_after(const char *from, long days, char date[SCALP_RECORD_DATE]);
void scalp_record_years_after(const char *from, int years, char date[SCALP_RECORD_DATE]);
/* Whole years from the one date to the other. */
int scalp_record_years_between(const char *from, const char *to);
/* Minutes from one time to the other; both must be times. */
long scalp_record_minutes_between(const char *from, const char *to);

/* ---- Stock ------------------------------------------------------------------------------- */

#define SCALP_RECORD_SENTENCE 320

typedef struct scalp_stock_state {
    bool usable;                     /* on that day */
    char why[SCALP_RECORD_SENTENCE]; /* not usable: the first reason, a sentence; else "" */
    char last[SCALP_RECORD_DATE];    /* last day: of the expiry and of the time after opening */
    long days_left;                  /* to that day; negative: over */
    bool expired, soon;              /* over; within expiry_warn_days */
    bool reorder;                    /* no more is left than reorder_at */
} scalp_stock_state;

/* What may be done with a bottle or box on a day. Used are those that are in use, not expired, not
 * open for too long, not empty, and marked: sterile what enters the skin or thins what does
 * (pigments, needles, diluents), and of pigments the mark of entry 75 of Regulation (EU)
 * 2020/2081. */
scalp_stock_state scalp_stock_state_on(const scalp_record *stock, const char *date);

/* ---- May a session start? ---------------------------------------------------------------- */

typedef enum scalp_gate {
    SCALP_GATE_CLIENT = 0, /* known, and of age */
    SCALP_GATE_SCREENING,
    SCALP_GATE_CONSENT,
    SCALP_GATE_APPROVAL,
    SCALP_GATE_LOTS,
    SCALP_GATE_LABEL,
    SCALP_GATE_SESSIONS, /* earlier ones */
    SCALP_GATE_STAFF,
    SCALP_GATE_COUNT
} scalp_gate;

/* "screening" */
const char *scalp_gate_name(scalp_gate gate);

typedef struct scalp_gate_reason {
    scalp_gate gate;
    bool stops;                   /* else it is a warning */
    char record[SCALP_RECORD_ID]; /* the one it is about, or "" */
    char text[SCALP_RECORD_SENTENCE];
} scalp_gate_reason;

#define SCALP_GATE_MAX_REASONS 64

typedef struct scalp_gate_asked {
    const char *date;
    const char *plan_sha256;     /* "": no plan, as for test dots */
    const scalp_record *client;  /* NULL: not found */
    const scalp_record *records; /* all of the client's that are not archived, of any kind */
    size_t record_count;
    const scalp_record *lots; /* stock records that are to be used */
    size_t lot_count;
    const scalp_record *staff; /* NULL: not said */
    bool label_given;
} scalp_gate_asked;

typedef struct scalp_gate_answer {
    bool open; /* no reason stops */
    /* What it may start under; NULL where there is none. */
    const scalp_record *screening, *consent, *approval;
    scalp_gate_reason reasons[SCALP_GATE_MAX_REASONS];
    size_t reason_count;
} scalp_gate_answer;

/* Everything that stands against a session on that day, and what should be known before it:
 *   screening  one of that very day that says go (or was overridden with a reason), which no other
 *              session was done under; if it was the short form, a whole one that says go (or whose
 *              waiting is over) not older than full_form_days
 *   consent    the latest to the treatment, not withdrawn
 *   approval   the latest, of this very plan
 *   lots       at least a pigment and a needle, each usable (scalp_stock_state_on)
 *   label      the label information was given
 *   sessions   none is running; warned of one less than rest_days ago
 *   staff      works here; warned of licences and trainings that are over or soon will be
 * Total: what does not fit into `reasons` is counted by `open` all the same. */
void scalp_gate_check(const scalp_gate_asked *asked, scalp_gate_answer *answer);

/* The latest consent of the client to the treatment, to photos or to publication ("treatment",
 * "photos", "publication") as of that day, NULL when there is none, it says no, or it was
 * withdrawn; `withdrawn` (or NULL) then gets the withdrawal. */
const scalp_record *scalp_consent_find(const scalp_record *records, size_t count,
                                       const char *purpose, const char *date,
                                       const scalp_record **withdrawn);

/* ---- The words of a consent -------------------------------------------------------------- */

typedef struct scalp_consent_risk {
    const char *key, *words;
} scalp_consent_risk;

typedef struct scalp_consent_text {
    const char *text;                /* all of it, lines without a width */
    const scalp_consent_risk *risks; /* that initials belong beside */
    size_t risk_count;
    char version[13]; /* beginning of the text's SHA-256: any change of words is another edition */
} scalp_consent_text;

/* The words of data/consent.csv in a language of data/texts. SCALP_ERR_INPUT: another one. */
SCALP_CHECKED scalp_status scalp_consent_text_make(const char *language, const scalp_work *work,
                                                   scalp_consent_text *text, scalp_error *error);

/* ---- Who got a lot? ---------------------------------------------------------------------- */

typedef struct scalp_recall_line {
    const scalp_record *session;
    const scalp_record *material; /* its row */
} scalp_recall_line;

/* The sessions that used the lot, by date. Lot numbers are compared without case, spaces and
 * signs, as people copy them. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_recall_make(const scalp_record *records, size_t count,
                                             const char *lot, const scalp_work *work,
                                             const scalp_recall_line **lines, size_t *line_count,
                                             scalp_error *error);
bool scalp_lot_same(const char *a, const char *b);

#ifdef __cplusplus
}
#endif
#endif
