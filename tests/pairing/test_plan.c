/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a plan: as planned, displaced or freehand, missing dots and bare patches. */
#include "check.h"
#include "pair_world.h"

enum { most = 4000, cells = 400 * 400 };

static scalp_vec2 places[most];
static scalp_planned plan[most];
static scalp_found found[2 * most];
static bool made[most];
static uint8_t why[cells];

typedef struct session {
    double displaced; /* spacings: so far in any direction, or (normal) in each coordinate */
    bool normal;
    double lost, extra;
    scalp_vec2 bare; /* nothing within `bare_mm` of it */
    double bare_mm;
    bool started; /* a card says where the photo lies, within a millimetre */
} session;

static const double side = 26;

static size_t work_at(const session *s, uint64_t seed, size_t *planned, double *spacing) {
    scalp_random random = scalp_random_make(seed, 3);
    const world_view view = {.angle = s->started ? 0.01 : 1.1, .scale = 1};
    *planned = world_darts(&random, side, 0.83, places, most);
    *spacing = world_spacing(side, *planned);
    size_t n = 0;
    for (size_t i = 0; i < *planned; i++) {
        plan[i] = (scalp_planned){.mm = places[i],
                                  .id = (uint32_t)i,
                                  .zone = SCALP_ZONE_CROWN,
                                  .diameter_mm = 0.25,
                                  .darkness = 0.4};
        made[i] = scalp_random_uniform(&random) >= s->lost &&
                  hypot(places[i].x - s->bare.x, places[i].y - s->bare.y) >= s->bare_mm;
        const double a = 2 * SCALP_PI * scalp_random_uniform(&random);
        double x = cos(a), y = sin(a);
        if (s->normal) {
            x = scalp_random_normal(&random);
            y = scalp_random_normal(&random);
        }
        if (made[i])
            found[n++].mm = (scalp_vec2){places[i].x + s->displaced * *spacing * x,
                                         places[i].y + s->displaced * *spacing * y};
    }
    const size_t extras = (size_t)(s->extra * (double)n);
    for (size_t i = 0; i < extras; i++)
        found[n++].mm = (scalp_vec2){side * scalp_random_uniform(&random),
                                     side * scalp_random_uniform(&random)};
    for (size_t i = 0; i < n; i++)
        found[i] = (scalp_found){.mm = world_seen(&view, found[i].mm),
                                 .confidence = 0.95,
                                 .diameter_mm = 0.275,
                                 .darkness = 0.36};
    return n;
}

static scalp_plan_compared compare(const session *s, uint64_t seed, check_work *w,
                                   double *spacing) {
    size_t planned;
    const size_t n = work_at(s, seed, &planned, spacing);
    const scalp_window window = world_window(-1.6 * side, 1.6 * side, why, cells);
    const scalp_pair_start start = {
        .has_place = s->started, .b_from_a = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, .place_sd = 1};
    scalp_plan_compared c;
    CHECK_STATUS(scalp_pair_plan(plan, planned, found, n, &window, &start, &w->work, &c, NULL),
                 SCALP_OK);
    CHECK(c.placed && c.zone_count == 1);
    return c;
}

static void verdicts(session s, scalp_pair_verdict expected, int seeds) {
    int wrong = 0;
    for (int k = 0; k < seeds; k++) {
        check_work w;
        check_work_open(&w, 0);
        double spacing;
        const scalp_plan_compared c = compare(&s, 40 + (uint64_t)k, &w, &spacing);
        wrong += c.zones[0].verdict != expected;
        check_work_close(&w);
    }
    CHECK_AT_MOST(wrong, 0);
}

static void figures(void) {
    const session s = {.displaced = 0.1,
                       .normal = true,
                       .lost = 0.06,
                       .extra = 0.02,
                       .bare = {13, 9},
                       .bare_mm = 2.4};
    check_work w;
    check_work_open(&w, 0);
    double spacing;
    const scalp_plan_compared c = compare(&s, 7, &w, &spacing);
    const scalp_pair_zone *z = &c.zones[0];
    size_t gone = 0, told = 0;
    for (size_t i = 0; i < z->planned; i++) {
        gone += !made[i];
        told += !made[i] && c.dots[i].state == SCALP_PAIRED_MISSING;
    }
    CHECK_AT_MOST(0.95 * (double)gone, (double)told);
    CHECK(z->seen == z->planned);
    CHECK_NEAR(z->displaced_median_mm, 1.1774 * 0.1 * spacing, 0.02 * spacing);
    CHECK_NEAR(z->diameter_ratio, 1.1, 1e-9);
    CHECK_NEAR(z->darkness_ratio, 0.9, 1e-9);
    CHECK_AT_MOST(z->shifted_most, z->share);
    /* One forgotten patch, 4.8 mm wide, where it is. */
    CHECK_NEAR((double)c.bare_count, 1, 0);
    const world_view view = {.angle = 1.1, .scale = 1};
    const scalp_vec2 at = world_seen(&view, s.bare);
    CHECK_AT_MOST(hypot(c.bare[0].mm.x - at.x, c.bare[0].mm.y - at.y), 0.6);
    CHECK_NEAR(c.bare[0].diameter_mm, 4.8, 1);
    check_work_close(&w);
}

