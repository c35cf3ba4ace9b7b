/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form.h"

#include "linalg.h"
#include "spread.h"
#include "template.h"

#include <math.h>
#include <string.h>

/* The middle of the skull, from which the modes' directions are seen. */
#define MIDDLE_Y_MM 45.0
#define MIDDLE_Z_MM (-5.0)
/* How far a landmark draws its surroundings along, mm. */
#define PULL_MM 60.0
/* A landmark may lie this many standard deviations off; more is a mistake in the photo. */
#define MOST_SD 3.0

static const struct {
    const char *name;
    scalp_vec3 towards;
    double reach, sd_mm;
    bool odd; /* as much flatter on the right as it is fuller on the left */
} modes[] = {
#define ROW(name, x, y, z, reach, sd_mm, odd, source) {name, {x, y, z}, reach, sd_mm, odd},
#include "head_modes.inc"
#undef ROW
};

_Static_assert(sizeof modes / sizeof *modes == SCALP_HEAD_MODES, "one row per mode");

const char *scalp_head_mode_name(size_t mode) {
    return mode < SCALP_HEAD_MODES ? modes[mode].name : "unknown";
}

bool head_mode_leans(size_t mode) {
    return mode < SCALP_HEAD_MODES && modes[mode].odd;
}

/* Wendland's (1995) function of compact support in three dimensions, twice differentiable. */
static double wendland(double r) {
    if (r >= 1)
        return 0;
    const double s = (1 - r) * (1 - r);
    return s * s * (4 * r + 1);
}

bool head_bend_pins(scalp_landmark landmark) {
    switch (landmark) {
    case SCALP_VERTEX:
    case SCALP_INION:
    case SCALP_OPISTHOCRANION:
    case SCALP_BROW_CREASE:
        return false; /* where they lie on a smooth skull is a matter of definition */
    default:
        return landmark < SCALP_LANDMARKS_ON_HEAD;
    }
}

static scalp_vec3 limited(scalp_vec3 offset, scalp_landmark landmark) {
    const scalp_landmark_spread spread = scalp_spread_landmark(landmark);
    const double most = MOST_SD * fmax(spread.normal_mm, spread.tangent_mm);
    const double length = scalp_vec3_length(offset);
    return length > most ? scalp_vec3_scale(offset, most / length) : offset;
}

/* Weights with which the pulls of all pins together move each pin by its offset. */
static void solve_pins(head_bend *bend, const scalp_vec3 *offset) {
    enum { most = SCALP_LANDMARKS_ON_HEAD };
    const size_t n = bend->pin_count;
    double a[most * most], scratch[most * most];
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            const double r = scalp_vec3_distance(bend->pin[i], bend->pin[j]) / PULL_MM;
            /* Two landmarks close together need not agree exactly. */
            a[i * n + j] = wendland(r) + (i == j ? 0.05 : 0);
        }
    }
    if (!scalp_linalg_invert(a, scratch, n)) {
        bend->pin_count = 0;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        bend->pull[i] = (scalp_vec3){0, 0, 0};
        for (size_t j = 0; j < n; j++)
            bend->pull[i] =
                scalp_vec3_add(bend->pull[i], scalp_vec3_scale(offset[j], a[i * n + j]));
    }
}

head_bend head_bend_make(const scalp_head_form *form) {
    head_bend bend;
    scalp_vec3 offset[SCALP_LANDMARKS_ON_HEAD];
    bool pinned = false;
    memset(&bend, 0, sizeof bend);
    for (size_t k = 0; form && k < SCALP_HEAD_MODES; k++) {
        bend.mode[k] = form->modes[k] * modes[k].sd_mm;
        bend.any = bend.any || fabs(bend.mode[k]) > 0;
    }
    for (int i = 0; form && i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!head_bend_pins((scalp_landmark)i))
            continue;
        const scalp_landmark other = scalp_landmark_opposite((scalp_landmark)i);
        const int from = (int)other < i ? (int)other : i;
        scalp_vec3 o = limited(form->offsets[from], (scalp_landmark)from);
        o.x = from < i ? -o.x : (int)other > i ? o.x : 0;
        pinned = pinned || scalp_vec3_length(o) > 0;
        bend.pin[bend.pin_count] = head_template_landmark((scalp_landmark)i);
        offset[bend.pin_count++] = o;
    }
    if (!pinned)
        bend.pin_count = 0;
    else
        solve_pins(&bend, offset);
    bend.any = bend.any || pinned;
    const scalp_vec3 left = head_bend_pull(&bend, head_template_landmark(SCALP_TRAGION_L));
    const scalp_vec3 right = head_bend_pull(&bend, head_template_landmark(SCALP_TRAGION_R));
    bend.shift = scalp_vec3_scale(scalp_vec3_add(left, right), -0.5);
    bend.shift.x = 0;
    return bend;
}

/* The sum of the modes that are alike on both sides, or of those that are opposite. */
static scalp_vec3 swelling(const head_bend *bend, scalp_vec3 p, bool odd) {
    const scalp_vec3 from = {p.x, p.y - MIDDLE_Y_MM, p.z - MIDDLE_Z_MM};
    const scalp_vec3 out = scalp_vec3_unit(from);
    double sum = 0;
    for (size_t k = 0; k < SCALP_HEAD_MODES; k++) {
        if (modes[k].odd != odd)
            continue;
        scalp_vec3 towards = scalp_vec3_unit(modes[k].towards);
        double here = wendland(scalp_vec3_distance(out, towards) / modes[k].reach);
        if (towards.x > 0) {
            towards.x = -towards.x;
            const double there = wendland(scalp_vec3_distance(out, towards) / modes[k].reach);
            here += odd ? -there : there;
        }
        sum += bend->mode[k] * here;
    }
    return scalp_vec3_scale(out, sum);
}

scalp_vec3 head_bend_swelling(const head_bend *bend, scalp_vec3 p) {
    return swelling(bend, p, false);
}

scalp_vec3 head_bend_lean(const head_bend *bend, scalp_vec3 p) {
    return bend->any ? swelling(bend, p, true) : (scalp_vec3){0, 0, 0};
}

scalp_vec3 head_bend_pull(const head_bend *bend, scalp_vec3 p) {
    scalp_vec3 sum = bend->shift;
    for (size_t i = 0; i < bend->pin_count; i++) {
        const double r = scalp_vec3_distance(p, bend->pin[i]) / PULL_MM;
        if (r < 1)
            sum = scalp_vec3_add(sum, scalp_vec3_scale(bend->pull[i], wendland(r)));
    }
    return sum;
}
