/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three files about test dots from anywhere: the first byte says which. What is accepted lies
 * within its limits. */
#include <scalptor/codec.h>

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_panel(scalp_bytes bytes) {
    static scalp_panel_file panel;
    scalp_error error;
    if (scalp_codec_panel_read(bytes, "fuzz", &panel, &error) != SCALP_OK)
        return;
    if (panel.dot_count < 1 || panel.dot_count > SCALP_PANEL_MAX_DOTS || panel.setting_count < 1 ||
        panel.setting_count > SCALP_PANEL_MAX_SETTINGS ||
        panel.photo_count > SCALP_PANEL_MAX_PHOTOS)
        abort();
    for (size_t i = 0; i < panel.dot_count; i++) {
        if (panel.setting_of[i] >= panel.setting_count || !panel.ids[i][0])
            abort();
    }
    for (size_t k = 0; k < panel.photo_count; k++) {
        if (!(panel.days[k] >= 0 && panel.days[k] <= SCALP_PANEL_MAX_DAYS) ||
            panel.photos[k].typed_count > panel.dot_count)
            abort();
    }
}

static void read_fit(scalp_bytes bytes) {
    scalp_panel_known known;
    scalp_error error;
    if (scalp_codec_panel_fit_read(bytes, "fuzz", &known, &error) == SCALP_OK &&
        (scalp_traits_check(&known.traits, &error) != SCALP_OK || !(known.kept.high <= 1)))
        abort();
}

static void read_found(scalp_bytes bytes) {
    scalp_work work = {.memory = NULL};
    const scalp_found *found;
    size_t count;
    bool has_mm;
    scalp_error error;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return;
    if (scalp_codec_panel_found_read(bytes, "fuzz", &work, &found, &count, &has_mm, &error) ==
        SCALP_OK) {
        for (size_t i = 0; i < count; i++) {
            if (!isfinite(found[i].mm.x) || !isfinite(found[i].mm.y) ||
                !(found[i].darkness >= 0 && found[i].darkness <= 1))
                abort();
        }
    }
    scalp_arena_close(&work.memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const scalp_bytes rest = {data + (size > 0), size - (size > 0)};
    switch (size > 0 ? data[0] : 'p') {
    case 'f':
        read_fit(rest);
        break;
    case 'd':
        read_found(rest);
        break;
    default:
        read_panel(rest);
        break;
    }
    return 0;
}
