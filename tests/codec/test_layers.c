/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layers as CSV. */
#include "check.h"

#include <scalptor/codec.h>

#define HEADER "n,mua_per_mm,mus_per_mm,g,thickness_mm\n"

static scalp_status read(check_work *w, const char *text, const scalp_layer **layers, size_t *count,
                         scalp_error *error) {
    const scalp_bytes bytes = {(const uint8_t *)text, strlen(text)};
    return scalp_codec_layers_read(bytes, "layers.csv", &w->work, layers, count, error);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_layer *layers;
    size_t count;
    scalp_error error;
    CASE("numbers, blanks, remarks, line ends, the endless layer") {
        CHECK_STATUS(read(&w,
                          "\xef\xbb\xbf# skin\r\n" HEADER "\r\n1.4, 0.25 ,3e1,-.5,0.08\r\n"
                          "# below\n1.44,0,1,0.9, inf",
                          &layers, &count, &error),
                     SCALP_OK);
        CHECK(count == 2);
        CHECK(layers[0].n == 1.4 && layers[0].mua_per_mm == 0.25 && layers[0].mus_per_mm == 30);
        CHECK(layers[0].g == -0.5 && layers[0].thickness_mm == 0.08);
        CHECK(isinf(layers[1].thickness_mm) && layers[1].g == 0.9);
    }
    CASE("what is no layer is refused with its line") {
        static const struct {
            const char *text, *says;
        } rows[] = {
            {"", "no layer"},
            {HEADER, "no layer"},
            {"1.4,1,1,0,1\n", "line 1"},
            {"n,mua,mus,g,d\n1.4,1,1,0,1\n", "first line"},
            {HEADER "1.4,1,1,0\n", "line 2: a layer needs 5 numbers"},
            {HEADER "1.4,1,1,0,1,2\n", "line 2"},
            {HEADER "1.4,1,1,0,1\n\n1.4,x,1,0,1\n", "line 4: mua_per_mm"},
            {HEADER "1.4,nan,1,0,1\n", "mua_per_mm is not a finite number"},
            {HEADER "1.4,1,inf,0,1\n", "mus_per_mm"},
            {HEADER "1.4,1,1,0,1e999\n", "thickness_mm"},
            {HEADER "1.4,1,1,0,-inf\n", "thickness_mm"},
            {HEADER "1.4,1,1,,1\n", "g is not"},
            {HEADER "1.4,1,1,0.5 0.6,1\n", "g is not"},
            {HEADER "0x1,1,1,0,1\n", "n is not"},
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            CHECK_STATUS(read(&w, rows[i].text, &layers, &count, &error), SCALP_ERR_INPUT);
            if (!strstr(error.message, rows[i].says))
                CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, rows[i].says);
        }
    }
    CASE("a hundred layers are read, one more is too many") {
        static char text[16384] = HEADER;
        for (int i = 0; i < SCALP_OPTICS_MAX_LAYERS; i++)
            strcat(text, "1.4,1,1,0,1\n");
        CHECK_STATUS(read(&w, text, &layers, &count, &error), SCALP_OK);
        CHECK(count == SCALP_OPTICS_MAX_LAYERS);
        strcat(text, "1.4,1,1,0,1\n");
        CHECK_STATUS(read(&w, text, &layers, &count, &error), SCALP_ERR_LIMIT);
    }
    check_work_close(&w);
    return check_done();
}
