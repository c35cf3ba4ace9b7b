/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of codec that reads and writes what belongs to care: answers of the screening, what a
 * studio does otherwise, whom to call, and which sessions a client has. */
#ifndef SCALPTOR_CODEC_CARE_H
#define SCALPTOR_CODEC_CARE_H

#include <scalptor/base.h>
#include <scalptor/care.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCALP_CODEC_MAX_CARE_BYTES (1u << 20)

/* answers.json, as docs/screening.schema.json has it. Every answer is checked against its question.
 * SCALP_ERR_INPUT names file and member; SCALP_ERR_LIMIT, SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_screening_read(scalp_bytes bytes, const char *name,
                                                      scalp_screening *screening,
                                                      scalp_error *error);
/* The same with nothing answered; `questions` says in that language what is asked. `day`: of the
 * form, YYYY-MM-DD, or NULL. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_screening_blank(const char *day, scalp_language language,
                                                       const scalp_work *work, scalp_bytes *bytes,
                                                       scalp_error *error);
/* Its JSON Schema, draft 2020-12. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_screening_schema(const scalp_work *work, scalp_bytes *bytes,
                                                        scalp_error *error);

/* A studio's changes to the protocol: {"scalptor_protocol": 1, "steps": [{"step": "top_coat", "do":
 * "drop"}, ...]}. At most SCALP_CARE_MAX_CHANGES. SCALP_ERR_INPUT names file and member. */
SCALP_CHECKED scalp_status scalp_codec_protocol_read(scalp_bytes bytes, const char *name,
                                                     scalp_protocol_change *changes, size_t *count,
                                                     scalp_error *error);

/* Whom to call, of a studio's profile; other members are passed over. */
typedef struct scalp_studio_contact {
    char name[SCALP_CARE_NAME], phone[SCALP_CARE_NAME];
} scalp_studio_contact;
SCALP_CHECKED scalp_status scalp_codec_contact_read(scalp_bytes bytes, const char *name,
                                                    scalp_studio_contact *contact,
                                                    scalp_error *error);

/* Where a client is worked on and when, as far as a file says it. */
typedef struct scalp_course {
    unsigned areas;       /* SCALP_CARE_SCALP ... */
    size_t session_count; /* 0: a case without dates says nothing of them */
    bool dated; /* the days are those of the calendar, else days since the first session */
    int32_t days[SCALP_CARE_MAX_SESSIONS];
} scalp_course;

/* Of a case or of a plan. SCALP_ERR_INPUT names file and member;
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_course_read(scalp_bytes bytes, const char *name,
                                                   const scalp_work *work, scalp_course *course,
                                                   scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
