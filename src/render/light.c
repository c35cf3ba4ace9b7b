/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/render.h>

#include <assert.h>
#include <string.h>

static const char *const names[SCALP_LIGHT_COUNT] = {
    [SCALP_LIGHT_DAYLIGHT] = "daylight",
    [SCALP_LIGHT_WARM] = "warm",
    [SCALP_LIGHT_FLASH] = "flash",
};

const char *scalp_light_name(scalp_light light) {
    assert(light < SCALP_LIGHT_COUNT);
    return names[light];
}

bool scalp_light_find(const char *name, scalp_light *light) {
    for (int i = 0; i < SCALP_LIGHT_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *light = (scalp_light)i;
            return true;
        }
    }
    return false;
}
