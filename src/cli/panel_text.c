/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panel.h"

#include <math.h>
#include <string.h>

static const double far_off = 3; /* deviations from where a client is worth a second look */

static const char *more_or_less(const scalp_panel_band *b, double usual, const char *less,
                                const char *more) {
    return b->high < usual ? less : b->low > usual ? more : "as usual";
}

static void line(FILE *to, const char *name, const char *text) {
    fprintf(to, "%-16s ", name);
    cli_wrap(to, text, 17, 17);
}

/* Without the sign of what rounds to nothing. */
static double tenths(double value) {
    const double rounded = floor(value * 10 + 0.5) / 10;
    return fabs(rounded) < 0.05 ? 0 : rounded;
}

static void show_client(const scalp_panel *p, FILE *to) {
    char text[300];
    snprintf(text, sizeof text, "%.0f of 100 dots are seen when healed (%.0f to %.0f)%s",
             100 * p->kept.middle, 100 * p->kept.low, 100 * p->kept.high,
             p->healed ? "" : "; not yet known of this client");
    line(to, "Dots kept", text);
    snprintf(text, sizeof text, "%.0f %% of what a usual client keeps (%.0f to %.0f): %s",
             100 * p->mass.middle, 100 * p->mass.low, 100 * p->mass.high,
             more_or_less(&p->mass, 1, "paler than usual, take a darker dilution or more dots",
                          "darker than usual, take a lighter dilution"));
    line(to, "Pigment left", text);
    snprintf(text, sizeof text, "dots come out %.2f times as wide as usual (%.2f to %.2f): %s",
             p->width.middle, p->width.low, p->width.high,
             more_or_less(&p->width, 1, "finer", "they spread; lighter hand, finer needle"));
    line(to, "Spread", text);
    const double b = p->shift_b[0];
    const scalp_panel_band shift = {p->hue.middle * b, p->hue.high * b, p->hue.low * b};
    snprintf(text, sizeof text, "b of a healed dot is %+.1f off (%+.1f to %+.1f): %s",
             tenths(shift.middle), tenths(shift.low), tenths(shift.high),
             more_or_less(&shift, 0, "bluer than the pigment by itself",
                          "warmer than the pigment by itself"));
    line(to, "Colour shift", text);
}

static void show_settings(const scalp_panel_file *file, const scalp_panel *p, FILE *to) {
    fprintf(to, "\nThe next session, healed (90 %% bands; usual: the middle client)\n");
    fprintf(to, "  %-30s %-22s %-24s %s\n", "Made with", "Contrast", "Seen width mm", "Of fresh %");
    for (size_t k = 0; k < file->setting_count; k++) {
        char made[64], dark[40], wide[40];
        const scalp_panel_band *d = &p->next[k][SCALP_PANEL_DARKNESS];
        const scalp_panel_band *w = &p->next[k][SCALP_PANEL_WIDTH];
        snprintf(made, sizeof made, "%s 1:%g %s", file->settings[k].pigment->id,
                 file->settings[k].dilution, file->needles[k]);
        snprintf(dark, sizeof dark, "%.2f (%.2f-%.2f, %.2f)", d->middle, d->low, d->high,
                 p->usual[k][SCALP_PANEL_DARKNESS]);
        snprintf(wide, sizeof wide, "%.2f (%.2f-%.2f, %.2f)", w->middle, w->low, w->high,
                 p->usual[k][SCALP_PANEL_WIDTH]);
        fprintf(to, "  %-30.30s %-22s %-24s %.0f (%.0f-%.0f, %.0f)\n", made, dark, wide,
                100 * p->stays[k].middle, 100 * p->stays[k].low, 100 * p->stays[k].high,
                100 * p->usual_stays[k]);
    }
    fprintf(to, "  In brackets: the band, then what is usual.\n");
}

static void show_notes(const scalp_panel_file *file, const scalp_panel *p, FILE *to) {
    char text[400] = "";
    size_t used = 0;
    for (size_t i = 0; i < file->dot_count && used < sizeof text - 40; i++) {
        if (p->surprising[i])
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used ? ", " : "",
                                     file->ids[i]);
    }
    fprintf(to, "\n");
    if (used)
        fprintf(to, "Note: dot %s does not go with the others and counts little.\n", text);
    if (!p->healed)
        fprintf(to, "Note: no photo of day 21 or later; the panel is not healed yet.\n");
    for (int i = 0; i < SCALP_TRAIT_COUNT; i++) {
        if (fabs(p->traits.mean[i]) > far_off)
            fprintf(to,
                    "Note: hardly any client is like this (%s %+.1f deviations); check what the "
                    "dots were made with.\n",
                    scalp_trait_name((scalp_trait)i), p->traits.mean[i]);
    }
    fprintf(to, "%zu dots, %zu known healed, %zu of them gone. A model, fitted to them.\n",
            file->dot_count, p->judged, p->gone);
}

void cli_panel_text(const scalp_panel_file *file, const scalp_panel *panel, FILE *to) {
    show_client(panel, to);
    show_settings(file, panel, to);
    show_notes(file, panel, to);
}
