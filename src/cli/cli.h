/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: tables of options, one job per run, and the commands.
 *
 * A command is a function from a job to a status. It puts its result into `job->out` (or into
 * `job->json`), writes files through cli_write and says things through cli_say; everything else
 * (parsing, --help, threads, progress, signals, exit code) is done for it. */
#ifndef SCALPTOR_CLI_H
#define SCALPTOR_CLI_H

#include <scalptor/codec.h>

#include <jansson.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/types.h>

/* ---- Tables ------------------------------------------------------------------------------ */

typedef enum cli_kind {
    CLI_FLAG,
    CLI_TEXT,
    CLI_NUMBER,
    CLI_WHOLE,
    CLI_CHOICE,
    CLI_NUMBERS, /* 0.3,0.4,0.3 */
    CLI_SIZE,    /* 1600x1200 */
} cli_kind;

#define CLI_MAX_NUMBERS 6
#define CLI_MAX_OPTIONS 32

/* One option. The parser, --help and the comparison with the man page all read this table. */
typedef struct cli_option {
    const char *name; /* "density" for --density */
    char letter;      /* 'o' for -o, or 0 */
    cli_kind kind;
    const char *argument;  /* "FILE" */
    const char *help;      /* one line */
    const char *otherwise; /* what holds when it is not given; NULL: the field's default, or none */
    double low, high;      /* of numbers; both 0: the field's, or none */
    const char *choices;   /* separated by |; NULL: the field's */
    const char *field;     /* the field of the case it sets, which then gives limits and choices */
    bool repeats;
} cli_option;

typedef struct cli_value {
    size_t count;       /* how often it was given */
    const char **texts; /* as given */
    double numbers[CLI_MAX_NUMBERS];
    size_t number_count;
} cli_value;

typedef struct cli_job cli_job;

typedef struct cli_command {
    const char *name;     /* "plan", "case new" */
    const char *operands; /* "CASE" */
    int operands_least, operands_most;
    const char *summary; /* one line, for the list of commands */
    const char *about;   /* a paragraph, for --help */
    const cli_option *options;
    size_t option_count;
    scalp_status (*run)(cli_job *job, scalp_error *error);
} cli_command;

/* Those of every command: --threads, --quiet, --help. */
extern const cli_option cli_common_options[];
extern const size_t cli_common_option_count;

/* The commands, each in the file of its name; cli_commands gives them in the order of the help. */
const cli_command *const *cli_commands(size_t *count);
extern const cli_command cli_case_new;
extern const cli_command cli_case_check;
extern const cli_command cli_case_show;
extern const cli_command cli_head;
extern const cli_command cli_fit;
extern const cli_command cli_design;
extern const cli_command cli_plan;
extern const cli_command cli_segment;
extern const cli_command cli_preview;
extern const cli_command cli_match;
extern const cli_command cli_forecast;
extern const cli_command cli_panel;
extern const cli_command cli_demo;
extern const cli_command cli_card;
extern const cli_command cli_template;
extern const cli_command cli_paper_report;
extern const cli_command cli_scale;
extern const cli_command cli_colour;
extern const cli_command cli_screen;
extern const cli_command cli_protocol;
extern const cli_command cli_aftercare;
extern const cli_command cli_inspect;
extern const cli_command cli_client_new;
extern const cli_command cli_client_list;
extern const cli_command cli_client_search;
extern const cli_command cli_client_show;
extern const cli_command cli_client_set;
extern const cli_command cli_client_archive;
extern const cli_command cli_consent_text;
extern const cli_command cli_consent_sign;
extern const cli_command cli_consent_withdraw;
extern const cli_command cli_approve;
extern const cli_command cli_session_check;
extern const cli_command cli_session_start;
extern const cli_command cli_session_use;
extern const cli_command cli_session_record;
extern const cli_command cli_session_stop;
extern const cli_command cli_session_show;
extern const cli_command cli_stock_add;
extern const cli_command cli_stock_list;
extern const cli_command cli_stock_open;
extern const cli_command cli_stock_use;
extern const cli_command cli_stock_set;
extern const cli_command cli_stock_recall;
extern const cli_command cli_record_add;
extern const cli_command cli_record_list;
extern const cli_command cli_record_show;
extern const cli_command cli_record_set;
extern const cli_command cli_record_fields;
extern const cli_command cli_user_add;
extern const cli_command cli_user_list;
extern const cli_command cli_user_set;
extern const cli_command cli_erase;
extern const cli_command cli_export_client;
extern const cli_command cli_export_table;
extern const cli_command cli_export_calendar;
extern const cli_command cli_export_outcomes;
extern const cli_command cli_pigment_list;
extern const cli_command cli_pigment_add;
extern const cli_command cli_store_create;
extern const cli_command cli_store_check;
extern const cli_command cli_store_move;
extern const cli_command cli_store_passphrase;
extern const cli_command cli_backup;
extern const cli_command cli_restore;
extern const cli_command cli_doctor;
extern const cli_command cli_optics_slab;
extern const cli_command cli_optics_skin;
extern const cli_command cli_optics_mc;
extern const cli_command cli_optics_dot;

