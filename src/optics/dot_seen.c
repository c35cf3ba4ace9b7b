/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is seen of a disc of pigment in layers: how much light it takes from adding-doubling of the
 * very layers (dot_light.c), how that is spread from a table (dot_shape.c), and what strong ink
 * makes of both. Equations and the fit of the constants: docs/optics.md, "A dot". */
#include "dot_inside.h"
#include "dot_shape.h"
#include "layers.h"

#include <math.h>
#include <string.h>

static const double skin_index = 1.40;     /* of modelled skin */
static const double mean_melanin = 0.0233; /* of skin of 41 degrees with the default blood */

/* ---- Strong ink -------------------------------------------------------------------------- */

/* D = Dinf [1 - (1 + x/p)^-p], as a share of what weak ink of that strength would take; p = 2,
 * with shares of p = 1 (ways through the disc of very different length) and p = 4 (all alike). */
static double saturated(double x, double broad, double sharp) {
    const double s1 = 1 / (1 + x), s2 = 1 / (1 + x / 2), s4 = 1 / (1 + x / 4);
    if (x < 1e-9)
        return 1;
    const double passed = broad * s1 + (1 - broad - sharp) * s2 * s2 + sharp * s4 * s4 * s4 * s4;
    return (1 - passed) / x;
}

static double even_chord(const scalp_deposit *disc) {
    const double radius = disc->diameter_mm / 2, thickness = disc->thickness_mm;
    return 2 * radius * thickness / (radius + thickness);
}

static const struct strong_fit {
    double straight, gain, bend, thick, veil, veil_depth, plane, plane_loss, plane_thick;
    double uneven, broad, broad_less;
} strong = {0.9554, 0.4011, 0.0685, 0.2617, 1.3942, 0.5596, 1.3419, 0.2027, 1.2556, 0.9, 2.2, 0.08};

/* A disc across the melanin has light in it that is gone before it is through. */
static double broadness(const dot_light *v, const scalp_deposit *disc) {
    return scalp_clamp(strong.broad * (strong.uneven - v->chord / even_chord(disc)), 0, 1);
}

/* l: the mean chord, times what scattering brings back into the disc. That grows with the disc's
 * radius and ends at what an endless sheet has. */
static double whole_length(const dot_light *v, const scalp_deposit *disc, double above) {
    const double x = v->optical_radius, slim = disc->thickness_mm / (disc->diameter_mm / 2);
    const double s = sqrt(v->loss / (1 + v->loss));
    const double veil = 1 - strong.veil * v->veiled * scalp_exp(-above / strong.veil_depth);
    const double back =
        x * (strong.gain + strong.bend * x) * (1 + strong.thick * slim) * fmax(veil, 0);
    const double thickness = 2 * x * slim / 2;
    const double most =
        (strong.plane * scalp_pow(fmax(v->loss, 1e-6), -strong.plane_loss) - strong.straight) *
        scalp_exp(-strong.plane_thick * thickness * s);
    return v->chord * (1 - strong.broad_less * broadness(v, disc)) *
           (strong.straight + (back > 0 ? back * most / (back + most) : 0));
}

static const struct centre_fit {
    double black, less, near, reach, radius, top, slim, sharp, sharp_from, veil;
} centre = {0.918, 0.0685, 0.125, 2.41, 0.104, 0.044, 0.004, 1.455, 0.06, 0.29};

/* The same for the middle of the dot: light that leaves right above the disc went through it
 * upright; and no dot is blacker than black. `weak` is the contrast there per absorption, were it
 * weak. */
static double centre_saturated(const dot_light *v, const scalp_deposit *disc, double dmua,
                               double above, double length, double weak) {
    const double radius = disc->diameter_mm / 2, thickness = disc->thickness_mm;
    const double broad = broadness(v, disc);
    const double top = (disc->depth_mm - thickness / 2 * centre.top) / radius;
    const double upright = 1 - centre.less - centre.near * scalp_exp(-top / centre.reach) +
                           centre.radius * v->optical_radius -
                           centre.slim * (1 - thickness / even_chord(disc)) +
                           centre.veil * v->veiled * scalp_exp(-above / strong.veil_depth);
    const double r = fmax(upright, 0.3), y = centre.black * weak / length;
    const double x = dmua * length * sqrt(sqrt(r * r * r * r + y * y * y * y));
    const double sharp = scalp_clamp(centre.sharp * (y - centre.sharp_from), 0, 1);
    return saturated(x, broad, (1 - broad) * sharp);
}

