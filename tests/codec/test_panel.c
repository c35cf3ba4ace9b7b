/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files about test dots: what is read, how dots are told, what is refused and how, the fit
 * written and read back, no memory. */
#include "../check.h"

#include <scalptor/codec.h>

static const char header[] = "id,x_px,y_px,diam_mm,darkness,confidence,kind,density_red,"
                             "density_green,density_blue\n";

static scalp_bytes bytes_of(const char *text) {
    return (scalp_bytes){(const uint8_t *)text, strlen(text)};
}

static scalp_panel_file *read_panel(const char *text) {
    static scalp_panel_file panel;
    scalp_error error = {SCALP_OK, ""};
    if (scalp_codec_panel_read(bytes_of(text), "panel.json", &panel, &error) != SCALP_OK)
        CHECK_FAILED("%s", error.message);
    return &panel;
}

static void check_says(const scalp_error *error, const char *says) {
    if (!strstr(error->message, says) || strchr(error->message, '\n'))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error->message, says);
}

static void check_refused(const char *members, const char *says) {
    static scalp_panel_file panel;
    char text[4096];
    scalp_error error = {SCALP_OK, ""};
    snprintf(text, sizeof text, "{\"scalptor_panel\": 1, %s}", members);
    CHECK_STATUS(scalp_codec_panel_read(bytes_of(text), "panel.json", &panel, &error),
                 SCALP_ERR_INPUT);
    check_says(&error, "panel.json: ");
    check_says(&error, says);
}

static scalp_status read_found(const char *text, const scalp_work *work, const scalp_found **found,
                               size_t *count, scalp_error *error) {
    bool has_mm;
    return scalp_codec_panel_found_read(bytes_of(text), "dots.csv", work, found, count, &has_mm,
                                        error);
}

static void check_found_refused(const char *text, const char *says, const scalp_work *work) {
    const scalp_found *found;
    size_t count;
    scalp_error error = {SCALP_OK, ""};
    CHECK_STATUS(read_found(text, work, &found, &count, &error), SCALP_ERR_INPUT);
    check_says(&error, says);
}

static scalp_panel some_panel(void) {
    scalp_panel panel = {.kept = {0.9, 0.8, 0.97}, .mass = {0.8, 0.7, 0.9}};
    panel.traits = scalp_traits_population();
    panel.traits.mean[SCALP_TRAIT_TAKE] = -0.8125;
    panel.traits.covariance[3][4] = panel.traits.covariance[4][3] = -0.1;
    return panel;
}

static void check_fit_refused(const char *from, const char *to, const char *says,
                              scalp_bytes written) {
    char text[8192];
    scalp_error error = {SCALP_OK, ""};
    scalp_panel_known known;
    const char *at = strstr((const char *)written.data, from);
    CHECK(at != NULL && written.size + 200 < sizeof text);
    if (!at)
        return;
    const size_t before = (size_t)(at - (const char *)written.data);
    snprintf(text, sizeof text, "%.*s%s%.*s", (int)before, (const char *)written.data, to,
             (int)(written.size - before - strlen(from)), at + strlen(from));
    CHECK_STATUS(scalp_codec_panel_fit_read(bytes_of(text), "fitted.json", &known, &error),
                 SCALP_ERR_INPUT);
    check_says(&error, says);
}

