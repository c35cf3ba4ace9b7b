/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

scalp_scan scalp_scan_make(scalp_bytes bytes, const char *name) {
    const char *text = (const char *)bytes.data;
    scalp_scan scan = {text, text + bytes.size, name, 1};
    if (bytes.size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        scan.at += 3;
    return scan;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/* A backslash before the line's end joins the next line to this one. */
static bool pass_join(scalp_scan *scan) {
    const char *at = scan->at;
    if (at == scan->end || *at != '\\')
        return false;
    at++;
    while (at < scan->end && *at == '\r')
        at++;
    if (at == scan->end || *at != '\n')
        return false;
    scan->at = at + 1;
    scan->line++;
    return true;
}

void scalp_scan_blanks(scalp_scan *scan) {
    for (;;) {
        if (scan->at < scan->end && is_blank(*scan->at))
            scan->at++;
        else if (!pass_join(scan))
            return;
    }
}

bool scalp_scan_line_done(scalp_scan *scan) {
    scalp_scan_blanks(scan);
    return scan->at == scan->end || *scan->at == '\n' || *scan->at == '#';
}

bool scalp_scan_next_line(scalp_scan *scan) {
    const size_t left = (size_t)(scan->end - scan->at);
    const char *end = left ? memchr(scan->at, '\n', left) : NULL;
    scan->at = end ? end + 1 : scan->end;
    scan->line += end != NULL;
    return scan->at < scan->end;
}

static bool ends_here(const scalp_scan *scan, const char *at) {
    return at == scan->end || is_blank(*at) || *at == '\n' || *at == '#' || *at == '\\';
}

static const char *read_sign(const char *at, const char *end, bool *minus) {
    *minus = at < end && *at == '-';
    return at < end && (*at == '-' || *at == '+') ? at + 1 : at;
}

/* number times 10^power; the powers up to 22 are exact. */
static double scale(double number, int power) {
    double ten = 1;
    int left = power < 0 ? -power : power;
    for (; left >= 22 && number > 0 && number < HUGE_VAL; left -= 22)
        number = power < 0 ? number / 1e22 : number * 1e22;
    for (left = left < 22 ? left : 0; left > 0; left--)
        ten *= 10;
    return power < 0 ? number / ten : number * ten;
}

/* Digits with a point somewhere: their first 19 as a whole number, and its power of ten. */
typedef struct digits {
    uint64_t whole;
    int power, seen;
} digits;

static const char *read_digits(const char *at, const char *end, digits *d) {
    bool point = false;
    for (; at < end && (is_digit(*at) || (*at == '.' && !point)); at++) {
        if (*at == '.') {
            point = true;
            continue;
        }
        d->seen += d->seen < 1000000;
        if (d->whole < 1000000000000000000u) {
            d->whole = d->whole * 10 + (uint64_t)(*at - '0');
            d->power -= point;
        } else {
            d->power += !point && d->power < 100000;
        }
    }
    return at;
}

/* Sixteen digits and more, or large powers, as strtod reads them: to the nearest double. False when
 * they are too many or the locale has another point. */
static bool read_exactly(const char *from, const char *to, double *value) {
    char text[64], *end;
    const size_t length = (size_t)(to - from);
    if (length >= sizeof text)
        return false;
    memcpy(text, from, length);
    text[length] = 0;
    const double read = strtod(text, &end);
    if (end != text + length)
        return false;
    *value = read;
    return true;
}

bool scalp_scan_number(scalp_scan *scan, double *number) {
    scalp_scan_blanks(scan);
    bool minus, minus_power = false;
    digits d = {0};
    const char *at = read_digits(read_sign(scan->at, scan->end, &minus), scan->end, &d);
    if (d.seen == 0)
        return false;
    int exponent = 0;
    if (at < scan->end && (*at == 'e' || *at == 'E')) {
        at = read_sign(at + 1, scan->end, &minus_power);
        if (at == scan->end || !is_digit(*at))
            return false;
        for (; at < scan->end && is_digit(*at); at++)
            exponent = exponent < 100000 ? exponent * 10 + (*at - '0') : exponent;
    }
    if (!ends_here(scan, at))
        return false;
    const int power = d.power + (minus_power ? -exponent : exponent);
    const bool simple = d.whole <= 9007199254740992u && power >= -22 && power <= 22;
    if (simple || !read_exactly(scan->at, at, number)) {
        const double value = scale((double)d.whole, power);
        *number = minus ? -value : value;
    }
    scan->at = at;
    return true;
}

bool scalp_scan_integer(scalp_scan *scan, int64_t *number) {
    bool minus;
    const char *at = read_sign(scan->at, scan->end, &minus);
    const char *first = at;
    int64_t value = 0;
    for (; at < scan->end && is_digit(*at) && at - first < 18; at++)
        value = value * 10 + (*at - '0');
    if (at == first || (at < scan->end && is_digit(*at)))
        return false;
    *number = minus ? -value : value;
    scan->at = at;
    return true;
}

scalp_status scalp_scan_fail(const scalp_scan *scan, scalp_error *error, const char *format, ...) {
    enum { name_most = 60 };
    char what[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    const size_t length = strlen(scan->name);
    const char *name = scan->name + (length > name_most ? length - name_most : 0);
    return scalp_fail(error, SCALP_ERR_INPUT, "%s%s, line %zu: %s", name > scan->name ? "..." : "",
                      name, scan->line, what);
}