/* ---- Spread ------------------------------------------------------------------------------ */

static const struct narrow_fit {
    double up, down, later, reach, down_scale, below, near_down, near_up, near_depth, later_scale,
        forgets;
} narrow = {0.855, 0.261, 0.149, 1.1, 0.509, 6.15, 0.234, 8.23, 0.306, 1.51, 20};

/* Layers above that absorb more than those below favour the straight way out: light that leaves
 * far from the sheet went through more of them. */
static void favour_near(const dot_frame *frame, double far, double scale_mm, const double *from,
                        double *rings) {
    double all = 0, left = 0, kept[dot_rings];
    for (int m = 0; m < dot_rings; m++) {
        const double q = frame->edge_mm[m + 1] / scale_mm;
        kept[m] = from[m] * (far + (1 - far) / (1 + q * q));
        all += from[m];
        left += kept[m];
    }
    for (int m = 0; m < dot_rings && left > 0; m++)
        rings[m] += kept[m] * all / left;
}

/* One way through the sheet: as in an even stack with as much scattering above, and the scale of
 * what is above (up) or below (down) too. */
static void spread_way(const scalp_layer *layers, double bottom_mm, const dot_light *v,
                       const scalp_deposit *disc, int way, const dot_frame *frame,
                       double rings[dot_rings]) {
    const double z = v->depth[way], above = fmax(scalp_dot_reduced_above(layers, z), 1e-6);
    const double excess = scalp_dot_mua_above(layers, z) - v->loss * above;
    const double reach = fmin(z + narrow.below * z / above, bottom_mm);
    const double below =
        reach > z ? (scalp_dot_reduced_above(layers, reach) - above) / (reach - z) : above / z;
    const double upper = scalp_log(z / above), step = -scalp_log(fmax(below, 1e-6)) - upper;
    const double near =
        (way ? narrow.near_up : narrow.near_down) * scalp_exp(-above / narrow.near_depth);
    const double fade = scalp_exp(-above / narrow.forgets);
    const double face = disc->depth_mm - disc->thickness_mm / 2;
    const double half = fmin(disc->thickness_mm * 0.28867513459481287, z - face);
    for (int exit = 0; exit < 2; exit++) {
        double own[dot_rings] = {0};
        const double kappa = fade * (exit ? narrow.later : near + (way ? narrow.up : narrow.down));
        const int sheets = exit ? 1 : 2;
        for (int i = 0; i < sheets; i++) { /* Gauss's rule across the thickness */
            const double off = exit ? 0 : i ? half : -half;
            const double there = fmax(scalp_dot_reduced_above(layers, z + off), 1e-6);
            double unit = upper + (exit ? narrow.later_scale : narrow.down_scale) * step;
            if (way && !exit)
                unit = scalp_log((z + off) / there);
            scalp_dot_rings_add(frame, way, exit, there, v->loss, unit,
                                v->amount[way][exit] / sheets, own);
        }
        favour_near(frame, scalp_exp(-kappa * scalp_clamp(excess, -3, 10)), z * narrow.reach, own,
                    rings);
    }
}

/* ---- The profile ------------------------------------------------------------------------- */

/* Adds the contrast of the disc per absorption, were it weak. */
static void weak_profile(const scalp_stack *stack, const dot_light *v, const scalp_deposit *disc,
                         size_t w, const dot_frame *frame, double weak[dot_radii]) {
    const scalp_layer *layers = stack->layers + w * stack->layer_count;
    double rings[dot_rings] = {0}, bottom = 0;
    for (size_t i = 0; i < stack->layer_count; i++)
        bottom += layers[i].thickness_mm;
    for (int way = 0; way < 2; way++)
        spread_way(layers, bottom, v, disc, way, frame, rings);
    for (int m = 0; m < dot_rings; m++) {
        for (int i = 0; i < dot_radii; i++)
            weak[i] += frame->weight[m][i] * rings[m];
    }
}

/* Integral over the plane of c^2, by the trapezoidal rule. */
static double square_over_plane(const double *r, const double *c) {
    double sum = 0;
    for (int i = 1; i < dot_radii; i++)
        sum += (r[i] - r[i - 1]) * (c[i - 1] * c[i - 1] * r[i - 1] + c[i] * c[i] * r[i]);
    return sum * SCALP_PI;
}