/* ---- The job ----------------------------------------------------------------------------- */

/* The bar on the terminal, and whether Ctrl-C was pressed. */
typedef struct cli_progress {
    sigset_t watched;   /* signals that cancel; blocked, so that they stay pending */
    bool shown_allowed; /* stderr is a terminal and --quiet was not given */
    bool shown;
    double started_s, drawn_s;
    atomic_flag busy; /* one thread draws, the others pass by */
} cli_progress;

#define CLI_MAX_FILES 64
#define CLI_MAX_OUTPUTS 6 /* of one command */

/* A file that was read: outputs may not fall on it. */
typedef struct cli_input {
    dev_t device;
    ino_t inode;
    const char *path;
} cli_input;

typedef struct cli_written {
    const char *path;
    size_t bytes;
} cli_written;

struct cli_job {
    const cli_command *command;
    cli_value values[CLI_MAX_OPTIONS]; /* the command's options, then the common ones */
    size_t operand_count;
    const char **operands;
    scalp_work work;
    scalp_kernels kernels;
    cli_progress progress;
    FILE *out; /* the result as text; shown on stdout when the command has ended */
    char *out_text;
    size_t out_size;
    json_t *json; /* the result with --json, otherwise NULL */
    bool stdout_taken;
    bool reports_files; /* the result names the files, so that cli_write need not */
    bool images_open;
    cli_input inputs[CLI_MAX_FILES];
    size_t input_count;
    const char *outputs[CLI_MAX_OUTPUTS]; /* that were checked */
    size_t output_count;
    cli_written written[CLI_MAX_FILES];
    size_t written_count;
};

/* Parses the arguments behind the command's name. SCALP_ERR_INPUT names the option, the value and
 * what it may be. `*help` is set when --help was asked for. */
SCALP_CHECKED scalp_status cli_parse(cli_job *job, int count, char **arguments, bool *help,
                                     scalp_error *error);
/* Asks for an option by its name, which must be in the command's table. */
bool cli_given(const cli_job *job, const char *name);
const char *cli_text(const cli_job *job, const char *name, const char *otherwise);
double cli_number(const cli_job *job, const char *name, double otherwise);
const cli_value *cli_value_of(const cli_job *job, const char *name);
/* The case's field "section.name". The name must exist. */
const scalp_case_field *cli_field(const char *path);
/* Reads one finite decimal number and nothing else. */
bool cli_number_from_text(const char *text, double *number);

/* Arena, signals and result; threads and images when first needed. */
SCALP_CHECKED scalp_status cli_job_open(cli_job *job, const cli_command *command,
                                        scalp_error *error);
SCALP_CHECKED scalp_status cli_job_start(cli_job *job, scalp_error *error);
/* Shows the result on stdout. SCALP_ERR_MACHINE when stdout does not take it. */
SCALP_CHECKED scalp_status cli_job_show(cli_job *job, scalp_error *error);
void cli_job_close(cli_job *job);

/* The whole file; remembered as an input. */
SCALP_CHECKED scalp_status cli_read(cli_job *job, const char *path, size_t most, scalp_bytes *bytes,
                                    scalp_error *error);
/* Refuses an output that is one of the inputs or another output, or a second one for stdout. To be
 * asked before long work. NULL is accepted. */
SCALP_CHECKED scalp_status cli_output_check(cli_job *job, const char *path, scalp_error *error);
/* Writes beside, then renames; says so. Nothing is written once Ctrl-C was pressed. */
SCALP_CHECKED scalp_status cli_write(cli_job *job, const char *path, scalp_bytes bytes,
                                     scalp_error *error);
