/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan that lies in a plane: dots.csv of a flat patch, any CSV with x_mm and y_mm, or a JSON
 * object with plan_mm, a list of pairs. */
#include <scalptor/codec.h>

#include "json_in.h"
#include "table.h"

#include <math.h>
#include <string.h>

enum { most_columns = 32, most_bytes = 64 << 20 };

/* The columns that are read, and where they are. */
enum { col_id, col_x, col_y, col_z, col_zone, col_session, col_seen, col_darkness, col_count };

static const char *const names[col_count] = {
    "id", "x_mm", "y_mm", "z_mm", "zone", "session", "seen_diameter_mm", "darkness"};

typedef struct reading {
    const char *name;
    int column[col_count];
    scalp_planned *dots;
    double *z;
    size_t count;
} reading;

static scalp_bytes next_line(scalp_bytes *left) {
    const uint8_t *end = left->size ? memchr(left->data, '\n', left->size) : NULL;
    scalp_bytes line = {left->data, end ? (size_t)(end - left->data) : left->size};
    const size_t taken = line.size + (end ? 1 : 0);
    left->data += taken;
    left->size -= taken;
    while (line.size && (line.data[line.size - 1] == '\r' || line.data[line.size - 1] == ' '))
        line.size--;
    return line;
}

static size_t split(scalp_bytes line, scalp_bytes cells[most_columns]) {
    size_t n = 0;
    for (size_t at = 0; n < most_columns; at++) {
        const uint8_t *end = at < line.size ? memchr(line.data + at, ',', line.size - at) : NULL;
        const size_t length = end ? (size_t)(end - line.data) - at : line.size - at;
        cells[n++] = (scalp_bytes){line.data + at, length};
        at += length;
        if (!end)
            break;
    }
    return n;
}

static scalp_status read_header(reading *r, scalp_bytes line, scalp_error *error) {
    scalp_bytes cells[most_columns];
    const size_t n = split(line, cells);
    for (int k = 0; k < col_count; k++) {
        r->column[k] = -1;
        for (size_t i = 0; i < n; i++)
            if (scalp_cell_is(cells[i], names[k]))
                r->column[k] = (int)i;
    }
    if (r->column[col_x] < 0 || r->column[col_y] < 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s: a plan to compare with needs columns x_mm and y_mm in its first "
                          "line; give dots.csv as scalptor plan --dots writes it.",
                          r->name);
    return SCALP_OK;
}

static uint8_t zone_of(scalp_bytes cell) {
    char name[32];
    scalp_zone zone = SCALP_ZONE_NONE;
    double number;
    if (scalp_cell_number(cell, &number) && number >= 0 && number < SCALP_ZONE_COUNT)
        return (uint8_t)number;
    if (cell.size >= sizeof name)
        return SCALP_ZONE_NONE;
    memcpy(name, cell.data, cell.size);
    name[cell.size] = '\0';
    return scalp_zone_find(name, &zone) ? (uint8_t)zone : SCALP_ZONE_NONE;
}

static scalp_status read_row(reading *r, scalp_bytes line, size_t row, scalp_error *error) {
    scalp_bytes cells[most_columns];
    const size_t n = split(line, cells);
    double value[col_count] = {0};
    scalp_planned *p = &r->dots[r->count];
    for (int k = 0; k < col_count; k++) {
        if (r->column[k] < 0 || k == col_zone)
            continue;
        const bool there = (size_t)r->column[k] < n;
        if ((!there || !scalp_cell_number(cells[r->column[k]], &value[k]) ||
             !(fabs(value[k]) < 1e6)) &&
            (k == col_x || k == col_y || k == col_z))
            return scalp_fail(error, SCALP_ERR_INPUT, "%s: line %zu has no %s; mend or drop it.",
                              r->name, row, names[k]);
    }
    *p = (scalp_planned){.mm = {value[col_x], value[col_y]},
                         .id = (uint32_t)scalp_clamp(value[col_id], 0, 4e9),
                         .session = (uint8_t)scalp_clamp(value[col_session], 0, 255),
                         .diameter_mm = scalp_clamp(value[col_seen], 0, 10),
                         .darkness = scalp_clamp(value[col_darkness], 0, 1)};
    if (r->column[col_id] < 0)
        p->id = (uint32_t)r->count + 1;
    if (r->column[col_zone] >= 0 && (size_t)r->column[col_zone] < n)
        p->zone = zone_of(cells[r->column[col_zone]]);
    r->z[r->count++] = value[col_z];
    return SCALP_OK;
}

