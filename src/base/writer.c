/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/base.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

scalp_writer scalp_writer_make(const scalp_work *work, scalp_error *error) {
    return (scalp_writer){.work = work, .error = error};
}

/* Makes room for `more` bytes and a NUL. */
static bool grow(scalp_writer *text, size_t more) {
    if (text->status != SCALP_OK)
        return false;
    if (more < text->room - text->size)
        return true;
    if (more > SIZE_MAX / 4 - text->room) {
        text->status = scalp_fail(text->error, SCALP_ERR_MEMORY, "A text has become too long.");
        return false;
    }
    const size_t room = 2 * (text->room + more) + 4096;
    void *place;
    text->status = scalp_work_take(text->work, room, 1, &place, text->error);
    if (text->status != SCALP_OK)
        return false;
    if (text->size)
        memcpy(place, text->data, text->size);
    text->data = place;
    text->room = room;
    return true;
}

char *scalp_writer_space(scalp_writer *text, size_t size) {
    if (!grow(text, size))
        return NULL;
    char *place = text->data + text->size;
    text->size += size;
    text->data[text->size] = '\0';
    return place;
}

void scalp_writer_put(scalp_writer *text, const void *data, size_t size) {
    char *place = scalp_writer_space(text, size);
    if (place && size)
        memcpy(place, data, size);
}

void scalp_writer_add(scalp_writer *text, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, arguments);
    if (length > 0 && grow(text, (size_t)length)) {
        vsnprintf(text->data + text->size, (size_t)length + 1, format, again);
        text->size += (size_t)length;
    }
    va_end(again);
    va_end(arguments);
}

scalp_status scalp_writer_close(scalp_writer *text, scalp_bytes *bytes) {
    *bytes = (scalp_bytes){NULL, 0};
    if (!grow(text, 0))
        return text->status;
    text->data[text->size] = '\0';
    *bytes = (scalp_bytes){(const uint8_t *)text->data, text->size};
    return SCALP_OK;
}