/* One sentence on stderr, behind the program's name; a terminal gets it in lines of 80 columns. */
void cli_sentence(const char *sentence);
/* The same, unless --quiet. */
SCALP_PRINTF(2, 3) void cli_say(const cli_job *job, const char *format, ...);
/* {"file": ..., "bytes": ...} for everything written, as "written" of `object`. */
void cli_json_written(const cli_job *job, json_t *object);

/* ---- Signals and progress ---------------------------------------------------------------- */

void cli_progress_open(cli_progress *progress, bool shown_allowed);
bool cli_progress_cancelled(const cli_progress *progress);
/* A scalp_progress. */
bool cli_progress_report(void *context, const char *stage, double done);
void cli_progress_clear(cli_progress *progress);

/* ---- Help -------------------------------------------------------------------------------- */

void cli_help_program(FILE *to);
void cli_help_command(const cli_command *command, FILE *to);
/* Words of `text` from column `at` on, within 80 columns, later lines indented by `indent`. */
void cli_wrap(FILE *to, const char *text, size_t at, size_t indent);
/* The word of `words` nearest to `word`, or NULL when none is near. */
const char *cli_nearest(const char *word, const char *const *words, size_t count);
/* What an option's argument may be, as "20..250" or "fresh, day10"; "" for anything. */
void cli_limits_text(const cli_option *option, char *text, size_t size);

/* ---- A client's case on disk, and what the pipeline makes of it --------------------------- */

typedef struct cli_client {
    const char *path; /* of the case */
    scalp_case document;
    scalp_photo_facts facts[SCALP_CASE_MAX_PHOTOS];
} cli_client;

typedef struct cli_result {
    scalp_fit fit;
    scalp_design design;
    scalp_plan plan;
} cli_result;

/* The case alone, its --seed (if the command has one) applied; in the job's arena. */
SCALP_CHECKED scalp_status cli_client_read(cli_job *job, const char *path, cli_client **client,
                                           scalp_error *error);
/* Facts and hash of every photo. */
SCALP_CHECKED scalp_status cli_client_photos(cli_job *job, cli_client *client, scalp_error *error);
SCALP_CHECKED scalp_status cli_client_photo_bytes(cli_job *job, const cli_client *client,
                                                  size_t index, scalp_bytes *bytes,
                                                  scalp_error *error);
/* Reads the client's scan, where the case has one, and draws the head onto it. */
SCALP_CHECKED scalp_status cli_client_scan(cli_job *job, const cli_client *client,
                                           const scalp_head **scan, scalp_error *error);
/* Path of a file that the case names. */
const char *cli_client_file_path(cli_job *job, const cli_client *client, const char *file);
/* Path of a photo: the case's folder and the file named in it. */
const char *cli_client_photo_path(cli_job *job, const cli_client *client, size_t index);
/* fit, rounded as its file rounds it. */
SCALP_CHECKED scalp_status cli_fit_make(cli_job *job, const cli_client *client, scalp_fit *fit,
                                        scalp_error *error);
/* The design that every command draws, plans and forecasts: with the hair the photos show, where
 * the case asks for that. */
SCALP_CHECKED scalp_status cli_design_make(cli_job *job, const cli_client *client,
                                           const scalp_fit *fit, scalp_design *design,
                                           scalp_error *error);
/* fit -> design -> plan. */
SCALP_CHECKED scalp_status cli_plan_make(cli_job *job, const cli_client *client, cli_result *result,
                                         scalp_error *error);
/* The same from a plan file, refused when the case or a photo has changed since. */
SCALP_CHECKED scalp_status cli_plan_read(cli_job *job, const cli_client *client, const char *path,
                                         cli_result *result, scalp_error *error);
/* The text of a file as the pipeline would write it. */
SCALP_CHECKED scalp_status cli_plan_bytes(cli_job *job, const cli_client *client,
                                          const cli_result *result, scalp_bytes *bytes,
                                          scalp_error *error);

/* ---- What is in the skin already --------------------------------------------------------------
 */