static void stingy(long blocks, scalp_bytes found, const scalp_panel_file *file) {
    check_stingy b = {blocks, 0};
    const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &b};
    scalp_work work = {.memory = NULL};
    const scalp_panel panel = some_panel();
    const scalp_found *dots;
    size_t count;
    bool has_mm;
    scalp_bytes bytes;
    scalp_error error;
    if (scalp_arena_open(&allocator, &work.memory) != SCALP_OK)
        return;
    scalp_status status =
        scalp_codec_panel_found_read(found, "dots.csv", &work, &dots, &count, &has_mm, &error);
    CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY);
    status = scalp_codec_panel_fit_write(file, &panel, &work, &bytes, &error);
    CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY);
    scalp_arena_close(&work.memory);
    CHECK(b.live == 0);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("a panel: what is not said is usual, ways are counted once, a date is a day") {
        const scalp_panel_file *p = read_panel(
            "{\"scalptor_panel\": 1, \"made_on\": \"2026-05-01\", \"made\": {\"needle\": "
            "\"0801RL\"}, \"grid\": {\"columns\": 2}, \"dots\": [{}, {\"dilution\": 30, \"id\": "
            "\"b\"}, {\"needle\": \"0801RL\"}], \"photos\": [{\"date\": \"2026-05-29\", \"read\": "
            "[{\"dot\": \"b\", \"gone\": true}, {\"dot\": \"1\", \"darkness\": 0.4}]}]}");
        CHECK_NEAR(p->ita_deg, 41, 0);
        CHECK(p->dot_count == 3 && p->setting_count == 2 && p->photo_count == 1);
        CHECK(p->setting_of[0] == 0 && p->setting_of[1] == 1 && p->setting_of[2] == 0);
        CHECK_NEAR(p->settings[0].deposit.diameter_mm, 0.25, 1e-12);
        CHECK_NEAR(p->settings[1].dilution, 30, 0);
        CHECK_TEXT(p->ids[2], "3");
        CHECK_NEAR(p->mm[2].y, 5, 0);
        CHECK_NEAR(p->days[0], 28, 0);
        CHECK(p->photos[0].typed_count == 2 && p->photos[0].typed[0].state == SCALP_PANEL_GONE);
        CHECK(isnan(p->photos[0].typed[1].diameter_mm));
    }
    CASE("what is no panel is refused with its place") {
        const char *const dots = "\"dots\": [{}, {}]";
        char text[600];
        check_refused("\"photos\": []", "dots is missing");
        check_refused("\"dots\": []", "1 to 24");
        check_refused("\"dots\": [{\"id\": \"a\"}, {\"id\": \"a\"}]", "a dot a already");
        check_refused("\"dots\": [{\"id\": \"\"}]", "empty");
        check_refused("\"dots\": [{\"dilution\": 101}]", "dots[0].dilution is 101");
        check_refused("\"dots\": [{\"needle\": \"9\"}]", "\"9\" is no needle");
        check_refused("\"dots\": [{\"pigment\": \"ink\"}]", "\"ink\" is no pigment");
        check_refused("\"dots\": [{\"at_mm\": [0, 0]}, {}]", "for every dot, or a grid");
        check_refused("\"dots\": [{\"at_mm\": [0, 0]}, {\"at_mm\": [0.1, 0]}]", "less than 0.5 mm");
        check_refused("\"dots\": [{\"at_mm\": [0]}]", "at_mm has 1 elements");
        check_refused("\"dots\": [{\"depth\": 1}]", "depth");
        check_refused("\"dots\": [7]", "must be an object");
        check_refused("\"dots\": [{}], \"grid\": {}", "grid.columns is missing");
        check_refused("\"dots\": [{}], \"ita_deg\": 99", "ita_deg is 99");
        check_refused("\"dots\": [{}], \"scar\": 1", "true or false");
        static const char *const photos[][2] = {
            {"{}", "either day"},
            {"{\"day\": 3, \"date\": \"2026-05-01\"}", "either day"},
            {"{\"day\": -1, \"read\": []}", "day is -1"},
            {"{\"date\": \"2026-05-01\", \"read\": []}", "made_on is missing"},
            {"{\"day\": 1}", "one of photo, found"},
            {"{\"day\": 1, \"read\": [{}]}", "read[0].dot is missing"},
            {"{\"day\": 1, \"read\": [{\"dot\": \"9\"}]}", "no test dot \"9\""},
            {"{\"day\": 1, \"read\": [{\"dot\": \"1\"}]}", "darkness is missing"},
            {"{\"day\": 1, \"read\": [{\"dot\": \"1\", \"darkness\": 2}]}", "darkness is 2"},
            {"{\"day\": 1, \"read\": [{\"dot\": \"1\", \"gone\": 3}]}", "true or false"},
            {"{\"day\": 1, \"read\": [{\"dot\": \"1\", \"gone\": true}, {\"dot\": \"1\", \"gone\": "
             "true}]}",
             "already"},
            {"{\"day\": 1, \"found\": \"a.csv\", \"not_judged\": [\"7\"]}", "no test dot \"7\""},
            {"{\"day\": 1, \"read\": [{\"dot\": \"1\", \"darkness\": 0.3, \"density_rgb\": [0, 1, "
             "1]}]}",
             "density_rgb"},
        };
        for (size_t i = 0; i < sizeof photos / sizeof *photos; i++) {
            snprintf(text, sizeof text, "%s, \"photos\": [%s]", dots, photos[i][0]);
            check_refused(text, photos[i][1]);
        }
    }
    CASE("found dots: by the columns' names, hairs left out, the surest first") {
        const scalp_found *found;
        size_t count;
        char text[600];
        scalp_error error;
        snprintf(text, sizeof text,
                 "%s1,10,20,0.3,0.4,0.9,dot,0.2,0.2,0.2\n\n# no\n2,1,2,,0.5,1,"
                 "dot,,,\n3,9,9,0.1,0.2,1,stub,,,\n",
                 header);
        CHECK_STATUS(read_found(text, &w.work, &found, &count, &error), SCALP_OK);
        CHECK(count == 2);
        CHECK_NEAR(found[0].darkness, 0.5, 0);
        CHECK(isnan(found[0].diameter_mm) && isnan(found[0].density_rgb[0]));
        CHECK_NEAR(found[1].mm.y, 20, 0);
        CHECK_NEAR(found[1].density_rgb[2], 0.2, 0);
    }
    CASE("and files that are none") {
        check_found_refused("a,b\n1,2\n", "line 1: the first line must name", &w.work);
        check_found_refused("x_px,y_px,darkness\n1,2\n", "line 2: a dot needs 3 cells", &w.work);
        check_found_refused("x_px,y_px,darkness\n1,2,3\n", "darkness must be 0 to 1", &w.work);
        check_found_refused("x_px,y_px,darkness\n1,b,0.3\n", "cell 2 is no number", &w.work);
        check_found_refused("x_px,y_px,darkness\n,2,0.3\n", "place is missing", &w.work);
        check_found_refused("x_px,y_px,darkness,diam_mm\n1,2,0.3,-1\n", "negative", &w.work);
    }
    CASE("which dot is which: in reading order, and by the grid with one gone") {
        const char *const plain = "{\"scalptor_panel\": 1, \"dots\": [{}, {}, {}, {}], \"photos\": "
                                  "[{\"day\": 28, \"found\": \"a.csv\"}]}";
        const char *const grid =
            "{\"scalptor_panel\": 1, \"grid\": {\"columns\": 3}, \"dots\": [{}, {}, {}, {}, {}], "
            "\"photos\": [{\"day\": 28, \"found\": \"a.csv\"}]}";
        const char *const four = "x_px,y_px,darkness\n100,102,0.4\n0,99,0.3\n99,1,0.2\n1,0,0.1\n";
        scalp_panel_reading readings[SCALP_PANEL_MAX_READINGS];
        scalp_panel_found found = {.dots = NULL};
        size_t count;
        scalp_error error = {SCALP_OK, ""};
        const scalp_panel_file *p = read_panel(plain);
        CHECK_STATUS(read_found(four, &w.work, &found.dots, &found.count, &error), SCALP_OK);
        CHECK_STATUS(scalp_codec_panel_readings(p, 0, &found, readings, &count, &error), SCALP_OK);
        CHECK(count == 4);
        for (unsigned i = 0; i < 4; i++)
            CHECK_NEAR(readings[i].darkness, 0.1 * (i + 1), 1e-12);
        p = read_panel(grid); /* 0 1 2 / 3 4: the second is gone */
        const char *const rest = "x_px,y_px,darkness\n0,0,0.1\n200,0,0.3\n0,100,0.4\n100,100,0.5\n";
        CHECK_STATUS(read_found(rest, &w.work, &found.dots, &found.count, &error), SCALP_OK);
        CHECK_STATUS(scalp_codec_panel_readings(p, 0, &found, readings, &count, &error), SCALP_OK);
        CHECK(count == 5 && readings[1].state == SCALP_PANEL_GONE);
        CHECK_NEAR(readings[4].darkness, 0.5, 0);
        found.count = 2;
        CHECK_STATUS(scalp_codec_panel_readings(p, 0, &found, readings, &count, &error),
                     SCALP_ERR_NO);
        check_says(&error, "a.csv: ");
        p = read_panel(plain);
        CHECK_STATUS(scalp_codec_panel_readings(p, 0, &found, readings, &count, &error),
                     SCALP_ERR_INPUT);
        check_says(&error, "a.csv holds 2 dots, the panel 4");
    }
    CASE("a fit is read back to the bit; a changed one is refused") {
        const scalp_panel_file *file = read_panel("{\"scalptor_panel\": 1, \"dots\": [{}]}");
        const scalp_panel panel = some_panel();
        scalp_panel_known known;
        scalp_bytes bytes;
        scalp_error error = {SCALP_OK, ""};
        CHECK_STATUS(scalp_codec_panel_fit_write(file, &panel, &w.work, &bytes, &error), SCALP_OK);
        CHECK_STATUS(scalp_codec_panel_fit_read(bytes, "fitted.json", &known, &error), SCALP_OK);
        CHECK(memcmp(&known.traits, &panel.traits, sizeof known.traits) == 0);
        CHECK_NEAR(known.kept.low, 0.8, 1e-6);
        check_fit_refused("-0.8125", "-81", "take", bytes);
        check_fit_refused("-0.8125", "\"a\"", "mean.take", bytes);
        check_fit_refused("-0.1", "-0.2", "symmetric", bytes);
        check_fit_refused("\"kept_pct\": [80", "\"kept_pct\": [95", "kept_pct", bytes);
        check_fit_refused("\"take\"", "\"taken\"", "taken", bytes);
        check_fit_refused("scalptor_panel_fit", "scalptor_panel", "scalptor_panel_fit", bytes);
    }
    CASE("no memory at any time is said, and nothing is kept") {
        const scalp_panel_file *file = read_panel("{\"scalptor_panel\": 1, \"dots\": [{}]}");
        for (long blocks = 1; blocks < 6; blocks++)
            stingy(blocks, bytes_of("x_px,y_px,darkness\n1,2,0.5\n"), file);
    }
    check_work_close(&w);
    return check_done();
}
