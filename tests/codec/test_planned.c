/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flat plans as files, and what became of them; the shared pictures of a plan with detections as a
 * good detector would give them. */
#include "check.h"

#include <jansson.h>

#include <scalptor/codec.h>

static scalp_status read_text(const char *text, check_work *w, const scalp_planned **planned,
                              size_t *count, scalp_error *error) {
    return scalp_codec_planned_read((scalp_bytes){(const uint8_t *)text, strlen(text)}, "plan.csv",
                                    &w->work, planned, count, error);
}

static void tables(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_planned *p;
    size_t n;
    CHECK_STATUS(read_text("# a plan\r\nid,x_mm,y_mm,z_mm,zone,session\r\n7,1.5,-2,3,crown,2\r\n"
                           "\r\n9,2,0.25,3.1,4,1",
                           &w, &p, &n, NULL),
                 SCALP_OK);
    CHECK(n == 2 && p[0].id == 7 && p[0].zone == SCALP_ZONE_CROWN && p[0].session == 2);
    CHECK_NEAR(p[0].mm.y, -2, 0);
    CHECK(p[1].zone == SCALP_ZONE_CROWN);
    CHECK_STATUS(read_text("y_mm,x_mm\n1,2\n", &w, &p, &n, NULL), SCALP_OK);
    CHECK(n == 1 && p[0].id == 1);
    CHECK_NEAR(p[0].mm.x, 2, 0);
    CHECK_STATUS(read_text(" {\"px_per_mm\": 20, \"plan_mm\": [[1, 2], [3, 4]]}", &w, &p, &n, NULL),
                 SCALP_OK);
    CHECK(n == 2 && p[1].id == 1);
    CHECK_NEAR(p[1].mm.y, 4, 0);
    check_work_close(&w);
}

static void hostile(void) {
    static const char *const bad[] = {
        "",
        "x_mm,z_mm\n1,2\n",
        "x_mm,y_mm\n",
        "x_mm,y_mm\n1\n",
        "x_mm,y_mm\n1,nan\n",
        "x_mm,y_mm\n1,1e300\n",
        "x_mm,y_mm,z_mm\n1,1,0\n2,2,9\n",
        "{",
        "{\"scalptor_plan\": 1}",
        "{\"plan_mm\": [[1]]}",
        "{\"plan_mm\": [[1, \"2\"]]}",
        "{\"plan_mm\": []}",
    };
    check_work w;
    check_work_open(&w, 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const scalp_planned *p;
        size_t n;
        scalp_error error = {0};
        CHECK_STATUS(read_text(bad[i], &w, &p, &n, &error), SCALP_ERR_INPUT);
        CHECK(error.message[0] != '\0');
    }
    check_work_close(&w);
}

/* The truth as a detector would give it: 3 % overlooked, 2 % false, .03 mm noise. */
static size_t detect(const json_t *truth, double px_per_mm, scalp_found *found, int *id) {
    scalp_random random = scalp_random_make(11, 11);
    size_t n = 0;
    const json_t *dots = json_object_get(truth, "dots");
    const size_t count = json_array_size(dots);
    for (size_t i = 0; i < count + count / 50; i++) {
        const json_t *d = json_array_get(dots, i < count ? i : 0);
        double x = json_number_value(json_object_get(d, "x")) / px_per_mm;
        double y = json_number_value(json_object_get(d, "y")) / px_per_mm;
        if (i >= count) {
            x = 1280 / px_per_mm * scalp_random_uniform(&random);
            y = 960 / px_per_mm * scalp_random_uniform(&random);
        } else if (scalp_random_uniform(&random) < 0.03) {
            continue;
        }
        const json_t *of = json_object_get(d, "plan_id");
        id[n] = i < count && json_is_integer(of) ? (int)json_integer_value(of) : -1;
        found[n++] = (scalp_found){.mm = {x + 0.03 * scalp_random_normal(&random),
                                          y + 0.03 * scalp_random_normal(&random)},
                                   .confidence = 0.97,
                                   .diameter_mm = 0.3,
                                   .darkness = 0.3};
    }
    return n;
}

static bool was_made(const json_t *truth, uint32_t plan_id) {
    size_t i;
    const json_t *d, *dots = json_object_get(truth, "dots");
    for (i = 0; (d = json_array_get(dots, i)); i++)
        if (json_is_integer(json_object_get(d, "plan_id")) &&
            json_integer_value(json_object_get(d, "plan_id")) == plan_id)
            return true;
    return false;
}

static void picture(const char *folder, const char *name) {
    enum { most = 3000, cells = 240 * 200 };
    static scalp_found found[most];
    static int id[most];
    static uint8_t why[cells];
    char path[512];
    check_work w;
    check_work_open(&w, 0);
    snprintf(path, sizeof path, "%s/data/dots/%s.input.json", folder, name);
    json_t *input = json_load_file(path, 0, NULL);
    char *text = json_dumps(input, JSON_COMPACT);
    snprintf(path, sizeof path, "%s/data/dots/%s.gt.json", folder, name);
    json_t *truth = json_load_file(path, 0, NULL);
    const scalp_planned *planned;
    size_t count;
    CHECK_STATUS(read_text(text, &w, &planned, &count, NULL), SCALP_OK);
    const double scale = json_number_value(json_object_get(input, "px_per_mm"));
    const size_t n = detect(truth, scale, found, id);
    const scalp_window window = {
        {0, 0}, 0.25, (int)(1280 / scale * 4), (int)(960 / scale * 4), why};
    const scalp_pair_start start = {0};
    scalp_plan_compared c;
    CHECK_STATUS(scalp_pair_plan(planned, count, found, n, &window, &start, &w.work, &c, NULL),
                 SCALP_OK);
    CHECK(c.placed && c.zones[0].verdict == SCALP_VERDICT_AS_PLANNED);
    double gone = 0, told = 0, off = 0, pairs = 0, strangers = 0;
    for (size_t i = 0; i < count; i++) {
        const scalp_pair_dot *d = &c.dots[i];
        if (d->found != SCALP_PAIR_NONE) {
            pairs++;
            strangers += id[d->found] != (int)planned[i].id;
            off += d->off_mm.x * d->off_mm.x + d->off_mm.y * d->off_mm.y;
        }
        if (d->state == SCALP_PAIRED_UNSEEN || was_made(truth, planned[i].id))
            continue;
        gone++;
        told += d->state == SCALP_PAIRED_MISSING;
    }
    CHECK_AT_MOST(0.95 * gone, told);
    CHECK_AT_MOST(strangers, 0.01 * pairs);
    /* Jitter of the picture is .05 to .11 of a spacing of 1.8 mm: the fit adds little to it. */
    CHECK_AT_MOST(sqrt(off / pairs / 2), 0.15);
    scalp_bytes bytes;
    CHECK_STATUS(scalp_codec_paired_write(&c, planned, &w.work, &bytes, NULL), SCALP_OK);
    size_t lines = 0;
    for (size_t i = 0; i < bytes.size; i++)
        lines += bytes.data[i] == '\n';
    CHECK(lines == c.dot_count + 1);
    free(text);
    json_decref(input);
    json_decref(truth);
    check_work_close(&w);
}

int main(void) {
    CASE("plans as CSV and JSON")
    tables();
    CASE("what is no flat plan is refused in a sentence")
    hostile();
    const char *folder = check_shared();
    if (!folder) {
        check_skip("the shared pictures of a plan", "no shared data here");
    } else {
        CASE("the shared pictures of a plan: registered, and missing dots told") {
            picture(folder, "plan00");
            picture(folder, "plan01");
        }
    }
    return check_done();
}
