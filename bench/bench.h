/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of what is measured. A row names a task of ours and a peer: another way to do the same,
 * or a part of it that nobody can do without. Both work from the files that `make` wrote. */
#ifndef SCALPTOR_BENCH_H
#define SCALPTOR_BENCH_H

#include <scalptor/codec.h>

/* One run from the files in `folder`; nothing is kept but what lies in work->memory. */
typedef scalp_status (*bench_run)(const char *folder, const scalp_work *work, scalp_error *error);

typedef struct bench_row {
    const char *name;
    const char *subject, *peer; /* what they do, a few words */
    double bar;                 /* the ratio of their times must not be greater; 0: none agreed */
    const char *program;        /* variable that names the peer's program; NULL: it needs none */
    bench_run make, run_subject, run_peer;
} bench_row;

extern const bench_row bench_rows[];
extern const size_t bench_row_count;

scalp_status bench_photo_make(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_photo_ours(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_photo_library(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_preview_make(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_preview_draw(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_head_make(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_head_draw(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_head_copy(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_tags_make(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_tags_decode(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_tags_find(const char *folder, const scalp_work *work, scalp_error *error);

scalp_status bench_segment_divide(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_segment_read(const char *folder, const scalp_work *work, scalp_error *error);

scalp_status bench_pair_make(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_pair_find(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_pair_closest(const char *folder, const scalp_work *work, scalp_error *error);

scalp_status bench_scan_make(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_scan_open(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_scan_bytes(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_scan_clean(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_scan_decimate(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_scan_tree(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_scan_rays(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_scan_nearest(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_scan_geodesic(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_scan_small_tree(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_photons_make(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_photons_ours(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_photons_mcml(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_dot_make(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_dot_seen(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_dots_make(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_dots_lay(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_dots_few(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_dots_cy(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_dots_igl(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_dots_vcg(const char *folder, const scalp_work *work, scalp_error *error);

scalp_status bench_spectrum_make(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_spectrum_8(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_spectrum_16(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_spectrum_iad_8(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_spectrum_iad_16(const char *folder, const scalp_work *work, scalp_error *error);

scalp_status bench_fit_make(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_fit_outlines(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_fit_landmarks(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_fit_pictures(const char *folder, const scalp_work *work, scalp_error *error);

scalp_status bench_inspect_make(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_inspect_make_blobs(const char *folder, const scalp_work *work,
                                      scalp_error *error);
scalp_status bench_inspect_ours(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_inspect_dog(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_inspect_blobs(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_inspect_make_large(const char *folder, const scalp_work *work,
                                      scalp_error *error);
scalp_status bench_inspect_3(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_inspect_12(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_inspect_12_find(const char *folder, const scalp_work *work, scalp_error *error);
scalp_status bench_inspect_48(const char *folder, const scalp_work *work, scalp_error *error);

/* `folder`/`name`, read. */
scalp_status bench_read(const char *folder, const char *name, const scalp_work *work,
                        scalp_bytes *bytes, scalp_error *error);
scalp_status bench_write(const char *folder, const char *name, scalp_bytes bytes,
                         scalp_error *error);

#endif
