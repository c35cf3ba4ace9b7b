/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From spectra to what a camera's red, green and blue see of them.
 *
 * A channel is linear in the spectrum: V = sum over w of S(w) E(w) R(w), S the combination of the
 * 1931 observer that makes linear sRGB of it, E the light, after a white balance that turns the
 * light's own white into that of sRGB (Bradford, CIE 159:2004). So the contrast of a channel is the
 * mean of the spectral contrasts, weighted with S E R0 of the bare skin:
 *
 *     1 - V/V0 = sum of S E R0 C / sum of S E R0
 *
 * Some weights are negative, as red's are around 500 nm. They are kept: the weighted mean is then
 * what the sRGB values of the true colour do, and only its result is kept within 0 and 1. */
#include "photo.h"

typedef struct matrix {
    double m[3][3];
} matrix;

static const matrix bradford = {
    {{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}};

static scalp_xyz times(const matrix *a, scalp_xyz v) {
    return (scalp_xyz){a->m[0][0] * v.x + a->m[0][1] * v.y + a->m[0][2] * v.z,
                       a->m[1][0] * v.x + a->m[1][1] * v.y + a->m[1][2] * v.z,
                       a->m[2][0] * v.x + a->m[2][1] * v.y + a->m[2][2] * v.z};
}

static matrix inverse(const matrix *a) {
    const double(*m)[3] = a->m;
    matrix out;
    double determinant = 0;
    for (int i = 0; i < 3; i++)
        determinant += m[0][i] * (m[1][(i + 1) % 3] * m[2][(i + 2) % 3] -
                                  m[1][(i + 2) % 3] * m[2][(i + 1) % 3]);
    for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 3; column++) {
            const int r1 = (column + 1) % 3, r2 = (column + 2) % 3;
            const int c1 = (row + 1) % 3, c2 = (row + 2) % 3;
            out.m[row][column] = (m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]) / determinant;
        }
    }
    return out;
}

/* What of `xyz` is seen where `from` is taken for white, in the light whose white is `to`. */
static scalp_xyz adapted(scalp_xyz xyz, scalp_xyz from, scalp_xyz to) {
    const scalp_xyz v = times(&bradford, xyz), a = times(&bradford, from), b = times(&bradford, to);
    const matrix back = inverse(&bradford);
    return times(&back, (scalp_xyz){v.x * b.x / a.x, v.y * b.y / a.y, v.z * b.z / a.z});
}

static scalp_spectrum evenly(double value) {
    scalp_spectrum s;
    for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++)
        s.r[i] = value;
    return s;
}

/* A flash gives the light of day. */
static scalp_illuminant illuminant_of(scalp_light light) {
    return light == SCALP_LIGHT_WARM ? SCALP_ILLUMINANT_A : SCALP_ILLUMINANT_D65;
}

void scalp_photo_channels(scalp_light light, const scalp_spectrum *skin, photo_channels *channels) {
    const scalp_spectrum white = evenly(1);
    const scalp_illuminant lamp = illuminant_of(light);
    const scalp_xyz from = scalp_xyz_from_spectrum(&white, lamp);
    const scalp_xyz to = scalp_xyz_from_rgb((scalp_rgb){1, 1, 1});
    double sum[photo_bands] = {0};
    for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++) {
        scalp_spectrum part = evenly(0);
        part.r[i] = skin->r[i];
        const scalp_rgb seen =
            scalp_rgb_from_xyz(adapted(scalp_xyz_from_spectrum(&part, lamp), from, to));
        const double value[photo_bands] = {seen.r, seen.g, seen.b};
        for (int b = 0; b < photo_bands; b++) {
            channels->weight[b][i] = value[b];
            sum[b] += value[b];
        }
    }
    for (int b = 0; b < photo_bands; b++)
        for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++)
            channels->weight[b][i] /= sum[b];
}

void scalp_photo_channels_mean(const photo_channels *channels, const double *spectrum,
                               double mean[photo_bands]) {
    for (int b = 0; b < photo_bands; b++) {
        mean[b] = 0;
        for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++)
            mean[b] += channels->weight[b][i] * spectrum[i];
    }
}