/* What was not judged is neither done nor missing. */
static void unseen(void) {
    const session s = {.displaced = 0.05, .normal = true, .started = true};
    check_work w;
    check_work_open(&w, 0);
    double spacing;
    size_t planned;
    size_t n = work_at(&s, 3, &planned, &spacing);
    scalp_window window = world_window(-2, 30, why, cells);
    for (int j = 0; j < window.rows; j++)
        for (int i = 0; i < window.columns / 2; i++)
            why[j * window.columns + i] = SCALP_UNSEEN_GLOSS;
    size_t seen = 0;
    for (size_t i = 0; i < n; i++)
        if (scalp_window_has(&window, found[i].mm))
            found[seen++] = found[i];
    const scalp_pair_start start = {0};
    scalp_plan_compared c;
    CHECK_STATUS(scalp_pair_plan(plan, planned, found, seen, &window, &start, &w.work, &c, NULL),
                 SCALP_OK);
    CHECK(c.placed);
    CHECK_AT_MOST((double)c.zones[0].count[SCALP_PAIRED_MISSING], 0.01 * (double)planned);
    CHECK_AT_MOST(0.4 * (double)planned, (double)c.zones[0].count[SCALP_PAIRED_UNSEEN]);
    CHECK_AT_MOST((double)c.zones[0].count[SCALP_PAIRED_UNSEEN], 0.6 * (double)planned);
    check_work_close(&w);
}

/* A plan that is half as dense in its right half, and ends at 30 mm. */
static void wanted(void) {
    enum { columns = 180, rows = 100 };
    static uint8_t seen[columns * rows];
    const scalp_window window = {{-2, -2}, 0.25, columns, rows, seen};
    check_work w;
    check_work_open(&w, 0);
    scalp_random random = scalp_random_make(3, 3);
    scalp_vec2 *at = scalp_arena_take(w.work.memory, 4000, sizeof *at);
    size_t n = 0;
    for (double y = 0.5; y < 20; y += 1)
        for (double x = 0.5; x < 15; x += 1)
            at[n++] = (scalp_vec2){x + 0.1 * scalp_random_normal(&random),
                                   y + 0.1 * scalp_random_normal(&random)};
    for (double y = 0.7; y < 20; y += 1.41421)
        for (double x = 15.7; x < 30; x += 1.41421)
            at[n++] = (scalp_vec2){x + 0.1 * scalp_random_normal(&random),
                                   y + 0.1 * scalp_random_normal(&random)};
    const double *per_mm2;
    CHECK_STATUS(scalp_pair_wanted(at, n, &window, &w.work, &per_mm2, NULL), SCALP_OK);
    double off[3] = {0, 0, 0};
    for (int j = 0; per_mm2 && j < rows; j++)
        for (int i = 0; i < columns; i++) {
            const double x = -2 + 0.25 * (i + 0.5), y = -2 + 0.25 * (j + 0.5);
            const double density = per_mm2[j * columns + i];
            if (x > 1 && x < 11 && y > 1 && y < 19)
                off[0] = fmax(off[0], fabs(density - 1));
            else if (x > 19 && x < 28 && y > 1 && y < 19)
                off[1] = fmax(off[1], fabs(density - 0.5));
            else if (x > 32 || y > 22 || x < -1.6)
                off[2] = fmax(off[2], fabs(density));
        }
    printf("# off by %.3f, %.3f, and %.3f beyond\n", off[0], off[1], off[2]);
    CHECK_AT_MOST(off[0], 0.25);
    CHECK_AT_MOST(off[1], 0.12);
    CHECK_AT_MOST(off[2], 0);
    CHECK_STATUS(scalp_pair_wanted(at, 3, &window, &w.work, &per_mm2, NULL), SCALP_OK);
    CHECK(!per_mm2);
    check_work_close(&w);
}

int main(void) {
    const int seeds = check_times(2, 60);
    CASE("displaced by .1 spacing: as planned") {
        verdicts((session){.displaced = 0.1, .lost = 0.08, .extra = 0.02}, SCALP_VERDICT_AS_PLANNED,
                 seeds);
        verdicts((session){.displaced = 0.1, .normal = true, .lost = 0.08, .extra = 0.02},
                 SCALP_VERDICT_AS_PLANNED, seeds);
    }
    CASE("displaced by .3 spacing: one to one, displaced") {
        session s = {.displaced = 0.3, .lost = 0.08, .extra = 0.02, .started = true};
        verdicts(s, SCALP_VERDICT_DISPLACED, seeds);
        s.normal = true;
        verdicts(s, SCALP_VERDICT_DISPLACED, seeds);
    }
    CASE("displaced by .6 spacing: freehand") {
        session s = {.displaced = 0.6, .lost = 0.08, .extra = 0.02, .started = true};
        verdicts(s, SCALP_VERDICT_FREEHAND, seeds);
        s.normal = true;
        verdicts(s, SCALP_VERDICT_FREEHAND, seeds);
    }
    CASE("missing dots, drift and a bare patch")
    figures();
    CASE("what was not judged is not missing")
    unseen();
    CASE("what a plan wants on the skin, by density")
    wanted();
    return check_done();
}
