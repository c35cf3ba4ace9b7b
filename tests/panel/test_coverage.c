/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do a panel's bands hold the next session's healed result? */
#include "panel_client.h"

enum { checked = 4 };
static const char *const called[checked] = {"darkness", "width", "hue", "kept"};

typedef struct tally {
    double in[checked], width[checked], prior[checked];
    double clients, refused, surprising, off[3];
} tally;

static bool holds(const scalp_panel_band *b, double truth) {
    return b->low <= truth && truth <= b->high;
}

static void simulate(uint64_t seed, bool wide, const scalp_panel_law laws[2],
                     const scalp_work *work, tally *t) {
    static const double days[panel_days] = {0, 10, 28};
    scalp_random r = scalp_random_make(seed, wide);
    scalp_panel_reading readings[panel_days * panel_most];
    unsigned law_of[panel_most];
    const size_t count = 6 + (size_t)scalp_random_below(&r, 7);
    for (size_t i = 0; i < count; i++)
        law_of[i] = i % 2;
    const panel_client c = panel_client_draw(&r, wide);
    const size_t made = panel_photograph(&r, &c, laws, law_of, count, days, readings);
    const panel_truth truth = panel_next_session(&r, &c, laws);
    const scalp_panel_spec spec = {.laws = laws,
                                   .law_count = 2,
                                   .law_of = law_of,
                                   .dot_count = count,
                                   .days = days,
                                   .photo_count = panel_days,
                                   .readings = readings,
                                   .reading_count = made};
    scalp_panel panel;
    scalp_error error;
    const scalp_status status = scalp_panel_fit(&spec, work, &panel, &error);
    if (status != SCALP_OK) {
        t->refused++;
        return;
    }
    for (int q = 0; q < 3; q++) {
        const scalp_panel_band *b = &panel.next[0][q];
        t->in[q] += holds(b, truth.value[q]);
        t->width[q] += q == 2 ? b->high - b->low : scalp_log(b->high / b->low);
        t->off[q] += q == 2 ? b->middle - truth.value[q] : scalp_log(b->middle / truth.value[q]);
    }
    t->in[3] += holds(&panel.kept, truth.kept);
    t->width[3] += panel.kept.high - panel.kept.low;
    t->surprising += panel.surprising_count > 0;
    t->clients++;
}

static tally simulate_all(int clients, bool wide, const scalp_panel_law laws[2], check_work *w) {
    tally t = {.clients = 0};
    for (int i = 0; i < clients; i++)
        simulate((uint64_t)i, wide, laws, &w->work, &t);
    printf("# %d clients%s, %.0f refused, %.0f with a surprising dot; within 90 %%:", clients,
           wide ? ", wider and skewed" : "", t.refused, t.surprising);
    for (int q = 0; q < checked; q++)
        printf(" %s %.1f (width %.3f)", called[q], 100 * t.in[q] / t.clients,
               t.width[q] / t.clients);
    printf("; off %.3f %.3f %.3f\n", t.off[0] / t.clients, t.off[1] / t.clients,
           t.off[2] / t.clients);
    return t;
}

int main(void) {
    check_work w;
    scalp_panel_law laws[2];
    check_work_open(&w, 0);
    panel_laws(laws, &w.work);
    /* Of few clients each share is open by a standard error of 1.9 (250) and 2.7 (120) of 100. */
    CASE("the next session's healed result lies in the 90 % band: 88 to 92 of 100") {
        const double chance = check_times(1, 0) * 0.03;
        const tally t = simulate_all(check_times(250, 5000), false, laws, &w);
        for (int q = 0; q < checked; q++)
            CHECK(t.in[q] / t.clients > 0.88 - chance && t.in[q] / t.clients < 0.92 + chance);
        CHECK(t.refused < 0.01 * (t.clients + t.refused) + 1);
    }
    CASE("of a wider and skewed population 85 to 95") {
        const double chance = check_times(1, 0) * 0.03;
        const tally t = simulate_all(check_times(120, 5000), true, laws, &w);
        for (int q = 0; q < checked; q++)
            CHECK(t.in[q] / t.clients > 0.85 - chance && t.in[q] / t.clients < 0.95 + chance);
        CHECK(t.refused < 0.02 * (t.clients + t.refused) + 1);
    }
    check_work_close(&w);
    return check_done();
}
