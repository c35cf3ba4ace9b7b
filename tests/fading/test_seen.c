/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The law of what is seen, against the optics it stands for. */
#include "../check.h"

#include <scalptor/fading.h>

static const double year = 365.25;

static double total(const scalp_seen_dot *dot, const scalp_faded *faded, const scalp_work *work) {
    double mm2 = 0, width_mm;
    scalp_error error;
    CHECK_STATUS(scalp_seen_make(dot, faded, work, &mm2, &width_mm, &error), SCALP_OK);
    return mm2;
}

/* Ten years of a client: the law's and the optics' share of day 28. */
static void check_course(const scalp_seen_dot *dot, const scalp_pace *pace,
                         const scalp_work *work) {
    scalp_seen_law law;
    scalp_error error;
    CHECK_STATUS(scalp_seen_law_make(dot, work, &law, &error), SCALP_OK);
    const scalp_faded healed = scalp_fading_of(NULL, pace, 28);
    const double unit = total(dot, &healed, work), law_unit = scalp_seen_from_law(&law, &healed);
    for (double y = 0.25; y < 10.1; y *= 1.6) {
        const scalp_faded f = scalp_fading_of(NULL, pace, y * year);
        CHECK_NEAR(scalp_seen_from_law(&law, &f) / law_unit, total(dot, &f, work) / unit, 0.035);
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    static const scalp_pace paces[] = {{0}, {1, 1, 1, -1}, {-1, -1, -1, 1}, {0, 0, 2, 0}};
    CASE("the table's law is the one fitted to the reference dot") {
        const scalp_seen_dot dot = scalp_seen_dot_reference();
        const scalp_seen_law table = scalp_seen_law_reference();
        scalp_seen_law law;
        scalp_error error;
        CHECK_STATUS(scalp_seen_law_make(&dot, &w.work, &law, &error), SCALP_OK);
        CHECK_NEAR(table.saturation, law.saturation, 0.01 * law.saturation);
        CHECK_NEAR(table.flatness, law.flatness, 1e-9);
        CHECK_NEAR(table.per_mm, law.per_mm, 0.15);
    }
    CASE("ten years of different clients, by law and by optics") {
        const scalp_seen_dot dot = scalp_seen_dot_reference();
        for (size_t i = 0; i < sizeof paces / sizeof *paces; i++)
            check_course(&dot, &paces[i], &w.work);
    }
    CASE("the same for a paler, a deeper and a wider dot, and in dark skin") {
        scalp_seen_dot dots[4];
        for (int i = 0; i < 4; i++)
            dots[i] = scalp_seen_dot_reference();
        for (int i = 0; i < SCALP_SPECTRUM_COUNT; i++)
            dots[0].dmua_per_mm[i] /= 3;
        dots[1].deposit.depth_mm = 0.2;
        dots[2].deposit.diameter_mm = 0.3;
        dots[3].skin.melanin = 0.12;
        for (int i = 0; i < 4; i++)
            check_course(&dots[i], NULL, &w.work);
    }
    CASE("a paler dot fades sooner: it is further from black") {
        scalp_seen_dot pale = scalp_seen_dot_reference();
        scalp_seen_law law;
        scalp_error error;
        for (int i = 0; i < SCALP_SPECTRUM_COUNT; i++)
            pale.dmua_per_mm[i] /= 3;
        CHECK_STATUS(scalp_seen_law_make(&pale, &w.work, &law, &error), SCALP_OK);
        const scalp_faded f = scalp_fading_of(NULL, NULL, 3 * year);
        CHECK(scalp_seen_from_law(&law, &f) < f.seen - 0.1);
    }
    CASE("a dot that absorbs nothing is refused") {
        scalp_seen_dot clear = scalp_seen_dot_reference();
        scalp_seen_law law;
        scalp_error error;
        memset(clear.dmua_per_mm, 0, sizeof clear.dmua_per_mm);
        CHECK_STATUS(scalp_seen_law_make(&clear, &w.work, &law, &error), SCALP_ERR_INPUT);
    }
    check_work_close(&w);
    return check_done();
}
