/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "template.h"

#include <math.h>

#define HALF_LENGTH_MM 100.0 /* of the template's widest section */
#define HALF_BREADTH_MM 77.0
#define MIDDLE_Z_MM -2.0 /* of the same section */
#define RISE_MM 50.0     /* from the tragia upwards the face's scale turns into the skull's */

static scalp_vec3 scaled(const head_warp *warp, scalp_vec3 p) {
    const double face = (warp->breadth + warp->length + warp->height) / 3;
    const double t = scalp_clamp(p.y / RISE_MM, 0, 1);
    double rise = RISE_MM * (t * t * t - t * t * t * t / 2);
    if (p.y > RISE_MM)
        rise += p.y - RISE_MM;
    const double x = p.x / HALF_BREADTH_MM, z = (p.z - MIDDLE_Z_MM) / HALF_LENGTH_MM;
    const double r2 = x * x + z * z + 0.09; /* 0.09: smooth on the axis, too */
    /* sin^2 of twice the azimuth: to first order an ellipse becomes a superellipse (Lame); the
     * other factors move it towards the sides and the front, so that the back keeps its round. */
    const double bump =
        4 * x * x * z * z / (r2 * r2) * (0.7 + 0.6 * x * x / r2) * (1 + 0.3 * z / sqrt(r2));
    const double swell = 1 + warp->fullness * scalp_smoothstep(5, 60, p.y) * bump;
    return (scalp_vec3){p.x * warp->breadth * swell, p.y * face + rise * (warp->height - face),
                        warp->length * (MIDDLE_Z_MM + (p.z - MIDDLE_Z_MM) * swell)};
}

scalp_vec3 head_warp_apply(const head_warp *warp, scalp_vec3 p) {
    if (!warp->bend.any)
        return scaled(warp, p);
    const scalp_vec3 swollen = scalp_vec3_add(p, head_bend_swelling(&warp->bend, p));
    scalp_vec3 to = scalp_vec3_add(scaled(warp, swollen), head_bend_pull(&warp->bend, p));
    if (p.x <= 0)
        to.x = 0; /* the plane of symmetry stays one, to the last bit */
    return to;
}

/* ---- Measuring --------------------------------------------------------------------------- */

#define LOOP (2 * HEAD_MERIDIANS - 2)

static scalp_vec3 warped_knot(const head_warp *warp, size_t m, size_t k) {
    return head_warp_apply(warp, head_template_knot(m, k));
}

/* Where the meridians cross the plane through glabella and opisthocranion that rises by `slope`
 * with z: a closed loop, the left half forwards and the right half back, in the plane's own
 * coordinates. */
static void section(const head_warp *warp, scalp_vec3 glabella, double slope,
                    scalp_vec2 loop[LOOP]) {
    const double stretch = sqrt(1 + slope * slope);
    for (size_t m = 0; m < HEAD_MERIDIANS; m++) {
        scalp_vec3 above = warped_knot(warp, m, 0);
        double high = 1;
        for (size_t k = 1; k < HEAD_KNOTS; k++) {
            const scalp_vec3 here = warped_knot(warp, m, k);
            const double low = here.y - glabella.y - slope * (here.z - glabella.z);
            if (low <= 0) {
                const double t = high / (high - low);
                const double x = above.x + t * (here.x - above.x);
                loop[m] = (scalp_vec2){x, (above.z + t * (here.z - above.z)) * stretch};
                break;
            }
            high = low;
            above = here;
        }
    }
    loop[0] = (scalp_vec2){0, glabella.z * stretch};
    for (size_t m = 1; m + 1 < HEAD_MERIDIANS; m++)
        loop[LOOP - m] = (scalp_vec2){-loop[m].x, loop[m].y};
}

