/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Test dots told by their constellation, among others, turned, scaled, with some gone. */
#include "../check.h"

#include <scalptor/panel.h>

enum { columns = 3, dots = 9, others = 12 };

typedef struct photo {
    scalp_vec2 found[dots + others];
    int truth[dots]; /* index of found, or -1 */
    size_t count;
} photo;

static void panel_make(scalp_vec2 panel[dots]) {
    for (int i = 0; i < dots; i++)
        panel[i] = (scalp_vec2){5 * (i % columns), 5 * (i / columns)};
}

static photo photograph(scalp_random *r, const scalp_vec2 panel[dots], double turn, double scale,
                        unsigned gone) {
    photo p = {.count = 0};
    double sine, cosine;
    scalp_sincos(turn, &sine, &cosine);
    for (int k = 0; k < others; k++)
        p.found[p.count++] = (scalp_vec2){scale * (scalp_random_uniform(r) * 40 - 15),
                                          scale * (scalp_random_uniform(r) * 40 - 15)};
    for (int i = 0; i < dots; i++) {
        const double x = panel[i].x + 0.2 * scalp_random_normal(r);
        const double y = panel[i].y + 0.2 * scalp_random_normal(r);
        p.truth[i] = -1;
        if (gone >> i & 1)
            continue;
        p.truth[i] = (int)p.count;
        p.found[p.count++] =
            (scalp_vec2){scale * (cosine * x - sine * y) + 17, scale * (sine * x + cosine * y) - 9};
    }
    return p;
}

static int wrong(const scalp_vec2 panel[dots], const photo *p, bool has_mm) {
    int which[SCALP_PANEL_MAX_DOTS], count = 0;
    scalp_error error = {SCALP_OK, ""};
    if (scalp_panel_place(panel, dots, p->found, p->count, has_mm, which, NULL, &error) != SCALP_OK)
        return dots;
    for (int i = 0; i < dots; i++) /* a stray dot may lie where a lost one was */
        count += which[i] != p->truth[i] && p->truth[i] >= 0;
    return count;
}

int main(void) {
    scalp_vec2 panel[dots];
    panel_make(panel);
    CASE("found again when turned and moved, with dots gone and others about") {
        int missed = 0;
        for (uint64_t seed = 0; seed < 20; seed++) {
            scalp_random r = scalp_random_make(5, seed);
            const double turn = (scalp_random_uniform(&r) - 0.5) * 1.2;
            const photo p = photograph(&r, panel, turn, 1.05, (unsigned)(1u << seed % 9));
            missed += wrong(panel, &p, true) > 0;
        }
        CHECK(missed <= 1);
    }
    CASE("and without millimetres") {
        int missed = 0;
        for (uint64_t seed = 0; seed < 8; seed++) {
            scalp_random r = scalp_random_make(6, seed);
            const photo p = photograph(&r, panel, 0.3 - 0.1 * (double)seed, 21, 0);
            missed += wrong(panel, &p, false) > 0;
        }
        CHECK(missed <= 1);
    }
    CASE("where it is not, that is said") {
        int which[SCALP_PANEL_MAX_DOTS];
        scalp_error error = {SCALP_OK, ""};
        const scalp_vec2 far[4] = {{0, 0}, {100, 0}, {0, 130}, {170, 210}};
        CHECK_STATUS(scalp_panel_place(panel, dots, far, 4, true, which, NULL, &error),
                     SCALP_ERR_NO);
        CHECK(strstr(error.message, "not to be made out") != NULL);
        CHECK_STATUS(scalp_panel_place(panel, dots, NULL, 0, true, which, NULL, &error),
                     SCALP_ERR_NO);
        CHECK_STATUS(scalp_panel_place(panel, 2, far, 4, true, which, NULL, &error),
                     SCALP_ERR_INPUT);
        const scalp_vec2 same[3] = {{0, 0}, {0, 0}, {1, 1}};
        CHECK_STATUS(scalp_panel_place(same, 3, far, 4, true, which, NULL, &error),
                     SCALP_ERR_INPUT);
    }
    return check_done();
}
