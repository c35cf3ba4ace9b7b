/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of a record from the command line. */
#include "records.h"

#include <scalptor/codec_records.h>

#include <string.h>

scalp_status cli_text_read(cli_job *job, const char *path, const char **text, scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_RECORD_BYTES, &bytes, error));
    if (memchr(bytes.data, 0, bytes.size))
        return scalp_fail(error, SCALP_ERR_INPUT, "%s is no text file; it holds a NUL.", path);
    while (bytes.size > 0 &&
           (bytes.data[bytes.size - 1] == '\n' || bytes.data[bytes.size - 1] == '\r'))
        bytes.size--;
    *text = scalp_arena_text(job->work.memory, (const char *)bytes.data, bytes.size);
    return *text ? SCALP_OK
                 : scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while reading %s.", path);
}

/* The id of the record that a reference means. */
static scalp_status resolve(const scalp_studio *studio, const scalp_record *record,
                            const char *kind, const char **value, scalp_error *error) {
    scalp_record meant;
    if (strcmp(kind, "blob") == 0 || scalp_record_id_check(*value))
        return SCALP_OK;
    SCALP_TRY(scalp_studio_find(studio, kind, *value, &meant, error));
    (void)record;
    *value = scalp_arena_text(studio->work->memory, meant.id, strlen(meant.id));
    return *value ? SCALP_OK : scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory for an id.");
}

scalp_status cli_field_set(cli_job *job, const scalp_studio *studio, scalp_record *record,
                           const char *name, const char *value, scalp_error *error) {
    const scalp_record_field *field = scalp_record_field_find(record, name);
    if (!field) {
        const char *names[SCALP_RECORD_MAX_FIELDS];
        for (size_t i = 0; i < record->field_count; i++)
            names[i] = record->fields[i].name;
        const char *nearest = cli_nearest(name, names, record->field_count);
        if (nearest)
            return scalp_fail(error, SCALP_ERR_INPUT, "%s has no field %.40s; did you mean %s?",
                              record->kind->name, name, nearest);
    }
    if (value[0] == '@')
        SCALP_TRY(cli_text_read(job, value + 1, &value, error));
    if (field && value[0] && scalp_record_field_type(field) == SCALP_RECORD_IS_REF)
        SCALP_TRY(resolve(studio, record, field->refers, &value, error));
    return scalp_codec_record_set(record, name, value, studio->work, error);
}

scalp_status cli_fields_set(cli_job *job, const scalp_studio *studio, size_t from,
                            scalp_record *record, scalp_error *error) {
    for (size_t i = from; i < job->operand_count; i++) {
        const char *operand = job->operands[i], *equals = strchr(operand, '=');
        char name[64];
        if (!equals || equals == operand || (size_t)(equals - operand) >= sizeof name)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "\"%.60s\" is no FIELD=VALUE; scalptor record fields %s lists the "
                              "fields.",
                              operand, record->kind->name);
        memcpy(name, operand, (size_t)(equals - operand));
        name[equals - operand] = 0;
        SCALP_TRY(cli_field_set(job, studio, record, name, equals + 1, error));
    }
    return SCALP_OK;
}

scalp_status cli_signature_read(cli_job *job, scalp_studio_signature *signature,
                                scalp_error *error) {
    const char *path = cli_text(job, "drawing", NULL);
    *signature = (scalp_studio_signature){.name = cli_text(job, "signature", NULL),
                                          .witness = cli_text(job, "witness", NULL)};
    if (!signature->name)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s needs --signature NAME: the name that was signed.",
                          job->command->name);
    return path ? cli_text_read(job, path, &signature->drawing, error) : SCALP_OK;
}
