/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The case: one client's work as one document, its defaults and limits, and the one pipeline
 * fit -> design -> plan -> preview that every front end calls. */
#ifndef SCALPTOR_CASE_H
#define SCALPTOR_CASE_H

#include <scalptor/closeup.h>
#include <scalptor/match.h>
#include <scalptor/render.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCALP_CASE_MAX_PHOTOS 32
#define SCALP_CASE_MAX_MIDLINE 24
#define SCALP_CASE_TEXT 64
#define SCALP_CASE_PATH 512
#define SCALP_CASE_REASON 240
#define SCALP_CASE_MAX_PENCIL 64
#define SCALP_CASE_DATE 11         /* YYYY-MM-DD and its end */
#define SCALP_CASE_MAX_STROKES 128 /* of all photos together */
#define SCALP_CASE_MAX_STROKE_POINTS 2048
#define SCALP_CASE_MAX_CLOSE_UPS 32
#define SCALP_CASE_MAX_TIES 16
#define SCALP_CASE_MAX_HEAD_MM 500.0 /* of a place in the frame of the head, either sign */

typedef struct scalp_case_photo {
    char id[SCALP_CASE_TEXT];   /* letters, digits, - and _; unique in the case */
    char file[SCALP_CASE_PATH]; /* relative to the case file */
    char view[SCALP_CASE_TEXT];
    bool has[SCALP_LANDMARK_COUNT];
    scalp_vec2 px[SCALP_LANDMARK_COUNT];
    bool has_scale;
    scalp_vec2 scale_from, scale_to;
    double scale_mm;
    size_t midline_count;
    scalp_vec2 midline[SCALP_CASE_MAX_MIDLINE]; /* px */
    double focal_px;                            /* 0: not given */
    size_t pencil_count; /* a hairline pencilled on the skin, clicked from one end to the other */
    scalp_vec2 pencil[SCALP_CASE_MAX_PENCIL]; /* px */
} scalp_case_photo;

/* A place of the skin that a close-up shows, and where else it is known. */
typedef struct scalp_case_tie {
    scalp_vec2 px;            /* in the close-up */
    char in[SCALP_CASE_TEXT]; /* the id of a photo (px), "chart" (mm) or "head" (mm) */
    double at[3];             /* the third on the head only */
} scalp_case_tie;

/* A photo of a patch of skin, near enough to see every dot. It is placed on the fitted head and has
 * no part in the fit, nor in the plan. */
typedef struct scalp_case_close_up {
    char id[SCALP_CASE_TEXT];   /* unique among photos and close-ups */
    char file[SCALP_CASE_PATH]; /* relative to the case file */
    double focal_px;            /* 0: not given */
    bool has_scale;
    scalp_vec2 scale_from, scale_to;
    double scale_mm;
    size_t tie_count;
    scalp_case_tie ties[SCALP_CASE_MAX_TIES];
} scalp_case_close_up;

/* An area as it was drawn. */
typedef struct scalp_case_area {
    char id[SCALP_CASE_TEXT];
    char kind[SCALP_CASE_TEXT];
    char in[SCALP_CASE_TEXT];      /* "template", "chart" (mm) or the id of a photo (px) */
    double density_per_cm2;        /* 0: the kind's */
    double strength;               /* of old pigment */
    double margin_mm, edge_mm;     /* NaN: the kind's */
    char made_of[SCALP_CASE_TEXT]; /* dots, strokes */
    double stroke_spacing_mm, stroke_length_mm; /* 0: those of data/strokes.csv */
    /* Of pale spots; 0: the kind's, or by what blends them. */
    double spot_mm, spots_per_cm2, spot_count, dots_per_spot;
    size_t point_count;
    scalp_vec2 points[SCALP_DESIGN_AREA_POINTS];
    size_t hole_count;
    size_t hole_points[SCALP_DESIGN_AREA_HOLES];
    scalp_vec2 holes[SCALP_DESIGN_AREA_HOLES][SCALP_DESIGN_AREA_POINTS];
} scalp_case_area;

