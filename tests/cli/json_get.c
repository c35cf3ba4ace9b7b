/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads JSON from stdin and shows the value at a path such as "sessions.0.dots": a text or a number
 * as it is, a list or an object as its size. "" shows nothing. Exit code 1: no JSON, or no such
 * value. Helps the tests that are shell scripts. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static void show(const json_t *value) {
    if (json_is_string(value))
        puts(json_string_value(value));
    else if (json_is_integer(value))
        printf("%" JSON_INTEGER_FORMAT "\n", json_integer_value(value));
    else if (json_is_real(value))
        printf("%.10g\n", json_real_value(value));
    else if (json_is_array(value))
        printf("%zu\n", json_array_size(value));
    else if (json_is_object(value))
        printf("%zu\n", json_object_size(value));
    else
        puts(json_is_true(value) ? "true" : json_is_false(value) ? "false" : "null");
}

int main(int count, char **arguments) {
    json_error_t why;
    char step[128];
    json_t *root = json_loadf(stdin, JSON_REJECT_DUPLICATES, &why);
    const json_t *value = root;
    const char *path = count > 1 ? arguments[1] : "";
    if (!root) {
        fprintf(stderr, "no JSON: %s\n", why.text);
        return 1;
    }
    while (value && *path) {
        const size_t length = strcspn(path, ".");
        snprintf(step, sizeof step, "%.*s", (int)length, path);
        value = json_is_array(value) ? json_array_get(value, strtoul(step, NULL, 10))
                                     : json_object_get(value, step);
        path += length + (path[length] == '.');
    }
    if (value && value != root)
        show(value);
    json_decref(root);
    return value ? 0 : 1;
}
