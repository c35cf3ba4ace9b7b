/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of the hairline, and the rules of data/hairline_rules.csv on them. A rule never changes
 * the design: it says what is against it, and the practitioner decides. */
#include "judge.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { samples = 41 };

static const double probe_mm = 30, degrees = 180 / SCALP_PI;

typedef struct bench {
    const scalp_density_rules *rules;
    const char *look;
    scalp_design *design;
} bench;

/* ---- Figures ----------------------------------------------------------------------------- */

/* The chart's y where the line first crosses that x, going from the middle outwards. */
static bool line_at(const scalp_path *line, double x, double *y) {
    const size_t middle = line->count / 2;
    for (size_t k = 0; k < middle; k++) {
        const size_t i = x > 0 ? middle + k : middle - k - 1;
        const scalp_vec2 a = line->points[i], b = line->points[i + 1];
        if ((a.x <= x) == (b.x <= x) || !(fabs(b.x - a.x) > 0))
            continue;
        *y = a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y);
        return true;
    }
    return false;
}

/* Root mean square of left against right mirrored, between the corners. */
static double asymmetry_of(const scalp_hairline *h) {
    double squares = 0;
    int count = 0;
    for (int i = 1; i < samples; i++) {
        const double x = h->corner_x_mm * i / samples;
        double right, left;
        if (!line_at(&h->line, -x, &right) || !line_at(&h->line, x, &left))
            continue;
        squares += (left - right) * (left - right);
        count++;
    }
    return count > 0 ? sqrt(squares / count) : 0;
}

static double angle_between(scalp_vec3 a, scalp_vec3 b) {
    const scalp_vec3 across = scalp_vec3_cross(a, b);
    return degrees * scalp_atan2(scalp_vec3_length(across), scalp_vec3_dot(a, b));
}

/* How far the corners lie lower than the middle, in profile: degrees, falling backwards > 0. */
static double slope_of(const scalp_vec3 middle, const scalp_vec3 corner[2]) {
    const double y = (corner[0].y + corner[1].y) / 2, z = (corner[0].z + corner[1].z) / 2;
    return degrees * scalp_atan2(middle.y - y, middle.z - z);
}

static void measure_line(const bench *b) {
    const scalp_hairline *h = b->rules->hairline;
    const scalp_places *places = b->rules->places;
    scalp_design *d = b->design;
    const scalp_vec3 middle = scalp_places_point(places, h->line.points[h->line.count / 2]);
    scalp_vec3 corner[2];
    for (int k = 0; k < 2; k++) {
        const scalp_vec2 peak = k ? h->peak_left : h->peak_right;
        double y = 0;
        corner[k] = scalp_places_point(places, h->corner[k]);
        d->temple_deg[k] =
            angle_between(scalp_vec3_sub(middle, corner[k]),
                          scalp_vec3_sub(scalp_places_point(places, peak), corner[k]));
        if (line_at(&h->line, k ? probe_mm : -probe_mm, &y))
            d->height_mm[k] = places->front_mm - y;
    }
    d->slope_deg = slope_of(middle, corner);
    d->roughness_mm = h->roughness_mm;
    d->asymmetry_mm = asymmetry_of(h);
}

/* ---- Rules ------------------------------------------------------------------------------- */

SCALP_PRINTF(4, 5)
static void object(const bench *b, const char *id, scalp_severity severity, const char *format,
                   ...) {
    scalp_design *d = b->design;
    const scalp_rule *rule = scalp_rule_find(id, b->look);
    if (!rule || d->check_count == SCALP_DESIGN_MAX_RULES)
        return;
    scalp_check *check = &d->checks[d->check_count++];
    check->id = rule->id;
    check->needs_reason = rule->reason;
    check->severity = rule->reason ? SCALP_HARD : severity;
    check->source = rule->source;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(check->message, sizeof check->message, format, arguments);
    va_end(arguments);
}

/* The rule's value for this look; NaN, which nothing is above or below, when it has none. */
static double bound(const bench *b, const char *id) {
    const scalp_rule *rule = scalp_rule_find(id, b->look);
    return rule ? rule->value : (double)NAN;
}

static void judge_height(const bench *b) {
    const double height = b->design->hairline_height_mm;
    const char *whose = strcmp(b->look, "feminine") == 0 ? "woman" : "man";
    if (height < bound(b, "hairline-too-low"))
        object(b, "hairline-too-low", SCALP_HARD,
               "A hairline %.0f mm above the glabella is low for a %s (rule: %s) and cannot be "
               "raised later; start higher, or write down why.",
               height, whose, strcmp(b->look, "feminine") == 0 ? "62 mm" : "80 mm");
    else if (height < bound(b, "hairline-low"))
        object(b, "hairline-low", SCALP_WARN,
               "A hairline %.0f mm above the glabella is rather low for a man (rule: 80 mm) and "
               "cannot be raised later.",
               height);
    const scalp_places *places = b->rules->places;
    const scalp_vec3 crease = places->head->landmarks[SCALP_BROW_CREASE];
    const double above = height - (places->front_mm - scalp_places_chart(places, crease).y);
    if (above < bound(b, "near-brow-crease"))
        object(b, "near-brow-crease", SCALP_WARN,
               "The hairline lies %.0f mm above the highest brow crease; a grown man's lies 15 to "
               "20 mm above it.",
               above);
}

