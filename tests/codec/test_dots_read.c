/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots and hairs as CSV, from anywhere. */
#include "codec/plan_fixture.h"

#define DOTS "id,x_mm,y_mm,z_mm,nx,ny,nz,zone,session,diameter_mm,pigment_depth_mm\n"
#define HAIRS "id,x,y,z,radius_mm\n"

static scalp_status read(check_work *w, bool hairs, const char *text, const scalp_placed_row **rows,
                         size_t *count, scalp_error *error) {
    const scalp_bytes bytes = {(const uint8_t *)text, strlen(text)};
    return hairs ? scalp_codec_sites_read(bytes, "d.csv", &w->work, rows, count, error)
                 : scalp_codec_dots_read(bytes, "d.csv", &w->work, rows, count, error);
}

static void check_refused(check_work *w, bool hairs, const char *text, const char *says) {
    const scalp_placed_row *rows;
    size_t count;
    scalp_error error;
    CHECK_STATUS(read(w, hairs, text, &rows, &count, &error), SCALP_ERR_INPUT);
    if (!strstr(error.message, says))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, says);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_placed_row *rows;
    size_t count;
    scalp_error error;
    CASE("what is written is read: places, normals, zones, sessions, widths") {
        static plan_fixture x;
        scalp_bytes bytes;
        fixture_fit(&x, false, &w.work);
        fixture_plan(&x, 3000, &w.work);
        CHECK_STATUS(scalp_codec_dots_write(&x.plan, &w.work, &bytes, &error), SCALP_OK);
        CHECK_STATUS(scalp_codec_dots_read(bytes, "d.csv", &w.work, &rows, &count, &error),
                     SCALP_OK);
        CHECK(count == 3000);
        for (size_t i = 0; i < count; i++) {
            const scalp_dot *d = &x.plan.layout.dots[i];
            CHECK(scalp_vec3_distance(rows[i].point, d->position) < 1e-4);
            CHECK(scalp_vec3_distance(rows[i].normal, d->normal) < 1e-4);
            CHECK((int)rows[i].zone == d->zone && rows[i].session == d->session);
            CHECK(rows[i].id == (double)(i + 1) && rows[i].line == i + 2);
            CHECK_NEAR(rows[i].radius_mm, 0.1, 1e-9);
        }
        CHECK_STATUS(scalp_codec_sites_read(bytes, "d.csv", &w.work, &rows, &count, &error),
                     SCALP_OK);
        CHECK(count == 3000);
    }
    CASE("hairs, blanks, remarks, line ends, ids in any order") {
        CHECK_STATUS(read(&w, true,
                          "\xef\xbb\xbf# crown\r\n" HAIRS
                          "\r\n 7 ,1,2,3, 0.04\r\n#\r\n2,-1e1,0,0,2",
                          &rows, &count, &error),
                     SCALP_OK);
        CHECK(count == 2 && rows[0].id == 7 && rows[1].line == 6);
        CHECK(rows[0].point.z == 3 && rows[0].radius_mm == 0.04 && rows[1].point.x == -10);
        CHECK(rows[0].session == 0 && rows[0].zone == SCALP_ZONE_NONE && rows[0].normal.x == 0);
    }
    CASE("what is no dot is refused with its line") {
        static const struct {
            const char *text, *says;
        } bad[] = {
            {"", "holds no dot"},
            {DOTS, "holds no dot"},
            {"1,0,0,90,0,0,1,crown,1,0.2,0.12\n", "line 1: the first line must be id,x_mm"},
            {HAIRS "1,0,0,90,0\n", "line 1: the first line must be id,x_mm"},
            {DOTS "1,0,0,90,0,0,1,crown,1,0.2\n", "line 2: a dot needs 11 cells"},
            {DOTS "1,0,0,90,0,0,1,crown,1,0.2,0.12,\n", "line 2: a dot needs 11 cells"},
            {DOTS "a,0,0,90,0,0,1,crown,1,0.2,0.12\n", "id must be a whole number"},
            {DOTS "1.5,0,0,90,0,0,1,crown,1,0.2,0.12\n", "id must be a whole number"},
            {DOTS "-1,0,0,90,0,0,1,crown,1,0.2,0.12\n", "id must be a whole number"},
            {DOTS "1,nan,0,90,0,0,1,crown,1,0.2,0.12\n", "x_mm, y_mm and z_mm must be numbers"},
            {DOTS "1,0,inf,90,0,0,1,crown,1,0.2,0.12\n", "x_mm, y_mm and z_mm must be numbers"},
            {DOTS "1,0,0,1001,0,0,1,crown,1,0.2,0.12\n", "between -1000 and 1000"},
            {DOTS "1,0,0,90,0,0,0,crown,1,0.2,0.12\n", "a direction of length 1"},
            {DOTS "1,0,0,90,1,0,1,crown,1,0.2,0.12\n", "a direction of length 1"},
            {DOTS "1,0,0,90,0,0,1,top,1,0.2,0.12\n", "\"top\" is no zone"},
            {DOTS "1,0,0,90,0,0,1,none,1,0.2,0.12\n", "\"none\" is no zone"},
            {DOTS "1,0,0,90,0,0,1,crown,0,0.2,0.12\n", "session must be a number from 1 to 6"},
            {DOTS "1,0,0,90,0,0,1,crown,7,0.2,0.12\n", "session must be a number from 1 to 6"},
            {DOTS "1,0,0,90,0,0,1,crown,1.5,0.2,0.12\n", "session must be a whole number"},
            {DOTS "1,0,0,90,0,0,1,crown,1,0,0.12\n", "diameter_mm must be"},
            {DOTS "1,0,0,90,0,0,1,crown,1,0.2,4\n", "pigment_depth_mm must be"},
            {DOTS "1,0,0,90,0,0,1,crown,1,0.2,0.12 mm\n", "pigment_depth_mm must be"},
            {DOTS "3,0,0,90,0,0,1,crown,1,0.2,0.12\n2,0,0,90,0,0,1,crown,1,0.2,0.12\n"
                  "3,0,1,90,0,0,1,crown,1,0.2,0.12\n",
             "line 4: id 3 stands in line 2 already"},
        };
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
            check_refused(&w, false, bad[i].text, bad[i].says);
        check_refused(&w, true, "id,x,y,z\n1,2,3,4\n", "the first line must be id,x,y,z,radius_mm");
        check_refused(&w, true, HAIRS "1,0,0,90\n", "a hair needs 5 cells");
        check_refused(&w, true, HAIRS "1,0,0,90,2.5\n", "radius_mm must be a number from 0 to 2");
        check_refused(&w, true, HAIRS, "holds no hair");
    }
    CASE("more than a layout has are refused") {
        const size_t most = SCALP_LAYOUT_MAX_DOTS + 1, head = strlen(HAIRS);
        char *text = scalp_arena_take(w.work.memory, head + most * 16 + 1, 1);
        size_t used = head;
        memcpy(text, HAIRS, head);
        for (size_t i = 0; i < most; i++)
            used += (size_t)snprintf(text + used, 16, "%zu,0,0,9,0\n", i);
        CHECK_STATUS(scalp_codec_sites_read((scalp_bytes){(uint8_t *)text, used}, "d.csv", &w.work,
                                            &rows, &count, &error),
                     SCALP_ERR_LIMIT);
    }
    check_work_close(&w);
    return check_done();
}
