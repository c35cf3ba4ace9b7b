/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every style of the catalogue makes a sensible design on small and large heads of men and women,
 * and where the head stands in space changes nothing. */
#include "designs.h"
#include "head/scan_tools.h"

/* 5th and 95th percentile of length and breadth, mm (ANSUR II, Gordon et al. 2014). */
typedef struct build {
    const char *sex;
    scalp_head_measures measures;
} build;

static const build builds[] = {
    {"male", {.length_mm = 187, .breadth_mm = 145}},
    {"female", {.length_mm = 197, .breadth_mm = 154}},
    {"male", {.length_mm = 211, .breadth_mm = 163}},
    {"female", {.length_mm = 176, .breadth_mm = 137}},
};

static double sum(const double values[SCALP_ZONE_COUNT]) {
    double all = 0;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        all += values[z];
    return all;
}

static void check_style(const scalp_head *head, const build *b, const scalp_style_facts *style,
                        const scalp_work *work) {
    const scalp_design d = designs_make(
        head, (scalp_design_spec){.style = style->name, .sex = b->sex, .loss = SCALP_NORWOOD_V},
        work);
    /* Where strokes are drawn, each is reckoned as four dots. */
    const double dots = sum(d.dots) + 4 * sum(d.strokes), area = sum(d.area_cm2),
                 mean = dots / area;
    const bool whole = strcmp(style->name, "full-head") == 0;
    if (!(dots > 150 && dots < 75000 && area > 3 && area < (whole ? 720 : 340) &&
          mean < style->density_per_cm2 && mean > 0.3 * style->density_per_cm2))
        CHECK_FAILED("%s, %s: %.0f dots on %.1f cm2", style->name, b->sex, dots, area);
    /* The densest parts of beard and brow have up to 1.3 of the area's density. */
    const double most = style->density_per_cm2 * (*style->areas ? 1.3 : 1);
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        const double density = d.density_per_cm2[i];
        if (!(density >= 0 && density <= most + 1e-9))
            CHECK_FAILED("%s: density %g", style->name, density);
    }
    /* Men and women who take what the style has are not asked for reasons. */
    for (size_t i = 0; i < d.check_count; i++)
        CHECK(!d.checks[i].needs_reason);
}

static void check_styles(const scalp_head *head, const build *b, const scalp_work *work) {
    scalp_style_facts style;
    size_t styles = 0;
    for (; scalp_style_facts_of(styles, &style); styles++) {
        const scalp_arena_mark mark = scalp_arena_here(work->memory);
        check_style(head, b, &style, work);
        CHECK(style.meaning[0] != 0);
        scalp_arena_return(work->memory, mark);
    }
    CHECK(styles >= 12);
}

/* A scanned head, by its measures; false when there is none. */
static bool check_scan(const char *name, const scalp_work *work) {
    const char *folder = check_shared();
    scan s = {0};
    if (!folder || !read_scan(folder, name, &s) || !read_marks(folder, name, &s))
        return false;
    const build b = {"male", measure(&s)};
    scalp_head head = {0};
    CHECK_STATUS(scalp_head_make(&b.measures, b.sex, work, &head, NULL), SCALP_OK);
    check_styles(&head, &b, work);
    free(s.vertices);
    free(s.faces);
    return true;
}

/* The head turned about an axis askew, its landmarks with it. */
static scalp_head turned(const scalp_head *head, const scalp_work *work) {
    const double c = cos(0.7), s = sin(0.7), e = cos(-0.4), t = sin(-0.4);
    const scalp_vec3 move = {30, -70, 11};
    scalp_head other = *head;
    scalp_vec3 *vertices =
        scalp_arena_take(work->memory, head->mesh.vertex_count, sizeof *vertices);
    const size_t count = head->mesh.vertex_count + SCALP_LANDMARKS_ON_HEAD;
    for (size_t i = 0; i < count; i++) {
        const bool vertex = i < head->mesh.vertex_count;
        const scalp_vec3 p =
            vertex ? head->mesh.vertices[i] : head->landmarks[i - head->mesh.vertex_count];
        const scalp_vec3 q = {c * p.x - s * p.y, s * p.x + c * p.y, p.z};
        const scalp_vec3 r = {q.x, e * q.y - t * q.z, t * q.y + e * q.z};
        const scalp_vec3 at = scalp_vec3_add(r, move);
        if (vertex)
            vertices[i] = at;
        else
            other.landmarks[i - head->mesh.vertex_count] = at;
    }
    CHECK_STATUS(scalp_mesh_make(vertices, head->mesh.vertex_count, head->mesh.faces,
                                 head->mesh.face_count, work, &other.mesh, NULL),
                 SCALP_OK);
    return other;
}

static void check_turned(const char *style, const scalp_work *work) {
    const scalp_head head = designs_head(work, "male"), other = turned(&head, work);
    const scalp_design_spec spec = {.style = style, .loss = SCALP_NORWOOD_V, .seed = 9};
    const scalp_design a = designs_make(&head, spec, work), b = designs_make(&other, spec, work);
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        CHECK_NEAR(b.dots[z], a.dots[z], 1e-3 + 1e-6 * a.dots[z]);
        CHECK_NEAR(b.area_cm2[z], a.area_cm2[z], 1e-2);
    }
    double most = 0;
    for (size_t i = 0; i < head.mesh.vertex_count; i++)
        most = fmax(most, fabs(a.density_per_cm2[i] - b.density_per_cm2[i]));
    CHECK_AT_MOST(most, 1e-3);
    for (size_t i = 1; i < a.hairline_count; i++)
        CHECK_NEAR(scalp_vec3_distance(b.hairline[i], b.hairline[i - 1]),
                   scalp_vec3_distance(a.hairline[i], a.hairline[i - 1]), 1e-4);
    CHECK_NEAR(b.slope_deg, a.slope_deg, 1e-4);
    CHECK(a.check_count == b.check_count);
    CHECK(b.mesh == &other.mesh);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("every style makes a sensible design on small and large heads of men and women") {
        for (int b = 0; b < check_times(2, 4); b++) {
            scalp_head head = {0};
            const scalp_arena_mark before = scalp_arena_here(w.work.memory);
            CHECK_STATUS(scalp_head_make(&builds[b].measures, builds[b].sex, &w.work, &head, NULL),
                         SCALP_OK);
            check_styles(&head, &builds[b], &w.work);
            scalp_arena_return(w.work.memory, before);
        }
    }
    CASE("... and on heads that were scanned") {
        static const char *const names[] = {"lee_perry_smith_bust", "ict_facekit_neutral"};
        for (int i = 0; i < check_times(1, 2); i++) {
            if (!check_scan(names[i], &w.work))
                printf("# %s is not there\n", names[i]);
        }
    }
    CASE("where the head stands and how it is turned changes nothing") {
        check_turned("natural", &w.work);
        check_turned("beard-shadow", &w.work);
    }
    check_work_close(&w);
    return check_done();
}