/* A brush stroke in a photo that says what lies there. */
typedef struct scalp_case_stroke {
    size_t photo; /* index; strokes of one photo stand together, photos in their order */
    scalp_stuff kind;
    double radius_px;
    size_t first, count; /* of stroke_points */
} scalp_case_stroke;

typedef struct scalp_case_zone {
    char zone[SCALP_CASE_TEXT];
    double density_per_cm2;       /* 0: as the design */
    char needle[SCALP_CASE_TEXT]; /* "": as the treatment; likewise the numbers below when 0 */
    double needle_depth_mm, pigment_depth_mm, diameter_mm, dilution, expected_retention;
    char scar[SCALP_CASE_TEXT]; /* "": no */
    size_t session_count;       /* 0: shares as the treatment has them */
    double session_shares[SCALP_LAYOUT_MAX_SESSIONS];
} scalp_case_zone;

typedef struct scalp_case {
    double seed; /* a whole number, 0..2^53 */
    char sex[SCALP_CASE_TEXT];
    double age_years;
    char smoker[SCALP_CASE_TEXT], way_of_life[SCALP_CASE_TEXT];
    double ita_deg;
    char oiliness[SCALP_CASE_TEXT], sun[SCALP_CASE_TEXT];
    char hair_colour[SCALP_CASE_TEXT];
    double grey_percent, worn_length_mm;
    char head_source[SCALP_CASE_TEXT];
    char head_file[SCALP_CASE_PATH], head_landmarks[SCALP_CASE_PATH]; /* "": none */
    char head_unit[SCALP_CASE_TEXT];
    scalp_head_measures measures; /* 0: not measured */
    char loss_scale[SCALP_CASE_TEXT], loss_stage[SCALP_CASE_TEXT];
    char loss_measured[SCALP_CASE_TEXT]; /* "no", "photos" */
    size_t photo_count;
    scalp_case_photo photos[SCALP_CASE_MAX_PHOTOS];
    size_t stroke_count, stroke_point_count;
    scalp_case_stroke strokes[SCALP_CASE_MAX_STROKES];
    scalp_vec2 stroke_points[SCALP_CASE_MAX_STROKE_POINTS]; /* px */
    size_t close_up_count;
    scalp_case_close_up close_ups[SCALP_CASE_MAX_CLOSE_UPS];
    char style[SCALP_CASE_TEXT];
    char look[SCALP_CASE_TEXT]; /* "": by the style or the sex */
    double density_per_cm2, regularity, hairline_height_mm;
    char hairline_shape[SCALP_CASE_TEXT];    /* "": the style's */
    double hairline[SCALP_HAIRLINE_NUMBERS]; /* NaN: the shape's or the style's */
    /* Why a rule is not kept, in the order of scalp_rule_id; "": no reason given. */
    char reasons[SCALP_DESIGN_MAX_RULES][SCALP_CASE_REASON];
    size_t area_count;
    scalp_case_area areas[SCALP_DESIGN_MAX_AREAS];
    size_t zone_count;
    scalp_case_zone zones[SCALP_DESIGN_MAX_ZONES];
    size_t session_count;
    double session_shares[SCALP_LAYOUT_MAX_SESSIONS];
    size_t date_count;
    char session_dates[SCALP_LAYOUT_MAX_SESSIONS][SCALP_CASE_TEXT]; /* YYYY-MM-DD */
    char needle[SCALP_CASE_TEXT], pigment[SCALP_CASE_TEXT];
    double needle_depth_mm, pigment_depth_mm, thickness_mm, diameter_mm, dilution;
    double expected_retention, dots_per_second, strokes_per_minute;
    double break_every_min, break_min, day_limit_min;
    char hairline_start[SCALP_CASE_TEXT]; /* "soft", "full" */
} scalp_case;

