/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hairline: where the rules want it, never straight, never the same left and right. */
#include "designs.h"

/* The point of the hairline nearest to the plane of symmetry. */
static size_t middle_of(const scalp_design *design) {
    size_t best = 0;
    for (size_t i = 1; i < design->hairline_count; i++) {
        if (fabs(design->hairline[i].x) < fabs(design->hairline[best].x))
            best = i;
    }
    return best;
}

/* Length of the skin from the glabella up the midline to a point: chords between rays. */
static double skin_length(const scalp_head *head, const scalp_bvh *bvh, scalp_vec3 to) {
    const scalp_vec3 from = {0, 40, 0}, glabella = head->landmarks[SCALP_GLABELLA];
    const double a = atan2(glabella.y - from.y, glabella.z), b = atan2(to.y - from.y, to.z);
    scalp_vec3 last = {0, 0, 0};
    double length = 0;
    for (int i = 0; i <= 400; i++) {
        const double angle = a + (b - a) * i / 400;
        scalp_mesh_point hit;
        double s;
        if (!scalp_bvh_cast(bvh, from, (scalp_vec3){0, sin(angle), cos(angle)}, 0, &hit, &s))
            return -1;
        const scalp_vec3 p = scalp_mesh_position(&head->mesh, hit);
        length += i > 0 ? scalp_vec3_distance(p, last) : 0;
        last = p;
    }
    return length;
}

/* Where the line crosses the sagittal plane through the outer corner of the eye. */
static scalp_vec3 corner_of(const scalp_head *head, const scalp_design *design, double left) {
    const double x = left * head->landmarks[SCALP_EXOCANTHION_L].x;
    size_t best = 0;
    for (size_t i = 1; i < design->hairline_count; i++) {
        if (fabs(design->hairline[i].x - x) < fabs(design->hairline[best].x - x))
            best = i;
    }
    return design->hairline[best];
}

static void check_form(const scalp_head *head, const scalp_design *d) {
    const size_t m = middle_of(d);
    for (int left = -1; left <= 1; left += 2) {
        const scalp_vec3 corner = corner_of(head, d, left);
        CHECK(corner.z < d->hairline[m].z - 8); /* recession kept */
        CHECK(corner.y > d->hairline[m].y - 15);
    }
    CHECK(d->hairline[0].x < -55 && d->hairline[d->hairline_count - 1].x > 55);
    const scalp_vec3 eye = head->landmarks[SCALP_EXOCANTHION_L];
    const scalp_vec3 peak = d->hairline[d->hairline_count - 1];
    CHECK(peak.y > eye.y + 10 && peak.y < eye.y + 50);
    CHECK(peak.z < eye.z - 10 && peak.z > 20);
    /* Not smooth: the direction turns to and fro many times between the corners. */
    size_t turns = 0;
    double before = 0;
    for (size_t i = 2; i < d->hairline_count; i++) {
        const double bend = (d->hairline[i].z - 2 * d->hairline[i - 1].z + d->hairline[i - 2].z);
        turns += bend * before < 0;
        before = bend;
    }
    CHECK(turns > 10);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_head head = designs_head(&w.work, "male");
    const scalp_bvh *bvh = NULL;
    CHECK_STATUS(scalp_bvh_make(&head.mesh, &w.work, &bvh, NULL), SCALP_OK);
    const scalp_design first = designs_make(&head, (scalp_design_spec){.seed = 1}, &w.work);
    const scalp_design second = designs_make(&head, (scalp_design_spec){.seed = 2}, &w.work);
    CASE("the height asked for is the height along the skin, within 1 mm") {
        const double heights[] = {50, 65, 80, 110};
        for (size_t i = 0; i < 4; i++) {
            const scalp_design d = designs_make(
                &head, (scalp_design_spec){.seed = 5 + i, .hairline_height_mm = heights[i]},
                &w.work);
            CHECK_NEAR(skin_length(&head, bvh, d.hairline[middle_of(&d)]), heights[i], 1);
            CHECK_NEAR(d.hairline_height_mm, heights[i], 0);
        }
    }
    CASE("the style's own height where none is asked for") {
        CHECK_NEAR(first.hairline_height_mm, 80, 0);
        CHECK_NEAR(skin_length(&head, bvh, first.hairline[middle_of(&first)]), 80, 1);
        const scalp_design round =
            designs_make(&head, (scalp_design_spec){.style = "rounded", .sex = "female"}, &w.work);
        CHECK_NEAR(round.hairline_height_mm, 63, 0);
    }
    CASE("corners kept back, peaks at the temples, never smooth") {
        check_form(&head, &first);
        check_form(&head, &second);
    }
    CASE("points lie on the skin") {
        for (size_t i = 0; i < first.hairline_count; i++) {
            double distance;
            (void)scalp_bvh_closest(bvh, first.hairline[i], &distance);
            CHECK_AT_MOST(distance, 1e-6);
        }
    }
    CASE("left and right differ, but by no more than the wandering allows") {
        /* lobes 2.5 and waves 1.6 mm either way on both sides, corners 1.6 mm */
        const double difference = designs_apart(&first, &first, -1);
        CHECK(difference > 0.7 && difference < 9);
        const double between = designs_apart(&first, &second, 1);
        CHECK(between > 0.7 && between < 9);
    }
    check_work_close(&w);
    return check_done();
}
