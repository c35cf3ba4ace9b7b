/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One number per line: a density for every vertex of a mesh. */
#include <scalptor/codec.h>

#include "scan.h"

#include <math.h>

enum { lines_per_report = 1 << 16 };

scalp_status scalp_codec_field_read(scalp_bytes bytes, const char *name, size_t count,
                                    const scalp_work *work, const double **field,
                                    scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(double), &memory, error));
    double *numbers = memory;
    scalp_scan scan = scalp_scan_make(bytes, name);
    size_t used = 0;
    for (bool more = scan.at < scan.end; more; more = scalp_scan_next_line(&scan)) {
        if (scan.line % lines_per_report == 0)
            SCALP_TRY(scalp_work_report(work, "field", (double)used / (double)count, error));
        if (scalp_scan_line_done(&scan))
            continue;
        if (used == count)
            return scalp_scan_fail(&scan, error, "more numbers than the mesh's %zu vertices.",
                                   count);
        if (!scalp_scan_number(&scan, &numbers[used]) || !scalp_scan_line_done(&scan))
            return scalp_scan_fail(&scan, error, "not one number.");
        if (!(numbers[used] >= 0) || !isfinite(numbers[used])) {
            return scalp_scan_fail(&scan, error, "a density must be a finite number of 0 or more.");
        }
        used++;
    }
    if (used < count)
        return scalp_scan_fail(&scan, error, "ends after %zu numbers; the mesh has %zu vertices.",
                               used, count);
    *field = numbers;
    return SCALP_OK;
}
