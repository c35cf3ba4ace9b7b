/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ply_header.h"

#include <string.h>

static const struct {
    const char *name;
    scalp_ply_type type;
} types[] = {
    {"char", SCALP_PLY_INT8},      {"int8", SCALP_PLY_INT8},     {"uchar", SCALP_PLY_UINT8},
    {"uint8", SCALP_PLY_UINT8},    {"short", SCALP_PLY_INT16},   {"int16", SCALP_PLY_INT16},
    {"ushort", SCALP_PLY_UINT16},  {"uint16", SCALP_PLY_UINT16}, {"int", SCALP_PLY_INT32},
    {"int32", SCALP_PLY_INT32},    {"uint", SCALP_PLY_UINT32},   {"uint32", SCALP_PLY_UINT32},
    {"float", SCALP_PLY_FLOAT},    {"float32", SCALP_PLY_FLOAT}, {"double", SCALP_PLY_DOUBLE},
    {"float64", SCALP_PLY_DOUBLE},
};

static const struct {
    const char *name;
    scalp_ply_role role;
} roles[] = {
    {"x", SCALP_PLY_X},
    {"y", SCALP_PLY_Y},
    {"z", SCALP_PLY_Z},
    {"red", SCALP_PLY_RED},
    {"green", SCALP_PLY_GREEN},
    {"blue", SCALP_PLY_BLUE},
    {"alpha", SCALP_PLY_ALPHA},
    {"diffuse_red", SCALP_PLY_RED},
    {"diffuse_green", SCALP_PLY_GREEN},
    {"diffuse_blue", SCALP_PLY_BLUE},
    {"r", SCALP_PLY_RED},
    {"g", SCALP_PLY_GREEN},
    {"b", SCALP_PLY_BLUE},
};

size_t scalp_ply_type_bytes(scalp_ply_type type) {
    static const uint8_t sizes[] = {1, 1, 2, 2, 4, 4, 4, 8};
    return sizes[type];
}

bool scalp_ply_has(const scalp_ply_element *element, scalp_ply_role role) {
    for (size_t i = 0; i < element->property_count; i++) {
        if (element->properties[i].role == role)
            return true;
    }
    return false;
}

/* The next word of the line, shortened to fit; empty when there is none. '#' is no comment here. */
static const char *next_word(scalp_scan *scan, char word[32]) {
    size_t length = 0;
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t'))
        scan->at++;
    for (; scan->at < scan->end && !strchr(" \t\r\n", *scan->at) && *scan->at; scan->at++) {
        if (length < 31)
            word[length++] = *scan->at;
    }
    word[length] = 0;
    return word;
}

static bool find_type(const char *name, scalp_ply_type *type) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].name, name) == 0) {
            *type = types[i].type;
            return true;
        }
    }
    return false;
}

static scalp_status read_format(scalp_scan *scan, scalp_ply_header *header, scalp_error *error) {
    static const char *const forms[] = {"ascii", "binary_little_endian", "binary_big_endian"};
    char word[32], version[32];
    next_word(scan, word);
    next_word(scan, version);
    for (int i = 0; i < 3; i++) {
        if (strcmp(word, forms[i]) == 0 && strcmp(version, "1.0") == 0) {
            header->form = (scalp_ply_form)i;
            return SCALP_OK;
        }
    }
    return scalp_scan_fail(scan, error, "a PLY format that is not read: %s %s.", word, version);
}

static scalp_status read_element(scalp_scan *scan, scalp_ply_header *header, scalp_error *error) {
    char word[32];
    int64_t count;
    if (header->element_count == SCALP_PLY_MAX_ELEMENTS)
        return scalp_scan_fail(scan, error, "more than the %d elements that are read.",
                               SCALP_PLY_MAX_ELEMENTS);
    scalp_ply_element *made = &header->elements[header->element_count++];
    next_word(scan, word);
    made->is_vertex = strcmp(word, "vertex") == 0;
    made->is_face = strcmp(word, "face") == 0;
    for (size_t i = 0; i + 1 < header->element_count; i++) {
        const scalp_ply_element *other = &header->elements[i];
        if ((made->is_vertex && other->is_vertex) || (made->is_face && other->is_face))
            return scalp_scan_fail(scan, error, "the element %s stands there twice.", word);
    }
    scalp_scan_blanks(scan);
    if (!scalp_scan_integer(scan, &count) || count < 0)
        return scalp_scan_fail(scan, error, "an element needs a name and how many there are.");
    made->count = (uint64_t)count;
    return SCALP_OK;
}

