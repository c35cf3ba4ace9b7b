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
        .name = "head",
        .subject = "the rendered head, 2 megapixels",
        .peer = "read and write that picture as a JPEG",
        .make = bench_head_make,
        .run_subject = bench_head_draw,
        .run_peer = bench_head_copy,
    },
    {
        .name = "fit",
        .subject = "read five photos of a head and fit it with their outlines",
        .peer = "read the five photos",
        .make = bench_fit_make,
        .run_subject = bench_fit_outlines,
        .run_peer = bench_fit_pictures,
    },
    {
        .name = "outlines",
        .subject = "read five photos of a head and fit it with their outlines",
        .peer = "the same with landmarks alone",
        .make = bench_fit_make,
        .run_subject = bench_fit_outlines,
        .run_peer = bench_fit_landmarks,
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
        .name = "scan",
        .subject = "open a PLY of a million triangles",
        .peer = "read its bytes and hash them",
        .bar = 2,
        .make = bench_scan_make,
        .run_subject = bench_scan_open,
        .run_peer = bench_scan_bytes,
    },
    {
        .name = "clean",
        .subject = "open and clean it",
        .peer = "open it",
        .make = bench_scan_make,
        .run_subject = bench_scan_clean,
        .run_peer = bench_scan_open,
    },
    {
        .name = "decimate",
        .subject = "open it and decimate to 100 000",
        .peer = "open it",
        .make = bench_scan_make,
        .run_subject = bench_scan_decimate,
        .run_peer = bench_scan_open,
    },
    {
        .name = "tree",
        .subject = "open it and make its tree",
        .peer = "open it",
        .make = bench_scan_make,
        .run_subject = bench_scan_tree,
        .run_peer = bench_scan_open,
    },
    {
        .name = "rays",
        .subject = "the same and 200 000 rays",
        .peer = "open it and make its tree",
        .make = bench_scan_make,
        .run_subject = bench_scan_rays,
        .run_peer = bench_scan_tree,
    },
    {
        .name = "nearest",
        .subject = "the same and 200 000 nearest points",
        .peer = "open it and make its tree",
        .make = bench_scan_make,
        .run_subject = bench_scan_nearest,
        .run_peer = bench_scan_tree,
    },
    {
        .name = "geodesic",
        .subject = "distances along 200 000 triangles",
        .peer = "make their tree",
        .make = bench_scan_make,
        .run_subject = bench_scan_geodesic,
        .run_peer = bench_scan_small_tree,
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
    {
        .name = "dot",
        .subject = "a dot in skin 100 times, 41 wavelengths, 8 directions",
        .peer = "100 spectra of that skin without it",
        .bar = 5,
        .make = bench_dot_make,
        .run_subject = bench_dot_seen,
        .run_peer = bench_spectrum_8,
    },
    {
        .name = "tags",
        .subject = "decode a 12-megapixel JPEG and find four stickers in it",
        .peer = "decode it",
        .make = bench_tags_make,
        .run_subject = bench_tags_find,
        .run_peer = bench_tags_decode,
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
