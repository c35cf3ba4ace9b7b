/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dots.csv and strokes.csv. Decimals are written from whole numbers: snprintf would take a third of
 * a second for 50 000 dots, and its decimal sign follows the locale. */
#include <scalptor/codec.h>

#include <math.h>
#include <string.h>

static const char header[] =
    "id,x_mm,y_mm,z_mm,nx,ny,nz,zone,session,diameter_mm,pigment_depth_mm\n";

static const char stroke_header[] =
    "id,point,x_mm,y_mm,z_mm,nx,ny,nz,width_mm,zone,session,pigment_depth_mm\n";

enum { longest_row = 192 };

static char *put_text(char *to, const char *text) {
    const size_t length = strlen(text);
    memcpy(to, text, length);
    return to + length;
}

/* At least `digits` digits. */
static char *put_whole(char *to, uint64_t n, int digits) {
    char reversed[20];
    int count = 0;
    do {
        reversed[count++] = (char)('0' + n % 10);
        n /= 10;
    } while (n || count < digits);
    while (count)
        *to++ = reversed[--count];
    return to;
}

/* `x` with that many decimals, halves away from zero; -0.0 has no sign. |x| < 1e9. */
static char *put_fixed(char *to, double x, int decimals) {
    uint64_t unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    const uint64_t n = (uint64_t)floor(fabs(scalp_clamp(x, -1e9, 1e9)) * (double)unit + 0.5);
    if (x < 0 && n)
        *to++ = '-';
    to = put_whole(to, n / unit, 1);
    *to++ = '.';
    return put_whole(to, n % unit, decimals);
}

static char *put_vector(char *to, scalp_vec3 v, int decimals) {
    const double part[3] = {v.x, v.y, v.z};
    for (int i = 0; i < 3; i++) {
        to = put_fixed(to, part[i], decimals);
        *to++ = ',';
    }
    return to;
}

static char *put_dot(char *to, const scalp_dot *dot, size_t id, const scalp_deposit *deposit) {
    to = put_whole(to, id, 1);
    *to++ = ',';
    to = put_vector(to, dot->position, 4);
    to = put_vector(to, dot->normal, 5);
    to = put_text(to, scalp_zone_name((scalp_zone)dot->zone));
    *to++ = ',';
    to = put_whole(to, dot->session, 1);
    *to++ = ',';
    to = put_fixed(to, deposit->diameter_mm, 4);
    *to++ = ',';
    to = put_fixed(to, deposit->depth_mm, 4);
    *to++ = '\n';
    return to;
}

scalp_status scalp_codec_dots_write(const scalp_plan *plan, const scalp_work *work,
                                    scalp_bytes *bytes, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, sizeof header + longest_row * plan->layout.dot_count, 1,
                              &memory, error));
    scalp_deposit deposits[SCALP_ZONE_COUNT];
    for (int zone = 0; zone < SCALP_ZONE_COUNT; zone++)
        deposits[zone] = scalp_plan_deposit(plan, (scalp_zone)zone);
    char *to = put_text(memory, header);
    for (size_t i = 0; i < plan->layout.dot_count; i++) {
        const scalp_dot *dot = &plan->layout.dots[i];
        to = put_dot(to, dot, i + 1, &deposits[dot->zone]);
    }
    *bytes = (scalp_bytes){memory, (size_t)(to - (char *)memory)};
    return SCALP_OK;
}

static const char assumed_line[] = "# What follows was not seen: it is where the plan has it.\n";
static const char site_header[] = "id,x,y,z,radius_mm\n";

static char *put_rows(char *to, const scalp_dot_row *rows, size_t count, size_t from) {
    for (size_t i = 0; i < count; i++) {
        const scalp_deposit deposit = {.depth_mm = rows[i].depth_mm,
                                       .diameter_mm = rows[i].diameter_mm};
        to = put_dot(to, &rows[i].dot, from + i, &deposit);
    }
    return to;
}

scalp_status scalp_codec_dot_rows_write(const scalp_dot_row *rows, size_t count,
                                        const scalp_dot_row *assumed, size_t assumed_count,
                                        const scalp_work *work, scalp_bytes *bytes,
                                        scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(
        work, sizeof header + sizeof assumed_line + longest_row * (count + assumed_count), 1,
        &memory, error));
    char *to = put_text(memory, header);
    to = put_rows(to, rows, count, 1);
    if (assumed && assumed_count > 0)
        to = put_rows(put_text(to, assumed_line), assumed, assumed_count, count + 1);
    *bytes = (scalp_bytes){memory, (size_t)(to - (char *)memory)};
    return SCALP_OK;
}

scalp_status scalp_codec_site_rows_write(const scalp_site *sites, size_t count,
                                         const scalp_work *work, scalp_bytes *bytes,
                                         scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, sizeof site_header + longest_row * count, 1, &memory, error));
    char *to = put_text(memory, site_header);
    for (size_t i = 0; i < count; i++) {
        to = put_whole(to, i + 1, 1);
        *to++ = ',';
        to = put_vector(to, sites[i].point, 4);
        to = put_fixed(to, sites[i].radius_mm, 4);
        *to++ = '\n';
    }
    *bytes = (scalp_bytes){memory, (size_t)(to - (char *)memory)};
    return SCALP_OK;
}

static char *put_stroke(char *to, const scalp_stroke_path *stroke, size_t id,
                        const scalp_deposit *deposit) {
    for (size_t k = 0; k < stroke->point_count; k++) {
        const scalp_stroke_point *point = &stroke->points[k];
        to = put_whole(to, id, 1);
        *to++ = ',';
        to = put_whole(to, k + 1, 1);
        *to++ = ',';
        to = put_vector(to, point->position, 4);
        to = put_vector(to, point->normal, 5);
        to = put_fixed(to, point->width_mm, 3);
        *to++ = ',';
        to = put_text(to, scalp_zone_name((scalp_zone)stroke->zone));
        *to++ = ',';
        to = put_whole(to, stroke->session, 1);
        *to++ = ',';
        to = put_fixed(to, deposit->depth_mm, 4);
        *to++ = '\n';
    }
    return to;
}

scalp_status scalp_codec_stroke_paths_write(const scalp_plan *plan, const scalp_work *work,
                                            scalp_bytes *bytes, scalp_error *error) {
    const scalp_layout *layout = &plan->layout;
    void *memory;
    size_t points = 0;
    for (size_t i = 0; i < layout->stroke_count; i++)
        points += layout->strokes[i].point_count;
    SCALP_TRY(
        scalp_work_take(work, sizeof stroke_header + longest_row * points, 1, &memory, error));
    char *to = put_text(memory, stroke_header);
    for (size_t i = 0; i < layout->stroke_count; i++) {
        const scalp_deposit deposit = scalp_plan_deposit(plan, (scalp_zone)layout->strokes[i].zone);
        to = put_stroke(to, &layout->strokes[i], i + 1, &deposit);
    }
    *bytes = (scalp_bytes){memory, (size_t)(to - (char *)memory)};
    return SCALP_OK;
}
