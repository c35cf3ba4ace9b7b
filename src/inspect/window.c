/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which skin was judged. */
#include <scalptor/inspect.h>

#include <math.h>

double scalp_window_area_mm2(const scalp_window *window) {
    size_t judged = 0;
    const size_t count = (size_t)window->columns * (size_t)window->rows;
    for (size_t i = 0; i < count; i++)
        judged += window->why[i] == SCALP_UNSEEN_NOT;
    return (double)judged * window->cell_mm * window->cell_mm;
}

scalp_unseen scalp_window_why(const scalp_window *window, scalp_vec2 place_mm) {
    const double x = floor((place_mm.x - window->origin_mm.x) / window->cell_mm);
    const double y = floor((place_mm.y - window->origin_mm.y) / window->cell_mm);
    if (!(x >= 0 && y >= 0 && x < window->columns && y < window->rows))
        return SCALP_UNSEEN_OUTSIDE;
    return (scalp_unseen)window->why[(size_t)y * (size_t)window->columns + (size_t)x];
}

bool scalp_window_has(const scalp_window *window, scalp_vec2 place_mm) {
    return scalp_window_why(window, place_mm) == SCALP_UNSEEN_NOT;
}
