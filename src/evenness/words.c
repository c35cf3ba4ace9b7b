/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the figures say, one sentence of plain words for each kind of fault, with its reason. */
#include "even.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { named_most = 3 };

typedef struct sentence {
    char *text;
    size_t room, used;
} sentence;

SCALP_PRINTF(2, 3) static void say(sentence *s, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(s->text + s->used, s->room - s->used, format, arguments);
    va_end(arguments);
    if (length > 0)
        s->used = s->used + (size_t)length < s->room ? s->used + (size_t)length : s->room - 1;
}

static sentence line_of(scalp_evenness *to, scalp_uneven_kind kind, scalp_grade grade) {
    scalp_uneven_line *line = &to->lines[kind];
    *line = (scalp_uneven_line){.kind = kind, .grade = grade};
    return (sentence){line->text, sizeof line->text, 0};
}

static const char *number_word(size_t n) {
    static const char *const words[] = {"no",    "one",   "two",  "three", "four",   "five",  "six",
                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    return n < sizeof words / sizeof *words ? words[n] : "many";
}

/* A length: "6 mm", "2.1 mm", or times the spacing. */
static void say_length(sentence *s, const even_job *job, double length, bool unit) {
    if (job->ask->has_mm)
        say(s, length < 3 ? "%.1f%s" : "%.0f%s", length, unit ? " mm" : "");
    else
        say(s, "%.1f%s", length / job->to->spacing, unit ? " spacings" : "");
}

/* ---- Where ---------------------------------------------------------------------------------- */

void even_where(const even_skin *skin, scalp_vec2 at, char text[EVEN_WHERE]) {
    const double x = (at.x - skin->origin.x) / (skin->columns * skin->cell) * 2 - 1;
    const double y = (at.y - skin->origin.y) / (skin->rows * skin->cell) * 2 - 1;
    const double edge = 0.75, off = 0.22;
    const char *side = x < 0 ? "left" : "right", *end = y < 0 ? "top" : "bottom";
    const char *way = y < 0 ? "above" : "below", *part = y < 0 ? "upper" : "lower";
    if (fabs(x) > edge && fabs(y) > edge)
        snprintf(text, EVEN_WHERE, "in the %s %s corner", part, side);
    else if (fabs(x) > edge && fabs(y) <= off)
        snprintf(text, EVEN_WHERE, "at the %s edge", side);
    else if (fabs(x) > edge)
        snprintf(text, EVEN_WHERE, "at the %s edge, %s the middle", side, way);
    else if (fabs(y) > edge && fabs(x) <= off)
        snprintf(text, EVEN_WHERE, "at the %s edge", end);
    else if (fabs(y) > edge)
        snprintf(text, EVEN_WHERE, "at the %s edge, %s of the middle", end, side);
    else if (fabs(x) <= off && fabs(y) <= off)
        snprintf(text, EVEN_WHERE, "in the middle");
    else if (fabs(y) <= off)
        snprintf(text, EVEN_WHERE, "%s of centre", side);
    else if (fabs(x) <= off)
        snprintf(text, EVEN_WHERE, "%s centre", way);
    else
        snprintf(text, EVEN_WHERE, "%s %s of centre", part, side);
}

/* "left of centre, at the top edge and at two more places" */
static void say_places(sentence *s, const even_job *job, const scalp_uneven_spot *const *spots,
                       size_t count) {
    char where[EVEN_WHERE], last[EVEN_WHERE] = "";
    size_t told = 0, shown = count > named_most ? named_most : count;
    for (size_t i = 0; i < shown; i++) {
        even_where(&job->skin, spots[i]->place, where);
        if (i > 0 && strcmp(where, last) == 0)
            continue;
        const bool comma = strchr(where, ',') || strchr(last, ',');
        say(s, "%s%s",
            told == 0        ? ""
            : i + 1 == count ? (comma ? ", and " : " and ")
                             : (comma ? "; " : ", "),
            where);
        snprintf(last, sizeof last, "%s", where);
        told++;
    }
    if (count > shown)
        say(s, " and %s more", number_word(count - shown));
}

/* ---- Spots ---------------------------------------------------------------------------------- */

static size_t of_kind(const scalp_evenness *to, scalp_uneven_kind kind,
                      const scalp_uneven_spot **list, scalp_grade *worst) {
    size_t count = 0;
    *worst = SCALP_GRADE_NONE;
    for (size_t i = 0; i < to->spot_count; i++)
        if (to->spots[i].kind == kind) {
            list[count++] = &to->spots[i];
            *worst = to->spots[i].grade > *worst ? to->spots[i].grade : *worst;
        }
    return count;
}

static void say_sizes(sentence *s, const even_job *job, const scalp_uneven_spot *const *list,
                      size_t count) {
    const size_t shown = count > named_most ? named_most : count;
    for (size_t i = 0; i < shown; i++) {
        const bool joined = list[i]->length > 1.5 * list[i]->size;
        say(s, "%s", i == 0 ? "" : i + 1 == count ? " and " : ", ");
        say_length(s, job, list[i]->size, i + 1 == shown && !joined);
        if (joined) {
            say(s, " by ");
            say_length(s, job, list[i]->length, i + 1 == shown);
        }
    }
}

static void capital(sentence *s, size_t at) {
    if (s->text[at] >= 'a' && s->text[at] <= 'z')
        s->text[at] = (char)(s->text[at] - 'a' + 'A');
}

static void bare(even_job *job) {
    const scalp_uneven_spot *list[SCALP_EVENNESS_SPOTS];
    scalp_evenness *to = job->to;
    scalp_grade grade;
    const size_t count = of_kind(to, SCALP_UNEVEN_BARE, list, &grade);
    sentence s = line_of(to, SCALP_UNEVEN_BARE, grade);
    const double own = job->diameter;
    if (count == 0) {
        say(&s, "No bare spots: the widest bare skin is ");
        say_length(&s, job, to->largest_bare - own, true);
        say(&s, ", good layouts have up to ");
        say_length(&s, job, fmax(to->largest_bare_high, to->largest_bare) - own, true);
    } else {
        say(&s, "%s bare spot%s, ", number_word(count), count == 1 ? "" : "s");
        capital(&s, 0);
        say_sizes(&s, job, list, count);
        say(&s, ", ");
        say_places(&s, job, list, count);
        say(&s, ": good layouts have bare skin of up to ");
        say_length(&s, job, to->largest_bare_high - own, true);
    }
    say(&s, ".");
}

static void region(even_job *job, scalp_uneven_kind kind) {
    const scalp_uneven_spot *list[SCALP_EVENNESS_SPOTS];
    scalp_evenness *to = job->to;
    scalp_grade grade;
    const size_t count = of_kind(to, kind, list, &grade);
    const char *word = kind == SCALP_UNEVEN_THIN ? "fewer" : "more";
    sentence s = line_of(to, kind, grade);
    if (count == 0) {
        say(&s, "No region has %s dots than %s by a tenth or more, chance allowed for.", word,
            job->wanted ? "wanted" : "the rest");
        return;
    }
    say(&s, "%s region%s of ", number_word(count), count == 1 ? "" : "s");
    capital(&s, 0);
    say_sizes(&s, job, list, count);
    say(&s, ", ");
    say_places(&s, job, list, count);
    say(&s, ", ha%s ", count == 1 ? "s" : "ve");
    for (size_t i = 0; i < count && i < named_most; i++)
        say(&s, "%s%.0f",
            i == 0           ? ""
            : i + 1 == count ? " and "
                             : ", ",
            100 * fabs(list[i]->relative - 1));
    say(&s, " %% %s dots than %s", word,
        job->wanted ? "wanted beside the others" : "most of the skin");
    if (list[0]->at_edge)
        say(&s, "; along untreated skin a soft edge may be meant");
    say(&s, ".");
}

static void crowded(even_job *job) {
    const scalp_uneven_spot *list[SCALP_EVENNESS_SPOTS];
    scalp_evenness *to = job->to;
    scalp_grade grade;
    const size_t count = of_kind(to, SCALP_UNEVEN_CROWDED, list, &grade);
    sentence s = line_of(to, SCALP_UNEVEN_CROWDED, grade);
    if (count == 0) {
        say(&s, "Dots crowd nowhere.");
        return;
    }
    say(&s, "Dots crowd in %s spot%s, ", number_word(count), count == 1 ? "" : "s");
    say_places(&s, job, list, count);
    say(&s, ": up to %zu dots where five or six lie elsewhere.", list[0]->dots);
}

static void merged(even_job *job) {
    const scalp_uneven_spot *list[SCALP_EVENNESS_SPOTS];
    scalp_evenness *to = job->to;
    scalp_grade grade;
    const size_t count = of_kind(to, SCALP_UNEVEN_MERGED, list, &grade);
    const double share = to->touching_share, usual = fmax(job->touching, 0.01);
    if (share > 2 * usual + 0.05 && grade < SCALP_GRADE_SLIGHT)
        grade = SCALP_GRADE_SLIGHT;
    if (share > 3 * usual + 0.10)
        grade = SCALP_GRADE_CLEAR;
    sentence s = line_of(to, SCALP_UNEVEN_MERGED, grade);
    if (count > 0) {
        say(&s, "Dots touch or ran together in %s patch%s of ", number_word(count),
            count == 1 ? "" : "es");
        say_sizes(&s, job, list, count);
        say(&s, ", ");
        say_places(&s, job, list, count);
        say(&s, "; of all dots %.0f %% do.", 100 * share);
    } else if (grade > SCALP_GRADE_NONE) {
        say(&s,
            "%.0f %% of the dots touch or ran together, %zu of them into one; at this density "
            "about %.0f %% are usual.",
            100 * share, to->merged, 100 * usual);
    } else {
        say(&s, "%s touch: %.1f %%.",
            share > 0.05 ? "As many dots as at this density usual" : "Few dots", 100 * share);
    }
}

/* ---- All dots ------------------------------------------------------------------------------- */

static void spacing(even_job *job) {
    scalp_evenness *to = job->to;
    const scalp_figure r = to->clark_evans;
    const bool grid = r.value > 1.92 && r.low > 1.88;
    const scalp_grade grade = r.high < 1              ? SCALP_GRADE_CLEAR
                              : r.high < 1.15 || grid ? SCALP_GRADE_SLIGHT
                                                      : SCALP_GRADE_NONE;
    sentence s = line_of(to, SCALP_UNEVEN_SPACING, grade);
    const char *reason = "Clark-Evans";
    if (grid)
        say(&s, "The dots are spaced as regularly as on a grid, which may look printed");
    else if (grade == SCALP_GRADE_CLEAR)
        say(&s, "The dots lie in heaps, less evenly than if strewn at random");
    else if (grade == SCALP_GRADE_SLIGHT)
        say(&s, "The dots keep no distance, as if strewn at random");
    else if (isfinite(r.value))
        say(&s, "The dots keep their distance as hair does");
    else
        say(&s, "Too few dots lie far enough from the border to judge their spacing");
    if (isfinite(r.value))
        say(&s, ": %s %.2f (random 1, natural 1.2 to 1.7)", reason, r.value);
    say(&s, ".");
}

/* How much of a ridge chance makes of this many dots. */
static double chance_rows(const even_job *job) {
    return 1 + 18 / sqrt((double)job->dots.count);
}

static void rows(even_job *job) {
    scalp_evenness *to = job->to;
    const double usual = chance_rows(job);
    const scalp_grade grade = to->rows_strength > 1.8 * usual    ? SCALP_GRADE_CLEAR
                              : to->rows_strength > 1.25 * usual ? SCALP_GRADE_SLIGHT
                                                                 : SCALP_GRADE_NONE;
    sentence s = line_of(to, SCALP_UNEVEN_ROWS, grade);
    const double a = to->rows_deg;
    const char *way = a < 22.5 || a >= 157.5 ? "from left to right"
                      : a < 67.5             ? "from upper left to lower right"
                      : a < 112.5            ? "from top to bottom"
                                             : "from lower left to upper right";
    if (grade == SCALP_GRADE_NONE)
        say(&s, "No rows: the dots line up no more than chance makes them.");
    else
        say(&s,
            "The dots line up in rows that run %s (%.0f degrees): the ridge in their spectrum is "
            "%.1f times the rest, chance makes %.1f.",
            way, a, to->rows_strength, usual);
}

static const char *towards(double degrees) {
    static const char *const ways[] = {"the right",      "the lower right", "the bottom",
                                       "the lower left", "the left",        "the upper left",
                                       "the top",        "the upper right"};
    return ways[(int)floor((degrees + 360 + 22.5) / 45) % 8];
}

typedef struct limits {
    const char *name, *more; /* "larger", "darker" */
    double cv[2], trend[2], outliers[2], second;
} limits;

static scalp_grade above(double value, const double limit[2]) {
    return value > limit[1]   ? SCALP_GRADE_CLEAR
           : value > limit[0] ? SCALP_GRADE_SLIGHT
                              : SCALP_GRADE_NONE;
}

static void say_value(sentence *s, const even_job *job, bool darkness, double value) {
    if (darkness)
        say(s, "%.2f", value);
    else
        say(s, job->ask->has_mm ? "%.2f mm" : "%.1f px", value);
}

static void alike(const even_job *job, sentence *s, const scalp_evenness_spread *d, bool darkness) {
    say(s, darkness ? "Dots are alike in darkness: " : "Dots are alike in size: ");
    say_value(s, job, darkness, d->median.value);
    say(s, ", half of them from ");
    say_value(s, job, darkness, d->quartile_low.value);
    say(s, " to ");
    say_value(s, job, darkness, d->quartile_high.value);
    say(s, ".");
}

static void property(even_job *job, scalp_uneven_kind kind, const scalp_evenness_spread *d,
                     const limits *l) {
    const bool darkness = kind == SCALP_UNEVEN_DARKNESS;
    const double share = d->count > 0 ? (double)d->outliers / (double)d->count : 0;
    const double off = d->second > 0 ? fabs(d->second - 1) : 0;
    const scalp_grade two = off > l->second         ? SCALP_GRADE_CLEAR
                            : off > 0.6 * l->second ? SCALP_GRADE_SLIGHT
                                                    : SCALP_GRADE_NONE;
    const scalp_grade drift =
        d->count > 0 && d->trend.low > 0.3 * d->trend.value ? above(d->trend.value, l->trend) : 0;
    const scalp_grade wide = d->count > 0 && isfinite(d->cv.low) ? above(d->cv.low, l->cv) : 0;
    const scalp_grade out = d->outliers >= 3 ? above(share, l->outliers) : 0;
    scalp_grade worst = two > drift ? two : drift;
    worst = wide > worst ? wide : worst;
    worst = out > worst ? out : worst;
    sentence s = line_of(job->to, kind, worst);
    if (d->count == 0)
        say(&s, "The dots' %s is not known.", l->name);
    else if (worst == SCALP_GRADE_NONE)
        alike(job, &s, d, darkness);
    if (two > SCALP_GRADE_NONE) {
        say(&s, "Two %s of dots, ", darkness ? "shades" : "sizes");
        say_value(&s, job, darkness, d->median.value);
        say(&s, " and, %.0f %% of them, %.0f %% %s. ", 100 * d->second_share, 100 * off,
            d->second > 1 ? l->more
            : darkness    ? "paler"
                          : "smaller");
    }
    if (drift > SCALP_GRADE_NONE)
        say(&s, "Dots grow %s towards %s, by %.0f %% across the picture. ", l->more,
            towards(d->trend_deg), 100 * d->trend.value);
    if (wide > SCALP_GRADE_NONE && two == SCALP_GRADE_NONE)
        say(&s, "%s varies by %.0f %% from dot to dot. ", darkness ? "Darkness" : "Size",
            100 * d->cv.value);
    if (out > SCALP_GRADE_NONE)
        say(&s, "%zu dots are much %s than the rest. ", d->outliers, l->more);
    if (s.used > 0 && s.text[s.used - 1] == ' ')
        s.text[--s.used] = '\0';
}

static void too_few(even_job *job) {
    for (int kind = 0; kind < SCALP_UNEVEN_COUNT; kind++) {
        sentence s = line_of(job->to, (scalp_uneven_kind)kind, SCALP_GRADE_NONE);
        say(&s, "Cannot judge: %zu dot%s in the skin that can be judged, 20 are needed.",
            job->to->dots, job->to->dots == 1 ? "" : "s");
    }
}

void even_words(even_job *job) {
    static const limits diameter = {"diameter",   "larger",      {0.20, 0.32},
                                    {0.12, 0.25}, {0.015, 0.05}, 0.25};
    static const limits darkness = {"darkness",  "darker",     {0.35, 0.55},
                                    {0.25, 0.5}, {0.03, 0.08}, 0.5};
    scalp_evenness *to = job->to;
    if (!to->judged) {
        too_few(job);
        return;
    }
    bare(job);
    region(job, SCALP_UNEVEN_THIN);
    region(job, SCALP_UNEVEN_DENSE);
    crowded(job);
    merged(job);
    spacing(job);
    rows(job);
    property(job, SCALP_UNEVEN_DIAMETER, &to->diameter, &diameter);
    property(job, SCALP_UNEVEN_DARKNESS, &to->darkness, &darkness);
    for (int kind = 0; kind < SCALP_UNEVEN_COUNT; kind++)
        to->grade = to->lines[kind].grade > to->grade ? to->lines[kind].grade : to->grade;
}
