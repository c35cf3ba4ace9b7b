/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Close-ups on the head: overlaps counted once, density of every zone, what was not seen. */
#include "inspect/onto_scene.h"

enum { width = 1500, height = 1150 };

static const double px_per_mm = 24;

typedef struct shot {
    scalp_camera truth[SCENE_CLOSE_UPS];
    scalp_onto_photo photos[SCENE_CLOSE_UPS];
} shot;

/* Eight close-ups as the plan's first sessions look, placed by pins that were clicked so
 * unsteadily (or, below 0, by their own cameras). */
static void shoot(check_work *w, const onto_scene *s, unsigned sessions, double click_px,
                  double missed, uint64_t seed, shot *to) {
    for (size_t i = 0; i < SCENE_CLOSE_UPS; i++) {
        scalp_found *found;
        to->truth[i] = scene_close_up(s, i, seed, width, height, px_per_mm);
        scalp_onto_photo *p = &to->photos[i];
        *p = (scalp_onto_photo){.id = "close"};
        p->found_count =
            scene_found(w, s, &to->truth[i], sessions, 0.3, missed, seed * 100 + i, &found);
        p->found = found;
        p->placement.camera = to->truth[i];
        if (click_px < 0)
            continue;
        scalp_pin pins[6];
        scalp_error error;
        const scalp_pins all = {.id = "close",
                                .width = width,
                                .height = height,
                                .focal_px = to->truth[i].focal_px,
                                .pins = pins,
                                .count = scene_pins(s, &to->truth[i], 6, click_px, seed + i, pins)};
        if (scalp_place_make(&s->head.mesh, s->bvh, &all, &p->placement, &error))
            CHECK_FAILED("close-up %zu: %s", i, error.message);
    }
}

/* How far apart two cameras see the skin in the photo's middle and corners: the mean, mm. */
static double off_mm(const onto_scene *s, const scalp_camera *a, const scalp_camera *b) {
    double sum = 0;
    int n = 0;
    for (int k = 0; k < 9; k++) {
        const double x = (k % 3 * 0.4 + 0.1) * width, y = (k / 3 * 0.4 + 0.1) * height;
        scalp_vec3 at[2];
        bool hit = true;
        for (int c = 0; c < 2; c++) {
            const scalp_camera *of = c ? b : a;
            const scalp_vec3 ray = {(x - of->centre_x) / of->focal_px,
                                    (y - of->centre_y) / of->focal_px, 1};
            scalp_mesh_point point;
            double d;
            hit = hit &&
                  scalp_bvh_cast(s->bvh, scalp_camera_position(of),
                                 scalp_mat3_apply_transposed(&of->rotation, ray), 0, &point, &d);
            at[c] = hit ? scalp_mesh_position(&s->head.mesh, point) : (scalp_vec3){0};
        }
        if (hit) {
            sum += scalp_vec3_distance(at[0], at[1]);
            n++;
        }
    }
    return sum / n;
}

/* The plan's own density on the skin that was seen, in zones of which enough was. */
static double worst_zone(const onto_scene *s, const scalp_onto *onto, unsigned sessions,
                         double least_mm2) {
    double worst = 0;
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        const scalp_onto_zone *zone = &onto->zones[z];
        size_t there = 0;
        for (size_t i = 0; i < s->plan.layout.dot_count; i++) {
            const scalp_dot *dot = &s->plan.layout.dots[i];
            const uint32_t cell = scalp_onto_cell_at(&onto->cells, dot->at);
            there += dot->session <= sessions && dot->zone == z && cell != UINT32_MAX &&
                     onto->cells.why[cell] == SCALP_UNSEEN_NOT;
        }
        if (!(zone->seen_mm2 >= least_mm2))
            continue;
        const double off = fabs((double)zone->dots - (double)there) / (double)there;
        printf("# %-12s seen %.2f of %.0f cm2: %zu dots, %zu there (%+.1f %%), %.1f per cm2 "
               "[%.1f %.1f], planned %.1f\n",
               scalp_zone_name((scalp_zone)z), zone->seen_mm2 / zone->area_mm2,
               zone->area_mm2 / 100, zone->dots, there,
               100.0 * ((double)zone->dots / (double)there - 1), zone->per_cm2, zone->low,
               zone->high, zone->planned_per_cm2);
        worst = fmax(worst, off);
    }
    return worst;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const int times = check_times(1, 10);
    onto_scene s;
    scene_make(&w, 100, &s);
    printf("# %zu dots\n", s.plan.layout.dot_count);
    CASE("cameras that are known: every dot once") {
        shot shots;
        scalp_onto onto;
        const scalp_onto_params params = {0};
        shoot(&w, &s, 3, -1, 0, 1, &shots);
        CHECK_STATUS(scalp_onto_make(&s.design, s.head.region, shots.photos, SCENE_CLOSE_UPS,
                                     &params, &w.work, &onto, NULL),
                     SCALP_OK);
        CHECK_AT_MOST(worst_zone(&s, &onto, 3, 100), 0.01);
        printf("# matches %zu rms %.3f twice %zu of %zu\n", onto.match_count, onto.match_rms_mm,
               onto.seen_twice, onto.dot_count);
    }
    for (int t = 0; t < times; t++) {
        CASE("close-ups tied by clicks: density of every zone") {
            shot shots;
            scalp_onto onto;
            const scalp_onto_params params = {0};
            shoot(&w, &s, 3, 2, 0.05, 20 + (uint64_t)t, &shots);
            CHECK_STATUS(scalp_onto_make(&s.design, s.head.region, shots.photos, SCENE_CLOSE_UPS,
                                         &params, &w.work, &onto, NULL),
                         SCALP_OK);
            CHECK_AT_MOST(worst_zone(&s, &onto, 3, 500), 0.04);
            printf("# matches %zu rms %.3f twice %zu of %zu\n", onto.match_count, onto.match_rms_mm,
                   onto.seen_twice, onto.dot_count);
            for (size_t i = 0; i < SCENE_CLOSE_UPS; i++) {
                printf("# %zu: off %.2f mm before, %.2f after; sd %.2f tilt %.1f turn %.2f scale "
                       "%.4f; moved %.2f, met",
                       i, off_mm(&s, &shots.truth[i], &shots.photos[i].placement.camera),
                       off_mm(&s, &shots.truth[i], &onto.placements[i].camera),
                       onto.placements[i].place_sd_mm, onto.placements[i].tilt_sd_deg,
                       onto.placements[i].turn_sd_deg, onto.placements[i].scale_sd,
                       onto.moved_mm[i]);
                for (size_t k = 0; k < SCENE_CLOSE_UPS; k++)
                    printf(" %d", onto.met[i][k]);
                printf("\n");
            }
        }
    }
    check_work_close(&w);
    return check_done();
}