/* Strong ink: weak, times `whole` on the average and times `middle` in the middle; between, as the
 * weak profile itself falls. What that changes near the middle is made good farther out. */
static void strong_profile(const dot_frame *frame, double whole_mm2, double dmua, double whole,
                           double middle, double contrast[dot_radii]) {
    const double near = square_over_plane(frame->r_mm, contrast) / contrast[0];
    const double tilt = middle / whole - 1;
    double made_good = scalp_clamp(near / fmax(whole_mm2 - near, 1e-3 * whole_mm2), 0, 10);
    if (tilt > 0)
        made_good = fmin(made_good, 0.5 / tilt);
    const double top = contrast[0];
    for (int i = 0; i < dot_radii; i++) {
        const double g = contrast[i] / top;
        const double ink = dmua * whole * (1 + tilt * (g - made_good * (1 - g)));
        contrast[i] = fmin(contrast[i] * ink, 1);
    }
}

static double half_width(const double *r, const double *c) {
    int i = 1;
    if (!(c[0] > 0))
        return 0;
    while (i < dot_radii - 1 && c[i] > c[0] / 2)
        i++;
    return r[i - 1] + (r[i] - r[i - 1]) * (c[i - 1] - c[0] / 2) / (c[i - 1] - c[i]);
}

/* The total, mm2. */
static double wave_make(const dot_cut *cut, const scalp_stack *stack, const scalp_deposit *disc,
                        double dmua, size_t w, const dot_frame *frame, double *contrast) {
    const dot_light v = scalp_dot_light_make(cut, disc, w);
    const double area = SCALP_PI / 4 * disc->diameter_mm * disc->diameter_mm;
    memset(contrast, 0, dot_radii * sizeof *contrast);
    if (!(v.total > 0 && dmua > 0))
        return 0;
    const double above =
        scalp_dot_reduced_above(stack->layers + w * stack->layer_count, disc->depth_mm);
    const double length = whole_length(&v, disc, above);
    const double whole = saturated(dmua * length, broadness(&v, disc), 0);
    weak_profile(stack, &v, disc, w, frame, contrast);
    const double middle = centre_saturated(&v, disc, dmua, above, length, contrast[0]);
    strong_profile(frame, v.total * area, dmua, whole, middle, contrast);
    return v.total * area * dmua * whole;
}

/* ---- All wavelengths --------------------------------------------------------------------- */

static scalp_status take(const scalp_work *work, size_t count, double **to, scalp_error *error) {
    void *place;
    SCALP_TRY(scalp_work_take(work, count, sizeof(double), &place, error));
    *to = place;
    return SCALP_OK;
}

/* Room for one answer. */
static scalp_status seen_take(size_t waves, const scalp_work *work, scalp_dot_seen *seen,
                              double *to[5], scalp_error *error) {
    const size_t sizes[5] = {dot_radii, waves * dot_radii, waves, waves, waves};
    for (int i = 0; i < 5; i++)
        SCALP_TRY(take(work, sizes[i], &to[i], error));
    *seen = (scalp_dot_seen){waves, dot_radii, to[0], to[1], to[2], to[3], to[4]};
    return SCALP_OK;
}

