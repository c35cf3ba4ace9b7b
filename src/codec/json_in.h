/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: JSON documents that others wrote, read strictly and with messages that name the
 * file and the place. */
#ifndef SCALPTOR_CODEC_JSON_IN_H
#define SCALPTOR_CODEC_JSON_IN_H

#include <scalptor/codec.h>

#include <jansson.h>

/* What a reader needs to complain: which file, and where the sentence goes. */
typedef struct scalp_json_in {
    const char *name;
    scalp_error *error;
} scalp_json_in;

#define SCALP_JSON_PATH 128

/* Writes "<file>: <sentence>" and returns SCALP_ERR_INPUT. */
SCALP_PRINTF(2, 3)
scalp_status scalp_json_fail(const scalp_json_in *in, const char *format, ...);

/* Parses at most `most` bytes that must be one JSON object, in UTF-8, without duplicate keys.
 * The caller gives `*root` back with json_decref. SCALP_ERR_INPUT with the line,
 * SCALP_ERR_LIMIT, SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_json_open(const scalp_json_in *in, scalp_bytes bytes, size_t most,
                                           json_t **root);

/* Every key of `object` is one of `known`; otherwise says which is not, and what it may have
 * been meant to be. `path` is that of the object, "" at the top. */
SCALP_CHECKED scalp_status scalp_json_known(const scalp_json_in *in, const json_t *object,
                                            const char *path, const char *const *known,
                                            size_t count);

/* The member `key` of `object`, which must be of `type` when it is there; NULL when it is not.
 * `path` is that of the member. */
SCALP_CHECKED scalp_status scalp_json_member(const scalp_json_in *in, const json_t *object,
                                             const char *key, json_type type, const char *path,
                                             json_t **member);
/* The same, but it must be there. */
SCALP_CHECKED scalp_status scalp_json_need(const scalp_json_in *in, const json_t *object,
                                           const char *key, json_type type, const char *path,
                                           json_t **member);

/* A number that a double holds exactly or nearest; whole ones beyond 2^53 are refused. */
SCALP_CHECKED scalp_status scalp_json_number(const scalp_json_in *in, const json_t *value,
                                             const char *path, double *number);
/* A list of exactly `count` numbers. */
SCALP_CHECKED scalp_status scalp_json_numbers(const scalp_json_in *in, const json_t *value,
                                              const char *path, double *numbers, size_t count);
/* A text that fits into `size` bytes with its NUL. */
SCALP_CHECKED scalp_status scalp_json_text(const scalp_json_in *in, const json_t *value,
                                           const char *path, char *text, size_t size);
/* The document says that it is `key` of version `version`. */
SCALP_CHECKED scalp_status scalp_json_version(const scalp_json_in *in, const json_t *root,
                                              const char *key, int version);

/* The case that an object holds, by itself or within a plan: defaults for what is absent, and
 * checked. */
SCALP_CHECKED scalp_status scalp_json_case(const scalp_json_in *in, const json_t *root,
                                           scalp_case *document);
/* The members of fit.json within `object`: cameras and facts of the document's photos, measures;
 * the head is made anew, or is `scan`, and must be the one that the file was made with. */
SCALP_CHECKED scalp_status scalp_json_fit(const scalp_json_in *in, const json_t *object,
                                          const scalp_case *document, const scalp_head *scan,
                                          const scalp_work *work, scalp_fit *fit,
                                          scalp_photo_facts *facts);

#endif