/* --placed, --sites, --session, --on and --placed-strength, and what they come to. */
/* clang-format off */
#define CLI_PLACED_OPTIONS                                                                         \
    {.name = "placed", .kind = CLI_TEXT, .argument = "FILE", .repeats = true,                      \
     .help = "dots or hair strokes that were really placed, as CSV: plan around them what is "     \
             "missing; once for each"},                                                            \
    {.name = "sites", .kind = CLI_TEXT, .argument = "FILE",                                        \
     .help = "hairs that are there, as CSV: they count as dots and keep their distance"},          \
    {.name = "session", .kind = CLI_WHOLE, .argument = "N", .low = 1,                              \
     .high = SCALP_LAYOUT_MAX_SESSIONS, .otherwise = "after the last placed one",                  \
     .help = "the first session that is planned"},                                                 \
    {.name = "on", .kind = CLI_TEXT, .argument = "DATE", .otherwise = "by the case's dates",       \
     .help = "with --placed: the day of that session, by which the placed dots have faded"},       \
    {.name = "placed-strength", .kind = CLI_NUMBER, .argument = "S", .low = 0, .high = 1,          \
     .otherwise = "by their age", .help = "with --placed: what is left of each, 0 to 1"}
/* clang-format on */

/* How far places of a file lay from the surface. */
typedef struct cli_distances {
    double sum_mm, most_mm;
} cli_distances;

typedef struct cli_around {
    bool given; /* any of it */
    scalp_placed placed;
    const char *dots_path, *strokes_path, *hairs_path; /* NULL: none */
    cli_distances dots_off, strokes_off, hairs_off;
} cli_around;

/* Reads them and lays them on the mesh. `document` NULL: a surface of any kind, where nothing
 * fades. SCALP_ERR_INPUT: one of them lies off the mesh. */
SCALP_CHECKED scalp_status cli_placed_read(cli_job *job, const scalp_mesh *mesh,
                                           const scalp_case *document, cli_around *around,
                                           scalp_error *error);
/* With --after: the earlier plan's dots that are not among the placed ones, to be kept. */
SCALP_CHECKED scalp_status cli_plan_after(cli_job *job, const scalp_design *design,
                                          const scalp_plan *earlier, scalp_placed *placed,
                                          scalp_error *error);
/* Says what became of them, once there is a plan. */
void cli_placed_say(const cli_job *job, const cli_around *around, const scalp_case *document,
                    const scalp_plan *plan);

/* ---- A studio's pigments ----------------------------------------------------------------- */

/* The pigments of a studio's table; in the job's arena. */
SCALP_CHECKED scalp_status cli_pigments_read(cli_job *job, const char *path,
                                             const scalp_pigment **pigments, size_t *count,
                                             scalp_error *error);

/* ---- Pictures ---------------------------------------------------------------------------- */

typedef struct cli_view {
    const char *view; /* front, left45 ... */
    int width, height;
    double px_per_mm; /* 0: the whole head */
    const char *at;   /* zone or landmark in the middle of a close-up; NULL: the hairline's */
} cli_view;

/* The camera that sees the rendered head so. SCALP_ERR_INPUT for an unknown place. */
SCALP_CHECKED scalp_status cli_view_camera(const cli_view *view, const scalp_head *head,
                                           const scalp_design *design, scalp_camera *camera,
                                           scalp_error *error);
/* Which landmarks that camera sees, and where, rounded to 0.1 px. */
SCALP_CHECKED scalp_status cli_view_landmarks(const scalp_head *head, const scalp_camera *camera,
                                              const scalp_work *work, scalp_case_photo *photo,
                                              scalp_error *error);

typedef struct cli_picture {
    const char *photo_id; /* NULL: the head rendered as `view` says */
    cli_view view;
    scalp_render_params params;
    scalp_image_format format;
    bool lines;        /* the design's lines over it */
    bool no_hair;      /* the rendered head without the client's own hair */
    bool before;       /* without dots: what there is before the treatment */
    double hair_share; /* of what is planned and seen in the photo, what hair covers, 0..1 */
} cli_picture;

/* Where in the photo may be drawn, for its scene, and how much of the zone there hair covers; says
 * so when that lies in the way. */
SCALP_CHECKED scalp_status cli_skin_find(cli_job *job, const cli_client *client, size_t index,
                                         const cli_result *result, const scalp_image *photo,
                                         scalp_mask *skin, double *hair_share, scalp_error *error);
/* The encoded preview; `image` says its size. Of a photo, sets picture->hair_share. */
SCALP_CHECKED scalp_status cli_picture_make(cli_job *job, const cli_client *client,
                                            const cli_result *result, cli_picture *picture,
                                            scalp_image *image, scalp_bytes *bytes,
                                            scalp_error *error);

/* ---- A photo by itself -------------------------------------------------------------------- */

