/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/fading.h>

#include <assert.h>
#include <string.h>

static const double year = 365.25;

static const struct {
    const char *name;
    double days, years;
} stages[SCALP_STAGE_COUNT] = {
    [SCALP_STAGE_FRESH] = {"fresh", 0, 0},    [SCALP_STAGE_DAY10] = {"day10", 10, 0},
    [SCALP_STAGE_HEALED] = {"healed", 28, 0}, [SCALP_STAGE_6M] = {"6m", 0, 0.5},
    [SCALP_STAGE_1Y] = {"1y", 0, 1},          [SCALP_STAGE_2Y] = {"2y", 0, 2},
    [SCALP_STAGE_3Y] = {"3y", 0, 3},          [SCALP_STAGE_4Y] = {"4y", 0, 4},
    [SCALP_STAGE_5Y] = {"5y", 0, 5},          [SCALP_STAGE_6Y] = {"6y", 0, 6},
    [SCALP_STAGE_7Y] = {"7y", 0, 7},          [SCALP_STAGE_8Y] = {"8y", 0, 8},
    [SCALP_STAGE_9Y] = {"9y", 0, 9},          [SCALP_STAGE_10Y] = {"10y", 0, 10},
};

const char *scalp_stage_name(scalp_stage stage) {
    assert(stage < SCALP_STAGE_COUNT);
    return stages[stage].name;
}

bool scalp_stage_find(const char *name, scalp_stage *stage) {
    for (int i = 0; i < SCALP_STAGE_COUNT; i++) {
        if (strcmp(name, stages[i].name) == 0) {
            *stage = (scalp_stage)i;
            return true;
        }
    }
    return false;
}

double scalp_stage_days(scalp_stage stage) {
    assert(stage < SCALP_STAGE_COUNT);
    return stages[stage].days + stages[stage].years * year;
}
