/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels to skin laid flat. */
#include <scalptor/inspect.h>

#include <math.h>

const char *scalp_unseen_name(scalp_unseen why) {
    static const char *const names[SCALP_UNSEEN_COUNT] = {
        "judged",  "outside", "no skin", "mark",  "hair",  "gloss",
        "clipped", "blur",    "small",   "steep", "stain",
    };
    return (unsigned)why < SCALP_UNSEEN_COUNT ? names[why] : "";
}

const char *scalp_found_kind_name(scalp_found_kind kind) {
    static const char *const names[] = {"dot", "merged", "stub"};
    return (unsigned)kind < sizeof names / sizeof *names ? names[kind] : "";
}

static scalp_vec2 apply(const scalp_mat3 *m, scalp_vec2 p) {
    const double w = m->m[2][0] * p.x + m->m[2][1] * p.y + m->m[2][2];
    return (scalp_vec2){(m->m[0][0] * p.x + m->m[0][1] * p.y + m->m[0][2]) / w,
                        (m->m[1][0] * p.x + m->m[1][1] * p.y + m->m[1][2]) / w};
}

/* Seen along the plane's normal, a place `r` from where a ball of radius R touches the plane lies
 * R asin(r / R) from there along the ball: distances from the touching place are kept. */
static scalp_vec2 scaled_about(scalp_vec2 place, scalp_vec2 centre, double factor) {
    return (scalp_vec2){centre.x + (place.x - centre.x) * factor,
                        centre.y + (place.y - centre.y) * factor};
}

scalp_vec2 scalp_flat_from_px(const scalp_flat *flat, scalp_vec2 px) {
    const scalp_vec2 plane = apply(&flat->mm_from_px, px);
    if (flat->radius_mm <= 0)
        return plane;
    const double r = hypot(plane.x - flat->touch_mm.x, plane.y - flat->touch_mm.y);
    if (r <= 0)
        return plane;
    if (r >= flat->radius_mm)
        return (scalp_vec2){NAN, NAN};
    return scaled_about(plane, flat->touch_mm, flat->radius_mm * asin(r / flat->radius_mm) / r);
}

scalp_vec2 scalp_flat_to_px(const scalp_flat *flat, scalp_vec2 mm) {
    if (flat->radius_mm <= 0)
        return apply(&flat->px_from_mm, mm);
    const double s = hypot(mm.x - flat->touch_mm.x, mm.y - flat->touch_mm.y);
    if (s <= 0)
        return apply(&flat->px_from_mm, mm);
    if (s >= flat->radius_mm * SCALP_PI / 2)
        return (scalp_vec2){NAN, NAN};
    const double factor = flat->radius_mm * sin(s / flat->radius_mm) / s;
    return apply(&flat->px_from_mm, scaled_about(mm, flat->touch_mm, factor));
}
