/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docs/case.schema.json is what the tables give. After a change of them, run this program with
 * --write to bring the file up to date, and look at the difference. */
#include "codec/json_fixture.h"

#include <jansson.h>

static char *schema_path(char path[1024]) {
    const char *source = getenv("SCALPTOR_SOURCE");
    snprintf(path, 1024, "%s/docs/case.schema.json", source ? source : ".");
    return path;
}

static bool same_as_file(const char *path, scalp_bytes bytes) {
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    char *text = malloc(bytes.size + 1);
    const size_t size = fread(text, 1, bytes.size + 1, file);
    fclose(file);
    const bool same = size == bytes.size && memcmp(text, bytes.data, size) == 0;
    free(text);
    return same;
}

static int write_file(const char *path, scalp_bytes bytes) {
    FILE *file = fopen(path, "wb");
    const bool done = file && fwrite(bytes.data, 1, bytes.size, file) == bytes.size;
    return file && fclose(file) == 0 && done ? 0 : 3;
}

static const json_t *property(const json_t *schema, const char *section, const char *name) {
    const json_t *at = json_object_get(schema, "properties");
    for (const char *part = section; *part;) {
        char key[SCALP_CASE_TEXT];
        const size_t length = strcspn(part, ".");
        snprintf(key, sizeof key, "%.*s", (int)length, part);
        at = json_object_get(json_object_get(at, key), "properties");
        part += length + (part[length] == '.');
    }
    return json_object_get(at, name);
}

static void check_fields(const json_t *schema) {
    for (size_t i = 0; i < scalp_case_field_count; i++) {
        const scalp_case_field *f = &scalp_case_fields[i];
        const json_t *is = property(schema, f->section, f->name);
        if (!is)
            CHECK_FAILED("%s.%s is not in the schema", f->section, f->name);
        CHECK_TEXT(json_string_value(json_object_get(is, "description")), f->meaning);
        if (f->choices)
            CHECK(json_array_size(json_object_get(is, "enum")) > 0);
        else
            CHECK_NEAR(json_number_value(json_object_get(is, "maximum")), f->high, 0);
    }
}

int main(int argc, char **argv) {
    check_work w;
    check_work_open(&w, 0);
    scalp_error error = {SCALP_OK, ""};
    scalp_bytes bytes = {NULL, 0};
    char path[1024];
    const scalp_status status = scalp_codec_case_schema_write(&w.work, &bytes, &error);
    if (argc == 2 && strcmp(argv[1], "--write") == 0) {
        const int code = write_file(schema_path(path), bytes);
        check_work_close(&w);
        return code;
    }
    CASE("docs/case.schema.json is what the tables give") {
        CHECK_STATUS(status, SCALP_OK);
        CHECK(same_as_file(schema_path(path), bytes));
    }
    CASE("every field of the table stands in the schema with its meaning and limits") {
        json_t *schema =
            json_loadb((const char *)bytes.data, bytes.size, JSON_REJECT_DUPLICATES, NULL);
        CHECK(schema != NULL);
        check_fields(schema);
        CHECK(property(schema, "", "photos") && property(schema, "design", "zones") &&
              property(schema, "treatment", "session_dates"));
        json_decref(schema);
    }
    check_work_close(&w);
    return check_done();
}
