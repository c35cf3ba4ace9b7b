/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of care from anywhere: the first byte says which. Answers that are accepted can be looked
 * at, changes of a studio be applied, courses be made a sheet of. */
#include <scalptor/codec_care.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_screening(scalp_bytes bytes, const scalp_work *work) {
    static scalp_screening screening;
    scalp_screen_params params = {.override_by = "because of the fuzzer"};
    scalp_screen_result result;
    scalp_error error;
    if (scalp_codec_screening_read(bytes, "fuzz", &screening, &error) != SCALP_OK)
        return;
    params.on = screening.form_day + 3;
    for (int again = 0; again < 2; again++) {
        params.again = again;
        if (scalp_screen(&screening, &params, work, &result, &error) != SCALP_OK)
            continue;
        if (result.clears_session && !result.cleared)
            abort();
        if (result.cleared && (result.unanswered_count > 0 ||
                               (result.verdict != SCALP_VERDICT_GO && !result.overridden)))
            abort();
    }
}

static void read_protocol(scalp_bytes bytes, const scalp_work *work) {
    static scalp_protocol_change changes[SCALP_CARE_MAX_CHANGES];
    scalp_protocol protocol;
    scalp_error error;
    size_t count;
    if (scalp_codec_protocol_read(bytes, "fuzz", changes, &count, &error) == SCALP_OK &&
        scalp_protocol_make(SCALP_CARE_ALL, changes, count, 0, work, &protocol, &error) ==
            SCALP_OK &&
        protocol.step_count == 0)
        abort();
}

static void read_course(scalp_bytes bytes, const scalp_work *work) {
    scalp_course course;
    scalp_error error;
    scalp_aftercare sheet;
    scalp_aftercare_params params = {.session_count = 0};
    if (scalp_codec_course_read(bytes, "fuzz", work, &course, &error) != SCALP_OK)
        return;
    if (course.session_count > SCALP_CARE_MAX_SESSIONS)
        abort();
    params.areas = course.areas;
    params.session_count = course.session_count;
    for (size_t k = 0; k < course.session_count; k++)
        params.sessions[k] = course.days[k];
    if (scalp_aftercare_make(&params, work, &sheet, &error) == SCALP_OK && sheet.days_count == 0)
        abort();
}

static void read_contact(scalp_bytes bytes) {
    scalp_studio_contact contact;
    scalp_error error;
    if (scalp_codec_contact_read(bytes, "fuzz", &contact, &error) == SCALP_OK && !contact.name[0])
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const scalp_bytes rest = {data + (size > 0), size - (size > 0)};
    scalp_work work = {.memory = NULL};
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    switch (size > 0 ? data[0] : 's') {
    case 'p':
        read_protocol(rest, &work);
        break;
    case 'c':
        read_course(rest, &work);
        break;
    case 'k':
        read_contact(rest);
        break;
    default:
        read_screening(rest, &work);
        break;
    }
    scalp_arena_close(&work.memory);
    return 0;
}