static scalp_ply_role role_of(const scalp_ply_element *element, const scalp_ply_property *property,
                              const char *name) {
    const bool corners = strcmp(name, "vertex_indices") == 0 || strcmp(name, "vertex_index") == 0;
    if (property->list)
        return element->is_face && corners ? SCALP_PLY_CORNERS : SCALP_PLY_NOTHING;
    for (size_t i = 0; element->is_vertex && i < sizeof roles / sizeof *roles; i++) {
        if (strcmp(roles[i].name, name) == 0 && !scalp_ply_has(element, roles[i].role))
            return roles[i].role;
    }
    return SCALP_PLY_NOTHING;
}

static scalp_status read_property(scalp_scan *scan, scalp_ply_header *header, scalp_error *error) {
    char word[32];
    if (header->element_count == 0)
        return scalp_scan_fail(scan, error, "a property before the first element.");
    scalp_ply_element *element = &header->elements[header->element_count - 1];
    if (element->property_count == SCALP_PLY_MAX_PROPERTIES)
        return scalp_scan_fail(scan, error, "more than the %d properties that are read.",
                               SCALP_PLY_MAX_PROPERTIES);
    scalp_ply_property made = {.role = SCALP_PLY_NOTHING};
    next_word(scan, word);
    made.list = strcmp(word, "list") == 0;
    if (made.list &&
        (!find_type(next_word(scan, word), &made.count_type) || made.count_type >= SCALP_PLY_FLOAT))
        return scalp_scan_fail(scan, error, "a list needs a whole number to count with, not %s.",
                               word);
    if (made.list)
        next_word(scan, word);
    if (!find_type(word, &made.type))
        return scalp_scan_fail(scan, error, "there is no type %s in PLY.", word);
    if (!*next_word(scan, word))
        return scalp_scan_fail(scan, error, "a property needs a name.");
    made.role = role_of(element, &made, word);
    if (made.role == SCALP_PLY_CORNERS &&
        (made.type >= SCALP_PLY_FLOAT || scalp_ply_has(element, SCALP_PLY_CORNERS)))
        return scalp_scan_fail(scan, error,
                               "the corners of faces must be one list of whole "
                               "numbers.");
    element->properties[element->property_count++] = made;
    return SCALP_OK;
}

static scalp_status read_line(scalp_scan *scan, scalp_ply_header *header, bool *has_format,
                              bool *ended, scalp_error *error) {
    char word[32];
    next_word(scan, word);
    if (strcmp(word, "format") == 0) {
        *has_format = true;
        return read_format(scan, header, error);
    }
    if (strcmp(word, "element") == 0)
        return read_element(scan, header, error);
    if (strcmp(word, "property") == 0)
        return read_property(scan, header, error);
    *ended = strcmp(word, "end_header") == 0;
    if (*ended || !*word || strcmp(word, "comment") == 0 || strcmp(word, "obj_info") == 0)
        return SCALP_OK;
    return scalp_scan_fail(scan, error, "not a line of a PLY header: %s.", word);
}

scalp_status scalp_ply_header_read(scalp_scan *scan, scalp_ply_header *header, scalp_error *error) {
    bool has_format = false, ended = false;
    memset(header, 0, sizeof *header);
    for (bool more = scalp_scan_next_line(scan); more && !ended;) {
        SCALP_TRY(read_line(scan, header, &has_format, &ended, error));
        if (ended)
            (void)scalp_scan_next_line(scan);
        else
            more = scalp_scan_next_line(scan);
    }
    if (!ended || !has_format)
        return scalp_scan_fail(scan, error, "the PLY header %s.",
                               ended ? "names no format" : "has no end; the file was cut off");
    return SCALP_OK;
}