typedef enum scalp_field_kind {
    SCALP_FIELD_NUMBER,
    SCALP_FIELD_WHOLE, /* a number without fraction, stored as double */
    SCALP_FIELD_MAYBE, /* an optional number of which 0 is a value; not given is NaN */
    SCALP_FIELD_TEXT,  /* char[SCALP_CASE_TEXT], one of `choices` */
    SCALP_FIELD_NAME,  /* char[SCALP_CASE_TEXT], letters, digits, - and _; not empty */
    SCALP_FIELD_PATH,  /* char[SCALP_CASE_PATH], UTF-8 without control characters; not empty */
} scalp_field_kind;

/* One plain field: where it stands in the document and in the struct, what it may be. From these
 * tables reading, writing, checking, defaults and the JSON Schema are made. */
typedef struct scalp_case_field {
    const char *section, *name; /* "design", "density_per_cm2"; section "" is the top */
    scalp_field_kind kind;
    bool optional; /* null or absent means not given (0, "", or NaN) */
    size_t offset; /* in scalp_case, scalp_case_photo or scalp_case_zone */
    double low, high;
    double number;       /* default */
    const char *text;    /* default */
    const char *choices; /* separated by | (one may stand at the end) */
    const char *unit;    /* "mm", "per cm2", "" */
    const char *meaning; /* one line for the schema, --help and the man page */
} scalp_case_field;

extern const scalp_case_field scalp_case_fields[];
extern const size_t scalp_case_field_count;
/* Those of each close-up ("close_ups"). */
extern const scalp_case_field scalp_case_close_up_fields[];
extern const size_t scalp_case_close_up_field_count;
/* The plain fields of each of the photos ("photos") and of each zone ("design.zones"). */
extern const scalp_case_field scalp_case_photo_fields[];
extern const size_t scalp_case_photo_field_count;
extern const scalp_case_field scalp_case_zone_fields[];
extern const size_t scalp_case_zone_field_count;
/* Those of each area ("design.areas"). */
extern const scalp_case_field scalp_case_area_fields[];
extern const size_t scalp_case_area_field_count;

/* Whether the field holds a number, and whether that number counts as given. */
bool scalp_case_field_is_number(const scalp_case_field *field);
bool scalp_case_field_given(const scalp_case_field *field, double number);

/* Limits of what has no row in the tables. */
#define SCALP_CASE_MAX_PX 1e6         /* of a landmark's or a scale's coordinates, either sign */
#define SCALP_CASE_MAX_CHART_MM 600.0 /* of a point in the chart, either sign */
#define SCALP_CASE_SCALE_LOW_MM 1.0   /* of the length given as scale */
#define SCALP_CASE_SCALE_HIGH_MM 1000.0
#define SCALP_CASE_STROKE_LOW_PX 0.5 /* of a stroke's radius; SCALP_STROKE_MAX_RADIUS_PX above */

#define SCALP_CASE_SHOWN 64
#define SCALP_CASE_FIELD_PATH 96
/* The shortest decimal that reads back as `number`: "0.3", "100", "1e-07"; NaN and infinity as
 * words, for messages. */
void scalp_case_text_from_number(double number, char text[SCALP_CASE_SHOWN]);
/* `text` as it may stand in a message: in quotes, cut when long, without control characters. */
void scalp_case_text_quoted(const char *text, char shown[SCALP_CASE_SHOWN]);
/* "design.density_per_cm2", or with the index of a list's element "photos[2].view"; `index` -1
 * where there is no list. */
void scalp_case_path_from_field(const scalp_case_field *field, int index,
                                char path[SCALP_CASE_FIELD_PATH]);
/* Whether `number` may stand in a numeric field. SCALP_ERR_INPUT: path, value and limits. */
SCALP_CHECKED scalp_status scalp_case_number_check(const scalp_case_field *field, int index,
                                                   double number, scalp_error *error);
/* The same for a text. */
SCALP_CHECKED scalp_status scalp_case_text_check(const scalp_case_field *field, int index,
                                                 const char *text, scalp_error *error);
