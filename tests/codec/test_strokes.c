/* SPDX-License-Identifier: GPL-3.0-or-later */
/* photos[].strokes: there and back, compared, and refused with the place of the fault. */
#include "codec/json_fixture.h"

#include <scalptor/codec.h>

#define PHOTO "\"photos\": [{\"id\": \"a\", \"file\": \"a.jpg\", \"strokes\": "

static const char good[] =
    "{\"scalptor_case\": 1, \"photos\": ["
    "{\"id\": \"a\", \"file\": \"a.jpg\", \"strokes\": ["
    "{\"kind\": \"skin\", \"radius_px\": 8, \"points\": [[1, 2], [3.5, -4]]},"
    "{\"kind\": \"hair\", \"radius_px\": 0.5, \"points\": [[10, 20]]}]},"
    "{\"id\": \"b\", \"file\": \"b.jpg\"},"
    "{\"id\": \"c\", \"file\": \"c.jpg\", \"strokes\": ["
    "{\"kind\": \"other\", \"radius_px\": 1000, \"points\": [[5, 6]]}]}]}";

static scalp_status read_text(const char *text, size_t size, scalp_case *document,
                              scalp_error *error) {
    return scalp_codec_case_read((scalp_bytes){(const uint8_t *)text, size}, "c", document, error);
}

static void check_round_trip(void) {
    static scalp_case was, is;
    check_work w;
    check_work_open(&w, 0);
    scalp_bytes bytes;
    char what[160];
    CHECK_STATUS(read_text(good, strlen(good), &was, NULL), SCALP_OK);
    CHECK(was.stroke_count == 3 && was.stroke_point_count == 4);
    CHECK(was.strokes[1].kind == SCALP_STUFF_HAIR && was.strokes[2].photo == 2);
    CHECK_NEAR(was.stroke_points[was.strokes[0].first + 1].y, -4, 0);
    CHECK_STATUS(scalp_codec_case_write(&was, &w.work, &bytes, NULL), SCALP_OK);
    CHECK_STATUS(read_text((const char *)bytes.data, bytes.size, &is, NULL), SCALP_OK);
    CHECK(!scalp_case_differs(&was, &is, what, sizeof what));
    is.stroke_points[2].x += 1;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK_TEXT(what, "photos[0].strokes");
    is = was;
    is.strokes[2].kind = SCALP_STUFF_BACKGROUND;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK_TEXT(what, "photos[2].strokes");
    is.stroke_count = 2;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    check_work_close(&w);
}

static void check_many(void) {
    enum { room = 200000 };
    static char text[room];
    static scalp_case document;
    scalp_error error = {0};
    size_t n = (size_t)snprintf(text, room, "{\"scalptor_case\": 1, " PHOTO "[");
    for (int i = 0; i <= SCALP_CASE_MAX_STROKES; i++)
        n += (size_t)snprintf(text + n, room - n,
                              "%s{\"kind\": \"skin\", \"radius_px\": 1, \"points\": [[1, 1]]}",
                              i ? ", " : "");
    n += (size_t)snprintf(text + n, room - n, "]}]}");
    CHECK_STATUS(read_text(text, n, &document, &error), SCALP_ERR_INPUT);
    CHECK(strstr(error.message, "photos[0].strokes[128] is one too many") != NULL);
    n = (size_t)snprintf(text, room,
                         "{\"scalptor_case\": 1, " PHOTO
                         "[{\"kind\": \"skin\", \"radius_px\": 1, \"points\": [");
    for (int i = 0; i <= SCALP_CASE_MAX_STROKE_POINTS; i++)
        n += (size_t)snprintf(text + n, room - n, "%s[1, 1]", i ? ", " : "");
    n += (size_t)snprintf(text + n, room - n, "]}]}]}");
    CHECK_STATUS(read_text(text, n, &document, &error), SCALP_ERR_INPUT);
    CHECK(strstr(error.message, "one point too many") != NULL);
}

int main(void) {
    CASE("there and back, and each change noticed") {
        check_round_trip();
    }
    CASE("faults are named with their place") {
        check_refused_part(PHOTO "3}]", "photos[0].strokes");
        check_refused_part(PHOTO "[3]}]", "photos[0].strokes[0] must be an object");
        check_refused_part(PHOTO
                           "[{\"kind\": \"beard\", \"radius_px\": 1, \"points\": [[1, 1]]}]}]",
                           "photos[0].strokes[0].kind is \"beard\"");
        check_refused_part(PHOTO "[{\"radius_px\": 1, \"points\": [[1, 1]]}]}]",
                           "photos[0].strokes[0].kind");
        check_refused_part(PHOTO "[{\"kind\": \"skin\", \"radius_px\": 0, \"points\": [[1, 1]]}]}]",
                           "photos[0].strokes[0].radius_px is 0");
        check_refused_part(
            PHOTO "[{\"kind\": \"skin\", \"radius_px\": 1001, \"points\": [[1, 1]]}]}]",
            "photos[0].strokes[0].radius_px is 1001, but must lie between 0.5 and 1000 px.");
        check_refused_part(PHOTO "[{\"kind\": \"skin\", \"points\": [[1, 1]]}]}]",
                           "photos[0].strokes[0].radius_px");
        check_refused_part(PHOTO "[{\"kind\": \"skin\", \"radius_px\": 1, \"points\": []}]}]",
                           "photos[0].strokes[0].points is empty");
        check_refused_part(PHOTO "[{\"kind\": \"skin\", \"radius_px\": 1}]}]",
                           "photos[0].strokes[0].points");
        check_refused_part(PHOTO "[{\"kind\": \"skin\", \"radius_px\": 1, \"points\": [[1]]}]}]",
                           "photos[0].strokes[0].points[0]");
        check_refused_part(PHOTO
                           "[{\"kind\": \"skin\", \"radius_px\": 1, \"points\": [[1, 2000000]]}]}]",
                           "photos[0].strokes[0].points[0]");
        check_refused_part(PHOTO "[{\"kind\": \"skin\", \"radius_px\": 1, \"points\": [[1, 1]], "
                                 "\"colour\": 3}]}]",
                           "photos[0].strokes[0].colour: unknown field");
    }
    CASE("too many strokes, too many points") {
        check_many();
    }
    return check_done();
}
