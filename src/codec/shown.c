/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shown.h"

#include <string.h>

const char *scalp_shown_name(const char *name, char shown[SCALP_SHOWN_NAME]) {
    enum { longest = 56 };
    size_t length = strlen(name), used = 0;
    if (length > longest) {
        name += length - longest;
        while (((unsigned char)*name & 0xc0) == 0x80)
            name++;
        memcpy(shown, "...", 3);
        used = 3;
    }
    for (; *name; name++)
        shown[used++] = (unsigned char)*name < 0x20 || *name == 0x7f ? '?' : *name;
    shown[used] = 0;
    return shown;
}