/* The photo of which only the defaults are known, and the area. */
scalp_case_photo scalp_case_photo_default(void);
scalp_case_area scalp_case_area_default(void);
scalp_case_close_up scalp_case_close_up_default(void);

/* The case of a client of whom nothing is known but the style. */
scalp_case scalp_case_default(void);
/* Every field within its limits, photo ids unique, zones and needle known, shares a sum of 1, dates
 * real and rising. SCALP_ERR_INPUT names field, value and limits. */
SCALP_CHECKED scalp_status scalp_case_check(const scalp_case *document, scalp_error *error);
/* The photo of that id, or NULL. */
const scalp_case_photo *scalp_case_photo_find(const scalp_case *document, const char *id);
/* The same of close-ups. */
const scalp_case_close_up *scalp_case_close_up_find(const scalp_case *document, const char *id);

/* What the pipeline must know of a photo's file. */
typedef struct scalp_photo_facts {
    int width, height;
    double focal_35mm;
    char sha256[SCALP_HASH_HEX]; /* of the file's bytes */
    const scalp_image *picture;  /* the photo made small, for its outline; NULL: not looked at */
} scalp_photo_facts;

/* Whether the head is a scan, which whoever reads files has to hand over. */
bool scalp_case_has_scan(const scalp_case *document);
/* `facts`: one per photo of the case, in its order. `scan`: the head drawn onto the client's scan
 * (scalp_head_register) where the case has one, else NULL. */
SCALP_CHECKED scalp_status scalp_case_fit(const scalp_case *document,
                                          const scalp_photo_facts *facts, const scalp_head *scan,
                                          const scalp_work *work, scalp_fit *fit,
                                          scalp_error *error);
SCALP_CHECKED scalp_status scalp_case_design(const scalp_case *document, const scalp_fit *fit,
                                             const scalp_work *work, scalp_design *design,
                                             scalp_error *error);
/* A design with the hair that was measured, per vertex (see scalp_design_spec); NULL: by the stage
 * of loss. scalp_case_design is this with NULL. */
SCALP_CHECKED scalp_status scalp_case_design_with(const scalp_case *document, const scalp_fit *fit,
                                                  const double *existing_per_cm2,
                                                  const scalp_work *work, scalp_design *design,
                                                  scalp_error *error);
/* SCALP_ERR_NO when a rule that needs a reason is not kept and design.reasons has none for it; the
 * sentence says how to give it. */
SCALP_CHECKED scalp_status scalp_case_reasons_check(const scalp_case *document,
                                                    const scalp_design *design, scalp_error *error);
/* The reason the case gives for not keeping the rule, or "". */
const char *scalp_case_reason(const scalp_case *document, const char *rule);

/* How uncertain lengths on the head are, one standard deviation of 1; areas are by twice that. */
double scalp_case_length_sd(const scalp_case *document, const scalp_fit *fit);
/* What card and stickers tell of a close-up, beside the case. */
typedef struct scalp_close_up_marks {
    const scalp_pin_length *lengths; /* in the close-up */
    size_t length_count;
    const scalp_case_tie *ties; /* corners of marks that a photo of the case shows as well */
    size_t tie_count;
} scalp_close_up_marks;

/* Where close-up `index` was taken from, on the fitted head: by its ties, its scale and its marks
 * (NULL: none). `facts`: of its own file. SCALP_ERR_INPUT (a tie beside the head or in a photo that
 * the fit does not have; see scalp_place_make), SCALP_ERR_NO, SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status
scalp_case_close_up_place(const scalp_case *document, size_t index, const scalp_fit *fit,
                          const scalp_photo_facts *facts, const scalp_close_up_marks *marks,
                          const scalp_work *work, scalp_placement *placement, scalp_error *error);

/* One standard deviation of where a zone's border lies on the client, mm. */
double scalp_case_border_sd_mm(const scalp_case *document, const scalp_fit *fit);

/* The line pencilled in one photo against the design's, mm along straight lines; above 0 the
 * pencilled one lies behind (higher). */
