/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/care.h>

#include <string.h>

static const struct {
    const char *name;
    unsigned bit;
} areas_known[] = {{"scalp", SCALP_CARE_SCALP},
                   {"beard", SCALP_CARE_BEARD},
                   {"brow", SCALP_CARE_BROW},
                   {"scar", SCALP_CARE_SCAR},
                   {"all", SCALP_CARE_ALL}};

enum { known = sizeof areas_known / sizeof *areas_known };

static unsigned bit_of(const char *name, size_t length) {
    for (int i = 0; i < known; i++) {
        if (strlen(areas_known[i].name) == length &&
            strncmp(areas_known[i].name, name, length) == 0)
            return areas_known[i].bit;
    }
    return 0;
}

bool scalp_care_areas_find(const char *names, char divider, unsigned *areas) {
    const char ends[] = {divider, 0};
    unsigned found = 0;
    for (const char *at = names;; at++) {
        const size_t length = strcspn(at, ends);
        const unsigned bit = bit_of(at, length);
        if (!bit)
            return false;
        found |= bit;
        at += length;
        if (!*at)
            break;
    }
    *areas = found;
    return true;
}

scalp_status scalp_care_areas_text(unsigned areas, scalp_language language, const scalp_work *work,
                                   const char **text, scalp_error *error) {
    void *place;
    size_t size = 1;
    for (int i = 0; i + 1 < known; i++) {
        if (areas & areas_known[i].bit)
            size += strlen(scalp_text_of("area", areas_known[i].name, language)) + 2;
    }
    SCALP_TRY(scalp_work_take(work, size, 1, &place, error));
    char *at = place;
    for (int i = 0; i + 1 < known; i++) {
        if (!(areas & areas_known[i].bit))
            continue;
        const char *name = scalp_text_of("area", areas_known[i].name, language);
        if (at != place) {
            memcpy(at, ", ", 2);
            at += 2;
        }
        memcpy(at, name, strlen(name));
        at += strlen(name);
    }
    *at = 0;
    *text = place;
    return SCALP_OK;
}