/* `count` rows of `dmua`, as many answers: the light is the same for all. */
static scalp_status seen_make(const scalp_stack *stack, const scalp_deposit *disc,
                              const double *dmua, size_t count, int nodes, const scalp_work *work,
                              scalp_dot_seen *seen, scalp_error *error) {
    const size_t waves = stack->wavelength_count;
    void *rows_place, *cut_place, *frame_place;
    double *(*rows)[5];
    /* Answers stay, so they come first. */
    SCALP_TRY(scalp_work_take(work, count, sizeof *rows, &rows_place, error));
    rows = rows_place;
    for (size_t k = 0; k < count; k++)
        SCALP_TRY(seen_take(waves, work, &seen[k], rows[k], error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, 1, sizeof(dot_cut), &cut_place, error));
    SCALP_TRY(scalp_work_take(work, 1, sizeof(dot_frame), &frame_place, error));
    dot_cut *cut = cut_place;
    dot_frame *frame = frame_place;
    SCALP_TRY(scalp_dot_cut_make(stack, disc, nodes, work, cut, error));
    scalp_dot_frame_make(disc->diameter_mm / 2, frame);
    for (size_t k = 0; k < count; k++) {
        double *const *to = rows[k];
        memcpy(to[0], frame->r_mm, sizeof frame->r_mm);
        memcpy(to[4], cut->diffuse, waves * sizeof *to[4]);
        for (size_t w = 0; w < waves; w++) {
            double *own = to[1] + w * dot_radii;
            to[2][w] = wave_make(cut, stack, disc, dmua[k * waves + w], w, frame, own);
            to[3][w] = half_width(to[0], own);
        }
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

static scalp_status check_dmua(const double *dmua, size_t count, scalp_error *error) {
    const double most = 1e4;
    for (size_t w = 0; w < count; w++) {
        if (!(dmua[w] >= 0 && dmua[w] <= most))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The added absorption of the pigment is %g per mm; it must be a "
                              "number, 0..%g.",
                              dmua[w], most);
    }
    return SCALP_OK;
}

/* More directions where the time does not matter or the indices differ. */
static int nodes_for(const scalp_stack *stack) {
    for (size_t i = 1; i < stack->layer_count; i++) {
        if (stack->layers[i].n != stack->layers[0].n)
            return 48;
    }
    return stack->wavelength_count > 4 ? 8 : 16;
}

scalp_status scalp_optics_dot_make(const scalp_stack *stack, const scalp_deposit *disc,
                                   const double *dmua_per_mm, const scalp_work *work,
                                   scalp_dot_seen *seen, scalp_error *error) {
    SCALP_TRY(scalp_stack_check(stack, error));
    SCALP_TRY(scalp_dot_check(stack, disc, error));
    SCALP_TRY(check_dmua(dmua_per_mm, stack->wavelength_count, error));
    return seen_make(stack, disc, dmua_per_mm, 1, nodes_for(stack), work, seen, error);
}

scalp_status scalp_optics_dots_in_skin(const scalp_skin_parts *skin, const scalp_deposit *disc,
                                       const double *dmua_per_mm, size_t count,
                                       const scalp_work *work, scalp_dot_seen *seen,
                                       scalp_spectrum *diffuse, scalp_error *error) {
    scalp_layer layers[SCALP_SPECTRUM_COUNT * SCALP_SKIN_LAYERS];
    double nm[SCALP_SPECTRUM_COUNT];
    for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++)
        nm[i] = scalp_spectrum_wavelength_nm(i);
    scalp_skin_layers_make(skin, nm, SCALP_SPECTRUM_COUNT, layers);
    const scalp_stack stack = {layers, SCALP_SKIN_LAYERS, SCALP_SPECTRUM_COUNT, 1, skin_index};
    SCALP_TRY(scalp_dot_check(&stack, disc, error));
    SCALP_TRY(check_dmua(dmua_per_mm, count * SCALP_SPECTRUM_COUNT, error));
    SCALP_TRY(seen_make(&stack, disc, dmua_per_mm, count, 8, work, seen, error));
    memcpy(diffuse->r, seen->diffuse, sizeof diffuse->r);
    return SCALP_OK;
}

scalp_status scalp_optics_dot_in_skin(const scalp_skin_parts *skin, const scalp_deposit *disc,
                                      const double dmua_per_mm[SCALP_SPECTRUM_COUNT],
                                      const scalp_work *work, scalp_dot_seen *seen,
                                      scalp_spectrum *diffuse, scalp_error *error) {
    return scalp_optics_dots_in_skin(skin, disc, dmua_per_mm, 1, work, seen, diffuse, error);
}

scalp_status scalp_optics_seen_diameter(const scalp_deposit *disc, const scalp_work *work,
                                        double *seen_diameter_mm, scalp_error *error) {
    const scalp_skin_parts skin = {mean_melanin, SCALP_SKIN_BLOOD, 1};
    const double nm = 550;
    scalp_layer layers[SCALP_SKIN_LAYERS];
    scalp_dot_seen seen;
    scalp_skin_layers_make(&skin, &nm, 1, layers);
    const scalp_stack stack = {layers, SCALP_SKIN_LAYERS, 1, 1, skin_index};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_optics_dot_make(&stack, disc, &disc->dmua_per_mm, work, &seen, error));
    *seen_diameter_mm = 2 * seen.hwhm_mm[0];
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
