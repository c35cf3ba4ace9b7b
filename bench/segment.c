/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skin, hair and ground of a photo of 12 megapixels from a few strokes, beside the reading of it.
 */
#include "bench.h"

static const char *const name = "photo.jpg";

scalp_status bench_segment_read(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_bytes bytes;
    scalp_image image;
    SCALP_TRY(bench_read(folder, name, work, &bytes, error));
    return scalp_codec_image_read(bytes, name, work, &image, error);
}

scalp_status bench_segment_divide(const char *folder, const scalp_work *work, scalp_error *error) {
    static const scalp_vec2 skin[] = {{1500, 1300}, {2300, 1700}},
                            hair[] = {{900, 200}, {3000, 250}},
                            ground[] = {{150, 200}, {150, 2800}},
                            other[] = {{3850, 200}, {3850, 900}};
    static const scalp_stroke strokes[] = {{SCALP_STUFF_SKIN, skin, 2, 40},
                                           {SCALP_STUFF_HAIR, hair, 2, 40},
                                           {SCALP_STUFF_BACKGROUND, ground, 2, 40},
                                           {SCALP_STUFF_OTHER, other, 2, 40}};
    scalp_bytes bytes;
    scalp_image image;
    scalp_segments segments;
    SCALP_TRY(bench_read(folder, name, work, &bytes, error));
    SCALP_TRY(scalp_codec_image_read(bytes, name, work, &image, error));
    return scalp_segment_strokes(&image, strokes, 4, NULL, work, &segments, error);
}