static void judge_form(const bench *b) {
    const scalp_design *d = b->design;
    if (d->slope_deg > bound(b, "slopes-down"))
        object(b, "slopes-down", SCALP_WARN,
               "In profile the hairline falls by %.0f degrees from the middle to the corners; set "
               "the corners farther back.",
               d->slope_deg);
    const double widest = fmax(d->temple_deg[0], d->temple_deg[1]);
    const double open = b->rules->hairline->number[SCALP_HAIRLINE_TEMPLE_OPEN];
    if (widest > bound(b, "temple-closed") || (!isnan(bound(b, "temple-closed")) && open < 0.02))
        object(b, "temple-closed", SCALP_WARN,
               "The frontotemporal angle is filled (%.0f degrees, no recess behind it); leave the "
               "temple open.",
               widest);
    if (d->roughness_mm < bound(b, "too-straight"))
        object(b, "too-straight", SCALP_WARN,
               "The hairline wanders by only %.1f mm; natural ones do by 2 to 5 mm, and a ruled "
               "line shows from afar.",
               d->roughness_mm);
    if (b->rules->hairline->number[SCALP_HAIRLINE_TRANSITION] < bound(b, "too-sharp"))
        object(b, "too-sharp", SCALP_WARN,
               "The density rises to full within %.0f mm of the line; 5 to 15 mm look grown.",
               b->rules->hairline->number[SCALP_HAIRLINE_TRANSITION]);
    if (d->asymmetry_mm < bound(b, "too-symmetric"))
        object(b, "too-symmetric", SCALP_WARN,
               "Left and right differ by only %.1f mm; perfect symmetry looks drawn.",
               d->asymmetry_mm);
}

/* Bare skin behind the hairline that gets no dots, should the loss go on: cm2. */
static double bare_later(const bench *b, const scalp_loss *later) {
    const scalp_head *head = b->rules->places->head;
    double area = 0;
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        const uint32_t *v = head->mesh.faces[f].v;
        scalp_vec2 at = {0, 0};
        if (b->design->zone[f] != SCALP_ZONE_NONE || head->region[v[0]] != SCALP_REGION_SCALP)
            continue;
        for (int k = 0; k < 3; k++) {
            at.x += head->chart[v[k]].x / 3;
            at.y += head->chart[v[k]].y / 3;
        }
        if (scalp_loss_share(later, at) > 0.5 &&
            scalp_hairline_depth(b->rules->hairline, at, 5) > 0)
            area += scalp_mesh_face_area_mm2(&head->mesh, f) / 100;
    }
    return area;
}

static void judge_loss(const bench *b, const scalp_loss *later, const char *stage) {
    const scalp_design_spec *spec = b->rules->spec;
    const bool male = !spec->sex || strcmp(spec->sex, "male") == 0;
    const double bare = male && !b->rules->loss->everywhere ? bare_later(b, later) : 0;
    const bool young = spec->age_years > 0 && spec->age_years < bound(b, "young");
    if (male && young)
        object(b, "young", SCALP_WARN,
               "Under 25 the loss is likely to go on: see that the plan still looks natural at "
               "stage %s.",
               stage);
    if (bare > bound(b, "ahead-of-recession"))
        object(b, "ahead-of-recession", young ? SCALP_WARN : SCALP_NOTE,
               "Should the loss go on to stage %s, %.0f cm2 behind this hairline would lie bare "
               "without dots.",
               stage, bare);
    if (!male && spec->loss != SCALP_NORWOOD_NONE)
        object(b, "not-a-mans-loss", SCALP_WARN,
               "The Norwood scale describes men's loss; check the zones against the client's own "
               "pattern.");
}

static void judge_density(const bench *b) {
    const scalp_design_spec *spec = b->rules->spec;
    double most = spec->density_per_cm2;
    for (size_t i = 0; i < spec->zone_count; i++)
        most = fmax(most, spec->zones[i].density_per_cm2);
    for (size_t i = 0; i < spec->area_count; i++)
        most = fmax(most, spec->areas[i].density_per_cm2);
    if (most > bound(b, "dense"))
        object(b, "dense", SCALP_WARN,
               "%.0f dots per cm2 is more than practitioners place even for full cover (65 to "
               "194); dots may run together.",
               most);
}

static void judge_sex(const bench *b, const scalp_style *style) {
    const char *sex = b->rules->spec->sex ? b->rules->spec->sex : "male";
    if (style->sex[0] && strcmp(style->sex, sex) != 0)
        object(b, "other-sex", SCALP_NOTE,
               "The style %s is made for %s; see that it is what the client wants.", style->name,
               strcmp(style->sex, "male") == 0 ? "men" : "women");
}

static const char *look_of(const scalp_design_spec *spec, const scalp_style *style) {
    if (spec->look)
        return spec->look;
    if (style->look[0])
        return style->look;
    return !spec->sex || strcmp(spec->sex, "male") == 0 ? "masculine" : "feminine";
}

void scalp_judge(const scalp_density_rules *rules, const scalp_style *style,
                 const scalp_loss *later, const char *stage_later, scalp_design *design) {
    const bench b = {rules, look_of(rules->spec, style), design};
    measure_line(&b);
    if (design->treats_scalp) {
        judge_height(&b);
        judge_form(&b);
        judge_loss(&b, later, stage_later);
    }
    judge_density(&b);
    judge_sex(&b, style);
    for (size_t i = 0; i < design->check_count; i++) {
        if (design->checks[i].severity != SCALP_NOTE)
            memcpy(design->warnings[design->warning_count++], design->checks[i].message,
                   SCALP_CHECK_TEXT);
    }
}
