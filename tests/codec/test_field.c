/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Densities, one per line. */
#include "check.h"

#include <scalptor/codec.h>

static scalp_status read_text(check_work *w, const char *text, size_t count, const double **field,
                              scalp_error *error) {
    *error = (scalp_error){0};
    return scalp_codec_field_read((scalp_bytes){(const uint8_t *)text, strlen(text)}, "d.txt",
                                  count, &w->work, field, error);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_error error;
    const double *field = NULL;
    CASE("numbers, empty lines and remarks") {
        CHECK_STATUS(read_text(&w, "# per vertex\n1\n\n 0.25 \r\n3e-1 # low\n0", 4, &field, &error),
                     SCALP_OK);
        const double wanted[] = {1, 0.25, 0.3, 0};
        for (int i = 0; i < 4; i++)
            CHECK_NEAR(field[i], wanted[i], 0);
    }
    CASE("too few, too many, not numbers, not densities") {
        const struct {
            const char *text, *word;
        } bad[] = {
            {"", "line 1: ends after 0 numbers; the mesh has 2 vertices"},
            {"1\n", "ends after 1 numbers"},
            {"1\n2\n3\n", "line 3: more numbers than the mesh's 2 vertices"},
            {"1 2\n", "line 1: not one number"},
            {"1\nx\n", "line 2: not one number"},
            {"1\nnan\n", "line 2: not one number"},
            {"1\n-1\n", "line 2: a density must be"},
            {"1e400\n1\n", "line 1: a density must be"},
        };
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
            const double *before = field;
            CHECK_STATUS(read_text(&w, bad[i].text, 2, &field, &error), SCALP_ERR_INPUT);
            CHECK(field == before);
            if (!strstr(error.message, bad[i].word))
                CHECK_FAILED("\"%s\" lacks \"%s\"", error.message, bad[i].word);
        }
    }
    check_work_close(&w);
    return check_done();
}
