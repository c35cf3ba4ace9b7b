/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where brows, beard and sideburns are planned, the head that was fitted lies near the scanned
 * man's own face: from the front photo alone, and from three. And the zones of a plan made on it
 * have the area that his own scalp has under them. */
#include "head/frame_tools.h"

#include <scalptor/design.h>

#define REACH_MM 25.0 /* farther off there is nothing of the same kind on a scan */

static check_work w;
static man m;

enum { brow, beard, sideburn, places };
static const char *const names[places] = {"brow", "beard", "sideburn"};

/* The beard lies under the nose and the cheeks down to the jaw; sideburns before the ears. */
static bool lies_in(const scalp_head *head, size_t v, int place) {
    const scalp_vec3 at = head->mesh.vertices[v], *mark = head->landmarks;
    const bool face = head->region[v] == SCALP_REGION_FACE;
    const double side = fabs(at.x), ear = mark[SCALP_TRAGION_L].z;
    switch (place) {
    case brow:
        return head->paint[v].brow_mm < 0;
    case beard:
        return face && at.y < mark[SCALP_SUBNASALE].y && at.y > mark[SCALP_MENTON].y &&
               at.z > ear + 15 && head->paint[v].lip_mm > 0;
    default:
        return head->region[v] != SCALP_REGION_EAR && side > 50 && at.z > ear + 10 &&
               at.z < ear + 30 && at.y > mark[SCALP_SUBNASALE].y &&
               at.y < mark[SCALP_OTOBASION_SUPERIUS_L].y + 10;
    }
}

/* RMS distance of that part of the head from the scan, which lies as `f` says. */
static double gap_mm(const scalp_head *head, const frame *f, int place) {
    double squares = 0, count = 0;
    for (size_t v = 0; v < head->mesh.vertex_count; v++) {
        double mm;
        if (!lies_in(head, v, place))
            continue;
        const scalp_vec3 p = scalp_vec3_sub(head->mesh.vertices[v], f->shift);
        (void)scalp_bvh_closest(m.tree, scalp_mat3_apply_transposed(&f->rotation, p), &mm);
        CHECK_AT_MOST(mm, REACH_MM);
        squares += mm * mm;
        count++;
    }
    CHECK(count > 20);
    return sqrt(squares / fmax(count, 1));
}

/* Largest difference of a zone's area from his own under it, as a share; `which` says whose. */
static double zones_off(const scalp_fit *fit, const frame *f, scalp_zone *which) {
    const scalp_design_spec spec = {.style = "natural", .density_per_cm2 = 100, .sex = "male"};
    const scalp_scan_fit lies = {.rotation = f->rotation, .shift = f->shift, .head = fit->head};
    scalp_design design;
    double own[SCALP_ZONE_COUNT], most = 0;
    CHECK_STATUS(scalp_design_make(&fit->head, &spec, &w.work, &design, NULL), SCALP_OK);
    CHECK_STATUS(scalp_design_scan_areas(&design, &m.mesh, &lies, &w.work, own, NULL), SCALP_OK);
    for (int zone = SCALP_ZONE_NONE + 1; zone < SCALP_ZONE_COUNT; zone++) {
        if (!(design.area_cm2[zone] > 0))
            continue;
        CHECK(own[zone] > 0);
        const double off = fabs(design.area_cm2[zone] / own[zone] - 1);
        if (off > most) {
            most = off;
            *which = (scalp_zone)zone;
        }
    }
    return most;
}