typedef struct scalp_pencil {
    double max_mm, mean_mm; /* of the distance, without sign */
    bool has_side[2];       /* right, left of the middle */
    double side_mm[2];      /* mean with its sign */
    double length_mm;       /* of the pencilled line */
} scalp_pencil;

/* SCALP_ERR_INPUT: the photo has no line, or a point of it lies off the head. */
SCALP_CHECKED scalp_status scalp_case_pencil(const scalp_case *document, const scalp_fit *fit,
                                             size_t photo, const scalp_design *design,
                                             const scalp_work *work, scalp_pencil *pencil,
                                             scalp_error *error);
SCALP_CHECKED scalp_status scalp_case_plan(const scalp_case *document, const scalp_design *design,
                                           const scalp_work *work, scalp_plan *plan,
                                           scalp_error *error);
/* The same around what is there. Hairs (follicles) stand for dots unless the case takes the hair
 * off the density already (scalp_case_counts_hair); they keep their distance in any case. */
SCALP_CHECKED scalp_status scalp_case_plan_around(const scalp_case *document,
                                                  const scalp_design *design,
                                                  const scalp_placed *placed,
                                                  const scalp_work *work, scalp_plan *plan,
                                                  scalp_error *error);
/* Whether the design of the case wants fewer dots where hair is: photos measure it, or a stage that
 * is no outline leaves some everywhere. */
bool scalp_case_counts_hair(const scalp_case *document);
/* Fills in `placed->strength` and `days_before`: what is seen of a dot in the middle forecast of
 * its age, on the day `on` (YYYY-MM-DD; NULL: the first new session's, or three weeks after the
 * last one that has a day); 1 for sessions without a day. SCALP_ERR_INPUT: `on` is no day, or comes
 * before a session of placed dots. */
SCALP_CHECKED scalp_status scalp_case_age_placed(const scalp_case *document, const char *on,
                                                 scalp_placed *placed, scalp_error *error);
/* The treatment the case asks for; its zone list lives in work->memory. */
SCALP_CHECKED scalp_status scalp_case_treatment(const scalp_case *document, const scalp_work *work,
                                                scalp_treatment *treatment, scalp_error *error);
/* What there is before the treatment: the photo, or (NULL) the rendered head, its scars pale
 * as the design has them, its hair as the scene has it. Errors as scalp_render_head. */
SCALP_CHECKED scalp_status scalp_case_before(const scalp_case *document, const scalp_scene *scene,
                                             const scalp_image *photo, scalp_light light,
                                             const scalp_work *work, scalp_image *picture,
                                             scalp_error *error);
/* When a session takes place. */
typedef struct scalp_case_visit {
    bool works;          /* there is something to do */
    double days_after;   /* of its first day, since the first session's */
    double days_since;   /* the last day of the session before; 0: it is the first */
    size_t days;         /* on this many days, one after the other */
    bool dated, entered; /* there is a date; it is the case's own, else proposed */
    char date[SCALP_CASE_DATE];
} scalp_case_visit;

typedef struct scalp_case_visits {
    scalp_case_visit visit[SCALP_LAYOUT_MAX_SESSIONS];
    char warnings[SCALP_LAYOUT_MAX_SESSIONS][SCALP_PLAN_WARNING_TEXT]; /* too early */
    size_t warning_count;
} scalp_case_visits;

/* The dates of the case, and for sessions without one the days that data/intervals.csv proposes
 * from the session before. `first_date`: of the first session, YYYY-MM-DD, where the case has none;
 * NULL: then all is in days. SCALP_ERR_INPUT: no such day, or another than the case has. */
SCALP_CHECKED scalp_status scalp_case_visits_make(const scalp_case *document,
                                                  const scalp_plan *plan, const char *first_date,
                                                  scalp_case_visits *visits, scalp_error *error);
/* What the case says that speeds fading, in that zone (SCALP_ZONE_NONE: where no scar is). */
scalp_wear scalp_case_wear(const scalp_case *document, scalp_zone zone);

