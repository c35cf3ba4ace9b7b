/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hair strokes: as many as asked for, apart, inside, in the directions of a brow's hairs, even, and
 * even session by session. */
#include "layout/bands.h"

static const scalp_layout_params usual = {
    .seed = 7, .regularity = 0.5, .stroke_width_mm = 0.15, .stroke_gap_mm = 0.37};

static void check_places(const bands *b, const scalp_layout *layout) {
    for (size_t i = 0; i < layout->stroke_count; i++) {
        const scalp_stroke_path *s = &layout->strokes[i];
        const double length = scalp_stroke_path_length_mm(s);
        CHECK(s->point_count >= 2 && s->point_count <= SCALP_STROKE_MAX_POINTS);
        CHECK(length >= 2.98 && length <= 10);
        for (size_t k = 0; k < s->point_count; k++) {
            const scalp_stroke_point *p = &s->points[k];
            const scalp_vec3 at = scalp_mesh_position(&b->mesh, p->at);
            const double u = p->at.u * 0x1p20, width = p->width_mm * 200;
            CHECK(scalp_vec3_distance(at, p->position) == 0 && u == floor(u));
            CHECK(band_holds(p->position.x, p->position.y, 0.03));
            CHECK(p->width_mm > 0 && p->width_mm <= 0.15 + 1e-9);
            CHECK_NEAR(width, floor(width + 0.5), 1e-9);
        }
        CHECK_AT_MOST(s->points[s->point_count - 1].width_mm, 0.06);
        CHECK(s->points[0].width_mm >= 0.1);
        CHECK_AT_MOST(scalp_stroke_path_area_mm2(s), 0.15 * length);
    }
}

static void check_gaps(const scalp_layout *layout, double gap_mm) {
    for (size_t i = 0; i < layout->stroke_count; i++)
        for (size_t k = 0; k < i; k++)
            CHECK(scalp_stroke_path_gap_mm(&layout->strokes[i], &layout->strokes[k]) >= gap_mm);
}

/* Degrees above the way to the side, at the root. */
static double rise_deg(const scalp_stroke_path *s) {
    const scalp_vec3 d = scalp_vec3_sub(s->points[1].position, s->points[0].position);
    const double out = sqrt(d.x * d.x + d.z * d.z);
    return atan2(d.y, d.x * s->points[0].position.x > 0 ? out : -out) * 180 / SCALP_PI;
}

static void check_directions(const scalp_layout *layout) {
    int head = 0, lower = 0, upper = 0, tail = 0;
    for (size_t i = 0; i < layout->stroke_count; i++) {
        const scalp_stroke_path *s = &layout->strokes[i];
        const double x = fabs(s->points[0].position.x), deg = rise_deg(s);
        const double above = s->points[0].position.y - band_middle(x);
        const double spine = atan(-2 * 5 * (x - 34) / (26 * 26)) * 180 / SCALP_PI;
        if (x < 11) { /* straight up */
            head++;
            CHECK(deg > 50 && deg < 112);
        } else if (x > 20 && x < 40 && above < -1) { /* out and up */
            lower++;
            CHECK(deg - spine > 15 && deg - spine < 75);
        } else if (x > 24 && x < 40 && above > 1.5) { /* out and down */
            upper++;
            CHECK(deg - spine < -5 && deg - spine > -50);
        } else if (x > 41) { /* with the spine */
            tail++;
            CHECK(deg - spine < 45 && deg - spine > -40);
        }
    }
    CHECK(head >= 4 && lower >= 8 && upper >= 6 && tail >= 2);
}

/* How far a place of the band is from the nearest stroke of those sessions: mean and most. */
static void find_voids(const scalp_layout *layout, unsigned sessions, double *mean, double *most) {
    scalp_random random = scalp_random_make(5, 0);
    size_t count = 0;
    *mean = *most = 0;
    while (count < 400) {
        const double x = band_head_x + scalp_random_uniform(&random) * 38;
        const double y = scalp_random_uniform(&random) * 12 - 6;
        if (!band_holds(x, y, -0.8))
            continue;
        double nearest = HUGE_VAL;
        for (size_t i = 0; i < layout->stroke_count; i++) {
            const scalp_stroke_path *s = &layout->strokes[i];
            for (size_t k = 0; k < s->point_count && sessions >> s->session & 1; k++) {
                const double d = scalp_vec3_distance(s->points[k].position, band_surface(x, y));
                nearest = d < nearest ? d : nearest;
            }
        }
        *mean += nearest / 400;
        *most = nearest > *most ? nearest : *most;
        count++;
    }
}

static size_t count_session(const scalp_layout *layout, scalp_zone zone, unsigned session) {
    size_t held = 0;
    for (size_t i = 0; i < layout->stroke_count; i++)
        held += layout->strokes[i].zone == zone && layout->strokes[i].session == session;
    return held;
}

static void check_mirrored(const scalp_layout *layout) {
    const size_t half = layout->stroke_count / 2;
    for (size_t i = 0; i < half; i++) {
        const scalp_stroke_path *l = &layout->strokes[i], *r = &layout->strokes[half + i];
        CHECK(l->zone == SCALP_ZONE_BROW_L && r->zone == SCALP_ZONE_BROW_R);
        CHECK(l->session == r->session && l->point_count == r->point_count);
        for (size_t k = 0; k < l->point_count && k < r->point_count; k++) {
            scalp_vec3 p = r->points[k].position;
            p.x = -p.x;
            CHECK_AT_MOST(scalp_vec3_distance(l->points[k].position, p), 1e-3);
        }
    }
}

