/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <stdio.h>

const bench_row bench_rows[] = {
    {
        .name = "photo",
        .subject = "decode and encode a 12-megapixel JPEG",
        .peer = "the same by libvips alone",
        .make = bench_photo_make,
        .run_subject = bench_photo_ours,
        .run_peer = bench_photo_library,
    },
    {
        .name = "preview",
        .subject = "preview --plan, 30 000 dots on a 12-megapixel JPEG",
        .peer = "decode and encode that JPEG",
        .bar = 2.5,
        .make = bench_preview_make,
        .run_subject = bench_preview_draw,
        .run_peer = bench_photo_ours,
    },
    {
        .name = "segment",
        .subject = "decode a 12-megapixel JPEG and divide it by four strokes",
        .peer = "decode that JPEG",
        .bar = 7,
        .make = bench_photo_make,
        .run_subject = bench_segment_divide,
        .run_peer = bench_segment_read,
    },
    {
        .name = "photons",
        .subject = "600 000 photons in three kinds of skin, one thread",
        .peer = "the same by MCML 2.0",
        .bar = 0.5,
        .program = "SCALPTOR_MCML",
        .make = bench_photons_make,
        .run_subject = bench_photons_ours,
        .run_peer = bench_photons_mcml,
    },
    {
        .name = "spectrum8",
        .subject = "100 spectra of skin, 41 wavelengths x 5 layers, 8 directions",
        .peer = "the same by iad's RT_Layers",
        .bar = 0.15,
        .program = "SCALPTOR_IAD",
        .make = bench_spectrum_make,
        .run_subject = bench_spectrum_8,
        .run_peer = bench_spectrum_iad_8,
    },
    {
        .name = "spectrum16",
        .subject = "100 spectra of skin, 41 wavelengths x 5 layers, 16 directions",
        .peer = "the same by iad's RT_Layers",
        .bar = 0.15,
        .program = "SCALPTOR_IAD",
        .make = bench_spectrum_make,
        .run_subject = bench_spectrum_16,
        .run_peer = bench_spectrum_iad_16,
    },
};
const size_t bench_row_count = sizeof bench_rows / sizeof *bench_rows;

scalp_status bench_read(const char *folder, const char *name, const scalp_work *work,
                        scalp_bytes *bytes, scalp_error *error) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return scalp_codec_file_read(path, SCALP_CODEC_MAX_IMAGE_BYTES, work, bytes, error);
}

scalp_status bench_write(const char *folder, const char *name, scalp_bytes bytes,
                         scalp_error *error) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return scalp_codec_file_write(path, bytes, error);
}