/* `zones` is how far the zone that is farthest off may be off, as a share. */
static void check_fitted(int views, int seeds, double zones) {
    const scalp_head_measures given = {.breadth_mm = 154.7};
    double worst[places] = {0}, zones_worst = 0;
    scalp_zone worst_zone = SCALP_ZONE_NONE;
    for (int seed = 0; seed < seeds; seed++) {
        const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
        scalp_vec2 room[man_views][MAN_MIDLINE];
        scalp_view view[man_views];
        scalp_error error = {0};
        scalp_fit fit;
        const scalp_bvh *tree;
        for (int v = 0; v < views; v++)
            view[v] = man_clicks(&m, v, 2, 300 + (uint64_t)seed, room[v]);
        CHECK_STATUS(scalp_fit_make(&given, "male", view, (size_t)views, &w.work, &fit, &error),
                     SCALP_OK);
        if (error.status != SCALP_OK)
            return;
        CHECK_STATUS(scalp_bvh_make(&fit.head.mesh, &w.work, &tree, &error), SCALP_OK);
        const frame f = frame_by_camera(&m, 0, &fit.views[0].camera, &fit.head, tree);
        /* The height of a hairline is counted from there. */
        const scalp_view_fit *front = &fit.views[0];
        CHECK_AT_MOST(front->residual_px[SCALP_GLABELLA] / front->px_per_mm, 1.2);
        for (int place = 0; place < places; place++)
            worst[place] = fmax(worst[place], gap_mm(&fit.head, &f, place));
        scalp_zone zone = SCALP_ZONE_NONE;
        const double off = zones_off(&fit, &f, &zone);
        if (off > zones_worst) {
            zones_worst = off;
            worst_zone = zone;
        }
        scalp_arena_return(w.work.memory, mark);
    }
    for (int place = 0; place < places; place++) {
        printf("# %s: %.2f mm RMS at worst of %d\n", names[place], worst[place], seeds);
        CHECK_AT_MOST(worst[place], 4);
    }
    printf("# zones at most %.1f %% off (%s)\n", 100 * zones_worst, scalp_zone_name(worst_zone));
    CHECK_AT_MOST(zones_worst, zones);
}

/* The same zones on his own scan, the standard head drawn onto it, the roots of the ears picked as
 * they were clicked: what is left is how well photos show his size and landmarks. */
static void check_same_zones(int views, int seeds, double zones) {
    const scalp_design_spec spec = {.style = "natural", .density_per_cm2 = 100, .sex = "male"};
    const scalp_head_measures given = {.breadth_mm = 154.7};
    scalp_head_marks marks = m.marks;
    scalp_registered own;
    scalp_design his, design;
    double worst = 0;
    const char *name = "none";
    marks.has[SCALP_OTOBASION_SUPERIUS_L] = marks.has[SCALP_OTOBASION_SUPERIUS_R] = true;
    man_ears(&m, &marks.at[SCALP_OTOBASION_SUPERIUS_L]);
    CHECK_STATUS(scalp_head_register(&m.mesh, &marks, "male", &w.work, &own, NULL), SCALP_OK);
    CHECK_STATUS(scalp_design_make(&own.head, &spec, &w.work, &his, NULL), SCALP_OK);
    for (int seed = 0; seed < seeds; seed++) {
        const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
        scalp_vec2 room[man_views][MAN_MIDLINE];
        scalp_view view[man_views];
        scalp_fit fit;
        for (int v = 0; v < views; v++)
            view[v] = man_clicks(&m, v, 2, 100 + (uint64_t)seed, room[v]);
        CHECK_STATUS(scalp_fit_make(&given, "male", view, (size_t)views, &w.work, &fit, NULL),
                     SCALP_OK);
        CHECK_STATUS(scalp_design_make(&fit.head, &spec, &w.work, &design, NULL), SCALP_OK);
        for (int zone = SCALP_ZONE_NONE + 1; zone < SCALP_ZONE_COUNT; zone++) {
            if (!(his.area_cm2[zone] > 0))
                continue;
            const double off = fabs(design.area_cm2[zone] / his.area_cm2[zone] - 1);
            name = off > worst ? scalp_zone_name((scalp_zone)zone) : name;
            worst = fmax(worst, off);
        }
        scalp_arena_return(w.work.memory, mark);
    }
    printf("# the same zones on his scan: at most %.1f %% off (%s)\n", 100 * worst, name);
    CHECK_AT_MOST(worst, zones);
}

int main(void) {
    const char *shared = check_shared();
    scalp_error error = {0};
    if (!shared || scalp_codec_images_open(1, &error) != SCALP_OK) {
        check_skip("the scanned man's face", "the shared test data is not here");
        return check_done();
    }
    check_work_open(&w, 0);
    CASE("the scanned man's files are read")
    CHECK(man_read(shared, &w.work, &m));
    CASE("brows, beard and sideburns from the front photo alone")
    check_fitted(1, check_times(1, 20), 0.07);
    CASE("brows, beard, sideburns and zones from three photos")
    check_fitted(3, check_times(1, 20), 0.05);
    if (check_times(0, 1)) {
        CASE("brows, beard, sideburns and zones from five photos")
        check_fitted(5, 20, 0.05);
        CASE("the same zones on his own scan")
        check_same_zones(5, 20, 0.07);
    }
    check_end_case();
    check_work_close(&w);
    scalp_codec_images_close();
    return check_done();
}
