/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/image.h>

#include <assert.h>

/* IEC 61966-2-1:1999, equations 5 and 6. */
static double srgb_to_linear(double encoded) {
    return encoded <= 0.04045 ? encoded / 12.92 : scalp_pow((encoded + 0.055) / 1.055, 2.4);
}

scalp_status scalp_image_curve_make(int bits, const scalp_work *work, scalp_image_curve *curve,
                                    scalp_error *error) {
    assert(bits == 8 || bits == 16);
    const size_t count = (size_t)1 << bits;
    void *items;
    SCALP_TRY(scalp_work_take(work, count, sizeof(float), &items, error));
    float *linear = items;
    for (size_t i = 0; i < count; i++)
        linear[i] = (float)srgb_to_linear((double)i / (double)(count - 1));
    *curve = (scalp_image_curve){linear, count};
    return SCALP_OK;
}

/* The first entry that is not below `linear`, or count. */
static size_t lower_bound(const scalp_image_curve *curve, float linear) {
    size_t low = 0, high = curve->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (curve->linear[middle] < linear)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

unsigned scalp_image_sample_from_linear(const scalp_image_curve *curve, float linear) {
    assert(curve->count > 0);
    const size_t above = lower_bound(curve, linear);
    if (above == 0)
        return 0;
    const float below = curve->linear[above - 1];
    if (above < curve->count &&
        (double)curve->linear[above] - (double)linear < (double)linear - (double)below)
        return (unsigned)above;
    /* A camera's curve may be flat at its ends: the first of the equals, as above. */
    return (unsigned)lower_bound(curve, below);
}
