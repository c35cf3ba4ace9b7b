/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots found in one photo, as CSV. */
#include <scalptor/codec.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

static const char header[] =
    "id,x_px,y_px,diam_px,diam_mm,darkness,confidence,kind,x_mm,y_mm,"
    "diameter_mm,centre_sd_px,diameter_sd_mm,darkness_sd,density_red,density_green,"
    "density_blue,px_per_mm\n";

enum { longest_row = 256 };

/* A decimal with a point whatever the locale, or nothing at all when it is not a number. */
static int put(char *to, size_t size, double x, int decimals, char behind) {
    if (!isfinite(x))
        return snprintf(to, size, "%c", behind);
    double unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    const double n = floor(fabs(scalp_clamp(x, -1e9, 1e9)) * unit + 0.5);
    const double whole = floor(n / unit);
    return snprintf(to, size, "%s%.0f.%0*.0f%c", x < 0 && n > 0 ? "-" : "", whole, decimals,
                    n - whole * unit, behind);
}

typedef struct cell {
    double x;
    int decimals;
} cell;

static int put_cells(char *to, size_t size, const cell *cells, size_t count, char last) {
    int n = 0;
    for (size_t i = 0; i < count; i++)
        n += put(to + n, size - (size_t)n, cells[i].x, cells[i].decimals,
                 i + 1 < count ? ',' : last);
    return n;
}

static int put_row(char *to, size_t size, size_t id, const scalp_found *f, const scalp_flat *flat) {
    const bool mm = flat->has_mm;
    const double none = (double)NAN;
    const cell first[] = {
        {f->px.x, 3},        {f->px.y, 3},
        {f->diameter_px, 3}, {mm && isfinite(flat->tilt_deg) ? f->diameter_mm : none, 4},
        {f->darkness, 4},    {f->confidence, 3}};
    const cell second[] = {{mm ? f->mm.x : none, 4},
                           {mm ? f->mm.y : none, 4},
                           {mm ? f->diameter_mm : none, 4},
                           {f->centre_sd_px, 3},
                           {mm ? f->diameter_sd_mm : none, 4},
                           {f->darkness_sd, 4},
                           {f->density_rgb[0], 4},
                           {f->density_rgb[1], 4},
                           {f->density_rgb[2], 4},
                           {mm ? flat->px_per_mm : none, 4}};
    int n = snprintf(to, size, "%zu,", id);
    n += put_cells(to + n, size - (size_t)n, first, sizeof first / sizeof *first, ',');
    n += snprintf(to + n, size - (size_t)n, "%s,", scalp_found_kind_name(f->kind));
    return n + put_cells(to + n, size - (size_t)n, second, sizeof second / sizeof *second, '\n');
}

scalp_status scalp_codec_found_write(const scalp_found *dots, size_t count, const scalp_flat *flat,
                                     const scalp_work *work, scalp_bytes *bytes,
                                     scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, sizeof header + longest_row * count, 1, &memory, error));
    char *to = memory;
    size_t size = (size_t)snprintf(to, sizeof header, "%s", header);
    for (size_t i = 0; i < count; i++)
        size += (size_t)put_row(to + size, longest_row, i + 1, &dots[i], flat);
    *bytes = (scalp_bytes){memory, size};
    return SCALP_OK;
}