SCALP_CHECKED scalp_status cli_photo_read(cli_job *job, const char *path, scalp_image *image,
                                          scalp_error *error);
/* The card file of a print; `path` NULL: a print nobody measured. */
SCALP_CHECKED scalp_status cli_card_read(cli_job *job, const char *path, scalp_card *card,
                                         scalp_error *error);
/* The options that say what a photo is calibrated by; `percent` names the one for a grey card. */
/* clang-format off */
#define CLI_CALIBRATION_OPTIONS(percent)                                                           \
    {.name = "chart", .kind = CLI_TEXT, .argument = "X,Y,X,Y,X,Y,X,Y",                             \
     .help = "a 24-patch chart: the centres of its four corner patches, in order around it, or "   \
             "auto"},                                                                              \
    {.name = "edition", .kind = CLI_CHOICE, .argument = "YEAR", .choices = "2014|2005",            \
     .help = "colours of the chart: made from November 2014 on, or before", .otherwise = "2014"},  \
    {.name = "grey", .kind = CLI_TEXT, .argument = "X,Y,RADIUS",                                   \
     .help = "a bought grey card, in place of a chart"},                                           \
    {.name = (percent), .kind = CLI_NUMBER, .argument = "PERCENT", .low = 5, .high = 95,           \
     .help = "what the grey card reflects", .otherwise = "18"}
/* clang-format on */

/* What a photo is calibrated by: --chart and --edition, or --grey. */
typedef struct cli_calibration {
    const char *photo; /* its path, for messages */
    double grey_share; /* that a grey card reflects, 0..1 */
    scalp_correction correction;
} cli_calibration;

/* SCALP_ERR_INPUT: both, or --edition without --chart, or `percent`, the option that says what a
 * grey card reflects, without --grey. */
SCALP_CHECKED scalp_status cli_calibration_usage(const cli_job *job, const char *percent,
                                                 scalp_error *error);
/* The correction, by the option of the two that is given; SCALP_ERR_NO without either. `mask`,
 * unless NULL, becomes 255 where the chart lies; NULL for a grey card. */
SCALP_CHECKED scalp_status cli_calibration_make(cli_job *job, const scalp_image *image,
                                                cli_calibration *calibration, const uint8_t **mask,
                                                scalp_error *error);
/* SCALP_ERR_NO with the sentence why. */
scalp_status cli_uncalibrated(const char *photo, scalp_error *error);
/* One line: by what, and how well. */
void cli_calibration_text(FILE *to, const scalp_correction *correction);
/* Areas of a photo: picked, or found for the word auto. */
typedef struct cli_areas {
    scalp_area *list;
    size_t count;
    bool found;
} cli_areas;

bool cli_wants_auto(const cli_job *job, const char *option);
/* Of an option that is called skin... or stubble...; what lies under `mask` (or NULL) is not found.
 */
SCALP_CHECKED scalp_status cli_areas_read(cli_job *job, const char *option,
                                          const scalp_image *image,
                                          const scalp_correction *correction, const uint8_t *mask,
                                          cli_areas *areas, scalp_error *error);
/* A line for each area that was found. */
void cli_areas_text(FILE *to, const char *what, const cli_areas *areas);
json_t *cli_areas_json(const cli_areas *areas); /* of found ones: [[x, y, radius], ...] */
/* The mean colour of the areas, each counting alike. */
SCALP_CHECKED scalp_status cli_area_tone(cli_job *job, const cli_areas *areas,
                                         const scalp_image *image,
                                         const scalp_correction *correction, scalp_tone *tone,
                                         scalp_error *error);
/* A picture of 0 and 255, in the format that `path` names. */
SCALP_CHECKED scalp_status cli_mask_bytes(cli_job *job, const char *path, const uint8_t *mask,
                                          int width, int height, scalp_bytes *bytes,
                                          scalp_error *error);
/* [[x, y], ...] */
json_t *cli_json_places(const scalp_vec2 *places, size_t count);

/* ---- Reports ----------------------------------------------------------------------------- */

/* What each session and zone comes to, as a table or as JSON. */
void cli_plan_report(cli_job *job, const scalp_plan *plan, const scalp_design *design,
                     const scalp_case_visits *visits);
json_t *cli_plan_json(const scalp_plan *plan, const scalp_design *design,
                      const scalp_case_visits *visits);
/* "2 h 35 min" */
void cli_minutes_text(double minutes, char *text, size_t size);

#endif