int main(void) {
    static bands b;
    check_work w;
    check_work_open(&w, 0);
    const double area = band_mm2();
    const double count = floor(area / (0.8 * 5) + 0.5);
    bands_open(&b, &w, count, count, 0.8);
    const scalp_layout layout = layout_of(&w, &b.design, &usual);
    CASE("exactly as many as promised, apart, on the surface and inside the outline") {
        CHECK_NEAR((double)layout.stroke_count, 2 * count, 0);
        CHECK(layout.dot_count == 0 && layout.session_count == 3);
        check_places(&b, &layout);
        check_gaps(&layout, 0.37);
    }
    CASE("up at the head, crossing in the body, with the tail") {
        check_directions(&layout);
    }
    CASE("a symmetric pair of areas gets mirrored strokes") {
        check_mirrored(&layout);
    }
    CASE("no bare places: the spacing is what it is said to be") {
        double mean, most;
        const double apart = area / ((double)layout.stroke_count / 2 * mean_length(&layout));
        CHECK_NEAR(apart, 0.8, 0.2);
        find_voids(&layout, ~0u, &mean, &most);
        CHECK_AT_MOST(mean, 0.45);
        CHECK_AT_MOST(most, 1.6);
    }
    CASE("a zone's own shares and the first session are kept") {
        static double rows[SCALP_ZONE_COUNT][SCALP_LAYOUT_MAX_SESSIONS] = {
            [SCALP_ZONE_BROW_R] = {0, 0.25, 0.25, 0, 0.5}};
        static bands pair;
        scalp_layout dealt;
        scalp_layout_params p = {.seed = 5, .zone_shares = &rows[0][0]};
        bands_open(&pair, &w, 40, 40, 1.2);
        CHECK_STATUS(scalp_layout_make(&pair.design, &p, &w.work, &dealt, NULL), SCALP_OK);
        static const size_t right[] = {0, 10, 10, 0, 20}, left[] = {12, 16, 12, 0, 0};
        for (unsigned s = 1; s <= 5; s++) {
            CHECK(count_session(&dealt, SCALP_ZONE_BROW_L, s) == left[s - 1]);
            CHECK(count_session(&dealt, SCALP_ZONE_BROW_R, s) == right[s - 1]);
        }
        CHECK(dealt.session_count == 5);
        p.first_session = 3; /* of what is left of each row */
        CHECK_STATUS(scalp_layout_make(&pair.design, &p, &w.work, &dealt, NULL), SCALP_OK);
        CHECK(count_session(&dealt, SCALP_ZONE_BROW_L, 3) == 40);
        CHECK(count_session(&dealt, SCALP_ZONE_BROW_R, 3) == 13);
        CHECK(count_session(&dealt, SCALP_ZONE_BROW_R, 5) == 27);
        p.first_session = 6;
        CHECK_STATUS(scalp_layout_make(&pair.design, &p, &w.work, &dealt, NULL), SCALP_OK);
        CHECK(dealt.session_count == 6);
        CHECK(count_session(&dealt, SCALP_ZONE_BROW_L, 6) == 40);
    }
    CASE("sessions have their shares, and each is spread over the whole band") {
        const double shares[] = {0.3, 0.4, 0.3};
        for (unsigned s = 1; s <= 3; s++) {
            double mean, most;
            CHECK_NEAR((double)count_session(&layout, SCALP_ZONE_BROW_L, s), shares[s - 1] * count,
                       0.999);
            find_voids(&layout, 1u << s, &mean, &most);
            CHECK_AT_MOST(mean, 1.0);
            CHECK_AT_MOST(most, 3.2);
        }
    }
    CASE("twice the spacing, half as many, twice as far apart") {
        bands_open(&b, &w, floor(count / 2), 0, 1.6);
        const scalp_layout wide = layout_of(&w, &b.design, &usual);
        CHECK_NEAR((double)wide.stroke_count, floor(count / 2), 0);
        check_gaps(&wide, 0.37);
        check_places(&b, &wide);
        const double apart = area / ((double)wide.stroke_count * mean_length(&wide));
        CHECK_NEAR(apart, 1.8, 0.3);
    }
    CASE("what is kept out is left free, on its own side only") {
        bands_open(&b, &w, 40, 34, 0.8);
        double *share = scalp_arena_take(w.work.memory, b.mesh.vertex_count, sizeof *share);
        const scalp_vec3 mole = band_surface(-28, band_middle(28));
        for (size_t i = 0; i < b.mesh.vertex_count; i++)
            share[i] = scalp_vec3_distance(b.mesh.vertices[i], mole) > 4;
        b.areas[1].stroke_share = share;
        const scalp_layout round = layout_of(&w, &b.design, &usual);
        CHECK_NEAR((double)round.stroke_count, 74, 0);
        for (size_t i = 0; i < round.stroke_count; i++)
            for (size_t k = 0; k < round.strokes[i].point_count; k++)
                CHECK(scalp_vec3_distance(round.strokes[i].points[k].position, mole) > 2.5);
        check_gaps(&round, 0.37);
    }
    check_work_close(&w);
    return check_done();
}