/* Only a plan in a plane z = constant lies flat as it is. */
static scalp_status check_flat(const reading *r, scalp_error *error) {
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (size_t i = 0; i < r->count; i++) {
        low = fmin(low, r->z[i]);
        high = fmax(high, r->z[i]);
    }
    if (r->count && high - low > 0.5)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s: the plan is not flat (z_mm from %.1f to %.1f); give a plan of a "
                          "flat patch, or x_mm,y_mm of the part in the photo laid flat.",
                          r->name, low, high);
    return SCALP_OK;
}

static scalp_status open_dots(reading *r, size_t most, const scalp_work *work, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, most, sizeof(scalp_planned), &memory, error));
    r->dots = memory;
    SCALP_TRY(scalp_work_take(work, most, sizeof(double), &memory, error));
    r->z = memory;
    return SCALP_OK;
}

static scalp_status too_many(const reading *r, scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_LIMIT, "%s: more than %d planned dots; cut the plan.",
                      r->name, SCALP_PAIR_MAX);
}

static scalp_status read_csv(reading *r, scalp_bytes bytes, const scalp_work *work,
                             scalp_error *error) {
    size_t lines = 1, row = 0;
    for (size_t i = 0; i < bytes.size; i++)
        lines += bytes.data[i] == '\n';
    if (lines > SCALP_PAIR_MAX + 1000)
        return too_many(r, error);
    SCALP_TRY(open_dots(r, lines, work, error));
    bool headed = false;
    while (bytes.size > 0) {
        const scalp_bytes line = next_line(&bytes);
        row++;
        if (line.size == 0 || line.data[0] == '#')
            continue;
        if (headed)
            SCALP_TRY(read_row(r, line, row, error));
        else
            SCALP_TRY(read_header(r, line, error));
        headed = true;
    }
    if (r->count > SCALP_PAIR_MAX)
        return too_many(r, error);
    return check_flat(r, error);
}

static scalp_status take_pairs(reading *r, const scalp_json_in *in, const json_t *root,
                               const scalp_work *work, scalp_error *error) {
    json_t *list;
    SCALP_TRY(scalp_json_member(in, root, "plan_mm", JSON_ARRAY, "plan_mm", &list));
    if (!list)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s: a plan on a head cannot be laid on a single photo; give dots.csv of "
                          "a flat patch, or a file with plan_mm.",
                          r->name);
    const size_t count = json_array_size(list);
    if (count > SCALP_PAIR_MAX)
        return too_many(r, error);
    SCALP_TRY(open_dots(r, count, work, error));
    for (size_t i = 0; i < count; i++) {
        double at[2];
        SCALP_TRY(scalp_json_numbers(in, json_array_get(list, i), "plan_mm", at, 2));
        if (!(fabs(at[0]) < 1e6 && fabs(at[1]) < 1e6))
            return scalp_json_fail(in, "plan_mm has a place beyond a kilometre; mend it.");
        r->dots[r->count++] = (scalp_planned){.mm = {at[0], at[1]}, .id = (uint32_t)i};
    }
    return SCALP_OK;
}

scalp_status scalp_codec_planned_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                      const scalp_planned **planned, size_t *count,
                                      scalp_error *error) {
    reading r = {.name = name};
    size_t at = 0;
    while (at < bytes.size && memchr(" \t\r\n", bytes.data[at], 4))
        at++;
    if (at < bytes.size && bytes.data[at] == '{') {
        const scalp_json_in in = {name, error};
        json_t *root;
        SCALP_TRY(scalp_json_open(&in, bytes, most_bytes, &root));
        const scalp_status status = take_pairs(&r, &in, root, work, error);
        json_decref(root);
        SCALP_TRY(status);
    } else {
        SCALP_TRY(read_csv(&r, bytes, work, error));
    }
    if (r.count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s: holds no planned dots.", name);
    *planned = r.dots;
    *count = r.count;
    return SCALP_OK;
}
