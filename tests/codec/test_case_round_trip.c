/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing and reading are each other's reverse, and writing again gives the same bytes. */
#include "codec/json_fixture.h"

#include "case/random_case.h"

static void check_round_trip(const scalp_case *document, const scalp_work *work) {
    scalp_error error = {SCALP_OK, ""};
    scalp_case again;
    scalp_bytes first, second;
    char what[200];
    CHECK_STATUS(scalp_codec_case_write(document, work, &first, &error), SCALP_OK);
    CHECK_STATUS(scalp_codec_case_read(first, "case.json", &again, &error), SCALP_OK);
    if (error.message[0])
        CHECK_FAILED("%s", error.message);
    if (scalp_case_differs(document, &again, what, sizeof what))
        CHECK_FAILED("%s", what);
    CHECK_STATUS(scalp_codec_case_write(&again, work, &second, &error), SCALP_OK);
    CHECK(first.size == second.size && memcmp(first.data, second.data, first.size) == 0);
    CHECK(first.size > 2 && first.data[first.size - 1] == '\n' && first.data[0] == '{');
}

static const char plain[] = "{\n"
                            "  \"scalptor_case\": 1,\n"
                            "  \"seed\": 7,\n"
                            "  \"client\": {\n"
                            "    \"sex\": \"male\",\n"
                            "    \"age\": null,\n"
                            "    \"smoker\": \"no\",\n"
                            "    \"way_of_life\": \"usual\"\n"
                            "  },\n";

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_error error = {SCALP_OK, ""};
    CASE("the default case: order, indentation, the shortest numbers") {
        const scalp_case document = scalp_case_default();
        scalp_bytes bytes;
        CHECK_STATUS(scalp_codec_case_write(&document, &w.work, &bytes, &error), SCALP_OK);
        CHECK(bytes.size > sizeof plain && memcmp(bytes.data, plain, sizeof plain - 1) == 0);
        const char *text = scalp_arena_text(w.work.memory, (const char *)bytes.data, bytes.size);
        CHECK(strstr(text, "\n    \"session_shares\": [0.3, 0.4, 0.3],\n") != NULL);
        CHECK(strstr(text, "\n    \"session_dates\": [],\n") != NULL);
        CHECK(strstr(text, "\n  \"photos\": [],\n") != NULL);
        CHECK(strstr(text, "\n    \"day_limit_min\": 300\n  }\n}\n") != NULL);
        check_round_trip(&document, &w.work);
    }
    CASE("random cases") {
        for (uint64_t seed = 0; seed < (uint64_t)check_times(300, 20000); seed++) {
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            const scalp_case document = random_case(seed);
            check_round_trip(&document, &w.work);
            scalp_arena_return(w.work.memory, mark);
        }
    }
    CASE("a case that is not valid is not written") {
        scalp_case document = scalp_case_default();
        scalp_bytes bytes = {NULL, 0};
        document.dilution = (double)NAN;
        CHECK_STATUS(scalp_codec_case_write(&document, &w.work, &bytes, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "treatment.dilution is NaN") && bytes.data == NULL);
    }
    check_work_close(&w);
    return check_done();
}