static double turn(scalp_vec2 a, scalp_vec2 b, scalp_vec2 c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* Length of a tape about the loop: its convex hull, by Graham's scan from the widest point. */
static double tape(const scalp_vec2 loop[LOOP]) {
    scalp_vec2 hull[LOOP + 1];
    size_t widest = 0, n = 0;
    for (size_t i = 0; i < LOOP; i++) {
        if (loop[i].x > loop[widest].x)
            widest = i;
    }
    for (size_t i = 0; i <= LOOP; i++) {
        const scalp_vec2 p = loop[(widest + i) % LOOP];
        while (n > 1 && turn(hull[n - 2], hull[n - 1], p) >= 0)
            n--;
        hull[n++] = p;
    }
    double length = 0;
    for (size_t i = 1; i < n; i++) {
        const double dx = hull[i].x - hull[i - 1].x, dy = hull[i].y - hull[i - 1].y;
        length += sqrt(dx * dx + dy * dy);
    }
    return length;
}

static scalp_vec3 warped_landmark(const head_warp *warp, scalp_landmark landmark) {
    return head_warp_apply(warp, head_template_landmark(landmark));
}

/* The glabella of the skull, where the person's own may lie higher or lower: the back is so flat
 * that a millimetre there moves what is farthest from it by several. */
static scalp_vec3 skull_glabella(const head_warp *warp) {
    const scalp_vec3 at = head_template_landmark(SCALP_GLABELLA);
    if (!warp->bend.any)
        return head_warp_apply(warp, at);
    const scalp_vec3 swollen = scalp_vec3_add(at, head_bend_swelling(&warp->bend, at));
    return scalp_vec3_add(scaled(warp, swollen), warp->bend.shift);
}

/* The farthest knot of the meridian down the back, and from it to the neighbour with the larger
 * distance as far as the parabola through the three distances says. */
scalp_vec3 head_warp_opisthocranion(const head_warp *warp) {
    const scalp_vec3 front = skull_glabella(warp);
    const double lowest = head_template_landmark(SCALP_INION).y;
    double d[HEAD_KNOTS];
    size_t k = 1;
    for (size_t i = 0; i < HEAD_KNOTS; i++) {
        d[i] = scalp_vec3_distance(front, warped_knot(warp, HEAD_MERIDIANS - 1, i));
        const bool skull = head_template_knot(HEAD_MERIDIANS - 1, i).y > lowest;
        if (d[i] > d[k] && skull && i + 1 < HEAD_KNOTS)
            k = i;
    }
    const double bend = d[k - 1] - 2 * d[k] + d[k + 1];
    const double t = bend < 0 ? scalp_clamp((d[k - 1] - d[k + 1]) / (2 * bend), -1, 1) : 0;
    const scalp_vec3 here = warped_knot(warp, HEAD_MERIDIANS - 1, k);
    const scalp_vec3 next = warped_knot(warp, HEAD_MERIDIANS - 1, t < 0 ? k - 1 : k + 1);
    return scalp_vec3_add(here, scalp_vec3_scale(scalp_vec3_sub(next, here), fabs(t)));
}

scalp_head_measures head_warp_measure(const head_warp *warp) {
    const scalp_vec3 front = warped_landmark(warp, SCALP_GLABELLA);
    const scalp_vec3 back = head_warp_opisthocranion(warp);
    const double ear = head_template_landmark(SCALP_OTOBASION_SUPERIUS_L).y;
    double widest = 0;
    for (size_t m = 0; m < HEAD_MERIDIANS; m++) {
        for (size_t k = 0; k < HEAD_KNOTS; k++) {
            if (head_template_knot(m, k).y < ear)
                break;
            widest = fmax(widest, warped_knot(warp, m, k).x);
        }
    }
    scalp_vec2 loop[LOOP] = {{0, 0}};
    section(warp, front, (front.y - back.y) / (front.z - back.z), loop);
    const double height = warped_landmark(warp, SCALP_VERTEX).y;
    return (scalp_head_measures){scalp_vec3_distance(front, back), 2 * widest, tape(loop), height};
}

#define CLOSE_ENOUGH_MM 0.02
#define ROUNDS 30

/* Each measure answers mostly to its own parameter, so each is corrected by itself until all
 * agree. */
scalp_status head_warp_find(const scalp_head_measures *wanted, const scalp_head_form *form,
                            head_warp *warp, scalp_error *error) {
    head_warp w = {1, 1, 1, 0, head_bend_make(form)};
    for (int i = 0; i < ROUNDS; i++) {
        const scalp_head_measures m = head_warp_measure(&w);
        const double girth = wanted->circumference_mm - m.circumference_mm;
        const double worst = fmax(
            fmax(fabs(wanted->length_mm - m.length_mm), fabs(wanted->breadth_mm - m.breadth_mm)),
            fmax(fabs(girth), fabs(wanted->tragion_vertex_mm - m.tragion_vertex_mm)));
        if (worst < CLOSE_ENOUGH_MM) {
            *warp = w;
            return SCALP_OK;
        }
        w.length *= wanted->length_mm / m.length_mm;
        w.breadth *= wanted->breadth_mm / m.breadth_mm;
        w.height *= wanted->tragion_vertex_mm / m.tragion_vertex_mm;
        /* The girth that the two scales above will bring is not the fullness's business. */
        const double scales =
            (wanted->length_mm / m.length_mm + wanted->breadth_mm / m.breadth_mm) / 2;
        w.fullness += (wanted->circumference_mm / (m.circumference_mm * scales) - 1) * 2;
    }
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "No head measures %.0f x %.0f mm with a circumference of %.0f mm and %.0f mm "
                      "from tragion to vertex; measure again.",
                      wanted->length_mm, wanted->breadth_mm, wanted->circumference_mm,
                      wanted->tragion_vertex_mm);
}
