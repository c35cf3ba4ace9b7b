/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/colour.h>

typedef struct tone {
    double ita_deg, a, b;
} tone;

static const tone tones[] = {
#define ROW(ita_deg, a, b, spectra, source) {ita_deg, a, b},
#include "skin_tones.inc"
#undef ROW
};

enum { tone_count = sizeof tones / sizeof tones[0] };

double scalp_ita_deg_from_lab(scalp_lab lab) {
    return scalp_atan2(lab.l - 50, lab.b) * (180 / SCALP_PI);
}

const char *scalp_ita_class_name(double ita_deg) {
    static const struct {
        double above;
        const char *name;
    } classes[] = {
        {55, "very light"}, {41, "light"}, {28, "intermediate"}, {10, "tan"}, {-30, "brown"}};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (ita_deg > classes[i].above)
            return classes[i].name;
    }
    return "dark";
}

scalp_lab scalp_lab_from_ita_deg(double ita_deg) {
    const double ita = scalp_clamp(ita_deg, tones[0].ita_deg, tones[tone_count - 1].ita_deg);
    size_t i = 0;
    while (i + 2 < tone_count && ita > tones[i + 1].ita_deg)
        i++;
    const double t = (ita - tones[i].ita_deg) / (tones[i + 1].ita_deg - tones[i].ita_deg);
    const double a = tones[i].a + t * (tones[i + 1].a - tones[i].a);
    const double b = tones[i].b + t * (tones[i + 1].b - tones[i].b);
    double sine, cosine;
    scalp_sincos(ita * (SCALP_PI / 180), &sine, &cosine);
    return (scalp_lab){50 + b * sine / cosine, a, b};
}