/* ---- Forecast ---------------------------------------------------------------------------- */

/* Days since 1970-01-01 of a day written YYYY-MM-DD, 1900-01-01 to 2999-12-31; false: it is none.
 */
bool scalp_case_day_from_date(const char *date, double *day);
void scalp_case_date_from_day(double day, char date[SCALP_CASE_DATE]);

/* One line of a file of measurements: visible density, in percent of what was seen at day 28. */
typedef struct scalp_case_measured {
    char date[SCALP_CASE_DATE];
    scalp_zone zone; /* SCALP_ZONE_NONE: all that was treated */
    double retained_pct, low_pct, high_pct;
    size_t line; /* of the file */
} scalp_case_measured;

/* Zones that fade alike: the same skin and the same dots. */
typedef struct scalp_case_kind {
    char zones[160]; /* "hairline, frontal" */
    bool in_zone[SCALP_ZONE_COUNT];
    bool scar;
    double dots;
    scalp_deposit deposit;
    double seen_mm[3]; /* how wide a dot is seen at day 28, after 1 and after 5 years: the middle */
} scalp_case_kind;

/* A measurement placed on the time line. */
typedef struct scalp_case_placed {
    double days; /* since the last session */
    const scalp_case_measured *measured;
} scalp_case_placed;

/* What if the loss goes on by two stages? Areas on the head. */
typedef struct scalp_case_recede {
    bool possible;              /* false: there is no later stage */
    const char *from, *to;      /* stages */
    double work_cm2;            /* treated */
    double bare_now, bare_then; /* share of the treated zone without hair of its own */
    double outside_cm2;         /* bare then, and not treated: beside and behind the work */
    double outside_dots;        /* to fill it in as densely */
} scalp_case_recede;

/* What if the hair goes grey? CIEDE2000 in daylight: between the healed zone and the stubble, as
 * seen from a metre, and between the middle of a dot and a hair. */
typedef struct scalp_case_grey {
    double dot_now[SCALP_FORECAST_MAX_KINDS], dot_then[SCALP_FORECAST_MAX_KINDS];
    double now[SCALP_FORECAST_MAX_KINDS], then[SCALP_FORECAST_MAX_KINDS]; /* per kind */
} scalp_case_grey;

#define SCALP_CASE_FORECAST_DAYS 68

typedef struct scalp_case_forecast {
    scalp_forecast forecast; /* the same kinds, then all together */
    scalp_case_kind kinds[SCALP_FORECAST_MAX_KINDS];
    size_t kind_count;
    double days[SCALP_CASE_FORECAST_DAYS]; /* 28 to 10 years */
    size_t year_index[11];                 /* days[year_index[5]] is 5 years; [0] is day 28 */
    bool dated;                            /* the case says when the sessions are */
    bool known;                            /* test dots told of the client beforehand */
    double last_session_day;               /* since 1970-01-01 */
    const scalp_case_placed *placed;
    size_t placed_count;
    scalp_case_recede recede;
    scalp_case_grey grey;
} scalp_case_forecast;

/* The forecast for this case's skin, way of life, scars and dots, narrowed by the measurements.
 * SCALP_ERR_INPUT: measurements without a session date, before day 28, of a zone that is not
 * treated; SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_case_forecast_make(
    const scalp_case *document, const scalp_fit *fit, const scalp_design *design,
    const scalp_case_measured *measured, size_t count, const scalp_work *work,
    scalp_case_forecast *forecast, scalp_error *error);

/* The same of a client of whom test dots told (NULL: nobody): their traits are where the forecast
 * begins, and the deposits are as this client's skin takes them. Errors of scalp_traits_check. */
SCALP_CHECKED scalp_status scalp_case_forecast_known(
    const scalp_case *document, const scalp_fit *fit, const scalp_design *design,
    const scalp_case_measured *measured, size_t count, const scalp_traits *known,
    const scalp_work *work, scalp_case_forecast *forecast, scalp_error *error);

