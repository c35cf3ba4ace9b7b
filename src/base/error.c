/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/base.h>

#include <stdarg.h>
#include <stdio.h>

scalp_status scalp_fail(scalp_error *error, scalp_status status, const char *format, ...) {
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        error->status = status;
        vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return status;
}
