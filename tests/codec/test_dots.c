/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dots.csv: the columns in order, fixed decimals, one line a dot. */
#include "codec/plan_fixture.h"

static const char header[] =
    "id,x_mm,y_mm,z_mm,nx,ny,nz,zone,session,diameter_mm,pigment_depth_mm\n";

/* What printf would have written, which rounds the same numbers another way. */
static void check_line(const char *line, const scalp_dot *dot, size_t id) {
    double v[6], diameter, depth;
    char zone[32];
    unsigned session;
    size_t number;
    const int found =
        sscanf(line, "%zu,%lf,%lf,%lf,%lf,%lf,%lf,%31[a-z_],%u,%lf,%lf\n", &number, &v[0], &v[1],
               &v[2], &v[3], &v[4], &v[5], zone, &session, &diameter, &depth);
    CHECK(found == 11 && number == id && session == dot->session);
    CHECK_TEXT(zone, scalp_zone_name((scalp_zone)dot->zone));
    CHECK_NEAR(v[0], dot->position.x, 5.0001e-5);
    CHECK_NEAR(v[1], dot->position.y, 5.0001e-5);
    CHECK_NEAR(v[2], dot->position.z, 5.0001e-5);
    CHECK_NEAR(v[3], dot->normal.x, 5.0001e-6);
    CHECK_NEAR(v[4], dot->normal.y, 5.0001e-6);
    CHECK_NEAR(v[5], dot->normal.z, 5.0001e-6);
    CHECK_NEAR(diameter, 0.2, 1e-12);
    CHECK_NEAR(depth, 0.12, 1e-12);
}

int main(void) {
    static plan_fixture x;
    check_work w;
    check_work_open(&w, 0);
    scalp_error error;
    scalp_bytes bytes = {NULL, 0};
    fixture_fit(&x, false, &w.work);
    fixture_plan(&x, 500, &w.work);
    CASE("a line a dot, ids from 1, values as the plan's") {
        CHECK_STATUS(scalp_codec_dots_write(&x.plan, &w.work, &bytes, &error), SCALP_OK);
        const char *text = scalp_arena_text(w.work.memory, (const char *)bytes.data, bytes.size);
        CHECK(strncmp(text, header, strlen(header)) == 0);
        const char *line = strchr(text, '\n') + 1;
        for (size_t i = 0; i < 500; i++) {
            check_line(line, &x.plan.layout.dots[i], i + 1);
            line = strchr(line, '\n') + 1;
        }
        CHECK(*line == 0);
    }
    CASE("decimals are fixed, and nothing is -0") {
        scalp_dot dot = {.position = {-0.00004, -12.5, 1234.56785},
                         .normal = {-1, 0.000005, -0.0},
                         .zone = SCALP_ZONE_TEMPLE_L,
                         .session = 2};
        x.plan.layout = (scalp_layout){.dot_count = 1, .dots = &dot, .session_count = 3};
        CHECK_STATUS(scalp_codec_dots_write(&x.plan, &w.work, &bytes, &error), SCALP_OK);
        const char *text = scalp_arena_text(w.work.memory, (const char *)bytes.data, bytes.size);
        CHECK_TEXT(strchr(text, '\n') + 1, "1,0.0000,-12.5000,1234.5679,-1.00000,0.00001,0.00000,"
                                           "temple_l,2,0.2000,0.1200\n");
    }
    check_work_close(&w);
    return check_done();
}