/* Draws the plan on `photo`, seen by scene->camera, in this client's skin and on the days of the
 * sessions: params->skin, wear and session_day are the case's. `photo` NULL: the head itself is
 * rendered with that camera in the client's skin colour and then treated like a photo. */
SCALP_CHECKED scalp_status scalp_case_preview(const scalp_case *document, const scalp_scene *scene,
                                              const scalp_image *photo,
                                              const scalp_render_params *params,
                                              const scalp_work *work, scalp_image *picture,
                                              scalp_error *error);

/* ---- Hair ---------------------------------------------------------------------------------- */

/* Divides a photo of the case by its strokes and, with a fit, by what the head says. Without fit it
 * needs strokes. SCALP_ERR_INPUT, SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_case_segment(const scalp_case *document, size_t index,
                                              const scalp_fit *fit, const scalp_image *photo,
                                              const scalp_work *work, scalp_segments *segments,
                                              scalp_error *error);
/* Where the preview may draw, for scalp_scene: 255 less what is hair or other; less the background
 * only where it was stroked, because the preview finds the outline for itself. */
SCALP_CHECKED scalp_status scalp_case_skin(const scalp_case *document, size_t index,
                                           const scalp_segments *segments, const scalp_work *work,
                                           scalp_mask *skin, scalp_error *error);
/* Share of the planned area seen in the photo that is covered by hair, 0..1; 0 where none is seen.
 */
SCALP_CHECKED scalp_status scalp_case_hair_share(size_t index, const scalp_fit *fit,
                                                 const scalp_design *design,
                                                 const scalp_segments *segments,
                                                 const scalp_work *work, double *share,
                                                 scalp_error *error);
/* Whether so much hair hides what will be seen: it is to be worn short (up to 3 mm) and is not too
 * little for a word, 3 %. */
bool scalp_case_hair_hides(const scalp_case *document, double share);

/* Where a preview of the photo may draw, as scalp_case_skin, and scalp_case_hair_share's answer:
 * all that a preview asks of the photo. Of a large photo only what is to be drawn on and its
 * surroundings are divided, made smaller a whole number of times: to pixels of up to 0.6 mm on the
 * head, and to no more than about a megapixel for the photo. `skin` lives in work->memory. Errors
 * of scalp_case_segment. */
SCALP_CHECKED scalp_status scalp_case_keep(const scalp_case *document, size_t index,
                                           const scalp_fit *fit, const scalp_design *design,
                                           const scalp_image *photo, const scalp_work *work,
                                           scalp_mask *skin, double *hair_share,
                                           scalp_error *error);

/* Hair gathered from several photos on the head's vertices. */
typedef struct scalp_case_hair {
    size_t count;
    double *sum, *weight;
} scalp_case_hair;

SCALP_CHECKED scalp_status scalp_case_hair_open(const scalp_fit *fit, const scalp_work *work,
                                                scalp_case_hair *hair, scalp_error *error);
SCALP_CHECKED scalp_status scalp_case_hair_add(const scalp_fit *fit, size_t index,
                                               const scalp_segments *segments,
                                               const scalp_work *work, scalp_case_hair *hair,
                                               scalp_error *error);
/* Hair at each vertex, as dots per cm2 that it makes needless: what the photos show or, where they
 * show nothing, what the stage of loss leaves, times the density asked for (a dot stands for a
 * hair: a full head needs none). For scalp_design_spec. */
SCALP_CHECKED scalp_status scalp_case_hair_close(const scalp_case *document, const scalp_fit *fit,
                                                 const scalp_case_hair *hair,
                                                 const scalp_work *work,
                                                 const double **existing_per_cm2,
                                                 scalp_error *error);

/* The first thing in which two cases differ, as "design.density_per_cm2 (was 100, is 120)" in
 * `what`; photo files are compared by the caller. False when they are alike. */
bool scalp_case_differs(const scalp_case *was, const scalp_case *is, char *what, size_t size);

#ifdef __cplusplus
}
#endif
#endif
